"""Whether a clock has jumped: times in the database that lie in the future, and what they put off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.compose.words import clock_in
from alerts.send.catch_up import count_late
from flows.config.database import open_database
from flows.config.settings import Settings
from flows.sources.health.waits import longest_wait
from storage.clock import is_ahead
from storage.corpus.ledger import read_newest
from storage.corpus.sources import read_statuses
from storage.database import Transaction

SET_IT = (
    "see that the clock is right (NTP); what was put off is then due in the next cycle, with nothing to do"
)


def say_jump(settings: Settings) -> str | None:
    """What a clock that jumped has left, in words; None where no stored time lies ahead of now.

    Raises: StorageError.
    """
    with open_database(settings) as db, db.reading() as tx:
        now, newest = db.now(), read_newest(tx)
        put_off = list(_list_put_off(tx, settings, now))
    if newest is not None and is_ahead(newest, now):
        shown = clock_in(newest, ZoneInfo(settings.timezone))
        ahead = f"the newest stored time, {shown}, lies {_in_words(newest - now)} ahead"
        put_off.insert(0, f"{ahead}: a clock was ahead then, or this one is behind")
    return "; ".join(put_off) or None


def _list_put_off(tx: Transaction, settings: Settings, now: datetime) -> Iterator[str]:
    statuses, zone = read_statuses(tx), ZoneInfo(settings.timezone)
    far = [
        status
        for source in settings.sources
        if (status := statuses.get(source.id)) and status.is_misplanned(now, longest_wait(source))
    ]
    if far:
        next_at = far[0].next_poll_at
        until = f" to {clock_in(next_at, zone)}" if next_at and next_at > now else ""
        yield f"a clock that jumped put off the polls of {_some('source', len(far))} ({far[0].id}{until})"
    if late := count_late(tx, settings.channels, now, settings.retry, settings.wait):
        yield f"a clock that jumped put off {_some('delivery', late)}"


def _some(noun: str, many: int) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{many} {noun if many == 1 else plural}"


def _in_words(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    return f"{round(hours / 24)} days" if hours >= 48 else f"{hours:.1f} hours"
