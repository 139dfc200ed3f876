"""From the watches that an article meets to alerts and promised deliveries, each decision with its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.channels.chat import split_chat
from alerts.compose.mail import message_id
from alerts.compose.telling import Report, Telling
from alerts.compose.text import compose_chat
from alerts.novelty import read_novelty
from alerts.policy import Case, Choice, Fold, Hold, Tell, decide, make_alert
from alerts.promise import promise_deliveries
from flows.wiring import House
from storage.alerts import History, keep_alerts, read_history, read_mutes
from storage.articles import articles_of_story, watches_met_in_group
from storage.database import Transaction
from storage.ledger import keep_decisions
from storage.outbox import first_on_story, keep_deliveries
from storage.records import Alert, AlertKind, Decision, Kept, Match
from storage.saga import count_origins, read_story


@dataclass(frozen=True, slots=True)
class Told:
    """What an article led to; `telling` None where nobody was told."""

    count: int = 0
    untold: int = 0
    telling: Telling | None = None


def tell_article(
    tx: Transaction,
    house: House,
    kept: Kept,
    matches: Sequence[Match],
    *,
    now: datetime,
    tell_backfill: bool = False,
) -> Told:
    """Decide for each watch that was met whether to tell, and promise what is to be told.

    Belongs in the transaction that keeps the article: remembering and promising commit together.
    """
    if not matches:
        return Told()
    others = [other for other in articles_of_story(tx, kept.story) if other.article.id != kept.article.id]
    cases = _open_cases(tx, house, kept, matches, others, now, tell_backfill)
    choices = [(case, decide(case)) for case in cases]
    made = [make_alert(case, choice) for case, choice in choices if isinstance(choice, Tell)]
    alerts = keep_alerts(tx, made)
    keep_decisions(tx, (_decision(case, choice) for case, choice in choices))
    if not alerts:
        return Told(untold=len(choices))
    telling = _compose_telling(tx, kept, alerts, others, now)
    _promise(tx, house, telling)
    return Told(count=len(alerts), untold=len(choices) - len(alerts), telling=telling)


def show_told(house: House, told: Told) -> None:
    """Show what was told on the console, once it is committed."""
    if told.telling:
        house.console.show(*split_chat(compose_chat(told.telling)))


def _open_cases(
    tx: Transaction,
    house: House,
    kept: Kept,
    matches: Sequence[Match],
    others: Sequence[Kept],
    now: datetime,
    tell_backfill: bool,
) -> list[Case]:
    met_by_copies = watches_met_in_group(tx, kept.group, before=kept.article.id)
    mutes = read_mutes(tx, now)
    origins = count_origins([*others, kept])
    by_id = {other.article.id: other for other in others}
    cases = []
    for match in matches:
        watch = house.watch(match.watch)
        history = read_history(tx, watch.id, kept.story, without=kept.article.id)
        heard = [by_id[id_] for id_ in _heard(history) if id_ in by_id]
        cases.append(
            Case(
                watch=watch,
                kept=kept,
                match=match,
                history=history,
                novelty=read_novelty(kept, heard),
                now=now,
                met_by_copy=watch.id in met_by_copies,
                origins=origins,
                is_digested=house.is_digested(watch),
                muted=_find_mute(mutes, kept, watch.id),
                tell_backfill=tell_backfill,
            )
        )
    return cases


def _heard(history: History) -> tuple[str, ...]:
    """What novelty is measured against: what was told, else what met the watch."""
    return tuple(alert.article for alert in history.told) or history.met


def _find_mute(mutes: dict[str, datetime], kept: Kept, watch: str) -> str | None:
    for subject in (kept.story, watch, kept.article.outlet):
        if subject in mutes:
            return f"{subject} until {mutes[subject].isoformat(timespec='minutes')}"
    return None


def _decision(case: Case, choice: Choice) -> Decision:
    match choice:
        case Tell(kind=kind, reasons=reasons):
            verdict, why = kind.value, "; ".join(reasons)
        case Fold(why=why):
            verdict = "folded"
        case Hold(why=why):
            verdict = "held"
    detail = {"watch": case.watch.id, "story": case.kept.story}
    return Decision(
        at=case.now, step="tell", subject=case.kept.article.id, verdict=verdict, why=why, detail=detail
    )


def _compose_telling(
    tx: Transaction, kept: Kept, alerts: Sequence[Alert], others: Sequence[Kept], now: datetime
) -> Telling:
    story = read_story(tx, kept.story)
    assert story is not None, "judging gave the article a story in this transaction"
    copies = [other for other in others if other.group == kept.group]
    earlier = [other for other in others if other.group != kept.group]
    return Telling(
        article=kept,
        story=story,
        alerts=tuple(alerts),
        earlier=tuple(Report.of(other) for other in reversed(earlier)),
        also=tuple(Report.of(other) for other in copies),
        now=now,
    )


def _promise(tx: Transaction, house: House, telling: Telling) -> None:
    def find_thread(channel: str, recipient: str) -> str | None:
        first = first_on_story(tx, telling.story.id, channel, recipient)
        sender = house.sender(channel)
        return message_id(first.id, sender) if first and sender else None

    is_first = all(alert.kind is AlertKind.FIRST for alert in telling.alerts)
    wait = house.settings.wait if is_first else timedelta()
    keep_deliveries(tx, promise_deliveries(telling, house.routes, find_thread, wait=wait))
