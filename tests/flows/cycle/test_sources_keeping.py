"""Polls as they are kept: gaps are mended, stuck servers found out, and troubles told of once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.config.loading.load import load_settings
from flows.cycle.keep_poll import PollKeeper, learn_rhythms
from flows.cycle.poll import DISTRUST, PollResult, choose_validators
from flows.demo.faults import Answers, page_for_feed
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece
from flows.fetch.client import Fetcher
from flows.fetch.options import FetchOptions
from flows.report import CycleReport
from flows.sources.results import OK, Result
from flows.wiring import House, open_house
from flows.workers.pool import WorkerPool
from storage.address import address_key
from storage.corpus.ledger import read_decisions
from storage.corpus.sources import read_hourly, read_statuses
from storage.promises.outbox import list_deliveries
from storage.records import Coverage, Delivery, Entry, Health, Poll, Published, SourceStatus, Trouble
from tests.newsroom import Newsroom

START = datetime(2026, 3, 2, tzinfo=UTC)  # Monday, 9:00 in Seoul
HOUR = timedelta(hours=1)
NOW = datetime.now(UTC)


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


@pytest.fixture
def house(room: Newsroom) -> Iterator[House]:
    """A house with one source, daily, of which polls are made up."""
    room.open_outlet("daily")
    room.write_config()
    with open_house(load_settings(room.config)) as opened:
        yield opened


def keep(
    house: House, at: datetime, result: Result, *entries: Entry, shown: int = 0, id: str = "daily"
) -> None:
    """Keep a made-up poll; `shown` entries that are known already come with the new ones."""
    source, status = house.settings.source(id), read_status(house, id)
    assert source
    old = [Entry(url=f"https://{id}.kr/old/{number}") for number in range(shown)]
    poll = Poll(
        source=source.id,
        at=at,
        result=result,
        is_ok=result in OK,
        next_poll_at=at + timedelta(minutes=5),
        entries=len(entries) + shown,
        dated=len(entries) + shown,
        why=None if result in OK else f"it is {result}",
    )
    keyed = tuple((address_key(entry.url), entry) for entry in [*entries, *old])
    found = PollResult(poll=poll, entries=keyed, soonest=poll.next_poll_at)

    async def run() -> None:
        async with Fetcher(FetchOptions()) as fetcher:
            keeper = PollKeeper(house, fetcher, WorkerPool(), CycleReport())
            await keeper.keep(source, status, found)
            await keeper.flush()

    asyncio.run(run())


def read_status(house: House, id: str = "daily") -> SourceStatus:
    with house.db.reading() as tx:
        return read_statuses(tx)[id]


def promised(house: House) -> list[Delivery]:
    with house.db.reading() as tx:
        return list_deliveries(tx)


def types(house: House) -> list[str]:
    """The types of the notices for the webhook, oldest first."""
    bodies = [each.body for each in promised(house) if each.channel == "risk-hook"]
    return sorted((json.loads(body)["type"] for body in bodies), reverse=True)


def entry(name: str, at: datetime | None = None) -> Entry:
    return Entry(url=f"https://daily.kr/{name}", published=Published(at=at, by="feed") if at else None)


def test_a_death_and_a_return_are_told_through_every_channel_once(house: House) -> None:
    keep(house, START, Result.NOTHING_NEW, shown=5)
    for number in range(1, 6):
        keep(house, START + number * HOUR / 2, Result.DOWN)
    assert types(house) == ["source.unhealthy"]
    assert {each.channel for each in promised(house)} == {"press-office", "risk-hook"}
    keep(house, START + 4 * HOUR, Result.UNCHANGED)
    assert types(house) == ["source.unhealthy"]
    assert read_status(house).state.value == "failing"
    keep(house, START + 5 * HOUR, Result.NOTHING_NEW, shown=5)
    assert types(house) == ["source.unhealthy", "source.recovered"]
    assert read_status(house).state.value == "ok"
    (told,) = [
        json.loads(each.body)["data"]
        for each in promised(house)
        if each.channel == "risk-hook" and b"unhealthy" in each.body
    ]
    assert (told["source"]["id"], told["trouble"], told["why"]) == ("daily", "failing", "it is down")
    assert told["source"]["state"] == "failing"


def test_an_outage_of_our_own_network_is_told_once_and_blames_no_source(room: Newsroom) -> None:
    ids = ("daily", "courier", "herald", "times")
    for id in ids:
        room.open_outlet(id)
    room.write_config()
    with open_house(load_settings(room.config)) as house:
        for id in ids:
            keep(house, START, Result.NOTHING_NEW, shown=5, id=id)
        for number in range(1, 8):
            for id in ids:
                keep(house, START + number * HOUR / 2, Result.DOWN, id=id)
        assert types(house) == ["source.unhealthy"]
        assert {each.channel for each in promised(house)} == {"press-office", "risk-hook"}
        for id in ids[1:]:
            keep(house, START + 5 * HOUR, Result.NOTHING_NEW, shown=5, id=id)
        assert types(house) == ["source.unhealthy"]
        # The network is back, and this one is down all the same.
        keep(house, START + 6 * HOUR, Result.DOWN)
        assert types(house) == ["source.unhealthy"] * 2
        assert read_status(house).coverage.health.trouble is Trouble.FAILING


def test_two_failures_are_told_to_nobody(house: House) -> None:
    for number in range(2):
        keep(house, START + number * HOUR, Result.DOWN)
    keep(house, START + 3 * HOUR, Result.NOTHING_NEW, shown=5)
    assert promised(house) == []


def test_silence_is_told_and_shown(room: Newsroom, house: House) -> None:
    for number in range(9 * 24):
        at = START + number * HOUR
        if 8 <= (at + 9 * HOUR).hour < 20 and number < 8 * 24:
            keep(house, at, Result.NOTHING_NEW, entry(f"n{number}"), shown=3)
        elif number % 4 == 0:
            keep(house, at, Result.UNCHANGED)
        if number == 8 * 24:
            learn_rhythms(house, [read_status(house)], at)
    rhythm = read_status(house).rhythm
    assert rhythm
    assert rhythm.share
    assert types(house) == ["source.unhealthy"]
    (state,) = room.lines("sources")
    assert state["state"] == "silent"
    assert "nothing new for" in state["trouble_why"]
    assert room.hanmi("sources").output.startswith("Sources: 1 silent (times in Asia/Seoul)")
    assert "1 silent" in room.hanmi("doctor").output
    keep(house, START + 240 * HOUR, Result.NOTHING_NEW, entry("news"), shown=3)
    assert types(house) == ["source.unhealthy", "source.recovered"]
    assert room.lines("sources")[0]["state"] == "ok"


def test_a_rhythm_is_learned_twice_a_day_at_most(house: House) -> None:
    keep(house, START, Result.NOTHING_NEW, shown=3)
    learn_rhythms(house, [read_status(house)], START)
    learn_rhythms(house, [read_status(house)], START + HOUR)
    first = read_status(house).rhythm
    assert first
    assert (first.learned_at, first.share) == (START, None)
    learn_rhythms(house, [read_status(house)], START + 12 * HOUR)
    second = read_status(house).rhythm
    assert second
    assert second.learned_at == START + 12 * HOUR


def test_a_304_that_hid_something_is_asked_without_validators_from_then_on(house: House) -> None:
    keep(house, START, Result.NOTHING_NEW, shown=3)
    for number in range(1, 25):
        keep(house, START + number * HOUR, Result.UNCHANGED)
    at = START + 25 * HOUR
    status = replace(read_status(house), etag='"1"')
    assert choose_validators(status, at) == (None, None)
    keep(house, at, Result.NOTHING_NEW, entry("hidden", START + 5 * HOUR), shown=3)
    status = replace(read_status(house), etag='"1"')
    assert status.coverage.stuck_at == at
    assert choose_validators(status, at + HOUR) == (None, None)
    assert choose_validators(status, at + DISTRUST) == ('"1"', None)
    with house.db.reading() as tx:
        assert [each.verdict for each in read_decisions(tx, ["daily"])] == ["stuck"]


def test_news_after_304s_is_no_sign_of_a_stuck_server(house: House) -> None:
    keep(house, START, Result.NOTHING_NEW, shown=3)
    keep(house, START + HOUR, Result.UNCHANGED)
    keep(house, START + 2 * HOUR, Result.NOTHING_NEW, entry("new", START + 1.9 * HOUR), shown=3)
    assert read_status(house).coverage.stuck_at is None


@pytest.mark.parametrize(
    ("coverage", "is_sent"),
    [
        (Coverage(), True),
        (Coverage(unchanged=3, whole_at=START), True),
        (Coverage(unchanged=24, whole_at=START), False),
        (Coverage(unchanged=1, whole_at=START - 13 * HOUR), False),
        (Coverage(unchanged=0, whole_at=START - 13 * HOUR), True),
        (Coverage(stuck_at=START - HOUR), False),
        (Coverage(failures=1, failed_at=START - HOUR), False),
        (Coverage(health=Health(trouble=Trouble.CHALLENGE, since=START)), False),
        (Coverage(health=Health(trouble=Trouble.GAP, since=START)), True),
    ],
)
def test_validators_are_left_out_now_and_then(coverage: Coverage, is_sent: bool) -> None:
    status = SourceStatus(id="s", url="https://a.kr/", etag="e", last_modified="m", coverage=coverage)
    assert choose_validators(status, START) == (("e", "m") if is_sent else (None, None))


def test_what_a_gap_swallowed_comes_from_the_sitemap(room: Newsroom) -> None:
    daily = room.open_outlet("daily", window=5)
    room.stand.robots += f"Sitemap: {daily.masthead.root}map.xml\n"
    daily.publish(*(made_up_piece(n, published=NOW - timedelta(minutes=n)) for n in range(5)))
    room.run()
    addresses = daily.publish(*(made_up_piece(n, published=just_after()) for n in range(10, 22)))
    locs = "".join(
        f"<url><loc>{url}</loc><lastmod>{datetime.now(UTC).isoformat()}</lastmod></url>" for url in addresses
    )
    sitemap = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{locs}</urlset>"
    room.stand.misbehave(
        "/daily/map.xml", Answers(status=200, body=sitemap.encode(), content_type="text/xml")
    )
    assert room.run()["articles"]["new"] == 12
    (told,) = room.notices()
    assert (told["type"], told["data"]["trouble"], told["data"]["regained"]) == (
        "source.unhealthy",
        Trouble.GAP,
        7,
    )
    daily.publish(made_up_piece(30, published=just_after()))
    room.run()
    assert [each["type"] for each in room.notices()] == ["source.unhealthy", "source.recovered"]
    assert room.run()["articles"]["new"] == 0
    assert len(room.notices()) == 2


def just_after() -> datetime:
    """A time after the poll that was just made, in the whole seconds that a feed's dates have."""
    return datetime.now(UTC) + timedelta(seconds=1)


