"""The house stands as drawn: imports, types, style, and nothing of any one machine."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SHIPPED = [
    path for folder in ("flows", "alerts", "storage") for path in sorted((ROOT / folder).rglob("*.py"))
]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param([BIN / "lint-imports", "--no-cache"], id="imports go one way"),
        pytest.param([BIN / "ruff", "check", "--no-cache", "."], id="lint"),
        pytest.param([BIN / "ruff", "format", "--no-cache", "--check", "."], id="format"),
        pytest.param(
            [sys.executable, "-m", "mypy", "--no-error-summary"], id="types", marks=pytest.mark.slow
        ),
    ],
)
def test_a_checker_finds_nothing(command: list[str | Path]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_modules_say_in_a_docstring_what_they_are() -> None:
    silent = [path for path in SHIPPED if not path.read_text(encoding="utf-8").startswith('"""')]
    assert [str(path.relative_to(ROOT)) for path in silent] == []


# These hand an environment to a child, to Prefect or to what prints; they configure nothing of ours by it.
HANDERS = {
    "flows/cli/app.py",
    "flows/workers/pool.py",
    "flows/service/prefect/recorded.py",
    "flows/service/prefect/server.py",
}


def test_only_one_room_reads_the_environment() -> None:
    touching = re.compile(r"os\.(environ|getenv)")
    touched = {str(path.relative_to(ROOT)) for path in SHIPPED if touching.search(path.read_text("utf-8"))}
    assert {path for path in touched if not path.startswith("flows/config/loading/")} == HANDERS


def test_every_pin_has_its_place_in_the_constraints() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [
        *project["dependencies"],
        *(p for group in project["optional-dependencies"].values() for p in group),
    ]
    names = {re.split(r"[\[=<>~ ]", pin, maxsplit=1)[0].lower().replace("_", "-") for pin in pins}
    fixed = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    assert names <= set(re.findall(r"^([a-z0-9.-]+)==", fixed, re.M))


def test_nothing_names_a_registry_or_a_machine() -> None:
    here = re.compile(r"python[h]osted|files\.python|/(?:home|root)/|index-url", re.IGNORECASE)
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    texts = [ROOT / name for name in tracked if name.endswith((".py", ".toml", ".md", ".txt", "run"))]
    found = [
        str(path)
        for path in texts
        if path != Path(__file__) and here.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found


def test_the_records_need_no_database() -> None:
    code = "import sys, storage.records; assert 'sqlalchemy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
