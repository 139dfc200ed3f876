"""A claim ends with its holder or its lease, whatever the clocks have done meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.clock import HEARD_FOR_S, ServerClock
from storage.corpus.articles import insert_article
from storage.corpus.looks import begin_looks, claim_looks
from storage.corpus.sources import claim_sources, register_sources
from storage.database import Database
from storage.promises.claims import CLAIM_LEASE
from storage.promises.outbox import claim_delivery, keep_deliveries, next_due_at
from storage.promises.owner import is_living, this_owner
from storage.records import Source
from tests.storage.test_storage_outbox import a_delivery
from tests.telling import a_kept

NOW = datetime(2024, 12, 3, 9, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
YEAR = 365 * DAY
ELSEWHERE = "other-host/boot/pid:[1]:77:123"
SHOW = "from storage.promises.owner import this_owner; print(this_owner(), flush=True); input()"

Take = Callable[[Database, str, datetime], bool]


def take_source(db: Database, owner: str, now: datetime) -> bool:
    with db.writing() as tx:
        register_sources(tx, [Source(id="example", name="Example", url="https://news.example/feed")], NOW)
    return bool(claim_sources(db, {"example": timedelta()}, owner, now, due_by=None))


def take_look(db: Database, owner: str, now: datetime) -> bool:
    article = a_kept().article
    with db.writing() as tx:
        if next(iter(tx.exec_driver_sql("SELECT count(*) FROM articles")))[0] == 0:
            insert_article(tx, article)
        begin_looks(tx, article.id, NOW - YEAR, NOW - YEAR, None)
    return bool(claim_looks(db, ["example"], owner, now, limit=9))


def take_delivery(db: Database, owner: str, now: datetime) -> bool:
    with db.writing() as tx:
        keep_deliveries(tx, [a_delivery(due=NOW - 2 * YEAR)])
        return claim_delivery(tx, owner, now) is not None


TAKE = pytest.mark.parametrize("take", [take_source, take_look, take_delivery])


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as opened:
        yield opened


@pytest.fixture
def neighbour() -> Iterator[str]:
    """The name of another process of this machine, which lives."""
    with subprocess.Popen(
        [sys.executable, "-c", SHOW], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


def test_a_neighbour_lives_until_it_ends(neighbour: str) -> None:
    assert is_living(neighbour)
    assert is_living(this_owner())
    stem, _, started = neighbour.rpartition(":")
    assert not is_living(f"{stem}:{int(started) - 1}")  # its number was another's before
    assert not is_living(ELSEWHERE)
    assert not is_living("")


@TAKE
@pytest.mark.parametrize(
    ("later", "is_free"),
    [
        pytest.param(timedelta(), False, id="at once"),
        pytest.param(CLAIM_LEASE - SECOND, False, id="before the lease ends"),
        pytest.param(CLAIM_LEASE, True, id="when the lease ends"),
        pytest.param(-SECOND, False, id="clock set back a second"),
        pytest.param(-timedelta(minutes=9), False, id="clock set back a little"),
        pytest.param(-DAY, True, id="clock was a day ahead"),
        pytest.param(-YEAR, True, id="clock was a year ahead"),
    ],
)
def test_what_another_machine_holds_is_free_when_its_lease_is_over_or_cannot_be_true(
    db: Database, take: Take, later: timedelta, is_free: bool
) -> None:
    assert take(db, ELSEWHERE, NOW)
    assert take(db, this_owner(), NOW + later) is is_free


@TAKE
@pytest.mark.parametrize("later", [timedelta(), CLAIM_LEASE, DAY, YEAR, -DAY, -YEAR], ids=str)
def test_what_a_living_process_of_this_machine_holds_is_never_taken(
    db: Database, take: Take, neighbour: str, later: timedelta
) -> None:
    assert take(db, neighbour, NOW)
    assert not take(db, this_owner(), NOW + later)


@TAKE
def test_a_process_takes_again_what_it_let_lie(db: Database, take: Take) -> None:
    assert take(db, this_owner(), NOW)
    assert not take(db, this_owner(), NOW)
    assert take(db, this_owner(), NOW + CLAIM_LEASE)


def test_nobody_wakes_for_what_a_living_process_holds(db: Database, neighbour: str) -> None:
    assert take_delivery(db, neighbour, NOW)
    with db.reading() as tx:
        assert next_due_at(tx, NOW + DAY, owner=this_owner()) is None
        assert next_due_at(tx, NOW, owner=neighbour) == NOW + CLAIM_LEASE


def test_a_lease_of_a_wrong_clock_is_not_waited_for(db: Database) -> None:
    assert take_delivery(db, ELSEWHERE, NOW)
    with db.reading() as tx:
        assert next_due_at(tx, NOW - DAY) == NOW - 2 * YEAR


# the server's clock


def test_the_servers_clock_goes_on_whatever_this_machines_shows() -> None:
    ticks = [0.0]
    clock = ServerClock(lambda: ticks[0])
    assert clock.is_old  # it was never heard
    clock.hear(NOW)
    ticks[0] += HEARD_FOR_S - 1
    assert not clock.is_old
    assert clock() == NOW + timedelta(seconds=HEARD_FOR_S - 1)
    ticks[0] += 1
    assert clock.is_old
    clock.hear((NOW + DAY).astimezone())
    assert clock() == NOW + DAY


@pytest.mark.parametrize(("late_s", "back_s"), [(0.4, 0), (2, 0), (2.1, 2.1), (3600, 3600)])
def test_an_answer_that_took_its_time_does_not_set_the_clock_back(late_s: float, back_s: float) -> None:
    clock = ServerClock(lambda: 0.0)
    clock.hear(NOW - DAY)  # whatever this machine's own clock shows
    clock.hear(NOW)
    clock.hear(NOW - timedelta(seconds=late_s))
    assert clock() == NOW - timedelta(seconds=back_s)


def test_the_clock_of_a_database_can_be_given(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}", clock=lambda: NOW) as db:
        assert db.now() == NOW
