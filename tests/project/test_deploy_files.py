"""Units, container files and prefect.yaml name what there is: commands, options, flows, variables."""

from __future__ import annotations

import configparser
import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from flows.cli.app import app
from flows.config.loading.load import load_settings

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "docs" / "deploy").glob("*.*"))


def commands() -> set[str]:
    return set(getattr(get_command(app), "commands", {}))


def compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_there_is(unit: Path) -> None:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as configparser documents
    parser.read_string(unit.read_text(encoding="utf-8"))
    assert parser.has_section("Unit")
    if unit.suffix == ".timer":
        assert (unit.with_suffix(".service")).exists()
        return
    words = parser["Service"]["ExecStart"].split()
    assert words[0] in ("/opt/hanmi/bin/hanmi", "/opt/hanmi/bin/prefect")
    assert words[0].endswith("prefect") or words[1] in commands()


def test_every_service_of_the_compose_file_runs_what_the_image_has() -> None:
    for name, service in compose()["services"].items():
        if service["image"] != "hanmi-watch":
            continue
        words = [*service.get("entrypoint", ["hanmi"]), *service.get("command", ["serve"])]
        said = " ".join(words)
        for command in re.findall(r"\bhanmi ([a-z]+)", said):
            assert command in commands() or "--pool" in said, (name, command)
        assert words[0] in ("hanmi", "prefect", "sh")
        for dependency in service.get("depends_on", {}):
            assert dependency in compose()["services"]


def test_the_compose_files_configuration_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    lines = [line.removeprefix("#").strip() for line in text.splitlines() if line.startswith("#     ")]
    tables = "\n".join(line for line in lines if line.startswith("[") or " = " in line)
    (tmp_path / "hanmi.toml").write_text(tables, encoding="utf-8")
    for name, value in compose()["x-hanmi"]["environment"].items():
        monkeypatch.setenv(name, re.sub(r"\$\{[^}]*\}", "word", value))
    monkeypatch.delenv("HANMI_CONFIG")
    settings = load_settings(tmp_path / "hanmi.toml")
    assert settings.storage_url.startswith("postgresql+psycopg://hanmi:")
    assert settings.desk.token == "word"


@pytest.mark.slow  # Prefect takes seconds to import
def test_prefect_yaml_has_what_deploy_registers(tmp_path: Path) -> None:
    from prefect import Flow

    from flows.service.prefect.deployments import ANCHOR
    from flows.service.prefect.pool import ENVIRONMENT, list_wanted

    (tmp_path / "hanmi.toml").write_text(
        '[[channel]]\nid = "desk"\nkind = "apprise"\nurl = "json://localhost"\n', encoding="utf-8"
    )
    wanted = {each.flow.name: each for each in list_wanted(load_settings(tmp_path / "hanmi.toml"))}
    file = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    for each in file["deployments"]:
        module, _, name = each["entrypoint"].rpartition(".")
        flow = getattr(import_module(module), name)
        assert isinstance(flow, Flow)
        own = wanted.pop(flow.name)
        parameters = {key: value for key, value in own.parameters.items() if key != "stamp"}
        assert each.get("parameters", {}) == parameters
        assert sorted(each["tags"]) == sorted(["hanmi", flow.name])
        assert each["work_pool"]["job_variables"]["env"] == ENVIRONMENT
        assert [plan["slug"] for plan in each["schedules"]] == [slug for _, slug in own.schedules]
        for plan in each["schedules"]:
            assert plan.get("anchor_date") in (None, ANCHOR.isoformat())
            said = json.dumps(plan.get("interval", plan.get("cron")))
            schedule = next(schedule for schedule, slug in own.schedules if slug == plan["slug"])
            interval = getattr(schedule, "interval", None)
            assert said == json.dumps(
                int(interval.total_seconds()) if interval else getattr(schedule, "expression", None)
            )
    assert wanted == {}


def test_the_image_is_built_from_what_the_project_has() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert text.count("FROM ${BASE}") == 2
    assert "-c /src/constraints.txt" in text
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    for needed in ("flows", "storage", "alerts", "seeds", "constraints.txt", "pyproject.toml", "README.md"):
        assert needed not in ignored
        assert (ROOT / needed).exists()
