"""Stories are told again when they turn, measured through the whole path on sequences of reports.

Whoever wrote the rules wrote the sequences of turns.jsonl, so that their figures flatter; those of the blind
files were written by somebody who had not read the rules, and are regression cases since they were run once.
The floors are pinned in turns.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.quality.turns import Outcome, count_told, read_sequences, tell_sequences

FLOORS = tomllib.loads((Path(__file__).parent / "turns.toml").read_text("utf-8"))


@pytest.mark.slow
def test_turns_are_told_and_repeats_are_not() -> None:
    _hold(list(tell_sequences(read_sequences())), "all")


@pytest.mark.slow
@pytest.mark.parametrize("batch", [name for name in FLOORS if name.startswith("blind")])
def test_turns_of_blind_sequences_are_told(batch: str) -> None:
    path = Path(__file__).parent / f"turns_{batch}.jsonl"
    outcomes = list(tell_sequences(read_sequences(path)))
    _hold(outcomes, batch)
    firsts, told = count_told([each for each in outcomes if each.verdict != "unmet"], "first")
    assert told == firsts


def test_a_few_stories_are_told_again_when_they_turn() -> None:
    _hold(list(tell_sequences(read_sequences()[:4])), "few")


def _hold(outcomes: Sequence[Outcome], which: str) -> None:
    floors = FLOORS[which]
    turns, told = count_told(outcomes, "turn")
    others, needless = count_told(outcomes, "repeat", "detail")
    assert told >= floors["turns"] * turns
    assert needless <= floors["repeats_and_details"] * others
