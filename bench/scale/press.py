"""Outlets in memory that publish, keep silent, fail and come back by a clock that is given.

What they answer depends on their numbers, the clock and a seed alone. They stand in the place of the network
below the fetcher (`flows/fetch/wire.py`), so that weeks go by in minutes.
"""

from __future__ import annotations

import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx

from flows.demo.clutter import compose_page
from flows.demo.feeds import compose_rss
from flows.demo.piece import Masthead, Piece
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.fetch import client
from flows.fetch.wire import Headers, Request

ON_TOPIC = 1 / 12
OFTEN_DOWN, DEAD = 10, 100
"""One outlet in ten is down for six hours of every other day, one in a hundred for good after a day."""
DOWN_FOR = timedelta(hours=6)
WINDOW = 30
ROBOTS = b"User-agent: *\nDisallow: /private/\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that is whole already."""

    status: int
    headers: Headers
    body: bytes

    async def parts(self) -> AsyncIterator[bytes]:
        """The body in one piece."""
        yield self.body

    async def close(self) -> None:
        """Nothing is held."""


class Outlet:
    """One publisher: its newest pieces, and how often it has published."""

    def __init__(self, number: int) -> None:
        self.number = number
        root, lang = f"https://outlet{number}.example/", "ko" if number % 2 else "en"
        self.masthead = Masthead(
            id=f"outlet-{number}", title=f"Outlet {number}", root=root, lang=lang, window=WINDOW
        )
        self.pieces: list[Piece] = []
        self.turn = 0

    def is_down(self, since: timedelta) -> bool:
        """Whether it does not answer as it should, so long after the beginning."""
        if self.number % DEAD == OFTEN_DOWN // 2:
            return since >= timedelta(days=1)
        if self.number % OFTEN_DOWN != 3 or (since.days + self.number // OFTEN_DOWN) % 2:
            return False
        into_day = since % timedelta(days=1) - timedelta(hours=self.number // OFTEN_DOWN % 12)
        return timedelta() <= into_day < DOWN_FOR


class Press:
    """All outlets; a wire that asks them. `took_s` is the CPU that they took themselves."""

    def __init__(self, outlets: int, a_day: int, clock: Callable[[], datetime], seed: int = 1) -> None:
        self.outlets = [Outlet(number) for number in range(outlets)]
        self.took_s = 0.0
        self.published = 0
        self.on_topic: list[str] = []
        self._a_day = a_day
        self._chance = random.Random(seed)
        self._clock = clock
        self._began = clock()
        self._by_host = {urlsplit(outlet.masthead.root).hostname: outlet for outlet in self.outlets}

    def publish(self, passed: timedelta) -> None:
        """Publish what the time that has passed brings; outlets that are gone for good publish nothing."""
        due = self._a_day * passed / timedelta(days=1)
        for _ in range(int(due) + (self._chance.random() < due % 1)):
            outlet = self._chance.choice(self.outlets)
            if outlet.number % DEAD != OFTEN_DOWN // 2:
                self._print(outlet, self._clock() - passed * self._chance.random())

    def _print(self, outlet: Outlet, at: datetime) -> None:
        lang, number = outlet.masthead.lang, self.published
        self.published += 1
        is_on_topic = self._chance.random() < ON_TOPIC
        extra = (ncg_sentence(number, lang),) if is_on_topic else ()
        piece = made_up_piece(number, published=at.replace(microsecond=0), lang=lang, extra=extra)
        outlet.pieces = sorted([piece, *outlet.pieces], key=_published, reverse=True)[:WINDOW]
        outlet.turn += 1
        if is_on_topic:
            self.on_topic.append(outlet.masthead.address(piece))

    async def ask(self, request: Request) -> Answer:
        """Answer a request. Raises: httpx.ConnectError where an outlet refuses."""
        began = time.thread_time()
        try:
            return self._answer(request)
        finally:
            self.took_s += time.thread_time() - began

    async def aclose(self) -> None:
        """Nothing is open."""

    @contextmanager
    def as_network(self) -> Iterator[None]:
        """Have every fetcher that is opened in the block ask these outlets."""
        real = client.open_wire
        client.open_wire = lambda *_: self
        try:
            yield
        finally:
            client.open_wire = real

    def _answer(self, request: Request) -> Answer:
        outlet = self._by_host[request.origin[1]]
        path = request.target.decode("ascii")
        if outlet.is_down(self._clock() - self._began):
            return _fail(outlet, request)
        if path == "/robots.txt":
            return Answer(200, (("content-type", "text/plain"),), ROBOTS)
        known = dict(request.headers).get(b"If-None-Match", b"").decode("latin-1")
        etag = f'"{outlet.turn}"' if path == "/rss.xml" else f'"{path}"'
        if known == etag:
            return Answer(304, (("etag", etag),), b"")
        kind, text = ("application/rss+xml", compose_rss(outlet.masthead, outlet.pieces))
        if path != "/rss.xml":
            piece = next((each for each in outlet.pieces if path.endswith(each.slug)), None)
            if piece is None:
                return Answer(404, (), b"")
            kind, text = "text/html", compose_page(outlet.masthead, piece, outlet.pieces)
        return Answer(200, (("content-type", f"{kind}; charset=utf-8"), ("etag", etag)), text.encode())


def _published(piece: Piece) -> datetime:
    assert piece.published
    return piece.published


def _fail(outlet: Outlet, request: Request) -> Answer:
    """One kind of failure for each outlet: an error, a page where a feed should be, a refusal."""
    kind = outlet.number // OFTEN_DOWN % 3
    if kind == 0:
        return Answer(503, (), b"Service Unavailable")
    if kind == 1:
        return Answer(200, (("content-type", "text/html"),), b"<html><body>We are moving.</body></html>")
    raise httpx.ConnectError(f"{request.url} refuses")
