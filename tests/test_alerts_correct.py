"""A correction goes to exactly those who were told, once a change, and only for what is no longer said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.compose.mail import read_message_id
from alerts.compose.words import KOREAN, say_reason
from alerts.correct import read_change, tell_correction
from alerts.promise import Routes
from alerts.tell import Told
from storage.alerts import list_alerts
from storage.database import Database
from storage.outbox import list_deliveries
from storage.records import AlertKind, Article, Kept
from tests.judging import START, open_corpus
from tests.test_alerts_promise import HOOK
from tests.test_alerts_tell import DESK, MAIL, MORE, TEXT, an_article, tell

BEFORE = an_article("https://a.example/1", MORE)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


@pytest.mark.parametrize(
    ("title", "text", "reasons"),
    [
        ("NCG meets", MORE, ()),
        ("NCG meets", MORE + "\nThe spokesman later added a further remark on the weather in town.", ()),
        ("NCG meets", MORE.replace("a spokesman said", "the spokesman said"), ()),
        ("“NCG” meets!", MORE, ()),
        ("NCG postponed", MORE, ("the title was: NCG meets",)),
        ("NCG meets", MORE.replace("77 aircraft", "17 aircraft"), ("no longer in it: 77",)),
        ("NCG meets", " \n", ("the article was withdrawn",)),
    ],
)
def test_a_change_is_what_is_no_longer_said(title: str, text: str, reasons: tuple[str, ...]) -> None:
    found = read_change(BEFORE, replace(BEFORE, title=title, text=text))
    assert found == reasons
    assert all(say_reason(reason, KOREAN) != reason for reason in found)


def test_a_sentence_that_was_taken_out_is_quoted() -> None:
    (*_, last) = read_change(BEFORE, replace(BEFORE, text=TEXT))
    assert last.startswith("no longer said: Both ministries refused")


def correct(db: Database, kept: Kept, after: Article) -> Told:
    with db.writing() as tx:
        desk = replace(DESK, routes=Routes(channels={"ncg": [MAIL, HOOK]}))
        return tell_correction(
            tx, replace(kept, article=after), kept.article, desk, START + timedelta(hours=1)
        )


def test_those_who_were_told_are_told_once_in_the_same_conversation(db: Database) -> None:
    kept, _ = tell(db, BEFORE)
    after = replace(BEFORE, title="NCG postponed")
    assert correct(db, kept, after).count == 1
    assert correct(db, kept, after).count == 0
    with db.reading() as tx:
        assert [alert.kind for alert in list_alerts(tx)] == [AlertKind.CORRECTION, AlertKind.FIRST]
        correction, first = list_deliveries(tx)
    assert correction.channel == "mail", "the webhook was not told of the article, so not of its correction"
    assert f"In-Reply-To: {read_message_id(first.body)}".encode() in correction.body
    assert b"the title was: NCG meets" in correction.body


def test_an_article_that_was_not_told_is_not_corrected(db: Database) -> None:
    kept, _ = tell(db, BEFORE, watch="gone")
    assert correct(db, kept, replace(BEFORE, title="NCG postponed")) == Told()
