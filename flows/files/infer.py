"""When a text was published, as far as the text itself says so, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from flows.extract.facts.dates import LABEL, end_of_day, parse_date
from storage.records import Published

STATED = 0.9
"""A line of its own that says "Published: …" or is a date and nothing else."""
DATELINE = 0.8
"""A dateline with the year in it."""
IN_LEDE = 0.6
"""A weekday with a whole date in the first paragraphs: news tells of its own day or the last."""
BY_WEEKDAY = 0.5
"""A weekday and a day of a month, which fit only one of the years that the text allows."""

LEDE_PARAGRAPHS = 3
LEDE_LENGTH = 1500
MONTHS = {name: number for number, names in enumerate(
    ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october",
     "nov november", "dec december"), 1) for name in names.split()}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# ASCII for the names: else AUGUſT and FRİDAY would be among them, which no calendar knows.
_MONTH = (
    r"(?P<month>(?a:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\.?"
)
_WEEKDAY = r"(?P<weekday>(?a:monday|tuesday|wednesday|thursday|friday|saturday|sunday))"
# "SEOUL, Jan. 6, 2025 (Yonhap) --", "WASHINGTON, Jan. 6 (Reuters) -": the day, and perhaps the year.
DATELINE_ENGLISH = re.compile(
    rf"\s*[A-Z][A-Za-z./' -]{{2,40}},\s+{_MONTH}\s+(?P<day>\d{{1,2}})(?:,?\s+(?P<year>(?:19"
    rf"|20)\d\d))?\s*(?:\([^)]{{1,40}}\)\s*)?[-–—]",
    re.I,
)
WEEKDAY_FIRST = re.compile(
    rf"\b{_WEEKDAY},?\s*\(?{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>(?:19|20)\d\d))?\b",
    re.I,
)
WEEKDAY_KOREAN = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)년\s*)?(?P<month>\d{1,2})월\s*(?P<day>\d{1,2})일\s*\(?(?P<weekday>[월화"
    r"수목금토일])("
    r"?:요일|\))"
)
YEAR = re.compile(r"(?<![\d,.])((?:19|20)\d\d)(?=년|\b)(?!\s*(?:won|people|troops|원|명|달러|억|만))")
STATED_LINE = re.compile(
    r"[^\w\n]*\(?(?:\d{4}\s*[.\-/년]|\d{1,2}\s+[A-Za-z]{3}|[A-Z][a-z]{2,8}\.?,?\s+(?:[A-Z][a-z]{2,8}\.?\s+)"
    r"?\d{1,2})"
)


def read_stated(line: str, *, timezone: str) -> Published | None:
    """The time that a line states which holds nothing else: labelled, or a bare date; else None."""
    if len(line) > 90 or not re.search(r"\d", line):
        return None
    labelled = LABEL.match(line)
    if not labelled and not STATED_LINE.match(line):
        return None
    # "입력 2025.01.06 14:05 수정 2025.01.06 15:00": the first is when it was published.
    first = re.split(
        r"\s*[|/ㅣ·]\s*(?=\D)|\s+(?=(?:updated|modified|수정|업데이트|최종\s*수정)\b)",
        line.strip(),
        maxsplit=1,
        flags=re.I,
    )[0]
    return parse_date(first, timezone=timezone, dayfirst=None, by="text", confidence=STATED)


def is_stated_update(line: str) -> bool:
    """Whether the line labels its date as that of a change and not of publication."""
    return bool(re.match(r"\W*(?:last |최종\s*)?(?:updated|modified|수정|업데이트)", line, re.IGNORECASE))


def infer_published(text: str, *, timezone: str, today: date | None = None) -> Published | None:
    """The day on which a text was published, concluded from its own words; None where no year can be.

    `text` is the body, one paragraph a line. `today` bounds the years that a weekday may
    decide between; without it only a written year counts. Always `day_only`, confidence below 1.
    """
    lede = "\n".join(text.split("\n")[:LEDE_PARAGRAPHS])[:LEDE_LENGTH]
    zone = ZoneInfo(timezone)
    dateline = DATELINE_ENGLISH.match(lede)
    if dateline and dateline["year"]:
        day = _day(int(dateline["year"]), MONTHS[dateline["month"].lower()], int(dateline["day"]))
        return _published(day, zone, DATELINE)
    for match in [*WEEKDAY_FIRST.finditer(lede), *WEEKDAY_KOREAN.finditer(lede)]:
        if found := _by_weekday(match, text, today):
            day, confidence = found
            return _published(day, zone, confidence)
    return None


def _by_weekday(match: re.Match[str], text: str, today: date | None) -> tuple[date, float] | None:
    if match["year"]:
        # A weekday that is not that day's speaks against the whole date.
        days = _fitting_days(match, [int(match["year"])])
        return (days[0], IN_LEDE) if days else None
    days = _fitting_days(match, _possible_years(text, today), today or date.max)
    return (days[0], BY_WEEKDAY) if len(days) == 1 else None


def _possible_years(text: str, today: date | None) -> Iterable[int]:
    """The last past year that a text names and those after it, of which a weekday fits one only.

    The same day falls on the same weekday again after five years at the earliest.
    """
    if today is None:
        return ()
    past = [year for found in YEAR.findall(text) if (year := int(found)) <= today.year]
    return range(max(past), min(max(past) + 4, today.year) + 1) if past else ()


def _fitting_days(match: re.Match[str], years: Iterable[int], latest: date = date.max) -> list[date]:
    """The days of these years that fall on the weekday."""
    month = MONTHS.get(match["month"].lower()) or int(match["month"])
    days = (_day(year, month, int(match["day"])) for year in years)
    weekday = _weekday(match["weekday"])
    return [day for day in filter(None, days) if day.weekday() == weekday and day <= latest]


def _weekday(name: str) -> int:
    return "월화수목금토일".index(name) if name in "월화수목금토일" else WEEKDAYS.index(name.lower())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _published(day: date | None, zone: ZoneInfo, confidence: float) -> Published | None:
    if day is None:
        return None
    return Published(at=end_of_day(day, zone), by="text", day_only=True, confidence=confidence)
