"""The digests of the service: each at its time on each channel, once, over clock changes and downtime."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.config.database import open_database
from flows.config.digest_plans import read_routes
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.runs.alive import promise_alive
from flows.runs.digests import promise_due, read_unseen
from flows.service.resident import outbox_pass
from flows.sources.results import OK, Result
from storage.corpus.sources import register_sources
from storage.database import Database
from storage.promises.outbox import claim_delivery, list_deliveries, settle_delivery
from storage.records import Delivery, Postponed, Sent
from storage.tables import sources
from tests.alerts.digest.test_alerts_digest import keep, told

HEAD = """[defaults]
sources = false
[[source]]
id = "dispatch"
name = "The Dispatch"
url = "https://dispatch.example/rss.xml"
[[channel]]
id = "hook"
kind = "webhook"
url = "http://127.0.0.1:9/"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
[[channel]]
id = "desk"
kind = "email"
smtp = "smtp://127.0.0.1:9"
from = "watch@example.org"
to = ["desk@example.org"]
quiet = "22:00-08:00 Asia/Seoul"
"""
SEOUL = '[[digest]]\ncron = "30 7 * * * Asia/Seoul"\nto = ["hook"]\n'
WASHINGTON = '[[digest]]\ncron = "30 7 * * * America/New_York"\nto = ["hook"]\n'
START = datetime(2025, 3, 7, 3, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def db(folder: Path) -> Iterator[Database]:
    with closing(open_database(configure(folder, ""))) as opened:
        yield opened


def configure(folder: Path, digests: str) -> Settings:
    (folder / "hanmi.toml").write_text(HEAD + digests, encoding="utf-8")
    return load_settings(folder / "hanmi.toml")


def wake(db: Database, settings: Settings, moments: list[datetime]) -> list[Delivery]:
    """What is promised by one who wakes at these moments."""
    return [promised for moment in moments for promised in promise_due(db, settings, moment)]


def every(step: timedelta, span: timedelta, start: datetime = START) -> list[datetime]:
    return [start + step * n for n in range(span // step)]


def due_of(delivery: Delivery) -> str:
    due: str = json.loads(delivery.body)["data"]["digest"]["due_at"]
    return due


@pytest.mark.parametrize(
    ("digest", "zone", "start"),
    [
        (SEOUL, "Asia/Seoul", START),
        (WASHINGTON, "America/New_York", START),  # the clocks leap on 9 March
        (
            WASHINGTON,
            "America/New_York",
            datetime(2025, 10, 31, 3, tzinfo=UTC),
        ),  # and fall back
    ],
)
def test_a_digest_a_day_at_its_hour_and_each_article_in_one(
    db: Database, folder: Path, digest: str, zone: str, start: datetime
) -> None:
    settings = configure(folder, digest)
    found = []
    for number, moment in enumerate(every(timedelta(minutes=50), 5 * DAY, start)):
        keep(db, f"https://a.example/{number}", moment)
        found += wake(db, settings, [moment, moment + timedelta(minutes=1)])
    dues = [datetime.fromisoformat(due_of(each)).astimezone(ZoneInfo(zone)) for each in found]
    assert [due.strftime("%H:%M") for due in dues] == ["07:30"] * 5
    assert len({due.date() for due in dues}) == 5
    seen = Counter(title for each in found for title in told(each))
    assert set(seen.values()) == {1}
    assert len(seen) == 1 + max(int(title.rpartition("/")[2]) for title in seen)


def test_two_zones_each_have_their_morning(db: Database, folder: Path) -> None:
    promised = wake(db, configure(folder, SEOUL + WASHINGTON), every(HOUR, 2 * DAY))
    assert [due_of(each)[11:16] for each in promised] == ["12:30", "22:30"] * 2


def test_after_downtime_only_the_last_missed_one_is_sent_and_holds_all(db: Database, folder: Path) -> None:
    settings = configure(folder, SEOUL)
    assert wake(db, settings, [START]) == []
    for day in range(4):
        keep(db, f"https://a.example/{day}", START + day * DAY + HOUR)
    (late,) = wake(db, settings, every(HOUR, 6 * HOUR, START + 4 * DAY))
    assert due_of(late).startswith("2025-03-10T22:30")
    assert len(told(late)) == 4


def test_a_new_digest_waits_for_its_time_and_holds_the_day_before(db: Database, folder: Path) -> None:
    keep(db, "https://a.example/old", START - 3 * DAY)
    keep(db, "https://a.example/new", START - HOUR)
    weekly = '[[digest]]\ncron = "0 8 * * 1 Asia/Seoul"\nto = ["hook"]\n'
    settings = configure(folder, SEOUL + weekly)
    assert wake(db, settings, [START]) == []
    keep(db, "https://a.example/held", START + HOUR)
    (daily,) = wake(db, settings, [START + DAY])
    assert sorted(told(daily)) == ["https://a.example/held", "https://a.example/new"]
    found = wake(db, settings, every(HOUR, 2 * DAY, START + DAY))
    assert [len(told(each)) for each in found if due_of(each).startswith("2025-03-09T23:00")] == [3]


def test_two_digests_at_one_time_on_one_channel_are_two(db: Database, folder: Path) -> None:
    settings = configure(folder, SEOUL + 'watches = ["ncg"]\n' + SEOUL + 'watches = ["trump-transition"]\n')
    assert len({route.plan.key for route in read_routes(settings)}) == 2
    wake(db, settings, [START])
    keep(db, "https://a.example/1", START + HOUR)
    assert sorted(len(told(each)) for each in wake(db, settings, [START + DAY, START + DAY])) == [0, 1]


def test_quiet_hours_hold_a_digest(db: Database, folder: Path) -> None:
    settings = configure(folder, SEOUL.replace("hook", "desk"))
    (mail,) = wake(db, settings, [START, datetime(2025, 3, 7, 22, 31, tzinfo=UTC)])
    assert mail.next_attempt_at == datetime(2025, 3, 7, 23, tzinfo=UTC)


def test_what_a_digest_held_that_died_late_is_told_in_the_next_and_nothing_else_twice(
    db: Database, folder: Path
) -> None:
    settings = configure(folder, SEOUL)
    wake(db, settings, [START])
    for day in range(3):
        keep(db, f"https://a.example/{day}", START + day * DAY + HOUR)
        assert len(wake(db, settings, [START + (day + 1) * DAY])) == 1
        with db.writing() as tx:
            claim = claim_delivery(tx, "me", START + (day + 1) * DAY)
            assert claim
            outcome = Postponed(why="down") if day == 1 else Sent()
            settle_delivery(tx, claim, outcome, START + (day + 1) * DAY, retry_at=START + 30 * DAY)
            if day == 1:
                dying = claim.delivery.id
    with db.writing() as tx:
        claim = claim_delivery(tx, "me", START + 40 * DAY)
        assert claim
        assert claim.delivery.id == dying
        settle_delivery(tx, claim, Postponed(why="the last try"), START + 3 * DAY)
    keep(db, "https://a.example/3", START + 3 * DAY + HOUR)
    (following,) = wake(db, settings, [START + 4 * DAY])
    assert sorted(told(following)) == ["https://a.example/1", "https://a.example/3"]
    keep(db, "https://a.example/4", START + 4 * DAY + HOUR)
    (last,) = wake(db, settings, [START + 5 * DAY])
    assert told(last) == ["https://a.example/4"]


def test_a_digest_says_what_was_not_seen(db: Database, folder: Path) -> None:
    settings = configure(folder, SEOUL)
    with db.writing() as tx:
        register_sources(tx, settings.sources, START)
        failing = {"failures": 3, "failing_since": START, "last_error": "refused"}
        tx.execute(sources.update().values(**failing))
    with db.reading() as tx:
        assert list(read_unseen(tx, settings, START + 3 * HOUR, since=START)) == [
            "not seen: The Dispatch, never read: refused"
        ]
        assert list(read_unseen(tx, settings, START + 3 * HOUR, since=START, lang="ko")) == [
            "읽지 못함: The Dispatch, 읽은 적 없음: refused"
        ]
        assert list(read_unseen(tx, settings, START + timedelta(minutes=5), since=START)) == []


@pytest.mark.parametrize("result", sorted(set(Result) - OK))
def test_a_digest_says_in_plain_words_why_a_source_was_not_read(
    db: Database, folder: Path, result: Result
) -> None:
    settings = configure(folder, SEOUL)
    failing = {"failures": 3, "failing_since": START, "last_result": result.value}
    with db.writing() as tx:
        register_sources(tx, settings.sources, START)
        tx.execute(
            sources.update().values(last_error="no connection: [Errno 111] ('10.0.0.1', 80)", **failing)
        )
    with db.reading() as tx:
        (english,) = read_unseen(tx, settings, START + 3 * HOUR, since=START)
        (korean,) = read_unseen(tx, settings, START + 3 * HOUR, since=START, lang="ko")
    assert "Errno" not in english + korean
    assert not re.search("[a-z]{3}", korean.partition("The Dispatch")[2])


def test_the_resident_loop_promises_what_is_due(db: Database, folder: Path) -> None:
    settings = configure(folder, SEOUL)
    wake(db, settings, [datetime.now(UTC) - 2 * DAY])
    assert outbox_pass(settings, db)(threading.Event()) is not None
    with db.reading() as tx:
        (promised,) = list_deliveries(tx)
    assert promised.digest_id


def test_a_sign_of_life_comes_once_a_week_where_it_is_wanted(db: Database, folder: Path) -> None:
    settings = configure(folder, '[alerts]\nalive = "0 9 * * 1 Asia/Seoul"\n')
    start, said = datetime(2025, 3, 1, tzinfo=UTC), []
    for moment in every(timedelta(hours=6), 28 * DAY, start):
        if not start + 8 * DAY < moment < start + 11 * DAY:  # down over one Monday
            said += [(each.created_at, each.channel) for each in promise_alive(db, settings, moment)]
    assert len(said) == 4 * len(settings.channels)
    assert promise_alive(db, configure(folder, ""), start + 40 * DAY) == []


@pytest.mark.slow
def test_a_year_of_mornings_in_both_zones(db: Database, folder: Path) -> None:
    settings = configure(folder, SEOUL + WASHINGTON)
    start, found = datetime(2025, 1, 1, tzinfo=UTC), []
    for number, moment in enumerate(every(timedelta(hours=4), 365 * DAY, start)):
        if number % 6 == 1:
            keep(db, f"https://a.example/{number}", moment)
        if not 1000 <= number < 1030:  # five days of downtime
            found += wake(db, settings, [moment])
    for zone in ("Asia/Seoul", "America/New_York"):
        seen = Counter(
            title for each in found if f"{zone_of(each, zone):%H:%M}" == "07:30" for title in told(each)
        )
        days = [zone_of(each, zone).date() for each in found if f"{zone_of(each, zone):%H:%M}" == "07:30"]
        assert len(days) == len(set(days))
        assert 365 - 6 <= len(days) <= 365 - 4
        assert set(seen.values()) == {1}
        assert len(seen) >= 364


def zone_of(delivery: Delivery, zone: str) -> datetime:
    return datetime.fromisoformat(due_of(delivery)).astimezone(ZoneInfo(zone))
