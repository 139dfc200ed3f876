"""A person who is forgotten leaves no name, no judgement and no token; what holds for all stays."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from storage.corpus.ledger import read_mark, set_mark
from storage.database import Database
from storage.readers.feed_tokens import list_feed_tokens, make_feed_token
from storage.readers.persons import NOBODY, forget_person
from storage.readers.unsubscribings import read_unsubscribed, unsubscribe
from storage.tables import desk_changes, judgements

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
