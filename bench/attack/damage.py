"""Damaged feeds, sitemaps, lists and pages by the thousand: each must end in a named result, within bounds.

    python bench/attack/damage.py [--count 10000] [--seed 1] [FOLDER]

Every case is one of ours or, with FOLDER, one of its captures (any `.gz`, `.xml` or `.html` beneath it),
damaged at random and read as the service reads it: in its pool of killable workers, with a limit of one
second where the service allows twenty. Printed: how they ended, the slowest, and the workers' memory.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import logging
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from flows.demo.feeds import compose_atom, compose_front, compose_rss, compose_sitemap
from flows.demo.piece import Masthead
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.extract.page import extract_page
from flows.sources.read import read_source
from flows.workers.pool import WorkerPool
from storage.errors import HanmiError
from storage.records import Page, Source, SourceKind

LIMIT_S = 1.0
WORKERS = 2
NOW = datetime(2026, 3, 2, tzinfo=UTC)
URL = "https://a.example/feed"
LARGEST = 300_000
"""Bytes of a capture that are used: time grows with them, and damage does not."""

TOKENS = (
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>", b"&b;",
    b"&#x110000;", b"&#0;", b"&amp;amp;amp;", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<" * 500,
    b"<a>" * 3_000, b"</item>", b"</channel>", b"<item>", b"<entry>", b"<link>javascript:alert(1)</link>",
    b"<base href='//x'>", b"<script>", b"<style>", b"<?xml version='1.0' encoding='utf-16'?>",
    b"encoding='rot13'", b"[" * 3_000,
    b'{"a":' * 2_000, b"9" * 400, b"<pubDate>99 Foo 99999 99:99:99 +9999</pubDate>", "한미".encode("cp949"),
    b"<x " + b" ".join(b"a%d=''" % n for n in range(400)) + b">", b"\xe2\x80\xae", b"<p>" * 2_000,
)  # fmt: skip

READ_AS = {
    SourceKind.FEED: "a feed",
    SourceKind.SITEMAP: "a sitemap",
    SourceKind.PAGE: "a list",
    None: "whatever it is",
    "article": "an article's page",
}


@dataclass(frozen=True)
class Case:
    """A document, and how it is read: as a source of some kind, or as an article's page (None)."""

    body: bytes
    kind: SourceKind | None
    is_page: bool = False


