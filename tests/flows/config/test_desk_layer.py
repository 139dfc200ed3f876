"""What is changed at the desk lies on bundle and file, is sound when it is kept, and can be taken back."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from flows.config.desk_changes import Overtaken, Unsound, Who, revert_entry, save_entry
from flows.config.desk_layer import LaidSettings, lay_desk, with_desk, with_desk_if_any
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.config.toml.tables import Key, Layer
from flows.config.toml.toml_text import write_table
from flows.service.resident import outbox_pass
from storage.database import Database
from storage.readers.desk_layer import read_changes, read_layer
from storage.records import Policy
from storage.records.desk import EntryKind

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MINJI, TOM = Who(by="민지", at=NOW), Who(by="Tom", at=NOW)
FILE = """
[defaults]
sources = false
[[source]]
id = "wire"
url = "https://wire.example/rss"
[[entity]]
id = "accord"
name = "Hanbit Accord"
kind = "agreement"
aliases = ["Hanbit Accord", "한빛협정"]
[[watch]]
id = "accord"
query = "@accord"
to = ["hook"]
[[channel]]
id = "hook"
kind = "webhook"
url = "https://hook.example/"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""
ACCORD: Key = (EntryKind.WATCH, "accord")


def load(folder: Path, file: str = FILE) -> Settings:
    (folder / "hanmi.toml").write_text(file, encoding="utf-8")
    return load_settings(folder / "hanmi.toml", needs=())


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load(tmp_path_factory.mktemp("configured"))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as opened:
        yield opened


def save(
    db: Database,
    settings: Settings,
    key: Key,
    table: dict[str, Any],
    who: Who = MINJI,
    seen: int | None = None,
) -> None:
    with db.writing() as tx:
        save_entry(tx, settings, key, table, who, seen=seen)


def watch(settings: Settings, id_: str) -> Any:
    return next((each for each in settings.watches if each.id == id_), None)


def test_each_layer_lies_on_the_one_before(settings: Settings, db: Database) -> None:
    save(db, settings, (EntryKind.WATCH, "ncg"), {"policy": "digest"})
    save(db, settings, (EntryKind.WATCH, "mine"), {"query": "@ncg AND @accord", "name": "Mine"})
    save(db, settings, (EntryKind.ENTITY, "accord"), {"aliases": ["Hanbit Accord", "한빛협정", "한빛합의"]})
    save(db, settings, (EntryKind.SOURCE, "wire"), {"paused": True})
    laid = with_desk(settings, db)
    assert watch(laid, "ncg").policy is Policy.DIGEST
    assert watch(laid, "ncg").query == watch(settings, "ncg").query
    assert watch(laid, "mine").query == "@ncg AND @accord"
    assert [source.paused for source in laid.sources] == [True]
    assert next(each for each in laid.entities if each.id == "accord").aliases[-1] == "한빛합의"
    assert [each.below.layer if each.below else None for each in laid.laid] == [
        Layer.BUNDLED,
        None,
        Layer.FILE,
        Layer.FILE,
    ]
    assert [each.fault for each in laid.laid] == [""] * 4


def test_only_what_differs_below_is_kept(settings: Settings, db: Database) -> None:
    save(db, settings, ACCORD, {"query": "@accord", "to": ["hook"], "policy": "every"})
    with db.reading() as tx:
        (change,) = read_layer(tx)
    assert change.fields == {"policy": "every"}
    save(db, settings, ACCORD, {"query": "@accord", "policy": None})
    with db.reading() as tx:
        assert read_layer(tx)[0].fields is None
    assert with_desk(settings, db).watches == settings.watches
    save(db, settings, ACCORD, {"query": "@accord"})
    with db.reading() as tx:
        assert len(read_changes(tx, *ACCORD)) == 2  # nothing was different


@pytest.mark.parametrize(
    ("key", "table", "why"),
    [
        ((EntryKind.WATCH, "accord"), {"query": "@nobody"}, "there is no entity @nobody"),
        ((EntryKind.WATCH, "accord"), {"query": "@accord NEAR/5 ("}, "character"),
        ((EntryKind.WATCH, "accord"), {"query": ""}, "query"),
        ((EntryKind.WATCH, "accord"), {"policy": "often"}, "policy"),
        ((EntryKind.WATCH, "accord"), {"to": ["nowhere"]}, "there is no channel 'nowhere'"),
        ((EntryKind.WATCH, "accord"), {"secret": "x"}, "there is no such key"),
        ((EntryKind.WATCH, "Not An Id"), {"query": "@accord"}, "is no id"),
        ((EntryKind.WATCH, "new"), {"name": "New"}, "query"),
        ((EntryKind.ENTITY, "accord"), {"aliases": ["!"]}, "no letter or digit"),
        ((EntryKind.ENTITY, "accord"), {"requires": ["@accord"]}, "circle"),
        ((EntryKind.ENTITY, "accord"), {"kind": "thing"}, "kind"),
        ((EntryKind.SOURCE, "wire"), {"url": "file:///etc/passwd"}, "is no web address"),
        ((EntryKind.SOURCE, "wire"), {"every": "often"}, "every"),
        ((EntryKind.SOURCE, "wire"), {"allow_private": True}, "allow_private"),
    ],
)
def test_what_cannot_be_is_not_kept(
    settings: Settings, db: Database, key: Key, table: dict[str, Any], why: str
) -> None:
    with pytest.raises(Unsound) as refused:
        save(db, settings, key, table)
    assert why in str(refused.value)
    with db.reading() as tx:
        assert read_layer(tx) == []


