"""Connections that lead only where the guard permits, checked on the address connected to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import ip_address

import h11
import httpx

import flows.fetch.h11_headers  # noqa: F401 - before the first answer is read
from flows.fetch.guard import AddressGuard
from flows.fetch.wire import Headers, Origin, Request, Response
from storage.errors import AddressRefused, say_os
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

CONNECT_S = 6.0
"""For one address of a host, TLS included; the next is tried after it."""

RESOLVING = 16
"""Names asked for at once."""

ADDRESSES = 4
"""A host's addresses that are tried."""

IDLE = 64
"""Connections kept open for the next request; beyond, the one unused longest is closed."""

IDLE_S = 15.0

HEADER_BYTES = 64 * 1024
"""A status line with all its headers; servers themselves allow 8 to 64 KiB."""

READ_BYTES = 64 * 1024

NOTICES = 100
"""Answers before the answer (1xx); a server that works long sends one now and then."""

HINT = Reason(FetchCode.ALLOW_PRIVATE)


def _say_private(host: str, address: str) -> Reason:
    """Why a host is refused; one that is an address leads nowhere else."""
    if host == address:
        return Reason(FetchCode.NOT_PUBLIC)
    return Reason(FetchCode.LEADS_PRIVATE, address=address)


class Resolver:
    """Names to addresses, in threads of its own: a dead name server must not hold up other work."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(RESOLVING, thread_name_prefix="resolve")

    async def resolve(self, host: str, port: int) -> list[str]:
        """The host's IP addresses in the system's order of preference.

        Raises: httpx.ConnectError where there are none.
        """
        with contextlib.suppress(ValueError):
            return [str(ip_address(host))]
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(Reason(FetchCode.NAME_UNKNOWN, host=host)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not addresses:
            raise httpx.ConnectError(Reason(FetchCode.NAME_LEADS_NOWHERE, host=host))
        return addresses

    def close(self) -> None:
        """Forget what was asked and not yet answered."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class GuardedWire:
    """HTTP/1.1 over guarded connections; limits are the caller's.

    A name is resolved once, and the address that was checked is the one connected to: a name that
    resolves anew between check and connection gains nothing. TLS is for the name. Its own small
    pool and requests: httpx's pool looks through all that is in flight at every request, and composing its
    requests and answers took a fifth of a poll's time.
    """

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._resolver = Resolver()
        self._idle: list[_Connection] = []
        self._ssl: ssl.SSLContext | None = None

    async def ask(self, request: Request) -> Response:
        """Send one request; on a new connection where a kept one fails before it answers.

        Raises: httpx.TransportError, AddressRefused.
        """
        connection = self._take_idle(request.origin)
        if connection is not None:
            try:
                return await self._send(connection, request)
            except (httpx.RemoteProtocolError, httpx.NetworkError):
                # Most likely the server closed it while it lay idle, which says nothing of the address.
                # If a new connection fails too, that is the answer.
                pass
        return await self._send(await self._open(request.origin), request)

    async def aclose(self) -> None:
        """Close what lies idle."""
        while self._idle:
            self._idle.pop().close()
        self._resolver.close()

    def keep(self, connection: _Connection) -> None:
        """Take a connection back: kept if another request can use it, else closed."""
        if not connection.rest():
            connection.close()
            return
        self._idle.append(connection)
        if len(self._idle) > IDLE:
            self._idle.pop(0).close()

    def _take_idle(self, origin: Origin) -> _Connection | None:
        for connection in reversed(self._idle):
            if connection.origin == origin:
                self._idle.remove(connection)
                if connection.is_fresh():
                    return connection
                connection.close()
                break
        return None

    async def _open(self, origin: Origin) -> _Connection:
        scheme, host, port = origin
        permitted = await self._list_permitted(host, port)
        context = self._ready_tls() if scheme == "https" else None
        failure: httpx.TransportError | None = None
        for address in permitted[:ADDRESSES]:
            try:
                return await _connect(origin, address, context)
            except httpx.TransportError as error:
                failure = error
        assert failure is not None
        raise failure

    async def _list_permitted(self, host: str, port: int) -> list[str]:
        """The host's addresses that may be connected to. Raises: AddressRefused where none may."""
        addresses = await self._resolver.resolve(host, port)
        permitted = [address for address in addresses if self._guard.permits(address)]
        if not permitted:
            raise AddressRefused(host, _say_private(host, addresses[0]), HINT)
        return permitted

    def _ready_tls(self) -> ssl.SSLContext:
        if self._ssl is None:
            self._ssl = httpx.create_ssl_context(trust_env=False)
        return self._ssl

    async def _send(self, connection: _Connection, request: Request) -> Response:
        try:
            return _Answer(self, connection, await connection.ask(request))
        except BaseException:
            connection.close()
            raise


