"""The service as it runs: a scheduled run fires, nothing foreign gets in, and no kill wedges it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from flows.demo.faults import Drips
from flows.demo.newsstand import Newsstand
from storage.promises.owner import this_owner
from tests.live_service import ROOT, SERVE, LiveService, Run, wait_for

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc"),
]

CONFIG = """
[schedule]
monitor = "15s"
[defaults]
sources = false
watchlist = false
[fetch]
timeout = "6s"
pause = "0s"
respect_robots = false
allow_private = ["127.0.0.1"]
[desk]
listen = "127.0.0.1:{desk}"
[[source]]
id = "wire"
url = "{feed}"
kind = "feed"
every = "1s"
"""

RUN = """
import pathlib, sys
from flows.service.prefect.recorded import run_monitor
from flows.config.loading.load import load_settings
report = run_monitor(load_settings(pathlib.Path(sys.argv[1])), every=True)
print("polled", report.polled)
"""

SLOWLY = Drips(pause_s=0.5, step=40)
"""A feed that takes several seconds and is whole in the end, so that its source stays due."""

PATIENCE_S = 90.0
"""For what takes seconds on a quiet machine."""


STANDING = {"supervisor", "server", "runner"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def paper() -> Iterator[Newsstand]:
    with Newsstand() as stand:
        yield stand


@pytest.fixture(scope="module")
def feed(paper: Newsstand) -> str:
    return paper.outlet("wire", title="Wire").rss


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, feed: str) -> Iterator[LiveService]:
    folder = tmp_path_factory.mktemp("service")
    live = LiveService(folder, CONFIG.format(feed=feed, desk=free_port()))
    live.start()
    yield live
    live.end()


@pytest.fixture
def running(service: LiveService, paper: Newsstand) -> LiveService:
    """A service that has run on schedule already."""
    paper.behave()
    if service.process is None or service.process.poll() is not None:
        service.start()
    wait_for(lambda: is_polling_since(service, "hanmi serves"), PATIENCE_S)
    # what another test killed is up again, and its first cycle is over
    wait_for(lambda: parts(service) >= STANDING and "first" not in parts(service), PATIENCE_S)
    wait_for(lambda: completed(service), PATIENCE_S)
    return service


def is_polling_since(service: LiveService, line: str) -> bool:
    """Whether a runner has come up after the last line of the log that says this."""
    return "the schedule runs" in service.log.read_text().rpartition(line)[2]


def completed(service: LiveService, after: datetime | None = None) -> list[Run]:
    """Scheduled runs that came to their end and were due after a moment."""
    return [
        run
        for run in service.runs()
        if run.is_scheduled and run.state == "Completed" and (after is None or run.expected > after)
    ]


def test_the_first_cycle_runs_at_once_and_then_on_schedule(
    running: LiveService, paper: Newsstand, feed: str
) -> None:
    life = running.log.read_text().partition("hanmi serves")[2].partition("hanmi serves")[0]
    assert "first cycle: 1 source polled, 0 failed" in life
    # Where the server is slow in coming up, the cycle does not wait for it and leaves no record.
    recorded = {run.state for run in running.runs() if "first" in run.tags}
    assert "Completed" in recorded or not recorded
    on_time = completed(running)[-1]
    assert on_time.started is not None
    late_s = (on_time.started - on_time.expected).total_seconds()
    assert -1 < late_s < 15, "at this pace a run is fetched when its time has come, not before"
    assert on_time.expected.second % 15 == 0, "counted from the fixed anchor"
    assert paper.count(feed) > 1


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Authorization": ""}, id="no secret"),
        pytest.param({"Authorization": "Basic aGFubWk6Z3Vlc3M="}, id="a guess"),
        pytest.param({"Origin": "https://evil.example"}, id="a foreign page"),
        pytest.param({"Host": "evil.example"}, id="a rebound name"),
    ],
)
@pytest.mark.parametrize("path", ["/health", "/flow_runs/count", "/deployments/filter"])
def test_the_embedded_server_refuses_strangers(
    running: LiveService, headers: dict[str, str], path: str
) -> None:
    method = "GET" if path == "/health" else "POST"
    body: dict[str, Any] = {} if method == "GET" else {"json": {}}
    answer = running.ask(method, path, headers=headers, **body)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers
    assert running.ask(method, path, **body).status_code == 200


def test_a_second_service_is_refused(running: LiveService) -> None:
    second = subprocess.run(
        [sys.executable, "-c", SERVE, str(running.config)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode != 0
    assert "already serves this data directory" in second.stderr
    assert running.process is not None
    assert running.process.poll() is None


@pytest.mark.long
@pytest.mark.parametrize("victim", ["server", "runner", "supervisor", "tree"])
def test_after_a_kill_the_next_scheduled_run_happens(
    running: LiveService, paper: Newsstand, feed: str, victim: str
) -> None:
    paper.misbehave(feed, SLOWLY)  # so that a run is in its middle
    wait_for(lambda: {"run", victim if victim != "tree" else "run"} <= parts(running), PATIENCE_S)
    time.sleep(2)
    running.kill(victim)
    killed = datetime.now(UTC)
    paper.behave()
    if victim in ("supervisor", "tree"):
        running.start()
    wait_for(lambda: completed(running, after=killed), PATIENCE_S)
    wait_for(lambda: not [run for run in running.runs() if is_wedged(run, killed)], PATIENCE_S)
    wait_for(lambda: parts(running) >= {"supervisor", "server", "runner"}, PATIENCE_S)
    assert len([each for each in running.processes() if each.part in ("server", "runner")]) == 2


def parts(service: LiveService) -> set[str]:
    return {each.part for each in service.processes()}


def is_wedged(run: Run, killed: datetime) -> bool:
    """A run of before the kill that has not come to any end."""
    return run.expected < killed and run.state not in ("Completed", "Crashed", "Cancelled", "Failed")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all_of_it_within_ten_seconds(
    running: LiveService, paper: Newsstand, feed: str, number: signal.Signals
) -> None:
    if number is signal.SIGTERM:
        paper.misbehave(feed, SLOWLY)
        wait_for(lambda: "run" in parts(running), PATIENCE_S)
    status, took_s = running.stop(number)
    assert status == 0
    assert took_s < 10
    assert running.processes() == []
    assert running.engine() is None


def test_a_manual_run_is_recorded_while_the_service_is_up(running: LiveService) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", RUN, str(running.config)], cwd=ROOT, capture_output=True, text=True, timeout=90
    )
    assert answer.returncode == 0, answer.stderr
    assert "polled 1" in answer.stdout
    manual = [run for run in running.runs() if "manual" in run.tags]
    assert manual[-1].state == "Completed"


def test_a_pause_outlives_a_restart(running: LiveService) -> None:
    def deployment() -> dict[str, Any]:
        found: dict[str, Any] = running.ask("GET", "/deployments/name/monitor/service").json()
        return found

    def resumed() -> bool:
        running.ask("POST", f"/deployments/{deployment()['id']}/resume_deployment")
        return not deployment()["paused"]

    running.ask("POST", f"/deployments/{deployment()['id']}/pause_deployment")
    try:
        running.kill("runner")
        wait_for(lambda: not is_polling_since(running, "child ended"), PATIENCE_S)
        wait_for(lambda: is_polling_since(running, "child ended"), PATIENCE_S)
        assert deployment()["paused"]
    finally:
        wait_for(resumed, PATIENCE_S)


def test_a_server_of_the_users_is_used_in_place_of_our_own(
    running: LiveService, tmp_path: Path, feed: str
) -> None:
    # The embedded server of one service stands in for the user's own: another directory is given its address.
    theirs = running.engine()
    assert theirs is not None
    assert theirs.secret is not None
    guest = LiveService(tmp_path, CONFIG.format(feed=feed, desk=free_port()))
    guest.start({"PREFECT_API_URL": theirs.url, "PREFECT_API_AUTH_STRING": theirs.secret})
    try:
        wait_for(lambda: is_polling_since(guest, "hanmi serves"), PATIENCE_S)
        assert "server" not in parts(guest)
        assert guest.engine() is None
        status, _ = guest.stop()
        assert status == 0
    finally:
        guest.end()


def flow_run(minutes: int, *, of: UUID | None = None, tags: tuple[str, ...] = ()) -> FlowRun:
    from prefect.client.schemas.objects import FlowRun

    due = datetime.now(UTC) + timedelta(minutes=minutes)
    facts = {"flow_id": uuid4(), "deployment_id": of, "expected_start_time": due, "tags": list(tags)}
    return FlowRun.model_validate(facts)


def test_after_a_downtime_only_the_newest_late_run_of_each_deployment_is_left() -> None:
    from flows.service.prefect.recover import outdated

    one, other = uuid4(), uuid4()
    late = [flow_run(minutes, of=one) for minutes in (-3, -1, -2)]
    runs = [*late, flow_run(1, of=one), flow_run(-9, of=other)]
    assert outdated(runs, datetime.now(UTC)) == [late[0], late[2]]


def test_a_run_without_a_process_is_an_orphan() -> None:
    from flows.service.prefect.recover import is_orphan

    dead = this_owner().rpartition(":")[0] + ":1"
    assert is_orphan(flow_run(0, of=uuid4()))
    assert is_orphan(flow_run(0, tags=("manual", f"process:{dead}")))
    assert not is_orphan(flow_run(0, tags=("manual", f"process:{this_owner()}")))
    assert not is_orphan(flow_run(0, tags=("somebody else's",)))
