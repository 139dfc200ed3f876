"""What the outbox promises at its edges: bytes that stay, times that count, who is asked and who is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.promises.alerts import keep_alerts
from storage.promises.claims import CLAIM_LEASE
from storage.promises.outbox import (
    MOST_LOST,
    count_states,
    count_waiting,
    first_on_story,
    keep_deliveries,
    list_deliveries,
    next_due_at,
    read_delivery,
    read_streak,
    read_waiting,
    redeliver,
    redeliver_dead,
    replace_body,
)
from storage.promises.owner import this_owner
from storage.records import Delivery, DeliveryState, Gone, Postponed, Rejected, Sent
from storage.tables import deliveries
from tests.storage.test_storage_outbox import (
    ELSEWHERE,
    NOW,
    a_delivery,
    an_alert,
    claim,
    now_stored,
    promise,
    settle,
    taken,
)

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'hanmi.db'}")
    yield database
    database.close()


def change(db: Database, id: str, **values: object) -> None:
    with db.writing() as tx:
        tx.execute(sa.update(deliveries).where(deliveries.c.id == id).values(**values))


def body_of(db: Database) -> bytes:
    return now_stored(db).body


def test_bytes_change_until_somebody_tried_to_send_them_and_never_after(db: Database) -> None:
    promise(db, a_delivery(), a_delivery("d-2", due=NOW + HOUR))
    with db.writing() as tx:
        replace_body(tx, "d-1", b"anew")
    assert (body_of(db), now_stored(db, "d-2").body) == (b"anew", b"{}")
    held = taken(db)
    assert held.delivery.body == b"anew"
    with db.writing() as tx:
        replace_body(tx, "d-1", b"too late")
    assert body_of(db) == b"anew"
    settle(db, held, Postponed(why="later"), retry_at=NOW + HOUR)
    with db.writing() as tx:
        replace_body(tx, "d-1", b"too late")
    assert body_of(db) == b"anew"
    with db.writing() as tx:
        redeliver(tx, ["d-1"], NOW)
        replace_body(tx, "d-1", b"too late")
    assert body_of(db) == b"anew"


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({"next_attempt_at": NOW + SECOND}, True),
        ({"next_attempt_at": NOW}, False),
        ({"next_attempt_at": NOW + SECOND, "attempts": 1}, False),
        ({"next_attempt_at": NOW + SECOND, "held": "quiet"}, False),
        ({"next_attempt_at": None}, False),
    ],
)
def test_what_waits_on_a_story_is_untried_unheld_and_not_due(
    db: Database, changes: dict[str, object], waits: bool
) -> None:
    alert, other = an_alert(), an_alert(story="s-2", article="a-2")
    with db.writing() as tx:
        keep_alerts(tx, [alert, other])
        keep_deliveries(
            tx, [a_delivery(alerts=(alert.id,)), a_delivery("d-2", alerts=(other.id,), due=NOW + HOUR)]
        )
    change(db, "d-1", **changes)
    with db.reading() as tx:
        assert [each.id for each in read_waiting(tx, "s-1", NOW)] == (["d-1"] if waits else [])


def test_the_first_on_a_story_is_no_member_of_a_bundle_and_of_its_own_reader(db: Database) -> None:
    alerts = [an_alert(revision=str(n), article=f"a-{n}") for n in range(4)]
    with db.writing() as tx:
        keep_alerts(tx, alerts)
        keep_deliveries(tx, [a_delivery(f"d-{n}", alerts=(alert.id,)) for n, alert in enumerate(alerts)])
    change(db, "d-0", bundle="d-9")
    change(db, "d-1", channel="other")
    change(db, "d-2", recipient="else")
    with db.reading() as tx:
        found = first_on_story(tx, "s-1", "hook", "https://receiver.example")
        assert found is not None
        assert found.id == "d-3"
        assert first_on_story(tx, "s-2", "hook", "https://receiver.example") is None


def test_the_first_on_a_story_is_of_that_story_whatever_was_promised_before(db: Database) -> None:
    one, two = an_alert(), an_alert(story="s-2", article="a-2")
    with db.writing() as tx:
        keep_alerts(tx, [one, two])
        keep_deliveries(tx, [a_delivery("d-1", alerts=(one.id,)), a_delivery("d-2", alerts=(two.id,))])
        keep_deliveries(tx, [a_delivery("d-3", alerts=(two.id,))])
    with db.reading() as tx:
        for story, id in (("s-1", "d-1"), ("s-2", "d-2")):
            found = first_on_story(tx, story, "hook", "https://receiver.example")
            assert found is not None
            assert found.id == id


@pytest.mark.parametrize(("lost", "is_dead"), [(MOST_LOST - 1, True), (MOST_LOST - 2, False)])
def test_what_kills_ten_senders_in_a_row_is_dead(db: Database, lost: int, is_dead: bool) -> None:
    assert MOST_LOST == 10
    promise(db, a_delivery())
    change(db, "d-1", lost=lost, token="of a sender that ended")
    found = claim(db)
    assert (found is None) is is_dead
    kept = now_stored(db)
    assert (kept.state is DeliveryState.DEAD) is is_dead
    if is_dead:
        assert kept.last_error == "10 senders in a row ended before it was settled"
        assert (kept.attempts, kept.next_attempt_at) == (0, None)
        assert claim(db) is None
    else:
        assert kept.attempts == 1


def test_what_was_settled_starts_its_count_of_lost_senders_afresh(db: Database) -> None:
    promise(db, a_delivery())
    change(db, "d-1", lost=5)
    settle(db, taken(db), Postponed(why="later"), retry_at=NOW)
    with db.reading() as tx:
        assert tx.execute(
            sa.select(deliveries.c.lost, deliveries.c.token, deliveries.c.claimed_by)
        ).one() == (0, None, None)


@pytest.mark.parametrize(
    ("outcome", "retry", "state", "failures"),
    [
        (Sent(), False, "sent", 0),
        (Postponed(why="no"), True, "retrying", 3),
        (Postponed(why="no"), False, "dead", 3),
        (Rejected(why="no"), False, "dead", 3),
        (Gone(why="no"), False, "dead", 3),
    ],
)
def test_an_outcome_counts_failures_and_its_members_share_it(
    db: Database, outcome: Sent | Postponed | Rejected | Gone, retry: bool, state: str, failures: int
) -> None:
    promise(db, a_delivery(), a_delivery("d-2", due=NOW + HOUR), a_delivery("d-3", due=NOW + HOUR))
    change(db, "d-1", failures=2)
    change(db, "d-2", bundle="d-1", next_attempt_at=None)
    settle(db, taken(db), outcome, retry_at=NOW + HOUR if retry else None)
    whole, member, other = (now_stored(db, id) for id in ("d-1", "d-2", "d-3"))
    assert (whole.state, whole.failures, member.state) == (state, failures, state)
    assert (whole.next_attempt_at is not None) is retry
    assert member.next_attempt_at is None
    assert (member.sent_at, member.last_error) == (whole.sent_at, whole.last_error)
    assert (whole.sent_at == NOW) is (state == "sent")
    assert other.state is DeliveryState.PENDING


def test_redelivering_leaves_members_to_their_bundle_and_starts_the_table_afresh(db: Database) -> None:
    alert = an_alert()
    with db.writing() as tx:
        keep_alerts(tx, [alert])
        keep_deliveries(
            tx, [a_delivery(alerts=(alert.id,)), a_delivery("d-2", alerts=(alert.id,)), a_delivery("d-3")]
        )
    for id in ("d-1", "d-2", "d-3"):
        change(
            db,
            id,
            state="dead",
            next_attempt_at=None,
            failures=4,
            lost=3,
            held="quiet",
            token="t",
            claimed_by="x",
        )
    change(db, "d-2", bundle="d-1")
    with db.writing() as tx:
        assert [each.id for each in redeliver(tx, [alert.id], NOW)] == ["d-1"]
    again = now_stored(db)
    assert (again.state, again.failures, again.held, again.next_attempt_at) == ("pending", 0, None, NOW)
    with db.reading() as tx:
        assert tx.execute(
            sa.select(deliveries.c.lost, deliveries.c.token).where(deliveries.c.id == "d-1")
        ).one() == (0, None)
    with db.writing() as tx:
        assert [each.id for each in redeliver_dead(tx, NOW)] == ["d-3"]
    with db.writing() as tx:
        assert [each.id for each in redeliver(tx, ["d-2"], NOW)] == ["d-2"]
    assert now_stored(db, "d-2").bundle is None


def test_a_streak_counts_failures_since_something_was_last_sent(db: Database) -> None:
    promise(db, *(replace(a_delivery(f"d-{n}"), created_at=NOW + n * HOUR) for n in range(5)))
    change(db, "d-0", state="dead", failures=7)
    change(db, "d-1", state="sent", failures=0, sent_at=NOW + HOUR)
    change(db, "d-2", state="retrying", failures=2)
    change(db, "d-3", state="dead", failures=1)
    change(db, "d-4", state="pending", failures=5)
    with db.reading() as tx:
        assert read_streak(tx, "hook", "https://receiver.example", NOW + 9 * HOUR) == (3, NOW + 2 * HOUR)
        assert read_streak(tx, "other", "https://receiver.example", NOW) == (0, None)
        assert read_streak(tx, "hook", "else", NOW) == (0, None)
    change(db, "d-1", created_at=NOW - HOUR, sent_at=NOW + 90 * 24 * HOUR)  # by a clock that was ahead
    with db.reading() as tx:
        assert read_streak(tx, "hook", "https://receiver.example", NOW + 9 * HOUR) == (10, NOW)


def test_the_next_is_due_when_it_says_or_when_a_claim_elsewhere_ends(db: Database) -> None:
    promise(db, a_delivery(due=NOW + HOUR), a_delivery("d-2", channel="b", due=NOW + 2 * HOUR))
    with db.reading() as tx:
        assert next_due_at(tx, NOW) == NOW + HOUR
        assert next_due_at(tx, NOW, ["b"]) == NOW + 2 * HOUR
        assert next_due_at(tx, NOW, []) is None
    taken(db, NOW + HOUR)
    with db.reading() as tx:
        assert next_due_at(tx, NOW + HOUR) == NOW + HOUR + CLAIM_LEASE
    change(db, "d-1", claimed_by=this_owner())
    with db.reading() as tx:
        assert next_due_at(tx, NOW + HOUR, owner="other:1:2") == NOW + 2 * HOUR
    change(db, "d-2", next_attempt_at=None)
    change(db, "d-1", next_attempt_at=None)
    with db.reading() as tx:
        assert next_due_at(tx, NOW) is None


def test_states_and_what_waits_are_counted(db: Database) -> None:
    promise(db, *(a_delivery(f"d-{n}", channel="ab"[n % 2]) for n in range(5)))
    change(db, "d-0", state="dead", next_attempt_at=None)
    change(db, "d-1", state="sent", next_attempt_at=None)
    with db.reading() as tx:
        assert count_states(tx) == {"pending": 3, "retrying": 0, "sent": 1, "dead": 1}
        assert count_waiting(tx) == {"a": 2, "b": 1}


def test_lists_are_bounded_by_time_state_channel_watch_and_number(db: Database) -> None:
    alert = an_alert(watch="ncg")
    with db.writing() as tx:
        keep_alerts(tx, [alert])
    promise(
        db,
        *(replace(a_delivery(f"d-{n}", channel="ab"[n % 2]), created_at=NOW + n * SECOND) for n in range(4)),
    )
    promise(db, replace(a_delivery("d-9", alerts=(alert.id,)), created_at=NOW))
    change(db, "d-2", state="dead")

    def ids(**bounds: object) -> list[str]:
        with db.reading() as tx:
            return [each.id for each in list_deliveries(tx, **bounds)]  # type: ignore[arg-type]  # named as fields

    assert ids() == ["d-3", "d-2", "d-1", "d-9", "d-0"]
    assert ids(since=NOW + 2 * SECOND) == ["d-3", "d-2"]
    assert ids(state=DeliveryState.DEAD) == ["d-2"]
    assert ids(channel="b") == ["d-3", "d-1"]
    assert (ids(watch="ncg"), ids(watch="other")) == (["d-9"], [])
    assert ids(limit=2) == ["d-3", "d-2"]


def test_a_delivery_that_is_not_there_is_none(db: Database) -> None:
    with db.reading() as tx:
        assert read_delivery(tx, "d-1") is None
    assert claim(db) is None
    promise(db, a_delivery(due=NOW + SECOND))
    assert claim(db, owner=ELSEWHERE) is None
    found: Delivery = taken(db, NOW + SECOND).delivery
    assert found.attempts == 1
