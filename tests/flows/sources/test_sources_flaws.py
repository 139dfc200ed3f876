"""What a source leaves out though it is read: dates, or most of its texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.demo.faults import Answers
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece
from flows.sources.health.coverage import follow_poll
from flows.sources.health.flaws import remark_texts, tell_remarks
from flows.sources.results import Result
from storage.records import Coverage, Flaw, Poll, Remark, Teaser, TextSize
from storage.rows import coverage_json, read_coverage
from tests.newsroom import Newsroom

START = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOW = datetime.now(UTC)


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


def poll(at: datetime, entries: int, dated: int, result: Result = Result.NEW) -> Poll:
    return Poll(
        source="s", at=at, result=result, is_ok=True, next_poll_at=at + HOUR, entries=entries, dated=dated
    )


def sizes(*lengths: int, teaser: Teaser | None = None) -> list[TextSize]:
    return [TextSize(length=length, teaser=teaser) for length in lengths]


def flaws(coverage: Coverage) -> list[Flaw]:
    return [remark.flaw for remark in coverage.remarks]


@pytest.mark.parametrize("result", [Result.NEW, Result.NOTHING_NEW, Result.EMPTY])
def test_what_a_source_lists_under_no_address_is_remarked_until_it_has_one(result: Result) -> None:
    entries = 0 if result is Result.EMPTY else 6
    known = follow_poll(Coverage(), replace(poll(START, entries, entries, result), dropped=2))
    (remark,) = known.remarks
    assert remark.flaw is Flaw.NOWHERE
    assert f"2 of the {entries + 2} items that it lists" in str(remark.why)
    assert read_coverage(coverage_json(known)).remarks == known.remarks
    assert flaws(follow_poll(known, poll(START + HOUR, 0, 0, Result.UNCHANGED))) == [Flaw.NOWHERE]
    assert flaws(follow_poll(known, poll(START + HOUR, entries, entries, result))) == []


def test_links_to_scripts_stand_beside_the_source_they_are_lost_from(room: Newsroom) -> None:
    outlet = room.open_outlet("wire")
    items = "".join(f"<item><title>N{n}</title><link>javascript:view({n})</link></item>" for n in range(3))
    body = f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()
    room.stand.misbehave(outlet.rss, Answers(body=body, content_type="application/rss+xml"))
    room.run()
    (source,) = room.lines("sources")
    assert source["last_result"] == "empty"
    assert [remark["why"][:26] for remark in source["remarks"]] == ["3 of the 3 items that it l"]
    assert "3 of the 3 items" in " ".join(room.hanmi("sources").output.split())
    (tried,) = room.lines("source", "check")
    assert (tried["dropped"], tried["why"]) == (3, "it reads well and announces nothing but scripts")


def test_entries_without_any_date_are_remarked_since_they_began() -> None:
    known = Coverage()
    for hour, (entries, dated, expected) in enumerate(
        [(5, 5, []), (2, 0, []), (5, 1, []), (5, 0, [Flaw.UNDATED]), (6, 0, [Flaw.UNDATED])]
    ):
        known = follow_poll(known, poll(START + hour * HOUR, entries, dated))
        assert flaws(known) == expected
    assert known.remarks[0].since == START + 3 * HOUR
    assert known.remarks[0].why == "none of its 6 entries has a date"
    known = follow_poll(known, poll(START + 6 * HOUR, 0, 0, Result.UNCHANGED))
    assert flaws(known) == [Flaw.UNDATED]
    assert flaws(follow_poll(known, poll(START + 7 * HOUR, 5, 4))) == []


USUAL = [2000, 2400, 900, 3100, 2600, 1800, 2200, 2900, 2500, 2100, 2300, 1700]


@pytest.mark.parametrize(
    ("lengths", "is_short"),
    [
        ([180, 220, 150, 300, 90, *USUAL], True),
        ([180, 220, 2000, 300, 90, *USUAL], True),
        ([180, 220, 2000, 3000, 2500, *USUAL], False),
        ([900, 1000, 1100, 1200, 950, *USUAL], False),
        ([180, 220, 150, 300, 90, *USUAL[:5]], False),
        ([180, 220], False),
    ],
)
def test_texts_that_suddenly_come_out_short_are_remarked(lengths: list[int], is_short: bool) -> None:
    remarks = remark_texts(Coverage(), sizes(*lengths), START)
    assert [remark.flaw for remark in remarks] == ([Flaw.SHORT] if is_short else [])


def test_short_texts_stay_remarked_until_they_are_well_again_however_long() -> None:
    known = Coverage(remarks=remark_texts(Coverage(), sizes(*[200] * 5, *USUAL), START))
    known = replace(known, remarks=remark_texts(known, sizes(*[210] * 40), START + HOUR))
    assert [(remark.flaw, remark.since) for remark in known.remarks] == [(Flaw.SHORT, START)]
    assert "2,250 is usual" in known.remarks[0].why
    assert remark_texts(known, sizes(*[1000] * 40), START + 2 * HOUR) != ()
    assert remark_texts(known, sizes(*[1500] * 40), START + 2 * HOUR) == ()


def test_a_source_whose_articles_are_mostly_teasers_has_a_paywall() -> None:
    teasers = sizes(*[1200] * 3, teaser=Teaser.PAYWALL)
    remarks = remark_texts(Coverage(), [*teasers, *sizes(*USUAL)], START)
    assert [(remark.flaw, remark.why) for remark in remarks] == [
        (Flaw.PAYWALL, "3 of its last 5 articles are teasers before a paywall")
    ]
    assert remark_texts(Coverage(remarks=remarks), [*teasers[:2], *sizes(*USUAL)], START) == ()


def test_what_begins_and_ends_is_told_to_the_ledger_once() -> None:
    remark = Remark(flaw=Flaw.SHORT, since=START, why="its texts are short", usual=2000)
    other = replace(remark, flaw=Flaw.PAYWALL, why="teasers")
    assert tell_remarks((), (remark,)) == (("short", "its texts are short"),)
    assert tell_remarks((remark,), (replace(remark, why="shorter still"),)) == ()
    ((verdict, why), *more) = tell_remarks((remark, other), (other,))
    assert (verdict, more) == ("not short", [])
    assert why == "over; since 2026-03-02T00:00+00:00: its texts are short"


def test_remarks_survive_storage() -> None:
    remark = Remark(flaw=Flaw.SHORT, since=START, why="its texts are short", usual=2000.5)
    known = Coverage(read_at=START, remarks=(remark, replace(remark, flaw=Flaw.UNDATED)))
    assert read_coverage(coverage_json(known)) == known


def test_flaws_are_found_by_a_cycle_and_shown(room: Newsroom) -> None:
    outlet = room.open_outlet("daily")
    pieces = [made_up_piece(number, published=NOW) for number in range(5)]
    gate = b"<html><body><article><h1>A</h1><p>" + b"Half a sentence of it is open to all. " * 3
    wall = Answers(
        status=200, body=gate + b"<p>Subscribe to continue reading.</article>", content_type="text/html"
    )
    for address in outlet.publish(*(replace(piece, published=None, teaser="News.") for piece in pieces)):
        room.stand.misbehave(address, wall)
    room.run()
    (source,) = room.lines("sources")
    assert {remark["flaw"] for remark in source["remarks"]} == {"undated", "paywall"}
    assert source["state"] == "ok"
    assert "has a date" in " ".join(room.hanmi("sources").output.split())
    assert room.notices() == []
