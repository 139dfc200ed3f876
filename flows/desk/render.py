"""Pages from templates: what strangers wrote is escaped, and times stand on both capitals' clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from alerts.compose.clean import SENTENCE_LIMIT, TITLE_LIMIT, clean_url
from alerts.compose.words import SEOUL, WASHINGTON, say_reason, words_for
from flows.desk.words import WORDS, speak

_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ko": ("월", "화", "수", "목", "금", "토", "일"),
}

AROUND = 160
"""Code points kept before what matched first in a sentence that is too long."""

BAR_HEIGHT = 24
BAR_WIDTH = 6


def open_environment() -> Environment:
    """The templates, with what they call."""
    environment = Environment(
        loader=PackageLoader("flows.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        web=clean_web,
        marked=mark_sentence,
        short=shorten,
        duration=say_duration,
        reason=say_why,
        verdict=say_verdict,
        bars=draw_bars,
        query=write_query,
        pointed=point_at,
        entity_ref="@{}".format,
    )
    return environment


class Clocks:
    """Times as one page shows them: Seoul's and Washington's clock, in the reader's language."""

    def __init__(self, lang: str, now: datetime) -> None:
        self._lang, self._now = lang, now

    def both(self, moment: datetime | str | None) -> Markup:
        """A time on both clocks, the year only where it is another; empty for None."""
        at = _read(moment)
        if at is None:
            return escape(speak(self._lang)("undated"))
        said = f"{self.one(at, SEOUL)} KST · {self.one(at, WASHINGTON)} {at.astimezone(WASHINGTON):%Z}"
        return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="seconds"), said)

    def one(self, at: datetime, zone: ZoneInfo) -> str:
        """A time on one clock: today only the hour, else with its day."""
        local, today = at.astimezone(zone), self._now.astimezone(zone)
        if local.date() == today.date():
            return f"{local:%H:%M}"
        return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"

    def capital(self, zone: ZoneInfo) -> str:
        """Weekday and time now, for the head of the page."""
        local = self._now.astimezone(zone)
        return f"{_WEEKDAYS[self._lang][local.weekday()]} {local:%H:%M}"

    @property
    def seoul(self) -> str:
        """Now in Seoul."""
        return self.capital(SEOUL)

    @property
    def washington(self) -> str:
        """Now in Washington."""
        return self.capital(WASHINGTON)


def _read(moment: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if isinstance(moment, str) else moment


def clean_web(url: str | None) -> str:
    """An address that a browser may be led to: http or https, else nothing."""
    cleaned = clean_url(url) or ""
    return cleaned if urlsplit(cleaned).scheme in ("http", "https") else ""


def shorten(text: str, limit: int = TITLE_LIMIT) -> str:
    """A title or name that is not too long: a page may have put a megabyte into it."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def mark_sentence(sentence: Mapping[str, Any]) -> Markup:
    """A sentence of evidence, in its public shape, with what matched marked; of a long one a part."""
    matches = sorted(sentence["matches"], key=lambda one: int(one["start"]))
    begin = max(0, matches[0]["start"] - AROUND) if matches and len(sentence["text"]) > SENTENCE_LIMIT else 0
    text = sentence["text"][: begin + SENTENCE_LIMIT]
    at, parts = begin, ["…"] if begin else []
    for match in matches:
        if match["start"] < at or match["end"] > len(text):
            continue
        name = match.get("entity") or match.get("term") or ""
        parts += [escape(text[at : match["start"]])]
        parts += [Markup('<mark title="{}">{}</mark>').format(name, text[match["start"] : match["end"]])]
        at = match["end"]
    left = "…" if len(text) < len(sentence["text"]) else ""
    return Markup("").join([*parts, escape(text[at:]), left])


def point_at(query: str, at: int) -> str:
    """The line of a query with a caret under one of its characters; a wide character takes two columns."""
    begin = query.rfind("\n", 0, at) + 1
    line = query[begin:].partition("\n")[0]
    before = query[begin:at]
    columns = sum(2 if east_asian_width(char) in "WF" else 1 for char in before)
    return f"{line}\n{' ' * columns}^"


def say_why(reason: str, lang: str) -> str:
    """A reason in the reader's language; what was kept as words stays as it is."""
    return say_reason(reason, words_for(lang))


def say_verdict(verdict: str, lang: str) -> str:
    """What was decided of an article for a watch, in the reader's language."""
    word = f"verdict_{verdict}"
    return speak(lang)(word) if word in WORDS else verdict


def say_duration(span: timedelta) -> str:
    """42 min, 3 h, 2 d: short enough for a list."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def draw_bars(
    counts: Sequence[int], label: str, titles: Sequence[str] = (), width: int = BAR_WIDTH
) -> Markup:
    """A little bar chart as inline SVG, a title on each bar."""
    most = max(counts, default=0) or 1
    bars = []
    for place, count in enumerate(counts):
        if not count:
            continue
        height = max(round(count / most * BAR_HEIGHT), 1)
        title = titles[place] if titles else str(count)
        bars.append(
            Markup('<rect x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
                place * width, BAR_HEIGHT - height, width - 1, height, title
            )
        )
    return Markup(
        '<svg class="bars" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg>'
    ).format(
        label,
        max(len(counts), 1) * width,
        BAR_HEIGHT,
        max(len(counts), 1) * width,
        BAR_HEIGHT,
        Markup("").join(bars),
    )


def write_query(values: Mapping[str, Any], **changes: Any) -> str:
    """The query of an address with these changes; None takes a name out."""
    merged = {name: value for name, value in {**values, **changes}.items() if value not in (None, "")}
    return "?" + urlencode(merged) if merged else "?"
