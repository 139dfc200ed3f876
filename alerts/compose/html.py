"""An alert as HTML for mail clients: one narrow column, light and dark, no images, everything escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from alerts.compose.clean import clean_line, clean_url, cut_pieces
from alerts.compose.telling import Telling
from alerts.compose.text import (
    byline,
    evidence_of,
    is_late,
    list_changes,
    list_news,
    mute_command,
    reason_lines,
)
from alerts.compose.words import Words, both_clocks, say_unseen, words_for
from storage.records import Evidence, Published, Report

_LIST = 10

STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; background: #ffffff; color: #1b1b1b; }
.sheet { max-width: 38rem; margin: 0 auto; padding: 16px; word-break: keep-all; overflow-wrap: anywhere;
  font: 16px/1.55 -apple-system, "Segoe UI", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR",
    sans-serif; }
h1 { font-size: 1.3em; line-height: 1.3; margin: 4px 0 8px; }
h2 { font-size: .85em; margin: 20px 0 4px; color: #5a5a5a; }
h2.story { font-size: 1.1em; line-height: 1.35; margin: 26px 0 2px; }
hr { border: 0; border-top: 1px solid #d5d5d5; margin: 26px 0 8px; }
p { margin: 4px 0; }
.small { font-size: .85em; color: #5a5a5a; }
.small .small { font-size: 1em; }
.when, .late { display: block; }
.clock, code { white-space: nowrap; }
.clock { margin-right: .7em; }
.late { font-weight: bold; }
.bars { white-space: nowrap; letter-spacing: 1px; color: #9a7b00; }
blockquote { margin: 6px 0; padding: 2px 0 2px 12px; border-left: 3px solid #c9a400; }
mark { background: #ffe27a; color: #1b1b1b; padding: 0 2px; border-radius: 2px; }
a { color: #0b57d0; }
ul { margin: 4px 0; padding-left: 18px; }
li { margin: 0 0 4px; }
code { display: block; font-size: .95em; }
@media (prefers-color-scheme: dark) {
  body { background: #16181c !important; color: #e8e8e8 !important; }
  h2, .small { color: #a9adb5 !important; }
  .bars { color: #ffe27a !important; }
  hr { border-color: #3c4048 !important; }
  a { color: #8ab4f8 !important; }
}
"""


def compose_html(telling: Telling) -> str:
    """The whole document."""
    words = words_for(telling.article.article.lang)
    names = dict.fromkeys(clean_line(alert.watch_name, 80) for alert in telling.alerts)
    parts = [
        f'<p class="small">{escape(" · ".join(names))}</p>',
        f"<h1>{link_html(telling.article.article.title, telling.article.article.url)}</h1>",
        *_head(telling, words),
        _section(words.changed, [_change_html(*change) for change in list_changes(telling, words)]),
        _section(
            words.news,
            [f'<blockquote dir="auto">{escape(said)}</blockquote>' for said in list_news(telling)],
        ),
        _section(words.matched, [mark_html(sentence) for sentence in evidence_of(telling)]),
        _list(words.why, [escape(line) for line in reason_lines(telling)]),
        _list(words.also, [*(_report(r, words) for r in telling.also[:_LIST]), *_origins(telling, words)]),
        _list(words.earlier, [_report(report, words) for report in telling.earlier[:_LIST]]),
        _small(say_unseen(telling.unseen, words)),
        f'<p class="small" style="margin-top:20px">{escape(words.mute)}:'
        f" <code>{escape(mute_command(telling))}</code></p>",
    ]
    title = clean_line(telling.article.article.title)
    return compose_sheet(title, telling.article.article.lang, [part for part in parts if part])


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
    marked = "".join(
        f"<mark>{escape(piece.text)}</mark>" if piece.is_term else escape(piece.text)
        for piece in cut_pieces(sentence)
    )
    return f'<blockquote dir="auto">{marked}</blockquote>'


def link_html(title: str, url: str | None) -> str:
    """A title that leads to its article where the address may stand in a link."""
    shown = f'<span dir="auto">{escape(clean_line(title) or "—")}</span>'
    address = clean_url(url)
    return f'<a href="{escape(address)}">{shown}</a>' if address else shown


def when_html(published: Published | None, words: Words, *, is_late: bool = False) -> str:
    """The clocks of both capitals on a line of their own, which breaks only between them."""
    clocks = both_clocks(published, words).split(" · ")
    line = " ".join(f'<span class="clock">{escape(clock)}</span>' for clock in clocks)
    late = f' <span class="late">{escape(words.late)}</span>' if is_late else ""
    return f'<span class="small when">{line}{late}</span>'


def _change_html(label: str, said: str) -> str:
    return f'<p class="small">{escape(label)}</p><blockquote dir="auto">{escape(said)}</blockquote>'


def _head(telling: Telling, words: Words) -> list[str]:
    article = telling.article.article
    lines = [
        f"{escape(byline(telling, words))} {when_html(article.published, words)}",
        f'<span class="late">{escape(words.late)}</span>' if is_late(telling) else "",
        escape(words.teasers[article.teaser]) if article.teaser else "",
        escape(clean_url(article.url) or ""),
    ]
    return [f'<p class="small">{line}</p>' for line in lines if line]


def _small(line: str) -> str:
    return f'<p class="small">{escape(line)}</p>' if line else ""


def _section(title: str, parts: Sequence[str]) -> str:
    return "\n".join([f"<h2>{escape(title)}</h2>", *parts]) if parts else ""


def _list(title: str, items: Sequence[str]) -> str:
    shown = "\n".join(f"<li>{item}</li>" for item in items)
    return _section(title, [f"<ul>\n{shown}\n</ul>"]) if items else ""


def _report(report: Report, words: Words) -> str:
    outlet = escape(clean_line(report.outlet or "", 120))
    parts = [outlet, link_html(report.title, report.url)]
    return " · ".join(part for part in parts if part) + f" {when_html(report.published, words)}"


def _origins(telling: Telling, words: Words) -> list[str]:
    return [escape(words.origins.format(telling.story.origins))] if telling.story.origins > 1 else []
