"""What waits on purpose, at its edges: how far ahead each rule lets it be due, and what waits together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.clock import TOLERANCE
from storage.corpus.ledger import keep_decisions
from storage.database import Database
from storage.promises.alerts import keep_alerts
from storage.promises.claims import CLAIM_LEASE
from storage.promises.outbox_held import (
    Reach,
    read_held,
    read_misplanned,
    read_sent_times,
    release_restored,
)
from storage.records import Decision, Delivery
from storage.tables import deliveries, digests
from storage.whole.restored import RESTORED, note_restore
from tests.storage.test_storage_outbox import NOW, a_delivery, an_alert, now_stored, promise, taken

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
TO = "https://receiver.example"
REACH = Reach(first=HOUR, retry=2 * HOUR, held={"quiet": 10 * HOUR, "rate_": 3 * HOUR})


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as opened:
        yield opened


def change(db: Database, id: str, **values: object) -> None:
    with db.writing() as tx:
        tx.execute(sa.update(deliveries).where(deliveries.c.id == id).values(**values))


def is_misplanned(db: Database, **changes: object) -> bool:
    change(db, "d-1", **changes)
    with db.reading() as tx:
        return bool(read_misplanned(tx, "hook", NOW, REACH))


@pytest.mark.parametrize(
    ("changes", "reach"),
    [
        ({}, HOUR),
        ({"attempts": 1, "failures": 1}, 2 * HOUR),
        ({"held": "quiet until 07:00"}, 10 * HOUR),
        ({"held": "rate_20/h"}, 3 * HOUR),
    ],
    ids=["never tried", "failed", "held by night", "held by a rate"],
)
def test_what_is_due_later_than_its_rule_and_the_tolerance_allow_was_put_off_by_a_wrong_clock(
    db: Database, changes: dict[str, object], reach: timedelta
) -> None:
    promise(db, a_delivery())
    latest = NOW + reach + TOLERANCE
    assert not is_misplanned(db, next_attempt_at=latest, **changes)
    assert is_misplanned(db, next_attempt_at=latest + SECOND)


def test_a_rule_for_one_name_is_none_for_names_that_look_like_it_as_a_pattern(db: Database) -> None:
    promise(db, a_delivery(due=NOW + 9 * HOUR))
    assert is_misplanned(db, held="rate_20/h")
    assert not is_misplanned(db, held="rated")


@pytest.mark.parametrize(("over", "is_ahead"), [(timedelta(), False), (SECOND, True)])
def test_what_was_promised_later_than_the_tolerance_allows_is_of_a_wrong_clock(
    db: Database, over: timedelta, is_ahead: bool
) -> None:
    promise(db, a_delivery(due=NOW + HOUR))
    assert is_misplanned(db, created_at=NOW + TOLERANCE + over) is is_ahead


def test_when_something_was_put_off_its_latest_decision_tells(db: Database) -> None:
    promise(db, a_delivery())
    change(db, "d-1", attempts=1, failures=1)
    for at, is_ahead in ((NOW + HOUR, True), (NOW, False)):
        with db.writing() as tx:
            keep_decisions(
                tx, [Decision(at=at, step="deliver", subject="d-1", verdict="retrying", why="HTTP 503")]
            )
        assert is_misplanned(db, next_attempt_at=NOW + HOUR) is is_ahead


def together(db: Database, at: datetime = NOW) -> list[list[str]]:
    with db.reading() as tx:
        return [[each.id for each in group] for group in read_held(tx, at, ["hook"])]


def test_only_what_waits_under_one_name_goes_out_together(db: Database) -> None:
    promise(db, *(a_delivery(f"d-{n}") for n in range(4)))
    for id, name in (("d-0", "night"), ("d-1", "rate"), ("d-2", "night")):
        change(db, id, held=name)
    assert together(db) == [["d-0", "d-2"]]
    change(db, "d-2", held="rate")
    assert together(db) == [["d-1", "d-2"]]
    change(db, "d-2", held="noon")
    assert together(db) == []


def sent_times(db: Database) -> list[datetime]:
    with db.reading() as tx:
        return read_sent_times(tx, "hook", TO, since=NOW - HOUR, now=NOW)


def test_what_is_being_sent_counts_against_a_rate_as_sent_now(db: Database) -> None:
    alert = an_alert()
    with db.writing() as tx:
        keep_alerts(tx, [alert])
    promise(db, a_delivery(alerts=(alert.id,)))
    assert sent_times(db) == []
    taken(db)
    assert sent_times(db) == [NOW]
    for ends, counts in (
        (NOW, True), (NOW - SECOND, False),
        (NOW + CLAIM_LEASE + TOLERANCE, True), (NOW + CLAIM_LEASE + TOLERANCE + SECOND, False),
    ):  # fmt: skip
        change(db, "d-1", claimed_until=ends)
        assert sent_times(db) == [NOW] * counts


def a_digest(id: str) -> Delivery:
    return replace(a_delivery(id), digest_id="g")


def test_what_a_restore_held_is_released_and_nothing_more_is_held_for_it(db: Database) -> None:
    with db.writing() as tx:
        note_restore(tx, NOW)
        tx.execute(sa.insert(digests).values(id="g", plan="p", channel="hook", due_at=NOW, since=0, upto=1))
    promise(db, a_digest("d-1"))
    assert (now_stored(db).held, now_stored(db).next_attempt_at) == (RESTORED, None)
    with db.writing() as tx:
        assert [each.id for each in release_restored(tx, NOW)] == ["d-1"]
    promise(db, a_digest("d-2"))
    for id in ("d-1", "d-2"):
        assert (now_stored(db, id).held, now_stored(db, id).next_attempt_at) == (None, NOW)
