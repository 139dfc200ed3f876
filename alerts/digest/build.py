"""Digests: stories ranked, with what was told and what was not, from where the last digest ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import count
from types import MappingProxyType
from zoneinfo import ZoneInfo

from alerts.channels import Channel
from alerts.channels.email import Email
from alerts.channels.voice import Voice
from alerts.channels.webhook import Webhook
from alerts.compose.gist import say_gist
from alerts.compose.mail import MAIL
from alerts.compose.public_json import shape_time
from alerts.compose.quoting import pick_evidence
from alerts.compose.several.round_words import RoundWords, round_words, say_many
from alerts.compose.several.roundup import (
    Roundup,
    Section,
    name_first,
    render_safely,
    roundup_chat,
    roundup_mail,
    shape_section,
)
from alerts.compose.several.trend import DAYS, Trend, find_trends, shape_trend
from alerts.compose.text import CHAT
from alerts.compose.webhook import JSON, compose_event
from alerts.compose.words import clock_in
from alerts.digest.corrections import read_corrected
from alerts.promise.deliveries import delivery_id, due_time, new_delivery
from alerts.promise.terms import ReadGist
from alerts.turns.genre.read import Genre, read_genre
from storage.bugs import attempt, naming_faults
from storage.corpus.articles import read_article, read_articles
from storage.database import Transaction
from storage.promises.alerts import read_mutes, read_story_ids
from storage.promises.digests import (
    DigestLine,
    Span,
    count_entities,
    keep_digest,
    list_lines,
    next_span,
    read_due_at,
)
from storage.promises.outbox import keep_deliveries
from storage.readers.unsubscribings import read_unsubscribed
from storage.records import Delivery, digest_id
from storage.records.telling import QUOTE

PERIOD = timedelta(days=1)
"""How far back a plan's first digest reaches."""

MOST_STORIES = 150
"""Stories of one digest, some 300 kB as a mail and more than anybody reads; late news stands all the same."""

_SENTENCES = 2
NEAR = timedelta(hours=3)
"""Reports so near in time are of one state of things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One digest of the configuration.

    `key` names it and stays while it is the same digest; `watches` are names by id; `zone` is where its
    times are read; `notes` are said at its end, such as which sources could not be seen; `entities` are
    names by id, for its trends; `watches_ko` and `entities_ko` have names among Korean words, of those that
    have one; `quote` is the most sentences of one article that it shows. `lang` is the language of its own
    words; `read_gist` reads what an article in another says.
    """

    key: str
    watches: Mapping[str, str]
    zone: ZoneInfo
    notes: tuple[str, ...] = ()
    entities: Mapping[str, str] = field(default_factory=dict)
    watches_ko: Mapping[str, str] = field(default_factory=dict)
    entities_ko: Mapping[str, str] = field(default_factory=dict)
    quote: int = QUOTE
    lang: str = "en"
    read_gist: ReadGist | None = field(default=None, repr=False)

    def speaking(self, voice: Voice, read_gist: ReadGist | None) -> Plan:
        """The same in a channel's language, with fact lines where the channel has them."""
        plan = replace(self, lang=voice.lang or self.lang, read_gist=read_gist if voice.gist else None)
        return plan._named_in_korean() if plan.lang == "ko" else plan

    def _named_in_korean(self) -> Plan:
        watches = {id: self.watches_ko.get(id, name) for id, name in self.watches.items()}
        return replace(self, watches=watches, entities={**self.entities, **self.entities_ko})

    def noting(self, notes: tuple[str, ...]) -> Plan:
        """The same with these notes."""
        return replace(self, notes=notes)

    def apart(self) -> Plan:
        """The plan of a one-off digest, which does not advance the cursor."""
        return replace(self, key=f"{self.key} apart")


