"""Report channels that were ended by their receivers or keep failing, through other channels."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from alerts.channels import Channel
from alerts.promise.notices import Notice, failing_notice, lost_notice, off_notice, promise_notice
from storage.corpus.ledger import keep_decision
from storage.database import Transaction
from storage.promises.channels import channels_off, give_up_off, switch_off
from storage.promises.outbox import keep_deliveries, read_streak
from storage.records import Decision, Delivery, DeliveryState, Gone
from storage.records.reasons import Reason
from storage.records.send_texts import SendCode

log = logging.getLogger("hanmi.sending")

WORRYING_AFTER = timedelta(hours=2)
WORRYING_FAILURES = 3
"""So many failures since a reader last got anything, the first delivery that old: it fails for long."""


def end_channel(
    tx: Transaction, channels: Sequence[Channel], channel: Channel, gone: Gone, now: datetime
) -> int:
    """Switch a channel off at its receiver's wish and say so through the first other one that is on.

    Returns how many deliveries, due but not yet tried, were given up with it.
    """
    if not switch_off(tx, channel.id, gone.why, now):
        return 0
    log.error("channel off channel=%s why=%r", channel.id, gone.why)
    given_up = give_up_due(tx, channels, now, said=False)
    _tell_elsewhere(tx, channels, channel, off_notice(channel, gone.why, now), now)
    return given_up


def give_up_due(tx: Transaction, channels: Sequence[Channel], now: datetime, *, said: bool = True) -> int:
    """Give up what is due on channels that are off; with `said` another channel hears of it once a day.

    Returns how many that were.
    """
    by_id = {channel.id: channel for channel in channels}
    lost: dict[str, int] = {}
    for delivery in give_up_off(tx, by_id, now):
        lost[delivery.channel] = lost.get(delivery.channel, 0) + 1
        why = Reason(SendCode.CHANNEL_BACK, channel=delivery.channel)
        keep_decision(
            tx,
            Decision(
                at=now,
                step="deliver",
                subject=delivery.id,
                verdict=DeliveryState.DEAD.value,
                why=why,
                detail={"channel": delivery.channel},
            ),
        )
    for id in lost if said else ():
        _tell_elsewhere(tx, channels, by_id[id], lost_notice(by_id[id], now), now)
    return sum(lost.values())


def tell_if_ailing(
    tx: Transaction, channels: Sequence[Channel], channel: Channel, failed: Delivery, why: str, now: datetime
) -> None:
    """Say through another channel that one fails for long, once a day for each of its readers."""
    failures, since = read_streak(tx, channel.id, failed.recipient, now)
    if failures >= WORRYING_FAILURES and since is not None and now - since >= WORRYING_AFTER:
        _tell_elsewhere(tx, channels, channel, failing_notice(channel, failed, why, now), now)


def _tell_elsewhere(
    tx: Transaction, channels: Sequence[Channel], channel: Channel, notice: Notice, now: datetime
) -> None:
    """Promise a notice on the first other channel that is on; without one it is only logged."""
    off = channels_off(tx)
    other = next((c for c in channels if c.id not in off and c.id != channel.id), None)
    if other is not None:
        keep_deliveries(tx, promise_notice(notice, other, now))
