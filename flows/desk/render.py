"""Pages from templates: what strangers wrote is escaped, and times stand on both capitals' clocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from alerts.compose.clean import SENTENCE_LIMIT, TITLE_LIMIT, clean_url
from alerts.compose.words import SEOUL, WASHINGTON, say_reason, words_for
from alerts.promise.bundle import RATED
from alerts.promise.deliveries import QUIET
from flows.desk.query_help import QUERY_HELP
from flows.desk.words import LANGS, WORDS, Say, speak
from flows.inspect.exported import pick_shapes
from storage.errors import HanmiError
from storage.language.shorten import find_begin, find_end, shorten
from storage.records import Alert
from storage.records.articles import day_ending
from storage.records.entry_texts import EntryCode
from storage.records.reasons import Reason
from storage.whole.restored import RESTORED

_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ko": ("월", "화", "수", "목", "금", "토", "일"),
}

_HELD = {QUIET: "held_quiet", RATED: "held_rate", RESTORED: "held_restored"}

_TYPED = re.compile(r"`([^`<>]*)`")

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
        short=shorten_name,
        duration=say_duration,
        after=measure_after,
        reason=say_why,
        keyed=say_key,
        picked=pick_shapes,
        verdict=say_verdict,
        bars=draw_bars,
        query=write_query,
        pointed=point_at,
        coded=mark_code,
        alike=group_alike,
        held=name_held,
        entity_ref="@{}".format,
        entity_link=link_entity,
        lang_tag=tag_lang,
    )
    environment.globals["query_lines"] = QUERY_HELP
    return environment


class Clocks:
    """Times as one page shows them: Seoul's and Washington's clock, in the reader's language."""

    def __init__(self, lang: str, now: datetime) -> None:
        self._lang, self._now = lang, now
        self._seoul, self._washington = now.astimezone(SEOUL), now.astimezone(WASHINGTON)

    def both(self, moment: datetime | str | None) -> Markup:
        """A time on both clocks, the year only where it is another; empty for None."""
        at = _read(moment)
        if at is None:
            return escape(speak(self._lang)("undated"))
        there = at.astimezone(WASHINGTON)
        here = f"{self._say(at.astimezone(SEOUL), self._seoul)} KST"
        said = f"{self._say(there, self._washington)} {there.tzname()}"
        return Markup(  # noqa: S704 - nothing but times
            f'<time datetime="{at.isoformat(timespec="seconds")}">'
            f'<span class="nowrap">{here}</span> · <span class="nowrap">{said}</span></time>'
        )

    def published(self, shape: Mapping[str, Any]) -> Markup:
        """When an article was published, in its public shape; the day alone where no more is known."""
        at = _read(shape["published_at"])
        return escape(day_ending(at).isoformat()) if at and shape["published_day_only"] else self.both(at)

    def one(self, at: datetime, zone: ZoneInfo) -> str:
        """A time on one clock: today only the hour, else with its day."""
        return self._say(at.astimezone(zone), self._now.astimezone(zone))

    @staticmethod
    def _say(local: datetime, today: datetime) -> str:
        said = local.isoformat(" ", timespec="minutes")[:16]
        if local.date() == today.date():
            return said[11:]
        return said[5:] if local.year == today.year else said

    def capital(self, zone: ZoneInfo) -> str:
        """Weekday and time now, for the head of the page."""
        local = self._now.astimezone(zone)
        return f"{_WEEKDAYS[self._lang][local.weekday()]} {local:%H:%M}"

    @property
    def weekdays(self) -> Sequence[str]:
        """The days of a week, from Monday on."""
        return _WEEKDAYS[self._lang]

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


def link_entity(entity: str, names: Mapping[str, str]) -> Markup:
    """A tracked name that leads to its page; there are hundreds on a page."""
    name = escape(names.get(entity, entity))
    return Markup(f'<a class="name" href="/entities/{escape(entity)}">{name}</a>')  # noqa: S704 - escaped


def tag_lang(lang: str, t: Say) -> Markup:
    """In which language something is: its code, with its name for who asks."""
    code = escape(lang)
    name = t(lang) if lang in LANGS else code
    return Markup(f'<abbr class="lang {code}" title="{name}">{code}</abbr>')  # noqa: S704 - escaped


def shorten_name(text: str, limit: int = TITLE_LIMIT) -> str:
    """A title or name that is not too long: a page may have put a megabyte into it."""
    return shorten(text, limit)


def mark_sentence(sentence: Mapping[str, Any]) -> Markup:
    """A sentence of evidence, in its public shape, with what matched marked; of a long one a part."""
    matches = sorted(sentence["matches"], key=lambda one: int(one["start"]))
    begin = _begin_part(sentence["text"], matches)
    text = sentence["text"][: find_end(sentence["text"], begin + SENTENCE_LIMIT)]
    at, parts = begin, ["…" if begin else ""]
    for match in matches:
        if at <= match["start"] and match["end"] <= len(text):
            parts += [escape(text[at : match["start"]]), _mark(match, text)]
            at = match["end"]
    parts += [escape(text[at:]), "…" if len(text) < len(sentence["text"]) else ""]
    return Markup("").join(parts)


