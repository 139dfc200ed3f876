"""The days that a report names, as dates, so that one language's can be compared with the other's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from storage.language.text import lower

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH = re.compile(
    rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\s*\d{{4}})|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}"
)
_WEEKDAY = re.compile(rf"(next\s+)?\b({'|'.join(_WEEKDAYS)})\b")
_KOREAN = re.compile(
    r"(?:(?<![\d.])(\d{1,2})월\s?|(다음 ?달|내달)\s?|(오는)\s?)?"
    r"(?<!\d)(\d{1,2})일(?!\s?(?:간|동안|째|만에|차|이내))"
)
_LONG_PAST = 3
"""A weekday up to so many days back is when something was said; farther back it is the next one."""


def read_days(text: str, on: date) -> Iterator[date]:
    """The days named in a folded text that was published on a day."""
    low = lower(text)
    has_month = any(month in low for month in _MONTHS)  # far sooner found than a date, and few texts have one
    for found in _ENGLISH.finditer(low) if has_month else ():
        month = (found[1] or found[4])[:3]
        yield from _date_near(on, _MONTHS.index(month) + 1, int(found[2] or found[3]))
    for found in _WEEKDAY.finditer(low) if "day" in low else ():
        ahead = (_WEEKDAYS.index(found[2]) - on.weekday()) % 7
        is_ahead = found[1] or 0 < ahead < 7 - _LONG_PAST
        yield on + timedelta(days=ahead if is_ahead else ahead - 7 if ahead else 0)
    for found in _KOREAN.finditer(text) if "일" in text else ():
        month = int(found[1]) if found[1] else on.month
        day = int(found[4])
        if found[2] or (found[3] and day < on.day):
            month = on.month % 12 + 1
        yield from _date_near(on, month, day)


def _date_near(on: date, month: int, day: int) -> Iterator[date]:
    """The day of a month that is nearest, nothing where there is no such day."""
    found = []
    for year in (on.year - 1, on.year, on.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if found:
        yield min(found, key=lambda each: abs(each - on))
