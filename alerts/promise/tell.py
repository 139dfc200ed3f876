"""Telling of one article: decide for each watch that it met, keep the alerts, promise their deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from alerts.compose.mail import read_message_id
from alerts.compose.telling import Telling
from alerts.compose.unseen import read_blind
from alerts.decide.novelty import Novelty, read_novelty
from alerts.decide.policy import UNWEIGHED, Case, Choice, Fold, Hold, Tell, decide, make_alert
from alerts.decide.surge_counts import read_surge
from alerts.promise.deliveries import FindThread, Routes, compose_safely, promise_deliveries
from alerts.turns.genre import Genre, Stated, read_genre
from alerts.turns.read import find_news
from storage.alerts import (
    History,
    keep_alerts,
    list_reports,
    list_told,
    read_alert,
    read_history,
    read_mutes,
    read_story_ids,
)
from storage.articles import read_article, read_articles, watches_met_in_group
from storage.bugs import attempt
from storage.database import Transaction
from storage.judging.merging import read_links
from storage.ledger import keep_decisions
from storage.outbox import first_on_story, keep_deliveries, read_waiting, replace_body
from storage.records import Alert, AlertKind, Decision, Kept, Match, Report, Story, Watch
from storage.story_lists import read_story

_COMPARED = 12
"""Articles, the last told first, that novelty is measured against; what was told long ago is background."""


_BESIDE = 24
"""Articles that were not told, the latest first, whose words make a beginning stale."""

_LATELY = timedelta(days=3)
"""What a watch told within this time its readers remember, whichever story it was of."""


_LATELY_IN_PASSING = timedelta(days=7)
"""The same for round-ups and opinions, which speak of the week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What telling works with: the watches by id, their routes, and how long reprints are gathered.

    `sources` are the names by id of those whose trouble is told with an alert; `actors` are the tracked
    persons and bodies, by id, `names` those of all entities as people read them; a story that was told rests
    for `cooldown`.
    """

    watches: Mapping[str, Watch]
    routes: Routes
    sources: Mapping[str, str] = field(default_factory=dict)
    actors: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    wait: timedelta = timedelta()
    cooldown: timedelta = timedelta()
    tell_backfill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an article led to: alerts that are new, watches that it met in silence.

    `held` counts those of the latter that tell of it in a digest. `telling` is what the messages were
    composed of, None where nobody is told.
    """

    count: int = 0
    untold: int = 0
    held: int = 0
    telling: Telling | None = field(default=None, repr=False)


def tell_article(tx: Transaction, kept: Kept, matches: Sequence[Match], desk: Desk, now: datetime) -> Told:
    """Decide, keep and promise in the transaction that keeps the article.

    Call it once the article stands in its story and copy group. Matches of watches that are not configured
    are passed over. Each decision leaves its row, whose subject is the article's id.
    """
    known = [match for match in matches if match.watch in desk.watches]
    if desk.wait:
        attempt("reprints", lambda: _renew_waiting(tx, kept.story, desk, now), None, within=tx)
    if not known:
        return Told()
    story = read_story(tx, kept.story)
    assert story is not None, "judging gave the article a story in this transaction"
    cases = [_read_case(tx, kept, match, story, desk, now) for match in known]
    decided = [(case, choice) for case in cases if (choice := _decide(case))]
    keep_decisions(tx, (_row(case, choice) for case, choice in decided))
    digested = {watch for watch, _ in desk.routes.digested}
    held = sum(isinstance(choice, Hold) and case.watch.id in digested for case, choice in decided)
    made = [make_alert(case, choice) for case, choice in decided if isinstance(choice, Tell)]
    new = tuple(keep_alerts(tx, made))
    if not new:
        return Told(untold=len(decided), held=held)
    telling = replace(
        attempt(
            "other reports",
            lambda: read_telling(tx, kept, story, new, now),
            Telling(article=kept, story=story, alerts=new, earlier=(), also=(), now=now),
        ),
        unseen=attempt("what was not seen", lambda: read_blind(tx, desk.sources, now), ()),
        news=_list_news(decided),
    )
    _promise(tx, telling, desk)
    return Told(count=len(new), untold=len(decided) - len(new), held=held, telling=telling)


