"""What was held through quiet hours goes out in the morning as one message, and settles its members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.channels.email import Email, read_address, read_server
from alerts.channels.manners import Manners
from alerts.channels.quiet import read_quiet
from alerts.promise.bundle import bundle_held
from alerts.promise.terms import Routes, TellingTerms
from alerts.send.sender import SentTally, send_due
from storage.database import Database
from storage.promises.outbox import claim_delivery, first_on_story, list_deliveries, redeliver
from storage.records import Article, Delivery, DeliveryState, Outcome, Rejected, Sent
from tests.alerts.promise.test_alerts_tell import MORE, TEXT, WATCHES, an_article, tell
from tests.judging import START, open_corpus

NIGHT = Email(
    id="mail",
    server=read_server("smtps://mail.example", None),
    sender=read_address("watch@example.org"),
    recipients=("desk@example.org",),
    manners=Manners(quiet=read_quiet("12:00-13:00 Asia/Seoul", "UTC")),  # START is noon in Seoul
)
TERMS = TellingTerms(watches=WATCHES, routes=Routes(channels={"ncg": [NIGHT]}))
MORNING = START + timedelta(hours=1)
OTHER = (
    "An unrelated text on the group's budget, with quite other words in it, was published at the same hour."
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def another_article() -> Article:
    return replace(an_article("https://b.example/2", OTHER, outlet="Courier"), title="Budget questions")


def bundle(db: Database, at: datetime) -> int:
    with db.writing() as tx:
        return bundle_held(tx, [NIGHT], at)


def all_deliveries(db: Database) -> list[Delivery]:
    with db.reading() as tx:
        return list_deliveries(tx)


def test_nothing_goes_out_before_the_quiet_is_over(db: Database) -> None:
    tell(db, an_article("https://a.example/1"), TERMS)
    tell(db, another_article(), TERMS)
    assert bundle(db, MORNING - timedelta(seconds=1)) == 0
    with db.writing() as tx:
        assert claim_delivery(tx, "me", MORNING - timedelta(seconds=1)) is None


def test_what_was_held_goes_out_as_one_message(db: Database) -> None:
    tell(db, an_article("https://a.example/1"), TERMS)
    tell(db, another_article(), TERMS)
    assert bundle(db, MORNING) == 1
    assert bundle(db, MORNING) == 0
    with db.writing() as tx:
        claim = claim_delivery(tx, "me", MORNING)
        assert claim
        assert claim_delivery(tx, "me", MORNING) is None
    assert len(claim.delivery.alerts) == 2
    assert b"held through quiet hours: 2 articles" in claim.delivery.body
    assert b"Budget questions" in claim.delivery.body


@pytest.mark.parametrize(
    ("outcome", "state"), [(Sent(), DeliveryState.SENT), (Rejected(why="full"), DeliveryState.DEAD)]
)
def test_the_members_share_the_fate_of_their_bundle(
    db: Database, outcome: Outcome, state: DeliveryState, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(db, an_article("https://a.example/1"), TERMS)
    tell(db, another_article(), TERMS)
    monkeypatch.setattr(Email, "send", lambda self, delivery: outcome)
    tally = send_due(db, [NIGHT], owner="me", clock=lambda: MORNING, chance=lambda: 0.0)
    assert tally == SentTally(sent=outcome == Sent(), dead=outcome != Sent())
    assert [d.state for d in all_deliveries(db)] == [state] * 3
    members = [d for d in all_deliveries(db) if d.bundle]
    assert len(members) == 2
    with db.writing() as tx:
        assert [d.bundle for d in redeliver(tx, members[0].alerts, MORNING)] == [None]


def test_a_single_held_message_goes_as_it_is(db: Database) -> None:
    tell(db, an_article("https://a.example/1"), TERMS)
    assert bundle(db, MORNING) == 0
    with db.writing() as tx:
        claim = claim_delivery(tx, "me", MORNING)
    assert claim
    assert b"In-Reply-To" not in claim.delivery.body


def test_no_later_mail_replies_to_one_that_was_never_sent(db: Database) -> None:
    kept, _ = tell(db, an_article("https://a.example/1", TEXT), TERMS)
    tell(db, an_article("https://a.example/2", MORE, hours=0.1), TERMS)
    bundle(db, MORNING)
    with db.reading() as tx:
        first = first_on_story(tx, kept.story, "mail", "desk@example.org")
    assert first
    assert first.bundle is None
