"""A newsstand to measure on: feeds and pages on many loopback addresses, served from one process's memory.

    python -m bench.speed.stand FEEDS ENTRIES [FOLDER] [--latency S]

Prints its port, and serves until its input ends.
Feed `n` is `http://127.1.x.y:PORT/n/feed.xml`, on an address of its own. It answers 304 to its ETag. Each
read of `/turn/10` gives every tenth feed two new entries. Pages are the `.html` and `.html.gz` files
below FOLDER, in turn, or made up.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import html
import random
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path

FRESH_ENTRIES = 2
WORDS = "talks minister alliance Seoul Washington tariff budget summit exercise border envoy chip fleet trade"
SYLLABLES = [a + b for a in "bdfghklmnprstv" for b in ("a", "e", "i", "o", "an", "er")]


def feed_address(number: int, port: int) -> str:
    """Where feed `number` is."""
    return f"http://{_host(number)}:{port}/{number}/feed.xml"


def page_address(number: int, page: int, port: int) -> str:
    """Where page `page` of feed `number` is."""
    return f"http://{_host(number)}:{port}/{number}/page/{page}.html"


def _host(number: int) -> str:
    return f"127.1.{number // 250}.{number % 250 + 1}"


class Stand:
    """What is served, by path; `entries` in each feed at the start."""

    def __init__(self, feeds: int, entries: int, folder: Path | None) -> None:
        self.port = 0
        self._feeds = feeds
        self._entries = entries
        self._born = datetime.now(UTC)
        self._turns = [0] * feeds
        files = sorted(folder.rglob("*.html*")) if folder else []
        self._pages = [
            gzip.decompress(f.read_bytes()) if f.suffix == ".gz" else f.read_bytes() for f in files
        ]
        self._answers: dict[tuple[int, int], bytes] = {}

    def answer(self, path: str, known: bytes) -> bytes:
        """The whole response to a GET, `known` being the If-None-Match that came with it."""
        match path.strip("/").split("/"):
            case ["robots.txt"]:
                return _respond(b"User-agent: *\nDisallow: /admin/\n", "text/plain")
            case ["turn", share]:
                for number in range(0, self._feeds, int(share)):
                    self._turns[number] += 1
                return _respond(b"", "text/plain")
            case [number, "feed.xml"]:
                return self._answer_feed(int(number), known)
            case [number, "page", name]:
                page = int(name.removesuffix(".html"))
                return _respond(self._page(int(number), page), "text/html; charset=utf-8")
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    def _answer_feed(self, number: int, known: bytes) -> bytes:
        key = (number, self._turns[number])
        etag = b'"%d-%d"' % key
        if known == etag:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\n\r\n" % etag
        if key not in self._answers:
            feed = _compose_feed(number, self._turns[number], self._entries, self.port, self._born)
            self._answers[key] = _respond(feed, "application/rss+xml; charset=utf-8", etag)
        return self._answers[key]

    def _page(self, number: int, page: int) -> bytes:
        index = number * self._entries + page
        return self._pages[index % len(self._pages)] if self._pages else _compose_page(index)


class _Connection(asyncio.Protocol):
    """One client: requests in, answers out, in order."""

    def __init__(self, stand: Stand, latency_s: float) -> None:
        self._stand = stand
        self._latency_s = latency_s
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            first, *lines = head.split(b"\r\n")
            fields = dict(line.lower().split(b":", 1) for line in lines)
            known = fields.get(b"if-none-match", b"").strip()
            is_last = fields.get(b"connection", b"").strip() == b"close"
            answer = self._stand.answer(first.split()[1].decode(), known)
            if self._latency_s:
                loop = asyncio.get_running_loop()
                loop.call_later(self._latency_s, self._send, answer, is_last)
            else:
                self._send(answer, is_last)

    def _send(self, answer: bytes, is_last: bool) -> None:
        self._transport.write(answer)
        if is_last:
            self._transport.close()


def _respond(body: bytes, kind: str, etag: bytes = b"") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n".encode()
    return head + (b"ETag: %b\r\n" % etag if etag else b"") + b"\r\n" + body


@lru_cache
def _vocabulary() -> list[str]:
    chance = random.Random(1)
    return WORDS.split() * 20 + [
        "".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(4000)
    ]


def _words(seed: str, count: int) -> str:
    return " ".join(random.Random(seed).choices(_vocabulary(), k=count))


def _compose_feed(number: int, turn: int, entries: int, port: int, born: datetime) -> bytes:
    """RSS 2.0, the newest entry first; each turn adds some at the top and drops as many below."""
    first = turn * FRESH_ENTRIES
    dated = {
        n: datetime.now(UTC) if n >= entries else born - timedelta(minutes=n)
        for n in range(first, first + entries)
    }
    items = "".join(_compose_item(number, n, port, dated[n]) for n in reversed(dated))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Outlet {number}</title><link>http://{_host(number)}:{port}/</link>"
        f"<description>Made up</description><language>en</language>{items}</channel></rss>"
    ).encode()


def _compose_item(number: int, entry: int, port: int, at: datetime) -> str:
    link, about = page_address(number, entry, port), f"{number}/{entry}"
    teaser = html.escape(f"<p>{_words(about, 60)}</p>")
    return (
        f"<item><title>{_words('title' + about, 9)}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{format_datetime(at)}</pubDate><author>Kim Reporter</author><category>World</category>"
        f"<description>{teaser}</description></item>"
    )


def _compose_page(index: int) -> bytes:
    """A page as outlets make them: scripts, menus, twelve paragraphs, what else there is."""
    title = _words(f"title{index}", 9)
    menu = "".join(f'<li><a href="/s/{n}">{_words(f"menu{n}", 2)}</a></li>' for n in range(60))
    body = "".join(f"<p>{_words(f'{index}/{n}', 55).capitalize()}.</p>" for n in range(12))
    more = "".join(
        f'<div><a href="/a/{n}"><img src="/i/{n}.jpg" alt=""><h4>{_words(f"m{index}/{n}", 8)}</h4></a></div>'
        for n in range(40)
    )
    script = "window.data={" + ",".join(f'"k{n}":"{_words(f"s{n}", 4)}"' for n in range(300)) + "};"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - Outlet</title>'
        f'<meta property="og:title" content="{title}"><script>{script}</script></head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1>"
        f'<div class="byline">By Kim Reporter</div>{body}</article><aside>{more}</aside></main>'
        f"<footer><ul>{menu}</ul><p>Copyright Outlet, all rights reserved.</p></footer></body></html>"
    ).encode()


async def serve(feeds: int, entries: int, folder: Path | None, latency_s: float) -> None:
    """Serve on every address, print the port, and end with the input."""
    stand, loop = Stand(feeds, entries, folder), asyncio.get_running_loop()
    first = await loop.create_server(lambda: _Connection(stand, latency_s), _host(0), 0, backlog=256)
    stand.port = first.sockets[0].getsockname()[1]
    others = [_host(number) for number in range(1, feeds)]
    if others:
        await loop.create_server(lambda: _Connection(stand, latency_s), others, stand.port, backlog=256)
    print(stand.port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("feeds", type=int)
    parser.add_argument("entries", type=int)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    asked = parser.parse_args()
    asyncio.run(serve(asked.feeds, asked.entries, asked.folder, asked.latency))
