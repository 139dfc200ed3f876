"""Deliveries that wait on purpose: for quiet hours to end, for a rate limit, or for more to bundle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.clock import TOLERANCE, ahead
from storage.database import Transaction
from storage.promises.claims import CLAIM_LEASE, is_free
from storage.promises.outbox import keep_deliveries, make_due, read_deliveries
from storage.records import Delivery, DeliveryState
from storage.tables import Moment, decisions, deliveries, delivery_alerts, marks
from storage.whole.restored import RESTORED

RECENT = 2_000
"""Deliveries looked through for those of the last minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far ahead deliveries of one channel may be due: the rules of what they wait for.

    `first` is for what nobody has tried, `retry` for what failed, `held` for what is held, by how the name
    begins that it is held under.
    """

    first: timedelta
    retry: timedelta
    held: Mapping[str, timedelta]


def read_misplanned(tx: Transaction, channel: str, now: datetime, reach: Reach) -> list[Delivery]:
    """What a wrong clock has put off: due further ahead than its rule allows, or put off in the future.

    When something was last put off its latest decision tells, and before the first try when it was promised.
    """
    waits_until = deliveries.c.next_attempt_at
    is_new = (deliveries.c.attempts == 0) & deliveries.c.held.is_(None)
    last_try = (
        sa.select(decisions.c.at)
        .where(decisions.c.subject == deliveries.c.id, decisions.c.step == "deliver")
        .order_by(decisions.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_misplanned = sa.or_(
        is_new & (waits_until > now + reach.first + TOLERANCE),
        # asked for again, and so due at once
        (deliveries.c.failures == 0) & (deliveries.c.attempts > 0) & deliveries.c.held.is_(None),
        (deliveries.c.failures > 0) & (waits_until > now + reach.retry + TOLERANCE),
        *(
            (deliveries.c.attempts == 0)
            & deliveries.c.held.startswith(name, autoescape=True)
            & (waits_until > now + longest + TOLERANCE)
            for name, longest in reach.held.items()
        ),
        sa.func.coalesce(last_try, deliveries.c.created_at, type_=Moment) > now + TOLERANCE,
    )
    rows = tx.execute(
        sa.select(deliveries)
        .where(deliveries.c.channel == channel, ahead(waits_until, now), is_misplanned)
        .order_by(deliveries.c.number)
    )
    return read_deliveries(tx, rows.all())


def read_held(tx: Transaction, now: datetime, channels: Collection[str]) -> list[list[Delivery]]:
    """What was held under one name for one recipient and may go now, where it is more than one delivery."""
    rows = tx.execute(
        sa.select(deliveries)
        .where(deliveries.c.held.is_not(None), deliveries.c.next_attempt_at <= now)
        .where(deliveries.c.attempts == 0, deliveries.c.channel.in_(list(channels)))
        .order_by(deliveries.c.number)
    ).all()
    groups: dict[tuple[str, str, str | None], list[Delivery]] = {}
    for delivery in read_deliveries(tx, rows):
        groups.setdefault((delivery.channel, delivery.recipient, delivery.held), []).append(delivery)
    return [group for group in groups.values() if len(group) > 1]


def read_held_since(
    tx: Transaction, channel: str, recipient: str, held: str, since: datetime, now: datetime
) -> list[Delivery]:
    """What was promised to one recipient between the two to be held under this name, oldest first.

    Only the last of the outbox are looked through, since nothing orders it by time.
    """
    newest = sa.select(sa.func.max(deliveries.c.number) - RECENT).scalar_subquery()
    rows = tx.execute(
        sa.select(deliveries)
        .where(deliveries.c.number > newest, deliveries.c.created_at >= since)
        .where(~ahead(deliveries.c.created_at, now))
        .where(deliveries.c.held == held, deliveries.c.channel == channel)
        .where(deliveries.c.recipient == recipient)
        .order_by(deliveries.c.number)
    )
    return read_deliveries(tx, rows.all())


def read_backlog(tx: Transaction, channel: str, now: datetime) -> dict[str, list[Delivery]]:
    """The alerts due on a channel that nobody has tried, by recipient, oldest promise first."""
    rows = tx.execute(
        sa.select(deliveries)
        .where(deliveries.c.channel == channel, deliveries.c.next_attempt_at <= now)
        .where(deliveries.c.attempts == 0, is_free(tx, deliveries, now))
        .where(deliveries.c.id.in_(sa.select(delivery_alerts.c.delivery)))
        .order_by(deliveries.c.number)
    ).all()
    found: dict[str, list[Delivery]] = {}
    for delivery in read_deliveries(tx, rows):
        found.setdefault(delivery.recipient, []).append(delivery)
    return found


def read_carriers(tx: Transaction, ids: Iterable[str]) -> frozenset[str]:
    """Those of these deliveries that are bundles."""
    query = sa.select(deliveries.c.bundle).where(deliveries.c.bundle.in_(list(ids))).distinct()
    return frozenset(tx.execute(query).scalars())


def read_sent_times(
    tx: Transaction, channel: str, recipient: str, *, since: datetime, now: datetime
) -> list[datetime]:
    """When alerts were sent to one recipient, those under way counted as now, members of bundles not."""
    under_way = deliveries.c.claimed_until.between(now, now + CLAIM_LEASE + TOLERANCE)
    is_lately = (deliveries.c.sent_at > since) & ~ahead(deliveries.c.sent_at, now)
    rows = tx.execute(
        sa.select(sa.case((under_way, sa.literal(now, Moment)), else_=deliveries.c.sent_at))
        .where(deliveries.c.channel == channel, deliveries.c.recipient == recipient)
        .where(under_way | is_lately, deliveries.c.bundle.is_(None))
        .where(deliveries.c.id.in_(sa.select(delivery_alerts.c.delivery)))
    )
    return [moment for moment in rows.scalars() if moment is not None]


def delay_deliveries(tx: Transaction, delayed: Iterable[Delivery], until: datetime, held: str | None) -> None:
    """Let these be due then, under this name where they are held under one."""
    _change(tx, delayed, next_attempt_at=until, held=held)


def hold_deliveries(tx: Transaction, held: Iterable[Delivery], until: datetime, name: str) -> None:
    """Let these wait until then under one name."""
    _change(tx, held, next_attempt_at=until, held=name)


def release_deliveries(tx: Transaction, held: Iterable[Delivery]) -> None:
    """Let these go one by one: what was to carry them together cannot be made."""
    _change(tx, held, held=None)


def release_raised(tx: Transaction, alert: str, now: datetime) -> list[Delivery]:
    """Make due what carries an alert by itself and waits, tried by nobody; what a restore holds stays."""
    carrying = sa.select(delivery_alerts.c.delivery).where(delivery_alerts.c.alert == alert)
    may_go = deliveries.c.held.is_(None) | (deliveries.c.held != RESTORED)
    waits = (deliveries.c.next_attempt_at > now) & deliveries.c.claimed_by.is_(None) & may_go
    untried = (deliveries.c.attempts == 0) & deliveries.c.bundle.is_(None)
    return make_due(tx, deliveries.c.id.in_(carrying) & untried & waits, now)


def list_restored(tx: Transaction) -> list[Delivery]:
    """What a restore holds since it may have been sent before, oldest promise first."""
    rows = tx.execute(sa.select(deliveries).where(_is_restored()).order_by(deliveries.c.number))
    return read_deliveries(tx, rows.all())


def release_restored(tx: Transaction, now: datetime) -> list[Delivery]:
    """Make due what a restore holds, and hold nothing more for it."""
    tx.execute(marks.delete().where(marks.c.name == RESTORED))
    return make_due(tx, _is_restored(), now)


def _is_restored() -> sa.ColumnElement[bool]:
    # by its state, of which an index knows: nearly all others were sent, and have no next try either
    waits = deliveries.c.state.in_([DeliveryState.PENDING.value, DeliveryState.RETRYING.value])
    return waits & (deliveries.c.held == RESTORED)


def keep_bundle(tx: Transaction, bundle: Delivery, members: Iterable[Delivery]) -> None:
    """Promise a delivery that carries others, which are then no longer due themselves and share its fate."""
    keep_deliveries(tx, [bundle])
    _change(tx, members, bundle=bundle.id, next_attempt_at=None)


def _change(tx: Transaction, changed: Iterable[Delivery], **values: Any) -> None:
    ids = [delivery.id for delivery in changed]
    tx.execute(deliveries.update().where(deliveries.c.id.in_(ids)).values(**values))
