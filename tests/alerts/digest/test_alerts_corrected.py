"""What a digest told of and was taken back since stands in the next, once, before the news."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alerts.digest.build import Plan, promise_digest
from alerts.promise.terms import Routes
from storage.corpus.versions import add_version
from storage.database import Database
from storage.promises.alerts import keep_mute
from storage.records import Difference, Kept, Policy, VersionKind
from tests.alerts.promise.test_alerts_promise import HOOK
from tests.alerts.promise.test_alerts_tell import MORE, TERMS, WATCHES, an_article, tell
from tests.judging import START, open_corpus

DAY = timedelta(days=1)
FIRST = START + timedelta(hours=20)
PLAN = Plan(key="morning", watches={"ncg": "NCG"}, zone=ZoneInfo("Asia/Seoul"))
DIGEST = replace(
    TERMS,
    watches={"ncg": replace(WATCHES["ncg"], policy=Policy.DIGEST)},
    routes=Routes(channels={"ncg": [HOOK]}, digested=frozenset({("ncg", "hook")})),
)
CHANGE = Difference(what="number", before="77 aircraft would go", after="17 aircraft would go")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def keep_held(db: Database) -> Kept:
    kept, told = tell(db, an_article("https://a.example/1", MORE), DIGEST)
    assert (told.count, told.held) == (0, 1)
    return kept


def change(db: Database, kept: Kept, at: datetime, kind: VersionKind = VersionKind.CORRECTION) -> None:
    with db.writing() as tx:
        add_version(
            tx, 1, kept.article, read_at=at, kind=kind, title="NCG meets", text=MORE, differences=(CHANGE,)
        )


def digest(db: Database, at: datetime) -> Any:
    with db.writing() as tx:
        (delivery,) = promise_digest(tx, PLAN, HOOK, at, at)
    return json.loads(delivery.body)["data"]


def test_a_correction_stands_in_the_next_digest_and_in_no_other(db: Database) -> None:
    kept = keep_held(db)
    assert len(digest(db, FIRST)["stories"]) == 1
    change(db, kept, FIRST + timedelta(hours=1))
    second = digest(db, FIRST + DAY)
    (story,) = second["stories"]
    assert story["notes"][0] == "Correction · NCG"
    assert story["notes"][1:] == [
        "number changed; it said: 77 aircraft would go; it now says: 17 aircraft would go"
    ]
    assert "corrected: 1" in second["digest"]["title"]
    assert digest(db, FIRST + 2 * DAY)["stories"] == []


@pytest.mark.parametrize("kind", [VersionKind.TYPO, VersionKind.EXPANSION, VersionKind.REWRITE])
def test_what_takes_nothing_back_stands_in_no_digest(db: Database, kind: VersionKind) -> None:
    kept = keep_held(db)
    digest(db, FIRST)
    change(db, kept, FIRST + timedelta(hours=1), kind)
    assert digest(db, FIRST + DAY)["stories"] == []


def test_what_was_corrected_before_its_first_digest_stands_there_as_it_is(db: Database) -> None:
    kept = keep_held(db)
    change(db, kept, START + timedelta(hours=1))
    (story,) = digest(db, FIRST)["stories"]
    assert not any(note.startswith("Correction") for note in story["notes"])


def test_a_muted_watch_has_no_corrections_in_its_digest(db: Database) -> None:
    kept = keep_held(db)
    digest(db, FIRST)
    change(db, kept, FIRST + timedelta(hours=1))
    with db.writing() as tx:
        keep_mute(tx, "ncg", START + 5 * DAY, START)
    assert digest(db, FIRST + DAY)["stories"] == []
