"""An outlet's feeds and lists as text: RSS 2.0, Atom, a news sitemap and a front page with feed links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from flows.demo.piece import Masthead, Piece

_RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>{title}</title><link>{root}</link><description>{title}</description><language>{lang}</language>
{ttl}{items}
</channel></rss>
"""

_ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}"><title>{title}</title><id>{root}</id>
<link href="{root}"/><link rel="self" href="{root}atom.xml"/><updated>{updated}</updated>
{items}
</feed>
"""

_SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{items}
</urlset>
"""

_FRONT = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<link rel="alternate" type="application/rss+xml" title="{title}" href="{root}rss.xml">
<link rel="alternate" type="application/atom+xml" title="{title} (Atom)" href="atom.xml"></head>
<body><nav><a href="{root}">Home</a> <a href="{root}about">About us</a>
<a href="{root}subscribe">Subscribe</a></nav>
<h1>{title}</h1><ul>
{items}
</ul></body></html>
"""


def compose_rss(masthead: Masthead, pieces: Sequence[Piece]) -> str:
    """RSS 2.0, newest piece first as given."""
    ttl = f"<ttl>{masthead.ttl_min}</ttl>\n" if masthead.ttl_min is not None else ""
    items = "\n".join(_rss_item(masthead, piece) for piece in pieces)
    return _RSS.format(
        title=escape(masthead.title), root=escape(masthead.root), lang=masthead.lang, ttl=ttl, items=items
    )


def compose_atom(masthead: Masthead, pieces: Sequence[Piece]) -> str:
    """Atom (RFC 4287); a piece without a date bears the epoch, since the element may not be left out."""
    newest = max(
        (piece.published for piece in pieces if piece.published), default=datetime(1970, 1, 1, tzinfo=UTC)
    )
    items = "\n".join(_atom_entry(masthead, piece) for piece in pieces)
    return _ATOM.format(
        title=escape(masthead.title),
        root=escape(masthead.root),
        lang=masthead.lang,
        updated=newest.isoformat(),
        items=items,
    )


def compose_sitemap(masthead: Masthead, pieces: Sequence[Piece]) -> str:
    """A news sitemap, which gives titles and times beside the addresses."""
    return _SITEMAP.format(items="\n".join(_sitemap_url(masthead, piece) for piece in pieces))


def compose_front(masthead: Masthead, pieces: Sequence[Piece]) -> str:
    """The outlet's front page: headlines with links, and where its feeds are."""
    items = "\n".join(
        f'<li><a href="{escape(masthead.address(piece))}">{escape(piece.title)}</a></li>' for piece in pieces
    )
    return _FRONT.format(
        title=escape(masthead.title), root=escape(masthead.root), lang=masthead.lang, items=items
    )


def _rss_item(masthead: Masthead, piece: Piece) -> str:
    address = escape(masthead.address(piece))
    guid = escape(piece.guid) if piece.guid else address
    parts = [
        f"<title>{escape(piece.title)}</title>",
        f"<link>{address}</link>",
        f'<guid isPermaLink="{"false" if piece.guid else "true"}">{guid}</guid>',
        f"<description>{escape(piece.summary)}</description>",
    ]
    parts += [f"<dc:creator>{escape(author)}</dc:creator>" for author in piece.authors]
    if piece.published:
        parts.append(f"<pubDate>{format_datetime(piece.published)}</pubDate>")
    if masthead.full_text:
        parts.append(f"<content:encoded>{escape(_body_markup(piece))}</content:encoded>")
    return f"<item>{''.join(parts)}</item>"


def _atom_entry(masthead: Masthead, piece: Piece) -> str:
    address = escape(masthead.address(piece))
    when = (piece.published or datetime(1970, 1, 1, tzinfo=UTC)).isoformat()
    parts = [
        f"<title>{escape(piece.title)}</title>",
        f'<link href="{address}"/>',
        f"<id>{escape(piece.guid) if piece.guid else address}</id>",
        f"<updated>{when}</updated><published>{when}</published>",
        f"<summary>{escape(piece.summary)}</summary>",
    ]
    parts += [f"<author><name>{escape(author)}</name></author>" for author in piece.authors]
    if masthead.full_text:
        parts.append(f'<content type="html">{escape(_body_markup(piece))}</content>')
    return f"<entry>{''.join(parts)}</entry>"


def _sitemap_url(masthead: Masthead, piece: Piece) -> str:
    if piece.published is None:
        return f"<url><loc>{escape(masthead.address(piece))}</loc></url>"
    news = (
        f"<news:publication><news:name>{escape(masthead.title)}</news:name>"
        f"<news:language>{masthead.lang}</news:language></news:publication>"
        f"<news:publication_date>{piece.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(piece.title)}</news:title>"
    )
    return f"<url><loc>{escape(masthead.address(piece))}</loc><news:news>{news}</news:news></url>"


def _body_markup(piece: Piece) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in piece.paragraphs)
