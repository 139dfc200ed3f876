"""Send what is due: claim, send and settle one delivery at a time until nothing is due."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

from alerts.channels import Channel
from alerts.promise.bundle import PLAINLY, Ways, bundle_held, cap_due
from alerts.promise.deliveries import due_time
from alerts.promise.notices import promise_notice, try_notice
from alerts.send.failing_channels import end_channel, give_up_due, tell_if_ailing
from alerts.send.retry import STANDARD, next_try
from storage.bugs import attempt, attempt_alone, naming_faults, note_fault
from storage.corpus.ledger import keep_decision
from storage.database import Database, Transaction
from storage.promises.alerts import read_alerts
from storage.promises.channels import switch_on
from storage.promises.outbox import Claim, claim_delivery, settle_delivery
from storage.records import Decision, Delivery, DeliveryState, Gone, Outcome, Postponed, Rejected, Sent
from storage.records.reasons import Reason
from storage.records.send_texts import SendCode

log = logging.getLogger("hanmi.sending")

PATIENCE_S = 60.0
"""What failures may cost one channel in one pass; what is still due waits for the next pass."""

PROMPT_S = 2.0
"""How long all others wait for one attempt; a slower one goes on beside them, and holds up nobody."""

LATER = timedelta(hours=1)
"""When what failed is tried again if a bug keeps its time from being computed."""

MOST_AT_ONCE = 8
"""Attempts under way at the same time, all but one of them slow."""

Clock = Callable[[], datetime]
Ended = TypeVar("Ended")


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
    """What sending needs: who claims, the retry table, the clock, and chance between 0 and 1.

    `ways` say how what is bundled is composed. `channels` are all that are configured,
    in their order; a notice about one goes through another.
    """

    db: Database
    channels: Sequence[Channel]
    owner: str
    table: Sequence[timedelta]
    clock: Clock
    chance: Callable[[], float]
    ways: Ways = PLAINLY


def send_due(
    db: Database,
    channels: Sequence[Channel],
    *,
    owner: str,
    clock: Clock = lambda: datetime.now(UTC),
    chance: Callable[[], float],
    table: Sequence[timedelta] = STANDARD,
    stop: threading.Event | None = None,
    ways: Ways = PLAINLY,
) -> SentTally:
    """Send until nothing is due, or until `stop` is set; returns what the attempts came to.

    What has been due the longest goes first, and the next goes when its receiver has answered, or has
    taken longer than `PROMPT_S`. So a process that dies anywhere in here repeats, under the same ids, at
    most the one delivery that it was sending and those that slow receivers had and did not answer yet.

    Raises:
        StorageError: the database cannot be used; what was sent and not settled is sent again later.
    """
    if not channels:
        return SentTally()
    sender = Sender(db=db, channels=channels, owner=owner, table=table, clock=clock, chance=chance, ways=ways)
    lanes = Lanes()
    with db.writing() as tx:
        tally = SentTally(dead=give_up_due(tx, channels, clock()))
    try:
        while not (stop and stop.is_set()):
            free = [channel for channel in channels if lanes.is_free(channel)]
            claim = _claim(sender, free) if len(lanes.running) < MOST_AT_ONCE else None
            if claim is not None:
                channel = next(c for c in free if c.id == claim.delivery.channel)
                future = begin_attempt(partial(_attempt, sender, channel, claim))
                lanes.running[future] = channel.id
                wait([future], timeout=PROMPT_S)
            elif lanes.running:
                wait(lanes.running, return_when=FIRST_COMPLETED)
            else:
                break
            tally += lanes.collect()
    finally:
        wait(lanes.running)
    return tally + lanes.collect()


def begin_attempt(attempt: Callable[[], Ended]) -> Future[Ended]:
    """Run an attempt in a thread of its own, which ends with the process.

    The threads of a pool would not: the interpreter waits for them when it exits, and a receiver that hangs
    could hold up the end of `hanmi serve` for longer than it may take.
    """
    future: Future[Ended] = Future()

    def run() -> None:
        try:
            future.set_result(attempt())
        except BaseException as error:  # as a pool does: it is raised where the result is asked for
            future.set_exception(error)

    threading.Thread(target=run, name="sending", daemon=True).start()
    return future


def try_channel(db: Database, channel: Channel, now: datetime) -> tuple[list[tuple[str, Outcome]], int]:
    """Send a `channel.test` to each recipient, past the outbox; a channel that takes one is switched on.

    Returns each recipient with what came of it, and how much that was given up meanwhile is due again.
    """
    promised = promise_notice(try_notice(channel, now), channel, now)
    outcomes = [(delivery.recipient, _send(channel, delivery)) for delivery in promised]
    if any(isinstance(outcome, Sent) for _, outcome in outcomes):
        with db.writing() as tx:
            return outcomes, len(switch_on(tx, channel.id, now) or ())
    return outcomes, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """What one attempt came to: its own delivery, and all that was given up with a channel that it ended."""

    tally: SentTally
    took_s: float


@dataclass(slots=True)
class Lanes:
    """Which channels are busy in one pass, and what failures have cost each."""

    running: dict[Future[Attempted], str] = field(default_factory=dict)
    failed_s: dict[str, float] = field(default_factory=dict)

    def is_free(self, channel: Channel) -> bool:
        """Whether a channel can be sent through now."""
        return channel.id not in self.running.values() and self.failed_s.get(channel.id, 0.0) < PATIENCE_S

    def collect(self) -> SentTally:
        """Count the attempts that have ended."""
        tally = SentTally()
        for future in [future for future in self.running if future.done()]:
            channel = self.running.pop(future)
            ended = future.result()
            tally += ended.tally
            if not ended.tally.sent:
                self.failed_s[channel] = self.failed_s.get(channel, 0.0) + ended.took_s
        return tally


def _claim(sender: Sender, free: Sequence[Channel]) -> Claim | None:
    if not free:
        return None
    now = sender.clock()
    with sender.db.writing() as tx:
        # Were these to fail, what is due must go out all the same.
        attempt_alone(
            "outbox", "bundles", lambda: bundle_held(tx, free, now, ways=sender.ways), None, within=tx
        )
        attempt_alone("outbox", "rates", lambda: cap_due(tx, free, now, ways=sender.ways), None, within=tx)
        return claim_delivery(tx, sender.owner, now, channels=[channel.id for channel in free])


def _attempt(sender: Sender, channel: Channel, claim: Claim) -> Attempted:
    began = time.monotonic()
    outcome = _send(channel, claim.delivery)
    took_s = time.monotonic() - began
    with naming_faults(claim.delivery.id):
        return Attempted(tally=_settle(sender, channel, claim, outcome, took_s), took_s=took_s)


def _send(channel: Channel, delivery: Delivery) -> Outcome:
    """The outcome of one attempt. A bug in a channel counts as a failure and holds up no other delivery."""
    try:
        return channel.send(delivery)
    except Exception as error:  # whatever a bug raises, or a receiver brings about that nobody thought of
        return Postponed(why=note_fault("sending", error, about=delivery.id).why)


def _settle(sender: Sender, channel: Channel, claim: Claim, outcome: Outcome, took_s: float) -> SentTally:
    """Write an attempt's outcome, its decision and any notice in one transaction."""
    now, delivery, given_up = sender.clock(), claim.delivery, 0
    with sender.db.writing() as tx:
        later = now + LATER if isinstance(outcome, Postponed) else None
        find_time = partial(_next_try, tx, sender, channel, delivery, outcome, now)
        retry_at = attempt("time of the next try", find_time, later)
        state, why = _read_outcome(outcome, retry_at)
        if not settle_delivery(tx, claim, outcome, now, retry_at=retry_at):
            state, why = DeliveryState.RETRYING, Reason(SendCode.ELSEWHERE, why=why)
        detail = {"channel": channel.id, "attempt": delivery.attempts, "ms": round(took_s * 1000)}
        keep_decision(
            tx,
            Decision(
                at=now, step="deliver", subject=delivery.id, verdict=state.value, why=why, detail=detail
            ),
        )
        if not isinstance(outcome, Sent):
            tell = partial(_tell_of_channel, tx, sender, channel, delivery, outcome, why, now)
            given_up = attempt("notice of a channel", tell, 0, within=tx)
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
    return _count(state) + SentTally(dead=given_up)