def promise_digest(
    tx: Transaction,
    plan: Plan,
    channel: Channel,
    due_at: datetime,
    now: datetime,
    *,
    span: Span | None = None,
    is_asked: bool = False,
    read_gist: ReadGist | None = None,
) -> list[Delivery]:
    """Promise the digest that was due at `due_at` on one channel; nothing where it was promised before.

    However late it runs, it holds all since the last one, or what lies in `span`. Without news it says so:
    it is a sign of life. Quiet hours hold it, unless somebody asked for it now.
    """
    id = _name_digest(tx, plan, channel, due_at)
    span = span or next_span(tx, plan.key, channel.id, opening=due_at - PERIOD)
    if not keep_digest(tx, id, plan.key, channel.id, due_at, span):
        return []
    plan = plan.speaking(channel.voice, read_gist)
    times = Times(due_at=due_at, now=now, send_at=now if is_asked else due_time(channel, now)[0])
    with naming_faults(id) as faults:
        read = cache(partial(_read_for, tx, plan, span, due_at))
        unsubscribed = read_unsubscribed(tx)
        made = []
        for recipient in channel.recipients:
            left = {watch: at for watch, at in unsubscribed.of(recipient).items() if watch in plan.watches}
            if roundup := read(tuple(left.items())):
                watches = {watch: name for watch, name in plan.watches.items() if watch not in left}
                made.append(_promise(id, roundup, channel, recipient, times, watches))
        faults.keep(tx, now)
    return keep_deliveries(tx, made)


def _read_for(
    tx: Transaction, plan: Plan, span: Span, at: datetime, left: tuple[tuple[str, datetime], ...]
) -> Roundup | None:
    """The digest of who has unsubscribed from these watches, since when; None where nothing is left to tell.

    Without any watch it is told what was taken back of what it heard before, and no sign of life.
    """
    roundup = read_digest(tx, plan, span, at, dict(left))
    return roundup if len(left) < len(plan.watches) or not left or roundup.sections else None


def _name_digest(tx: Transaction, plan: Plan, channel: Channel, due_at: datetime) -> str:
    """The digest's id: the same for the same time, unless a wrong clock took it before its time."""
    parts = ("dg", plan.key, channel.id, due_at.astimezone(plan.zone).isoformat())
    ids = (digest_id(*parts, *(["again", str(many)] if many else [])) for many in count())
    return next(id for id in ids if read_due_at(tx, id) in (None, due_at))


def read_digest(
    tx: Transaction, plan: Plan, span: Span, at: datetime, left: Mapping[str, datetime] = MappingProxyType({})
) -> Roundup:
    """What stands in a digest of a span; nothing is promised, and no cursor moves.

    `left` are watches that its reader unsubscribed from, and since when: of what was told before, corrections
    stand in it all the same.
    """
    corrected = attempt(
        "corrections", lambda: read_corrected(tx, plan.watches, span, at, left, plan.quote, plan.lang), ()
    )
    plan = replace(plan, watches={id: name for id, name in plan.watches.items() if id not in left})
    lines = list_lines(tx, span, plan.watches)
    heard = _leave_muted(tx, lines, at)
    muted = len({line.report for line in lines} - {line.report for line in heard})
    words = round_words(plan.lang)
    notes = (*plan.notes, words.muted.format(muted)) if muted else plan.notes
    opinions = attempt("genres", lambda: _find_opinions(tx, heard), frozenset())
    roundup = compose_digest(heard, plan.noting(notes), at, opinions, partial(_say_gist, tx, plan))
    title = f"{roundup.title}{words.corrected.format(len(corrected))}" if corrected else roundup.title
    trends = attempt("trends", lambda: _find_trends(tx, plan, at), ())
    subject = name_first(roundup.sections, corrected, words)
    return replace(
        roundup, title=title, subject=subject, sections=(*corrected, *roundup.sections), trends=trends
    )


def _say_gist(tx: Transaction, plan: Plan, line: DigestLine) -> str:
    """The fact line of an article in another language than the digest's; empty where there is none."""
    if plan.read_gist is None or line.lang == plan.lang:
        return ""
    kept = read_article(tx, line.article)
    gist = attempt("fact line", partial(plan.read_gist, kept.article), None) if kept else None
    return say_gist(gist, plan.lang) if gist else ""


