"""Round-ups and a spokesperson's answers are told at once for a passage that is news, through the whole path.

The sequences were written by people who had not read the rules, and are regression cases since they were run
once; they teach since, and what is told with that is the floor.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.quality.turns import count_told, read_sequences, tell_sequences

TOLD = {"pa": (10, 3), "pb": (10, 1), "pc": (8, 3)}
"""Of the 14 briefings of a file with a new passage so many are told at least, of 15 others at most."""


@pytest.mark.slow
@pytest.mark.parametrize("batch", TOLD)
def test_briefings_are_told_for_what_is_new_in_them(batch: str) -> None:
    sequences = read_sequences(Path(__file__).parent / f"passages_blind_{batch}.jsonl")
    reasons = [item.get("why", "") for sequence in sequences for item in sequence["items"]]
    outcomes = list(zip(tell_sequences(sequences), reasons, strict=True))
    new = [outcome for outcome, why in outcomes if why.startswith("new passage")]
    repeating = [outcome for outcome, why in outcomes if not why.startswith("new passage")]
    assert count_told(new, "briefing")[1] >= TOLD[batch][0]
    assert count_told(repeating, "briefing")[1] <= TOLD[batch][1]
