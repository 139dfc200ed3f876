"""The days that a report names, as dates, so that one language's can be compared with the other's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from storage.language.patterns import compile_later
from storage.language.text import lower

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
_TO = r"(?:\s?[-~]\s?|\s(?:to|through)\s)"
_YEAR = r"(?:,?\s*(?P<year>(?:19|20)\d\d)\b|,?\s(?:of\s)?(?P<said>last|next)\syear\b)?"
_ENGLISH = compile_later(
    rf"\b(?:{_MONTH.format('month')}\s+{_DAY.format('day')}"
    rf"(?:{_TO}{_DAY.format('last')}\b(?!:|\s?[ap]\.?m\b))?\b"
    rf"|(?:{_DAY.format('first')}{_TO})?{_DAY.format('only')}\s+(?:of\s+)?{_MONTH.format('then')}){_YEAR}"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = compile_later(
    r"(?:\b(?P<ahead>next|this|coming|by|until|till)\s+"
    r"|\b(?P<back>last|past|previous|since|said(?:\son)?|earlier(?:\son)?)\s+)?"
    rf"\b(?P<day>{'|'.join(_WEEKDAYS)})\b(?P<ago>\s(?:of\s)?last\s(?:week|month)\b)?"
)
_KOREAN = compile_later(
    r"(?:(?:(?<!\d)(?P<year>\d{4})년|(?P<said>작년|지난해|내년))\s?)?(?P<ago>지난\s?)?"
    r"(?:(?<![\d.])(?P<month>\d{1,2})월\s?"
    r"|(?P<named>다음 ?달|내달|이번 ?달|이달|지난 ?달)\s?|(?P<ahead>오는)\s?)?"
    r"(?:(?<![\d.:~-])(?P<first>\d{1,2})일?\s?[-~∼·,]\s?)?"
    r"(?<!\d)(?P<day>\d{1,2})일(?!\s?(?:간|동안|째|만에|차|이내))"
)
_NAMED = {"다음달": 1, "내달": 1, "이번달": 0, "이달": 0, "지난달": -1}
_SAID_YEARS = {"작년": -1, "지난해": -1, "last": -1, "내년": 1, "next": 1}
_LONG_PAST = 3
"""A weekday up to so many days back is when something was said; farther back it is the next one."""
_DONE = compile_later(
    r"\b(?:accused|arrested|arrived|attended|attacked|blasted|broadcast|condemned|convened|criticis?z?ed|denounced|"
    r"departed|detected|died|dismissed|fired|flew|gathered|held|hit|landed|lashed|launched|left|met|opened|"
    r"passed|praised|rejected|released|signed|spoke|struck|talked|tested|told|visited|voted|welcomed|went|wrote)\b"
)
"""Deeds that stand before the day on which they were done."""
_TO_COME = compile_later(
    r"\b(?:to|for|from|before|after|ahead|of|that|will|would|shall|may|might|can|could|should|must|set|due|next|"
    r"scheduled|slated|planned|plans?|expected|upcoming)\b"
)
"""What stands between a deed and a day that may be yet to come."""
_CLAUSE_ENDS = compile_later(r"[.;:!?\n]")
_BEFORE = 120
"""Characters before a weekday in which it is said what was done on it."""
_NEAR = timedelta(days=3)
"""A bare day of a month is this month's; of the month before or after where it is so near to its edge."""


def read_days(text: str, on: date) -> Iterator[date]:
    """The days named in a folded text that was published on a day; of several that run on, the ends."""
    low = lower(text)
    has_month = any(month in low for month in _MONTHS)  # far sooner found than a date, and few texts have one
    for found in _ENGLISH.finditer(low) if has_month else ():
        yield from _read_english(found, on)
    for found in _WEEKDAY.finditer(low) if "day" in low else ():
        yield _read_weekday(found, on, is_past=_tells_deed(low, found))
    for found in _KOREAN.finditer(text) if "일" in text else ():
        yield from _read_korean(found, on)