def _begin_part(text: str, matches: Sequence[Mapping[str, Any]]) -> int:
    """From where on a sentence is shown."""
    if not matches or len(text) <= SENTENCE_LIMIT:
        return 0
    first = int(matches[0]["start"])
    return min(first, find_begin(text, first - AROUND))


def _mark(match: Mapping[str, Any], text: str) -> Markup:
    name = match.get("entity") or match.get("term") or ""
    return Markup('<mark title="{}">{}</mark>').format(name, text[match["start"] : match["end"]])


def point_at(query: str, at: int) -> str:
    """The line of a query with a caret under one of its characters; a wide character takes two columns."""
    begin = query.rfind("\n", 0, at) + 1
    line = query[begin:].partition("\n")[0]
    before = query[begin:at]
    columns = sum(2 if east_asian_width(char) in "WF" else 1 for char in before)
    return f"{line}\n{' ' * columns}^"


def group_alike(told: Iterable[Alert]) -> list[list[Alert]]:
    """Alerts of one article, kind and reasons together, in the order of the first of each."""
    groups: dict[object, list[Alert]] = {}
    for alert in told:
        groups.setdefault((alert.article, alert.kind, alert.reasons), []).append(alert)
    return list(groups.values())


def name_held(held: str) -> str:
    """The word for why a delivery waits, by the name that it is held under."""
    return next((word for begin, word in _HELD.items() if held.startswith(begin)), "held_together")


def mark_code(said: str) -> Markup:
    """Words of ours, what is to be typed between backticks set as code."""
    return Markup(_TYPED.sub(r"<code>\1</code>", str(escape(said))))  # noqa: S704 - escaped


def say_why(reason: str, lang: str) -> str:
    """A reason in the reader's language; what was kept as words stays as it is."""
    return say_reason(reason, words_for(lang))


def say_key(fault: str, lang: str) -> str:
    """What is wrong with an entry, `key: reason`, with the key by the name that its form has."""
    if isinstance(fault, Reason) and fault.code is EntryCode.AT_KEY and fault.values["key"] in WORDS:
        return f"{speak(lang)(fault.values['key'])}: {say_why(fault.values['why'], lang)}"
    return say_why(fault, lang)


def say_fault(error: HanmiError, lang: str) -> str:
    """An error in the reader's language: what it is about, why, and what to do."""
    return say_why(error.as_reason(), lang)


def say_verdict(verdict: str, lang: str) -> str:
    """What was decided of an article for a watch, in the reader's language."""
    word = f"verdict_{verdict}"
    return speak(lang)(word) if word in WORDS else verdict


def measure_after(at: str, begin: str) -> timedelta:
    """How long after a beginning something was, both as documents have them."""
    return max(datetime.fromisoformat(at) - datetime.fromisoformat(begin), timedelta())


def say_duration(span: timedelta, lang: str = "en") -> str:
    """42 min, 3 h, 2 d: short enough for a list."""
    minutes = int(span.total_seconds() // 60)
    t = speak(lang)
    if minutes < 60:
        return t("minutes", n=minutes)
    return t("hours", n=minutes // 60) if minutes < 48 * 60 else t("days", n=minutes // 1440)


def draw_bars(
    counts: Sequence[int], label: str, titles: Sequence[object] = (), width: int = BAR_WIDTH
) -> Markup:
    """A little bar chart as inline SVG, a title on each bar."""
    most = max(counts, default=0) or 1
    bars = "".join(
        _draw_bar(place * width, width - 1, max(round(count / most * BAR_HEIGHT), 1), title)
        for place, count in enumerate(counts)
        if count
        for title in [f"{titles[place]}: {count}" if titles else str(count)]
    )
    span = max(len(counts), 1) * width
    # a format of Markup escapes number after number, at a page's fifty charts half of its cost
    return Markup(  # noqa: S704 - the words are escaped, all else is numbers
        f'<svg class="bars" role="img" aria-label="{escape(label)}" viewBox="0 0 {span} {BAR_HEIGHT}" '
        f'width="{span}" height="{BAR_HEIGHT}">{bars}</svg>'
    )


def _draw_bar(x: int, width: int, height: int, title: str) -> str:
    y = BAR_HEIGHT - height
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"><title>{escape(title)}</title></rect>'


def write_query(values: Mapping[str, Any], **changes: Any) -> str:
    """The query of an address with these changes; None takes a name out."""
    merged = {name: value for name, value in {**values, **changes}.items() if value not in (None, "")}
    return "?" + urlencode(merged) if merged else "?"
