"""Round-ups, a spokesperson's answers and columns are told for a passage that is news, by the whole path.

The sequences were written by people who had not read the rules, and are regression cases since they were run
once; what is told since is the floor.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.quality.turns import count_told, read_sequences, tell_sequences

TOLD = {
    "pa": (10, 3),
    "pb": (10, 1),
    "pc": (8, 3),
    "pd": (12, 3),
    "pe": (12, 4),
    "pf": (10, 3),
    "ph": (11, 1),
    "pi": (12, 4),
}
"""Of the 13 or 14 briefings of a file with a new passage so many are told at least, of the others at most."""
COLUMNS = {"pc": (1, 0), "pd": (1, 0), "pe": (2, 0), "pf": (4, 0), "ph": (5, 0), "pi": (4, 0)}
"""The same of the two to five opinions with news, and of the five or six without."""


@pytest.mark.slow
@pytest.mark.parametrize("batch", TOLD)
def test_briefings_and_columns_are_told_for_what_is_new_in_them(batch: str) -> None:
    sequences = read_sequences(Path(__file__).parent / f"passages_blind_{batch}.jsonl")
    reasons = [item.get("why", "") for sequence in sequences for item in sequence["items"]]
    outcomes = list(zip(tell_sequences(sequences), reasons, strict=True))
    new = [outcome for outcome, why in outcomes if why.startswith("new passage")]
    repeating = [outcome for outcome, why in outcomes if not why.startswith("new passage")]
    assert count_told(new, "briefing")[1] >= TOLD[batch][0]
    assert count_told(repeating, "briefing")[1] <= TOLD[batch][1]
    if batch in COLUMNS:
        assert count_told(new, "editorial")[1] >= COLUMNS[batch][0]
        assert count_told(repeating, "editorial")[1] <= COLUMNS[batch][1]
