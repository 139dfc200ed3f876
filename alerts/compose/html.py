"""An alert as HTML for mail clients: one narrow column, light and dark, no images, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from alerts.compose.clean import clean_line, clean_url, cut_pieces
from alerts.compose.telling import Telling
from alerts.compose.text import (
    Lead,
    Offered,
    evidence_of,
    gist_line,
    is_late,
    list_changes,
    list_news,
    list_others,
    list_reasons,
    list_times,
    read_lead,
    say_unread,
    title_below,
)
from alerts.compose.words import Words, both_clocks, say_unseen, words_for
from storage.records import Evidence, Published, Report

_ADDRESS = 60
"""Characters of an address that are shown; the link has it whole."""

STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; background: #ffffff; color: #1d2129; }
.sheet { max-width: 38rem; margin: 0 auto; padding: 18px 16px 24px; word-break: keep-all;
  overflow-wrap: anywhere; font: 16px/1.55 -apple-system, "Segoe UI", "Apple SD Gothic Neo", "Malgun Gothic",
    "Noto Sans KR", sans-serif; }
h1 { font-size: 1.35em; line-height: 1.3; margin: 4px 0 8px; }
h2 { font-size: .8em; letter-spacing: .03em; margin: 24px 0 6px; color: #5f6672; }
h2.story { font-size: 1.1em; letter-spacing: 0; line-height: 1.35; margin: 28px 0 2px; color: inherit; }
h2.group { font-size: .95em; color: #80590a; margin: 26px 0 0; padding-top: 10px;
  border-top: 1px solid #dde1e6; }
h2.group + h2.story { margin-top: 10px; }
hr { border: 0; border-top: 1px solid #dde1e6; margin: 26px 0 8px; }
p { margin: 4px 0; }
.small { font-size: .85em; color: #5f6672; }
.small .small { font-size: 1em; }
.lead { font-weight: 600; }
.gist { margin: 6px 0 8px; padding: 6px 10px; border-radius: 4px; background: #f1f3f6; font-size: .92em; }
.watch { font-size: .85em; font-weight: 600; color: #80590a; }
.kind { display: inline-block; padding: 1px 8px; border-radius: 9px; font-size: .82rem; font-weight: 600;
  background: #e3ebf7; color: #1f4478; }
.kind.follow-up { background: #dcf0e4; color: #14532d; }
.kind.correction { background: #fde6c4; color: #713f00; }
.kind.flash { background: #b42318; color: #ffffff; }
.kind.digest { background: #ebe4f7; color: #46307a; }
.kind.notice { background: #e8eaee; color: #3a404b; }
.top { margin: 0 0 6px; }
.when, .late { display: block; }
.clock, code { white-space: nowrap; }
.clock { margin-right: .7em; }
.late { font-weight: 600; color: #9a3412; }
.bars { white-space: nowrap; letter-spacing: 1px; color: #80590a; }
blockquote { margin: 6px 0; padding: 2px 0 2px 12px; border-left: 3px solid #d9b544; }
mark { background: #ffe9a6; color: #1d2129; padding: 0 2px; border-radius: 2px; }
mark.was { background: #fbdcd8; color: #7a1a12; text-decoration: line-through; }
mark.now { background: #d3efdc; color: #10451f; }
a { color: #1f4fa3; text-decoration: none; }
h1 a, h2.story a { color: inherit; text-decoration: underline; text-decoration-color: #b9c0ca;
  text-decoration-thickness: 1px; text-underline-offset: 3px; }
ul { margin: 4px 0; padding-left: 18px; }
li { margin: 0 0 6px; }
.times { margin-top: 18px; }
.mute { margin-top: 24px; padding-top: 10px; border-top: 1px solid #dde1e6; }
.offer { display: inline-block; padding: 3px 0; margin-right: 1.1em; }
code { display: block; font-size: .95em; }
@media (prefers-color-scheme: dark) {
  body { background: #16181c !important; color: #e6e8eb !important; }
  h2, .small { color: #a3a9b3 !important; }
  h2.story { color: inherit !important; }
  h2.group { color: #e9c46a !important; border-color: #363b44 !important; }
  .watch, .bars { color: #e9c46a !important; }
  .kind { background: #24344d !important; color: #b9d2f5 !important; }
  .kind.follow-up { background: #1c3b29 !important; color: #a8e3bd !important; }
  .kind.correction { background: #4b3009 !important; color: #fbd593 !important; }
  .kind.flash { background: #c2321f !important; color: #ffffff !important; }
  .kind.digest { background: #34285a !important; color: #d9ccf9 !important; }
  .kind.notice { background: #2f343d !important; color: #d5d9e0 !important; }
  .late { color: #f4a582 !important; }
  .gist { background: #23262c !important; }
  blockquote { border-left-color: #8a6d1f !important; }
  mark { background: #5c4a12 !important; color: #ffeab0 !important; }
  mark.was { background: #57231e !important; color: #ffc9c2 !important; }
  mark.now { background: #1c4229 !important; color: #b7efc8 !important; }
  hr, .mute { border-color: #363b44 !important; }
  a { color: #9dc0f5 !important; }
  h1 a, h2.story a { color: inherit !important; text-decoration-color: #5b6370 !important; }
}
"""


