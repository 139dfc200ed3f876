"""Many small cases in one test: each is checked, and all that fail are named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Case = TypeVar("Case")


def check_each(
    cases: Iterable[Case], check: Callable[[Case], None], name: Callable[[Case], object] = str
) -> None:
    """Check every case; thousands of tests of their own would cost more than what they check."""
    failed = []
    for case in cases:
        try:
            check(case)
        except AssertionError as error:
            failed.append(f"{name(case)}: {error}")
    assert not failed, "\n\n".join([f"{len(failed)} failed", *failed])
