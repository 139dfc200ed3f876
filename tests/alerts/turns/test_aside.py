"""What is laid aside lies in the data directory, and goes with its process, however that ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.config import aside
from flows.config.aside import lay_aside, sweep_aside
from flows.files.spool import open_spool
from flows.service.prefect.engine import PACKAGE_ROOT
from storage.errors import StorageError, StorageFull
from storage.records import Article, Sighting, TextFrom

HOLD = """
import sys
from pathlib import Path
from flows.files.spool import open_spool
with open_spool(Path(sys.argv[1])) as spool:
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def other_process(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Another backfill on the same data directory, in its middle."""
    command = [sys.executable, "-c", HOLD, str(data_dir)]
    with subprocess.Popen(
        command, cwd=PACKAGE_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield other
        other.kill()


def folders(data_dir: Path) -> list[str]:
    return sorted(each.name for each in (data_dir / "aside").iterdir())


def test_it_is_gone_afterwards(tmp_path: Path) -> None:
    with lay_aside(tmp_path, "spool") as folder:
        (folder / "corpus").write_text("texts")
        assert folders(tmp_path) == [folder.name]
        assert sweep_aside(tmp_path) == 0
    assert folders(tmp_path) == []


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_holds_is_not(tmp_path: Path) -> None:
    with other_process(tmp_path) as one, other_process(tmp_path):
        assert len(folders(tmp_path)) == 2
        one.kill()
        one.wait()
        assert sweep_aside(tmp_path) == 1
        assert sweep_aside(tmp_path) == 0
        assert len(folders(tmp_path)) == 1
    with lay_aside(tmp_path, "spool") as mine:  # and by the next backfill too
        assert folders(tmp_path) == [mine.name]


@pytest.mark.parametrize(("age_s", "swept"), [(5, 0), (3600, 1)])
def test_a_folder_that_nobody_has_locked_yet_is_left_for_a_minute(
    tmp_path: Path, age_s: int, swept: int
) -> None:
    folder = tmp_path / "aside" / "spool-x"
    folder.mkdir(parents=True)
    os.utime(folder, (time.time() - age_s,) * 2)
    assert sweep_aside(tmp_path) == swept


def test_a_folder_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, really = [], aside.mkdtemp

    def swept_at_first(**options: object) -> str:
        name = really(**options)
        made.append(name)
        if len(made) == 1:
            os.rmdir(name)
        return name

    monkeypatch.setattr(aside, "mkdtemp", swept_at_first)
    with lay_aside(tmp_path, "spool") as folder:
        assert str(folder) == made[1]


def test_a_data_directory_that_is_gone_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(StorageError), lay_aside(tmp_path / "gone", "spool"):
        pass


def article(number: int) -> Article:
    at = datetime(2026, 11, 22, 3, number % 60, tzinfo=UTC)
    return Article(
        key=f"https://example.org/{number}",
        title="T",
        text="x" * 4000,
        lang="en",
        fetched_at=at,
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )


def fill(data_dir: Path) -> None:
    with open_spool(data_dir) as spool:
        spool._connection.execute("PRAGMA max_page_count = 20")
        for number in range(100):
            spool.add(article(number), "name")


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageFull, match="make room"):
        fill(tmp_path)
    assert folders(tmp_path) == []


def test_nothing_is_sorted_in_the_systems_temporary_folder(tmp_path: Path) -> None:
    with open_spool(tmp_path) as spool:
        for number in (3, 1, 2):
            spool.add(article(number), "name")
        plan = spool._connection.execute(
            "EXPLAIN QUERY PLAN SELECT article FROM spool ORDER BY at, key, arrived"
        ).fetchall()
        assert "TEMP" not in str(plan)
        assert [each.key[-1] for each, _ in spool.in_order()] == ["1", "2", "3"]