def _decide(case: Case) -> Choice | None:
    """What a watch does: after a bug with nothing weighed, and None where that meets it too."""
    plain = replace(case, novelty=Novelty(), surge=None, unheard=UNWEIGHED)
    part = f"decision for {case.watch.id}"
    return attempt(part, lambda: decide(case), None) or attempt(part, lambda: decide(plain), None)


def _list_news(decided: Sequence[tuple[Case, Choice]]) -> tuple[str, ...]:
    """What is new for a reader who was told before; for anyone else everything is."""
    told = [case for case, choice in decided if isinstance(choice, Tell)]
    return told[0].novelty.news if told and all(case.history.told for case in told) else ()


def read_telling(
    tx: Transaction, kept: Kept, story: Story, alerts: tuple[Alert, ...], now: datetime
) -> Telling:
    """What is said of an article: who else reports it, each outlet once, and what came before it."""
    own = kept.article.outlet
    others = list_reports(tx, story.id, without=[kept.article.id])
    by_outlet: dict[str, Report] = {}
    for report, _ in others:
        if report.outlet and report.outlet != own:
            by_outlet.setdefault(report.outlet, report)
    return Telling(
        article=kept,
        story=story,
        alerts=alerts,
        earlier=tuple(report for report, is_copy in others if not is_copy),
        also=tuple(by_outlet.values()),
        now=now,
    )


def _promise(tx: Transaction, telling: Telling, desk: Desk) -> None:
    """Promise the deliveries; only the first word of a story waits for reprints."""
    is_first = all(alert.kind is AlertKind.FIRST for alert in telling.alerts)
    wait = desk.wait if is_first else timedelta()
    threads = find_threads(tx, telling.story.id)
    keep_deliveries(tx, promise_deliveries(telling, desk.routes, threads, wait=wait))


def find_threads(tx: Transaction, story: str) -> FindThread:
    """How messages on a story find the first one that their reader got, to reply to it."""

    def find(channel: str, recipient: str) -> str | None:
        first = first_on_story(tx, story, channel, recipient)
        return attempt("thread", lambda: read_message_id(first.body), None) if first else None

    return find


def _renew_waiting(tx: Transaction, story: str, desk: Desk, now: datetime) -> None:
    """Compose anew what waits for reprints of a story, now that it has one more report.

    The bytes of a message may change until somebody tries to send it, and never after.
    """
    channels = {channel.id: channel for routed in desk.routes.channels.values() for channel in routed}
    for delivery in read_waiting(tx, story, now):
        alerts = tuple(alert for id in delivery.alerts if (alert := read_alert(tx, id)))
        kept = read_article(tx, alerts[0].article)
        whole = read_story(tx, story)
        if kept is None or whole is None or delivery.channel not in channels:
            continue
        unseen = read_blind(tx, desk.sources, now)
        telling = replace(read_telling(tx, kept, whole, alerts, delivery.created_at), unseen=unseen)
        composed = compose_safely(
            telling, channels[delivery.channel], delivery.id, delivery.recipient, lambda *_: None
        )
        if composed is not None:
            replace_body(tx, delivery.id, composed[1])


def _read_case(tx: Transaction, kept: Kept, match: Match, story: Story, desk: Desk, now: datetime) -> Case:
    article = kept.article
    history = read_history(tx, match.watch, story.id, without=article.id, now=now)
    compared = read_articles(tx, _compared(history))
    novelty = _read_novelty(tx, kept, match.watch, history, compared, now)
    stated = attempt("genre", lambda: read_genre(article), Stated())
    passing: tuple[str, ...] = ()
    if stated.genre is not Genre.NEWS:
        told = compared if history.told else ()
        passing = attempt("passages", lambda: _read_passing(tx, kept, match, told, now), ())
    return Case(
        watch=desk.watches[match.watch],
        kept=kept,
        match=match,
        history=history,
        novelty=novelty or Novelty(),
        now=now,
        met_by_copy=match.watch in watches_met_in_group(tx, kept.group, before=article.id),
        origins=story.origins,
        is_digested=desk.routes.is_digested(match.watch),
        muted=read_mute(tx, match.watch, story.id, article.outlet, now),
        tell_backfill=desk.tell_backfill,
        actors=desk.actors,
        names=desk.names,
        cooldown=desk.cooldown,
        surge=attempt("surge", lambda: read_surge(tx, desk.watches[match.watch], article), None),
        unheard=UNWEIGHED if novelty is None else _read_unheard(tx, kept, history, compared),
        stated=stated,
        passing=passing,
    )


