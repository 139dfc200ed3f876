"""Several stories in one message: a digest, or what waited for the end of quiet hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from html import escape
from typing import Any

from alerts.channels.chat import join_chat
from alerts.channels.email import Email
from alerts.compose.clean import clean_line, clean_url
from alerts.compose.html import compose_sheet, link_html, mark_html, offers_html, when_html
from alerts.compose.leaving import leave_by, leaving_headers
from alerts.compose.mail import build_mail
from alerts.compose.public_json import shape_time
from alerts.compose.text import Offered, calm, mark_text, offer_leaving
from alerts.compose.trend import Trend, draw_bars, say_trend
from alerts.compose.words import both_clocks, words_for
from storage.bugs import attempt
from storage.records import Evidence, Report

_REPORTS = 8
_CHAT_STORIES = 15
_PREFIX = "[Hanmi Watch] "
"""What tells such mails apart in a list of subjects, and is too much within one."""

_RISEN = "Named more than usual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One story: its reports, the one to read first in front, why it stands here, and a sentence or two.

    `late` are those of its reports that were announced only now.
    """

    story: str
    reports: tuple[Report, ...]
    notes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    lang: str
    late: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Roundup:
    """A message of several stories, the most important first; `trends` and `notes` stand at its end."""

    title: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    trends: tuple[Trend, ...] = ()
    lang: str = "en"


def render_safely(roundup: Roundup, render: Callable[[Roundup], bytes]) -> bytes:
    """The bytes of a roundup; stories that a bug keeps from being composed stand without their quotes.

    Those that cannot be composed even so are left out and counted in a note.
    """
    whole = attempt("message", lambda: render(roundup), None)
    return whole if whole is not None else render(_leave_out(roundup, render))


def _leave_out(roundup: Roundup, render: Callable[[Roundup], bytes]) -> Roundup:
    bare = replace(roundup, sections=(), trends=(), notes=())
    found = [_find_sound(section, bare, render) for section in roundup.sections]
    kept = tuple(section for section in found if section is not None)
    left = len(found) - len(kept)
    said = f"stories that a fault of this program keeps from being shown: {left}; `hanmi stories` lists them"
    return replace(roundup, sections=kept, trends=(), notes=(*roundup.notes, said) if left else roundup.notes)


def _find_sound(section: Section, bare: Roundup, render: Callable[[Roundup], bytes]) -> Section | None:
    """The section as far as it can be composed; None where it cannot at all."""
    for part in (section, replace(section, evidence=(), notes=(), reports=section.reports[:1], late=())):
        made = replace(bare, sections=(part,))
        if attempt(f"story {section.story}", partial(render, made), None) is not None:
            return part
    return None


def roundup_text(roundup: Roundup, offered: Sequence[Offered] = ()) -> str:
    """The roundup in lines; `offered` are links to the desk."""
    parts = [_section_text(number, section) for number, section in enumerate(roundup.sections, 1)]
    notes = "\n".join(clean_line(note, 1000) for note in roundup.notes)
    trends = "\n".join([_RISEN, *map(_trend_text, roundup.trends)]) if roundup.trends else ""
    links = "\n".join(f"{label}: {address}" for label, address in offered)
    shown = (clean_line(roundup.title), *parts, trends, notes, links)
    return "\n\n".join(part for part in shown if part) + "\n"


def roundup_html(roundup: Roundup, offered: Sequence[Offered] = ()) -> str:
    """The roundup as a document for mail clients."""
    parts = [f"<h1>{escape(clean_line(roundup.title).removeprefix(_PREFIX))}</h1>"]
    parts += [_section_html(section) for section in roundup.sections]
    parts += ["<hr>"] * bool(roundup.sections and (roundup.notes or roundup.trends))
    parts += [f"<h2>{_RISEN}</h2>"] * bool(roundup.trends)
    parts += [_trend_html(trend) for trend in roundup.trends]
    parts += ["<hr>"] * bool(roundup.trends and roundup.notes)
    parts += [f'<p class="small">{escape(clean_line(note, 1000))}</p>' for note in roundup.notes]
    parts += [offers_html(offered)]
    return compose_sheet(clean_line(roundup.title), roundup.lang, parts)


