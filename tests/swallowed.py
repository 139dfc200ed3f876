"""What an outlet and a notice board published, of which schema 0006 kept a part and swallowed the rest.

`tests/old/0006_shared_names.json.gz` was made by that version of the program, with this:

    publish_first(sites, now); room.run(); publish_all(sites, now); room.run(); dump_database(..., at=now)
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.demo.piece import Piece
from flows.demo.texts import made_up_piece, ncg_sentence
from tests.newsroom import Newsroom
from tests.raw_site import Item, RawSite, item_of

DUMP = "0006_shared_names.json.gz"

SECTION = (
    '<link rel="canonical" href="ROOT/news/{slug}"><script type="application/ld+json">'
    '{{"@type":"NewsArticle","headline":"{title}","mainEntityOfPage":{{"@type":"WebPage","@id":"ROOT/news/"}}}}</script>'
)


def on_the_ncg(number: int, published: datetime) -> Piece:
    return made_up_piece(number, published=published, extra=(ncg_sentence(number),))


def old_news(now: datetime) -> Piece:
    return on_the_ncg(40, now - timedelta(days=5))


def daily_pieces(now: datetime) -> tuple[Piece, ...]:
    """The first was kept; the others went under the name of the section that every page states."""
    quiet = made_up_piece(44, published=now - timedelta(minutes=24))
    return (*(on_the_ncg(n, now - timedelta(minutes=71 - n)) for n in (41, 42, 43)), quiet)


NOTICES = (
    (
        "Nuclear Consultative Group meets in Seoul on Friday",
        "The ministry said that the NCG meets at ten.",
        50,
    ),
    ("Car park closed for repairs", "Visitors are asked to come by underground until spring.", 40),
    ("Envoy to the Nuclear Consultative Group named", "A career diplomat takes over NCG affairs.", 20),
)


def notices(now: datetime) -> tuple[Item, ...]:
    return tuple(
        Item(link="/notices", title=title, words=words, published=now - timedelta(minutes=minutes))
        for title, words, minutes in NOTICES
    )


def subscribe(room: Newsroom) -> tuple[RawSite, RawSite, RawSite]:
    return tuple(RawSite(room, id).subscribe() for id in ("daily", "wire", "board"))  # type: ignore[return-value]


def publish_first(sites: tuple[RawSite, RawSite, RawSite], now: datetime) -> None:
    """What each source had at its first poll: old entries, of which nobody is told."""
    for site in sites:
        site.put_page("/news/en-00040", old_news(now))
        site.put_feed(item_of(old_news(now), "/news/en-00040"))


def publish_all(sites: tuple[RawSite, RawSite, RawSite], now: datetime) -> None:
    """The news: four pages of the daily, a short link to one of them, three notices under one link."""
    daily, wire, board = sites
    pieces = daily_pieces(now)
    for piece in pieces:
        put_piece(daily, piece)
    daily.put_feed(*(item_of(piece, f"/news/{piece.slug}") for piece in (*pieces, old_news(now))))
    wire.put_redirect("/r/77", f"{daily.root}/news/{pieces[0].slug}")
    wire.put_feed(item_of(pieces[0], "/r/77"), item_of(old_news(now), "/news/en-00040"))
    board.put_feed(*notices(now), item_of(old_news(now), "/news/en-00040"))


def put_piece(site: RawSite, piece: Piece) -> None:
    site.put_page(f"/news/{piece.slug}", piece, SECTION.format(slug=piece.slug, title=piece.title))