def _read_passing(
    tx: Transaction, kept: Kept, match: Match, told: Sequence[Kept], now: datetime
) -> tuple[str, ...]:
    """The turns in the passages that met the watch that it told nowhere, of this or lately another story."""
    lately = read_articles(tx, list_told(tx, match.watch, since=now - _LATELY_IN_PASSING, limit=_BESIDE))
    passages = [evidence.text for evidence in match.evidence]
    return find_news(passages, kept.article.lang, [other.article for other in (*told, *lately)])


def _read_unheard(tx: Transaction, kept: Kept, history: History, compared: Sequence[Kept]) -> str | None:
    """That what a watch was told of a story was in other languages, and may be on another event."""
    langs = sorted({other.article.lang for other in compared})
    if not history.told or kept.article.lang in langs:
        return None
    doubtful = next((link for link in read_links(tx, kept.story) if not link.is_sure), None)
    if doubtful is None:
        return None
    return f"told in {', '.join(langs)} only, and the same event only by likeness ({doubtful.score:.2f})"


def _read_novelty(
    tx: Transaction, kept: Kept, watch: str, history: History, compared: Sequence[Kept], now: datetime
) -> Novelty | None:
    """What is new for the readers of a watch; once the story was told, also beside its other reports.

    None where a bug keeps that from being weighed.
    """
    if not history.told:
        return _weigh_novelty(kept, compared)
    told = {alert.article for alert in history.told}
    untold = [id for id in reversed(history.met) if id not in told][:_BESIDE]
    lately = [id for id in list_told(tx, watch, since=now - _LATELY, limit=_BESIDE) if id not in told]
    return _weigh_novelty(kept, compared, read_articles(tx, untold), read_articles(tx, lately[:_COMPARED]))


def _weigh_novelty(kept: Kept, *others: Sequence[Kept]) -> Novelty | None:
    """What is new against others; where a bug is met, against those that an article can be compared with."""

    def is_sound(other: Kept) -> bool:
        about = other.article.id
        return attempt("novelty", lambda: read_novelty(kept, [other]), None, about=about) is not None

    def compare_sound() -> Novelty:
        told, *rest = ([other for other in each if is_sound(other)] for each in others)
        return read_novelty(kept, told, *rest)

    found = attempt("novelty", lambda: read_novelty(kept, *others), None)
    return found or attempt("novelty", compare_sound, None)


def _compared(history: History) -> list[str]:
    """The articles that novelty is measured against: what was told, else what met the watch."""
    told = list(dict.fromkeys(alert.article for alert in reversed(history.told)))
    return (told or list(reversed(history.met)))[:_COMPARED]


def read_mute(tx: Transaction, watch: str, story: str, outlet: str | None, now: datetime) -> str | None:
    """The mute that silences a watch on a story or an outlet now, in words; None where none does."""
    mutes = read_mutes(tx, now)
    if not mutes:
        return None
    names = [watch, *sorted(read_story_ids(tx, story)), *([outlet] if outlet else [])]
    found = next((name for name in names if name in mutes), None)
    return f"{found} until {mutes[found].isoformat(timespec='minutes')}" if found else None


def _row(case: Case, choice: Choice) -> Decision:
    match choice:
        case Tell(kind=kind, reasons=reasons):
            verdict, why = kind.value, "; ".join(reasons)
        case Fold(why=why):
            verdict = "folded"
        case Hold(why=why):
            verdict = "held"
    return Decision(
        at=case.now,
        step="tell",
        subject=case.kept.article.id,
        verdict=verdict,
        why=why,
        detail={"watch": case.watch.id, "story": case.kept.story},
    )
