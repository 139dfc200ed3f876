"""Servers on loopback that can be stopped, and started again on the same port."""

from __future__ import annotations

import socket
import struct
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Respond = Callable[[BaseHTTPRequestHandler], None]


class Startable(ABC):
    """What serves from `start` to `stop`, or inside a `with` block."""

    @abstractmethod
    def start(self) -> Self:
        """Listen, again on the same port after `stop`; does nothing when it already does."""

    @abstractmethod
    def stop(self) -> None:
        """Refuse connections from now on."""

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class Loopback(Startable):
    """A threaded HTTP server: serves `respond` on one port of every host given, a thread a connection.

    `respond` runs in many threads at once. `closing` is set when the server goes, so that an answer that
    would last for ever can end. The port is chosen at the first `start` and kept.
    """

    def __init__(self, respond: Respond, hosts: tuple[str, ...] = ("127.0.0.1",), port: int = 0) -> None:
        self.hosts = hosts
        self.port = port
        self.closing = threading.Event()
        self._respond = respond
        self._servers: list[_Server] = []

    def start(self) -> Self:
        """Listen on every host; does nothing when it already does."""
        if self._servers:
            return self
        self.closing.clear()
        for host in self.hosts:
            server = _Server((host, self.port), _handler_for(self._respond))
            self.port = server.server_address[1]
            self._servers.append(server)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Refuse new connections and cut the open ones."""
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()
            server.cut_connections()
        self._servers.clear()


def send_answer(
    request: BaseHTTPRequestHandler, status: int, body: bytes, headers: tuple[tuple[str, str], ...] = ()
) -> None:
    """Write one whole answer in one piece; the body is left out for HEAD, 204 and 304."""
    request.send_response(status)
    for name, value in headers:
        request.send_header(name, value)
    bare = request.command == "HEAD" or status in (204, 304)
    if status not in (204, 304):
        request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    if not bare:
        request.wfile.write(body)


def reset_connection(request: BaseHTTPRequestHandler) -> None:
    """End the connection with a reset, so that the client sees a failure and not an empty answer."""
    request.close_connection = True
    # Linger 0 turns close() into RST; socketserver's own shutdown would send FIN first.
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def cut_connections(self) -> None:
        with self._lock:
            still_open = list(self._open)
        for connection in still_open:
            # The thread that reads from it wakes up with nothing, and closes it.
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that goes away in the middle is what the tests provoke; anything else is ours to see.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _handler_for(respond: Respond) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # headers and body leave together

        def do_GET(self) -> None:
            respond(self)

        do_HEAD = do_POST = do_PUT = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    return Handler
