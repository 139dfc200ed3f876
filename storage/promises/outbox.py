"""The outbox: promised deliveries, taken by one sender at a time and settled by what came of it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.clock import ahead, due
from storage.database import Transaction
from storage.lists.paging import ListPage, begin_after, cut_page
from storage.promises.alerts import insert_new, story_names
from storage.promises.claims import CLAIM_LEASE, is_free, read_holders
from storage.records import Delivery, DeliveryState, Gone, Outcome, Postponed, Rejected, Sent
from storage.records.reasons import Reason
from storage.records.send_texts import SendCode
from storage.tables import alerts, channel_states, deliveries, delivery_alerts
from storage.whole.restored import hold_restored

MOST_LOST = 10
"""Claims in a row that nobody settled, after which a delivery is dead: it kills whoever sends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery taken for sending; `token` is asked for when it is settled."""

    delivery: Delivery
    token: str = field(repr=False)


def keep_deliveries(tx: Transaction, promised: Iterable[Delivery]) -> list[Delivery]:
    """Promise deliveries; returns those not promised before. Promising twice changes nothing.

    Their alerts must have been kept. After a restore, what may have been sent before it is held.
    """
    new = [
        delivery
        for delivery in hold_restored(tx, promised)
        if insert_new(tx, deliveries, _delivery_columns(delivery))
    ]
    links = [
        {"delivery": delivery.id, "alert": alert, "position": position}
        for delivery in new
        for position, alert in enumerate(delivery.alerts)
    ]
    if links:
        tx.execute(delivery_alerts.insert(), links)
    return new


def claim_delivery(
    tx: Transaction, owner: str, now: datetime, *, channels: Collection[str] | None = None
) -> Claim | None:
    """Take the delivery that has been due the longest, for `CLAIM_LEASE`; None where nothing is due.

    With `channels`, only of these. The attempt counts from here. What a sender lost (its lease ran out, or
    its process has ended) is due at once; lost `MOST_LOST` times in a row, it is dead.
    """
    while row := tx.execute(_next_due(tx, owner, now, channels)).first():
        lost = row.lost + (row.token is not None)
        if lost >= MOST_LOST:
            _update(tx, row.id, state=DeliveryState.DEAD.value, next_attempt_at=None, lost=lost, **_FREE,
                    last_error=Reason(SendCode.SENDERS_ENDED, count=lost))  # fmt: skip
            continue
        token = secrets.token_hex(16)
        claimed = {"claimed_by": owner, "claimed_until": now + CLAIM_LEASE, "token": token}
        _update(tx, row.id, attempts=row.attempts + 1, lost=lost, **claimed)
        taken = tx.execute(sa.select(deliveries).where(deliveries.c.id == row.id)).all()
        return Claim(delivery=read_deliveries(tx, taken)[0], token=token)
    return None


def settle_delivery(
    tx: Transaction, claim: Claim, outcome: Outcome, now: datetime, *, retry_at: datetime | None = None
) -> bool:
    """Write down what came of a claim; False where the claim was no longer ours, and nothing was changed.

    `retry_at` is when a `Postponed` delivery is due again; None makes it dead, as `Rejected` and `Gone` do.
    What was sent is sent, whoever holds the claim by now. The members of a bundle share its fate.
    """
    id = claim.delivery.id
    held_by = sa.select(deliveries.c.token).where(deliveries.c.id == id)
    if not isinstance(outcome, Sent) and tx.execute(held_by).scalar() != claim.token:
        return False
    changes = _change_by(outcome, claim.delivery.failures, now, retry_at)
    _update(tx, id, lost=0, **changes, **_FREE)
    members = {name: changes[name] for name in ("state", "last_error", "sent_at") if name in changes}
    tx.execute(deliveries.update().where(deliveries.c.bundle == id).values(**members))
    return True


def _change_by(outcome: Outcome, failures: int, now: datetime, retry_at: datetime | None) -> dict[str, Any]:
    """What an outcome changes of a delivery that failed so often before."""
    match outcome:
        case Sent():
            return _settled(DeliveryState.SENT) | {"sent_at": now, "failures": 0, "last_error": None}
        case Postponed(why=why) if retry_at is not None:
            changes = {"state": DeliveryState.RETRYING.value, "next_attempt_at": retry_at}
        case Postponed(why=why) | Rejected(why=why) | Gone(why=why):
            changes = _settled(DeliveryState.DEAD)
    return changes | {"last_error": why, "failures": failures + 1}


def redeliver(tx: Transaction, ids: Iterable[str], now: datetime) -> list[Delivery]:
    """Make deliveries due now, whatever their state, under the same ids and with the same bytes.

    An id names a delivery or an alert, whose deliveries are all meant; what a bundle carried is sent again
    by the bundle. The retry table starts afresh.
    """
    named = list(ids)
    carrying = sa.select(delivery_alerts.c.delivery).where(delivery_alerts.c.alert.in_(named))
    by_alert = deliveries.c.id.in_(carrying) & deliveries.c.bundle.is_(None)
    return make_due(tx, deliveries.c.id.in_(named) | by_alert, now)


def redeliver_dead(tx: Transaction, now: datetime) -> list[Delivery]:
    """Make every dead letter due now."""
    is_dead = (deliveries.c.state == DeliveryState.DEAD.value) & deliveries.c.bundle.is_(None)
    return make_due(tx, is_dead, now)


def read_delivery(tx: Transaction, id: str) -> Delivery | None:
    """One delivery by its id."""
    rows = tx.execute(sa.select(deliveries).where(deliveries.c.id == id)).all()
    return read_deliveries(tx, rows)[0] if rows else None


def list_deliveries(
    tx: Transaction,
    *,
    since: datetime | None = None,
    state: DeliveryState | None = None,
    channel: str | None = None,
    watch: str | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> ListPage[Delivery]:
    """Deliveries, newest promise first; None means: any. `since` counts the time of promising.

    `after` is the cursor of an earlier page. Raises: CursorRefused.
    """
    query = begin_after(sa.select(deliveries), deliveries.c.created_at, deliveries.c.number, after)
    query = query.order_by(deliveries.c.created_at.desc(), deliveries.c.number.desc())
    if since:
        query = query.where(deliveries.c.created_at >= since)
    if state:
        query = query.where(deliveries.c.state == state.value)
    if channel:
        query = query.where(deliveries.c.channel == channel)
    if watch:
        carried = sa.select(delivery_alerts.c.delivery).join(alerts, alerts.c.id == delivery_alerts.c.alert)
        query = query.where(deliveries.c.id.in_(carried.where(alerts.c.watch == watch)))
    found = tx.execute(query.limit(limit and limit + 1)).all()
    rows, cursor = cut_page(found, limit, lambda row: (row.created_at, row.number))
    return ListPage(read_deliveries(tx, rows), next=cursor)


def deliveries_of_alert(tx: Transaction, alert: str) -> list[Delivery]:
    """The deliveries that carry an alert, oldest promise first."""
    rows = tx.execute(
        sa.select(deliveries).join(delivery_alerts, delivery_alerts.c.delivery == deliveries.c.id)
        .where(delivery_alerts.c.alert == alert).order_by(deliveries.c.number)
    ).all()  # fmt: skip
    return read_deliveries(tx, rows)


def first_on_story(tx: Transaction, story: str, channel: str, recipient: str) -> Delivery | None:
    """The first message on a story, under any of its ids, to one recipient: what later ones reply to."""
    # from the story's alerts: where channel and number are asked for too, SQLite walks all of the channel
    on_story = (
        sa.select(delivery_alerts.c.delivery)
        .join(alerts, alerts.c.id == delivery_alerts.c.alert)
        .where(alerts.c.story.in_(story_names(story)))
    )
    named = ("number", "id", "channel", "recipient", "bundle")
    query = sa.select(*(deliveries.c[name] for name in named))
    rows = tx.execute(query.where(deliveries.c.id.in_(list(tx.execute(on_story).scalars())))).all()
    # what a bundle carried was never a message of its own
    theirs = [row for row in rows if (row.channel, row.recipient, row.bundle) == (channel, recipient, None)]
    return read_delivery(tx, min(theirs, key=lambda row: int(row.number)).id) if theirs else None


def read_waiting(tx: Transaction, story: str, now: datetime) -> list[Delivery]:
    """Messages on a story that nobody has tried and that are not due yet."""
    on_story = (
        sa.select(delivery_alerts.c.delivery)
        .join(alerts, alerts.c.id == delivery_alerts.c.alert)
        .where(alerts.c.story.in_(story_names(story)))
    )
    rows = tx.execute(
        sa.select(deliveries)
        .where(deliveries.c.next_attempt_at > now, deliveries.c.attempts == 0)
        .where(deliveries.c.held.is_(None), deliveries.c.id.in_(on_story))
        .order_by(deliveries.c.number)
    )
    return read_deliveries(tx, rows.all())


def replace_body(tx: Transaction, id: str, body: bytes) -> None:
    """Give a message that nobody has tried other words; once tried, its bytes stay."""
    tx.execute(deliveries.update().where(deliveries.c.id == id, deliveries.c.attempts == 0).values(body=body))


def next_due_at(
    tx: Transaction, now: datetime, channels: Collection[str] | None = None, *, owner: str | None = None
) -> datetime | None:
    """When there may be something for `owner` to send next, or has been since; None where nothing is waiting.

    What somebody elsewhere holds counts from the end of the claim, so that one who sleeps until then does not
    wake for nothing; what another living process here holds is not waited for.
    """
    holders = read_holders(tx, deliveries, owner)
    is_leased = ~due(deliveries.c.claimed_until, now, CLAIM_LEASE)
    is_held = is_leased & deliveries.c.claimed_by.not_in(holders.gone)
    free_at = sa.case((is_held, deliveries.c.claimed_until), else_=deliveries.c.next_attempt_at)
    is_ours = deliveries.c.claimed_by.is_(None) | deliveries.c.claimed_by.not_in(holders.living)
    waiting = sa.select(sa.func.min(free_at)).where(
        deliveries.c.next_attempt_at.is_not(None), is_ours, *_among(channels)
    )
    return tx.execute(waiting).scalar()


def read_streak(tx: Transaction, channel: str, recipient: str, now: datetime) -> tuple[int, datetime | None]:
    """How often sending to a recipient failed since something was last sent there, and since when."""
    to_them = (deliveries.c.channel == channel) & (deliveries.c.recipient == recipient)
    sent = sa.select(sa.func.max(deliveries.c.sent_at)).where(to_them, ~ahead(deliveries.c.sent_at, now))
    last_sent = sent.scalar_subquery()
    since_then = last_sent.is_(None) | (deliveries.c.created_at > last_sent)
    failed = deliveries.c.state.in_((DeliveryState.RETRYING.value, DeliveryState.DEAD.value))
    many, since = sa.func.sum(deliveries.c.failures), sa.func.min(deliveries.c.created_at)
    query = sa.select(many.label("many"), since.label("since")).where(to_them, since_then)
    row = tx.execute(query.where(failed, deliveries.c.failures > 0)).one()
    return int(row.many or 0), row.since


def count_states(tx: Transaction) -> dict[DeliveryState, int]:
    """How many deliveries are in each state."""
    rows = tx.execute(
        sa.select(deliveries.c.state, sa.func.count().label("many")).group_by(deliveries.c.state)
    )
    found = {DeliveryState(row.state): int(row.many) for row in rows}
    return {state: found.get(state, 0) for state in DeliveryState}


def count_waiting(tx: Transaction) -> dict[str, int]:
    """How many deliveries are still to be sent by each channel, be it in the configuration or not."""
    many = sa.select(deliveries.c.channel, sa.func.count().label("many")).group_by(deliveries.c.channel)
    rows = tx.execute(many.where(deliveries.c.next_attempt_at.is_not(None)))
    return {row.channel: int(row.many) for row in rows}


def count_dead(tx: Transaction) -> dict[str, int]:
    """How many deliveries were given up on each channel; a bundle is one, whatever it carried."""
    many = sa.select(deliveries.c.channel, sa.func.count().label("many")).group_by(deliveries.c.channel)
    is_dead = deliveries.c.state == DeliveryState.DEAD.value
    rows = tx.execute(many.where(is_dead, deliveries.c.bundle.is_(None)))
    return {row.channel: int(row.many) for row in rows}


def read_deliveries(tx: Transaction, rows: Iterable[sa.Row[Any]]) -> list[Delivery]:
    """Rows of the table with the alerts that they carry, in their order."""
    found = list(rows)
    carried: dict[str, list[str]] = {row.id: [] for row in found}
    links = (
        sa.select(delivery_alerts)
        .where(delivery_alerts.c.delivery.in_(list(carried)))
        .order_by(delivery_alerts.c.delivery, delivery_alerts.c.position)
    )
    for link in tx.execute(links):
        carried[link.delivery].append(link.alert)
    return [
        Delivery(
            alerts=tuple(carried[row.id]),
            state=DeliveryState(row.state),
            **{name: getattr(row, name) for name in _SAME} | _last_error(row),
        )
        for row in found
    ]


def _last_error(row: sa.Row[Any]) -> dict[str, str | None]:
    """That of the last attempt: none where it was sent, of which older versions kept one from before."""
    return {"last_error": None if row.state == DeliveryState.SENT.value else row.last_error}


def make_due(tx: Transaction, meant: sa.ColumnElement[bool], now: datetime) -> list[Delivery]:
    """Make these due now with the retry table afresh, each by itself."""
    ids = list(tx.execute(sa.select(deliveries.c.id).where(meant)).scalars())
    again: dict[str, Any] = {"state": DeliveryState.PENDING.value, "next_attempt_at": now, "failures": 0}
    tx.execute(
        deliveries.update()
        .where(deliveries.c.id.in_(ids))
        .values(**again, **_FREE, lost=0, held=None, bundle=None)
    )
    rows = tx.execute(sa.select(deliveries).where(deliveries.c.id.in_(ids)).order_by(deliveries.c.number))
    return read_deliveries(tx, rows.all())


_FREE: dict[str, Any] = {"claimed_by": None, "claimed_until": None, "token": None}


def _settled(state: DeliveryState) -> dict[str, Any]:
    return {"state": state.value, "next_attempt_at": None}


def _next_due(tx: Transaction, owner: str, now: datetime, channels: Collection[str] | None) -> sa.Select[Any]:
    """The one place that says what is due: the time has come, nobody living holds it, its channel is on."""
    may_take = is_free(tx, deliveries, now, owner)
    return (
        sa.select(deliveries)
        .where(deliveries.c.next_attempt_at <= now, may_take, deliveries.c.channel.not_in(_off()))
        .where(*_among(channels))
        .order_by(deliveries.c.next_attempt_at, deliveries.c.number)
        .limit(1)
    )


def _off() -> sa.Select[tuple[str]]:
    return sa.select(channel_states.c.channel).where(channel_states.c.off_since.is_not(None))


def _among(channels: Collection[str] | None) -> list[sa.ColumnElement[bool]]:
    return [] if channels is None else [deliveries.c.channel.in_(list(channels))]


def _update(tx: Transaction, id: str, **changes: Any) -> None:
    tx.execute(deliveries.update().where(deliveries.c.id == id).values(**changes))


_SAME = ("id", "channel", "recipient", "content_type", "body", "attempts", "failures", "created_at",
         "next_attempt_at", "last_error", "sent_at", "digest_id", "held", "bundle")  # fmt: skip


def _delivery_columns(delivery: Delivery) -> dict[str, Any]:
    return {name: getattr(delivery, name) for name in _SAME} | {"state": delivery.state.value, "lost": 0}
