"""What the command line shows of the layers, and how changes of the desk are taken back there."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli.app import app
from flows.config.database import open_database
from flows.config.desk_changes import Who, save_entry
from flows.config.loading.load import load_settings
from storage.errors import HanmiError
from storage.records.desk import EntryKind

WHO = Who(by="민지", at=datetime(2026, 11, 20, 9, tzinfo=UTC))
FILE = """
[defaults]
sources = false
watchlist = false
[[source]]
id = "wire"
url = "https://wire.example/rss"
[[entity]]
id = "accord"
name = "Hanbit Accord"
kind = "agreement"
aliases = ["Hanbit Accord"]
[[watch]]
id = "accord"
query = "@accord"
[[watch]]
id = "talks"
query = "talks"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "hanmi.toml"
    path.write_text(FILE, encoding="utf-8")
    settings = load_settings(path)
    with open_database(settings) as db, db.writing() as tx:
        save_entry(tx, settings, (EntryKind.WATCH, "accord"), {"query": "@accord AND summit"}, WHO)
        save_entry(tx, settings, (EntryKind.WATCH, "accord"), {"query": "@accord AND talks"}, WHO)
        save_entry(tx, settings, (EntryKind.WATCH, "mine"), {"query": "summit", "name": "Mine"}, WHO)
        save_entry(tx, settings, (EntryKind.SOURCE, "wire"), {"paused": True}, WHO)
    return path


def run(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--config", str(config), *arguments])


def lines(config: Path, *arguments: str) -> list[dict[str, Any]]:
    result = run(config, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_list_says_where_each_entry_comes_from(config: Path) -> None:
    listed = {f"{each['kind']}:{each['id']}": each for each in lines(config, "watch", "list")}
    assert {name: each["layer"] for name, each in listed.items()} == {
        "watch:accord": "desk", "watch:talks": "file", "watch:mine": "desk", "entity:accord": "file",
    }  # fmt: skip
    assert listed["watch:accord"]["below"] == "file"
    assert listed["watch:accord"]["changed_by"] == "민지"
    assert listed["watch:mine"]["below"] is None
    assert [each["layer"] for each in lines(config, "source", "list")] == ["desk"]
    assert "민지" in run(config, "watch", "list").output


def test_history_is_toml_with_who_and_when(config: Path) -> None:
    states = lines(config, "watch", "history", "watch:accord")
    assert [(state["revision"], state["verb"], state["by"]) for state in states] == [
        (1, "changed", "민지"), (2, "changed", "민지"),
    ]  # fmt: skip
    said = run(config, "watch", "history", "watch:accord").stdout
    queries = [each["query"] for each in tomllib.loads(said)["watch"]]
    assert queries == ["@accord AND summit", "@accord AND talks"]
    assert "by 민지" in said
    assert "nothing of watch talks" in run(config, "watch", "history", "talks").output


def test_the_last_change_is_taken_back(config: Path) -> None:
    assert run(config, "watch", "revert", "watch:accord", "--by", "Tom").exit_code == 0
    exported = tomllib.loads(run(config, "watch", "export").stdout)
    assert {each["id"]: each["query"] for each in exported["watch"]} == {
        "accord": "@accord AND summit", "talks": "talks", "mine": "summit",
    }  # fmt: skip
    assert run(config, "watch", "revert", "watch:accord", "--drop").exit_code == 0
    (desk,) = tomllib.loads(run(config, "watch", "export", "--layer", "desk").stdout)["watch"]
    assert desk == {"id": "mine", "query": "summit", "name": "Mine"}
    assert run(config, "watch", "revert", "mine", "--drop").exit_code == 0
    assert "mine" not in run(config, "watch", "export").stdout
    assert run(config, "watch", "revert", "mine").exit_code == 0  # what was dropped is not lost
    assert "mine" in run(config, "watch", "export").stdout
    (back,) = lines(config, "source", "revert", "wire")
    assert back["fields"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("watch", "history", "accord"), "entity:accord or watch:accord"),
        (("watch", "history", "acord"), "did you mean accord"),
        (("watch", "revert", "watch:accord", "--to", "1", "--drop"), "not both"),
        (("watch", "export", "--layer", "cloud"), "bundled, file, desk"),
        (("source", "history", "mine"), "there is no source 'mine'"),
    ],
)
def test_a_wrong_id_is_answered_with_what_was_meant(
    config: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run(config, *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())


def test_what_was_never_changed_cannot_be_reverted(config: Path) -> None:
    result = run(config, "watch", "revert", "talks")
    assert isinstance(result.exception, HanmiError)
    assert "nothing of it was changed" in str(result.exception)


def test_other_commands_know_what_was_made_at_the_desk(config: Path) -> None:
    assert lines(config, "alerts", "--watch", "mine") == []
    (checked,) = lines(config, "watch", "check")
    assert checked["watches"] == 3
    assert checked["desk"] == []
    (tested,) = lines(config, "watch", "test", "mine")
    assert tested["watches"][0]["id"] == "mine"


def test_what_changed_below_is_said(config: Path) -> None:
    config.write_text(FILE.replace('query = "@accord"', 'query = "@accord OR x"'), encoding="utf-8")
    assert "watch accord: changed at the desk, and what lies below" in run(config, "watch", "check").output
    config.write_text(FILE.replace("[[entity]]", "[[removed]]").partition("[[removed]]")[0], encoding="utf-8")
    said = run(config, "watch", "check").output
    assert "watch accord: what was changed at the desk is set aside" in said


def test_a_misspelt_id_has_the_nearest_that_was_made_at_the_desk(config: Path) -> None:
    settings = load_settings(config)
    river = {"name": "River pact", "kind": "agreement", "aliases": ["River pact"]}
    with open_database(settings) as db, db.writing() as tx:
        save_entry(tx, settings, (EntryKind.ENTITY, "river-pact"), river, WHO)
    result = run(config, "search", "summit", "--entity", "river-pcat")
    assert result.exit_code == 2
    assert "river-pact" in " ".join(result.output.split())
