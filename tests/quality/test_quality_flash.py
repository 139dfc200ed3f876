"""Flashes are found and what is like them is not, on cases whose floors are pinned in flash.floors.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bench.quality.flash import measure, read_cases, run_cases

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "flash.floors.toml").read_text("utf-8"))


@pytest.mark.parametrize("file", FLOORS)
def test_flashes_are_found_and_near_misses_are_not(file: str) -> None:
    precision, recall = measure(list(run_cases(read_cases(HERE / f"{file}.toml"))))
    assert precision >= FLOORS[file]["precision"]
    assert recall >= FLOORS[file]["recall"]
