"""A day of a newsroom under a given clock: whatever fails and comes back, all is told once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench.speed.poll import ROOT


@pytest.mark.slow
def test_a_day_keeps_every_promise() -> None:
    command = [sys.executable, "-m", "bench.scale.week", "sqlite", "--days", "1", "--outlets", "14"]
    done = subprocess.run(
        [*command, "--articles", "80"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "broken: 0" in done.stdout
    _, _, line, *_ = done.stdout.splitlines()
    day, runs, polls, unchanged, failed, new, told, *_ = (int(cell) for cell in line.split()[:8])
    assert (day, runs, polls > 2000, unchanged > 2000) == (1, 288, True, True)
    assert failed > 1  # outlet 3 was down for six hours
    assert new > 20
    assert told > 0
