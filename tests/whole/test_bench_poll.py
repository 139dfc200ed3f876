"""The bench of polling measures what it says: every feed polled, every page kept, nothing more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.speed.poll import ROOT, measure_feeds, measure_pages, open_stand
from bench.speed.stand import Stand, feed_address

pytestmark = pytest.mark.slow


@pytest.fixture
def port() -> Iterator[int]:
    with open_stand(4, 5) as opened:
        yield opened


def run_cycle(job: str, folder: Path, port: int) -> Any:
    listed = folder / "addresses"
    listed.write_text("\n".join(feed_address(number, port) for number in range(4)))
    command = [sys.executable, "-m", "bench.speed.cycle", job, str(folder), str(listed)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(said.splitlines()[-1])


def test_feeds_are_recorded_unread_and_pages_are_kept(tmp_path: Path, port: int) -> None:
    first = run_cycle("feeds", tmp_path, port)
    assert (first["polled"], first["failed"], first["unchanged"], first["articles"]) == (4, 0, 0, 0)
    again = run_cycle("feeds", tmp_path, port)
    assert (again["polled"], again["unchanged"], again["articles"]) == (4, 4, 0)
    read = run_cycle("pages", tmp_path, port)
    assert (read["polled"], read["unread"], read["articles"]) == (4, 0, 20)


def test_the_table_has_a_line_for_each_cycle() -> None:
    lines = [*measure_feeds(3, None), *measure_pages(1, None, None)]
    assert [line.count for line in lines] == [3, 3, 3, 10]
    assert all(line.cpu_s > 0 and line.peak_mb > 0 for line in lines)


def test_a_turn_brings_new_entries_to_its_share_of_the_feeds() -> None:
    stand = Stand(20, 5, None)
    before = [stand.answer(f"/{number}/feed.xml", b"") for number in range(20)]
    stand.answer("/turn/10", b"")
    after = [stand.answer(f"/{number}/feed.xml", b"") for number in range(20)]
    assert [number for number in range(20) if before[number] != after[number]] == [0, 10]
    assert stand.answer("/1/feed.xml", b'"1-0"').startswith(b"HTTP/1.1 304")
    assert stand.answer("/nothing", b"").startswith(b"HTTP/1.1 404")
