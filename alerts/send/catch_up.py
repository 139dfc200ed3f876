"""Make deliveries that a wrong clock postponed due again, one a second per channel."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from alerts.channels import Channel
from alerts.promise.bundle import RATED
from alerts.promise.deliveries import QUIET, due_time
from alerts.promise.gathered_notices import GATHER, SAYS
from alerts.send.retry import longest_wait
from storage.corpus.ledger import keep_decisions
from storage.database import Database, Transaction
from storage.promises.alerts import read_alerts
from storage.promises.outbox_held import Reach, delay_deliveries, read_misplanned
from storage.records import Decision, Delivery
from storage.records.reasons import Reason
from storage.records.send_texts import SendCode

log = logging.getLogger("hanmi.sending")

DAY = timedelta(days=1)
APART = timedelta(seconds=1)
WHY = Reason(SendCode.CLOCK)


def catch_up(
    db: Database,
    channels: Sequence[Channel],
    now: datetime,
    *,
    table: Sequence[timedelta],
    wait: timedelta = timedelta(),
) -> timedelta:
    """Make due what a wrong clock has put off; returns in how long the last of it is, quiet hours aside.

    Each channel's are due one a second, what goes out as one message together; quiet hours hold what they
    would hold now. `table` is the retry table, `wait` how long a first word waits for reprints.
    """
    with db.reading() as tx:
        late = [channel for channel in channels if _read_late(tx, channel, now, table, wait)]
    if not late:
        return timedelta()
    with db.writing() as tx:
        return max(_delay(tx, channel, _read_late(tx, channel, now, table, wait), now) for channel in late)


def count_late(
    tx: Transaction, channels: Sequence[Channel], now: datetime, table: Sequence[timedelta], wait: timedelta
) -> int:
    """How many deliveries a wrong clock has put off that `catch_up` has not seen to yet."""
    return sum(len(_read_late(tx, channel, now, table, wait)) for channel in channels)


def _read_late(
    tx: Transaction, channel: Channel, now: datetime, table: Sequence[timedelta], wait: timedelta
) -> list[Delivery]:
    return read_misplanned(tx, channel.id, now, _reach(channel, table, wait))


def _reach(channel: Channel, table: Sequence[timedelta], wait: timedelta) -> Reach:
    """How far ahead a channel's deliveries may be due, by what they wait for."""
    manners = channel.manners
    quiet = DAY if manners.quiet else timedelta()
    held = {QUIET: wait + DAY, **dict.fromkeys(SAYS, GATHER)}
    if manners.most:
        held[RATED] = manners.most.per
    return Reach(first=wait + quiet, retry=longest_wait(table) + quiet, held=held)


def _delay(tx: Transaction, channel: Channel, late: Iterable[Delivery], now: datetime) -> timedelta:
    delay = -APART
    for together in _group(late):
        delay += APART
        due_at, held = _due_time(tx, channel, together, now + delay)
        delay_deliveries(tx, together, due_at, held)
        keep_decisions(
            tx,
            [
                Decision(at=now, step="deliver", subject=each.id, verdict=each.state.value, why=WHY)
                for each in together
            ],
        )
    log.warning("deliveries put off by a wrong clock channel=%s due_within_s=%.0f",
                channel.id, delay.total_seconds())  # fmt: skip
    return max(delay, timedelta())


def _due_time(
    tx: Transaction, channel: Channel, together: Sequence[Delivery], at: datetime
) -> tuple[datetime, str | None]:
    """When these may be sent, and what they are held under; quiet hours hold no notices."""
    alerts = read_alerts(tx, [id for each in together for id in each.alerts])
    if not alerts and together[0].digest_id is None:
        return at, together[0].held
    due_at, held = due_time(channel, at, alerts)
    return due_at, (held if alerts else None) or together[0].held


def _group(late: Iterable[Delivery]) -> Iterator[list[Delivery]]:
    """Those that go out as one message, together, in the order of promising."""
    groups: dict[tuple[str, str], list[Delivery]] = {}
    for each in late:
        is_held = each.held is not None and not each.attempts
        groups.setdefault((each.recipient, f"held {each.held}" if is_held else each.id), []).append(each)
    yield from groups.values()
