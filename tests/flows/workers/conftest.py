"""Tests of the workers themselves have their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kept_workers import fresh_workers


@pytest.fixture(autouse=True)
def own_workers() -> Iterator[None]:
    """No worker here is another pool's."""
    with fresh_workers():
        yield
