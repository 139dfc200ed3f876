"""The flows on a work pool of a real Prefect server, over one PostgreSQL database, with real workers."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from storage.database import Database
from storage.promises.outbox import redeliver
from tests.live_service import ROOT, wait_for
from tests.newsroom import Newsroom
from tests.postgres import find_programs, make_database, open_server
from tests.shifted_clock import ShiftedClock
from tests.work_pool import (
    AT_ONCE,
    POOL,
    PrefectServer,
    deploy,
    open_prefect,
    prefects_database,
    start_worker,
)

PROGRAMS = find_programs()
PATIENCE_S = 240
AWAY_S = 100
"""Longer than a run of deliveries stays by itself."""

MISSED = [timedelta(minutes=minutes) for minutes in range(20, 0, -1)]
"""How long ago runs of a schedule of one minute were due."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed here"),
]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    assert PROGRAMS is not None
    with open_server(PROGRAMS) as address:
        yield address


@pytest.fixture
def prefect(running: PrefectServer) -> PrefectServer:
    """The server as new: the tests share one, which takes its time to start, and run in any order."""
    for kind in ("deployments", "automations"):
        for each in running.ask("POST", f"/{kind}/filter", json={}):
            running.ask("DELETE", f"/{kind}/{each['id']}")
    return running


@pytest.fixture(scope="module")
def running(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    with open_prefect(tmp_path_factory.mktemp("prefect"), prefects_database(database, "prefect")) as server:
        yield server


@pytest.fixture
def room(
    tmp_path: Path,
    database: str,
    stand: Newsstand,
    receiver: WebhookSink,
    postbox: MailSink,
    request: pytest.FixtureRequest,
) -> Newsroom:
    room = Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)
    room.storage = make_database(database, request.node.name)
    return room


def publish(room: Newsroom, *numbers: int) -> None:
    moment = datetime.now(UTC) - timedelta(minutes=10)
    pieces = [made_up_piece(n, published=moment, extra=(ncg_sentence(n),)) for n in numbers]
    room.open_outlet(f"outlet-{numbers[0]}").publish(*pieces)
    room.write_config('[schedule]\nmonitor = "1h"\n')


def test_deploying_registers_all_of_it_and_twice_changes_nothing(
    prefect: PrefectServer, room: Newsroom
) -> None:
    publish(room, 1)
    status, looked = deploy(prefect, room, "--check")
    assert status == 1
    assert [each["new"] for each in looked["registered"]] == [True] * 5
    assert deploy(prefect, room)[0] == 0
    status, looked = deploy(prefect, room, "--check")
    assert (status, [each["differs"] for each in looked["registered"]]) == (0, [[]] * 5)
    monitor = prefect.deployment("monitor")
    assert (monitor["work_pool_name"], sorted(monitor["tags"])) == (POOL, ["hanmi", "monitor"])
    shown = monitor["parameter_openapi_schema"]["properties"]
    assert all(shown[name]["description"] for name in ("only", "every", "budget_s", "runs", "stamp"))
    assert monitor["parameters"]["stamp"] == looked["stamp"]

    prefect.ask("POST", f"/deployments/{monitor['id']}/pause_deployment")
    updated = prefect.deployment("deliver")["updated"]
    room.write_config('[schedule]\nmonitor = "30m"\n[[digest]]\ncron = "0 6 * * *"\nto = ["press-office"]\n')
    status, looked = deploy(prefect, room, "--check")
    differs = {each["name"]: each["differs"] for each in looked["registered"]}
    assert status == 1
    assert differs["monitor/hanmi"] == ["parameters", "schedules"]
    assert differs["digests/hanmi"] == ["parameters", "schedules"]
    assert prefect.deployment("deliver")["updated"] == updated
    assert deploy(prefect, room)[0] == 0
    assert prefect.deployment("monitor")["paused"]
    assert [each["slug"] for each in prefect.deployment("digests")["schedules"]] == ["digest-1"]
    assert deploy(prefect, room, "--check")[0] == 0
    one = '[[digest]]\ncron = "0 {hour} * * *"\nto = ["press-office"]\n'
    for hours in ((6, 18), (18,)):
        room.write_config('[schedule]\nmonitor = "30m"\n' + "".join(one.format(hour=hour) for hour in hours))
        deploy(prefect, room)
        there = {plan["schedule"]["cron"] for plan in prefect.deployment("digests")["schedules"]}
        assert there == {f"0 {hour} * * *" for hour in hours}


