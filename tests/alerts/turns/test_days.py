"""Which day a text means that names one, and that what is past is no day to come."""

from __future__ import annotations

from datetime import date

import pytest

from alerts.turns.days import read_days

MONDAY = date(2026, 11, 30)


def read(text: str, on: date = MONDAY) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in read_days(text, on)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("they met last Thursday", "2026-11-26"),
        ("they met on Thursday last week", "2026-11-26"),
        ("the ministry said Tuesday", "2026-11-24"),
        ("the ministry said on Tuesday", "2026-11-24"),
        ("Kim denounced the drill on Wednesday as a rehearsal", "2026-11-25"),
        ("the two ministers met in Seoul on Tuesday", "2026-11-24"),
        ("the North fired two missiles into the sea Wednesday", "2026-11-25"),
        ("Dec. 3 last year", "2025-12-03"),
        ("Dec. 3 of last year", "2025-12-03"),
        ("Dec. 3, 2024", "2024-12-03"),
        ("3 December 2024", "2024-12-03"),
        ("지난달 28일", "2026-10-28"),
        ("지난 달 28일", "2026-10-28"),
        ("지난 28일", "2026-11-28"),
        ("지난 12월 3일", "2025-12-03"),
        ("작년 12월 3일", "2025-12-03"),
        ("지난해 12월 3일", "2025-12-03"),
        ("2024년 12월 3일", "2024-12-03"),
    ],
)
def test_what_is_said_to_be_past_is_past(text: str, day: str) -> None:
    assert read(text) == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("it must be done by Friday", "2026-12-04"),
        ("this Saturday", "2026-12-05"),
        ("the ministers will meet on Tuesday", "2026-12-01"),
        ("the two sides signed up for talks on Wednesday", "2026-12-02"),
        ("the North denounced Thursday's summit", "2026-12-03"),
        ("he told reporters that on Wednesday the vote would be held", "2026-12-02"),
        ("the talks opened in Seoul. The next round is on Wednesday", "2026-12-02"),
        ("they postponed the meeting on Tuesday", "2026-12-01"),
        ("Nov. 5 next year", "2027-11-05"),
        ("Dec. 5, 2026", "2026-12-05"),
        ("내년 11월 5일", "2027-11-05"),
        ("오는 12월 3일", "2026-12-03"),
        ("이달 3일", "2026-11-03"),
        ("내달 3일", "2026-12-03"),
    ],
)
def test_what_is_said_to_come_is_to_come(text: str, day: str) -> None:
    assert read(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        *("12월 5∼6일", "12월 5~6일", "12월 5·6일", "12월 5일~6일", "다음 달 5, 6일", "오는 5-6일"),
        *("Dec. 5-6", "5 to 6 December"),
    ],
)
def test_days_that_run_on_are_of_one_month(text: str) -> None:
    assert sorted(read(text)) == ["2026-12-05", "2026-12-06"]


def test_days_that_run_on_may_end_in_the_month_after() -> None:
    assert read("이달 30일∼1일") == ["2026-11-30", "2026-12-01"]
    assert read("Dec. 3 to 5 p.m.") == ["2026-12-03"]


@pytest.mark.parametrize(
    ("text", "on", "day"),
    [
        ("30일 밝혔다", date(2026, 12, 1), "2026-11-30"),
        ("지난 30일 밝혔다", date(2026, 12, 2), "2026-11-30"),
        ("이달 30일 연다", date(2026, 12, 1), "2026-12-30"),
        ("31일 밝혔다", date(2027, 1, 1), "2026-12-31"),
        ("1일 연다", MONDAY, "2026-12-01"),
        ("1일 연다", date(2026, 12, 31), "2027-01-01"),
        ("20일 연다", date(2026, 12, 1), "2026-12-20"),
    ],
)
def test_a_bare_day_at_the_edge_of_a_month_is_the_near_one(text: str, on: date, day: str) -> None:
    assert read(text, on) == [day]
