"""Dates as pages, feeds and files write them, in English, Korean and numbers, with their zone."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from datetime import timezone as fixed_zone
from email.utils import parsedate_tz
from typing import Any
from zoneinfo import ZoneInfo

from storage.records import Published

LONGEST = 120
"""Code points of a date; what is longer is prose, and some parsers take quadratic time on it."""

YEARS = range(1900, 2101)

# Readers of dates drop or misread most names: email.utils and dateutil return KST as naive,
# feedparser as UTC, nine hours off. Minutes east of Greenwich.
ZONES = {
    "KST": 540, "JST": 540, "HKT": 480, "SGT": 480, "PHT": 480, "WIB": 420, "ICT": 420,
    "MSK": 180, "EET": 120, "EEST": 180, "CET": 60, "CEST": 120, "MET": 60, "MEST": 120,
    "SAST": 120, "BST": 60, "WET": 0, "GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "ETC/GMT": 0,
    "AST": -240, "ADT": -180, "AT": -240, "EST": -300, "EDT": -240, "ET": -300, "CST": -360,
    "CDT": -300, "CT": -360, "MST": -420, "MDT": -360, "MT": -420, "PST": -480, "PDT": -420,
    "PT": -480, "AKST": -540, "AKDT": -480, "HST": -600, "AEST": 600, "AEDT": 660, "NZST": 720,
    "NZDT": 780,
}  # fmt: skip

# These two names are said all year round; only the day tells which offset is meant.
SEASONAL = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}

LABEL = re.compile(
    r"^\W*(?:(?:first |date )?published|posted|publication date|updated|last updated|last modified"
    r"|modified|uploaded"
    r"|created|released|date|기사\s*입력|최초\s*입력|최종\s*입력|입력|등록|승인|게재|게시|작성|발행|송고"
    r"|수정|최종\s*수정|업데이트)"
    r"(?:\s*(?:on|at|date|time|일시|시간|시각|일자|일))?\s*[:：|]?\s*",
    re.IGNORECASE,
)
# North Korean papers count from 1912: `주체115(2026)년 10월 28일`, `October 28, Juche 115 (2026)`.
JUCHE = re.compile(
    r"(?:주체\s?|\bJuche\s+)(?P<n>\d{1,3})\s?년?\s?(?:\(\s?(?P<y>(?:19|20)\d\d)\s?년?\s?\))?(?P<unit>\s?년)?",
    re.I,
)
JUCHE_ZERO = 1911
WEEKDAY = re.compile(
    r"\(?[월화수목금토일]요일\)?|\((?:[월화수목금토일]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\)",
    re.IGNORECASE,
)
HALVES = {"오전": "am", "새벽": "am", "아침": "am", "오후": "pm", "낮": "pm", "저녁": "pm"}
HALF = re.compile("(" + "|".join(HALVES) + r")\s*(?=\d)")
# Java's zone after the offset; a plus that an address turned into a space.
ZONE_NOTE = re.compile(r"\s*\[[A-Za-z]+/[\w/]+\]$")
LOST_PLUS = re.compile(r"(?<=:\d\d) (\d\d:?[03]0)$")

TIME = (
    r"(?P<h>\d{1,2})\s*(?::|시)\s*(?:(?P<m>\d{1,2})\s*분?)?(?:\s*:?\s*(?P<s>\d{1,2})(?:[.,]\d{1,9})?\s*초?)?"
)
NUMERIC = re.compile(
    r"(?P<y>\d{4}|\d{2})\s*(?P<sep>[.\-/]|년)\s*(?P<mo>\d{1,2})\s*(?:[.\-/]|월)\s*(?P<d>\d{1,2})(?!\d)\s*[.일]?"
    rf"(?:[T\s,|]*(?P<half>am|pm)?\s*{TIME}\s*(?P<half2>[ap]\.?m\.?)?)?\s*(?P<zone>\S.*)?",
    re.IGNORECASE,
)
# The year last: 30.11.2024, 11/30/2024. Dots are the day's side of the world, the others are both sides'.
YEAR_LAST = re.compile(
    r"(?<![\d.:/-])(?P<a>\d{1,2})(?P<sep>[./-]) ?(?P<b>\d{1,2})(?P=sep) ?(?P<y>\d{4})(?!\d)\.?"
    r"(?P<dash> [-–|] (?=\d))?"
)
MONTH_NAME = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
HANGUL = re.compile("[가-힣]")
COMPACT = re.compile(
    r"(?P<y>\d{4})(?P<mo>\d\d)(?P<d>\d\d)(?:T?(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?"
)
EPOCH = re.compile(r"(\d{10})(\d{3})?")
OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2})(?::?(\d\d))?(?:\s*\([^)]*\))?", re.IGNORECASE)
NAMED = re.compile(
    r"(?<![A-Za-z/])(?P<name>"
    + "|".join(sorted(ZONES, key=len, reverse=True))
    + r")\.?(?=\s*$|\s+(?:19|20)\d\d\s*$)",
    re.IGNORECASE,
)
COLON_OFFSET = re.compile(r"(?:GMT|UTC)?([+-]\d\d):(\d\d)\s*$", re.IGNORECASE)
BROKEN_OFFSET = re.compile(r"\d\s*[+-](?=\S*[A-Za-z])\S*$")
HALF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
FULL_YEAR = re.compile(r"\d{4}")
NAME = re.compile(r"[A-Za-z]{3}")
MONTH_DOT = re.compile(r"\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.", re.IGNORECASE)


def parse_date(
    text: str, *, timezone: str, dayfirst: bool | None = False, by: str = "text", confidence: float = 1.0
) -> Published | None:
    """Read one date, with or without a time.

    A time without a zone is in `timezone` (an IANA name); a date without a time is the end of
    that day there, `day_only`. `dayfirst` decides 03/04/2024; where it is None nothing is guessed, and what
    can be read in two ways (that one, 05-11-24) is no date. None where the text is no whole
    date (year, month and day) or an impossible one. `by` and `confidence` are passed through.
    """
    tidy = _tidy(text)
    if not tidy:
        return None
    ordered = _put_year_first(tidy, dayfirst)
    if ordered is None or (dayfirst is None and _has_short_year(ordered, text)):
        return None
    zone = ZoneInfo(timezone)
    found = _read_moment(ordered, zone, bool(dayfirst), is_turned=ordered != tidy)
    return _publish(found, zone, by, confidence)


def say_unread(text: str, timezone: str) -> str:
    """Why a text that names a day is not taken for a date where nothing may be guessed."""
    is_guess = any(parse_date(text, timezone=timezone, dayfirst=first) for first in (False, True))
    return f"{text!r} " + ("can be read as more than one day" if is_guess else "is no date")


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The last second of that day in the zone, in UTC."""
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


