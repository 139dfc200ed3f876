"""What texts are, on six sets of two hundred that people wrote and labelled who had not read the rules.

At first sight .540, .750, .865, .755, .870 and .965 of them came out right; the floors keep what was reached
since.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.quality.genre import read_cases, run_cases

FLOORS = {"a": 0.985, "b": 0.985, "c": 0.985, "d": 0.98, "e": 0.98, "f": 0.98}


@pytest.mark.parametrize("batch", FLOORS)
def test_texts_are_what_their_readers_take_them_for(batch: str) -> None:
    outcomes = list(run_cases(read_cases(Path(__file__).with_name(f"genre_blind_{batch}.toml"))))
    assert sum(one.is_right for one in outcomes) >= FLOORS[batch] * len(outcomes)
