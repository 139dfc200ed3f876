"""An address that unsubscribed stays so, watch by watch, until it takes that back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.database import Database
from storage.readers.unsubscribings import read_unsubscribed, resubscribe, unsubscribe

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as opened:
        yield opened


def test_an_address_is_unsubscribed_from_each_watch_once_whatever_its_capitals(db: Database) -> None:
    with db.writing() as tx:
        assert unsubscribe(tx, "Mina@Example.org", ["ncg", "trump", "ncg"], NOW) == ["ncg", "trump"]
        assert unsubscribe(tx, "mina@example.org", ["trump", "usfk"], NOW + timedelta(days=1)) == ["usfk"]
    with db.reading() as tx:
        unsubscribed = read_unsubscribed(tx)
    assert unsubscribed.of("MINA@example.org") == {"ncg": NOW, "trump": NOW, "usfk": NOW + timedelta(days=1)}
    assert unsubscribed.has("mina@EXAMPLE.org", "ncg")
    assert not unsubscribed.has("jun@example.org", "ncg")
    assert unsubscribed.who("ncg") == ["mina@example.org"]


def test_what_is_taken_back_is_told_again_and_nothing_else(db: Database) -> None:
    with db.writing() as tx:
        for who in ("mina@example.org", "jun@example.org"):
            unsubscribe(tx, who, ["ncg", "trump"], NOW)
        assert resubscribe(tx, "Mina@example.org", ["ncg", "unknown"]) == 1
        assert resubscribe(tx, "mina@example.org", ["ncg"]) == 0
        unsubscribed = read_unsubscribed(tx)
    assert list(unsubscribed.of("mina@example.org")) == ["trump"]
    assert list(unsubscribed.of("jun@example.org")) == ["ncg", "trump"]