def test_prefects_own_file_deploys_the_same_and_deploy_sets_right_what_is_left(
    prefect: PrefectServer, room: Newsroom
) -> None:
    publish(room, 1)
    text = (
        (ROOT / "prefect.yaml")
        .read_text(encoding="utf-8")
        .replace("name: hanmi\n    job", f"name: {POOL}\n    job")
    )
    (room.folder / "prefect.yaml").write_text(text, encoding="utf-8")
    prefect.prefect("--no-prompt", "deploy", "--all", folder=room.folder)
    looked = deploy(prefect, room, "--check")[1]
    differs = {each["name"]: set(each["differs"]) for each in looked["registered"]}
    for flow in ("monitor", "deliver", "digests", "upkeep"):
        assert differs[f"{flow}/hanmi"] <= {"parameters", "schedules", "description"}
    assert deploy(prefect, room)[0] == 0
    looked = deploy(prefect, room, "--check")[1]
    assert [each["differs"] for each in looked["registered"]] == [[]] * 5
    assert prefect.deployment("digests")["schedules"] == []


def test_a_worker_takes_what_is_of_its_make_and_nothing_else(
    prefect: PrefectServer, room: Newsroom, receiver: WebhookSink
) -> None:
    publish(room, 1)
    deploy(prefect, room)
    prefect.pause("deliver")
    worker = start_worker(prefect, room, "seoul")
    try:
        assert prefect.await_end(prefect.start_run("monitor"), PATIENCE_S)[0] == "Completed"
        assert room.told() == (1, 1)
        publish(room, 40)  # into the file that this worker reads: it is of another make from now on
        name, why = prefect.await_end(prefect.start_run("monitor"), PATIENCE_S)
        assert (name, "another make" in why) == ("Failed", True)
        assert room.told() == (1, 1)
        deploy(prefect, room)
        for flow in ("monitor", "digests", "upkeep"):  # a run of deliveries would stay for a minute
            assert prefect.await_end(prefect.start_run(flow), PATIENCE_S)[0] == "Completed", flow
        assert room.told() == (2, 2)
    finally:
        worker.kill()


@pytest.mark.skipif(shutil.which("cc") is None, reason="a clock of its own takes a C compiler")
def test_a_worker_whose_clock_is_off_takes_nothing_and_says_so(
    prefect: PrefectServer, room: Newsroom, receiver: WebhookSink
) -> None:
    publish(room, 1)
    deploy(prefect, room)
    prefect.pause("deliver")
    clock = ShiftedClock(room.folder)
    clock.set_ahead(timedelta(seconds=45))
    worker = start_worker(prefect, room, "seoul", more=clock.environment)
    try:
        for flow in ("monitor", "deliver", "digests", "upkeep"):
            name, why = prefect.await_end(prefect.start_run(flow), PATIENCE_S)
            assert (name, "clock is 4" in why) == ("Failed", True), (flow, why)
    finally:
        worker.kill()
    assert receiver.received() == []
    assert [each["last_polled_at"] for each in room.lines("sources")] == [None]


@pytest.mark.long
def test_while_prefects_server_is_away_deliveries_go_on_and_the_next_cycle_comes_by_itself(
    tmp_path: Path, database: str, room: Newsroom, receiver: WebhookSink
) -> None:
    moment = datetime.now(UTC) - timedelta(minutes=10)
    first, second = (made_up_piece(n, published=moment, extra=(ncg_sentence(n),)) for n in (1, 2))
    outlet = room.open_outlet("dispatch")
    outlet.publish(first)
    room.every = "1m"
    room.write_config('[schedule]\nmonitor = "1m"\n')
    (tmp_path / "prefect").mkdir()
    with open_prefect(tmp_path / "prefect", prefects_database(database, "away")) as prefect:
        deploy(prefect, room)
        worker = start_worker(prefect, room, "seoul", more={"PREFECT_WORKER_QUERY_SECONDS": "15"})
        try:
            wait_for(lambda: room.told() == (1, 1), PATIENCE_S)
            wait_for(lambda: prefect.is_running("deliver"), PATIENCE_S)
            prefect.end()
            time.sleep(AWAY_S)
            assert worker.process.poll() is None
            (sent,) = receiver.received(accepted=True)
            with Database(room.storage) as db, db.writing() as tx:
                assert redeliver(tx, [sent.headers["webhook-id"]], db.now())
            wait_for(lambda: len(receiver.received(accepted=True)) == 2, PATIENCE_S)
            outlet.publish(second)
            prefect.start()
            wait_for(lambda: room.told()[0] == 3, 2 * PATIENCE_S)
        finally:
            worker.kill()


