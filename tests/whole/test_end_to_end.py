"""The whole path on loopback: from an outlet's feed to a signed webhook and a mail, and to silence."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from standardwebhooks import Webhook

from flows.cli.app import main
from flows.config.bundle import SEEDS
from flows.demo.faults import Bomb, Drips, Endless, Fault, Hangs, Refuses, page_for_feed, unavailable
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.piece import Piece
from flows.demo.script import read_script
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.keeping.new_article import keep_article
from tests.newsroom import SECRET, Newsroom

pytestmark = pytest.mark.slow

_PRINTINGS = {printing.draft.slug: printing for act in read_script().acts for printing in act.printings}

FERRY = (
    "The ferry between the twin harbours of Saebit sails again after eleven weeks in dock, its owner said.",
    "Welders replaced a third of the hull and found a message behind a plate that apprentices left in 1987.",
    "The crossing takes nineteen minutes now, captain Ohn Dari said, since the propellers were balanced.",
)
FERRY_TAIL = (
    "Among the first passengers were delegates of the Nuclear Consultative Group, whose talks ended early.",
    "“They asked better questions about ballast than my nephew does,” the captain said of the NCG party.",
    "Two more crossings a day begin as soon as the second crew has passed its examination.",
)


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


def minutes_ago(minutes: int) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


def printed(slug: str, minutes: int = 10) -> Piece:
    """A piece of the demonstration's script, published so many minutes ago."""
    return replace(_PRINTINGS[slug].draft, published=minutes_ago(minutes))


def on_the_ncg(number: int) -> Piece:
    return made_up_piece(number, published=minutes_ago(10), extra=(ncg_sentence(number),))


def test_an_article_on_the_ncg_leads_to_one_signed_webhook_and_one_mail(room: Newsroom) -> None:
    (address,) = room.open_outlet("dispatch").publish(printed("ncg-to-meet-in-seoul"))
    assert room.run()["articles"]["new"] == 1
    assert room.told() == (1, 1)
    assert len(room.lines("alerts", "--watch", "ncg")) == 1
    (webhook,) = room.receiver.received()
    body = Webhook(SECRET).verify(webhook.body, webhook.headers)
    assert body["type"] == "alert.created"
    assert body["data"]["article"]["url"] == address
    assert body["data"]["watch"]["id"] == "ncg"
    (mail,) = room.postbox.mails()
    assert mail.message["Subject"] == f"[NCG] {printed('ncg-to-meet-in-seoul').title}"
    assert address in mail.text()


def test_what_was_told_is_not_told_again(room: Newsroom) -> None:
    outlet = room.open_outlet("dispatch")
    (address,) = outlet.publish(printed("ncg-to-meet-in-seoul"))
    room.run()
    report = room.run()
    assert report["sources"]["unchanged"] == 1
    assert room.stand.count(address) == 1
    outlet.publish(replace(printed("ncg-to-meet-in-seoul"), slug="the-same-moved", guid="another"))
    report = room.run()
    assert report["articles"]["duplicate"] == 1
    assert room.told() == (1, 1)


def test_a_reprint_of_a_seed_is_silent_and_explain_names_the_seed(room: Newsroom) -> None:
    room.open_outlet("courier").publish(printed("final-trip-to-korea"))
    room.write_config()
    room.document("backfill", str(SEEDS / "articles"))
    report = room.run()
    assert report["articles"]["duplicate"] == 1
    assert room.told() == (0, 0)
    articles = room.lines("articles")
    seed = next(each for each in articles if each["path"] and "002_" in each["path"])
    reprint = next(each for each in articles if each["url"])
    assert reprint["duplicate_of"] == seed["id"]
    assert reprint["duplicate_kind"] in ("exact", "near")
    assert seed["id"] in room.hanmi("explain", reprint["url"]).stdout


def test_a_reprint_of_an_old_text_does_not_draw_new_events_into_its_story(room: Newsroom) -> None:
    (reprint,) = room.open_outlet("courier").publish(printed("final-trip-to-korea", minutes=30))
    (news,) = room.open_outlet("dispatch").publish(printed("ncg-to-meet-in-seoul"))
    room.write_config()
    room.document("backfill", str(SEEDS / "articles"))
    room.run()
    stories = {each["url"]: each["story_id"] for each in room.lines("articles")}
    assert stories[reprint] != stories[news]
    assert room.told() == (1, 1)


