"""The command that runs the benches knows only benches that there are; a copied corpus hangs together."""

from __future__ import annotations

import argparse
import subprocess
import sys
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.__main__ import BENCHES, ROOT, Bench
from bench.quality.mechanisms import MECHANISMS, Mechanism
from bench.scale.bulk import load_many
from bench.scale.multiplied import NUMBERED, SHIFTED, multiply
from bench.speed.corpus import make_wire
from storage.database import Database
from storage.tables import articles, stories

ROWS = ("story", "article", "part", "within", "copy_of", "copy_group", "doc")
NOTHING = {"pages": None, "peers": None, "texts": None, "datasette": None}


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.name)
def test_each_bench_is_a_module_that_says_how_it_is_run(bench: Bench) -> None:
    module = bench.find_module(ROOT)
    assert module == f"bench.{bench.room}.{bench.name}"
    text = (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
    for word in (*bench.small, *bench.full, *(there for _, there in bench.given)):
        assert not word.startswith("--") or f'"{word}"' in text


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda mechanism: mechanism.name)
def test_each_mechanism_that_is_left_out_is_where_the_bench_looks_for_it(mechanism: Mechanism) -> None:
    with mechanism.left_out():
        pass


@pytest.mark.parametrize(
    ("name", "full", "given", "words"),
    [
        ("poll", False, {}, ["--feeds", "300"]),
        ("poll", True, {"peers": "p/python"}, ["--feeds", "1000", "--peers", "p/python"]),
        ("extraction", False, {}, None),
        ("extraction", False, {"texts": "texts"}, ["texts"]),
        ("pool", True, {}, []),
    ],
)
def test_what_is_given_is_handed_on(
    name: str, full: bool, given: dict[str, str], words: list[str] | None
) -> None:
    bench = next(each for each in BENCHES if each.name == name)
    asked = argparse.Namespace(full=full, **(NOTHING | given))
    assert bench.compose(asked) == words


def test_a_bench_that_is_not_there_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "pole"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "no such bench: pole" in done.stderr


def test_every_number_of_a_row_is_moved_with_a_copied_corpus() -> None:
    names = {column.name for table in (articles, stories) for column in table.c if is_number_of_a_row(column)}
    assert {"story", "part", "within", "copy_of", "copy_group"} <= names
    for table, moved in {**NUMBERED, **SHIFTED}.items():
        assert {column.name for column in table.c if is_number_of_a_row(column)} <= set(moved), table.name


def is_number_of_a_row(column: sa.Column[object]) -> bool:
    is_named = column.name in ROWS or bool(column.foreign_keys) or column.name == "number"
    return is_named and isinstance(column.type, sa.Integer)


@pytest.mark.sqlite_only
def test_a_corpus_is_copied_whole(tmp_path: Path) -> None:
    with (
        Database(f"sqlite:///{tmp_path / 'base.db'}") as base,
        Database(f"sqlite:///{tmp_path / 'many.db'}") as many,
    ):
        load_many(base, islice(make_wire(1), 20))
        multiply(base, many, 3, timedelta(days=30))
        assert count_rows(many) == [3 * rows for rows in count_rows(base)]


def count_rows(db: Database) -> list[int]:
    """How many rows each table has that is copied."""
    with db.reading() as tx:
        return [
            tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (*NUMBERED, *SHIFTED)
        ]


def test_a_bench_of_a_version_without_rooms_is_found(tmp_path: Path) -> None:
    bench = BENCHES[0]
    assert bench.find_module(tmp_path) is None
    (tmp_path / "bench").mkdir()
    (tmp_path / f"bench/{bench.name}.py").touch()
    assert bench.find_module(tmp_path) == f"bench.{bench.name}"
