"""A site that serves whatever a test writes: pages with any head, feeds with any links, redirects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

from flows.demo.faults import Answers, moved
from flows.demo.piece import Piece
from tests.newsroom import Newsroom


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a feed; `link` is a path of the site, and what is None is left out."""

    link: str
    title: str
    words: str = ""
    published: datetime | None = None
    guid: str | None = None


@dataclass(frozen=True, slots=True)
class RawSite:
    """One source of a newsroom, under a path of its own on the stand."""

    room: Newsroom
    id: str

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.room.stand.port}/{self.id}"

    def subscribe(self) -> RawSite:
        self.room.sources.append((self.id, f"{self.root}/feed.xml"))
        return self

    def put(self, path: str, body: str, content_type: str = "text/html; charset=utf-8") -> str:
        self.room.stand.misbehave(f"/{self.id}{path}", Answers(body=body.encode(), content_type=content_type))
        return self.root + path

    def put_page(self, path: str, piece: Piece, head: str = "") -> str:
        """The page of a piece; `ROOT` in its head stands for the site's address."""
        return self.put(path, write_page(piece, head.replace("ROOT", self.root)))

    def put_redirect(self, path: str, to: str) -> str:
        self.room.stand.misbehave(f"/{self.id}{path}", moved(to if "://" in to else self.root + to))
        return self.root + path

    def put_feed(self, *items: Item) -> str:
        return self.put("/feed.xml", write_feed(self.root, items), "application/rss+xml")


def write_page(piece: Piece, head: str = "") -> str:
    """A plain page: what the head says besides is the test's."""
    body = "".join(f"<p>{escape(text)}</p>" for text in piece.paragraphs)
    stamp = f'<meta property="article:published_time" content="{piece.published.isoformat()}">'
    return (
        f"<!doctype html><html lang=en><head><title>{escape(piece.title)}</title>"
        f"{stamp if piece.published else ''}{head}</head>"
        f"<body><main><article><h1>{escape(piece.title)}</h1>{body}</article></main></body></html>"
    )


def write_feed(root: str, items: tuple[Item, ...]) -> str:
    """An RSS feed of these items."""
    written = "".join(_write_item(root, item) for item in items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed</title>'
        f"<link>{root}</link><description>news</description>{written}</channel></rss>"
    )


def _write_item(root: str, item: Item) -> str:
    parts = [f"<title>{escape(item.title)}</title>", f"<link>{escape(root + item.link)}</link>"]
    if item.guid is not None:
        parts.append(f'<guid isPermaLink="false">{escape(item.guid)}</guid>')
    if item.published is not None:
        parts.append(f"<pubDate>{format_datetime(item.published)}</pubDate>")
    return f"<item>{''.join(parts)}<description>{escape(item.words)}</description></item>"


def item_of(piece: Piece, link: str, guid: str | None = None) -> Item:
    """A bare item that announces a piece at a path."""
    return Item(link=link, title=piece.title, published=piece.published, guid=guid)
