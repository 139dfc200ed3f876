"""A progress bar that nobody can see any more costs the work nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WORK = """
import os, pty, sys
from flows.files.progress import Progress
theirs, ours = pty.openpty()
os.dup2(ours, 2)
os.close(ours)
items = []
with Progress("reading", total=50, shown=True) as bar:
    for item in bar.over(range(50)):
        if item == int(sys.argv[1]):
            os.close(theirs)
        items.append(item)
        bar._bar and bar._bar.refresh() if item < int(sys.argv[1]) else None
print(len(items), flush=True)
"""


@pytest.mark.parametrize("closed_at", [0, 25, 49])
def test_a_terminal_that_is_closed_does_not_end_the_work(closed_at: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(closed_at)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "50\n")