def compose_html(telling: Telling, offered: Sequence[Offered] = ()) -> str:
    """The whole document; `offered` are links to the desk."""
    words = words_for(telling.spoken)
    names = dict.fromkeys(clean_line(alert.name_in(telling.spoken), 80) for alert in telling.alerts)
    lead = read_lead(telling, words)
    also, earlier = list_others(telling)
    origins = _origins(telling, words)
    parts = [
        _lead(lead),
        f'<p class="watch">{escape(" · ".join(names))}</p>',
        _title(telling, lead),
        _gist(telling),
        *_head(telling, words),
        _section(words.changed, [_change_html(*change, words) for change in list_changes(telling, words, 1)]),
        _section(
            words.news,
            [
                f'<blockquote dir="auto">{escape(said)}</blockquote>'
                for said in list_news(telling)[1 if lead.said else 0 :]
            ],
        ),
        _section(words.matched, [mark_html(sentence) for sentence in evidence_of(telling)]),
        _times(telling, words),
        _list(words.why, [escape(line) for line in list_reasons(telling)]),
        _list(
            words.also,
            [*(_report(r, words) for r in also), *(origins if also or not earlier else ())],
        ),
        _list(
            words.earlier,
            [*(_report(r, words) for r in earlier), *(() if also or not earlier else origins)],
        ),
        _small(say_unseen(telling.unseen, words)),
        offers_html(offered),
    ]
    title = clean_line(telling.article.article.title)
    return compose_sheet(title, telling.spoken, [part for part in parts if part])


def compose_sheet(title: str, lang: str, parts: Sequence[str]) -> str:
    """A document around parts that are HTML already."""
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{escape(clean_line(lang, 20))}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f'<body>\n<div class="sheet">\n{body}\n</div>\n</body>\n</html>\n'
    )


def mark_html(sentence: Evidence) -> str:
    """A sentence as a quotation with its terms marked."""
    return f'<blockquote dir="auto">{_run_html(sentence)}</blockquote>'


def _run_html(sentence: Evidence, side: str = "") -> str:
    """A sentence with its terms marked; `side` says whether they are of before or of now."""
    mark = f'<mark class="{side}">' if side else "<mark>"
    return "".join(
        f"{mark}{escape(piece.text)}</mark>" if piece.is_term else escape(piece.text)
        for piece in cut_pieces(sentence)
    )


def link_html(title: str, url: str | None) -> str:
    """A title that leads to its article where the address may stand in a link."""
    shown = f'<span dir="auto">{escape(clean_line(title) or "—")}</span>'
    address = clean_url(url)
    return f'<a href="{escape(address)}">{shown}</a>' if address else shown


def when_html(
    published: Published | None, words: Words, *, is_late: bool = False, is_short: bool = False
) -> str:
    """The clocks of both capitals on a line of their own, which breaks only between them."""
    clocks = both_clocks(published, words)
    line = _clocks_html(clocks) if is_short else _join_clocks(clocks.split(" · "))
    late = f' <span class="late">{escape(words.late)}</span>' if is_late else ""
    return f'<span class="small when">{line}{late}</span>'


def _clocks_html(clocks: str) -> str:
    """Two clocks so short that both fit beside each other on a phone: no zones, one date where it is one,
    and one year."""
    found = _CLOCKS.fullmatch(clocks)
    if found is None:
        return _join_clocks([clocks])
    first, day, time, second, other, then = found.groups()
    shown = "" if day == other else f"{other.removeprefix(day[:5])} "
    return _join_clocks([f"{first} {day} {time}", f"{second} {shown}{then}"])


