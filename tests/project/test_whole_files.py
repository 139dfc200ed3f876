"""Where tests run in several processes, one of them has all tests of a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.mark.parametrize("number", range(8))
def test_all_tests_of_a_file_run_in_one_process(
    number: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What a file sets up once would be set up in each of them, servers too."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    seen = Path(shared, "whole-files")
    seen.mkdir(exist_ok=True)
    (seen / str(os.getpid())).touch()
    assert [each.name for each in seen.iterdir()] == [str(os.getpid())]
