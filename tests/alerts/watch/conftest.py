"""What the tests of names share: the bundled gazetteer, compiled once a file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.watchlist import read_entities

SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    entities, _ = read_entities(tomllib.loads((SEEDS / "watchlist.toml").read_text("utf-8"))["entity"])
    return compile_watchlist(entities, [])
