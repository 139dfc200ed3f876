"""A flash that was told before it was sure, and waits, goes out once it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.channels.manners import Manners
from alerts.channels.quiet import read_quiet
from alerts.promise.terms import Routes, TellingTerms
from storage.corpus.ledger import read_decisions
from storage.database import Database
from storage.promises.alerts import keep_mute, list_alerts
from storage.promises.outbox import claim_delivery, list_deliveries
from storage.records import Article, Urgency, Watch
from tests.alerts.promise.test_alerts_tell import MAIL, tell
from tests.judging import START, make_article, open_corpus

NIGHT = replace(MAIL, id="night", manners=Manners(quiet=read_quiet("00:00-23:30 UTC", "UTC")))
WATCHES = {"ncg": Watch(id="ncg", name="NCG", query="ncg", policy="story")}
TERMS = TellingTerms(watches=WATCHES, routes=Routes(channels={"ncg": [NIGHT]}))
BOTH = TellingTerms(watches=WATCHES, routes=Routes(channels={"ncg": [NIGHT, MAIL]}))
WORDS = {
    "one": "Defense Secretary Lloyd Austin has canceled his trip to South Korea, the Pentagon said. "
    "He was to visit Seoul on Thursday for talks on the Nuclear Consultative Group.",
    "two": "U.S. defense chief Austin has called off this week's visit to Seoul, two officials in Washington "
    "said late on Tuesday. The talks in Seoul on the nuclear group had been set for Thursday.",
}
TITLES = {"one": "Austin cancels trip to South Korea", "two": "Pentagon chief calls off visit to Seoul"}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def report(key: str, hours: float = 0.0, outlet: str = "") -> Article:
    made = make_article(f"https://{key}.example/1", WORDS[key], TITLES[key], hours=hours)
    return replace(made, outlet=outlet or key.title())


def test_quiet_hours_end_for_the_first_report_once_a_second_outlet_has_it(db: Database) -> None:
    first, _ = tell(db, report("one"), TERMS)
    with db.reading() as tx:
        (held,) = list_deliveries(tx)
    assert held.held
    assert b"FLASH" not in held.body
    second, told = tell(db, report("two", hours=0.1), TERMS)
    assert second.story == first.story
    assert told.count == 0
    with db.reading() as tx:
        (alert,) = list_alerts(tx)
        (delivery,) = list_deliveries(tx)
        decisions = [each for each in read_decisions(tx, [first.article.id]) if each.step == "tell"]
    assert (alert.urgency, delivery.id, delivery.held) == (Urgency.FLASH, held.id, None)
    assert b"[FLASH NCG]" in delivery.body
    assert "independent origins that have it: 2" in alert.reasons[0]
    assert [each.verdict for each in decisions] == ["first", "raised"]
    assert decisions[-1].detail["by"] == second.article.id
    with db.writing() as tx:
        claimed = claim_delivery(tx, "test", second.article.fetched_at)
    assert claimed
    assert claimed.delivery.id == held.id


def test_what_was_sent_is_not_sent_again_and_stays_the_alert_that_it_was(db: Database) -> None:
    tell(db, report("one"), TellingTerms(watches=WATCHES, routes=Routes(channels={"ncg": [MAIL]})))
    with db.writing() as tx:
        assert claim_delivery(tx, "test", START)
    tell(db, report("two", hours=0.1), TERMS)
    with db.reading() as tx:
        (alert,) = list_alerts(tx)
        (delivery,) = list_deliveries(tx)
    assert alert.urgency is Urgency.ALERT
    assert b"FLASH" not in delivery.body


def test_of_two_readers_only_the_one_who_waits_is_told(db: Database) -> None:
    tell(db, report("one"), BOTH)
    with db.writing() as tx:
        sent = claim_delivery(tx, "test", START)
    assert sent
    tell(db, report("two", hours=0.1), BOTH)
    with db.reading() as tx:
        bodies = {each.channel: each.body for each in list_deliveries(tx)}
    assert b"[FLASH NCG]" in bodies["night"]
    assert bodies["mail"] == sent.delivery.body


def test_a_reprint_and_a_mute_end_no_wait(db: Database) -> None:
    tell(db, report("one"), TERMS)
    reprint = replace(report("one", hours=0.1), key="https://three.example/1", url="https://three.example/1")
    tell(db, replace(reprint, outlet="Three"), TERMS)
    with db.writing() as tx:
        keep_mute(tx, "ncg", until=START + timedelta(days=1), now=START)
    tell(db, report("two", hours=0.2), TERMS)
    with db.reading() as tx:
        (delivery,) = list_deliveries(tx)
    assert delivery.held
    assert b"FLASH" not in delivery.body