def test_the_second_of_two_who_save_sees_the_first(settings: Settings, db: Database) -> None:
    save(db, settings, ACCORD, {"query": "@accord OR summit"}, MINJI, seen=0)
    with pytest.raises(Overtaken) as overtaken:
        save(db, settings, ACCORD, {"query": "@accord OR talks"}, TOM, seen=0)
    assert overtaken.value.last.by == "민지"
    assert overtaken.value.last.fields == {"query": "@accord OR summit"}
    save(db, settings, ACCORD, {"query": "@accord OR talks"}, TOM, seen=1)
    assert watch(with_desk(settings, db), "accord").query == "@accord OR talks"


def test_changes_are_taken_back_one_by_one_to_a_state_or_whole(settings: Settings, db: Database) -> None:
    for query in ("one", "two", "three"):
        save(db, settings, ACCORD, {"query": query})

    def query_after(**how: Any) -> str:
        with db.writing() as tx:
            revert_entry(tx, settings, ACCORD, TOM, **how)
        return str(watch(with_desk(settings, db), "accord").query)

    assert query_after() == "two"
    assert query_after(to=1) == "one"
    assert query_after(drop=True) == "@accord"
    assert query_after() == "one"
    assert query_after(to=0) == "@accord"
    with db.reading() as tx:
        states = read_changes(tx, *ACCORD)
    assert [(state.revision, state.verb) for state in states] == [
        (1, "changed"), (2, "changed"), (3, "changed"), (4, "reverted"), (5, "reverted"), (6, "dropped"),
        (7, "reverted"), (8, "reverted"),
    ]  # fmt: skip
    for how in ({"to": 99}, {"to": -1}):
        with pytest.raises(Unsound, match="no revision"):
            query_after(**how)
    with db.writing() as tx, pytest.raises(Unsound, match="nothing of it was changed"):
        revert_entry(tx, settings, (EntryKind.WATCH, "ncg"), TOM)


def test_what_the_file_took_away_sets_the_desk_aside_and_stops_nothing(
    settings: Settings, db: Database, tmp_path: Path
) -> None:
    save(db, settings, (EntryKind.WATCH, "mine"), {"query": "@accord AND summit"})
    save(db, settings, (EntryKind.WATCH, "heard"), {"query": "summit", "to": ["hook"]})
    save(db, settings, ACCORD, {"query": "@accord OR summit"})
    later = load(tmp_path, FILE.partition("[[entity]]")[0])
    laid = with_desk(later, db)
    assert watch(laid, "mine") is None
    assert watch(laid, "accord") is None
    assert watch(laid, "heard").to is None  # no channel is left: it goes where the others go
    faults = {each.change.id: (each.is_aside, each.fault) for each in laid.laid}
    assert faults["mine"][0]
    assert "there is no entity @accord" in faults["mine"][1]
    assert faults["heard"] == (
        False,
        "to: there is no channel 'hook'; it goes where watches go that name none",
    )


def test_what_changed_below_is_noticed_only_where_it_matters(
    settings: Settings, db: Database, tmp_path: Path
) -> None:
    save(db, settings, ACCORD, {"query": "@accord OR summit"})
    assert not with_desk(settings, db).laid[0].has_moved_below
    named = load(tmp_path, FILE.replace('query = "@accord"', 'query = "@accord"\nname = "The accord"'))
    assert not with_desk(named, db).laid[0].has_moved_below
    other = load(tmp_path, FILE.replace('query = "@accord"', 'query = "@accord OR talks"'))
    assert with_desk(other, db).laid[0].has_moved_below
    assert watch(with_desk(other, db), "accord").query == "@accord OR summit"


def test_a_change_holds_from_the_next_look_on(settings: Settings, db: Database) -> None:
    laid = LaidSettings(settings, db)
    assert laid.now() is settings
    save(db, settings, ACCORD, {"policy": "every"})
    changed = laid.now()
    assert watch(changed, "accord").policy is Policy.EVERY
    assert laid.now() is changed


@pytest.mark.sqlite_only  # no file is made for it
def test_a_command_that_needs_no_database_makes_none(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert with_desk_if_any(settings) is settings
    assert not (tmp_path / "data").exists()


def test_nothing_said_at_the_desk_lays_nothing(settings: Settings) -> None:
    assert lay_desk(settings, []) is settings


@pytest.mark.parametrize(
    "table",
    [
        {"id": "a", "query": 'x "y z" \\ OR 한미', "to": [], "surge": 3.0},
        {"id": "a", "must_match": ["long " * 40, "line\nbreak\t\x7f\u2028"]},
        {"id": "a", "roles": [{"title": ["A"], "from": "2024-01-01"}]},
        {"id": "a", "paused": True, "n": 3, "odd key": "x"},
    ],
)  # fmt: skip
def test_what_is_written_as_toml_reads_the_same(table: dict[str, Any]) -> None:
    text = write_table("watch", {**table, "none": None}, "by 민지\n[[evil]]")
    assert tomllib.loads(text) == {"watch": [table]}


def test_the_service_goes_by_what_was_changed_without_being_started_anew(
    settings: Settings, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []

    def promise(_: Database, used: Settings, *_more: object) -> list[Any]:
        seen.append([each.id for each in used.watches])
        return []

    monkeypatch.setattr("flows.service.resident.promise_due", promise)
    send = outbox_pass(settings, db)
    send(Event())
    save(db, settings, (EntryKind.WATCH, "mine"), {"query": "summit"})
    send(Event())
    assert "mine" not in seen[0]
    assert "mine" in seen[1]
