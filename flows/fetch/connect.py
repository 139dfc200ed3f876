"""Connections that lead only where the guard permits, checked on the address connected to."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager

import httpcore
import httpx

from flows.fetch.guard import Guard
from storage.errors import AddressRefused

IDLE = 64
"""Connections kept open for the next request; beyond, the one unused longest is closed."""

IDLE_S = 15.0

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, and connects to one of its addresses that the guard permits.

    Since the address that was checked is the one connected to, a name that resolves anew
    between check and connection gains nothing.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first permitted address that answers. Raises: AddressRefused where none is."""
        addresses = await resolve(host, port)
        permitted = [address for address in addresses if self._guard.permits(address)]
        if not permitted:
            raise AddressRefused(host, f"it leads to {addresses[0]}, which is not public", HINT)
        failure: Exception | None = None
        for address in permitted[:4]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        assert failure is not None
        raise failure

    async def sleep(self, seconds: float) -> None:
        """As the interface asks."""
        await asyncio.sleep(seconds)


HINT = "allow_private in [fetch] names private addresses that may be read"


async def resolve(host: str, port: int) -> list[str]:
    """The host's IP addresses in the system's order of preference.

    Raises: httpcore.ConnectError where there are none.
    """
    name = host.strip("[]")
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {name} is not known: {error}") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise httpcore.ConnectError(f"the name {name} has no address")
    return addresses


class GuardedTransport(httpx.AsyncBaseTransport):
    """An httpx transport over guarded connections; limits are the caller's.

    httpx's own pool looks through all that is in flight at every request; this one only through
    a few idle connections.
    """

    def __init__(self, guard: Guard) -> None:
        self._backend = GuardedBackend(guard)
        self._idle: list[httpcore.AsyncHTTPConnection] = []
        self._ssl: ssl.SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises: httpx.TransportError, AddressRefused."""
        ours = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        connection = await self._take_idle(ours.url.origin)
        if connection is not None:
            try:
                return await self._send(connection, ours)
            except (httpx.RemoteProtocolError, httpx.NetworkError):
                # The server closed it while it lay idle; a fresh one tells the truth.
                pass
        return await self._send(self._open(ours.url.origin), ours)

    async def aclose(self) -> None:
        """Close what lies idle."""
        while self._idle:
            await self._idle.pop().aclose()

    async def keep(self, connection: httpcore.AsyncHTTPConnection) -> None:
        """Take a connection back: kept if another request can use it, else closed."""
        if not connection.is_idle():
            await connection.aclose()
            return
        self._idle.append(connection)
        if len(self._idle) > IDLE:
            await self._idle.pop(0).aclose()

    async def _take_idle(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection | None:
        for connection in reversed(self._idle):
            if connection.can_handle_request(origin):
                self._idle.remove(connection)
                if not connection.has_expired():
                    return connection
                await connection.aclose()
                break
        return None

    def _open(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        if origin.scheme == b"https" and self._ssl is None:
            self._ssl = httpx.create_ssl_context(trust_env=False)
        return httpcore.AsyncHTTPConnection(
            origin, ssl_context=self._ssl, keepalive_expiry=IDLE_S, network_backend=self._backend
        )

    async def _send(
        self, connection: httpcore.AsyncHTTPConnection, request: httpcore.Request
    ) -> httpx.Response:
        try:
            with as_httpx():
                answer = await connection.handle_async_request(request)
        except BaseException:
            await connection.aclose()
            raise
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(self, connection, answer),
            extensions=answer.extensions,
        )


class ProxiedTransport(httpx.AsyncBaseTransport):
    """An httpx transport through the operator's proxy, which makes the connections.

    Addresses and names that lead to private ones here are refused all the same; a name that only
    the proxy can resolve is the proxy's to judge.
    """

    def __init__(self, proxy: str, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpx.AsyncHTTPTransport(proxy=proxy, trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises: httpx.TransportError, AddressRefused."""
        try:
            addresses = await resolve(request.url.raw_host.decode("ascii"), request.url.port or 443)
        except httpcore.ConnectError:
            addresses = []
        for address in addresses:
            if not self._guard.permits(address):
                raise AddressRefused(request.url.host, f"it leads to {address}, which is not public", HINT)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connections to the proxy."""
        await self._inner.aclose()


class _Body(httpx.AsyncByteStream):
    """An answer's body; closing it gives the connection back."""

    def __init__(
        self,
        transport: GuardedTransport,
        connection: httpcore.AsyncHTTPConnection,
        answer: httpcore.Response,
    ) -> None:
        self._transport = transport
        self._connection = connection
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with as_httpx():
            async for part in self._answer.aiter_stream():
                yield part

    async def aclose(self) -> None:
        await self._answer.aclose()
        await self._transport.keep(self._connection)


@contextmanager
def as_httpx() -> Iterator[None]:
    """Turn what httpcore raises into httpx's error of the same name."""
    try:
        yield
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
        raised: httpx.TransportError = getattr(httpx, type(error).__name__)(str(error))
        raise raised from error
