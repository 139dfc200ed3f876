"""How every list answers: a page by cursor for people, JSON lines, CSV and Atom for machines.

An export without `limit` is whole: it is read and sent part by part, and where a part cannot be read its
transfer is broken off, so that nobody takes a half for the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from alerts.compose.feeds.alert_feed import ATOM
from alerts.compose.feeds.entry_feed import FeedEntry, compose_entries
from flows.desk.asked import PAGE, Unreadable
from flows.desk.desk import Asking, Missing
from flows.desk.showing.exports import csv_table, json_lines
from flows.desk.words import Say
from flows.inspect.exported import quote_shape
from flows.inspect.known import find_unknown
from storage.language.spelt import find_alike

Shape = dict[str, Any]
Part = tuple[Sequence[Shape], str | None]
"""A part of a list, and the cursor of the next; None where there is none."""

ReadPart = Callable[[int, str | None], Part]
"""Reads so many from a cursor on, in a transaction of its own."""

LISTED_AT = {"watch": "/watches", "entity": "/entities", "source": "/sources"}
"""Where all of a kind are listed."""

FILTERS = ("since", "watch", "entity", "source", "lang")

BESIDE = ("after", "raw", "ui", "token")
"""What else an address may have that no list is narrowed by."""

AT_ONCE = 500
FEED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list: its name, which is its template's too, the columns of its table, and how it is read.

    `entry` makes an entry of a feed; None: it has no feed. `many` are on a page where no limit is asked for.
    `filters` are those that it is narrowed by; `own` are names that no other list has.
    """

    name: str
    columns: Sequence[str]
    read: ReadPart
    entry: Callable[[Shape], FeedEntry] | None = None
    many: int = PAGE
    filters: tuple[str, ...] = FILTERS
    own: tuple[str, ...] = ()


def answer_list(asking: Asking, listing: Listing, **values: Any) -> Response:
    """The list in the form that its address asks for; its page has it under its name, beside `values`.

    A part says where the next one is, as RFC 8288 has it.
    """
    form = asking.form_asked
    check_filters(asking, (*listing.filters, *listing.own, "limit"))
    _check_ids(asking)
    if form == "atom" and listing.entry is not None:
        return _answer_feed(asking, listing)
    if not _has_form(listing, form):
        raise Missing
    if form is not None and "limit" not in asking.request.query_params:
        return _export(asking, listing, _walk(listing.read))
    return _answer_part(asking, listing, values)


def _has_form(listing: Listing, form: str | None) -> bool:
    return bool(listing.columns) if form == "csv" else form in ("json", None)


def _answer_part(asking: Asking, listing: Listing, values: dict[str, Any]) -> Response:
    many = asking.read_limit(listing.many)
    shapes, cursor = listing.read(many, asking.asked.after)
    more = address_after(asking, cursor)
    if asking.form_asked is None:
        values |= {listing.name: shapes, "more": more}
        answer = asking.page(f"{listing.name}.html", **values)
    else:
        answer = _export(asking, listing, iter(shapes))
    if more:
        answer.headers["Link"] = f'<{more}>; rel="next"'
    return answer


def check_filters(asking: Asking, taken: Sequence[str]) -> None:
    """A filter that does nothing must not read as one that let all through. Raises: Unreadable."""
    params = asking.request.query_params
    for name in dict.fromkeys(params):
        if name not in (*taken, *FILTERS, *BESIDE):
            raise Misspelt(name, taken)
        if name in FILTERS and name not in taken and params[name]:
            raise Unreadable("filter_not_taken", name=name, taken=", ".join(taken))
        if name in taken and len(params.getlist(name)) > 1:
            raise Unreadable("filter_twice", name=name)


def _check_ids(asking: Asking) -> None:
    """A misspelt filter must not read as no news. Raises: Unreadable: there is no such watch, or whatever."""
    asked = asking.asked
    ids = {"watch": asked.watch, "entity": asked.entity, "source": asked.source, "lang": asked.lang}
    if not any(ids.values()):
        return
    with asking.desk.db.reading() as tx:
        unknown = find_unknown(tx, asking.desk.settings, **ids)
    if unknown is not None:
        raise Unknown(unknown.what, unknown.id, unknown.nearest)


class Unknown(Unreadable):
    """An id in a filter that nothing has, with the nearest that there is, else where they are listed."""

    def __init__(self, what: str, given: str, nearest: str | None) -> None:
        self._what = what
        self._nearest = nearest
        super().__init__(f"unknown_{what}", given=given[:40])

    def say(self, t: Say) -> str:
        said = super().say(t)
        if self._nearest:
            return t("nearest_is", what=said, nearest=self._nearest)
        return t("all_listed", what=said, page=LISTED_AT.get(self._what, "/articles"))


class Misspelt(Unreadable):
    """A name of no filter: all that the list takes, and the nearest of them if one is near."""

    def __init__(self, name: str, taken: Sequence[str]) -> None:
        self._nearest = find_alike(name, taken)
        super().__init__("filter_not_taken", name=name[:40], taken=", ".join(taken))

    def say(self, t: Say) -> str:
        said = super().say(t)
        return t("nearest_is", what=said, nearest=self._nearest) if self._nearest else said


def read_whole(shapes: Sequence[Shape]) -> ReadPart:
    """How a list is read that is short enough to be one part."""
    return lambda _limit, _after: (shapes, None)


def _walk(read: ReadPart) -> Iterator[Shape]:
    after: str | None = None
    while True:
        shapes, after = read(AT_ONCE, after)
        yield from shapes
        if after is None:
            return


def _export(asking: Asking, listing: Listing, shapes: Iterator[Shape]) -> Response:
    """The first of it is read before anything is sent: what is wrong from the start is said in words."""
    most = asking.desk.configured.quote
    whole = (quote_shape(shape, most) for shape in chain(list(islice(shapes, 1)), shapes))
    if asking.form_asked == "json":
        return json_lines(whole)
    raw = asking.request.query_params.get("raw") == "1"
    return csv_table(listing.name, listing.columns, whole, asking.desk.zone, raw=raw)


def address_after(asking: Asking, cursor: str | None) -> str | None:
    """The address of the part after a cursor; None where there is none."""
    if cursor is None:
        return None
    kept = {name: value for name, value in asking.request.query_params.items() if name != "token"}
    return f"{asking.request.url.path}?{urlencode(kept | {'after': cursor})}"


def _answer_feed(asking: Asking, listing: Listing) -> Response:
    assert listing.entry is not None
    shapes, _ = listing.read(FEED, None)
    home, url = asking.desk.home, asking.request.url
    kept = [(name, value) for name, value in asking.request.query_params.multi_items() if name != "token"]
    address = f"{home}{url.path}" + (f"?{urlencode(kept)}" if kept else "")
    title = f"Hanmi Watch: {' '.join(filter(None, [listing.name, asking.request.query_params.get('q')]))}"
    entries = [listing.entry(quote_shape(shape, asking.desk.configured.quote)) for shape in shapes]
    today = asking.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return asking.validated(compose_entries(title, address, home, entries, today), ATOM)
