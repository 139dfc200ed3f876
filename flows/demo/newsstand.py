"""A loopback newsstand: outlets that publish pieces over time, with clutter, caching rules and bad days.

with Newsstand() as stand:
    daily = stand.outlet("daily", title="The Daily", lang="en")
    daily.publish(piece)        # now in daily.rss, daily.atom, daily.sitemap and on a page of its own
    stand.misbehave(daily.rss, page_for_feed())
    stand.count(daily.rss)      # how often it was asked for
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any, Self, assert_never
from urllib.parse import urlsplit

from flows.demo.clutter import compose_page
from flows.demo.faults import Answers, Bomb, Drips, Endless, Fault, Hangs, Refuses
from flows.demo.feeds import compose_atom, compose_front, compose_rss, compose_sitemap
from flows.demo.loopback import Loopback, Startable, reset_connection, send_answer
from flows.demo.piece import Masthead, Piece
from flows.demo.serving import Sheet, bomb_chunks, endless_chunks, send_sheet, stream_body

_XML = ("Content-Type", "application/rss+xml; charset=utf-8")
_PLAIN = "text/plain; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_ROBOTS = "User-agent: *\nDisallow: /private/\nCrawl-delay: 0\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it arrived; header names in lower case."""

    host: str
    path: str
    at: datetime
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        """The first header of this lower-case name, or None."""
        return next((value for key, value in self.headers if key == name), None)


_SHEETS: Mapping[str, tuple[str, Callable[[Masthead, Sequence[Piece]], str]]] = {
    "rss.xml": ("application/rss+xml", compose_rss),
    "atom.xml": ("application/atom+xml", compose_atom),
    "sitemap.xml": ("application/xml", compose_sitemap),
    "": ("text/html", compose_front),
}
"""What an outlet has beside its articles, each with its content type."""


class Outlet:
    """One publisher at the stand; safe to publish to while it is being read."""

    def __init__(self, masthead: Masthead) -> None:
        self.masthead = masthead
        self._lock = threading.Lock()
        self._pieces: dict[str, Piece] = {}
        self._changed = datetime.now(UTC)

    @property
    def rss(self) -> str:
        """The address of the RSS feed."""
        return f"{self.masthead.root}rss.xml"

    @property
    def atom(self) -> str:
        """The address of the Atom feed."""
        return f"{self.masthead.root}atom.xml"

    @property
    def sitemap(self) -> str:
        """The address of the news sitemap."""
        return f"{self.masthead.root}sitemap.xml"

    @property
    def front(self) -> str:
        """The address of the front page, which links to the feeds."""
        return self.masthead.root

    @property
    def changed(self) -> datetime:
        """When something was last published or changed."""
        return self._changed

    def publish(self, *pieces: Piece) -> tuple[str, ...]:
        """Print these pieces, or print them anew where the slug is known; returns their addresses."""
        with self._lock:
            for piece in pieces:
                self._pieces[piece.slug] = piece
            self._changed = datetime.now(UTC)
        return tuple(self.masthead.address(piece) for piece in pieces)

    def retract(self, slug: str) -> None:
        """Take a piece out of the feeds; its page answers 404 from now on."""
        with self._lock:
            del self._pieces[slug]
            self._changed = datetime.now(UTC)

    def pieces(self) -> list[Piece]:
        """What is in print, newest first; of equal times the last published first."""
        with self._lock:
            printed = list(reversed(self._pieces.values()))
        undated = datetime.min.replace(tzinfo=UTC)
        return sorted(printed, key=lambda piece: piece.published or undated, reverse=True)

    def compose(self, path: str) -> tuple[str, str] | None:
        """The content type and text at a path below the outlet's root, None where nothing is."""
        if path in _SHEETS:
            content_type, compose = _SHEETS[path]
            return content_type, compose(self.masthead, self.pieces()[: self.masthead.window])
        return self._compose_article(path.removeprefix("articles/"))

    def _compose_article(self, slug: str) -> tuple[str, str] | None:
        pieces = self.pieces()
        piece = next((each for each in pieces if each.slug == slug), None)
        if piece is None:
            return None
        others = [each for each in pieces[: self.masthead.window] if each.slug != slug]
        return "text/html", compose_page(self.masthead, piece, others)


