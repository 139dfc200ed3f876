"""Channels that their receivers disabled; their due deliveries are given up visibly and return with them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.promises.alerts import insert_new
from storage.promises.claims import is_free
from storage.promises.outbox import make_due, read_deliveries
from storage.records import Delivery, DeliveryState
from storage.records.reasons import Reason, write_reason_text
from storage.records.send_texts import SendCode
from storage.tables import channel_states, deliveries


def switch_off(tx: Transaction, channel: str, why: str, now: datetime) -> bool:
    """Send nothing more through a channel until it is switched on; whether it was on."""
    return insert_new(tx, channel_states, {"channel": channel, "off_since": now, "off_why": why})


def switch_on(tx: Transaction, channel: str, now: datetime) -> list[Delivery] | None:
    """Re-enable a channel and make what it missed due now. None if it was already on."""
    why = channels_off(tx).get(channel)
    if why is None:
        return None
    tx.execute(channel_states.delete().where(channel_states.c.channel == channel))
    lost = (
        (deliveries.c.channel == channel)
        & (deliveries.c.state == DeliveryState.DEAD.value)
        & sa.type_coerce(deliveries.c.last_error, sa.Text).in_(_list_kept(why))
        & deliveries.c.bundle.is_(None)
    )
    return make_due(tx, lost, now)


def channels_off(tx: Transaction) -> dict[str, str]:
    """The channels that are switched off, and why."""
    rows = tx.execute(sa.select(channel_states).where(channel_states.c.off_since.is_not(None)))
    return {row.channel: row.off_why for row in rows}


def give_up_off(tx: Transaction, channels: Collection[str], now: datetime) -> list[Delivery]:
    """Make dead what is due on those of these channels that are off: what nobody will send must not wait.

    Returns what was given up.
    """
    found = []
    for channel, why in channels_off(tx).items():
        if channel not in channels:
            continue
        is_due = (deliveries.c.channel == channel) & (deliveries.c.next_attempt_at <= now)
        query = sa.select(deliveries).where(is_due, is_free(tx, deliveries, now))
        given_up = read_deliveries(tx, tx.execute(query).all())
        ids = [delivery.id for delivery in given_up]
        dead = {"state": DeliveryState.DEAD.value, "last_error": _say_off(why)}
        tx.execute(deliveries.update().where(deliveries.c.id.in_(ids)).values(next_attempt_at=None, **dead))
        tx.execute(deliveries.update().where(deliveries.c.bundle.in_(ids)).values(**dead))
        found += given_up
    return found


def _list_kept(why: str) -> list[str]:
    """How deliveries that were lost with a channel say so: as values, or in words as they once did."""
    return [write(each) for each in (why, _say_off(why)) for write in (write_reason_text, str)]


def _say_off(why: str) -> Reason:
    return Reason(SendCode.CHANNEL_OFF, why=why)
