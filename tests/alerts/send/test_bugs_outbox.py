"""A bug met at one message or digest holds up no other: the outbox goes on, and what failed is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.channels import Channel
from alerts.channels.email import Email
from alerts.promise import bundle as bundling
from alerts.send.sender import SentTally, send_due
from flows.runs.digests import promise_due
from storage.bugs import STEP
from storage.corpus.ledger import read_decisions
from storage.database import Database
from storage.promises.outbox import list_deliveries
from storage.records import Decision, DeliveryState, Postponed, Sent
from tests.alerts.digest.test_alerts_digest import DUE, keep, promise, told
from tests.alerts.promise.test_alerts_bundle import MORNING, NIGHT, TERMS, another_article
from tests.alerts.promise.test_alerts_promise import HOOK, MAIL, Chat
from tests.alerts.promise.test_alerts_tell import an_article, tell
from tests.flows.runs.test_service_digests import DAY, SEOUL, START, configure
from tests.judging import open_corpus
from tests.storage.test_bugs import break_at

BOTH = SEOUL + '[[digest]]\ncron = "30 7 * * * Asia/Seoul"\nto = ["desk"]\n'


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def send_night(db: Database, monkeypatch: pytest.MonkeyPatch) -> SentTally:
    monkeypatch.setattr(Email, "send", lambda self, delivery: Sent())
    return send_due(db, [NIGHT], owner="me", clock=lambda: MORNING, chance=lambda: 0.0)


def faults_of(db: Database, *subjects: str) -> list[Decision]:
    with db.reading() as tx:
        return [each for each in read_decisions(tx, subjects) if each.step == STEP]


@pytest.mark.parametrize(
    ("step", "sent"),
    [
        ("alerts.promise.bundle:_make_bundle", 2),
        ("alerts.promise.bundle:compose_bundle", 2),
        ("alerts.promise.bundle:read_held", 2),
        ("alerts.compose.several.roundup:mark_text", 1),
        ("alerts.compose.several.roundup:mark_html", 1),
        ("alerts.send.sender:cap_due", 1),
    ],
)
def test_what_cannot_be_bundled_goes_as_it_is(
    db: Database, monkeypatch: pytest.MonkeyPatch, step: str, sent: int
) -> None:
    tell(db, an_article("https://a.example/1"), TERMS)
    tell(db, another_article(), TERMS)
    with monkeypatch.context() as broken:
        break_at(broken, step)
        assert send_night(db, broken) == SentTally(sent=sent)
    with db.reading() as tx:
        assert {delivery.state for delivery in list_deliveries(tx)} == {DeliveryState.SENT}


def test_a_bundle_that_fails_is_named_with_its_first_member(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(db, an_article("https://a.example/1"), TERMS)
    tell(db, another_article(), TERMS)
    break_at(monkeypatch, "alerts.promise.bundle:_make_bundle")
    with db.writing() as tx:
        assert bundling.bundle_held(tx, [NIGHT], MORNING) == 0
        ids = [delivery.id for delivery in list_deliveries(tx)]
    (named,) = faults_of(db, *ids)
    assert "bundle: KeyError('a bug')" in named.why


def test_an_outcome_is_written_though_nobody_can_be_told_of_the_channel(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what was sent would be sent again each time its lease ends."""
    tell(db, an_article("https://a.example/1"), TERMS)
    break_at(monkeypatch, "alerts.send.sender:tell_if_ailing")
    break_at(monkeypatch, "alerts.send.sender:due_time")
    monkeypatch.setattr(Email, "send", lambda self, delivery: Postponed(why="busy"))
    tally = send_due(db, [NIGHT], owner="me", clock=lambda: MORNING, chance=lambda: 0.0)
    assert tally == SentTally(retrying=1)
    with db.reading() as tx:
        (delivery,) = list_deliveries(tx)
    assert delivery.next_attempt_at == MORNING + timedelta(hours=1)


@pytest.mark.parametrize("channel", [HOOK, MAIL, Chat()], ids=["webhook", "mail", "chat"])
@pytest.mark.parametrize(
    ("step", "is_left_out"),
    [
        ("alerts.compose.several.roundup:clean_url", True),
        ("alerts.compose.several.roundup:mark_html", False),
        ("alerts.digest.build:_section", True),
        ("alerts.digest.build:read_corrected", False),
        ("alerts.digest.build:find_trends", False),
    ],
)
def test_a_digest_goes_out_without_what_cannot_be_composed(
    db: Database, monkeypatch: pytest.MonkeyPatch, channel: Channel, step: str, is_left_out: bool
) -> None:
    keep(db, "https://a.example/1", DUE - timedelta(hours=3), title="A plain one")
    keep(db, "https://a.example/POISON", DUE - timedelta(hours=2), title="The POISON one")
    break_at(monkeypatch, step, always=False)
    delivery, *_ = promise(db, channel=channel)
    assert b"A plain one" in delivery.body
    assert (b"POISON one" not in delivery.body) is is_left_out
    if channel is HOOK:
        assert ("The POISON one" not in told(delivery)) is is_left_out
    if is_left_out and "roundup" in step and channel is HOOK:
        assert b"keeps from being shown: 1" in delivery.body
        assert faults_of(db, delivery.digest_id or "")


def test_one_digest_that_fails_leaves_the_others_and_comes_later(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = configure(tmp_path, BOTH)
    assert promise_due(db, settings, START) == []
    keep(db, "https://a.example/1", START)
    with monkeypatch.context() as broken:
        break_at(broken, "alerts.digest.build:_compose_event")
        assert [each.channel for each in promise_due(db, settings, START + DAY)] == ["desk"]
    assert [each.channel for each in promise_due(db, settings, START + DAY)] == ["hook"]
