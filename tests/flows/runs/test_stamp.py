"""A worker of another make, or whose clock is off, is told from one that may work."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.config.loading.load import load_settings
from flows.runs.stamp import find_clock_fault, find_difference, make_stamp
from storage.database import Database

CONFIG = """
[[channel]]
id = "hook"
kind = "webhook"
url = "https://hooks.example.org/x"
secret = "env:HANMI_SECRET"
[[channel]]
id = "mail"
kind = "email"
smtp = "smtp://mail.example.org"
from = "Hanmi Watch <watch@example.org>"
to = ["desk@example.org", "second@example.org"]
"""
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def stamp_of(folder: Path, more: str = "", name: str = "hanmi.toml") -> dict[str, str]:
    (folder / name).write_text(CONFIG + more, encoding="utf-8")
    return make_stamp(load_settings(folder / name, needs=()))


def test_a_stamp_is_the_same_in_every_process(tmp_path: Path) -> None:
    own = stamp_of(tmp_path)
    code = (
        "import json, pathlib, sys\n"
        "from flows.config.loading.load import load_settings\n"
        "from flows.runs.stamp import make_stamp\n"
        "print(json.dumps(make_stamp(load_settings(pathlib.Path(sys.argv[1]), needs=()))))\n"
    )
    for seed in ("1", "2"):
        command = [sys.executable, "-c", code, str(tmp_path / "hanmi.toml")]
        said = subprocess.run(
            command, capture_output=True, check=True, env={"PYTHONHASHSEED": seed}, timeout=60
        )
        assert json.loads(said.stdout) == own


def test_secrets_and_folders_of_a_machine_are_no_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stamp_of(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    assert stamp_of(tmp_path / "elsewhere") == before
    monkeypatch.setenv("HANMI_SECRET", f"{SECRET},{SECRET}")
    assert stamp_of(tmp_path) == before


@pytest.mark.parametrize(
    "more",
    [
        '[[source]]\nid = "new"\nurl = "https://news.example/rss"\n',
        '[[watch]]\nid = "new"\nname = "New"\nquery = "@ncg"\n',
        '[[watch]]\nid = "ncg"\nname = "NCG"\nquery = "@ncg NEAR/5 talks"\n',
        '[[entity]]\nid = "new"\nname = "New"\nkind = "topic"\naliases = ["Newness"]\n',
        '[[channel]]\nid = "chat"\nkind = "apprise"\nurl = "json://localhost"\n',
        '[[digest]]\ncron = "0 6 * * *"\nto = ["mail"]\n',
    ],
)
def test_what_is_found_told_or_sent_otherwise_is_another_make(tmp_path: Path, more: str) -> None:
    before = stamp_of(tmp_path)
    after = stamp_of(tmp_path, more)
    assert {name for name in before if before[name] != after[name]} == {"configuration"}
    said = find_difference(before, load_settings(tmp_path / "hanmi.toml", needs=()))
    assert said is not None
    assert before["configuration"] in said


def test_a_worker_of_another_version_or_schema_says_which(tmp_path: Path) -> None:
    own = stamp_of(tmp_path)
    settings = load_settings(tmp_path / "hanmi.toml", needs=())
    assert find_difference(own, settings) is None
    assert find_difference(None, settings) is None
    for name in ("version", "schema"):
        assert f"{name} {own[name]} here, 9 deployed" in str(find_difference(own | {name: "9"}, settings))


@pytest.mark.parametrize(
    ("off_s", "is_fault"), [(0, False), (29, False), (-29, False), (31, True), (-31, True)]
)
def test_a_clock_half_a_minute_off_is_named(tmp_path: Path, off_s: int, is_fault: bool) -> None:
    now = datetime(2026, 11, 29, 9, tzinfo=UTC)
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}", clock=lambda: now) as db:
        said = find_clock_fault({"version": "1"}, db, lambda: now + timedelta(seconds=off_s))
    assert (said is not None) == is_fault
