"""The small HTTP desk: feeds of what was told, and a health line."""

from __future__ import annotations

import hmac
import ipaddress
import logging
import re
import socket
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flows.config.settings import DeskSettings
from storage.bugs import note_fault
from storage.errors import ListenError, StorageError

log = logging.getLogger("hanmi.service")

FEED_PATH = re.compile(r"/alerts(?:/(?P<watch>[a-z0-9][a-z0-9_.-]*))?\.(?P<kind>atom|json)")
REQUEST_S = 10.0
"""A connection that says nothing for so long is closed."""

BREATH_S = 0.2

ReadFeed = Callable[[str | None, str], tuple[str, bytes] | None]
"""Called from many threads (`flows.desk.feeds.FeedReader.read`)."""


class DeskServer:
    """Listens from `open` to `close`."""

    def __init__(self, desk: DeskSettings, read_feed: ReadFeed) -> None:
        self._desk = desk
        self._read_feed = read_feed
        self._server: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str | None:
        """`http://host:port` where it listens, None where it does not."""
        if self._server is None:
            return None
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def open(self) -> None:
        """Listen, in threads of its own.

        Raises:
            ListenError: the port is taken, or the system has no more descriptors or threads for it.
        """
        where = f"{self._desk.host}:{self._desk.port}"
        kind = _Server6 if ":" in self._desk.host else _Server
        try:
            server = kind((self._desk.host, self._desk.port), _request_class(self._desk, self._read_feed))
        except OSError as error:
            raise ListenError(where, error.strerror or str(error), "see [desk] listen") from error
        try:
            threading.Thread(target=server.serve_forever, name="desk", daemon=True).start()
        except RuntimeError as error:
            server.server_close()
            raise ListenError(where, str(error)) from error
        self._server = server

    def close(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def get_request(self) -> tuple[socket.socket, Any]:
        """Take a connection; without a descriptor for it, wait a little, since it will be offered again."""
        try:
            request: tuple[socket.socket, Any] = super().get_request()
        except OSError:
            time.sleep(BREATH_S)
            raise
        return request

    def handle_error(self, *_: object) -> None:
        """Say what broke off an answer, unless it was the world: a reader who left, no thread to be had."""
        is_worldly = isinstance(sys.exception(), OSError | RuntimeError)
        log.log(logging.DEBUG if is_worldly else logging.ERROR, "desk broke off", exc_info=True)


class _Server6(_Server):
    address_family = socket.AF_INET6


def is_allowed(desk: DeskSettings, host_header: str, authorization: str, query: str) -> bool:
    """Whether a request may read: by its token where there is one, else by a Host that is this machine's own.

    A page in the user's browser can make a name of its own point to loopback (DNS rebinding), and its
    requests then carry that name.
    """
    if desk.token is not None:
        given = authorization.removeprefix("Bearer ") or parse_qs(query).get("token", [""])[0]
        return hmac.compare_digest(given.encode(), desk.token.encode())
    host = urlsplit(f"//{host_header}").hostname or ""
    return host == "localhost" or _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _request_class(desk: DeskSettings, read_feed: ReadFeed) -> type[BaseHTTPRequestHandler]:
    class Request(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = REQUEST_S

        def do_GET(self) -> None:
            try:
                self._answer(*self._compose())
            except StorageError as error:
                log.warning("desk failed why=%s", error)
                self._answer(503, "text/plain; charset=utf-8", b"the database is busy; try again\n")
            except OSError:
                raise  # the reader has gone
            except Exception as error:  # a bug of ours at one request: its reader hears so, in a word
                note_fault("desk", error, about=self.path)
                self._answer(500, "text/plain; charset=utf-8", b"a fault of this program; see its log\n")

        do_HEAD = do_GET

        def _compose(self) -> tuple[int, str, bytes]:
            plain = "text/plain; charset=utf-8"
            try:
                address = urlsplit(self.path)
                headers = [self.headers.get(name, "") for name in ("Host", "Authorization")]
                allowed = is_allowed(desk, headers[0], headers[1], address.query)
            except ValueError:  # urlsplit, of a bracket without its other
                return 400, plain, b"bad request\n"
            if not allowed:
                return 403, plain, b"not allowed: see [desk] token\n"
            if address.path == "/health":
                return 200, plain, b"ok\n"
            found = FEED_PATH.fullmatch(address.path)
            feed = read_feed(found["watch"], found["kind"]) if found else None
            if feed is None:
                return 404, plain, b"there is /alerts.atom, /alerts/WATCH.atom and /health\n"
            return 200, *feed

        def _answer(self, status: int, content_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def version_string(self) -> str:
            return "hanmi"

        def log_message(self, format: str, *args: object) -> None:
            log.debug("desk " + format, *args)

    return Request
