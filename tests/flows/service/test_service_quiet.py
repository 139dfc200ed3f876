"""What outlasts a run or a poll is said once, and what is a bug is said with its trace."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
import yaml

from flows.config.loading.load import load_settings
from flows.report import CycleReport
from flows.runs.said import NAME, naming_trouble, say_trouble, say_well
from flows.service.prefect import quiet
from flows.service.prefect.engine import PACKAGE_ROOT
from flows.service.prefect.quiet import AGAIN_S, Quiet
from flows.service.troubles import Troubles
from storage.errors import Conflict, StorageBusy, StorageFull

REQUEST = httpx.Request("POST", "http://127.0.0.1:1/api/flow_runs/1/set_state")


def refused(status: int) -> httpx.HTTPStatusError:
    return httpx.HTTPStatusError(f"error {status}\nmore", request=REQUEST, response=httpx.Response(status))


def record(name: str, error: BaseException | None, message: str = "Failed to update %s") -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord(name, logging.ERROR, "", 1, message, ("it",) if "%s" in message else (), info)


@pytest.mark.parametrize(
    ("name", "error", "shown", "with_trace"),
    [
        pytest.param("prefect.runner", refused(500), [True, False], False, id="the server's disk is full"),
        pytest.param("prefect.runner", httpx.ConnectError("refused"), [True, False], False, id="it is away"),
        pytest.param("prefect.runner", refused(404), [True, True], True, id="we asked for what is not there"),
        pytest.param("prefect.runner", KeyError("bug"), [True, True], True, id="a bug"),
        pytest.param("prefect.flow_runs", refused(500), [False, False], True, id="a run is not recorded"),
        pytest.param("prefect.flow_runs", KeyError("bug"), [True, True], True, id="a bug in a run"),
        pytest.param("prefect.runner", None, [True, True], False, id="no error"),
        pytest.param(
            "prefect.flow_runs", StorageFull("db", "full"), [False, False], True, id="a run has no room"
        ),
        pytest.param("prefect.runner", StorageBusy("db", "held"), [True, False], False, id="nor has it"),
        pytest.param("prefect.flow_runs", Conflict("db", "a bug"), [True, True], True, id="a conflict"),
    ],
)
def test_the_console_has_each_trouble_of_prefects_once(
    name: str, error: Exception | None, shown: list[bool], with_trace: bool
) -> None:
    filtering = Quiet()
    records = [record(name, error) for _ in shown]
    assert [filtering.filter(each) for each in records] == shown
    if shown[0]:
        assert bool(records[0].exc_info) is with_trace
        assert "more" not in records[0].getMessage()


def test_a_trouble_that_lasts_is_said_again_after_an_hour() -> None:
    now = [0.0]
    filtering = Quiet(lambda: now[0])
    shown = []
    for now[0] in (0.0, AGAIN_S - 1, AGAIN_S + 1):
        shown.append(filtering.filter(record("prefect.runner", refused(503))))
    assert shown == [True, False, True]


def test_how_a_run_ended_is_not_said_twice() -> None:
    assert not Quiet().filter(record("prefect.flow_runs", None, "Finished in state Failed('full')"))
    assert Quiet().filter(record("prefect.runner", None, "Finished in state Failed('full')"))


RECORDED = """
import asyncio, logging, sys
logging.basicConfig(format="%(name)s %(message)s")
from pathlib import Path
from types import SimpleNamespace
from flows.service.prefect import recorded
from storage.errors import StorageFull
async def run():
    logging.getLogger("hanmi.test").error("ours", exc_info=ValueError("shown"))
    raise StorageFull("db", "disk is full")
async def record(cycle, *_):
    try: await cycle.run()
    except StorageFull:
        logging.getLogger("prefect.flow_runs").exception("Encountered exception during execution")
        raise
import flows.monitor
flows.monitor.record_cycle = record
cycle = SimpleNamespace(has_begun=True, report=None, run=run)
settings = SimpleNamespace(data_dir=Path("."))
recorded.run_recorded(cycle, settings, recorded.Engine(url="http://127.0.0.1:1/api"), "manual")
"""


def run_apart(code: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What a process of its own says that runs this code, with nothing else set than this home."""
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=PACKAGE_ROOT,
        env=variables | {"HOME": str(home), "PREFECT_HOME": str(home)},
    )


@pytest.mark.slow
def test_a_recorded_run_whose_database_fails_leaves_saying_so_to_the_command(tmp_path: Path) -> None:
    done = run_apart(RECORDED, tmp_path)
    assert "Encountered" not in done.stderr
    assert "ValueError: shown" in done.stderr
    assert done.stderr.endswith("storage.errors.StorageFull: db: disk is full\n")


@pytest.mark.slow
def test_the_logging_is_prefects_own_but_for_the_filter() -> None:
    import prefect.logging.configuration

    theirs = yaml.safe_load(prefect.logging.configuration.DEFAULT_LOGGING_SETTINGS_PATH.read_text())
    ours = yaml.safe_load(Path(quiet.__file__).with_name("logging.yml").read_text())
    assert ours.pop("filters") == {"quiet": {"()": f"{Quiet.__module__}.{Quiet.__name__}"}}
    assert ours["handlers"]["console"].pop("filters") == ["quiet"]
    assert ours == theirs


