"""Times in HTTP headers: what servers and receivers send, and what can be made of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from storage.http_times import LONGEST_WAIT, read_retry_after

NOW = datetime(2024, 12, 3, 9, 0, tzinfo=UTC)
MINUTES = timedelta(minutes=2)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", MINUTES),
        (" 120 ", MINUTES),
        ("120.5", timedelta(seconds=120.5)),
        (format_datetime(NOW + MINUTES, usegmt=True), MINUTES),
        ("Tue, 03 Dec 2024 09:02:00 -0000", MINUTES),
        (format_datetime(NOW - MINUTES, usegmt=True), timedelta()),
        (format_datetime(NOW + 3 * LONGEST_WAIT, usegmt=True), LONGEST_WAIT),
        ("9" * 400, LONGEST_WAIT),
        ("9" * 400 + ".5", LONGEST_WAIT),
        ("0" * 400, timedelta()),
        ("-5", None),
        ("", None),
        ("  ", None),
        (None, None),
        ("²", None),
        ("١٢", None),
        ("Tue, 99 Foo 2024", None),
        ("Tue, 03 Dec 99999999999999999999 09:02:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str | None, expected: timedelta | None) -> None:
    assert read_retry_after(value, NOW) == expected
