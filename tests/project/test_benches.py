"""The command that runs the benches knows only benches that there are; a copied corpus hangs together."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest
import sqlalchemy as sa

from bench.__main__ import BENCHES, ROOT, Bench
from bench.multiplied import NUMBERED, SHIFTED
from storage.tables import articles, stories

ROWS = ("story", "article", "part", "within", "copy_of", "copy_group", "doc")
NOTHING = {"pages": None, "peers": None, "texts": None, "datasette": None}


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.name)
def test_each_bench_is_a_module_that_says_how_it_is_run(bench: Bench) -> None:
    text = (ROOT / f"bench/{bench.name}.py").read_text(encoding="utf-8")
    for word in (*bench.small, *bench.full, *(there for _, there in bench.given)):
        assert not word.startswith("--") or f'"{word}"' in text


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
    assert bench.compose(asked) == (None if words is None else ["-m", f"bench.{name}", *words])


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