def own_cases() -> list[Case]:
    """Documents as outlets send them: every kind of source, and pages in both languages."""
    pieces = [
        made_up_piece(n, lang=lang, published=NOW, extra=(ncg_sentence(n, lang),))
        for n, lang in enumerate(("en", "ko") * 5)
    ]
    masthead = Masthead(id="a", title="A 일보", root="https://a.example/", full_text=True)
    json_items = [{"id": str(n), "url": f"https://a.example/{n}", "title": "한미"} for n in range(9)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": json_items}
    index = "<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>"
    return [
        Case(compose_rss(masthead, pieces).encode(), SourceKind.FEED),
        Case(compose_rss(masthead, pieces).encode("cp949", "replace"), SourceKind.FEED),
        Case(compose_atom(masthead, pieces).encode(), SourceKind.FEED),
        Case(json.dumps(feed, ensure_ascii=False).encode(), SourceKind.FEED),
        Case(compose_sitemap(masthead, pieces).encode(), SourceKind.SITEMAP),
        Case(gzip.compress(compose_sitemap(masthead, pieces).encode()), SourceKind.SITEMAP),
        Case(index.encode(), SourceKind.SITEMAP),
        Case(compose_front(masthead, pieces).encode(), SourceKind.PAGE),
        Case(compose_rss(masthead, pieces).encode("utf-16"), None),
        *(Case(write_page(piece.title, piece.paragraphs), None, is_page=True) for piece in pieces[:4]),
    ]


def write_page(title: str, paragraphs: tuple[str, ...]) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    data = json.dumps({"@type": "NewsArticle", "headline": title, "datePublished": NOW.isoformat()})
    return (
        f"<html lang='ko'><head><title>{title}</title>"
        f"<script type='application/ld+json'>{data}</script></head>"
        f"<body><nav><a href='/'>A</a></nav><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def read_captures(folder: Path) -> Iterator[Case]:
    """The captures of a folder, by what they seem to be."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".gz", ".xml", ".html") and path.is_file():
            body = path.read_bytes()
            body = gzip.decompress(body) if path.suffix == ".gz" else body
            is_page = b"<html" in body[:2_000].lower()
            yield Case(body[:LARGEST], None, is_page=is_page)


def damage(chance: random.Random, body: bytes, others: list[Case]) -> bytes:
    """The document after one to eight accidents."""
    for _ in range(chance.randint(1, 8)):
        at, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
        accident = chance.randrange(9)
        if accident == 0:
            body = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        elif accident == 1:
            body = body[:at] + body[min(end, at + 400) :]
        elif accident == 2:
            body = body[:at] + body[at : at + 300] * chance.randint(2, 60) + body[at:]
        elif accident == 3:
            body = body[:at]
        elif accident == 4:
            other = chance.choice(others).body
            body = body[:at] + other[chance.randrange(len(other) + 1) :][:20_000] + body[at:]
        elif accident == 5 and chance.random() < 0.2:
            body = body.decode("utf-8", "replace").encode(
                chance.choice(("utf-16", "cp949", "utf-32")), "replace"
            )
        elif accident == 6 and chance.random() < 0.2:
            body = gzip.compress(body)[: chance.choice((None, -5, 40))]
        else:
            body = body[:at] + chance.choice(TOKENS) * chance.randint(1, 3) + body[at:]
    return body[:2_000_000]


async def read_case(pool: WorkerPool, case: Case, body: bytes) -> str:
    """How reading a document ended, in a word or the name of its error."""
    try:
        if case.is_page:
            await pool.run(partial(extract_page, body, url=URL), about=URL)
            return "an article"
        page = Page(asked=URL, url=URL, status=200, content_type="", body=body, fetched_at=NOW)
        feed = await pool.run(read_source, page, Source(id="s", name="S", url=URL, kind=case.kind), about=URL)
    except HanmiError as error:
        return type(error).__name__
    return "entries" if feed.entries or feed.more else "no entries"


def worker_bytes() -> int:
    """What the workers hold resident, all together."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    pages = 0
    for child in children:
        statm = Path(f"/proc/{child}/statm")
        pages += int(statm.read_text().split()[1]) if statm.exists() else 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class Traces(logging.Handler):
    """Counts what the pool logs with a trace: an error of a kind that reading does not name."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.said.append(record.getMessage())


async def run(count: int, seed: int, groups: list[list[Case]]) -> None:
    """Damage and read so many documents, as many of each group."""
    chance, ended, traces = random.Random(seed), Counter[str](), Traces()
    logging.getLogger("hanmi").addHandler(traces)
    logging.getLogger("hanmi").propagate = False
    slowest, memory = [(0.0, "")], []
    gate = asyncio.Semaphore(WORKERS)
    async with WorkerPool(WORKERS, LIMIT_S) as pool:

        async def one(number: int) -> None:
            case = chance.choice(chance.choice([group for group in groups if group]))
            body = damage(chance, case.body, groups[0])
            async with gate:
                began = time.monotonic()
                name = await read_case(pool, case, body)
                took_s = time.monotonic() - began
            ended[f"{READ_AS['article' if case.is_page else case.kind]}: {name}"] += 1
            slowest.append((took_s, f"{number}: {name}"))

        for start in range(0, count, 100):
            await asyncio.gather(*(one(start + n) for n in range(min(100, count - start))))
            memory.append(worker_bytes())
            slowest[:] = sorted(slowest)[-3:]
    print(f"| {count:,} damaged documents, seed {seed} | ended |\n|---|---|")
    print("\n".join(f"| {name} | {many:,} |" for name, many in sorted(ended.items())))
    print(f"\nerrors without a name: {len(traces.said)}; over the limit of {LIMIT_S:g} s: ", end="")
    print(sum(many for name, many in ended.items() if name.endswith("TooSlow")))
    tenth = max(1, len(memory) // 10)
    first, last = (sum(part) / len(part) / 1e6 for part in (memory[:tenth], memory[-tenth:]))
    print(
        f"workers resident: {first:.0f} MB in the first tenth, {last:.0f} in the last,"
        f" {max(memory) / 1e6:.0f} at most"
    )
    print("slowest: " + ", ".join(f"{took:.2f} s {name}" for took, name in slowest[::-1]))
    for said in dict.fromkeys(traces.said):
        print(f"\n{said[-800:]}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folder", type=Path, nargs="?")
    options = parser.parse_args()
    captures = list(read_captures(options.folder)) if options.folder else []
    asyncio.run(run(options.count, options.seed, [own_cases(), captures]))


if __name__ == "__main__":
    main()