def test_a_gap_without_a_sitemap_stays_one_and_is_told(room: Newsroom) -> None:
    daily = room.open_outlet("daily", window=5)
    daily.publish(*(made_up_piece(n, published=NOW) for n in range(5)))
    room.run()
    daily.publish(*(made_up_piece(n, published=just_after()) for n in range(10, 22)))
    assert room.run()["articles"]["new"] == 5
    (told,) = room.notices()
    assert (told["data"]["trouble"], told["data"]["regained"]) == (Trouble.GAP, 0)


def test_a_challenge_page_is_told_at_once_and_once(room: Newsroom) -> None:
    daily = room.open_outlet("daily")
    daily.publish(made_up_piece(1, published=NOW))
    room.stand.misbehave(daily.rss, page_for_feed())
    for _ in range(3):
        room.run()
    (told,) = room.notices()
    assert told["data"]["trouble"] == Trouble.CHALLENGE
    assert len(room.postbox.mails()) == 1
    room.stand.behave()
    room.run()
    assert [each["type"] for each in room.notices()] == ["source.unhealthy", "source.recovered"]
    assert room.lines("sources")[0]["state"] == "ok"


def test_a_source_that_is_back_with_nothing_new_is_well_at_once(room: Newsroom) -> None:
    daily = room.open_outlet("daily")
    daily.publish(made_up_piece(1, published=NOW))
    room.run()
    room.stand.misbehave(daily.rss, page_for_feed())
    room.run()
    room.stand.behave()
    room.run()
    assert [each["type"] for each in room.notices()] == ["source.unhealthy", "source.recovered"]


def test_quiet_polls_wait_for_one_another_and_each_has_its_row(house: House) -> None:
    keep(house, START, Result.NOTHING_NEW, shown=5)
    source, before = house.settings.source("daily"), read_status(house)
    assert source
    report = CycleReport()

    def quiet(number: int) -> PollResult:
        at = START + number * HOUR
        poll = Poll(
            source="daily", at=at, result=Result.UNCHANGED, is_ok=True, next_poll_at=at + HOUR, etag="x"
        )
        return PollResult(poll=poll, soonest=at + HOUR)

    async def run() -> None:
        async with Fetcher(FetchOptions()) as fetcher:
            keeper = PollKeeper(house, fetcher, WorkerPool(), report)
            for number in (1, 2):
                await keeper.keep(source, before, quiet(number))
            assert (read_status(house).etag, report.polled) == (None, 0)
            await keeper.flush()

    asyncio.run(run())
    after = read_status(house)
    assert (after.etag, after.last_result, report.polled, report.unchanged) == ("x", "unchanged", 2, 2)
    with house.db.reading() as tx:
        rows = list(read_hourly(tx, "daily", since=START, until=START + timedelta(days=365)))
    assert [result for _, result, _ in rows] == ["new", "unchanged", "unchanged"]
