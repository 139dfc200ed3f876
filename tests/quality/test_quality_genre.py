"""What texts are, on two hundred that somebody wrote and labelled who had not read the rules.

At first sight .540 of them came out right; the floor keeps what was reached since.
"""

from __future__ import annotations

from bench.genre import read_cases, run_cases

FLOOR = 0.94


def test_texts_are_what_their_readers_take_them_for() -> None:
    outcomes = list(run_cases(read_cases()))
    assert sum(one.is_right for one in outcomes) >= FLOOR * len(outcomes)
