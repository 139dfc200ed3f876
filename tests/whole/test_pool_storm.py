"""Kill -9 among two workers of a pool: what was kept and told is what one undisturbed worker keeps and tells.

A made day of a newsroom goes by in slots, three times, each time into a database of its own: once in one
process that nobody disturbs; once with two workers, a run at a time; once with two, and runs that overlap.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.scale.newsroom import make_articles
from flows.config.loading.load import load_settings
from flows.demo.faults import Hangs
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand, Outlet
from flows.demo.piece import Piece
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from storage.database import Database
from storage.records import Article
from storage.tables import articles
from tests.live_service import wait_for
from tests.newsroom import Newsroom
from tests.postgres import find_programs, make_database, open_server
from tests.quality.test_quality_judge import measure_b_cubed
from tests.work_pool import PrefectServer, Worker, deploy, open_prefect, prefects_database, start_worker

PROGRAMS = find_programs()
IS_LINUX_ROOT = sys.platform == "linux" and os.geteuid() == 0 and shutil.which("unshare") is not None

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed here"),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds runs by /proc"),
]

SEED = 20261129
SLOTS, PER_SLOT, OUTLETS = 10, 16, 6
ON_NCG = 2
"""Of each slot, how many are on the NCG, each a story of its own: they are told, whatever came before."""

KILLS_PER_SLOT = 2
DAY = timedelta(hours=20)
"""Less than `fresh`, so that all of it is news, however long the test takes."""

KINDS = ("run", "worker", "both")
WITHIN_S = {"starting": 3.0, "reading": 0.5, "judging": 0.1, "sending": 0.3}
"""By the moment of a run, how long after it a kill comes at most."""

PHASES = tuple(WITHIN_S)
STORIES_AGREE = 0.96
PATIENCE_S = 120
FACTS = ("id", "title", "outlet", "lang", "published_at", "sighting", "duplicate_of", "duplicate_kind")

Slots = Sequence[Sequence[tuple[Outlet, Piece]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was kept and told, without what depends on the clock."""

    articles: dict[str, tuple[str, ...]]
    copies: frozenset[frozenset[str]]
    stories: dict[str, str]
    alerts: dict[str, tuple[str, str]]
    webhooks: Counter[str]
    mails: Counter[str]

    def told_of(self, stories: Mapping[str, str]) -> set[tuple[str, str]]:
        """Each watch with each of these stories (of an article by its address) that it told of."""
        return {(watch, stories[article]) for watch, article in self.alerts.values()}


@dataclass
class Day:
    """One database, its workers, and what was done to them."""

    room: Newsroom
    prefect: PrefectServer
    db: Database
    workers: dict[str, Worker] = field(default_factory=dict)
    fallen: list[str] = field(default_factory=list)

    def start(self, name: str) -> None:
        self.workers[name] = start_worker(self.prefect, self.room, name)

    def run_once(self) -> str:
        run = self.prefect.start_run("monitor", every=True)
        state, why = self.prefect.await_end(run, PATIENCE_S)
        assert state == "Completed", (state, why)
        return run

    def count_kept(self) -> int:
        with self.db.reading() as tx:
            return int(tx.execute(sa.select(sa.func.count()).select_from(articles)).scalar_one())

    def await_kept(self, count: int) -> None:
        until = time.monotonic() + PATIENCE_S
        while self.count_kept() < count:
            assert time.monotonic() < until, f"{self.count_kept()} of {count} articles are kept"
            self.run_once()

    def pages(self) -> int:
        return sum("/articles/" in each.path for each in self.room.stand.asked())

    def living(self) -> Iterator[tuple[str, int]]:
        for name, worker in self.workers.items():
            for pid in worker.runs():
                yield name, pid

    def kill(self, chance: random.Random, kind: str) -> None:
        """Start a run, wait for a moment of it, and kill a run, its worker, or both; then start it anew."""
        if not self._kill_at(chance, chance.choice(PHASES), kind):  # it had nothing to do
            while not self._kill_at(chance, "starting", kind):
                pass

    def _kill_at(self, chance: random.Random, phase: str, kind: str) -> bool:
        pages, kept, told = self.pages(), self.count_kept(), len(self.room.receiver.received())
        self.prefect.start_run("monitor", every=True)
        wait_for(lambda: list(self.living()), PATIENCE_S)
        until = time.monotonic() + PATIENCE_S
        while list(self.living()) and time.monotonic() < until:
            is_there = {
                "starting": True,
                "reading": self.pages() > pages,
                "judging": self.count_kept() > kept,  # and others of the round are not yet
                "sending": len(self.room.receiver.received()) > told,
            }[phase]
            if is_there:
                time.sleep(chance.uniform(0, WITHIN_S[phase]))
                break
            time.sleep(0.02)
        living = list(self.living())
        if not living:
            return False
        name, pid = chance.choice(living)
        self.fallen.append(
            f"{phase} {kind} {self.count_kept()} kept {len(self.room.receiver.received())} sent"
        )
        self._end(name, pid, kind)
        return True

    def _end(self, name: str, pid: int, kind: str) -> None:
        worker = self.workers[name]
        if kind == "run":
            os.kill(pid, signal.SIGKILL)
            return
        if kind == "worker":
            worker.kill_itself()
        else:
            worker.kill()
        wait_for(lambda: not worker.runs(), 30)  # a run ends with its worker
        self.start(name)

    def end(self) -> None:
        for worker in self.workers.values():
            if worker.process.poll() is None:
                worker.kill()
        self.workers.clear()

    def settle(self) -> Outcome:
        """Send what waits, end the workers, and see what came of the day."""
        self.end()
        wait_for(self._is_all_sent, PATIENCE_S)
        return read_outcome(self.room)

    def _is_all_sent(self) -> bool:
        self.room.document("deliver")
        return {each["state"] for each in self.room.lines("deliveries", "--limit", "5000")} <= {"sent"}


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    assert PROGRAMS is not None
    with open_server(PROGRAMS) as address:
        yield address


