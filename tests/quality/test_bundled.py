"""Precision and recall of the bundled entities and watches on hard cases, held to floors."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from bundled_cases import BUNDLED, Case

from alerts.watch.examples import read_example
from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.watchlist import read_entities, read_watches
from bench.quality.entries import count_entries
from storage.records import Watch
from tests.ideas import teach_bundled

# Lowering one is a visible change.
PRECISION = 0.985
RECALL = 0.985

# Two thirds of what commit 0156053 had, 365 and 1,325; `python -m bench.quality.entries` counts them.
MOST_NEVER, MOST_IN_QUERIES = 243, 883

SEEDS = Path(__file__).parent.parent.parent / "seeds"


def read_cases() -> tuple[Case, ...]:
    """The cases of both files: a name, texts about it, texts that are not."""
    blind = tomllib.loads((Path(__file__).parent / "blind.toml").read_text("utf-8"))["name"]
    return (*BUNDLED, *((one["of"], one.get("met", ()), one.get("unmet", ())) for one in blind))


CASES = read_cases()


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    tables = tomllib.loads((SEEDS / "watchlist.toml").read_text("utf-8"))
    entities, _ = read_entities(tables["entity"])
    watches, _ = read_watches(tables["watch"])
    asked = [
        Watch(id=name, name=name, query=name)
        for name in dict.fromkeys(case[0] for case in CASES)
        if name.startswith("@")
    ]
    return teach_bundled(compile_watchlist(entities, [*watches, *asked]))


def is_met(watchlist: Watchlist, name: str, text: str) -> bool:
    watch = name.removeprefix("watch:")
    return any(match.watch == watch for match in watchlist.read(read_example(text)).matches())


def test_bundled_names_keep_their_floors(watchlist: Watchlist) -> None:
    missed = [
        f"{name}: {text}" for name, met, _ in CASES for text in met if not is_met(watchlist, name, text)
    ]
    wrong = [f"{name}: {text}" for name, _, unmet in CASES for text in unmet if is_met(watchlist, name, text)]
    wanted = sum(len(met) for _, met, _ in CASES)
    found = wanted - len(missed)
    assert found / wanted >= RECALL, missed
    assert found / (found + len(wrong)) >= PRECISION, wrong


def test_the_watchlist_stays_a_third_shorter_than_it_was() -> None:
    counted = count_entries(SEEDS / "watchlist.toml")
    assert counted["never"] <= MOST_NEVER
    assert counted["queries"] <= MOST_IN_QUERIES


def test_there_are_two_thousand_cases() -> None:
    assert sum(len(met) + len(unmet) for _, met, unmet in CASES) >= 2000
