"""Several stories in one message: a digest, or what waited for the end of quiet hours."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from html import escape
from typing import Any

from alerts.channels.chat import join_chat
from alerts.channels.email import Email
from alerts.compose.clean import clean_line, clean_url
from alerts.compose.html import (
    badge_html,
    compose_sheet,
    link_html,
    links_html,
    mark_html,
    offers_html,
    when_html,
)
from alerts.compose.leaving import leave_by, leaving_headers
from alerts.compose.mail import MOST_BYTES, build_mail
from alerts.compose.public_json import shape_time
from alerts.compose.quoting import fold_sentence, leave_said
from alerts.compose.several.round_words import RoundWords, round_words
from alerts.compose.several.trend import Trend, draw_bars, say_trend
from alerts.compose.text import Offered, calm, mark_text, offer_leaving
from alerts.compose.words import both_clocks, words_for
from storage.bugs import attempt
from storage.records import Evidence, Report

_REPORTS = 8
_CHAT_STORIES = 15
TITLE_IN_SUBJECT = 160
_PREFIX = "[Hanmi Watch] "
"""What tells such mails apart in a list of subjects, and is too much within one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One story: its reports, the one to read first in front, why it stands here, and a sentence or two.

    `late` are those of its reports that were announced only now. Stories of one `group` stand together under
    its name; `offered` are links to the desk; `gist` is the fact line of the first report, where that is in
    another language than the message.
    """

    story: str
    reports: tuple[Report, ...]
    notes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    lang: str
    late: tuple[Report, ...] = ()
    group: str = ""
    offered: tuple[Offered, ...] = ()
    gist: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roundup:
    """A message of several stories, the most important first; `trends` and `notes` stand at its end.

    `title` is its first line; a mail has a subject of its own where `subject` is not empty. What is no digest
    was held, or came at once.
    """

    title: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    trends: tuple[Trend, ...] = ()
    lang: str = "en"
    subject: str = ""
    is_digest: bool = True


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
    said = round_words(roundup.lang).faulty.format(left)
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
    sections = say_once(roundup.sections)
    parts = [_section_text(number, section) for number, section in enumerate(sections, 1)]
    parts = [
        f"── {heading} ──\n\n{part}" if heading else part
        for heading, part in zip(_headings(sections), parts, strict=True)
    ]
    notes = "\n".join(clean_line(note, 1000) for note in roundup.notes)
    trends = "\n".join(_trends_text(roundup)) if roundup.trends else ""
    shown = (clean_line(roundup.title), *parts, trends, notes, _links_text(offered))
    return "\n\n".join(part for part in shown if part) + "\n"


def roundup_html(roundup: Roundup, offered: Sequence[Offered] = ()) -> str:
    """The roundup as a document for mail clients."""
    sections = say_once(roundup.sections)
    parts = [_badge(roundup), f"<h1>{escape(clean_line(roundup.title).removeprefix(_PREFIX))}</h1>"]
    for heading, section in zip(_headings(sections), sections, strict=True):
        parts += [f'<h2 class="group">{escape(heading)}</h2>'] * bool(heading)
        parts += [_section_html(section)]
    parts += ["<hr>"] * bool(roundup.sections and (roundup.notes or roundup.trends))
    parts += [f"<h2>{round_words(roundup.lang).risen}</h2>"] * bool(roundup.trends)
    parts += [_trend_html(trend, roundup.lang) for trend in roundup.trends]
    parts += ["<hr>"] * bool(roundup.trends and roundup.notes)
    parts += [f'<p class="small">{escape(clean_line(note, 1000))}</p>' for note in roundup.notes]
    parts += [offers_html(offered)]
    return compose_sheet(clean_line(roundup.title), roundup.lang, parts)


def _badge(roundup: Roundup) -> str:
    words = round_words(roundup.lang)
    badge = badge_html("digest", words.digest) if roundup.is_digest else badge_html("first", words.bundle)
    return f'<p class="top">{badge}</p>'


def _headings(sections: Sequence[Section]) -> list[str]:
    """What stands over each story: the name of its group over the first of it."""
    groups = [clean_line(section.group, 300) for section in sections]
    return [group if group != before else "" for before, group in zip(["", *groups], groups, strict=False)]


def say_once(sections: Sequence[Section]) -> list[Section]:
    """The stories without sentences and titles that stand above, in their own story or in another."""
    said = {fold_sentence(section.reports[0].title) for section in sections}
    left = []
    for section in sections:
        titles = [report.title for report in section.reports]
        fresh = leave_said(section.evidence, titles, lambda sentence: sentence.text)
        evidence = tuple(sentence for sentence in fresh if not _is_said(sentence.text, said))
        first, *others = section.reports
        reports = (first, *[_leave_title(report, said) for report in others])
        late = tuple(
            report for report, was in zip(reports, section.reports, strict=True) if was in section.late
        )
        left.append(replace(section, reports=reports, evidence=evidence, late=late))
    return left


def _leave_title(report: Report, said: set[str]) -> Report:
    return replace(report, title="") if _is_said(report.title, said) else report


def _is_said(text: str, said: set[str]) -> bool:
    """Whether a sentence or title is said already; from now on it is."""
    folded = fold_sentence(text)
    if folded in said:
        return True
    said.add(folded)
    return False


def _links_text(offered: Sequence[Offered], indent: str = "") -> str:
    return "\n".join(f"{indent}{label}: {address}" for label, address in offered)


def roundup_chat(roundup: Roundup) -> bytes:
    """The roundup as a chat message: the heads of its first stories, and what else is late in any."""
    sections = say_once(roundup.sections)
    heads = [_chat_head(section) for section in sections]
    shown, more = heads[:_CHAT_STORIES], len(heads) - _CHAT_STORIES
    rest = [round_words(roundup.lang).more.format(more)] if more > 0 else []
    late = [
        _line(report, words_for(section.lang).late)
        for place, section in enumerate(sections)
        for report in section.late
        if place >= _CHAT_STORIES or report != section.reports[0]
    ]
    lines = [*shown, *rest, *late, *(clean_line(note, 1000) for note in roundup.notes)]
    return join_chat(calm(clean_line(roundup.title)), calm("\n".join(lines)))


def _chat_head(section: Section) -> str:
    """The report to read first, with its fact line under it."""
    head = _line(section.reports[0], _late_word(section.reports[0], section))
    return f"{head}\n   {section.gist}" if section.gist else head


def name_first(stories: Sequence[Section], corrected: Sequence[Section], words: RoundWords) -> str:
    """A subject: the first story, and how many more there are; empty where there is none."""
    first = next(iter([*stories, *corrected]), None)
    if first is None:
        return ""
    title = clean_line(first.reports[0].title, TITLE_IN_SUBJECT) or "—"
    more = len(stories) + len(corrected) - 1
    said = f"{title}{words.and_more.format(more) if more else ''}"
    return f"{_PREFIX}{said if stories else words.correction.format(said)}"


def roundup_mail(
    roundup: Roundup, *, id: str, channel: Email, recipient: str, now: datetime, watches: Mapping[str, str]
) -> bytes:
    """The roundup as a mail of a channel; `watches` are those that it tells of, names by id."""
    leaving = leave_by(channel, id, recipient, watches, now)
    offered = offer_leaving(leaving, roundup.lang)

    def build(shown: Roundup) -> bytes:
        return build_mail(
            shown.subject or shown.title,
            roundup_text(shown, offered),
            roundup_html(shown, offered),
            id=id,
            sender=channel.sender,
            recipient=recipient,
            now=now,
            channel=channel.id,
            headers=leaving_headers(leaving),
        )

    return fit_roundup(roundup, build)


def fit_roundup(roundup: Roundup, build: Callable[[Roundup], bytes]) -> bytes:
    """The bytes of a mail that mail programs show whole: they cut at some 100 kB.

    Of what is too long the last stories are shown by their titles alone, and where that is too long still,
    not at all, which a note says.
    """
    whole, many = build(roundup), len(roundup.sections)
    if len(whole) <= MOST_BYTES:
        return whole
    in_short = [_shorten(section) for section in roundup.sections]

    def show(full: int, all: int) -> Roundup:
        said = (round_words(roundup.lang).no_room.format(many - all),) if all < many else ()
        sections = (*roundup.sections[:full], *in_short[full:all])
        return replace(roundup, sections=sections, notes=(*roundup.notes, *said))

    most = bisect_left(range(many + 1), True, key=lambda all: len(build(show(0, all))) > MOST_BYTES) - 1
    if most < many:
        return build(show(0, max(most, 0)))
    full = bisect_left(range(many + 1), True, key=lambda full: len(build(show(full, many))) > MOST_BYTES) - 1
    return build(show(full, many))


def _shorten(section: Section) -> Section:
    """A story by its title, with those of its reports that are late."""
    reports = dict.fromkeys([section.reports[0], *section.late])
    return replace(section, reports=tuple(reports), evidence=(), notes=(), offered=())


def shape_section(section: Section) -> dict[str, Any]:
    """A story of a roundup as JSON."""
    return {
        "story_id": section.story,
        "group": section.group,
        "notes": list(section.notes),
        "articles": [
            {
                "title": clean_line(report.title),
                "url": clean_url(report.url),
                "outlet": report.outlet,
                "published_at": shape_time(report.published.at if report.published else None),
                "late": report in section.late,
            }
            | ({"gist": section.gist} if section.gist and report is section.reports[0] else {})
            for report in section.reports
        ],
    }


def _section_text(number: int, section: Section) -> str:
    first, *others = _shown(section)
    lines = [f"{number}. {clean_line(first.title) or '—'}"]
    lines += [f"   {section.gist}"] * bool(section.gist)
    lines += [f"   {_line(replace(first, title=''), _when(first, section))}"]
    lines += [f"   {mark_text(sentence)}" for sentence in section.evidence]
    lines += [f"   · {_line(report, _when(report, section))}" for report in others]
    lines += [f"   {clean_line(note, 500)}" for note in section.notes]
    lines += [_links_text(section.offered, "   ")] * bool(section.offered)
    return "\n".join(lines)


def _section_html(section: Section) -> str:
    first = section.reports[0]
    others = [f"<li>{_named_html(each)}{_clocks(each, section)}</li>" for each in _shown(section)[1:]]
    return "\n".join(
        [
            f'<h2 class="story">{link_html(first.title, first.url)}</h2>',
            *([f'<p class="gist">{escape(section.gist)}</p>'] if section.gist else []),
            f'<p class="small">{_outlet(first)}{_clocks(first, section)}</p>',
            *(mark_html(sentence) for sentence in section.evidence),
            f"<ul>{''.join(others)}</ul>" if others else "",
            *(f'<p class="small">{escape(clean_line(note, 500))}</p>' for note in section.notes),
            *([f'<p class="small">{links_html(section.offered)}</p>'] if section.offered else []),
        ]
    )


def _named_html(report: Report) -> str:
    """Outlet and title; the outlet alone where the title stands above."""
    if not report.title:
        return link_html(report.outlet or "", report.url)
    return f"{_outlet(report)} · {link_html(report.title, report.url)}"


def _outlet(report: Report) -> str:
    return escape(clean_line(report.outlet or "", 120))


def _clocks(report: Report, section: Section) -> str:
    return " " + when_html(
        report.published, words_for(section.lang), is_late=report in section.late, is_short=True
    )


def _trends_text(roundup: Roundup) -> list[str]:
    said = [
        f"   {draw_bars(trend.counts)} {clean_line(trend.name, 80)}: {say_trend(trend, roundup.lang)}"
        for trend in roundup.trends
    ]
    return [round_words(roundup.lang).risen, *said]


def _trend_html(trend: Trend, lang: str) -> str:
    return (
        f'<p>{escape(clean_line(trend.name, 80))}<br><span class="bars">{draw_bars(trend.counts)}</span>'
        f' <span class="small clock">{escape(say_trend(trend, lang))}</span></p>'
    )


def _shown(section: Section) -> Sequence[Report]:
    """The first reports, and all that are late, which stand right behind the first."""
    return section.reports[: max(_REPORTS, 1 + len(section.late))]


def _when(report: Report, section: Section) -> str:
    words = words_for(section.lang)
    return " · ".join(filter(None, [both_clocks(report.published, words), _late_word(report, section)]))


def _late_word(report: Report, section: Section) -> str:
    return words_for(section.lang).late if report in section.late else ""


def _line(report: Report, when: str) -> str:
    parts = (
        clean_line(report.title),
        clean_line(report.outlet or "", 120),
        when,
        clean_url(report.url) or "",
    )
    return " · ".join(part for part in parts if part)