class Newsstand(Startable):
    """All outlets behind one loopback port, on one address or several.

    With several `hosts` (127.0.0.1 to 127.0.0.8, say) outlets are given them in turn, so that limits for
    each host can be seen. Requests are counted by path; thread-safe.
    """

    def __init__(self, hosts: tuple[str, ...] = ("127.0.0.1",), *, robots: str = _ROBOTS) -> None:
        self.robots = robots
        self._server = Loopback(self._respond, hosts)
        self._lock = threading.Lock()
        self._outlets: dict[str, Outlet] = {}
        self._faults: dict[str, Fault] = {}
        self._asked: list[Asked] = []

    @property
    def port(self) -> int:
        """The port, once started."""
        return self._server.port

    def start(self) -> Self:
        """Listen; again on the same port after `stop`."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Close the stand: connections are refused from now on."""
        self._server.stop()

    def outlet(
        self, id: str, *, title: str, lang: str = "en", host: str | None = None, **habits: Any
    ) -> Outlet:
        """Open an outlet under `/id/`; `habits` are further fields of its `Masthead`.

        Raises: RuntimeError before the stand was started, since its addresses are not known then.
        """
        if not self.port:
            raise RuntimeError("start the stand before opening outlets")
        hosts = self._server.hosts
        at = host or hosts[len(self._outlets) % len(hosts)]
        masthead = Masthead(id=id, title=title, root=f"http://{at}:{self.port}/{id}/", lang=lang, **habits)
        outlet = Outlet(masthead)
        with self._lock:
            self._outlets[id] = outlet
        return outlet

    def misbehave(self, where: str, fault: Fault) -> None:
        """Misbehave at an address or path, and at all below it where it ends with a slash."""
        with self._lock:
            self._faults[urlsplit(where).path] = fault

    def behave(self, where: str | None = None) -> None:
        """End the fault at an address or path; all of them without one."""
        with self._lock:
            if where is None:
                self._faults.clear()
            else:
                self._faults.pop(urlsplit(where).path, None)

    def asked(self, where: str | None = None) -> list[Asked]:
        """The requests so far, in order of arrival; only those for one address or path where given."""
        path = urlsplit(where).path if where is not None else None
        with self._lock:
            return [each for each in self._asked if path is None or each.path == path]

    def count(self, where: str) -> int:
        """How often an address or path was asked for."""
        return len(self.asked(where))

    def forget(self) -> None:
        """Set all counts back to nothing."""
        with self._lock:
            self._asked.clear()

    def _respond(self, request: BaseHTTPRequestHandler) -> None:
        path = urlsplit(request.path).path
        self._note(request, path)
        match self._fault_at(path):
            case None:
                send_sheet(request, self._sheet(path))
            case Answers() as answer:
                headers = (("Content-Type", answer.content_type), *answer.headers)
                send_answer(request, answer.status, answer.body, headers)
            case Refuses():
                reset_connection(request)
            case Hangs():
                self._server.closing.wait()
            case Bomb(size=size):
                stream_body(request, bomb_chunks(size), (("Content-Encoding", "gzip"), _XML))
            case Endless(head=head, chunk=chunk, pause_s=pause_s):
                stream_body(request, self._paced(endless_chunks(head, chunk), pause_s), (_XML,))
            case Drips(pause_s=pause_s, step=step):
                sheet = self._sheet(path)
                drops = (sheet.body[at : at + step] for at in range(0, len(sheet.body), step))
                stream_body(request, self._paced(drops, pause_s), (("Content-Type", sheet.content_type),))
            case other:
                assert_never(other)

    def _paced(self, chunks: Iterable[bytes], pause_s: float) -> Iterator[bytes]:
        for chunk in chunks:
            if self._server.closing.wait(pause_s):
                return
            yield chunk

    def _note(self, request: BaseHTTPRequestHandler, path: str) -> None:
        headers = tuple((name.lower(), value) for name, value in request.headers.items())
        host = str(request.connection.getsockname()[0])
        with self._lock:
            self._asked.append(Asked(host=host, path=path, at=datetime.now(UTC), headers=headers))

    def _fault_at(self, path: str) -> Fault | None:
        with self._lock:
            reached = [at for at in self._faults if path == at or (at.endswith("/") and path.startswith(at))]
            return self._faults[max(reached, key=len)] if reached else None

    def _sheet(self, path: str) -> Sheet:
        if path == "/robots.txt":
            return Sheet(content_type=_PLAIN, body=self.robots.encode())
        id, _, below = path.lstrip("/").partition("/")
        with self._lock:
            outlet = self._outlets.get(id)
        found = outlet.compose(below) if outlet else None
        if outlet is None or found is None:
            return Sheet(status=404, content_type=_HTML, body=b"<h1>Not found</h1>")
        return _sheet_of(outlet, *found)


def _sheet_of(outlet: Outlet, content_type: str, text: str) -> Sheet:
    masthead = outlet.masthead
    charset = masthead.charset if content_type == "text/html" else "utf-8"
    return Sheet(
        content_type=f"{content_type}; charset={charset}",
        body=text.encode(charset, "xmlcharrefreplace"),
        changed=outlet.changed if masthead.validators else None,
        gzip=masthead.gzip,
    )