_CLOCK = r"(\S+) (\d{4}-\d\d-\d\d) (\d\d:\d\d) \S+"
_CLOCKS = re.compile(f"{_CLOCK} · {_CLOCK}")


def _join_clocks(clocks: Sequence[str]) -> str:
    return " ".join(f'<span class="clock">{escape(clock)}</span>' for clock in clocks)


def badge_html(kind: str, word: str) -> str:
    """The word of a kind of message in its colour."""
    return f'<span class="kind {kind}">{escape(word)}</span>'


def _lead(lead: Lead) -> str:
    """The kinds of the message, and what changed: the first thing that a reader and a preview see."""
    badges = " ".join(badge_html(kind, word) for kind, word in lead.kinds.items())
    if not lead.said:
        return f'<p class="top">{badges}</p>'
    label = f"{escape(lead.label)}: " if lead.label else ""
    sides = [_run_html(side, _SIDES[n - len(lead.said)]) for n, side in enumerate(lead.said)]
    return f'<p class="lead" dir="auto">{badges} {label}{" <span aria-hidden=true>→</span> ".join(sides)}</p>'


_SIDES = ("was", "now")


def _change_html(label: str, said: Evidence, words: Words) -> str:
    side = "now" if label == words.after else "was"
    quote = f'<blockquote dir="auto">{_run_html(said, side)}</blockquote>'
    return f'<p class="small">{escape(label)}</p>{quote}'


def _title(telling: Telling, lead: Lead) -> str:
    """The title, which leads to the article; none where the first line says it already."""
    article = telling.article.article
    is_said = bool(lead.said) and not title_below(telling, lead)
    return "" if is_said else f"<h1>{link_html(article.title, article.url)}</h1>"


def _head(telling: Telling, words: Words) -> list[str]:
    article = telling.article.article
    outlet = escape(clean_line(article.outlet or article.source or "", 120))
    address = clean_url(article.url)
    link = f'<a href="{escape(address)}">{escape(clean_line(address, _ADDRESS))}</a>' if address else ""
    lines = [
        " · ".join(part for part in (outlet, link) if part),
        f'<span class="late">{escape(words.late)}</span>' if is_late(telling) else "",
        escape(say_unread(telling, words)),
    ]
    return [f'<p class="small">{line}</p>' for line in lines if line]


def _times(telling: Telling, words: Words) -> str:
    lines = "".join(_time(label, clocks) for label, clocks in list_times(telling, words))
    return f'<p class="small times">{lines}</p>'


def _time(label: str, clocks: str) -> str:
    times, _, by = clocks.partition(" (")
    said = f"{label} ({by}" if by else label
    return f'<span class="when"><strong>{escape(said)}</strong> {_clocks_html(times)}</span>'


def _gist(telling: Telling) -> str:
    line = gist_line(telling)
    return f'<p class="gist">{escape(line)}</p>' if line else ""


def offers_html(offered: Sequence[Offered]) -> str:
    """Links to the desk, at the end of a mail."""
    return f'<p class="small mute">{links_html(offered)}</p>' if offered else ""


def links_html(offered: Sequence[Offered]) -> str:
    """Links beside each other, none of which breaks in two."""
    return "\n".join(
        f'<a class="offer" href="{escape(address)}">{escape(label)}</a>' for label, address in offered
    )


def _small(line: str) -> str:
    return f'<p class="small">{escape(line)}</p>' if line else ""


def _section(title: str, parts: Sequence[str]) -> str:
    return "\n".join([f"<h2>{escape(title)}</h2>", *parts]) if parts else ""


def _list(title: str, items: Sequence[str]) -> str:
    shown = "\n".join(f"<li>{item}</li>" for item in items)
    return _section(title, [f"<ul>\n{shown}\n</ul>"]) if items else ""


def _report(report: Report, words: Words) -> str:
    outlet = clean_line(report.outlet or "", 120)
    parts = (
        [escape(outlet), link_html(report.title, report.url)]
        if report.title
        else [link_html(outlet, report.url)]
    )
    return (
        " · ".join(part for part in parts if part) + f" {when_html(report.published, words, is_short=True)}"
    )


def _origins(telling: Telling, words: Words) -> list[str]:
    return [escape(words.origins.format(telling.story.origins))] if telling.story.origins > 1 else []
