"""The digests of the configuration: what each holds, and when it is due on which channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.channels import Channel
from alerts.digest.build import PERIOD, Plan
from flows.config.naming import name_entities
from flows.config.settings import DigestPlan, Settings
from storage.database import Transaction
from storage.promises.digests import open_digest
from storage.records import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRoute:
    """A digest on one of its channels; `schedule` None: it is composed only when somebody asks."""

    plan: Plan
    channel: Channel
    schedule: DigestPlan | None

    def due_at(self, settings: Settings, now: datetime) -> datetime | None:
        """The last time up to now at which it was due, in UTC."""
        return self.schedule.schedule.before(now, settings.timezone) if self.schedule else None


def read_routes(settings: Settings) -> list[DigestRoute]:
    """Every digest of the configuration on every channel of it, in order."""
    if not settings.digests:
        return []
    by_id = {channel.id: channel for channel in settings.channels}
    names = _name_all(settings)
    return [
        DigestRoute(plan=_read_plan(settings, digest, names), channel=by_id[id], schedule=digest)
        for digest in settings.digests
        for id in digest.to
    ]


def read_asked_routes(settings: Settings) -> list[DigestRoute]:
    """What is sent when somebody asks for a digest: those configured, else one of all to where alerts go."""
    by_id = {channel.id: channel for channel in settings.channels}
    return read_routes(settings) or [
        DigestRoute(plan=plan_of_all_watches(settings), channel=by_id[id], schedule=None)
        for id in settings.everywhere
    ]


def plan_of_all_watches(settings: Settings) -> Plan:
    """All watches, for those who configured no digest."""
    watches = [watch for watch in settings.watches if watch.surge is None]
    return _make_plan("asked", watches, settings.timezone, settings, _name_all(settings))


def open_digests(
    tx: Transaction, settings: Settings, now: datetime, routes: Sequence[DigestRoute] | None = None
) -> None:
    """Note since when each digest is wanted, so that its first holds all that was left to it.

    It reaches back to when it would last have been due, and a day at least: whoever moves the time of a
    digest reads some news twice rather than misses any. `routes` are those of the settings, where they are
    at hand.
    """
    for route in read_routes(settings) if routes is None else routes:
        opening = min(now - PERIOD, route.due_at(settings, now) or now)
        open_digest(tx, route.plan.key, route.channel.id, now, opening=opening)


@dataclass(frozen=True, slots=True)
class _Names:
    """What entities are called, by id: of hundreds, once for all digests."""

    english: Mapping[str, str]
    korean: Mapping[str, str]


def _name_all(settings: Settings) -> _Names:
    return _Names(name_entities(settings.entities, "en"), name_entities(settings.entities, "ko"))


def _read_plan(settings: Settings, digest: DigestPlan, names: _Names) -> Plan:
    """A digest's plan; its key stays while cron, zone and watches do."""
    zone = digest.schedule.zone or settings.timezone
    watches = [watch for watch in settings.watches if digest.holds(watch)]
    key = " ".join([digest.schedule.expression, zone, *sorted(digest.watches)])
    return _make_plan(key, watches, zone, settings, names)


def _make_plan(key: str, watches: Sequence[Watch], zone: str, settings: Settings, names: _Names) -> Plan:
    return Plan(
        key=key,
        watches={watch.id: watch.name for watch in watches},
        watches_ko={watch.id: watch.name_ko for watch in watches if watch.name_ko},
        zone=ZoneInfo(zone),
        entities=names.english,
        entities_ko=names.korean,
        quote=settings.quote,
    )