class _Impossible:
    """A date was read and there is no such day: other readers must not reinterpret it."""


_Read = datetime | date | _Impossible | None


def _publish(found: _Read, zone: tzinfo, by: str, confidence: float) -> Published | None:
    if isinstance(found, datetime):
        at, day_only = found, False
    elif isinstance(found, date):
        at, day_only = end_of_day(found, zone), True
    else:
        return None
    # 1970-01-01 is what a field that was never set looks like.
    if at.year not in YEARS or at.date() == date(1970, 1, 1):
        return None
    return Published(at=at.astimezone(UTC), by=by, day_only=day_only, confidence=confidence)


def _read_moment(text: str, zone: tzinfo, dayfirst: bool, *, is_turned: bool) -> _Read:
    """By the first reader that can, the cheapest first; `is_turned`: the year was put first."""
    return (
        _read_numbers(text, zone, dayfirst)
        or _read_mail(text, zone)
        # Of 2024-11-05 with the day first dateutil makes the eleventh of May.
        or _read_words(text, zone, dayfirst and not is_turned)
        or _read_anything(text, zone)
    )


def undo_juche(text: str) -> str:
    """The text with years of the Juche calendar as those of ours; the Western year beside one is believed."""
    return JUCHE.sub(_western_year, text) if "주체" in text or "uche" in text.lower() else text


def _western_year(match: re.Match[str]) -> str:
    year = match["y"] or str(JUCHE_ZERO + int(match["n"]))
    return f"{year}년" if match[0].startswith("주체") else year


def _tidy(text: str) -> str:
    """A date without labels, weekdays and marks around it; empty where it is too long to be one."""
    if len(text) > 4 * LONGEST:
        return ""
    plain = undo_juche(" ".join(unicodedata.normalize("NFKC", text).split()))
    if len(plain) > 4 * LONGEST:
        # One character may stand for eighteen.
        return ""
    plain = re.sub(r"^[’'‘](?=\d\d[./-])", "", plain)
    plain = LABEL.sub("", plain, count=1)
    plain = WEEKDAY.sub(" ", plain)
    plain = HALF.sub(lambda match: HALVES[match[1]] + " ", plain)
    plain = LOST_PLUS.sub(r"+\1", ZONE_NOTE.sub("", plain))
    plain = " ".join(plain.split()).strip(" |,;:·[]()")
    return plain if len(plain) <= LONGEST else ""


