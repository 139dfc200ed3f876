"""Reading addresses: a GET with its redirects, guarded and bounded; what fails is not tried again here.

One thing alone is sent twice: a request on a kept connection that the server had closed (`GuardedWire.ask`).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import ada_url
import httpx

from flows.fetch.challenge import is_challenge
from flows.fetch.connect import CONNECT_S, GuardedWire, ProxiedTransport
from flows.fetch.decompress import ACCEPTED, decode_body
from flows.fetch.guard import AddressGuard, check_url
from flows.fetch.headers import (
    compose_conditions,
    compose_cookies,
    read_cookies,
    read_location,
)
from flows.fetch.options import FetchOptions
from flows.fetch.request_turns import Budget, RequestTurns, Slot
from flows.fetch.robots import LONGEST, Robots, RobotsCache, product_token, read_robots
from flows.fetch.wire import Headers, HttpxWire, Request, Response, Wire, compose_request
from storage.address import same_site
from storage.errors import FetchError, HttpStatus, RobotsRefused, TooLarge
from storage.http_times import read_retry_after
from storage.records import Page
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason, say_beside
from storage.web_address import WebAddress

T = TypeVar("T")

REDIRECTS = 5

IN_FLIGHT = 64
"""Requests in flight in all: more gain nothing in one process and cost file descriptors."""

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/html;q=0.9, */*;q=0.5"
)

HINT_ROBOTS = Reason(FetchCode.ALLOW_ROBOTS)

ERROR_BYTES = 64 * 1024
"""Read of an error's body, enough to tell a bot check from an error."""

DECODING = 4
"""Bodies decompressed at once, beside the loop and in threads of their own: others wait for the disk."""

PIECES = 10_000
"""Pieces of a body after which they are expected to have some bytes each: every one costs the loop time."""

LEAST_PIECE = 16
"""Bytes of a piece in the middle, beyond so many; servers that send line by line have more."""

BREATH = 256
"""Pieces after which the loop serves others: they may come faster than they are read."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """One response, its body decoded."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


