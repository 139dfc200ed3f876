"""An article that met watches leads to alerts, deliveries and decisions, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.channels.email import Email, read_address, read_server
from alerts.compose.feeds.alert_feed import read_items
from alerts.compose.mail import read_message_id
from alerts.compose.text import compose_text
from alerts.compose.words import say_reason, words_for
from alerts.promise.tell import Told, tell_article
from alerts.promise.terms import Routes, TellingTerms
from flows.judge.verdict import judge_article, keep_verdict
from storage.corpus.articles import insert_article, keep_matches
from storage.corpus.ledger import read_decisions
from storage.database import Database
from storage.promises.alerts import keep_mute, list_alerts
from storage.promises.outbox import claim_delivery, list_deliveries
from storage.records import AlertKind, Article, Kept, Match, Sighting, Watch
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from tests.judging import START, make_article, open_corpus
from tests.telling import an_evidence

MAIL = Email(
    id="mail",
    server=read_server("smtps://mail.example", None),
    sender=read_address("watch@example.org"),
    recipients=("desk@example.org",),
)
WATCHES = {"ncg": Watch(id="ncg", name="NCG", query="ncg")}
TERMS = TellingTerms(watches=WATCHES, routes=Routes(channels={"ncg": [MAIL]}))
TEXT = (
    "The Nuclear Consultative Group met in Washington on Tuesday to talk about plans for the coming year.\n"
    "Officials from both defense ministries spent most of the day behind closed doors, a spokesman said.\n"
    "The next round will be held in Seoul, where the two sides expect to sign off on common guidelines."
)
MORE = (
    "The next round was called off, the defense ministry said on Thursday.\n"
    "In a turn that surprised the capital, 340 lawmakers asked for the 1,200 pages behind the guidelines.\n"
    "A vote is now due on the 28th, and the chairwoman promised to publish what was said in the hall.\n"
    "Both ministries refused to say whether the exercise with 77 aircraft would go ahead before then.\n"
    "Analysts in the region called the quarrel the sharpest since the group was founded two years ago.\n"
) + TEXT


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def tell(
    db: Database,
    article: Article,
    terms: TellingTerms = TERMS,
    *,
    watch: str = "ncg",
    also: tuple[str, ...] = (),
) -> tuple[Kept, Told]:
    """One article through judging and telling, as meeting these watches."""
    matches = tuple(Match(watch=each, evidence=(an_evidence(),)) for each in (watch, *also))
    with db.writing() as tx:
        judgement = judge_article(tx, article, ())
        number = insert_article(tx, article)
        story, part = keep_verdict(tx, number, article, judgement)
        keep_matches(tx, number, matches)
        verdict = judgement.verdict
        kept = Kept(article=article, copy=verdict.copy, group=verdict.group, story=story, part=part)
        return kept, tell_article(tx, kept, matches, terms, article.fetched_at)


def an_article(key: str, text: str = TEXT, *, hours: float = 0.0, outlet: str = "Dispatch") -> Article:
    title = "NCG meets" if text == TEXT else "Next NCG round is called off"
    return replace(make_article(key, text, title, hours=hours), outlet=outlet)


def test_the_first_article_is_told_with_its_deliveries_and_its_reason(db: Database) -> None:
    kept, told = tell(db, an_article("https://a.example/1"))
    assert (told.count, told.untold) == (1, 0)
    with db.reading() as tx:
        (alert,) = list_alerts(tx)
        (delivery,) = list_deliveries(tx)
        decisions = [d for d in read_decisions(tx, [kept.article.id]) if d.step == "tell"]
    assert alert.kind is AlertKind.FIRST
    assert delivery.alerts == (alert.id,)
    assert [(d.verdict, d.detail["watch"]) for d in decisions] == [("first", "ncg")]


def test_a_reprint_is_silent_and_says_of_what_it_is_a_copy(db: Database) -> None:
    first, _ = tell(db, an_article("https://a.example/1"))
    copy, told = tell(db, an_article("https://b.example/1", outlet="Courier", hours=1))
    assert (told.count, told.untold) == (0, 1)
    with db.reading() as tx:
        (decision,) = (d for d in read_decisions(tx, [copy.article.id]) if d.step == "tell")
    assert decision.verdict == "folded"
    assert isinstance(decision.why, Reason)
    assert (decision.why.code, decision.why.values["of"]) == (Code.COPY, first.article.id)
    for lang in ("en", "ko"):
        assert first.article.id not in say_reason(decision.why, words_for(lang))


def test_a_follow_up_replies_to_the_first_mail_and_names_earlier_coverage(db: Database) -> None:
    first, _ = tell(db, an_article("https://a.example/1"))
    later, told = tell(db, an_article("https://a.example/2", MORE, hours=2))
    assert later.story == first.story
    assert told.telling
    assert [alert.kind for alert in told.telling.alerts] == [AlertKind.FOLLOW_UP]
    assert [report.title for report in told.telling.earlier] == ["NCG meets"]
    with db.reading() as tx:
        second, opening = list_deliveries(tx)
    assert f"In-Reply-To: {read_message_id(opening.body)}".encode() in second.body


def test_a_follow_up_whose_headline_turned_begins_with_it(db: Database) -> None:
    tell(db, an_article("https://a.example/1"))
    _, told = tell(db, an_article("https://a.example/2", MORE, hours=4))
    assert told.telling
    assert compose_text(told.telling).splitlines()[0] == "Follow-up: Next NCG round is called off"


PLANNED = (
    "The Nuclear Consultative Group will hold its fifth meeting in Washington on Jan. 12, it said.\n"
    "The two sides will review guidelines on nuclear deterrence and plan a tabletop exercise for the spring."
)
PUT_OFF = (
    "The fifth meeting of the Nuclear Consultative Group in Washington is postponed to Jan. 29, it said.\n"
    "Nobody in the capital had expected so much snow, and three airports were closed at the weekend."
)


@pytest.mark.parametrize("title", ["NCG meeting is postponed", "Ministry moves the NCG meeting"])
def test_the_sentence_that_turned_is_first_though_it_repeats_many_words(db: Database, title: str) -> None:
    tell(db, make_article("https://a.example/1", PLANNED, "NCG to meet on Jan. 12"))
    _, told = tell(db, make_article("https://a.example/2", PUT_OFF, title, hours=13))
    assert told.telling
    lines = [line.strip() for line in compose_text(told.telling).splitlines()]
    turned, beside = PUT_OFF.splitlines()
    assert next(line for line in lines if turned in line or beside in line).endswith(turned)


@pytest.mark.parametrize("also", [(), ("talks",)])
def test_what_was_out_before_the_last_alert_does_not_report_what_is_new(
    db: Database, also: tuple[str, ...]
) -> None:
    silent = replace(TERMS, watches={})
    talks = Watch(id="talks", name="Talks", query="round")
    both = TellingTerms(
        watches=WATCHES | {"talks": talks}, routes=Routes(channels={"ncg": [MAIL], "talks": [MAIL]})
    )
    tell(db, an_article("https://a.example/1", hours=0.5))
    tell(db, an_article("https://b.example/1", outlet="Courier"), silent)
    beside = "Two officials told reporters that the next round of the NCG was called off.\n" + TEXT
    tell(db, an_article("https://c.example/1", beside, outlet="Herald", hours=1.5), silent)
    _, told = tell(db, an_article("https://a.example/2", MORE, hours=2), both, also=also)
    assert told.telling
    assert [report.outlet for report in told.telling.also] == ["Herald"]


def test_who_else_reports_is_named_once_an_outlet(db: Database) -> None:
    silent = replace(TERMS, watches={})
    tell(db, an_article("https://b.example/1", outlet="Courier"), silent)
    tell(db, an_article("https://b.example/2", outlet="Courier"), silent)
    backfilled = replace(an_article("https://c.example/1", outlet="Dispatch"), sighting=Sighting.BACKFILL)
    tell(db, backfilled, silent)
    _, told = tell(db, an_article("https://a.example/1", MORE))
    assert told.telling
    assert [report.outlet for report in told.telling.also] == ["Courier"]


def test_nothing_is_told_of_what_is_muted(db: Database) -> None:
    with db.writing() as tx:
        keep_mute(tx, "Dispatch", START + timedelta(days=1), START)
    assert tell(db, an_article("https://a.example/1"))[1].count == 0
    other = an_article("https://b.example/1", MORE.replace("Nuclear", "Joint"), outlet="Courier")
    assert tell(db, other)[1].count == 1


def test_the_first_word_waits_for_reprints_and_a_follow_up_does_not(db: Database) -> None:
    patient = replace(TERMS, wait=timedelta(minutes=3))
    tell(db, an_article("https://a.example/1"), patient)
    tell(db, an_article("https://a.example/2", MORE, hours=2), patient)
    with db.reading() as tx:
        second, first = list_deliveries(tx)
    assert first.next_attempt_at == START + timedelta(minutes=3)
    assert second.next_attempt_at == START + timedelta(hours=2)


def test_reprints_that_come_while_the_first_word_waits_are_named_in_it(db: Database) -> None:
    patient = replace(TERMS, wait=timedelta(minutes=30))
    tell(db, an_article("https://a.example/1"), patient)
    with db.reading() as tx:
        (before,) = list_deliveries(tx)
    tell(db, an_article("https://b.example/1", outlet="Courier", hours=0.1), patient)
    with db.writing() as tx:
        (waiting,) = list_deliveries(tx)
        claim = claim_delivery(tx, "me", START + timedelta(minutes=30))
    assert (waiting.id, waiting.next_attempt_at) == (before.id, before.next_attempt_at)
    assert b"Courier" in waiting.body
    assert b"Courier" not in before.body
    assert claim
    tell(db, an_article("https://c.example/1", outlet="Gazette", hours=0.2), patient)
    with db.reading() as tx:
        assert list_deliveries(tx)[0].body == waiting.body


def test_a_watch_that_is_not_configured_is_passed_over(db: Database) -> None:
    assert tell(db, an_article("https://a.example/1"), watch="gone")[1] == Told()


def test_the_feed_reads_what_was_told_newest_first(db: Database) -> None:
    tell(db, an_article("https://a.example/1"))
    tell(db, an_article("https://a.example/2", MORE, hours=2))
    with db.reading() as tx:
        items = read_items(tx, watch="ncg")
        assert [item.kept.article.key for item in items] == ["https://a.example/2", "https://a.example/1"]
        assert read_items(tx, watch="other") == []