FULL, BUSY = StorageFull("db", "disk is full"), StorageBusy("db", "held")


def test_runs_say_a_trouble_once_between_them(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert [say_trouble(tmp_path, "monitor", error) for error in (FULL, FULL, BUSY)] == [True, False, True]
    assert say_trouble(tmp_path, "upkeep", FULL)
    assert [say_well(tmp_path, "monitor") for _ in range(2)] == [True, False]
    assert say_trouble(tmp_path, "monitor", FULL)
    assert not say_trouble(tmp_path, "upkeep", FULL)
    assert len(caplog.records) == 5


def test_a_run_that_takes_nothing_does_not_work_again_for_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> str:
        with naming_trouble("monitor") as ended:
            return ended.fail("another version")

    monkeypatch.setenv("HANMI_DATA_DIR", str(tmp_path))
    assert say_trouble(tmp_path, "monitor", FULL)
    assert refuse() == "another version"
    assert not say_trouble(tmp_path, "monitor", FULL)
    with naming_trouble("monitor"):
        pass
    assert say_trouble(tmp_path, "monitor", FULL)


@pytest.mark.parametrize("content", ["", "[]", "null", "\x00"])
def test_a_broken_note_of_troubles_says_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content)
    assert not say_well(tmp_path, "monitor")
    assert say_trouble(tmp_path, "monitor", FULL)


def test_where_nothing_can_be_noted_it_is_said_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full_disk: Callable[..., None]
) -> None:
    monkeypatch.setattr("flows.runs.said.write_private", full_disk)
    assert [say_trouble(tmp_path, "monitor", FULL) for _ in range(2)] == [True, True]


@pytest.fixture
def full_disk() -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    return fail


FLOW = """
import asyncio, sys
from flows.runs import said
import flows.monitor, flows.upkeep, flows.deliver, flows.digests
from storage.errors import StorageFull
def fail(*_, **__): raise StorageFull("db", "disk is full")
import flows.wiring, flows.config.database
flows.wiring.open_house = flows.config.database.open_database = fail
for flow in (flows.monitor.monitor, flows.upkeep.upkeep, flows.deliver.deliver, flows.digests.digests):
    state = asyncio.run(flow.fn())
    print(state.type.value, state.message)
"""


@pytest.mark.slow
def test_a_run_without_room_has_failed_and_says_why_in_one_line(tmp_path: Path) -> None:
    done = run_apart(FLOW, tmp_path, HANMI_DATA_DIR=str(tmp_path))
    assert done.stdout.splitlines() == ["FAILED db: disk is full"] * 4, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_run_whose_configuration_is_wrong_has_failed_and_says_why_once(tmp_path: Path) -> None:
    (tmp_path / "hanmi.toml").write_text("[retention]\n[retention]\n")
    file = {"HANMI_CONFIG": str(tmp_path / "hanmi.toml"), "HANMI_DATA_DIR": str(tmp_path)}
    for said in (4, 0):
        done = run_apart(FLOW, tmp_path, **file)
        assert done.stdout.count("retention was given before") == 4, done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.count("run fails run=") == said


def test_the_first_cycle_waits_for_its_database_and_says_that_there_is_nothing_to_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from flows.service.prefect import first

    (tmp_path / "hanmi.toml").write_text("[defaults]\nsources = false\nwatchlist = false\n")
    settings, troubles = load_settings(tmp_path / "hanmi.toml"), [BUSY, FULL, FULL]

    def begin(*_: object) -> CycleReport:
        if troubles:
            raise troubles.pop()
        return CycleReport()

    monkeypatch.setattr(first, "_begin", begin)
    monkeypatch.setattr(first, "AGAIN_S", 0.0)
    monkeypatch.setattr(first, "load_settings", lambda: settings)
    for name in ("end_with_parent", "end_after"):
        monkeypatch.setattr(first, name, lambda *_: None)
    monkeypatch.setattr("importlib.import_module", lambda _: None)
    assert first.main(["1"]) == 0
    said = [entry.getMessage().partition(" why=")[0].partition(" after_s")[0] for entry in caplog.records]
    fails, works = "step fails step='first cycle'", "step works again step='first cycle'"
    assert said == [fails, fails, works]  # each reason once
    assert "no source is configured" in capsys.readouterr().out


@pytest.mark.slow
def test_a_runner_waits_for_a_server_that_cannot_keep_its_schedules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from flows.service.prefect import runner

    said: list[str] = []
    troubles: list[Exception] = [refused(500), refused(500), httpx.ConnectError("refused")]

    async def recover() -> None:
        if troubles:
            raise troubles.pop()

    async def compose(*_: object) -> AsyncIterator[None]:
        return
        yield

    monkeypatch.setattr(runner, "recover_runs", recover)
    monkeypatch.setattr(runner, "compose_deployments", compose)
    monkeypatch.setattr(runner, "AGAIN_S", 0.0)
    monkeypatch.setattr(Troubles, "note", lambda _, name, why: said.append(f"{name}: {why}"))
    monkeypatch.setattr(Troubles, "over", lambda _, name: said.append(f"{name}: over"))
    orders = runner.Orders(data_dir="", url=None, monitor="5m", zone="UTC")
    assert asyncio.run(runner._begin(orders)).name == "hanmi"
    assert said == ["schedules: refused", "schedules: error 500", "schedules: error 500", "schedules: over"]