@pytest.mark.parametrize("slug", ["night-market-record", "calendar-app-renamed"])
def test_an_unrelated_article_is_silent(room: Newsroom, slug: str) -> None:
    room.open_outlet("courier").publish(printed(slug))
    report = room.run()
    assert report["articles"]["new"] == 1
    assert report["alerts"] == {"created": 0, "suppressed": 0}
    assert room.told() == (0, 0)


def test_a_text_that_shares_a_background_paragraph_with_a_seed_is_told(room: Newsroom) -> None:
    seed = _PRINTINGS["final-trip-to-korea"].draft
    background = next(text for text in seed.paragraphs if "mend the rift" in text)
    story = printed("ncg-to-meet-in-seoul")
    room.open_outlet("dispatch").publish(replace(story, paragraphs=(*story.paragraphs, background)))
    room.write_config()
    room.document("backfill", str(SEEDS / "articles"))
    room.run()
    assert room.told() == (1, 1)


def test_a_full_text_that_names_the_ncg_after_a_lede_that_did_not_is_told(room: Newsroom) -> None:
    teller, latecomer = room.open_outlet("teller"), room.open_outlet("latecomer")
    ferry = Piece(slug="ferry", title="Ferry sails again", paragraphs=FERRY, published=minutes_ago(30))
    teller.publish(ferry)
    assert room.run()["alerts"]["created"] == 0
    latecomer.publish(replace(ferry, paragraphs=FERRY + FERRY_TAIL, published=minutes_ago(5)))
    assert room.run()["alerts"]["created"] == 1
    assert room.told() == (1, 1)


def test_a_korean_article_is_told_with_its_terms(room: Newsroom) -> None:
    room.open_outlet("naru", lang="ko", title="나루일보", charset="euc-kr").publish(printed("ncg-survey"))
    room.run()
    (webhook,) = room.receiver.received()
    alert = json.loads(webhook.body)["data"]["alert"]
    terms = {match["text"] for evidence in alert["evidence"] for match in evidence["matches"]}
    assert "핵협의그룹" in terms
    for evidence in alert["evidence"]:
        for match in evidence["matches"]:
            assert evidence["text"][match["start"] : match["end"]] == match["text"]


@pytest.mark.parametrize("feed", ["rss", "atom"])
@pytest.mark.parametrize("gzip", [False, True])
def test_both_kinds_of_feed_arrive(room: Newsroom, feed: str, gzip: bool) -> None:
    room.open_outlet("dispatch", feed=feed, gzip=gzip).publish(on_the_ncg(1))
    assert room.run()["alerts"]["created"] == 1


def waits(fault: Fault) -> ParameterSet:
    """A fault that lasts until our own time limit."""
    return pytest.param(fault, marks=pytest.mark.slow)


def name_trouble(fault: Fault) -> str:
    """A short test id."""
    return type(fault).__name__.lower()


@pytest.mark.parametrize(
    "fault",
    [
        Refuses(),
        Endless(),
        Bomb(size=50_000_000),
        page_for_feed(),
        unavailable("120"),
        waits(Hangs()),
        waits(Drips(pause_s=0.2)),
        waits(Endless(pause_s=0.1)),
    ],
    ids=name_trouble,
)
def test_a_source_on_a_bad_day_is_reported_and_harms_no_other(room: Newsroom, fault: Fault) -> None:
    bad, good = room.open_outlet("bad"), room.open_outlet("good")
    bad.publish(on_the_ncg(1))
    good.publish(on_the_ncg(2))
    room.stand.misbehave(bad.rss, fault)
    report = room.run()
    assert (report["sources"]["failed"], report["articles"]["new"]) == (1, 1)
    assert report["seconds"] < 10
    (state,) = [each for each in room.lines("sources") if each["id"] == "bad"]
    assert state["failures"] == 1
    assert room.told() == (1, 1)
    room.stand.behave()
    assert room.run()["alerts"]["created"] == 1