def roundup_chat(roundup: Roundup) -> bytes:
    """The roundup as a chat message: the heads of its first stories, and what is late in any."""
    heads = [_head(section) for section in roundup.sections[:_CHAT_STORIES]]
    if (more := len(roundup.sections) - len(heads)) > 0:
        heads.append(f"… and {more} more")
    late = [
        _line(report, words_for(section.lang).late) for section in roundup.sections for report in section.late
    ]
    lines = [*heads, *late, *(clean_line(note, 1000) for note in roundup.notes)]
    return join_chat(calm(clean_line(roundup.title)), calm("\n".join(lines)))


def roundup_mail(
    roundup: Roundup, *, id: str, channel: Email, recipient: str, now: datetime, watches: Mapping[str, str]
) -> bytes:
    """The roundup as a mail of a channel; `watches` are those that it tells of, names by id."""
    leaving = leave_by(channel, id, recipient, watches, now)
    offered = offer_leaving(leaving, roundup.lang)
    return build_mail(
        roundup.title,
        roundup_text(roundup, offered),
        roundup_html(roundup, offered),
        id=id,
        sender=channel.sender,
        recipient=recipient,
        now=now,
        channel=channel.id,
        headers=leaving_headers(leaving),
    )


def shape_section(section: Section) -> dict[str, Any]:
    """A story of a roundup as JSON."""
    return {
        "story_id": section.story,
        "notes": list(section.notes),
        "articles": [
            {
                "title": clean_line(report.title),
                "url": clean_url(report.url),
                "outlet": report.outlet,
                "published_at": shape_time(report.published.at if report.published else None),
                "late": report in section.late,
            }
            for report in section.reports
        ],
    }


def _section_text(number: int, section: Section) -> str:
    lines = [f"{number}. {_head(section)}"]
    lines += [f"   {clean_line(note, 500)}" for note in section.notes]
    lines += [f"   {mark_text(sentence)}" for sentence in section.evidence]
    lines += [f"   · {_line(report, _when(report, section))}" for report in _shown(section)]
    return "\n".join(lines)


def _section_html(section: Section) -> str:
    first = section.reports[0]
    others = [
        f"<li>{_outlet(report)} · {link_html(report.title, report.url)}{_clocks(report, section)}</li>"
        for report in _shown(section)[1:]
    ]
    return "\n".join(
        [
            f'<h2 class="story">{link_html(first.title, first.url)}</h2>',
            f'<p class="small">{_outlet(first)}{_clocks(first, section)}</p>',
            *(mark_html(sentence) for sentence in section.evidence),
            f"<ul>{''.join(others)}</ul>" if others else "",
            *(f'<p class="small">{escape(clean_line(note, 500))}</p>' for note in section.notes),
        ]
    )


def _outlet(report: Report) -> str:
    return escape(clean_line(report.outlet or "", 120))


def _clocks(report: Report, section: Section) -> str:
    return " " + when_html(
        report.published, words_for(section.lang), is_late=report in section.late, is_short=True
    )


def _trend_text(trend: Trend) -> str:
    return f"   {draw_bars(trend.counts)} {clean_line(trend.name, 80)}: {say_trend(trend)}"


def _trend_html(trend: Trend) -> str:
    return (
        f'<p>{escape(clean_line(trend.name, 80))}<br><span class="bars">{draw_bars(trend.counts)}</span>'
        f' <span class="small">{escape(say_trend(trend))}</span></p>'
    )


def _shown(section: Section) -> Sequence[Report]:
    """The first reports, and all that are late, which stand right behind the first."""
    return section.reports[: max(_REPORTS, 1 + len(section.late))]


def _when(report: Report, section: Section) -> str:
    words = words_for(section.lang)
    when = both_clocks(report.published, words)
    return f"{when} · {words.late}" if report in section.late else when


def _head(section: Section) -> str:
    first = section.reports[0]
    return _line(first, "")


def _line(report: Report, when: str) -> str:
    parts = (
        clean_line(report.title),
        clean_line(report.outlet or "", 120),
        when,
        clean_url(report.url) or "",
    )
    return " · ".join(part for part in parts if part)