def _put_year_first(text: str, dayfirst: bool | None) -> str | None:
    """The text with a day, a month and a year after them as year, month and day; None where they may be two.

    Dots mean day, month, year; with strokes and hyphens a number above twelve says which is the day.
    """
    match = YEAR_LAST.search(text)
    if match is None:
        return text
    order = _tell_day(int(match["a"]), int(match["b"]), match["sep"] == "." or dayfirst)
    if order is None:
        return None
    day, month = order
    written = f"{match['y']}-{month:02}-{day:02}" + (" " if match["dash"] else "")
    return text[: match.start()] + written + text[match.end() :]


def _tell_day(one: int, two: int, dayfirst: bool | None) -> tuple[int, int] | None:
    """Which of two numbers is the day and which the month; None where both may be."""
    if two > 12:
        return two, one
    if one > 12 or one == two:
        return one, two
    if dayfirst is None:
        return None
    return (one, two) if dayfirst else (two, one)


def _has_short_year(text: str, asked: str) -> bool:
    """Whether only a guess would tell the year: 05.11.24 is one day in Seoul and another in Berlin."""
    if MONTH_NAME.search(text):
        return re.search(r"(?<!\d)\d{4}(?!\d)", text) is None
    match = NUMERIC.fullmatch(text)
    if match is not None:
        return len(match["y"]) == 2 and not HANGUL.search(asked)
    return re.search(r"\d{4}\s?[-./년]|\d{8}", text) is None


def _read_numbers(text: str, zone: tzinfo, dayfirst: bool) -> _Read:
    """ISO 8601 and its kin, Korean year-month-day, compact digits, seconds since 1970."""
    if (epoch := EPOCH.fullmatch(text)) and 10**8 <= int(epoch[1]) < 4 * 10**9:
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    if compact := COMPACT.fullmatch(text):
        return _build(compact.groupdict(), zone)
    match = NUMERIC.fullmatch(text)
    if match is None or _may_end_in_year(match, dayfirst):
        return None
    return _build({**match.groupdict(), "y": f"20{match['y']}"[-4:]}, zone)


def _may_end_in_year(match: re.Match[str], dayfirst: bool) -> bool:
    """25.01.06 is the Korean order; 01/06/25 is not, and dateutil knows `dayfirst`."""
    is_other = match["sep"] == "/" or (dayfirst and match["sep"] != "년")
    return is_other and len(match["y"]) == 2


def _build(parts: dict[str, Any], zone: tzinfo) -> _Read:
    """The day or moment of an expression's groups; the groups that its text had no words for are None."""
    try:
        day = date(int(parts["y"]), int(parts["mo"]), int(parts["d"]))
        if parts["h"] is None:
            return day
        return _at(day, parts, _read_own_zone(parts["zone"]) or zone)
    except (ValueError, OverflowError):
        return _Impossible()


def _read_own_zone(words: str | None) -> tzinfo | None:
    """The zone that follows a time. Raises: ValueError where what follows looks like one and is none."""
    rest = (words or "").strip()
    offset = _read_zone(rest)
    # "2025.01.06 14:05 송고" goes on in words; what looks like a zone and is none spoils the time.
    if offset is None and re.match(r"[A-Za-z+-]", rest):
        raise ValueError(f"{rest!r} is no zone")
    return offset


def _at(day: date, parts: dict[str, Any], zone: tzinfo) -> datetime:
    hour, minute, second = _read_hour(parts), int(parts["m"] or 0), int(parts["s"] or 0)
    midnight = hour == 24 and not minute
    # A leap second is the last one of its minute here.
    moment = time(0 if midnight else hour, minute, 59 if second == 60 else second)
    return datetime.combine(day + timedelta(days=midnight), moment, zone)


def _read_hour(parts: dict[str, Any]) -> int:
    hour = int(parts["h"])
    half = (parts.get("half") or parts.get("half2") or "")[:1].lower()
    if half == "p" and hour < 12:
        return hour + 12
    return 0 if (half, hour) == ("a", 12) else hour


def _read_zone(text: str) -> tzinfo | None:
    name = text.upper()
    if name in SEASONAL:
        return ZoneInfo(SEASONAL[name])
    if name in ZONES:
        return fixed_zone(timedelta(minutes=ZONES[name]))
    return _read_offset(text)


def _read_offset(text: str) -> tzinfo | None:
    match = OFFSET.fullmatch(text)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    east = minutes if match[1] == "+" else -minutes
    return fixed_zone(timedelta(minutes=east)) if minutes < 24 * 60 else None


