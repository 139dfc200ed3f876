"""A bug met at one source, entry or look costs it what cannot be computed; the cycle goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from flows.config.loading.load import load_settings
from flows.cycle.keep_poll import PollKeeper, learn_rhythms
from flows.cycle.look_again import _keep as keep_seen
from flows.cycle.poll import PollResult
from flows.cycle.remark_texts import look_at_texts
from flows.fetch.client import Fetcher
from flows.fetch.options import FetchOptions
from flows.report import CycleReport
from flows.sources.results import Result
from flows.wiring import House, open_house
from flows.workers.pool import WorkerPool
from storage.address import address_key
from storage.bugs import STEP
from storage.corpus.articles import read_article, read_matches
from storage.corpus.inbox import read_inbox
from storage.corpus.ledger import read_decisions
from storage.corpus.looks import read_look
from storage.corpus.sources import read_statuses
from storage.corpus.versions import read_versions
from storage.errors import StorageError
from storage.promises.alerts import list_alerts
from storage.promises.outbox import list_deliveries
from storage.records import Entry, Poll, VersionKind
from tests.flows.keeping import test_versions_keep as versions
from tests.storage.test_bugs import break_at, quiet_log

__all__ = ["quiet_log"]

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CONFIG = """
[defaults]
sources = false
watchlist = false
[[source]]
id = "daily"
url = "https://daily.example/rss"
[[source]]
id = "courier"
url = "https://courier.example/rss"
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "hanmi.toml").write_text(CONFIG, encoding="utf-8")
    with open_house(load_settings(tmp_path / "hanmi.toml", tmp_path / "data")) as opened:
        yield opened


def entries_of(id: str) -> list[Entry]:
    return [Entry(url=f"https://{id}.example/{name}", title=name) for name in ("first", "POISON", "last")]


def keep_polls(house: House, *, is_quiet: bool = False) -> CycleReport:
    """One made-up poll of each source."""
    report = CycleReport()

    async def run() -> None:
        async with Fetcher(FetchOptions()) as fetcher:
            pool = WorkerPool()
            keeper = PollKeeper(house, fetcher, pool, report)
            with house.db.reading() as tx:
                statuses = read_statuses(tx)
            for source in house.settings.sources:
                entries = [] if is_quiet else entries_of(source.id)
                poll = Poll(
                    source=source.id, at=NOW, result=Result.UNCHANGED if is_quiet else Result.NEW, is_ok=True,
                    next_poll_at=NOW + timedelta(minutes=5), entries=len(entries), dated=0,
                )  # fmt: skip
                keyed = tuple((address_key(entry.url), entry) for entry in entries)
                found = PollResult(poll=poll, entries=keyed, soonest=poll.next_poll_at)
                await keeper.keep(source, statuses[source.id], found)
            await keeper.flush()
            await pool.close()

    asyncio.run(run())
    return report


def waiting(house: House) -> list[str]:
    with house.db.reading() as tx:
        return [item.entry.url for item in read_inbox(tx, ["daily", "courier"], NOW)]


@pytest.mark.parametrize(
    ("step", "kept", "faults"),
    [
        ("flows.cycle.keep_poll:follow_poll", 6, 2),
        ("flows.cycle.keep_poll:find_gap", 6, 2),
        ("flows.cycle.keep_poll:hasten_looks", 6, 0),
        ("flows.cycle.keep_poll:_promise_turn", 6, 2),
        ("storage.corpus.inbox:entry_json", 4, 2),
        ("flows.cycle.keep_poll:count_new", 0, 2),
    ],
)
def test_a_poll_is_kept_without_what_a_bug_takes(
    house: House, monkeypatch: pytest.MonkeyPatch, step: str, kept: int, faults: int
) -> None:
    with monkeypatch.context() as broken:
        break_at(broken, step, always="entry_json" not in step)
        report = keep_polls(house)
    assert report.faults == faults
    assert len(waiting(house)) == kept
    with house.db.reading() as tx:
        polled = {id: status.last_polled_at for id, status in read_statuses(tx).items()}
        named = [each for each in read_decisions(tx, ["daily"]) if each.step == STEP]
    assert set(polled.values()) == ({NOW} if kept else {None})
    assert bool(named) is bool(faults and kept)
    assert len({failure["source"] for failure in report.failures}) == faults