class _Connection:
    """One connection to one origin, for one request after another."""

    def __init__(self, origin: Origin, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.origin = origin
        self._reader = reader
        self._writer = writer
        self._state = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEADER_BYTES)
        self._rests_since = 0.0

    async def ask(self, request: Request) -> h11.Response:
        """Send a request without a body; its answer up to the headers. Raises: httpx.TransportError."""
        try:
            head = self._state.send(
                h11.Request(method=b"GET", target=request.target, headers=list(request.headers))
            )
            self._writer.write((head or b"") + (self._state.send(h11.EndOfMessage()) or b""))
            await self._writer.drain()
        except h11.LocalProtocolError as error:
            raise httpx.LocalProtocolError(str(error)) from error
        except OSError as error:
            raise httpx.WriteError(str(error)) from error
        for _ in range(NOTICES):
            event = await self._next()
            if isinstance(event, h11.Response):
                return event
            if not isinstance(event, h11.InformationalResponse) or event.status_code == 101:
                raise httpx.RemoteProtocolError("the server closed the connection without an answer")
        raise httpx.RemoteProtocolError("the server announces an answer again and again, and gives none")

    async def read_body(self) -> AsyncIterator[bytes]:
        """The body in the pieces it comes in. Raises: httpx.TransportError."""
        while isinstance(event := await self._next(), h11.Data):
            yield bytes(event.data)

    def rest(self) -> bool:
        """Make ready for another request; False where there can be none."""
        if self._state.our_state is not h11.DONE or self._state.their_state is not h11.DONE:
            return False
        self._state.start_next_cycle()
        self._rests_since = asyncio.get_running_loop().time()
        return True

    def is_fresh(self) -> bool:
        """Whether the server has not closed it, as far as is known."""
        rested = asyncio.get_running_loop().time() - self._rests_since
        return rested < IDLE_S and not self._reader.at_eof() and not self._writer.is_closing()

    def close(self) -> None:
        """Let go of it at once; there is nobody to say goodbye to."""
        self._writer.transport.abort()

    async def _next(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        try:
            while (event := self._state.next_event()) is h11.NEED_DATA:
                self._state.receive_data(await self._reader.read(READ_BYTES))
        except h11.RemoteProtocolError as error:
            raise httpx.RemoteProtocolError(str(error)) from error
        except OSError as error:
            raise httpx.ReadError(str(error)) from error
        return event


class _Answer:
    """An answer whose connection is given back when it is closed."""

    def __init__(self, wire: GuardedWire, connection: _Connection, head: h11.Response) -> None:
        self._wire = wire
        self._connection = connection
        self.status = head.status_code
        self.headers: Headers = tuple(
            (key.decode("latin-1"), value.decode("latin-1")) for key, value in head.headers
        )

    def parts(self) -> AsyncIterator[bytes]:
        return self._connection.read_body()

    async def close(self) -> None:
        self._wire.keep(self._connection)


class ProxiedTransport(httpx.AsyncBaseTransport):
    """An httpx transport through the operator's proxy, which makes the connections.

    Addresses and names that lead to private ones here are refused all the same; a name that only
    the proxy can resolve is the proxy's to judge.
    """

    def __init__(self, proxy: str, guard: AddressGuard) -> None:
        self._guard = guard
        self._resolver = Resolver()
        self._inner = httpx.AsyncHTTPTransport(proxy=proxy, trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises: httpx.TransportError, AddressRefused."""
        host = request.url.raw_host.decode("ascii").strip("[]")
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        addresses: list[str] = []
        with contextlib.suppress(httpx.ConnectError):
            addresses = await self._resolver.resolve(host, port)
        for address in addresses:
            if not self._guard.permits(address):
                raise AddressRefused(host, _say_private(host, address), HINT)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connections to the proxy."""
        await self._inner.aclose()
        self._resolver.close()


async def _connect(origin: Origin, address: str, context: ssl.SSLContext | None) -> _Connection:
    """Connect to this very address. Raises: httpx.ConnectError, httpx.ConnectTimeout."""
    _, host, port = origin
    named = host if context else None
    try:
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(
                address, port, ssl=context, server_hostname=named, limit=READ_BYTES
            )
    except TimeoutError:
        raise httpx.ConnectTimeout(f"{address} did not answer within {CONNECT_S:g} s") from None
    except (OSError, ssl.CertificateError) as error:
        raise httpx.ConnectError(say_os(error)) from error
    return _Connection(origin, reader, writer)
