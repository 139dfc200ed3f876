"""An alert as plain text: for the text part of a mail, for chat and for the console."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.channels.chat import join_chat
from alerts.channels.links import MUTE, OFF_TOPIC, ON_TOPIC, DeskLinks
from alerts.compose.changes import mark_changes
from alerts.compose.clean import clean_line, clean_url, cut_pieces
from alerts.compose.gist import say_gist
from alerts.compose.leaving import Leaving, say_watches
from alerts.compose.quoting import WHOLE, choose_quotes, clean_sentence, fold_sentence
from alerts.compose.telling import Telling
from alerts.compose.words import Words, both_clocks, clocks_of, say_reason, say_unseen, words_for
from storage.records import Alert, AlertKind, Difference, Evidence, Report, Urgency

CHAT = "text/plain; charset=utf-8"

_LIST = 10
_CALLS_ALL = re.compile(r"@(?=everyone|here|channel|all\b)|<(?=[!@#])", re.IGNORECASE)


_NAMED = 4
"""Watches whose names the link to unsubscribe has; of more it says how many there are."""

_JUDGED = 3
"""Alerts of one message that can be judged from it."""

Offered = tuple[str, str]
"""What a link says, and its address."""


def title_of(telling: Telling) -> str:
    """`[watch name] article title`, the names of several watches joined by commas; a flash says so."""
    names = dict.fromkeys(clean_line(alert.name_in(telling.spoken), 80) for alert in telling.alerts)
    flash = "FLASH " if is_flash(telling) else ""
    return f"[{flash}{', '.join(names)}] {clean_line(telling.article.article.title) or '—'}"


def compose_text(telling: Telling, offered: Sequence[Offered] = ()) -> str:
    """All that a message says, in lines; `offered` are links to the desk."""
    words = words_for(telling.spoken)
    lead = read_lead(telling, words)
    also, earlier = list_others(telling)
    origins = _origins(telling, words)
    parts = [
        lead_line(telling, words),
        title_below(telling, lead),
        gist_line(telling),
        "\n".join(head_lines(telling, words)),
        _section(words.changed, change_lines(telling, words, 1)),
        _section(words.news, list_news(telling)[1 if lead.said else 0 :]),
        _section(words.matched, (mark_text(sentence) for sentence in evidence_of(telling))),
        "\n".join(time_lines(telling, words)),
        _section(words.why, reason_lines(telling)),
        _section(
            words.also,
            [*(_report_line(r, words) for r in also), *(origins if also or not earlier else ())],
        ),
        _section(
            words.earlier,
            [
                *(_report_line(r, words) for r in earlier),
                *_origins(telling, words) * bool(not also and earlier),
            ],
        ),
        say_unseen(telling.unseen, words),
        "\n".join(f"{label}: {address}" for label, address in offered),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def title_below(telling: Telling, lead: Lead) -> str:
    """The title under a first line that says something else; where it was changed, that line has it."""
    title = telling.article.article.title
    said = {fold_sentence(sentence.text) for sentence in lead.said}
    return clean_line(title) if lead.said and fold_sentence(title) not in said else ""


def compose_chat(telling: Telling) -> bytes:
    """A chat message: shorter than a mail, and calling nobody by what a page says."""
    words = words_for(telling.spoken)
    lead = read_lead(telling, words)
    text = "\n".join(
        [
            *filter(None, [gist_line(telling)]),
            *([lead_line(telling, words)] if lead.said else []),
            *change_lines(telling, words, 1),
            *list_news(telling)[1 if lead.said else 0 :],
            *head_lines(telling, words),
            *(mark_text(sentence) for sentence in evidence_of(telling)),
            *time_lines(telling, words),
            *reason_lines(telling),
            *_origins(telling, words),
            *(f"{words.also}: {outlets}" for outlets in _name_outlets(telling)),
            *filter(None, [say_unseen(telling.unseen, words)]),
        ]
    )
    return join_chat(calm(title_of(telling)), calm(text))


@dataclass(frozen=True, slots=True)
class Lead:
    """What a mail says first: its kinds, each with its word, and what changed, words marked.

    `said` is empty where the title is what is new, as of a first alert, or of a headline that turned; a
    correction has its first place as it was and as it is. `label` stands before a sentence that is gone.
    """

    kinds: dict[str, str]
    said: tuple[Evidence, ...] = ()
    label: str = ""


def read_lead(telling: Telling, words: Words) -> Lead:
    """The kinds of a message and what changed: of a follow-up the first new sentence."""
    kinds = {"flash": words.flash} if is_flash(telling) else {}
    told = [alert.kind for alert in telling.alerts if alert.kind is not AlertKind.FIRST]
    kinds |= {kind.value: _name_kind(kind, telling, words) for kind in told}
    quoted = choose_quotes(telling)
    if not told:
        return Lead(kinds or {AlertKind.FIRST.value: words.kinds[AlertKind.FIRST]})
    if quoted.changes:
        first = quoted.changes[0]
        sides = mark_changes(first.before, _KIND_SAID.sub("", first.after))
        label = "" if first.after else words.gone
        return Lead(kinds, tuple(side for side in sides if side.text), label)
    if telling.news and fold_sentence(telling.news[0]) == fold_sentence(telling.article.article.title):
        return Lead(kinds)
    return Lead(kinds, tuple(Evidence(text=clean_sentence(said), matches=()) for said in quoted.news[:1]))


_KIND_SAID = re.compile(r"^\W*(?:corrections?|corrected|정정|바로잡습니다)\W+", re.IGNORECASE)
"""How a note of correction begins: the word of the kind stands before it in any case."""


def _name_kind(kind: AlertKind, telling: Telling, words: Words) -> str:
    """The word of a kind; of a correction whether the whole article is gone, or there again."""
    whole = _read_whole(telling) if kind is AlertKind.CORRECTION else None
    return words.wholes[whole.what][0] if whole else words.kinds[kind]


def _read_whole(telling: Telling) -> Difference | None:
    """What became of the whole article, None where only places in it changed."""
    differences = telling.version.differences if telling.version else ()
    return next((each for each in differences if each.what in WHOLE), None)


def lead_line(telling: Telling, words: Words) -> str:
    """What changed in one line, for where there is no colour; what is not new is named by its title."""
    lead = read_lead(telling, words)
    said = " → ".join(map(mark_text, lead.said)) or clean_line(telling.article.article.title)
    return ": ".join(part for part in (", ".join(lead.kinds.values()), lead.label, said) if part)


def gist_line(telling: Telling) -> str:
    """What was recognised of an article in another language; empty where nothing is."""
    return say_gist(telling.gist, telling.spoken) if telling.gist else ""


def head_lines(telling: Telling, words: Words) -> Iterator[str]:
    """Outlet and address, whether it is late, and what of it was not read."""
    article = telling.article.article
    outlet, url = clean_line(article.outlet or article.source or "", 120), clean_url(article.url)
    if outlet or url:
        yield " · ".join(part for part in (outlet, url) if part)
    if is_late(telling):
        yield words.late
    if unread := say_unread(telling, words):
        yield unread


def time_lines(telling: Telling, words: Words) -> list[str]:
    """Its times on the clocks of both capitals, a line each."""
    return [f"{label}: {clocks}" for label, clocks in list_times(telling, words)]


def say_unread(telling: Telling, words: Words) -> str:
    """What of an article was not read; empty where all was, as far as can be told."""
    article = telling.article.article
    if article.is_headline_only:
        return words.headline_only
    return words.teasers[article.teaser] if article.teaser else ""


def list_times(telling: Telling, words: Words) -> Iterator[tuple[str, str]]:
    """When it was published and by whose word, seen (a correction: noticed) and sent, on both clocks."""
    article, version = telling.article.article, telling.version
    published = article.published
    by = words.stated_by.get(published.by, words.stated_by[""]) if published else ""
    yield words.published, f"{both_clocks(published, words)} ({by})" if by else words.undated
    if version is not None:
        yield words.noticed, clocks_of(version.read_at, words)
    else:
        yield words.seen, clocks_of(article.fetched_at, words)
    yield words.sent, clocks_of(telling.now, words)


def change_lines(telling: Telling, words: Words, begin: int = 0) -> list[str]:
    """What a correction is about: each place as it was and as it is."""
    return [f"{label}: {mark_text(said)}" for label, said in list_changes(telling, words, begin)]


def list_changes(telling: Telling, words: Words, begin: int = 0) -> list[tuple[str, Evidence]]:
    """What a correction is about: labels and texts with changed words, paired where both sides say something.

    `begin` 1 leaves out the first place, which the first line of a mail says.
    """
    return [
        (label, side)
        for each in choose_quotes(telling).changes[begin:]
        for label, side in zip(
            (words.before if each.after else words.gone, words.after),
            mark_changes(each.before, each.after),
            strict=True,
        )
        if side.text
    ]


def list_news(telling: Telling) -> list[str]:
    """What nothing told before said, which a follow-up shows first."""
    return [clean_sentence(said) for said in choose_quotes(telling).news]


def is_flash(telling: Telling) -> bool:
    """Whether one of its alerts could not wait."""
    return any(alert.urgency is Urgency.FLASH for alert in telling.alerts)


def is_late(telling: Telling) -> bool:
    """Whether the article was announced only now."""
    return any(alert.late for alert in telling.alerts)


def evidence_of(telling: Telling) -> list[Evidence]:
    """The sentences that matched and are not said elsewhere in the message."""
    return list(choose_quotes(telling).evidence)


def reason_lines(telling: Telling) -> list[str]:
    """Why each watch tells, a reason that several have once; what changed stands in full elsewhere."""
    words = words_for(telling.spoken)
    by_reason: dict[str, list[str]] = {}
    for alert in telling.alerts:
        for reason in _say_reasons(telling, alert, words):
            by_reason.setdefault(reason, []).append(clean_line(alert.name_in(telling.spoken), 80))
    return [f"{', '.join(dict.fromkeys(names))}: {reason}" for reason, names in by_reason.items()]


def list_reasons(telling: Telling) -> list[str]:
    """Why it is told; without the watch where only one tells, whose name stands above."""
    if len(telling.alerts) > 1 or telling.version:
        return reason_lines(telling)
    words = words_for(telling.spoken)
    return list(dict.fromkeys(_say_reasons(telling, telling.alerts[0], words)))


def _say_reasons(telling: Telling, alert: Alert, words: Words) -> list[str]:
    if whole := _read_whole(telling):
        why = words.not_found if whole.after.startswith("HTTP ") else say_reason(whole.after, words)
        return [words.wholes[whole.what][1].format(clean_line(why))]
    if telling.version:
        return [words.corrected]
    return [clean_line(say_reason(reason, words), 1000) for reason in alert.reasons]


def list_others(telling: Telling) -> tuple[list[Report], list[Report]]:
    """Who else reports it, and what came before; no report twice, and no title that is said above."""
    quoted = choose_quotes(telling)
    places = [side for each in quoted.changes for side in (each.before, each.after)]
    sentences = [*places, *quoted.news, *(sentence.text for sentence in quoted.evidence)]
    said = set(map(fold_sentence, [telling.article.article.title, *sentences]))
    also = [_drop_title(report, said) for report in telling.also[:_LIST]]
    before = [report for report in telling.earlier if report not in telling.also[:_LIST]]
    return also, [_drop_title(report, said) for report in before[:_LIST]]


def _drop_title(report: Report, said: set[str]) -> Report:
    """A report without its title where that is `said`; the address leads there all the same."""
    folded = fold_sentence(report.title)
    if folded in said:
        return replace(report, title="")
    said.add(folded)
    return report


def mark_text(sentence: Evidence) -> str:
    """A sentence with its terms between asterisks."""
    pieces = cut_pieces(sentence)
    return "".join(f"*{piece.text}*" if piece.is_term else piece.text for piece in pieces).strip()


def offer_links(telling: Telling, links: DeskLinks, delivery: str, recipient: str) -> list[Offered]:
    """The links that a message of one recipient offers: the story, muting it, and judging each alert."""
    words, now = words_for(telling.spoken), telling.now
    offered = offer_story(telling.story.id, words, links, delivery, recipient, now)
    for alert in telling.alerts[:_JUDGED]:
        name = clean_line(alert.name_in(telling.spoken), 80)
        for label, action in ((words.on_topic, ON_TOPIC), (words.off_topic, OFF_TOPIC)):
            address = links.act(delivery, recipient, action, alert.id, now)
            offered.append((f"{name}: {label}", address))
    return offered


def offer_story(
    story: str, words: Words, links: DeskLinks, delivery: str, recipient: str, now: datetime
) -> list[Offered]:
    """The links that a message offers on a story: its page, and muting it."""
    return [
        (words.story_page, links.story(story)),
        (words.mute, links.act(delivery, recipient, MUTE, story, now)),
    ]


def offer_leaving(leaving: Leaving | None, lang: str) -> list[Offered]:
    """The link by which a mail's reader unsubscribes, where there is one."""
    if leaving is None:
        return []
    words, many = words_for(lang), len(leaving.watches)
    names = say_watches(leaving.watches) if many <= _NAMED else words.watches.format(many)
    return [(words.unsubscribe.format(names), leaving.address)]


def _section(title: str, lines: Iterator[str] | list[str]) -> str:
    shown = [f"  {line}" for line in lines]
    return "\n".join([title, *shown]) if shown else ""


def _report_line(report: Report, words: Words) -> str:
    parts = (
        clean_line(report.outlet or "", 120),
        clean_line(report.title),
        both_clocks(report.published, words),
    )
    return " · ".join(part for part in (*parts, clean_url(report.url)) if part)


def _name_outlets(telling: Telling) -> list[str]:
    """The outlets that report it too, in one line; none where there is none."""
    names = [clean_line(report.outlet or "", 60) for report in telling.also[:_LIST]]
    return [", ".join(names)] if names else []


def _origins(telling: Telling, words: Words) -> list[str]:
    return [words.origins.format(telling.story.origins)] if telling.story.origins > 1 else []


def calm(text: str) -> str:
    """Text that no chat service reads as a call to all its members."""
    return _CALLS_ALL.sub(lambda found: found[0] + "\u200b", text)
