"""What goes over a connection and what comes back, whoever makes the connection."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

import httpx

from storage.web_address import WebAddress

Origin = tuple[str, str, int]
"""Scheme, host without brackets, port."""

Headers = tuple[tuple[str, str], ...]
"""In the order in which they came, names in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One GET; `target` is path and query as the request line has them, `headers` are as they are sent."""

    url: str
    origin: Origin
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...]


class Response(Protocol):
    """An answer up to its headers; the body comes in parts, encoded as it was sent."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Headers: ...

    def parts(self) -> AsyncIterator[bytes]:
        """The body in the pieces it comes in. Raises: httpx.TransportError."""

    async def close(self) -> None:
        """Read no more of it, and give its connection back."""


class Wire(Protocol):
    """What sends requests."""

    async def ask(self, request: Request) -> Response:
        """Send one. Raises: httpx.TransportError, AddressRefused."""

    async def aclose(self) -> None:
        """Close what it holds."""


def compose_request(target: WebAddress, headers: dict[str, str], user_agent: str) -> Request:
    """A GET of this address. Headers are bytes, since servers' ETags have more than ASCII."""
    pairs = [(b"Host", target.host.encode("ascii")), (b"User-Agent", user_agent.encode("utf-8"))]
    pairs += [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
    scheme = target.protocol.rstrip(":")
    port = int(target.port or (443 if scheme == "https" else 80))
    return Request(
        url=target.href,
        origin=(scheme, target.hostname.strip("[]"), port),
        target=(target.pathname + target.search).encode("ascii"),
        headers=tuple(pairs),
    )


class HttpxWire:
    """An httpx transport as a wire: a proxy's, or a made-up one in tests."""

    def __init__(self, transport: httpx.AsyncBaseTransport, connect_s: float) -> None:
        self._transport = transport
        self._timeout = {"connect": connect_s}

    async def ask(self, request: Request) -> Response:
        """Send one request. Raises: httpx.HTTPError, httpx.InvalidURL."""
        asked = httpx.Request(
            "GET", request.url, headers=list(request.headers), extensions={"timeout": self._timeout}
        )
        return _HttpxResponse(await self._transport.handle_async_request(asked))

    async def aclose(self) -> None:
        """Close the transport."""
        await self._transport.aclose()


class _HttpxResponse:
    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.status = response.status_code
        self.headers: Headers = tuple(
            (key.decode("latin-1").lower(), value.decode("latin-1")) for key, value in response.headers.raw
        )

    async def parts(self) -> AsyncIterator[bytes]:
        assert isinstance(self._response.stream, httpx.AsyncByteStream)
        async for part in self._response.stream:
            yield part

    async def close(self) -> None:
        await self._response.aclose()
