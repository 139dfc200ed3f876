"""Receivers that fail at random and senders that are killed: all is kept (small `bench.attack.faults`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.attack.faults import run_faults


@pytest.mark.slow
def test_no_fault_loses_a_promise_or_repeats_more_than_a_kill_can(tmp_path: Path) -> None:
    found = run_faults(tmp_path, many=60, kills=6)
    assert found.kills == 6
    assert found.states == {"sent": 60}
    assert (found.missing, found.strange, found.altered) == (0, 0, 0)
    assert found.repeats <= found.kills
