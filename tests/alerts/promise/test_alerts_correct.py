"""A correction goes to exactly those who were told, once a version, and only for what was taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from alerts.compose.mail import read_message_id
from alerts.compose.words import KOREAN, say_reason
from alerts.promise.corrections import say_difference, tell_correction
from alerts.promise.tell import Told
from alerts.promise.terms import Routes
from storage.database import Database
from storage.promises.alerts import keep_mute, list_alerts
from storage.promises.outbox import claim_delivery, list_deliveries, settle_delivery
from storage.records import AlertKind, Delivery, Difference, Kept, Rejected, Sent, Version, VersionKind
from tests.alerts.promise.test_alerts_promise import HOOK
from tests.alerts.promise.test_alerts_tell import MAIL, MORE, TERMS, an_article, tell
from tests.judging import START, open_corpus
from tests.mails import parse_mail, read_part

BEFORE = an_article("https://a.example/1", MORE)
BEFORE_LATER = an_article("https://a.example/2", MORE, hours=0.5)
LATER = START + timedelta(hours=1)
CHANGE = Difference(what="title", before="NCG meets", after="NCG postponed")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


@pytest.mark.parametrize(
    ("difference", "reason"),
    [
        (CHANGE, "the title was: NCG meets; it is now: NCG postponed"),
        (
            Difference(what="number", before="40 came", after="14 came"),
            "number changed; it said: 40 came; it now says: 14 came",
        ),
        (
            Difference(what="date", before="on Monday", after="on Friday"),
            "date changed; it said: on Monday; it now says: on Friday",
        ),
        (Difference(what="name", before="Cho", after="Kim"), "name changed; it said: Cho; it now says: Kim"),
        (
            Difference(what="negation", before="agreed", after="not"),
            "negation changed; it said: agreed; it now says: not",
        ),
        (
            Difference(what="modal", before="may", after="will"),
            "modal changed; it said: may; it now says: will",
        ),
        (
            Difference(what="contrary", before="rose", after="fell"),
            "contrary changed; it said: rose; it now says: fell",
        ),
        (Difference(what="note", before="", after="[정정] 회의"), "it now says of itself: [정정] 회의"),
        (Difference(what="evidence", before="The NCG met.", after=""), "no longer said: The NCG met."),
        (Difference(what="removal", before="NCG", after="HTTP 404"), "the article was withdrawn: HTTP 404"),
        (Difference(what="return", before="", after="NCG"), "the article is there again"),
    ],
)
def test_a_difference_is_said_in_words_of_both_languages(difference: Difference, reason: str) -> None:
    assert say_difference(difference) == reason
    assert say_reason(say_difference(difference), KOREAN) != reason
    assert say_reason(reason, KOREAN) == reason  # as an older version kept it


def correct(
    db: Database, kept: Kept, title: str = "NCG postponed", kind: VersionKind = VersionKind.CORRECTION
) -> Told:
    after = replace(kept, article=replace(kept.article, title=title))
    version = Version(number=2, read_at=LATER, kind=kind, title=title, text=MORE, differences=(CHANGE,))
    with db.writing() as tx:
        return tell_correction(tx, after, version, [MAIL, HOOK], LATER)


def settle(db: Database, outcome: Sent | Rejected) -> None:
    with db.writing() as tx:
        claim = claim_delivery(tx, "me", START)
        assert claim is not None
        settle_delivery(tx, claim, outcome, START)


def test_those_who_were_told_are_told_once_in_the_same_conversation(db: Database) -> None:
    kept, _ = tell(db, BEFORE)
    settle(db, Sent())
    assert correct(db, kept).count == 1
    assert correct(db, kept).count == 0
    with db.reading() as tx:
        assert [alert.kind for alert in list_alerts(tx)] == [AlertKind.CORRECTION, AlertKind.FIRST]
        correction, first = list_deliveries(tx)
    assert correction.channel == "mail", "the webhook was not told of the article, so not of its correction"
    assert f"In-Reply-To: {read_message_id(first.body)}".encode() in correction.body
    assert b"Correction: " in correction.body
    assert b"you were told of this article" in correction.body
    assert b"NCG postponed" in correction.body


def test_a_further_version_is_told_once_too(db: Database) -> None:
    kept, _ = tell(db, BEFORE)
    assert [correct(db, kept, title).count for title in ("NCG postponed", "NCG cancelled")] == [1, 1]


def test_whom_the_alert_never_reached_gets_no_correction(db: Database) -> None:
    kept, _ = tell(db, BEFORE)
    settle(db, Rejected(why="no such reader"))
    correct(db, kept)
    with db.reading() as tx:
        assert len(list_deliveries(tx)) == 1


def test_who_waits_for_the_alert_gets_the_correction_after_it(db: Database) -> None:
    kept, _ = tell(db, BEFORE)
    with db.writing() as tx:
        claim = claim_delivery(tx, "me", START)
        assert claim is not None
    correct(db, kept)
    with db.reading() as tx:
        correction, first = list_deliveries(tx)
    assert correction.next_attempt_at is not None
    assert first.next_attempt_at is not None
    assert correction.next_attempt_at >= first.next_attempt_at


@pytest.mark.parametrize("kind", [VersionKind.TYPO, VersionKind.EXPANSION, VersionKind.REWRITE])
def test_what_takes_nothing_back_is_told_to_nobody(db: Database, kind: VersionKind) -> None:
    kept, _ = tell(db, BEFORE)
    assert correct(db, kept, kind=kind) == Told()


def test_a_muted_watch_hears_of_no_correction(db: Database) -> None:
    kept, _ = tell(db, BEFORE)
    with db.writing() as tx:
        keep_mute(tx, "ncg", LATER + timedelta(days=1), LATER)
    assert correct(db, kept) == Told(untold=1)


def test_an_article_that_was_not_told_is_not_corrected(db: Database) -> None:
    kept, _ = tell(db, BEFORE, watch="gone")
    assert correct(db, kept) == Told()


def test_a_webhook_that_told_an_article_tells_its_correction_with_before_and_after(db: Database) -> None:
    kept, _ = tell(db, BEFORE, replace(TERMS, routes=Routes(channels={"ncg": [MAIL, HOOK]})))
    correct(db, kept)
    with db.reading() as tx:
        hooks = [json.loads(each.body) for each in list_deliveries(tx) if each.channel == HOOK.id]
    correction, first = hooks
    assert [first["type"], correction["type"]] == ["alert.created", "alert.correction"]
    assert correction["data"]["correction"]["differences"] == [
        {"what": "title", "before": "NCG meets", "after": "NCG postponed"}
    ]


def read_mail(delivery: Delivery) -> tuple[EmailMessage, str]:
    message = parse_mail(delivery.body)
    return message, read_part(message).replace("*", "")


def test_a_story_is_one_conversation_of_its_first_mail(db: Database) -> None:
    kept, _ = tell(db, an_article("https://a.example/1"))
    tell(db, BEFORE_LATER)
    correct(db, kept)
    with db.reading() as tx:
        mails = [read_mail(each) for each in reversed(list_deliveries(tx)) if each.channel == "mail"]
    (first, _), *rest = mails
    assert first["Subject"] == "[NCG] NCG meets"
    assert (first["In-Reply-To"], first["References"]) == (None, None)
    ids = [message["Message-ID"] for message, _ in mails]
    assert len(set(ids)) == 3
    for message, _ in rest:
        assert message["Subject"] == "Re: [NCG] NCG meets"
        assert message["In-Reply-To"] == message["References"] == ids[0]
        assert message["List-Id"] == first["List-Id"]
    assert [text.partition(":")[0] for _, text in mails] == ["Alert", "Follow-up", "Correction"]


def test_what_a_reader_was_quoted_is_not_quoted_to_him_again(db: Database) -> None:
    kept, _ = tell(db, an_article("https://a.example/1"))
    tell(db, BEFORE_LATER)
    correct(db, kept)
    with db.reading() as tx:
        mails = [read_mail(each)[1] for each in reversed(list_deliveries(tx)) if each.channel == "mail"]
    assert ["The NCG met in Washington." in text for text in mails] == [True, False, False]


def test_a_changed_headline_is_said_once(db: Database) -> None:
    kept, _ = tell(db, BEFORE)
    correct(db, kept)
    with db.reading() as tx:
        correction = next(each for each in list_deliveries(tx) if each.channel == "mail")
    _, text = read_mail(correction)
    assert text.splitlines()[0].replace("*", "") == "Correction: NCG meets → NCG postponed"
    assert text.count("NCG postponed") == 1