def test_what_fell_due_while_no_worker_was_there_is_done_by_the_last_run_of_each(
    prefect: PrefectServer, room: Newsroom, receiver: WebhookSink
) -> None:
    publish(room, 1)
    deploy(prefect, room)
    missed = {flow: [prefect.start_late(flow, by) for by in MISSED] for flow in ("monitor", "digests")}
    worker, seen, most = start_worker(prefect, room, "seoul"), set[int](), 0

    def is_done(run: str) -> bool:
        nonlocal most
        now = worker.runs()
        seen.update(now)
        most = max(most, len(now))
        return prefect.state(run)[0] == "Completed"

    try:
        for runs in missed.values():
            wait_for(partial(is_done, runs[-1]), PATIENCE_S)
            ends = [prefect.await_end(each, PATIENCE_S) for each in runs[:-1]]
            assert {name for name, _ in ends} <= {"Cancelled", "Overtaken"}
            assert all("overtaken" in why for _, why in ends)
    finally:
        worker.kill()
    assert most <= AT_ONCE
    assert len(seen) <= len(MISSED)
    assert room.told() == (1, 1)


@pytest.mark.long
def test_a_cycle_with_much_to_do_is_shared_by_the_workers_there_are(
    prefect: PrefectServer, room: Newsroom, receiver: WebhookSink, stand: Newsstand
) -> None:
    many = 110  # more than two batches
    for number in range(many):
        room.open_outlet(f"wire-{number}")
    publish(room, 1, 20, 40)
    deploy(prefect, room)
    workers = [start_worker(prefect, room, name) for name in ("seoul", "washington")]
    try:
        wait_for(lambda: len(prefect.ask("POST", f"/work_pools/{POOL}/workers/filter")) == 2, PATIENCE_S)
        assert prefect.await_end(prefect.start_run("monitor"), PATIENCE_S)[0] == "Completed"
        runs = prefect.ask("POST", "/flow_runs/filter", json={})
        (more,) = (run for run in runs if "shares" in run["tags"])
        assert prefect.await_end(more["id"], PATIENCE_S)[0] == "Completed"
        assert more["parameters"]["runs"] == 1
        asked = Counter((each.host, each.path) for each in stand.asked() if each.path.endswith("rss.xml"))
        assert (len(asked), set(asked.values())) == (many + 1, {1})
        assert room.told() == (3, 3)
    finally:
        for worker in workers:
            worker.kill()


@pytest.mark.long
def test_a_machine_that_dies_loses_nothing_and_its_run_is_shown_as_crashed(
    prefect: PrefectServer, room: Newsroom, receiver: WebhookSink
) -> None:
    publish(room, 1, 20, 40, 60, 80)
    deploy(prefect, room)
    first, second = start_worker(prefect, room, "seoul"), None
    try:
        run = prefect.start_run("monitor")
        wait_for(lambda: prefect.state(run)[0] == "Running", PATIENCE_S)
        wait_for(lambda: len(receiver.received(accepted=True)) >= 1, PATIENCE_S)
        first.kill()
        died = time.monotonic()
        second = start_worker(prefect, room, "washington")
        wait_for(lambda: prefect.state(run)[0] == "Crashed", 150 - (time.monotonic() - died))
        assert prefect.await_end(prefect.start_run("monitor"), PATIENCE_S)[0] == "Completed"
        ids = [each.headers["webhook-id"] for each in receiver.received(accepted=True)]
        assert len(set(ids)) == 5
        assert len(ids) - len(set(ids)) <= 1
    finally:
        for worker in filter(None, (first, second)):
            if worker.process.poll() is None:
                worker.kill()
