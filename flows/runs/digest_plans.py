"""The digests of the configuration: when each is due on its channels, and what stands in the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.channels import Channel
from alerts.compose.roundup import Roundup
from alerts.compose.unseen import read_gap
from alerts.compose.words import clock_in
from alerts.digest.build import PERIOD, Plan, promise_digest, read_digest
from flows.config.settings import DigestPlan, Settings
from storage.database import Database, Transaction
from storage.digests import Span, last_digest_at, next_span, open_digest, span_since
from storage.ledger import read_gaps
from storage.records import Delivery, Flaw, SourceStatus, Trouble
from storage.sources import read_statuses

UNSEEN_AFTER = timedelta(hours=1)
"""A source that could not be read for so long is named in a digest: what it published was not seen."""

MOST_UNSEEN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A digest on one of its channels; `schedule` None: it is composed only when somebody asks."""

    plan: Plan
    channel: Channel
    schedule: DigestPlan | None

    def due_at(self, settings: Settings, now: datetime) -> datetime | None:
        """The last time up to now at which it was due, in UTC."""
        return self.schedule.schedule.before(now, settings.timezone) if self.schedule else None


def read_routes(settings: Settings) -> list[Route]:
    """Every digest of the configuration on every channel of it, in order."""
    by_id = {channel.id: channel for channel in settings.channels}
    return [
        Route(plan=_read_plan(settings, digest), channel=by_id[id], schedule=digest)
        for digest in settings.digests
        for id in digest.to
    ]


def asked_routes(settings: Settings) -> list[Route]:
    """What is sent when somebody asks for a digest: those configured, else one of all to where alerts go."""
    by_id = {channel.id: channel for channel in settings.channels}
    to = settings.default_to if settings.default_to is not None else tuple(by_id)
    return read_routes(settings) or [
        Route(plan=whole_plan(settings), channel=by_id[id], schedule=None) for id in to
    ]


def whole_plan(settings: Settings) -> Plan:
    """All watches, for those who configured no digest."""
    names = {watch.id: watch.name for watch in settings.watches if watch.surge is None}
    return Plan(
        key="asked", watches=names, zone=ZoneInfo(settings.timezone), entities=_name_entities(settings)
    )


def open_digests(tx: Transaction, settings: Settings, now: datetime) -> None:
    """Note since when each digest is wanted, so that its first holds all that was left to it.

    It reaches back to when it would last have been due, and a day at least: whoever moves the time of a
    digest reads some news twice rather than misses any.
    """
    for route in read_routes(settings):
        opening = min(now - PERIOD, route.due_at(settings, now) or now)
        open_digest(tx, route.plan.key, route.channel.id, now, opening=opening)


def promise_due(db: Database, settings: Settings, now: datetime) -> list[Delivery]:
    """Promise every digest whose time has passed since the last one, on each of its channels.

    After downtime only the last that was missed, which holds all since the one before. Any number of
    services may ask: each digest is promised once.
    """
    with db.reading() as tx:
        is_quiet = not any(_is_called_for(tx, route, settings, now) for route in read_routes(settings))
    if is_quiet:
        return []
    with db.writing() as tx:
        open_digests(tx, settings, now)
        promised: list[Delivery] = []
        for route in read_routes(settings):
            due_at = route.due_at(settings, now)
            last = last_digest_at(tx, route.plan.key, route.channel.id)
            if due_at and last and last < due_at:
                notes = tuple(read_unseen(tx, settings, now, since=last))
                promised += promise_digest(tx, route.plan.noting(notes), route.channel, due_at, now)
    return promised


def promise_asked(
    db: Database, settings: Settings, now: datetime, period: timedelta | None
) -> list[Delivery]:
    """Promise the digests now because somebody asks: since the last ones, or of a period.

    One of a period stands beside the others: what it holds stands in the next one all the same.
    """
    promised: list[Delivery] = []
    with db.writing() as tx:
        notes = tuple(read_unseen(tx, settings, now, since=now - (period or PERIOD)))
        for route in asked_routes(settings):
            plan, span = route.plan.noting(notes), None
            if period is not None:
                plan, span = plan.apart(), span_since(tx, now - period)
            promised += promise_digest(tx, plan, route.channel, now, now, span=span, is_asked=True)
    return promised