def _read_english(found: re.Match[str], on: date) -> Iterator[date]:
    month = _MONTHS.index((found["month"] or found["then"])[:3]) + 1
    for name in ("day", "last", "first", "only"):
        if found[name]:
            yield from _place(on, _read_year(found, on), month, int(found[name]))


def _tells_deed(text: str, found: re.Match[str]) -> bool:
    """Whether a weekday is when something was done: it stands after the deed, and nothing to come between."""
    if found["ahead"] or text[found.end() : found.end() + 2] in ("'s", "’s"):
        return False
    clause = _CLAUSE_ENDS.split(text[max(0, found.start() - _BEFORE) : found.start()])[-1]
    deeds = list(_DONE.finditer(clause))
    return bool(deeds) and not _TO_COME.search(clause, deeds[-1].end())


def _read_weekday(found: re.Match[str], on: date, *, is_past: bool) -> date:
    ahead = (_WEEKDAYS.index(found["day"]) - on.weekday()) % 7
    is_back = found["back"] or found["ago"] or is_past
    is_ahead = not is_back and (found["ahead"] or 0 < ahead < 7 - _LONG_PAST)
    return on + timedelta(days=ahead if is_ahead else ahead - 7 if ahead else 0)


def _read_korean(found: re.Match[str], on: date) -> Iterator[date]:
    """One day, or the first and the last of several, which may be of the month after."""
    first = int(found["first"] or found["day"])
    begins = list(_read_first(found, on, first))
    yield from begins
    for begin in begins if found["first"] else ():
        last = int(found["day"])
        yield from _day_of(begin.year, begin.month + (last < first), last)


def _read_first(found: re.Match[str], on: date, day: int) -> Iterator[date]:
    if not found["month"]:
        return _place_bare(found, on, day)
    if found["ago"] and not found["year"]:
        return _place_past(on, int(found["month"]), day)
    return _place(on, _read_year(found, on), int(found["month"]), day)


def _read_year(found: re.Match[str], on: date) -> int | None:
    """The year that a date has, or that is said of it; None where it has none."""
    if found["year"]:
        return int(found["year"])
    return on.year + _SAID_YEARS[found["said"]] if found["said"] else None


def _place(on: date, year: int | None, month: int, day: int) -> Iterator[date]:
    """The day of a month, without a year the nearest; nothing where there is no such day."""
    years = (on.year - 1, on.year, on.year + 1) if year is None else (year,)
    return _nearest(on, (found for each in years for found in _day_of(each, month, day)))


def _place_past(on: date, month: int, day: int) -> Iterator[date]:
    found = (each for year in (on.year - 1, on.year) for each in _day_of(year, month, day))
    return _nearest(on, (each for each in found if each <= on))


def _place_bare(found: re.Match[str], on: date, day: int) -> Iterator[date]:
    """A day whose month is this one, or is named by where it stands from this one."""
    if found["named"]:
        return _day_of(on.year, on.month + _NAMED[found["named"].replace(" ", "")], day)
    if found["ago"]:
        return _day_of(on.year, on.month - (day > on.day), day)
    if found["ahead"]:
        return _day_of(on.year, on.month + (day < on.day), day)
    beside = (each for by in (-1, 1) for each in _day_of(on.year, on.month + by, day))
    return _nearest(
        on, [*_day_of(on.year, on.month, day), *(each for each in beside if abs(each - on) <= _NEAR)]
    )


def _nearest(on: date, found: Iterable[date]) -> Iterator[date]:
    return iter(sorted(found, key=lambda each: abs(each - on))[:1])


def _day_of(year: int, month: int, day: int) -> Iterator[date]:
    """The day of a month, which may be counted on into the years beside; nothing where there is none."""
    if not 1 <= month <= 12:
        year, month = (year - 1, month + 12) if month < 1 else (year + 1, month - 12)
    try:
        yield date(year, month, day)
    except ValueError:
        return
