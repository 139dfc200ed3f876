"""Runs that overlap on PostgreSQL share a cycle, and what comes of it is what comes of one run."""

from __future__ import annotations

import asyncio
import io
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.config.loading.load import load_settings
from flows.cycle import rounds, share
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.pipeline import run_cycle
from flows.report import CycleReport
from flows.wiring import House, open_house
from storage.corpus.articles import article_numbers, read_articles_numbered
from storage.corpus.shares import claim_polls, read_parked
from storage.corpus.sources import renew_claims, wish_poll
from storage.database import Database
from storage.promises.claims import CLAIM_LEASE
from storage.promises.turns import end_turn, take_turn
from storage.records import Article, SourceStatus
from tests.newsroom import Newsroom
from tests.postgres import find_programs, make_database, open_server

PROGRAMS = find_programs()
OUTLETS, PER_OUTLET = 12, 4
ELSEWHERE = "other-host/boot/pid:[1]:77:123"

pytestmark = pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed here")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    assert PROGRAMS is not None
    with open_server(PROGRAMS) as address:
        yield address


@pytest.fixture
def room(
    tmp_path: Path,
    server: str,
    stand: Newsstand,
    receiver: WebhookSink,
    postbox: MailSink,
    request: pytest.FixtureRequest,
) -> Newsroom:
    """An installation with a dozen outlets, whose pieces follow each other from one to the next."""
    url = make_database(server, request.node.name)
    room = Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox, storage=url)
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=5)
    outlets = [room.open_outlet(f"outlet-{number:02}") for number in range(OUTLETS)]
    for number in range(OUTLETS * PER_OUTLET):
        text = number - number % 3  # each is printed by three outlets, one after the other
        extra = (ncg_sentence(text),) if number % 2 else ()
        piece = made_up_piece(text, published=began + timedelta(minutes=5 * number), extra=extra)
        outlets[(number * 5) % OUTLETS].publish(replace(piece, slug=f"piece-{number}"))
    write_patient_config(room)
    return room


def write_patient_config(room: Newsroom) -> None:
    """On a busy machine a page takes its time, and every one is to be read."""
    room.write_config()
    text = room.config.read_text(encoding="utf-8")
    room.config.write_text(text.replace('timeout = "2s"', 'timeout = "60s"'), encoding="utf-8")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"POLLS": 3, "PAGES": 6, "PER_SOURCE": 2}.items():
        monkeypatch.setattr(share, name, value)
    monkeypatch.setattr(rounds, "LULL_S", 60.0)  # on a busy machine nothing is overtaken
    monkeypatch.setattr(rounds, "ROUND_S", 60.0)


@contextmanager
def opened(room: Newsroom, owner: str) -> Iterator[House]:
    settings = load_settings(room.config, room.folder / owner.partition("/")[0])
    with open_house(settings, console=io.StringIO()) as house:
        yield replace(house, owner=owner)


def run_all(room: Newsroom, *owners: str) -> list[CycleReport]:
    """So many runs at the same time."""

    async def run(houses: list[House]) -> list[CycleReport]:
        return await asyncio.gather(*(run_cycle(house, now=house.db.now()) for house in houses))

    with ExitStack() as stack:
        return asyncio.run(run([stack.enter_context(opened(room, owner)) for owner in owners]))


def kept(url: str) -> list[Article]:
    """The articles in the order in which they were judged."""
    with Database(url) as db, db.reading() as tx:
        numbers = sorted(article_numbers(tx))
        return [each.article for each in read_articles_numbered(tx, numbers)]


def outcome(room: Newsroom) -> dict[str, object]:
    """What was kept and told, without what goes by the clock."""
    found = {each["id"]: each for each in room.lines("articles", "--limit", "500")}
    facts = ("title", "outlet", "sighting", "story_id", "duplicate_of", "duplicate_kind", "entities")
    alerts = room.lines("alerts", "--limit", "500")
    return {
        "articles": {id: [each[fact] for fact in facts] for id, each in found.items()},
        "alerts": sorted((each["watch"], each["article_id"], each["story_id"]) for each in alerts),
    }


def hold_elsewhere(house: House, at: datetime, most: int) -> tuple[list[SourceStatus], int]:
    """Have a run of another machine take a batch then."""
    reaches = {source.id: timedelta(days=1) for source in house.settings.sources}
    return claim_polls(house.db, reaches, ELSEWHERE, at, began=at, is_wanted=lambda _: True, most=most)


