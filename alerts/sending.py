"""Sending what is due: claim, send, settle, one at a time for each channel, until nothing is due."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from alerts.channels import Channel
from alerts.notice import Notice, promise_notice
from alerts.retry import STANDARD, next_try
from storage.database import Database, Transaction
from storage.ledger import keep_decision
from storage.outbox import (
    Claim,
    channels_off,
    claim_delivery,
    keep_deliveries,
    settle_delivery,
    switch_off,
)
from storage.records import Decision, DeliveryState, Gone, Outcome, Postponed, Rejected, Sent

log = logging.getLogger("hanmi.sending")

PATIENCE_S = 60.0
"""What failures may cost one channel in one pass; what is still due waits for the next pass."""

MOST_AT_ONCE = 8
"""Channels sending at the same time; each needs a connection to the database now and then."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTally:
    """What one pass over the outbox did, in attempts."""

    sent: int = 0
    retrying: int = 0
    dead: int = 0

    def __add__(self, other: SentTally) -> SentTally:
        return SentTally(
            sent=self.sent + other.sent,
            retrying=self.retrying + other.retrying,
            dead=self.dead + other.dead,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What sending needs: who claims, the retry table, the clock, chance between 0 and 1, and when to stop.

    `channels` are all that are configured, in their order; a notice about one goes through another.
    """

    db: Database
    channels: Sequence[Channel]
    owner: str
    table: Sequence[timedelta]
    clock: Clock
    chance: Callable[[], float]
    stop: threading.Event


def send_due(
    db: Database,
    channels: Sequence[Channel],
    *,
    owner: str,
    clock: Clock = lambda: datetime.now(UTC),
    chance: Callable[[], float],
    table: Sequence[timedelta] = STANDARD,
    stop: threading.Event | None = None,
) -> SentTally:
    """Send until nothing is due, or until `stop` is set; returns what the attempts came to.

    Each channel has a thread of its own, so that one that hangs holds up no other. A process that dies
    anywhere in here repeats at most the one delivery of each channel that it was sending, under its id.

    Raises:
        StorageError: the database cannot be used; what was sent and not settled is sent again later.
    """
    if not channels:
        return SentTally()
    sender = Sender(
        db=db,
        channels=channels,
        owner=owner,
        table=table,
        clock=clock,
        chance=chance,
        stop=stop or threading.Event(),
    )
    with ThreadPoolExecutor(min(len(channels), MOST_AT_ONCE), thread_name_prefix="channel") as threads:
        tallies = list(threads.map(lambda channel: _send_through(sender, channel), channels))
    # a notice that one channel's end has promised may have come after another channel had finished
    more = sum((_send_through(sender, channel) for channel in channels), SentTally())
    return sum(tallies, more)


def _send_through(sender: Sender, channel: Channel) -> SentTally:
    tally, failed_s = SentTally(), 0.0
    while failed_s < PATIENCE_S and not sender.stop.is_set():
        with sender.db.writing() as tx:
            claim = claim_delivery(tx, sender.owner, sender.clock(), channels=[channel.id])
        if claim is None:
            break
        began = time.monotonic()
        outcome = channel.send(claim.delivery)
        took_s = time.monotonic() - began
        state = _settle(sender, channel, claim, outcome, took_s)
        tally += _count(state)
        failed_s += 0 if state is DeliveryState.SENT else took_s
    return tally


def _settle(sender: Sender, channel: Channel, claim: Claim, outcome: Outcome, took_s: float) -> DeliveryState:
    """Write what came of an attempt in one transaction, with its decision and any notice it calls for."""
    now, delivery = sender.clock(), claim.delivery
    retry_at = None
    if isinstance(outcome, Postponed):
        retry_at = next_try(
            delivery.failures + 1, now, asked=outcome.after, chance=sender.chance(), table=sender.table
        )
    state, why = _read_outcome(outcome, retry_at)
    with sender.db.writing() as tx:
        if not settle_delivery(tx, claim, outcome, now, retry_at=retry_at):
            state, why = DeliveryState.RETRYING, f"{why}; somebody else holds it by now"
        detail = {"channel": channel.id, "attempt": delivery.attempts, "ms": round(took_s * 1000)}
        keep_decision(
            tx,
            Decision(
                at=now, step="deliver", subject=delivery.id, verdict=state.value, why=why, detail=detail
            ),
        )
        if isinstance(outcome, Gone):
            _switch_off(tx, sender, channel, outcome, now)
    log.log(
        logging.ERROR if state is DeliveryState.DEAD else logging.INFO,
        "delivery %s channel=%s delivery=%s attempt=%d why=%r ms=%d",
        state.value,
        channel.id,
        delivery.id,
        delivery.attempts,
        why,
        round(took_s * 1000),
    )
    return state


def _read_outcome(outcome: Outcome, retry_at: datetime | None) -> tuple[DeliveryState, str]:
    match outcome:
        case Sent():
            return DeliveryState.SENT, "the receiver took it"
        case Postponed(why=why) if retry_at is not None:
            return DeliveryState.RETRYING, f"{why}; again at {retry_at.isoformat(timespec='seconds')}"
        case Postponed(why=why):
            return DeliveryState.DEAD, f"{why}; the last try of the retry table"
        case Rejected(why=why) | Gone(why=why):
            return DeliveryState.DEAD, why


def _switch_off(tx: Transaction, sender: Sender, channel: Channel, gone: Gone, now: datetime) -> None:
    """Switch a channel off at its receiver's wish and say so through the first other one that is on."""
    if not switch_off(tx, channel.id, gone.why, now):
        return
    log.error("channel off channel=%s why=%r", channel.id, gone.why)
    off = channels_off(tx)
    other = next((c for c in sender.channels if c.id not in off), None)
    if other is not None:
        keep_deliveries(tx, promise_notice(off_notice(channel, gone.why, now), other, now))


def off_notice(channel: Channel, why: str, now: datetime) -> Notice:
    """What is said of a channel that its receiver ended."""
    return Notice(
        type="channel.off",
        key=f"{channel.id} {now.isoformat()}",
        title=f"channel {channel.id} was switched off",
        lines=(
            f"The receiver of channel {channel.id} answered: {why}.",
            "Nothing more is sent there, and what was due waits.",
            f"To switch it on again: hanmi channel test {channel.id}",
        ),
        data={"channel": channel.id, "why": why},
    )


def _count(state: DeliveryState) -> SentTally:
    match state:
        case DeliveryState.SENT:
            return SentTally(sent=1)
        case DeliveryState.DEAD:
            return SentTally(dead=1)
        case _:
            return SentTally(retrying=1)
