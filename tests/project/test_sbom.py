"""The bill of materials lists what an installation brings, in the versions that the constraints fix."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def call(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / ".ci" / "sbom.py", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def document() -> Any:
    done = call("--extra", "postgresql")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_component_has_the_version_of_the_constraints(document: Any) -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    fixed = {canonicalize_name(name): version for name, version in re.findall(r"^(.+)==(.+)$", text, re.M)}
    for each in document["components"]:
        assert each["version"] == fixed[each["name"]]
        assert each["purl"] == each["bom-ref"] == f"pkg:pypi/{each['name']}@{each['version']}"


def test_what_ships_is_listed_and_what_tests_need_is_not(document: Any) -> None:
    names = {each["name"] for each in document["components"]}
    assert {"prefect", "sqlalchemy", "trafilatura", "lxml", "psycopg-binary", "h2", "greenlet"} <= names
    assert not names & {"pytest", "mypy", "ruff", "playwright", "hanmi-watch"}
    assert document["metadata"]["component"]["name"] == "hanmi-watch"


def test_who_needs_whom_leads_from_ours_to_all(document: Any) -> None:
    needs = {each["ref"]: each["dependsOn"] for each in document["dependencies"]}
    reached: set[str] = set()
    waiting = [document["metadata"]["component"]["bom-ref"]]
    while waiting:
        ref = waiting.pop()
        if ref not in reached:
            reached.add(ref)
            waiting += needs[ref]
    assert reached == set(needs)
    assert len(needs) == len(document["components"]) + 1


def test_nearly_all_say_their_licence(document: Any) -> None:
    silent = [each["name"] for each in document["components"] if "licenses" not in each]
    assert len(silent) <= 3, silent


def test_it_is_the_same_each_time() -> None:
    assert call().stdout == call().stdout


def test_what_the_constraints_lack_is_named(tmp_path: Path) -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    (tmp_path / "short.txt").write_text("\n".join(line for line in lines if not line.startswith("lxml==")))
    done = call("--constraints", str(tmp_path / "short.txt"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "lxml is not in constraints.txt\n"
