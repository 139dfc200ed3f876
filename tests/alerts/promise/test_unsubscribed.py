"""Who unsubscribed from a watch gets nothing of it but corrections, and a digest of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alerts.channels.email import Email
from alerts.channels.links import OF_WATCHES, UNSUBSCRIBE, DeskLinks, read_link
from alerts.compose.leaving import Leaving, leaving_headers, read_watches_named
from alerts.digest.build import Plan, promise_digest
from alerts.promise.bundle import bundle_held
from alerts.promise.corrections import tell_correction
from alerts.promise.deliveries import promise_deliveries
from alerts.promise.terms import Routes
from alerts.promise.way_back import promise_way_back
from storage.corpus.ledger import read_decisions
from storage.corpus.versions import add_version
from storage.database import Database
from storage.promises.digests import next_span
from storage.promises.outbox import list_deliveries
from storage.readers.unsubscribings import Unsubscribed, resubscribe, unsubscribe
from storage.records import Delivery, Difference, Policy, Version, VersionKind
from tests.alerts.promise.test_alerts_bundle import MORNING, NIGHT, another_article
from tests.alerts.promise.test_alerts_promise import ALERTS, HOOK, MAIL, Chat, no_thread, routes
from tests.alerts.promise.test_alerts_tell import MORE, TERMS, TEXT, WATCHES, an_article, tell
from tests.judging import START, open_corpus
from tests.mails import parse_mail, read_part
from tests.telling import NOW, a_telling

LINKS = DeskLinks("https://hanmi.example.org", "t0ken")
PERSONS = replace(MAIL, links=LINKS, unsubscribes=True)
MAILED = replace(TERMS, routes=Routes(channels={"ncg": [PERSONS]}))
DAY = timedelta(days=1)
FIRST = START + timedelta(hours=20)
PLAN = Plan(key="morning", watches={"ncg": "NCG", "trump": "Trump transition"}, zone=ZoneInfo("Asia/Seoul"))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def leave(db: Database, *watches: str, who: str = "A@example.org", at: timedelta = timedelta()) -> None:
    with db.writing() as tx:
        unsubscribe(tx, who, watches, START + at)


def read(delivery: Delivery) -> EmailMessage:
    return parse_mail(delivery.body)


def plain(delivery: Delivery) -> str:
    return read_part(read(delivery))


def recipients(db: Database) -> list[str]:
    with db.reading() as tx:
        return sorted(delivery.recipient for delivery in list_deliveries(tx))


# ── the mail ──────────────────────────────────────────────────────────────────────────────


def test_each_mail_says_how_its_own_reader_unsubscribes_from_the_watches_it_names() -> None:
    for mail in promise_deliveries(a_telling(*ALERTS), routes(PERSONS), no_thread):
        message = read(mail)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = str(message["List-Unsubscribe"]).strip("<>")
        assert address.startswith("https://hanmi.example.org/u/")
        link = read_link("t0ken", address.rpartition("/")[2], NOW, OF_WATCHES)
        assert link
        assert (link.action, link.recipient, link.delivery) == (UNSUBSCRIBE, mail.recipient, mail.id)
        assert read_link("t0ken", address.rpartition("/")[2], NOW) is None  # no link of another kind
        assert read_watches_named(mail.body) == ("ncg", "trump")
        assert f"Unsubscribe from NCG, Trump transition: {address}" in plain(mail)
        assert "t0ken" not in mail.body.decode()


@pytest.mark.parametrize("channel", [MAIL, replace(MAIL, links=LINKS), replace(MAIL, unsubscribes=True)])
def test_a_mail_of_a_channel_without_it_says_nothing_of_unsubscribing(channel: Email) -> None:
    (mail, _) = promise_deliveries(a_telling(), routes(channel), no_thread)
    assert b"unsubscrib" not in mail.body.lower()


@pytest.mark.parametrize("home", ["https://hanmi.example.org", "https://한미.example/데스크"])
@pytest.mark.parametrize("many", [1, 31, 400])
def test_the_headers_hold_for_any_address_and_many_watches(home: str, many: int) -> None:
    watches = {f"a-watch-of-some-length-{n}": f"Watch {n}" for n in range(many)}
    address = DeskLinks(home, "t0ken").unsubscribe("d-" + "0" * 32, "somebody@" + "x" * 200 + ".example", NOW)
    headers = leaving_headers(Leaving(address=address, watches=watches))
    assert headers.isascii()
    assert max(map(len, headers.split(b"\r\n"))) <= 998
    assert headers.count(b"\r\n") == len(re.findall(rb"^[\w-]+: |^ ", headers, re.MULTILINE))
    assert read_watches_named(headers + b"\r\nbody") == tuple(watches)
    parsed = BytesParser(policy=policy.default).parsebytes(headers + b"\r\n")
    assert str(parsed["List-Unsubscribe"]).startswith("<https://")
    assert str(parsed["List-Unsubscribe"]).endswith(">")


# ── what is told at once ──────────────────────────────────────────────────────────────────


def test_who_unsubscribed_from_one_watch_still_hears_of_the_other() -> None:
    with_all = promise_deliveries(a_telling(*ALERTS), routes(PERSONS, HOOK, Chat()), no_thread)
    unsubscribed = Unsubscribed({("a@example.org", "ncg"): NOW, ("slack://", "usfk"): NOW})
    promised = promise_deliveries(
        a_telling(*ALERTS), routes(PERSONS, HOOK, Chat()), no_thread, unsubscribed=unsubscribed
    )
    assert [(each.recipient, len(each.alerts)) for each in promised] == [
        ("a@example.org", 1),
        ("b@example.org", 2),
        ("https://r.example", 1),
        ("https://r.example", 1),
        ("slack://", 2),
    ]
    assert read(promised[0])["Subject"].startswith("[Trump transition] ")
    assert {each.id for each in promised[1:]} < {each.id for each in with_all}


def test_an_article_is_not_promised_to_who_unsubscribed_and_a_decision_says_so(db: Database) -> None:
    leave(db, "ncg")
    kept, told = tell(db, an_article("https://a.example/1"), MAILED)
    assert told.count == 1
    assert recipients(db) == ["b@example.org"]
    with db.reading() as tx:
        (row,) = [each for each in read_decisions(tx, [kept.article.id]) if each.step == "unsubscribed"]
    assert row.why == "a…@example.org has unsubscribed from NCG"
    assert "a@example.org" not in str(row).lower()


def test_what_is_taken_back_is_told_again(db: Database) -> None:
    leave(db, "ncg")
    tell(db, an_article("https://a.example/1"), MAILED)
    with db.writing() as tx:
        resubscribe(tx, "a@example.org", ["ncg"])
    tell(db, another_article(), MAILED)
    assert recipients(db) == ["a@example.org", "b@example.org", "b@example.org"]


def test_a_correction_of_what_was_told_before_still_goes(db: Database) -> None:
    kept, _ = tell(db, an_article("https://a.example/1"), MAILED)
    leave(db, "ncg", at=timedelta(hours=1))
    change = Difference(what="number", before="77 aircraft", after="17 aircraft")
    version = Version(
        number=2,
        read_at=START + DAY,
        kind=VersionKind.CORRECTION,
        title="NCG meets",
        text=MORE,
        differences=(change,),
    )
    with db.writing() as tx:
        told = tell_correction(tx, kept, version, [PERSONS], START + DAY)
    assert told.count == 1
    assert recipients(db) == ["a@example.org"] * 2 + ["b@example.org"] * 2


def test_a_bundle_says_how_to_unsubscribe_from_all_that_it_carries(db: Database) -> None:
    night = replace(NIGHT, links=LINKS, unsubscribes=True)
    desk = replace(TERMS, routes=Routes(channels={"ncg": [night]}))
    for article in (an_article("https://a.example/1"), another_article()):
        tell(db, article, desk)
    with db.writing() as tx:
        assert bundle_held(tx, [night], MORNING) == 1
        (bundle,) = [each for each in list_deliveries(tx) if each.bundle is None]
    assert read_watches_named(bundle.body) == ("ncg",)
    assert "Unsubscribe from NCG: https://hanmi.example.org/u/" in plain(bundle)


# ── digests ───────────────────────────────────────────────────────────────────────────────

DIGEST = replace(
    TERMS,
    watches={"ncg": replace(WATCHES["ncg"], policy=Policy.DIGEST)},
    routes=Routes(channels={"ncg": [PERSONS]}, digested=frozenset({("ncg", "mail")})),
)


def digest(db: Database, at: datetime, plan: Plan = PLAN) -> dict[str, Delivery]:
    with db.writing() as tx:
        return {each.recipient: each for each in promise_digest(tx, plan, PERSONS, at, at)}


def test_a_digest_leaves_out_what_its_reader_unsubscribed_from(db: Database) -> None:
    leave(db, "ncg")
    tell(db, an_article("https://a.example/1", TEXT), DIGEST)
    mails = digest(db, FIRST)
    assert "nothing met your watches" in plain(mails["a@example.org"])
    assert "NCG meets" in plain(mails["b@example.org"])
    assert read_watches_named(mails["a@example.org"].body) == ("trump",)
    assert read_watches_named(mails["b@example.org"].body) == ("ncg", "trump")


def test_who_unsubscribed_from_everything_gets_no_digest_but_corrections(db: Database) -> None:
    kept, _ = tell(db, an_article("https://a.example/1", TEXT), DIGEST)
    assert set(digest(db, FIRST)) == {"a@example.org", "b@example.org"}
    leave(db, "ncg", "trump", at=FIRST - START)
    assert set(digest(db, FIRST + DAY)) == {"b@example.org"}
    later, _ = tell(db, replace(another_article(), fetched_at=FIRST + DAY + timedelta(hours=1)), DIGEST)
    assert set(digest(db, FIRST + 2 * DAY)) == {"b@example.org"}
    change = Difference(what="number", before="77 aircraft", after="17 aircraft")
    with db.writing() as tx:
        for number, each in ((1, kept), (2, later)):
            add_version(
                tx, number, each.article, read_at=FIRST + 2 * DAY + timedelta(hours=1),
                kind=VersionKind.CORRECTION, title=each.article.title, text=MORE, differences=(change,),
            )  # fmt: skip
    mails = digest(db, FIRST + 3 * DAY)
    assert "corrected: 1" in plain(mails["a@example.org"])  # what was told before, and not what came after
    assert "corrected: 2" in plain(mails["b@example.org"])


def test_what_nobody_wanted_does_not_pile_up_for_who_comes_back(db: Database) -> None:
    for who in PERSONS.recipients:
        leave(db, "ncg", "trump", who=who)
    tell(db, an_article("https://a.example/1", TEXT), DIGEST)
    assert digest(db, FIRST) == {}
    with db.writing() as tx:
        span = next_span(tx, PLAN.key, PERSONS.id, opening=START - DAY)
        resubscribe(tx, "a@example.org", ["ncg"])
    assert span.since == span.upto
    (back,) = digest(db, FIRST + DAY).values()
    assert "NCG meets" not in plain(back)


# ── the way back ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "You have unsubscribed from NCG"), ("ko", "NCG 수신을 거부하셨습니다")]
)
def test_the_way_back_names_what_was_left_and_leads_back(lang: str, said: str) -> None:
    mail = promise_way_back(PERSONS, "a@example.org", {"ncg": "NCG"}, lang, NOW)
    message, text = read(mail), plain(mail)
    assert message["Subject"] == f"[Hanmi Watch] {said}"
    assert text.startswith(said)
    assert read_watches_named(mail.body) == ("ncg",)
    (address,) = re.findall(r"https://hanmi\.example\.org/u/(\S+)", text)
    link = read_link("t0ken", address, NOW, OF_WATCHES)
    assert link
    assert (link.action, link.delivery, link.recipient) == ("resubscribe", mail.id, "a@example.org")
    assert message["List-Unsubscribe"] is None
    assert mail.next_attempt_at == NOW
