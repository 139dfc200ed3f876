"""The desk as a server in a thread of its own: it listens from `open` to `close`."""

from __future__ import annotations

import errno
import logging
import socket
import threading
import time

import uvicorn

from flows.config.settings import DeskSettings
from flows.desk.app import make_app
from flows.desk.desk import Desk
from storage.errors import ListenError, say_os

BACKLOG = 128
START_S = 10.0
IDLE_S = 30
"""A connection that says nothing for so long is closed."""
END_S = 2.0


class DeskServer:
    """Listens from `open` to `close`."""

    def __init__(self, desk: Desk, listen: DeskSettings) -> None:
        self._desk = desk
        self._listen = listen
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str | None:
        """`http://host:port` where it listens, None where it does not."""
        if self._socket is None or self._thread is None or not self._thread.is_alive():
            return None
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def login_address(self) -> str | None:
        """Where who has the key logs in, None where it does not listen or asks for a token instead."""
        access = self._desk.access
        if self.address is None or access.asks_always:
            return None
        return f"{self.address}/login?key={access.secret}"

    def open(self) -> None:
        """Listen, in a thread of its own.

        Raises:
            ListenError: the port is taken, or the system has no more descriptors or threads for it.
        """
        self.close()
        where = f"{self._listen.host}:{self._listen.port}"
        try:
            self._socket = _bind(self._listen.host, self._listen.port)
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "another program listens there" if taken else say_os(error)
            raise ListenError(where, why, "another port in [desk] listen would do") from error
        config = uvicorn.Config(
            make_app(self._desk),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=IDLE_S,
            timeout_graceful_shutdown=1,
            ws="none",
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="desk", daemon=True
        )
        try:
            self._thread.start()
        except RuntimeError as error:
            self._thread = None
            self.close()
            raise ListenError(where, str(error)) from error
        self._await_start(where)

    def _await_start(self, where: str) -> None:
        assert self._server is not None
        assert self._thread is not None
        deadline = time.monotonic() + START_S
        while not self._server.started and self._thread.is_alive() and time.monotonic() < deadline:
            time.sleep(0.01)
        if not self._server.started:
            self.close()
            raise ListenError(where, "it did not start")

    def close(self) -> None:
        """Listen no more."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(END_S)
        if self._socket:
            self._socket.close()
        self._server = self._thread = self._socket = None


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the protocol is named; else the second part of every
    # answer waits until the reader's system acknowledges the first, after 40 ms on Linux.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


for _name in ("uvicorn", "uvicorn.error"):
    logging.getLogger(_name).setLevel(logging.WARNING)