def read_asked(
    tx: Transaction, settings: Settings, now: datetime, period: timedelta | None
) -> Iterator[tuple[Plan, str | None, Roundup]]:
    """The digests as they would be now, each with its plan and channel; nothing is promised.

    Of a period there is one a plan; its channel is None.
    """
    notes = tuple(read_unseen(tx, settings, now, since=now - (period or PERIOD)))
    routes = asked_routes(settings)
    if period is not None or not routes:
        plans = {route.plan.key: route.plan for route in routes} or {"": whole_plan(settings)}
        for plan in plans.values():
            yield (
                plan,
                None,
                read_digest(tx, plan.noting(notes), span_since(tx, now - (period or PERIOD)), now),
            )
        return
    for route in routes:
        span = _next_span(tx, route, now)
        yield route.plan, route.channel.id, read_digest(tx, route.plan.noting(notes), span, now)


def read_unseen(tx: Transaction, settings: Settings, now: datetime, *, since: datetime) -> Iterator[str]:
    """What was not seen, in a line each: sources unread for long, gaps since then, and texts left out."""
    zone = ZoneInfo(settings.timezone)
    names = {source.id: source.name for source in settings.sources}
    known = read_statuses(tx)
    statuses = [known[id] for id in names if id in known]
    unread = [status for status in statuses if _is_unseen(status, now)]
    for status in unread[:MOST_UNSEEN]:
        read = f"last read {clock_in(status.last_ok_at, zone)}" if status.last_ok_at else "never read"
        why = status.last_error or status.last_result or "no answer"
        yield f"not seen: {names[status.id]}, {read}: {why}"
    if len(unread) > MOST_UNSEEN:
        yield f"not seen: {len(unread) - MOST_UNSEEN} more sources; `hanmi sources` names them"
    for gap in read_gaps(tx, names, since):
        blind = read_gap(gap, names)
        until = clock_in(blind.until or blind.since, zone)
        yield (
            f"not seen in whole: {blind.name}, {clock_in(blind.since, zone)} to {until}: {blind.why};"
            f" found again: {blind.regained}"
        )
    lacks = [line for status in statuses for line in _say_lacks(names[status.id], status)]
    yield from lacks[:MOST_UNSEEN]
    if len(lacks) > MOST_UNSEEN:
        yield f"not seen in whole: {len(lacks) - MOST_UNSEEN} more; `hanmi sources` names them"


def _say_lacks(name: str, status: SourceStatus) -> Iterator[str]:
    """What a source that is read leaves out; that it has no dates hides nothing."""
    if status.coverage.health.trouble is Trouble.SILENT:
        yield f"silent: {name}: {status.coverage.health.why}"
    for remark in status.coverage.remarks:
        if remark.flaw is not Flaw.UNDATED:
            yield f"not seen in whole: {name}: {remark.why}"


def _is_unseen(status: SourceStatus, now: datetime) -> bool:
    since = status.last_ok_at or status.failing_since or now
    return status.failures > 0 and now - since > UNSEEN_AFTER


def _is_called_for(tx: Transaction, route: Route, settings: Settings, now: datetime) -> bool:
    """Whether a digest is due, or not yet noted as wanted."""
    last, due_at = last_digest_at(tx, route.plan.key, route.channel.id), route.due_at(settings, now)
    return last is None or (due_at is not None and last < due_at)


def _next_span(tx: Transaction, route: Route, now: datetime) -> Span:
    return next_span(tx, route.plan.key, route.channel.id, opening=now - PERIOD)


def _read_plan(settings: Settings, digest: DigestPlan) -> Plan:
    """A digest's plan; its key stays while cron, zone and watches do.

    A watch that waits for a surge tells at once or not at all: every article that names its entities would
    fill a digest.
    """
    zone = digest.schedule.zone or settings.timezone
    names = {
        watch.id: watch.name
        for watch in settings.watches
        if watch.surge is None and (not digest.watches or watch.id in digest.watches)
    }
    key = " ".join([digest.schedule.expression, zone, *sorted(digest.watches)])
    return Plan(key=key, watches=names, zone=ZoneInfo(zone), entities=_name_entities(settings))


def _name_entities(settings: Settings) -> dict[str, str]:
    return {entity.id: entity.name for entity in settings.entities}