def _find_opinions(tx: Transaction, lines: Sequence[DigestLine]) -> frozenset[str]:
    """The ids of the articles that are opinions; of those kept before it was noted that is read now."""
    genres = {line.article: line.genre for line in lines}
    unread = [id for id, genre in genres.items() if genre is None]
    genres |= {kept.article.id: read_genre(kept.article).genre for kept in read_articles(tx, unread)}
    return frozenset(id for id, genre in genres.items() if genre == Genre.OPINION)


def _find_trends(tx: Transaction, plan: Plan, at: datetime) -> tuple[Trend, ...]:
    return find_trends(count_entities(tx, plan.watches, at, DAYS), plan.entities)


def _leave_muted(tx: Transaction, lines: Sequence[DigestLine], at: datetime) -> list[DigestLine]:
    """The lines of which somebody wants to hear: no story, watch or outlet of theirs is muted."""
    mutes = set(read_mutes(tx, at))
    if not mutes:
        return list(lines)
    muted_stories = {story for story in {line.story for line in lines} if read_story_ids(tx, story) & mutes}
    return [
        line
        for line in lines
        if line.story not in muted_stories and not {line.watch, line.report.outlet} & mutes
    ]


def compose_digest(
    lines: Sequence[DigestLine],
    plan: Plan,
    at: datetime,
    opinions: Collection[str] = (),
    say_gist: Callable[[DigestLine], str] = lambda _: "",
) -> Roundup:
    """The stories of a digest by watch, opinion apart.

    Those that most outlets wrote about come first, of others those that began first. A story stands once,
    under the watch that most of its articles met; `opinions` are ids of articles.
    """
    words = round_words(plan.lang)
    ranked = _rank_stories(lines, opinions)
    shown = [*ranked[:MOST_STORIES], *filter(_has_late, ranked[MOST_STORIES:])]
    sections = (
        attempt(f"story {found[0].story}", partial(_section, found, plan, group, say_gist), None)
        for group, found in _group_stories(shown, plan, opinions)
    )
    many = say_many(len(ranked), words.stories)
    counts = (
        (words.articles, len({line.report for line in lines})),
        (words.not_shown, len(ranked) - len(shown)),
    )
    return Roundup(
        title=f"[Hanmi Watch] {clock_in(at, plan.zone)}: {many if ranked else words.nothing}",
        sections=tuple(section for section in sections if section),
        notes=(*(say.format(count) for say, count in counts if count), *plan.notes),
        lang=plan.lang,
    )


def _rank_stories(lines: Sequence[DigestLine], opinions: Collection[str]) -> list[list[DigestLine]]:
    """The lines by story, its opinions apart; what most outlets wrote about comes first."""
    by_story: dict[tuple[str, bool], list[DigestLine]] = {}
    for line in lines:
        by_story.setdefault((line.story, line.article in opinions), []).append(line)
    return sorted(by_story.values(), key=lambda found: -len(_writers(found)))


def _has_late(lines: Sequence[DigestLine]) -> bool:
    return any(line.is_late for line in lines)


def _group_stories(
    stories: Sequence[list[DigestLine]], plan: Plan, opinions: Collection[str]
) -> list[tuple[str, list[DigestLine]]]:
    """Stories under their watches, in the order in which these first come; opinion last."""
    named = [(_name_group(found, plan, opinions), found) for found in stories]
    groups = list(dict.fromkeys(group for group, _ in named))
    opinion = round_words(plan.lang).opinion
    return sorted(named, key=lambda one: (one[0] == opinion, groups.index(one[0])))


def _name_group(lines: Sequence[DigestLine], plan: Plan, opinions: Collection[str]) -> str:
    """Under what a story stands: the watch that most of its articles met, of several the plan's first."""
    if lines[0].article in opinions:
        return round_words(plan.lang).opinion
    met = Counter(line.watch for line in lines)
    places = {watch: place for place, watch in enumerate(plan.watches)}
    watch = min(met, key=lambda watch: (-met[watch], places.get(watch, len(places))))
    return plan.watches.get(watch, watch)