class Fetcher:
    """Reads addresses for one event loop; to be entered with `async with`, shared by many tasks.

    `robots_file` keeps the sites' rules for the next process; `transport` replaces the guarded
    connections in tests; `now` is the clock.
    """

    def __init__(
        self,
        options: FetchOptions,
        *,
        robots_file: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._options = options
        self._guard = AddressGuard(options.allow_private)
        self._wire = HttpxWire(transport, CONNECT_S) if transport else open_wire(options, self._guard)
        self._turns = RequestTurns(options.per_host, IN_FLIGHT)
        self._token = product_token(options.user_agent)
        self._robots = RobotsCache(self._token, robots_file, lambda: now().timestamp())
        self._threads = ThreadPoolExecutor(DECODING, thread_name_prefix="decode")
        self.now = now

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._wire.aclose()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._robots.write()

    async def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Page:
        """Read an address as `reading` does, and free its place in flight once it is read.

        So the next request may start while the caller parses the page.
        """
        async with self.reading(url, etag=etag, last_modified=last_modified) as page:
            return page

    @contextlib.asynccontextmanager
    async def reading(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> AsyncIterator[Page]:
        """Read an address, following up to five redirects; the validators make the request conditional.

        Until the block ends the answer has its place among what is in flight: no more bodies lie in memory
        than requests may be made at once, however long they wait to be parsed. No other address is to be
        read within the block.
        Raises: AddressRefused, RobotsRefused, TooLarge, TooSlow, HttpStatus for what is neither
        2xx nor a 304 that was asked for, FetchError for everything else that goes wrong.
        """
        page, place = await self._follow(url, etag, last_modified)
        try:
            yield page
        finally:
            place.free()

    async def _follow(self, url: str, etag: str | None, last_modified: str | None) -> tuple[Page, Slot]:
        conditions = compose_conditions(etag, last_modified)
        cookies: dict[str, str] = {}
        budget = Budget(url, self._options.timeout.total_seconds())
        target = check_url(url)
        for _ in range(REDIRECTS + 1):
            pause_s = await self._ask_robots(target)
            headers = {**conditions, **compose_cookies(cookies)}
            answer, place = await self._exchange(target, headers, budget, pause_s)
            with _freed_on_error(place):
                onward = _onward(target, answer)
                if onward is None:
                    return self._page(url, target.href, answer, conditional=bool(conditions)), place
            place.free()
            previous, target = target, check_url(onward)
            # Some sites turn in a circle until their cookie comes back. It lives as long as this call,
            # and no other site sees it.
            cookies = (
                {**cookies, **read_cookies(answer.headers)} if same_site(previous.href, target.href) else {}
            )
        raise FetchError(url, Reason(FetchCode.REDIRECTS, most=REDIRECTS))

    async def robots(self, url: str) -> Robots:
        """What the robots.txt of this address's site says.

        Raises: FetchError where it cannot be read, AddressRefused.
        """
        return await self._ask_site(check_url(url))

    async def _ask_site(self, target: WebAddress) -> Robots:
        origin = target.origin
        return await self._robots.ask(origin, lambda: self._read_robots(origin))

    async def _ask_robots(self, target: WebAddress) -> float:
        """The seconds to keep between requests to this host. Raises: RobotsRefused, FetchError."""
        pause_s = self._options.pause.total_seconds()
        if not self._options.respect_robots:
            return pause_s
        robots = await self._ask_site(target)
        if robots.closed:
            raise RobotsRefused(target.href, Reason(FetchCode.ROBOTS_CLOSED))
        if not robots.allow(target.href):
            raise RobotsRefused(target.href, Reason(FetchCode.ROBOTS_FORBID), HINT_ROBOTS)
        return max(pause_s, robots.crawl_delay_s)

    async def _read_robots(self, origin: str) -> Robots:
        """Read a robots.txt (RFC 9309, 2.3.1): 4xx means no rules, 5xx means keep out."""
        target = check_url(origin + "/robots.txt")
        budget = Budget(target.href, self._options.timeout.total_seconds())
        pause_s = self._options.pause.total_seconds()
        for _ in range(REDIRECTS + 1):
            answer, place = await self._exchange(target, {}, budget, pause_s, cut_at=LONGEST)
            place.free()
            onward = _onward(target, answer)
            if onward is None:
                break
            target = check_url(onward)
        else:
            return Robots(None, self._token)
        if answer.status >= 500:
            return Robots(None, self._token, closed=True)
        if not 200 <= answer.status < 300:
            return Robots(None, self._token)
        return await self._beside(partial(read_robots, answer.body, self._token))

    async def _exchange(
        self,
        target: WebAddress,
        conditions: dict[str, str],
        budget: Budget,
        pause_s: float,
        cut_at: int | None = None,
    ) -> tuple[_Answer, Slot]:
        """One request and its whole answer, in its turn and within the time left; its place is kept."""
        headers = {"Accept": ACCEPT, "Accept-Encoding": ACCEPTED, **conditions}
        async with self._turns.take(target.hostname, pause_s) as place, budget.spend():
            try:
                request = compose_request(target, headers, self._options.user_agent)
                answer = await self._read_answer(request, cut_at)
            except httpx.HTTPError as error:
                raise FetchError(target.href, _why(error)) from error
            except httpx.InvalidURL as error:
                raise FetchError(target.href, Reason(FetchCode.NOT_ASKABLE, error=error)) from error
            place.is_kept = True
        return answer, place

    async def _read_answer(self, request: Request, cut_at: int | None) -> _Answer:
        response, about = await self._wire.ask(request), request.url
        try:
            limit = self._options.max_bytes
            if not 200 <= response.status < 300:
                cut_at = min(cut_at or ERROR_BYTES, ERROR_BYTES)
            raw = await _read_raw(response, min(limit, cut_at or limit), about, may_cut=cut_at is not None)
        finally:
            await response.close()
        encodings = ", ".join(_find_headers(response, "content-encoding"))
        body = await self._decode(raw, encodings, about, may_fail=cut_at is not None)
        return _Answer(response.status, response.headers, body)

    async def _decode(self, raw: bytes, encodings: str, about: str, *, may_fail: bool) -> bytes:
        """The body without its encodings. Raises: FetchError, unless it `may_fail`.

        An error's body, or a robots.txt, says nothing where it cannot be decoded, and the rest counts.
        """
        if not encodings or not raw:
            return raw
        try:
            limit = self._options.max_bytes
            return await self._beside(partial(decode_body, raw, encodings, limit, about=about))
        except FetchError:
            if not may_fail:
                raise
            return b""

    async def _beside(self, work: Callable[[], T]) -> T:
        """The result of work that takes long on what strangers send, done beside the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _page(self, asked: str, url: str, answer: _Answer, *, conditional: bool) -> Page:
        if answer.status == 304 and conditional:
            body = b""
        elif 200 <= answer.status < 300:
            body = answer.body
        else:
            raise HttpStatus(
                url,
                answer.status,
                retry_after=read_retry_after(answer.header("retry-after"), self.now()),
                challenge=is_challenge(answer.body, answer.headers),
                hint=Reason(FetchCode.UNASKED_304) if answer.status == 304 else "",
            )
        return Page(
            asked=asked,
            url=url,
            status=answer.status,
            content_type=answer.header("content-type"),
            body=body,
            fetched_at=self.now(),
            headers=answer.headers,
        )


def open_wire(options: FetchOptions, guard: AddressGuard) -> Wire:
    """What sends requests by these options: through the proxy, else straight; guarded either way."""
    if options.proxy:
        return HttpxWire(ProxiedTransport(options.proxy, guard), CONNECT_S)
    return GuardedWire(guard)


@contextlib.contextmanager
def _freed_on_error(place: Slot) -> Iterator[None]:
    try:
        yield
    except BaseException:
        place.free()
        raise


def _onward(target: WebAddress, answer: _Answer) -> str | None:
    """Where a redirect leads; None for any other answer: a 200, or a 301 without Location."""
    location = answer.header("location")
    if answer.status not in (301, 302, 303, 307, 308) or not location:
        return None
    try:
        return ada_url.join_url(target.href, read_location(location))
    except ValueError:
        where = repr(location[:200])
        raise FetchError(target.href, Reason(FetchCode.REDIRECTS_NOWHERE, location=where)) from None


async def _read_raw(response: Response, limit: int, about: str, *, may_cut: bool) -> bytes:
    """The body as it came, cut at the limit where it may be. Raises: TooLarge, FetchError."""
    if not may_cut:
        _refuse_announced(response, limit, about)
    body, pieces = bytearray(), 0
    async for part in response.parts():
        body += part
        pieces += 1
        if len(body) > limit:
            return _cut_at(limit, body, about, may_cut=may_cut)
        _refuse_drops(len(body), pieces, about)
        if not pieces % BREATH:
            await asyncio.sleep(0)
    return bytes(body)


def _cut_at(limit: int, body: bytearray, about: str, *, may_cut: bool) -> bytes:
    if not may_cut:
        raise TooLarge(about, Reason(FetchCode.TOO_MANY_BYTES, limit=f"{limit:,}"))
    return bytes(body[:limit])


def _refuse_drops(size: int, pieces: int, about: str) -> None:
    """Raises: FetchError where a body comes in more and smaller pieces than any real one."""
    if pieces > PIECES and size < pieces * LEAST_PIECE:
        raise FetchError(about, Reason(FetchCode.SMALL_PIECES, least=LEAST_PIECE))


def _refuse_announced(response: Response, limit: int, about: str) -> None:
    """Raises: TooLarge where the server announces more than may come."""
    declared = next(_find_headers(response, "content-length"), "")
    if declared.isdecimal() and len(declared) < 20 and int(declared) > limit:
        why = Reason(FetchCode.ANNOUNCED_BYTES, bytes=f"{int(declared):,}", limit=f"{limit:,}")
        raise TooLarge(about, why)


def _find_headers(response: Response, name: str) -> Iterator[str]:
    return (value for key, value in response.headers if key == name)


def _why(error: httpx.HTTPError) -> str:
    """In words for an operator, since httpx's own are often empty."""
    if isinstance(error, httpx.ConnectTimeout):
        what = Reason(FetchCode.CONNECTING_SLOW, seconds=f"{CONNECT_S:g}")
    else:
        what = Reason(_BROKEN.get(type(error), FetchCode.CONNECTION_BROKE))
    said = error.args[0] if error.args and isinstance(error.args[0], Reason) else str(error)
    return say_beside(what, said)


_BROKEN: dict[type[httpx.HTTPError], FetchCode] = {
    httpx.ConnectError: FetchCode.NO_CONNECTION,
    httpx.ProxyError: FetchCode.PROXY_REFUSES,
    httpx.RemoteProtocolError: FetchCode.PROTOCOL_BROKEN,
}
