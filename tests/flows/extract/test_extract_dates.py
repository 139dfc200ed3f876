"""Dates are read whole or not at all; Seoul time is Seoul time."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.extract.facts.dates import parse_date
from flows.files.infer import infer_published

SEOUL_1405 = "2025-01-06T05:05:00+00:00"
SEOUL_DAY = "2025-01-06T14:59:59+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "2025.01.06 14:05",
        "2025. 1. 6. 14:05",
        "2025. 1. 6. (월) 14:05",
        "2025-01-06(월) 14:05",
        "2025년 1월 6일 오후 2:05",
        "2025년 01월 06일  14:05:00",
        "2025년 1월 6일 월요일 14시 05분",
        "2025년1월6일14시5분",
        "2025-01-06 오후 2:05:00",
        "입력 2025.01.06 14:05",
        "기사입력 2025-01-06 오후 2:05",
        "등록 : 2025-01-06 14:05",
        "25.01.06 14:05",
        "2025/01/06 14:05",
        "20250106140500",
        "2025-01-06T14:05",
        "2025-01-06T14:05:00+09:00",
        "2025-01-06T14:05:00+0900",
        "2025-01-06T14:05:00 09:00",
        "2025-01-06T14:05:00+09:00[Asia/Seoul]",
        "2025-01-06T05:05:00Z",
        "2025-01-06T05:05:00.000Z",
        "2025-01-06 05:05:00 UTC",
        "Mon, 06 Jan 2025 14:05:00 +0900",
        "Mon, 06 Jan 2025 14:05:00 +09:00",
        "Mon, 06 Jan 2025 14:05:00 KST",
        "Mon, 06 Jan 2025 05:05:00 GMT",
        "Mon Jan  6 14:05:00 KST 2025",
        "Mon, 06 Jan 2025 00:05:00 EST",
        "Mon, 06 Jan 2025 00:05:00 ET",
        "Jan. 6, 2025 2:05 p.m.",
        "January 6, 2025 at 2:05 PM KST",
        "Published : Jan 6, 2025 - 14:05",
        "2025.01.06 14:05 송고",
        "1736139900",
        "1736139900000",
        "２０２５．０１．０６ １４：０５",
    ],
)
def test_one_moment_in_many_spellings(text: str) -> None:
    found = parse_date(text, timezone="Asia/Seoul")
    assert found is not None
    assert (found.at.isoformat(), found.day_only) == (SEOUL_1405, False)


@pytest.mark.parametrize(
    "text",
    ["2025-01-06", "2025.1.6", "2025. 1. 6.", "2025년 1월 6일", "20250106", "January 6, 2025", "6 Jan 2025",
    "Mon, 06 Jan 2025", "25.01.06", "January 6th, 2025"],
)  # fmt: skip
def test_a_date_alone_is_the_end_of_its_day(text: str) -> None:
    found = parse_date(text, timezone="Asia/Seoul", by="feed", confidence=0.7)
    assert found is not None
    assert (found.at.isoformat(), found.day_only, found.by, found.confidence) == (
        SEOUL_DAY,
        True,
        "feed",
        0.7,
    )


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "2025-02-30", "2025.13.01", "2025-01-06T25:00:00", "2025-01-06T10:14:61Z",
        "Mon, 99 Jun 2025 12:00:00 GMT", "0000-00-00 00:00:00",
        "1970-01-01T00:00:00Z", "14:05", "2025", "January 2025", "2025-01", "Monday", "May 5", "1월 6일",
        "어제", "3일 전", "2 hours ago", "now", "today",
        "Sun, 16 Dec 2012 11:47:32 +zz:00", "2025-01-06T14:05:00-0500 x", "031231", "9" * 500,
        "2025-01-06 " * 50, "null", "None", "-", "0",
        "Sun, 01 Mar 2026 12:00:00 +9999",
        "1 March 2026 12:00 +9999",
        "31 T 12:00:00 +9999 March 1",
        "24:00" + "9" * 42 + ",",
    ],
)  # fmt: skip
def test_what_is_no_whole_possible_date_is_none(text: str) -> None:
    assert parse_date(text, timezone="Asia/Seoul") is None


def test_naive_times_are_in_the_zone_given_over_clock_changes() -> None:
    winter = parse_date("2025-01-06 14:05", timezone="America/New_York")
    summer = parse_date("2025-07-06 14:05", timezone="America/New_York")
    eastern = parse_date("July 6, 2025 2:05 PM ET", timezone="Asia/Seoul")
    assert winter is not None
    assert summer is not None
    assert eastern is not None
    assert winter.at.hour == 19
    assert summer.at.hour == 18
    assert eastern.at == summer.at


def test_dayfirst_decides_what_is_ambiguous() -> None:
    american = parse_date("03/04/2025", timezone="UTC")
    european = parse_date("03/04/2025", timezone="UTC", dayfirst=True)
    assert american is not None
    assert european is not None
    assert (american.at.month, european.at.month) == (3, 4)


@pytest.mark.parametrize("dayfirst", [False, True, None])
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05.11.2024", "2024-11-05"),
        ("11.05.2024", "2024-05-11"),
        ("01.02.2025", "2025-02-01"),
        ("30.11.2024", "2024-11-30"),
        ("31.12.2025", "2025-12-31"),
        ("1.2.2025.", "2025-02-01"),
        ("30.11.2024 14:05", "2024-11-30"),
        ("14:05 05.11.2024", "2024-11-05"),
        ("05.11.2024 - 14:05", "2024-11-05"),
        ("11.30.2024", "2024-11-30"),
        ("13/02/2025", "2025-02-13"),
        ("02/13/2025", "2025-02-13"),
        ("13-02-2025", "2025-02-13"),
        ("03/03/2025", "2025-03-03"),
        ("2024-11-05", "2024-11-05"),
        ("2024/11/05 14:05", "2024-11-05"),
        ("5 November 2024", "2024-11-05"),
        ("Nov. 5, 2024", "2024-11-05"),
        ("Tue, 05 Nov 2024 14:05:00 +0900", "2024-11-05"),
        ("2024년 11월 5일", "2024-11-05"),
        ("24년 11월 5일", "2024-11-05"),
    ],
)
def test_a_date_that_has_one_reading_has_it_whoever_reads(text: str, day: str, dayfirst: bool | None) -> None:
    found = parse_date(text, timezone="Asia/Seoul", dayfirst=dayfirst)
    assert found is not None
    assert found.at.astimezone(ZoneInfo("Asia/Seoul")).date().isoformat() == day


def test_two_digits_after_a_korean_label_are_the_year() -> None:
    found = parse_date("입력 24.11.05 14:05", timezone="Asia/Seoul", dayfirst=None)
    assert found is not None
    assert found.at.isoformat() == "2024-11-05T05:05:00+00:00"


@pytest.mark.parametrize(
    "text",
    ["02/03/2025", "03-04-2025", "3-4-2025 14:05", "14:05 02/03/2025", "05/06/07", "01-02-03", "25/01/06",
    "5.11.24", "05.11.24", "5 Nov 24", "Nov 5 24", "24 Nov 05", "3 4 2025", "Mon 3 4 25"],
)  # fmt: skip
def test_what_may_be_two_days_is_no_date_where_nothing_may_be_guessed(text: str) -> None:
    assert parse_date(text, timezone="Asia/Seoul", dayfirst=None) is None


PARTS = (
    *(
        "2026",
        "1",
        "31",
        "99",
        "0000",
        "9999",
        "9" * 40,
        "1e400",
        "inf",
        "Mar",
        "March",
        "Sun,",
        "3월",
        "2026년",
    ),
    *(
        "12:00:00",
        "24:00",
        "12시",
        "오후",
        "pm",
        "GMT",
        "KST",
        "T",
        "Z",
        "+",
        "+9999",
        "-9999",
        "+99:99",
        "utc+99",
    ),
    *(
        "BC",
        "W53",
        "Q1",
        "어제",
        "99999999 years ago",
        "in 9 days",
        "²",
        "٣",
        "\x00",
        ":",
        "-",
        "/",
        ".",
        ",",
    ),
)


# The first reading in words loads dateparser's tables.
@example("0:0B")  # which dateutil takes for a zone that it does not know
@settings(deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(PARTS), max_size=8).map(" ".join)
    | st.lists(st.sampled_from(PARTS), max_size=8).map("".join)
    | st.from_regex(r"[0-9]{1,4}[-./년 ][0-9]{1,2}[-./월 ][0-9]{1,2}.{0,20}", fullmatch=True)
)
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text, timezone="Asia/Seoul")
    assert found is None or found.at.utcoffset() is not None


@pytest.mark.parametrize(
    "lede",
    [
        "SEOUL, APRİL 6, 2025 (Yonhap) -- The allies met.",
        "SEOUL, AUGUſT 6, 2025 (Yonhap) -- The allies met.",
        "They met on FRİDAY, January 3, 2025 in Seoul.",
        "They met on Friday, JULY 4 (FRİDAY, APRİL 4), 2025.",
    ],
)
def test_a_month_or_weekday_in_letters_of_no_calendar_dates_nothing(lede: str) -> None:
    assert infer_published(lede, timezone="Asia/Seoul") is None