@pytest.mark.parametrize(
    "fault", [Refuses(), Endless(), unavailable(), Bomb(size=50_000_000), waits(Hangs())], ids=name_trouble
)
def test_a_page_on_a_bad_day_harms_no_other(room: Newsroom, fault: Fault) -> None:
    outlet = room.open_outlet("daily")
    bad, _ = outlet.publish(on_the_ncg(1), on_the_ncg(2))
    room.stand.misbehave(bad, fault)
    report = room.run()
    assert room.told() == (1, 1)
    assert report["sources"]["failed"] == 0
    assert report["seconds"] < 15


def test_a_delivery_waits_for_its_receiver_and_keeps_its_id(room: Newsroom) -> None:
    room.open_outlet("dispatch").publish(on_the_ncg(1))
    room.receiver.stop()
    report = room.run()
    assert report["deliveries"] == {"sent": 1, "retrying": 1, "dead": 0}
    (waiting,) = [each for each in room.lines("deliveries") if each["state"] == "retrying"]
    room.receiver.start()
    wait_until_due(room)
    assert room.document("deliver")["deliveries"]["sent"] == 1
    (webhook,) = room.receiver.received(accepted=True)
    assert webhook.id == waiting["id"]
    assert room.told() == (1, 1)


@pytest.mark.parametrize(
    "reply", [Reply(status=500), Reply(drop=True), Reply(status=302)], ids=["500", "drop", "302"]
)
def test_every_attempt_sends_the_same_bytes_under_one_id(room: Newsroom, reply: Reply) -> None:
    room.open_outlet("dispatch").publish(on_the_ncg(1))
    room.receiver.plan(reply)
    room.run()
    wait_until_due(room)
    room.document("deliver")
    first, second = room.receiver.received()
    assert (first.id, first.body) == (second.id, second.body)
    assert room.told() == (1, 1)


def test_seed_files_in_a_bad_way_are_named_and_the_others_kept(room: Newsroom) -> None:
    folder = room.folder / "seeds"
    folder.mkdir()
    korean = "\n\n".join((printed("ncg-survey").title, *printed("ncg-survey").paragraphs))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "euckr.txt").write_bytes(korean.encode("euc-kr", "ignore"))
    (folder / "plain.txt").write_text("A ferry sails\n\n" + "\n\n".join(FERRY), encoding="utf-8")
    room.write_config()
    report = room.document("backfill", str(folder))
    failed = {Path(failure["path"]).name: failure["reason"] for failure in report["failures"]}
    # EUC-KR is read all the same, and named, since the encoding is a guess.
    assert {"empty.txt", "binary.txt", "loop.txt", "euckr.txt"} == set(failed), failed
    assert all(failed.values())
    assert report["articles"]["new"] == 2
    texts = " ".join(room.document("show", each["id"])["text"] for each in room.lines("articles"))
    assert "핵협의그룹" in texts
    assert room.told() == (0, 0)


def test_a_wrong_configuration_names_every_problem_and_touches_nothing(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    room.open_outlet("dispatch").publish(on_the_ncg(1))
    room.write_config('[desk]\nlisten = 8787\n[fetching]\npause = "1s"\n')
    monkeypatch.setattr("sys.argv", ["hanmi", "--config", str(room.config), "run", "--all"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert str(room.config) in said
    assert "fetching" in said
    assert "desk.listen" in said
    assert not (room.folder / "data").exists()
    assert room.stand.asked() == []


def wait_until_due(room: Newsroom) -> None:
    """Sleep until the delivery that failed may be tried again."""
    due = [each["next_attempt_at"] for each in room.lines("deliveries") if each["state"] == "retrying"]
    assert len(due) == 1
    time.sleep(max(0.0, (datetime.fromisoformat(due[0]) - datetime.now(UTC)).total_seconds()) + 0.05)


def test_a_fault_of_ours_in_one_article_harms_no_other(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_at_odd(house: Any, article: Any, **more: Any) -> Any:
        if "00001" in article.key:
            raise RuntimeError("a bug")
        return keep_article(house, article, **more)

    monkeypatch.setattr("flows.pipeline.keep_article", fail_at_odd)
    room.open_outlet("dispatch").publish(*(made_up_piece(n, published=datetime.now(UTC)) for n in (1, 2)))
    report = room.run()
    assert report["articles"] == {"new": 1, "duplicate": 0, "updated": 0, "failed": 1}
    assert "a bug" in report["failures"][0]["why"]
    assert "entry fault" in caplog.text