def count_parked(db: Database) -> int:
    with db.reading() as tx:
        return len(read_parked(tx, [f"outlet-{number:02}" for number in range(OUTLETS)], []))


def test_two_runs_share_a_cycle_and_keep_what_one_keeps(
    room: Newsroom, server: str, stand: Newsstand, receiver: WebhookSink
) -> None:
    alone = replace(room, folder=room.folder / "alone", storage=make_database(server, "alone"))
    alone.folder.mkdir()
    write_patient_config(alone)
    (report,) = run_all(alone, "alone")
    assert (report.polled, report.new + report.duplicate) == (OUTLETS, OUTLETS * PER_OUTLET)
    asked_alone = Counter(each.path for each in stand.asked())
    receiver.forget()
    stand.forget()

    first, second = run_all(room, "first", "second")
    assert min(first.polled, second.polled) > 0
    assert first.polled + second.polled == OUTLETS
    assert first.new + second.new == report.new
    assert first.duplicate + second.duplicate == report.duplicate
    assert Counter(each.path for each in stand.asked() if "robots" not in each.path) == Counter(
        {path: count for path, count in asked_alone.items() if "robots" not in path}
    )
    orders = [each.order for each in kept(room.storage)]
    assert orders == sorted(orders) == [each.order for each in kept(alone.storage)]
    assert outcome(room) == outcome(alone)
    ids = [each.headers["webhook-id"] for each in receiver.received(accepted=True)]
    assert len(ids) == len(set(ids)) > 0


def test_a_run_that_came_too_late_for_the_polls_reads_its_part_of_the_pages(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(share, "POLLS", OUTLETS)
    taken = Counter[str]()
    claim_entries = share.claim_entries

    def count(db: Database, among: Collection[str], owner: str, *rest: Any, **more: Any) -> Any:
        waiting, left = claim_entries(db, among, owner, *rest, **more)
        taken[owner] += len(waiting)
        return waiting, left

    monkeypatch.setattr(share, "claim_entries", count)
    first, second = run_all(room, "first", "second")
    assert {first.polled, second.polled} == {0, OUTLETS}
    assert taken.total() == OUTLETS * PER_OUTLET
    assert min(taken["first"], taken["second"]) > PER_OUTLET


def test_the_batch_of_a_run_that_died_is_taken_when_its_lease_ends(room: Newsroom) -> None:
    with opened(room, "first") as house:
        died_at = house.db.now() - CLAIM_LEASE + timedelta(seconds=5)
        held, left = hold_elsewhere(house, died_at, OUTLETS // 2)
        assert (len(held), left) == (OUTLETS // 2, OUTLETS // 2)
        assert take_turn(house.db, share.JUDGING, ELSEWHERE, died_at)
        report = asyncio.run(run_cycle(house, now=house.db.now()))
    assert report.polled == OUTLETS
    assert report.new + report.duplicate == OUTLETS * PER_OUTLET
    assert 5 <= report.seconds < 90


def test_a_run_whose_fellow_lives_does_not_wait_for_its_end(room: Newsroom) -> None:
    with opened(room, "first") as house:
        held, _ = hold_elsewhere(house, house.db.now(), 3)
        with house.db.writing() as tx:
            for each in held:  # it has polled them, and reads their pages
                wish_poll(tx, each.id, house.db.now() + timedelta(hours=1))

        async def run() -> CycleReport:
            cycle = asyncio.create_task(run_cycle(house, now=house.db.now()))
            while not cycle.done():
                await asyncio.sleep(0.2)
                renew_claims(house.db, ELSEWHERE, house.db.now())
            return await cycle

        assert asyncio.run(run()).polled == OUTLETS - 3


def test_what_was_read_for_a_judge_that_died_is_judged_by_the_next(room: Newsroom) -> None:
    with opened(room, "first") as first, opened(room, "second") as second:
        assert take_turn(first.db, share.JUDGING, ELSEWHERE, first.db.now())

        async def run() -> CycleReport:
            cycle = asyncio.create_task(run_cycle(second, now=second.db.now()))
            while count_parked(first.db) < OUTLETS * PER_OUTLET:
                assert not cycle.done()
                await asyncio.sleep(0.1)
            assert kept(room.storage) == []
            end_turn(first.db, share.JUDGING, ELSEWHERE)
            return await cycle

        report = asyncio.run(run())
        assert count_parked(first.db) == 0
    assert report.new + report.duplicate == OUTLETS * PER_OUTLET
    orders = [each.order for each in kept(room.storage)]
    assert orders == sorted(orders)