@pytest.mark.parametrize("step", ["follow_poll", "keep_polls"])
def test_quiet_polls_are_kept_one_by_one_where_together_is_not_possible(
    house: House, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    break_at(monkeypatch, f"flows.cycle.keep_poll:{step}", always=step == "follow_poll")
    keep_polls(house, is_quiet=True)
    with house.db.reading() as tx:
        assert {status.last_polled_at for status in read_statuses(tx).values()} == {NOW}


def test_trouble_of_the_database_ends_the_cycle(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StorageError("hanmi.db", "the disk is full")

    monkeypatch.setattr("flows.cycle.keep_poll.announce_entries", fail)
    with pytest.raises(StorageError):
        keep_polls(house)


def test_one_entry_that_cannot_be_read_leaves_the_inbox(house: House) -> None:
    keep_polls(house)
    with house.db.writing() as tx:
        tx.execute(sa.text("UPDATE entries SET entry = '{}' WHERE url LIKE '%POISON'"))
    assert len(waiting(house)) == 4


def test_habits_and_remarks_of_other_sources_are_learned(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.db.reading() as tx:
        claims = list(read_statuses(tx).values())
    break_at(monkeypatch, "flows.cycle.keep_poll:count_hours")
    learn_rhythms(house, claims, NOW)
    with house.db.reading() as tx:
        assert {status.rhythm and status.rhythm.learned_at for status in read_statuses(tx).values()} == {NOW}
    monkeypatch.setattr("flows.cycle.remark_texts.sources_heard", lambda *_: ["daily", "courier"])
    break_at(monkeypatch, "flows.cycle.remark_texts:read_text_sizes")
    look_at_texts(house, ["daily", "courier"], NOW)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[House]:
    """A house with one article that was told of, due for a look."""
    (tmp_path / "hanmi.toml").write_text(versions.CONFIG, encoding="utf-8")
    with open_house(load_settings(tmp_path / "hanmi.toml", tmp_path / "data")) as house:
        versions.keep(house, versions.an_article())
        yield house


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("flows.keeping.new_version:judge_change", VersionKind.REWRITE),
        ("flows.keeping.new_version:read_names", VersionKind.CORRECTION),
        ("flows.keeping.new_version:_notice_lost", VersionKind.CORRECTION),
        ("alerts.watch.reading:Reading.matches", VersionKind.CORRECTION),
        ("alerts.watch.matcher:Watchlist.read", VersionKind.CORRECTION),
        ("alerts.watch.reading:Reading._match", VersionKind.CORRECTION),
        ("flows.judge.compare_again:read_sketch", VersionKind.CORRECTION),
        ("flows.keeping.new_version:tell_correction", VersionKind.CORRECTION),
        ("flows.keeping.new_version:tell_article", VersionKind.CORRECTION),
        ("flows.keeping.new_version:show_told", VersionKind.CORRECTION),
        ("alerts.promise.corrections:say_difference", VersionKind.CORRECTION),
        ("alerts.promise.deliveries:compose_webhook", VersionKind.CORRECTION),
    ],
)
def test_a_version_is_kept_without_what_a_bug_takes(
    told: House, monkeypatch: pytest.MonkeyPatch, step: str, kind: VersionKind
) -> None:
    with monkeypatch.context() as broken:
        break_at(broken, step)
        looked = versions.look(told, versions.CHANGED)
    assert looked.is_updated
    article = versions.an_article()
    with told.db.reading() as tx:
        kept = read_article(tx, article.id)
        matches = read_matches(tx, article.id)
        found = read_versions(tx, article.id)
        named = [each for each in read_decisions(tx, [article.id]) if each.step == STEP]
    assert kept is not None
    assert "2.4 million" in kept.article.text
    assert [version.kind for version in found] == [VersionKind.FIRST, kind]
    assert len(matches) == 1
    assert looked.faults or step.endswith("compose_webhook")
    assert named or step.endswith(("compose_webhook", "show_told"))


def test_a_correction_reaches_every_channel_that_can_compose_it(
    told: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = count_deliveries(told)
    break_at(monkeypatch, "alerts.compose.html:mark_html")
    break_at(monkeypatch, "alerts.compose.text:change_lines")
    versions.look(told, versions.CHANGED)
    assert count_deliveries(told) == 2 * before
    with told.db.reading() as tx:
        assert [alert.kind.value for alert in list_alerts(tx)] == ["correction", "first"]


def count_deliveries(house: House) -> int:
    with house.db.reading() as tx:
        return len(list_deliveries(tx))


@pytest.mark.parametrize("is_hopeless", [False, True])
def test_a_look_that_cannot_be_kept_is_put_off_and_named(
    told: House, monkeypatch: pytest.MonkeyPatch, is_hopeless: bool
) -> None:
    """Even where noting that fails too, it is not due again at once, for ever."""
    later = versions.NOW + timedelta(minutes=10)
    claimed: Any = versions.claim(told, later)
    break_at(monkeypatch, "flows.keeping.new_version:" + ("next_look" if is_hopeless else "replace_article"))
    report = CycleReport()
    keep_seen(told, *claimed, versions.CHANGED, report, later)
    assert (report.faults, report.updated) == (1, 0)
    with told.db.reading() as tx:
        found = read_look(tx, versions.an_article().id)
    assert found is not None
    _, next_at = found
    assert next_at is not None
    assert next_at > later
    assert (next_at == later + timedelta(days=1)) is is_hopeless