def _split_zone(text: str, zone: tzinfo) -> tuple[str, tzinfo]:
    """A zone's name taken out of a date, and its zone; the given one where none is named."""
    match = NAMED.search(text)
    if match is None:
        return COLON_OFFSET.sub(r"\1\2", text), zone
    return f"{text[: match.start()].rstrip()} {text[match.end() :].strip()}".strip(), _read_zone(
        match["name"]
    ) or zone


def _read_mail(text: str, zone: tzinfo) -> _Read:
    """RFC 5322, as RSS uses it; the year must have four digits, else it is not sure."""
    if not _may_be_of_mail(text):
        return None
    if BROKEN_OFFSET.search(text):
        return _Impossible()
    plain, named = _split_zone(text, zone)
    parts = parsedate_tz(plain)
    if parts is None:
        return None
    try:
        return datetime(*parts[:6], tzinfo=_own_offset(plain, parts[9]) or named)
    except (ValueError, OverflowError):
        return _Impossible()


def _own_offset(text: str, seconds: int | None) -> tzinfo | None:
    """The offset of a text; parsedate_tz gives 0 where it has none at all."""
    if seconds is None or re.search(r"[+-]\d{4}\b", text) is None:
        return None
    return fixed_zone(timedelta(seconds=seconds))


def _may_be_of_mail(text: str) -> bool:
    """Whether a text has a time, a whole year and the name of a month, and no half of the day."""
    has_time = ":" in text and not HALF_DAY.search(text)
    return has_time and bool(FULL_YEAR.search(text)) and bool(NAME.search(text))


def _read_words(text: str, zone: tzinfo, dayfirst: bool) -> _Read:
    """Month names in English in any order, by dateutil, which must find year, month and day itself."""
    if text.isdigit() or not re.search(r"\d", text) or not text.isascii():
        return None
    plain, named = _split_zone(MONTH_DOT.sub(r"\1 ", text.replace("a.m.", "am").replace("p.m.", "pm")), zone)
    read = _parse_twice(plain, dayfirst)
    if read is None:
        return None
    found = _keep_common(*read)
    return _put_in_zone(found, named) if isinstance(found, datetime) else found


def _offset(_name: str | None, offset: int | None) -> int | None:
    """Seconds east of Greenwich as a date states them; a zone that is only named has none, and no warning."""
    return offset


def _parse_twice(text: str, dayfirst: bool) -> list[datetime] | None:
    """What dateutil reads with two defaults; None where it cannot."""
    from dateutil import parser

    read: list[datetime] = []
    for default in (datetime(2001, 1, 3, 1, 1, 1), datetime(2004, 2, 4, 2, 2, 2)):  # noqa: DTZ001
        try:
            moment = parser.parse(text, default=default, dayfirst=dayfirst, tzinfos=_offset)
            # It takes any offset, and who asks for one of a day and more gets an error.
            moment.utcoffset()
        except (ValueError, ArithmeticError, TypeError, AttributeError):
            return None
        read.append(moment)
    return read


def _keep_common(first: datetime, second: datetime) -> datetime | date | None:
    """The moment or day of two readings; what differs between their defaults was not in the text."""
    if first.date() != second.date():
        return None
    if first.hour != second.hour:
        return first.date()
    return first.replace(
        minute=first.minute if first.minute == second.minute else 0,
        second=first.second if first.second == second.second else 0,
    )


def _put_in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """The moment in this zone where it names none itself."""
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _read_anything(text: str, zone: tzinfo) -> _Read:
    """Other Korean and English wordings, by dateparser: 250 times slower, so last.

    It finds a date in nearly anything; only one whose year and day stand in the text is believed.
    """
    if not re.search(r"(?:19|20)\d\d", text) or not re.search(r"[^\W\d_]", text):
        return None
    plain, named = _split_zone(text, zone)
    moment, has_time = _ask_dateparser(plain)
    if moment is None or not {moment.year, moment.day} <= set(map(int, re.findall(r"\d+", text))):
        return None
    return _put_in_zone(moment, named) if has_time else moment.date()


def _ask_dateparser(text: str) -> tuple[datetime | None, bool]:
    """What it reads, None where it is no whole date, and whether a time is in it."""
    from dateparser.date import DateDataParser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "RETURN_TIME_AS_PERIOD": True}
    try:
        found = DateDataParser(languages=["ko", "en"], settings=settings).get_date_data(text)
    except (ValueError, ArithmeticError, TypeError, AttributeError, RecursionError):
        return None, False
    moment = found.date_obj
    return (moment if isinstance(moment, datetime) else None), found.period == "time"
