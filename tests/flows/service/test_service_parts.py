"""The parts of the service that need no Prefect: lock, secret, guard, children, leftovers, limits, naps."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.config.schedule import SHORTEST, Every, read_schedule
from flows.runs.limits import cycle_limit, fetch_ahead, look_every, tick_slack
from flows.service.children import FIRST_PAUSE_S, LONGEST_PAUSE_S, Child, Program
from flows.service.leftovers import end_leftovers, traces_path, write_traces
from flows.service.lock import hold_lock
from flows.service.prefect import engine
from flows.service.prefect.engine import Engine, answers, compose_environment, server_environment
from flows.service.prefect.server import RequestGuard
from flows.service.resident import LONGEST_NAP, SHORTEST_NAP, DeliveryLoop, nap_until
from flows.service.supervisor import write_schedule
from flows.service.troubles import Troubles
from storage.errors import LockHeld, StorageBusy

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SECRET = "hanmi:" + "s" * 43


def python(code: str, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], **options)


def wait_for(condition: Any, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


# the lock


def test_a_second_service_is_told_who_holds_the_directory(tmp_path: Path) -> None:
    with hold_lock(tmp_path), pytest.raises(LockHeld, match=str(os.getpid())), hold_lock(tmp_path):
        pass
    with hold_lock(tmp_path):  # and it is free again
        pass


def test_the_lock_goes_with_a_killed_holder(tmp_path: Path) -> None:
    code = (
        "import sys, time, pathlib; from flows.service.lock import hold_lock\n"
        "with hold_lock(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    holder = python(code, str(tmp_path), stdout=subprocess.PIPE, cwd=engine.PACKAGE_ROOT)
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(LockHeld), hold_lock(tmp_path):
            pass
        holder.kill()
    with hold_lock(tmp_path):
        pass


# the secret and the environment


def open_engine(data_dir: Path) -> Engine:
    made = engine.new_engine(4200)
    engine.leave_engine(data_dir, made)
    return made


def test_the_secret_is_new_at_every_start_and_for_its_user_only(tmp_path: Path) -> None:
    one, two = open_engine(tmp_path), open_engine(tmp_path)
    assert one.secret != two.secret
    assert one.secret is not None
    assert len(one.secret) > 40
    path = engine.engine_home(tmp_path) / "engine.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_secret_is_not_shown() -> None:
    assert SECRET not in repr(Engine(url="http://127.0.0.1:1/api", secret=SECRET))


def test_the_engine_is_found_by_other_commands_until_the_service_ends(tmp_path: Path) -> None:
    assert engine.read_engine(tmp_path) is None
    told = open_engine(tmp_path)
    assert engine.read_engine(tmp_path) == told
    engine.forget_engine(tmp_path)
    assert engine.read_engine(tmp_path) is None


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"url": 5, "secret": "x"}', '{"url": "x"}', "null"])
def test_a_broken_note_of_the_engine_is_none(tmp_path: Path, content: str) -> None:
    open_engine(tmp_path)
    (engine.engine_home(tmp_path) / "engine.json").write_text(content)
    assert engine.read_engine(tmp_path) is None


def test_the_embedded_server_sees_nothing_that_was_meant_for_another(tmp_path: Path) -> None:
    inherited = {
        "PATH": "/bin",
        "PREFECT_API_KEY": "theirs",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": "postgresql+asyncpg://theirs/prefect",
        "PREFECT_LOGGING_LEVEL": "DEBUG",
    }
    made = compose_environment(inherited, server_environment(tmp_path, SECRET))
    assert made["PATH"] == "/bin"
    assert made["PREFECT_LOGGING_LEVEL"] == "DEBUG"  # what a user may want to set
    assert not {"PREFECT_API_KEY", "PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_URL"} & set(made)
    assert made["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert made["DO_NOT_TRACK"] == "1"


def test_a_server_of_the_users_keeps_their_settings(tmp_path: Path) -> None:
    theirs = Engine(url="https://prefect.example/api")
    inherited = {"PREFECT_API_KEY": "theirs", "PYTHONPATH": "/x"}
    made = compose_environment(inherited, engine.client_environment(tmp_path, theirs))
    assert made["PREFECT_API_KEY"] == "theirs"
    assert made["PREFECT_API_URL"] == theirs.url
    assert made["PYTHONPATH"].endswith(f"{os.pathsep}/x")


# the guard before the embedded server


async def _through_guard(kind: str, headers: dict[str, str]) -> list[str]:
    sent: list[str] = []

    async def application(_scope: Any, _receive: Any, _send: Any) -> None:
        sent.append("let through")

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(str(message.get("status", message["type"])))

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await RequestGuard(application, 4200, SECRET)({"type": kind, "headers": raw}, receive, send)
    return sent


AUTHORIZED = Engine(url="", secret=SECRET).headers["Authorization"]
OURS = {"host": "127.0.0.1:4200", "authorization": AUTHORIZED}


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        pytest.param({}, True, id="ours"),
        pytest.param({"origin": "http://127.0.0.1:4200"}, True, id="its own page"),
        pytest.param({"origin": "https://evil.example"}, False, id="a foreign page"),
        pytest.param({"origin": "http://127.0.0.1:8000"}, False, id="another port's page"),
        pytest.param({"origin": "null"}, False, id="a page from nowhere"),
        pytest.param({"host": "evil.example:4200"}, False, id="a rebound name"),
        pytest.param({"host": "127.0.0.1"}, False, id="no port"),
        pytest.param({"authorization": ""}, False, id="no secret"),
        pytest.param({"authorization": AUTHORIZED[:-4]}, False, id="half the secret"),
        pytest.param({"authorization": f"Bearer {SECRET}"}, False, id="another scheme"),
    ],
)
def test_the_guard_lets_through_only_what_knows_the_secret_and_comes_from_here(
    change: dict[str, str], allowed: bool
) -> None:
    answer = asyncio.run(_through_guard("http", OURS | change))
    assert answer == (["let through"] if allowed else ["403", "http.response.body"])


@pytest.mark.parametrize(("origin", "allowed"), [(None, True), ("https://evil.example", False)])
def test_a_foreign_page_opens_no_websocket(origin: str | None, allowed: bool) -> None:
    headers = {"host": "localhost:4200"} | ({"origin": origin} if origin else {})
    answer = asyncio.run(_through_guard("websocket", headers))
    assert answer == (["let through"] if allowed else ["websocket.close"])


# children


@pytest.fixture
def clock() -> list[float]:
    return [1000.0]


def child(code: str, clock: list[float], folder: Path) -> Child:
    command = [sys.executable, "-c", code]
    return Child(Program(name="test", command=command, environment={}, folder=folder), lambda: clock[0])


def test_a_child_that_dies_starts_again_with_growing_patience(clock: list[float], tmp_path: Path) -> None:
    short = child("raise SystemExit(3)", clock, tmp_path)
    pauses = []
    for _ in range(7):
        wait_for(lambda: short.is_due or clock.__setitem__(0, clock[0] + 0.5))
        short.start()
        wait_for(lambda: not short.is_running)
        assert short.exit_status == 3
        short.bury()
        began = clock[0]
        while not short.is_due:
            clock[0] += 0.5
        pauses.append(clock[0] - began)
    assert pauses[0] == 2 * FIRST_PAUSE_S
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE_S


def test_a_child_that_lived_long_starts_again_soon(clock: list[float], tmp_path: Path) -> None:
    steady = child("", clock, tmp_path)
    steady.start()
    wait_for(lambda: not steady.is_running)
    clock[0] += 3600
    steady.bury()
    clock[0] += FIRST_PAUSE_S
    assert steady.is_due


def test_what_a_child_had_started_ends_with_it(clock: list[float], tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, pathlib\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path('pid').write_text(str(p.pid))"
    )
    parent = child(code, clock, tmp_path)
    parent.start()
    wait_for(lambda: not parent.is_running)
    grandchild = int((tmp_path / "pid").read_text())
    os.kill(grandchild, 0)  # it lives
    parent.bury()
    wait_for(lambda: not is_alive(grandchild))


def is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return False
    return stat[0] != "Z"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="prctl(2) is Linux's")
def test_a_child_dies_with_a_killed_parent(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, os, time\n"
        "inner = 'import sys, time; from flows.runs.orphans import end_with_parent\\n'"
        "'end_with_parent(int(sys.argv[1])); print(\"up\", flush=True); time.sleep(60)'\n"
        "p = subprocess.Popen([sys.executable, '-c', inner, str(os.getpid())], stdout=subprocess.PIPE)\n"
        "p.stdout.readline(); print(p.pid, flush=True); time.sleep(60)"
    )
    with python(code, stdout=subprocess.PIPE, cwd=engine.PACKAGE_ROOT) as parent:
        assert parent.stdout is not None
        inner = int(parent.stdout.readline())
        assert is_alive(inner)
        parent.kill()
    wait_for(lambda: not is_alive(inner))


def test_a_process_that_outlives_its_time_is_ended_though_it_is_stuck() -> None:
    code = (
        "from datetime import timedelta; from flows.runs.orphans import end_after\n"
        "end_after(timedelta(seconds=0.2))\n"
        "try:\n    while True: pass\nexcept BaseException: print('caught')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=engine.PACKAGE_ROOT, capture_output=True, timeout=20
    )
    assert done.returncode == -signal.SIGALRM
    assert not done.stdout


# what a killed predecessor left


@pytest.fixture
def sleepers() -> Iterator[Any]:
    started: list[subprocess.Popen[bytes]] = []

    def start(data_dir: Path) -> subprocess.Popen[bytes]:
        environment = {"HANMI_DATA_DIR": str(data_dir)}
        code = "import sys, time; print('up', flush=True); time.sleep(60)"
        process = python(code, env=environment, stdout=subprocess.PIPE, start_new_session=True)
        assert process.stdout is not None
        process.stdout.readline()
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_leftovers_are_ended_and_nobody_else(tmp_path: Path, sleepers: Any) -> None:
    ours = sleepers(tmp_path)
    elsewhere = sleepers(tmp_path / "other")  # in a recorded session, but of another data directory
    unrecorded = sleepers(tmp_path)  # a command that a user runs on the same directory
    write_traces(tmp_path, [ours.pid, elsewhere.pid])
    assert end_leftovers(tmp_path) == 1
    assert ours.wait(5) == -signal.SIGTERM
    assert elsewhere.poll() is None
    assert unrecorded.poll() is None
    assert not traces_path(tmp_path).exists()


@pytest.mark.parametrize("content", [None, "", "{}", "[1]", '[{"pid": "x", "began": ""}]'])
def test_without_traces_nothing_is_ended(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        traces_path(tmp_path).write_text(content)
    assert end_leftovers(tmp_path) == 0


# how long, and how often


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        ("5m", 285),
        ("1m", 45),
        ("15s", 45),  # never less: a cycle needs it, and the next run is left out instead
        ("6h", 1800),
        ("*/10 * * * *", 585),
        ("0 7,8,12 * * *", 1800),
        ("0,2 * * * * Asia/Seoul", 105),
    ],
)
def test_a_cycle_ends_before_its_successor_is_decided_on(schedule: str, seconds: int) -> None:
    limit = cycle_limit(read_schedule(schedule), "Asia/Seoul", NOW)
    assert limit == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("schedule", "ahead_s", "every_s"),
    [
        ("5m", 10, 5),
        ("1m", 10, 5),
        ("55s", 5, 5),
        ("30s", 0, 3),
        ("15s", 0, 1.5),
        ("*/10 * * * *", 10, 5),
    ],
)
def test_a_run_is_not_fetched_while_the_one_before_it_may_run(
    schedule: str, ahead_s: float, every_s: float
) -> None:
    read = read_schedule(schedule)
    assert fetch_ahead(read, "Asia/Seoul", NOW).total_seconds() == ahead_s
    assert look_every(read, "Asia/Seoul", NOW).total_seconds() == every_s


def test_a_minute_of_the_shortest_pace_is_planned_at_once(tmp_path: Path) -> None:
    most = int(server_environment(tmp_path, SECRET)["PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS"])
    assert most * SHORTEST > timedelta(minutes=1)  # the scheduler comes round once a minute


@pytest.mark.parametrize("text", ["5m", "90s", "*/5 7-23 * * *", "30 7 * * * Asia/Seoul"])
def test_a_schedule_survives_the_way_to_the_runner(text: str) -> None:
    schedule = read_schedule(text)
    assert read_schedule(write_schedule(schedule)) == schedule


@pytest.mark.parametrize(
    ("due_in_s", "nap"),
    [(None, LONGEST_NAP), (-5, SHORTEST_NAP), (2, timedelta(seconds=2)), (3600, LONGEST_NAP)],
)
def test_the_loop_wakes_when_the_next_delivery_is_due(due_in_s: int | None, nap: timedelta) -> None:
    due = None if due_in_s is None else NOW + timedelta(seconds=due_in_s)
    assert nap_until(due, NOW) == nap


@pytest.mark.parametrize("error", [StorageBusy("db", "held"), RuntimeError("a bug")])
def test_deliveries_go_on_after_a_failed_pass(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.service.resident.LONGEST_NAP", timedelta(milliseconds=1))
    passes, reached = [error], threading.Event()

    def send_pass(_stop: threading.Event) -> None:
        if passes:
            raise passes.pop()
        reached.set()

    loop = DeliveryLoop(send_pass, Troubles())
    loop.keep_running()
    assert reached.wait(5)
    loop.stop(5)


@pytest.mark.parametrize(
    ("schedule", "slack_s"),
    [(Every(timedelta(minutes=1)), 6), (Every(timedelta(minutes=5)), 30), (Every(timedelta(hours=1)), 30)],
)
def test_a_tick_may_poll_a_little_before_a_source_is_due(schedule: Every, slack_s: int) -> None:
    assert tick_slack(schedule, "Asia/Seoul").total_seconds() == slack_s


@pytest.mark.parametrize("url", ["abc", "http:/", "://", "http://[::1", "http://a b/api"])
def test_what_is_no_address_of_a_server_does_not_answer(url: str) -> None:
    assert not answers(Engine(url=url))
