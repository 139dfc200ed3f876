"""Which entries may be another article than the one that their address had before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.address import address_key, again_key, is_again_key, link_key
from storage.corpus.inbox import announce_entries, settle_entry
from storage.corpus.reused import find_before, part_reused
from storage.database import Database, Transaction
from storage.records import Entry, Published

URL = "https://www.a.example/briefing/today?utm_source=rss"
LINK = address_key(URL)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as db, db.writing() as opened:
        yield opened


def entry(title: str, after: timedelta | None, guid: str | None = None) -> Entry:
    at = None if after is None else Published(at=NOW + after, by="feed")
    return Entry(url=URL, title=title, guid=guid, published=at)


def come(tx: Transaction, said: Entry, after: timedelta) -> str:
    """The key that an entry has which is announced so long after the first, and is kept then."""
    [(key, _)] = part_reused(tx, [(LINK, said)], NOW + after)
    announce_entries(tx, "s", [(key, said)], now=NOW + after, after=None)
    settle_entry(tx, key)
    return key


@pytest.mark.parametrize(
    ("title", "after", "is_again"),
    [
        ("Monday", 24 * HOUR, True),
        ("Monday", 19 * HOUR, False),
        ("Tuesday", 7 * HOUR, True),
        ("Tuesday", 5 * HOUR, False),
        ("Tuesday", -24 * HOUR, False),
        ("Tuesday", 4000 * HOUR, False),
        ("Tuesday", None, True),
        ("Monday", None, False),
    ],
)
def test_another_day_or_another_title_may_be_another_article(
    tx: Transaction, title: str, after: timedelta | None, is_again: bool
) -> None:
    come(tx, entry("Monday", timedelta()), timedelta())
    key = come(tx, entry(title, after), 30 * HOUR)
    assert is_again_key(key) is is_again
    assert link_key(key, URL) == LINK


def test_each_day_has_a_key_and_an_edit_that_of_its_day(tx: Transaction) -> None:
    come(tx, entry("Monday", timedelta()), timedelta())
    second = come(tx, entry("Tuesday", 24 * HOUR), 24 * HOUR)
    assert come(tx, entry("Tuesday, edited", 25 * HOUR), 26 * HOUR) == second
    third = come(tx, entry("Wednesday", 48 * HOUR), 48 * HOUR)
    assert second == again_key(LINK, NOW + 24 * HOUR) < third
    assert come(tx, entry("Wednesday", 48 * HOUR), 72 * HOUR) == third
    assert [find_before(tx, key, URL) for key in (second, third)] == [(LINK,), (LINK, second)]


def test_what_waits_to_be_read_is_read_first(tx: Transaction) -> None:
    announce_entries(tx, "s", [(LINK, entry("Monday", timedelta()))], now=NOW, after=None)
    assert come(tx, entry("Tuesday", 24 * HOUR), 24 * HOUR) == LINK
