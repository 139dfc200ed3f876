"""The embedded Prefect server's process: Prefect's application behind a guard, on a socket it was given."""

from __future__ import annotations

import hmac
import os
import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from flows.runs.orphans import end_with_parent
from flows.service.prefect.engine import Engine

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class RequestGuard:
    """Refuses what a web page in the user's browser could send, and what does not know the secret.

    Prefect 3.8.8 checks the secret itself, but for its health address and its documentation; it answers any
    Host (DNS rebinding), and closed CORS only hides an answer from the page that asked: the request is
    carried out all the same.
    """

    def __init__(self, application: Application, port: int, secret: str) -> None:
        hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._application = application
        self._hosts = {host.encode() for host in hosts}
        self._origins = {f"http://{host}".encode() for host in hosts}
        self._authorization = Engine(url="", secret=secret).headers["Authorization"].encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry."""
        if scope["type"] == "lifespan" or self._is_allowed(scope):
            await self._application(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})

    def _is_allowed(self, scope: Scope) -> bool:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        origin = headers.get(b"origin")
        if headers.get(b"host") not in self._hosts or (origin is not None and origin not in self._origins):
            return False
        # A websocket shows the secret in its first message, to Prefect.
        return scope["type"] == "websocket" or self._knows_secret(headers)

    def _knows_secret(self, headers: dict[bytes, bytes]) -> bool:
        return hmac.compare_digest(headers.get(b"authorization", b""), self._authorization)


def main(arguments: list[str]) -> int:
    """Serve on the inherited listening socket until SIGTERM; arguments: the parent's id, the descriptor."""
    end_with_parent(int(arguments[0]))
    listener = socket.socket(fileno=int(arguments[1]))
    import uvicorn
    from prefect.server.api.server import create_app

    secret = os.environ["PREFECT_SERVER_API_AUTH_STRING"]
    guard = RequestGuard(create_app(), listener.getsockname()[1], secret)
    config = uvicorn.Config(
        guard,
        log_level="warning",
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=1,
        loop="asyncio",
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listener])
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