def _tell_of_channel(
    tx: Transaction,
    sender: Sender,
    channel: Channel,
    delivery: Delivery,
    outcome: Outcome,
    why: str,
    now: datetime,
) -> int:
    """Say through another channel that this one ended or ails; how many deliveries were given up with it."""
    if isinstance(outcome, Gone):
        return end_channel(tx, sender.channels, channel, outcome, now)
    tell_if_ailing(tx, sender.channels, channel, delivery, why, now)
    return 0


def _next_try(
    tx: Transaction, sender: Sender, channel: Channel, delivery: Delivery, outcome: Outcome, now: datetime
) -> datetime | None:
    """When to try again, None: never. A second try wakes nobody whom the first would not have woken."""
    if not isinstance(outcome, Postponed):
        return None
    retry_at = next_try(
        delivery.failures + 1, now, asked=outcome.after, chance=sender.chance(), table=sender.table
    )
    if retry_at is None or not (delivery.alerts or delivery.digest_id):
        return retry_at
    return due_time(channel, retry_at, read_alerts(tx, delivery.alerts))[0]


def _read_outcome(outcome: Outcome, retry_at: datetime | None) -> tuple[DeliveryState, str]:
    match outcome:
        case Sent():
            return DeliveryState.SENT, Reason(SendCode.TAKEN)
        case Postponed(why=why) if retry_at is not None:
            at = retry_at.isoformat(timespec="seconds")
            return DeliveryState.RETRYING, Reason(SendCode.AGAIN_AT, why=why, at=at)
        case Postponed(why=why):
            return DeliveryState.DEAD, Reason(SendCode.LAST_TRY, why=why)
        case Rejected(why=why) | Gone(why=why):
            return DeliveryState.DEAD, why


def _count(state: DeliveryState) -> SentTally:
    match state:
        case DeliveryState.SENT:
            return SentTally(sent=1)
        case DeliveryState.DEAD:
            return SentTally(dead=1)
        case _:
            return SentTally(retrying=1)
