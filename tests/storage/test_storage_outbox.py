"""Promises are made once, claimed by one sender, and settled by what came of them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.database import Database
from storage.promises.alerts import keep_alerts, list_alerts, read_alert, read_history
from storage.promises.channels import channels_off, give_up_off, switch_off, switch_on
from storage.promises.outbox import (
    CLAIM_LEASE,
    MOST_LOST,
    Claim,
    claim_delivery,
    count_dead,
    count_states,
    deliveries_of_alert,
    first_on_story,
    keep_deliveries,
    list_deliveries,
    next_due_at,
    read_delivery,
    redeliver,
    redeliver_dead,
    settle_delivery,
)
from storage.promises.owner import this_owner
from storage.records import (
    Alert,
    AlertKind,
    Delivery,
    DeliveryState,
    Evidence,
    Gone,
    Outcome,
    Postponed,
    Rejected,
    Sent,
    TermMatch,
)
from storage.records.reasons import Reason
from storage.records.send_texts import SendCode
from storage.tables import deliveries

NOW = datetime(2024, 12, 3, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ELSEWHERE = "other-host/boot/pid:[1]:77:123"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'hanmi.db'}")
    yield database
    database.close()


def an_alert(watch: str = "ncg", story: str = "s-1", revision: str = "", article: str = "a-1") -> Alert:
    match = TermMatch(start=4, end=7, text="NCG", term="NCG", entity="ncg")
    return Alert(
        watch=watch,
        watch_name=watch.upper(),
        kind=AlertKind.FOLLOW_UP if revision else AlertKind.FIRST,
        subject=story,
        revision=revision,
        story=story,
        article=article,
        created_at=NOW,
        reasons=("first article of this story",),
        evidence=(Evidence(text="The NCG met.", matches=(match,)),),
    )


def a_delivery(
    id: str = "d-1", *, channel: str = "hook", due: datetime = NOW, alerts: tuple[str, ...] = ()
) -> Delivery:
    return Delivery(
        id=id,
        channel=channel,
        recipient="https://receiver.example",
        content_type="application/json",
        body=b"{}",
        alerts=alerts,
        state=DeliveryState.PENDING,
        attempts=0,
        created_at=NOW,
        next_attempt_at=due,
    )


def promise(db: Database, *promised: Delivery) -> list[Delivery]:
    with db.writing() as tx:
        return keep_deliveries(tx, promised)


def claim(db: Database, at: datetime = NOW, *, owner: str = ELSEWHERE) -> Claim | None:
    with db.writing() as tx:
        return claim_delivery(tx, owner, at)


def taken(db: Database, at: datetime = NOW, *, owner: str = ELSEWHERE) -> Claim:
    found = claim(db, at, owner=owner)
    assert found
    return found


def settle(db: Database, held: Claim, outcome: Outcome, retry_at: datetime | None = None) -> bool:
    with db.writing() as tx:
        return settle_delivery(tx, held, outcome, NOW, retry_at=retry_at)


def now_stored(db: Database, id: str = "d-1") -> Delivery:
    with db.reading() as tx:
        found = read_delivery(tx, id)
    assert found
    return found


def test_promising_twice_is_a_no_op(db: Database) -> None:
    alert = an_alert()
    with db.writing() as tx:
        assert keep_alerts(tx, [alert, alert]) == [alert]
        first = a_delivery(alerts=(alert.id,))
        assert keep_deliveries(tx, [first]) == [first]
    with db.writing() as tx:
        assert keep_alerts(tx, [alert]) == []
        assert keep_deliveries(tx, [a_delivery(alerts=(alert.id,))]) == []
        assert read_alert(tx, alert.id) == alert
        assert deliveries_of_alert(tx, alert.id) == [first]


def test_a_delivery_is_claimed_once_and_counts_the_attempt(db: Database) -> None:
    promise(db, a_delivery())
    assert taken(db).delivery.attempts == 1
    assert claim(db) is None


def test_what_is_not_due_is_not_claimed(db: Database) -> None:
    promise(db, a_delivery(due=NOW + SECOND))
    assert claim(db) is None
    assert claim(db, NOW + SECOND)


def test_the_longest_due_goes_first(db: Database) -> None:
    promise(db, a_delivery("d-1"), a_delivery("d-2", due=NOW - SECOND))
    assert [taken(db).delivery.id, taken(db).delivery.id] == ["d-2", "d-1"]


def test_a_claim_is_free_again_when_its_lease_ends(db: Database) -> None:
    promise(db, a_delivery())
    taken(db)
    assert claim(db, NOW + CLAIM_LEASE - SECOND) is None
    again = taken(db, NOW + CLAIM_LEASE)
    assert again.delivery.attempts == 2
    assert again.delivery.failures == 0


def test_what_a_dead_process_of_this_machine_held_is_due_at_once(db: Database) -> None:
    promise(db, a_delivery())
    show = "from storage.promises.owner import this_owner; print(this_owner())"
    dead = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    taken(db, owner=dead.stdout.strip())
    with db.reading() as tx:
        assert next_due_at(tx, NOW) == NOW
    assert taken(db).delivery.attempts == 2


def test_what_a_living_process_holds_is_not_due(db: Database) -> None:
    promise(db, a_delivery())
    taken(db, owner=this_owner())
    assert claim(db) is None


def test_a_delivery_that_kills_its_senders_dies(db: Database) -> None:
    promise(db, a_delivery())
    at = NOW
    for _ in range(MOST_LOST):
        taken(db, at)
        at += CLAIM_LEASE
    assert claim(db, at) is None
    assert now_stored(db).state is DeliveryState.DEAD
    assert "senders in a row" in (now_stored(db).last_error or "")


@pytest.mark.parametrize(
    ("outcome", "retry_at", "state", "error", "failures"),
    [
        (Sent(), None, DeliveryState.SENT, None, 0),
        (Postponed(why="HTTP 503"), NOW + SECOND, DeliveryState.RETRYING, "HTTP 503", 1),
        (Postponed(why="HTTP 503"), None, DeliveryState.DEAD, "HTTP 503", 1),
        (Rejected(why="no such mailbox"), None, DeliveryState.DEAD, "no such mailbox", 1),
        (Gone(why="HTTP 410"), None, DeliveryState.DEAD, "HTTP 410", 1),
    ],
)
def test_settling_writes_what_came_of_it(
    db: Database,
    outcome: Outcome,
    retry_at: datetime | None,
    state: DeliveryState,
    error: str | None,
    failures: int,
) -> None:
    promise(db, a_delivery())
    assert settle(db, taken(db), outcome, retry_at)
    now = now_stored(db)
    assert (now.state, now.last_error, now.failures) == (state, error, failures)
    assert now.next_attempt_at == retry_at
    assert now.sent_at == (NOW if state is DeliveryState.SENT else None)


def test_a_lost_claim_cannot_settle_a_failure_but_what_was_sent_is_sent(db: Database) -> None:
    promise(db, a_delivery())
    lost = taken(db)
    held = taken(db, NOW + CLAIM_LEASE)
    assert not settle(db, lost, Rejected(why="late word"))
    assert now_stored(db).state is DeliveryState.PENDING
    assert settle(db, lost, Sent())
    assert not settle(db, held, Postponed(why="cut"), NOW + SECOND)
    assert now_stored(db).state is DeliveryState.SENT


def test_two_senders_never_hold_one_delivery(db: Database) -> None:
    promise(db, *(a_delivery(f"d-{number}") for number in range(20)))
    held: list[str] = []

    def work() -> None:
        while found := claim(db):
            held.append(found.delivery.id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(held) == sorted(f"d-{number}" for number in range(20))


@pytest.mark.parametrize("why", ["HTTP 410", Reason(SendCode.ASKED_NO_MORE)])
@pytest.mark.parametrize("is_older", [False, True])
def test_what_is_due_on_a_channel_that_is_off_is_given_up_in_the_open_and_comes_back_with_it(
    db: Database, why: str, is_older: bool
) -> None:
    """Also what an older version gave up, which kept the reason in words."""
    promise(db, a_delivery(), a_delivery("d-2", channel="mail"), a_delivery("d-3", due=NOW + SECOND))
    with db.writing() as tx:
        assert switch_off(tx, "hook", why, NOW)
        assert not switch_off(tx, "hook", why, NOW)
        assert channels_off(tx) == {"hook": why}
    assert taken(db).delivery.id == "d-2"
    assert claim(db) is None
    with db.writing() as tx:
        assert give_up_off(tx, ["mail"], NOW) == []
        assert [d.id for d in give_up_off(tx, ["hook", "mail"], NOW)] == ["d-1"]
        assert count_dead(tx) == {"hook": 1}
        lost = read_delivery(tx, "d-1")
        assert lost
        assert (lost.state, lost.last_error) == (DeliveryState.DEAD, f"the channel is off: {why}")
        if is_older:
            words = {"last_error": str(lost.last_error)}
            tx.execute(deliveries.update().where(deliveries.c.id == "d-1").values(**words))
        assert [d.id for d in switch_on(tx, "hook", NOW) or ()] == ["d-1"]
        assert switch_on(tx, "hook", NOW) is None
    assert taken(db).delivery.id == "d-1"


def test_who_sleeps_until_the_next_is_due_does_not_wake_for_nothing(db: Database) -> None:
    promise(db, a_delivery(), a_delivery("d-2", channel="mail", due=NOW + SECOND))
    with db.writing() as tx:
        assert next_due_at(tx, NOW) == NOW
    taken(db)
    with db.writing() as tx:
        assert next_due_at(tx, NOW) == NOW + SECOND
        assert next_due_at(tx, NOW, ["hook"]) == NOW + CLAIM_LEASE


def test_only_the_named_channels_are_claimed(db: Database) -> None:
    promise(db, a_delivery(), a_delivery("d-2", channel="mail"))
    with db.writing() as tx:
        found = claim_delivery(tx, ELSEWHERE, NOW, channels=["mail"])
        assert found
        assert found.delivery.id == "d-2"
        assert claim_delivery(tx, ELSEWHERE, NOW, channels=["mail"]) is None
        assert next_due_at(tx, NOW, ["mail"]) == NOW + CLAIM_LEASE


def test_redelivering_keeps_the_id_and_the_bytes(db: Database) -> None:
    alert = an_alert()
    with db.writing() as tx:
        keep_alerts(tx, [alert])
        keep_deliveries(tx, [a_delivery("d-1", alerts=(alert.id,)), a_delivery("d-2")])
    settle(db, taken(db), Sent())
    settle(db, taken(db), Rejected(why="no"))
    with db.writing() as tx:
        assert [d.id for d in redeliver(tx, [alert.id, "unknown"], NOW)] == ["d-1"]
        assert [d.id for d in redeliver_dead(tx, NOW)] == ["d-2"]
        assert redeliver(tx, ["d-2"], NOW)[0].failures == 0
    assert taken(db).delivery.body == b"{}"


def test_lists_are_newest_first_and_filtered(db: Database) -> None:
    alerts = [an_alert(), an_alert("trump")]
    with db.writing() as tx:
        keep_alerts(tx, alerts)
        keep_deliveries(tx, [a_delivery(f"d-{n}", alerts=(alert.id,)) for n, alert in enumerate(alerts)])
        shown = list_deliveries(tx)
        assert [d.id for d in shown] == ["d-1", "d-0"]
        assert [d.id for d in list_deliveries(tx, watch="ncg")] == ["d-0"]
        assert list_deliveries(tx, state=DeliveryState.SENT) == []
        assert list_deliveries(tx, channel="mail", since=NOW, limit=3) == []
        assert [a.watch for a in list_alerts(tx, limit=1)] == ["trump"]
        assert [a.watch for a in list_alerts(tx, watch="ncg", story="s-1", since=NOW)] == ["ncg"]
        assert list_alerts(tx, entity="ncg", source="x", lang="ko") == []
        assert count_states(tx)[DeliveryState.PENDING] == 2


def test_later_messages_find_the_first_one_on_their_story(db: Database) -> None:
    first, second = an_alert(), an_alert(revision="a-2", article="a-2")
    with db.writing() as tx:
        keep_alerts(tx, [first, second])
        keep_deliveries(tx, [a_delivery("d-1", alerts=(first.id,)), a_delivery("d-2", alerts=(second.id,))])
        found = first_on_story(tx, "s-1", "hook", "https://receiver.example")
        assert found
        assert found.id == "d-1"
        assert first_on_story(tx, "s-1", "hook", "someone else") is None
        assert [a.id for a in read_history(tx, "ncg", "s-1").told] == [first.id, second.id]
        assert read_history(tx, "trump", "s-1").told == ()