@pytest.fixture(scope="module")
def prefect(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    database = prefects_database(postgresql, "prefect")
    with open_prefect(tmp_path_factory.mktemp("prefect"), database) as server:
        yield server


@contextmanager
def opened(room: Newsroom, prefect: PrefectServer, postgresql: str, name: str) -> Iterator[Day]:
    """A day of the newsroom in a database of its own, its sources known and nothing printed yet."""
    room = replace(room, folder=room.folder / name, storage=make_database(postgresql, name))
    room.folder.mkdir()
    room.write_config('[schedule]\nmonitor = "1h"\n')
    room.stand.forget()
    room.receiver.forget()
    room.postbox.forget()
    with Database(room.storage) as db:
        day = Day(room, prefect, db)
        assert deploy(prefect, room)[0] == 0
        for flow in ("monitor", "deliver", "digests", "upkeep"):
            prefect.pause(flow)  # the runs of the test alone
        try:
            yield day
        finally:
            day.end()


def make_slots(room: Newsroom, chance: random.Random) -> Slots:
    """A day's articles: half Korean, a fifth copies, a dozen in a row on one event, some told."""
    outlets = [room.open_outlet(f"outlet-{number}") for number in range(OUTLETS)]
    room.write_config()
    examples = [text.text for watch in load_settings(room.config).watches for text in watch.must_match]
    until, count = datetime.now(UTC).replace(microsecond=0), SLOTS * (PER_SLOT - ON_NCG)
    made = iter([_print_article(each) for each in make_articles(count, DAY, until, examples, SEED)])
    slots = []
    for number in range(SLOTS):
        slot = [next(made) for _ in range(PER_SLOT - ON_NCG)]
        last = slot[-1].published
        slot += [
            made_up_piece(n, published=last, extra=(ncg_sentence(n),))
            for n in range(2 * number, 2 * number + 2)
        ]
        slots.append([(chance.choice(outlets), piece) for piece in slot])
    return slots


def _print_article(article: Article) -> Piece:
    assert article.published is not None
    return Piece(
        slug=article.key.rpartition("/")[2],
        title=article.title,
        paragraphs=tuple(article.text.split("\n\n")),
        published=article.published.at.replace(microsecond=0),
        lang=article.lang,
    )


def clear_stand(slots: Slots) -> None:
    for outlet, piece in (each for slot in slots for each in slot):
        if any(printed.slug == piece.slug for printed in outlet.pieces()):
            outlet.retract(piece.slug)


def read_outcome(room: Newsroom) -> Outcome:
    found = room.lines("articles", "--limit", "5000")
    urls = {each["id"]: each["url"] for each in found}
    groups: dict[str, set[str]] = defaultdict(set)
    for each in found:
        groups[each["duplicate_of"] if each["duplicate_kind"] in ("exact", "near") else each["id"]].add(
            each["url"]
        )
    alerts = room.lines("alerts", "--limit", "5000")
    return Outcome(
        articles={each["url"]: tuple(str(each[fact]) for fact in FACTS) for each in found},
        copies=frozenset(frozenset(group) for group in groups.values()),
        stories={each["url"]: each["story_id"] for each in found},
        alerts={each["id"]: (each["watch"], urls[each["article_id"]]) for each in alerts},
        webhooks=Counter(each.id for each in room.receiver.received(accepted=True)),
        mails=Counter(str(mail.message["Message-ID"]) for mail in room.postbox.mails()),
    )


def count_repeats(outcome: Outcome) -> int:
    """How many messages came again under an id that had come before."""
    return sum((outcome.webhooks + outcome.mails).values()) - len(outcome.webhooks) - len(outcome.mails)


def test_forty_kills_lose_nothing_and_change_nothing(
    tmp_path: Path,
    stand: Newsstand,
    receiver: WebhookSink,
    postbox: MailSink,
    prefect: PrefectServer,
    postgresql: str,
) -> None:
    receiver.always(Reply(hang_s=0.01))  # so that there is time for kills among deliveries
    room, chance = Newsroom(tmp_path, stand, receiver, postbox), random.Random(SEED)
    slots = make_slots(room, chance)
    began, kinds = time.monotonic(), cycle(KINDS)

    def say(what: str, day: Day) -> None:
        nonlocal began
        print(f"\n{what}: {time.monotonic() - began:.0f} s, {len(day.fallen)} kills")
        print(*day.fallen, sep="\n")
        began = time.monotonic()

    with opened(room, prefect, postgresql, "calm") as day:
        day.room.run()  # here, which starts no process: whoever runs a cycle keeps and tells the same
        for number, slot in enumerate(slots, 1):
            print_slot(slot)
            day.room.run()
            assert day.count_kept() == number * PER_SLOT
        calm = day.settle()
        say("calm", day)
    assert count_repeats(calm) == 0
    assert len(calm.webhooks) >= SLOTS * ON_NCG

    clear_stand(slots)
    with opened(room, prefect, postgresql, "apart") as day:
        start_two(day)
        for number, slot in enumerate(slots, 1):
            print_slot(slot)
            for _ in range(KILLS_PER_SLOT):
                day.kill(chance, next(kinds))
            day.await_kept(number * PER_SLOT)
        apart = day.settle()
        say("one run at a time", day)
    assert apart.articles == calm.articles
    assert apart.stories == calm.stories
    assert apart.alerts == calm.alerts
    assert (set(apart.webhooks), set(apart.mails)) == (set(calm.webhooks), set(calm.mails))
    assert count_repeats(apart) <= len(day.fallen)

    clear_stand(slots)
    with opened(room, prefect, postgresql, "crossed") as day:
        start_two(day)
        for slot in slots:
            print_slot(slot)
            prefect.start_run("monitor", every=True)
            for _ in range(KILLS_PER_SLOT):
                day.kill(chance, next(kinds))
        day.await_kept(SLOTS * PER_SLOT)
        crossed = day.settle()
        say("runs that overlap", day)
    own = {url: facts[0] for url, facts in crossed.articles.items()}
    assert own == {url: facts[0] for url, facts in calm.articles.items()}
    assert crossed.copies == calm.copies
    ids = {story: number for number, story in enumerate(sorted(set(calm.stories.values())))}
    agree = measure_b_cubed([(ids[calm.stories[url]], story) for url, story in crossed.stories.items()])
    print(f"stories agree to {agree:.3f}; told twice: {count_repeats(apart)}, {count_repeats(crossed)}")
    print(f"alerts: {len(calm.alerts)} calm, {len(crossed.alerts)} where runs overlap")
    assert agree >= STORIES_AGREE
    assert calm.told_of(calm.stories) <= crossed.told_of(calm.stories)
    assert count_repeats(crossed) <= len(day.fallen)


def print_slot(slot: Sequence[tuple[Outlet, Piece]]) -> None:
    for outlet, piece in slot:
        outlet.publish(piece)


def start_two(day: Day) -> None:
    day.start("seoul")
    day.start("washington")
    day.run_once()


@pytest.mark.skipif(not IS_LINUX_ROOT, reason="to be another machine takes root and Linux")
def test_what_another_machine_held_when_it_died_is_told_within_ninety_seconds(
    tmp_path: Path,
    stand: Newsstand,
    receiver: WebhookSink,
    postbox: MailSink,
    prefect: PrefectServer,
    postgresql: str,
) -> None:
    room = Newsroom(tmp_path, stand, receiver, postbox)
    outlet = room.open_outlet("dispatch")
    with opened(room, prefect, postgresql, "two-machines") as day:
        far = day.workers["washington"] = start_worker(prefect, day.room, "washington", apart=True)
        day.run_once()
        piece = made_up_piece(1, published=datetime.now(UTC), extra=(ncg_sentence(1),))
        stand.misbehave(outlet.masthead.address(piece), Hangs())
        (address,) = outlet.publish(piece)
        prefect.start_run("monitor", every=True)
        wait_for(lambda: stand.asked(address), PATIENCE_S)
        far.kill()
        died = time.monotonic()
        stand.behave()
        day.start("seoul")
        while not day.room.told()[0]:
            day.run_once()
        waited_s = time.monotonic() - died
        print(f"told {waited_s:.0f} s after the other machine died")
        assert 10 < waited_s <= 90
