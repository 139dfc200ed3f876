"""A person who is forgotten leaves no name, no judgement and no token; what holds for all stays."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.corpus.ledger import read_mark, set_mark
from storage.database import Database
from storage.readers.feed_tokens import list_feed_tokens, make_feed_token
from storage.readers.persons import NOBODY, forget_person
from storage.readers.unsubscribings import read_unsubscribed, unsubscribe
from storage.tables import desk_changes, judgements, marks

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)


def test_a_person_is_forgotten_in_whatever_case(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as db, db.writing() as tx:
        judged = {"at": NOW, "opinion": "on-topic", "lang": "en", "title": "t", "text": "x"}
        changed = {"kind": "watch", "at": NOW, "verb": "changed", "fields": {}, "below": ""}
        for number, who in enumerate(("Mina@Example.org", "mina@example.org", "jun@example.org"), 1):
            tx.execute(judgements.insert().values(watch="ncg", article=f"a-{number}", by=who, **judged))
            tx.execute(desk_changes.insert().values(entry=f"w-{number}", revision=1, by=who, **changed))
            make_feed_token(tx, f"reader {number}", who, NOW)
            set_mark(tx, f"last look {who}", "x", NOW)
        make_feed_token(tx, "mina@example.org", "jun@example.org", NOW)
        for who in ("Mina@example.org", "jun@example.org"):
            unsubscribe(tx, who, ["ncg", "trump"], NOW)
        counts = forget_person(tx, " MINA@example.org ")
        assert counts == {"judgements": 2, "feed_tokens": 3, "marks": 2, "unsubscribings": 2, "changes": 2}
        assert set(tx.execute(sa.select(judgements.c.by)).scalars()) == {"jun@example.org"}
        assert sorted(tx.execute(sa.select(desk_changes.c.by)).scalars()) == [
            "jun@example.org",
            *[NOBODY] * 2,
        ]
        assert [token.by for token in list_feed_tokens(tx)] == ["jun@example.org"]
        unsubscribed = read_unsubscribed(tx)
        assert (unsubscribed.who("ncg"), list(unsubscribed.of("jun@example.org"))) == (
            ["jun@example.org"],
            ["ncg", "trump"],
        )
        assert read_mark(tx, "last look jun@example.org") == "x"
        assert not any(forget_person(tx, "mina@example.org").values())


@pytest.mark.parametrize("name", ["Kim Min-su", "김민수", "NCG", "To", "restored", "seed-corpus", "ncg"])
def test_whoever_is_forgotten_the_programs_own_marks_stay(tmp_path: Path, name: str) -> None:
    own = ("restored", "moved to", "seed-corpus", "muted: ncg", "muted: Kim Min-su", "last look Min-su")
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as db, db.writing() as tx:
        for mark in (*own, f"last look {unicodedata.normalize('NFD', name)}"):
            set_mark(tx, mark, "x", NOW)
        assert forget_person(tx, name.upper())["marks"] == 1
        assert sorted(tx.execute(sa.select(marks.c.name)).scalars()) == sorted(own)
        assert forget_person(tx, "Min-su")["marks"] == 1