def _section(
    lines: Sequence[DigestLine], plan: Plan, group: str, say_gist: Callable[[DigestLine], str]
) -> Section:
    newest = lines[::-1]
    first = _choose_first(newest, plan.lang)
    late = tuple(dict.fromkeys(line.report for line in newest if line.is_late))
    reports = dict.fromkeys([first.report, *late, *(line.report for line in newest)])
    return Section(
        story=first.story,
        reports=tuple(reports),
        notes=_notes(lines, plan, group),
        evidence=pick_evidence(first.evidence, min(_SENTENCES, plan.quote)),
        lang=plan.lang,
        late=late,
        group=group,
        gist=say_gist(first),
    )


def _choose_first(newest: Sequence[DigestLine], lang: str) -> DigestLine:
    """The report to read first: the newest, or one of the same hours that its readers can read.

    One from before the last alert would say what they know.
    """
    own = [line for line in newest if not line.is_copy] or list(newest)
    last = next((place for place, line in enumerate(own) if line.told), len(own) - 1)
    readable = (line for line in own[: last + 1] if line.lang == lang and _is_near(line, own[0]))
    return next(readable, own[0])


def _is_near(line: DigestLine, newest: DigestLine) -> bool:
    one, other = line.report.published, newest.report.published
    return line is newest or (one is not None and other is not None and abs(other.at - one.at) <= NEAR)


def _notes(lines: Sequence[DigestLine], plan: Plan, group: str) -> tuple[str, ...]:
    """Other watches; outlets and languages where there are several; what was late, copied or alerted."""
    named = dict.fromkeys(plan.watches.get(line.watch, line.watch) for line in lines)
    watches = [name for name in named if name != group]
    said = [", ".join(watches), _say_counts(lines, round_words(plan.lang))]
    return tuple(each for each in said if each)


def _say_counts(lines: Sequence[DigestLine], words: RoundWords) -> str:
    writers, all = len(_writers(lines)), len({line.report for line in lines})
    copies = len({line.report for line in lines if line.is_copy})
    late = len({line.report for line in lines if line.is_late})
    counts = zip((writers if writers > 1 else 0, copies, late), words.counts, strict=True)
    said = [say_many(many, forms) for many, forms in counts if many]
    if told := len({line.report for line in lines if line.told}):
        said.append(words.alerted if told == all else words.alerted_some.format(told=told, all=all))
    langs = dict.fromkeys(line.lang for line in lines)
    if len(langs) > 1:
        said.append(words.in_langs.format(words.and_.join(words.langs.get(lang, lang) for lang in langs)))
    return "; ".join(said)


def _writers(lines: Collection[DigestLine]) -> set[str]:
    return {line.report.outlet or line.report.url or "" for line in lines if not line.is_copy}


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When a digest was due, when it is composed, and when it may be sent."""

    due_at: datetime
    now: datetime
    send_at: datetime


def _promise(
    id: str, roundup: Roundup, channel: Channel, recipient: str, times: Times, watches: Mapping[str, str]
) -> Delivery:
    now = times.now
    delivery = delivery_id(channel.id, recipient, (id,))
    match channel:
        case Webhook():
            head = {"id": id, "due_at": shape_time(times.due_at), "title": roundup.title}
            content_type, body = JSON, render_safely(roundup, partial(_compose_event, head, now))
        case Email():
            content_type = MAIL
            mail = partial(
                roundup_mail, id=delivery, channel=channel, recipient=recipient, now=now, watches=watches
            )
            body = render_safely(roundup, mail)
        case _:
            content_type, body = CHAT, render_safely(roundup, roundup_chat)
    return new_delivery(
        delivery, channel.id, recipient, content_type, body, now=now, due=times.send_at, digest_id=id
    )


def _compose_event(head: Mapping[str, str | None], now: datetime, roundup: Roundup) -> bytes:
    data = {
        "digest": head,
        "stories": [shape_section(section) for section in roundup.sections],
        "trends": [shape_trend(trend) for trend in roundup.trends],
        "notes": list(roundup.notes),
    }
    return compose_event("digest.created", data, now)
