"""After a restore: what may have been sent since the backup was made is held until somebody asks for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from storage.corpus.ledger import read_mark, set_mark
from storage.database import Transaction
from storage.records import Delivery, DeliveryState
from storage.tables import Moment, alerts, articles, deliveries, digests
from storage.whole.moved import MOVED

RESTORED = "restored"
"""The name that such deliveries are held under, and that of the mark of a restore without the old file."""

LASTS = timedelta(days=1)
"""How long after such a restore old news may come in that was alerted on before: a feed's reach, mostly."""

_ACCOUNT = (
    # What the lost time promised and sent is promised already: found again, it is sent to nobody.
    """
    INSERT INTO deliveries (id, channel, recipient, content_type, body, state, attempts, failures, lost,
                            created_at, sent_at, digest_id, bundle)
    SELECT id, channel, recipient, content_type, body, state, attempts, failures, 0,
           created_at, sent_at, digest_id, bundle
    FROM lost.deliveries WHERE state = 'sent' AND id NOT IN (SELECT id FROM main.deliveries) ORDER BY number
    """,
    """
    UPDATE deliveries
    SET state = 'sent', held = NULL, next_attempt_at = NULL, last_error = NULL,
        sent_at = (SELECT sent_at FROM lost.deliveries AS known WHERE known.id = main.deliveries.id)
    WHERE state != 'sent' AND id IN (SELECT id FROM lost.deliveries WHERE state = 'sent')
    """,
)


def hold_pending(tx: Transaction) -> None:
    """Hold all that waits to be sent: it may have been sent since. Claims of that time are void."""
    free = {"claimed_by": None, "claimed_until": None, "token": None}
    waits = deliveries.c.next_attempt_at.is_not(None)
    tx.execute(deliveries.update().where(waits).values(next_attempt_at=None, held=RESTORED, **free))


def note_restore(tx: Transaction, now: datetime) -> None:
    """Note that nobody knows what was sent up to now; see `hold_restored`."""
    set_mark(tx, RESTORED, now.isoformat(), now)


def take_in_sent(restored: Path, old: Path) -> int | None:
    """Take over from the file before the restore what it says was sent; how many, None where it cannot tell.

    What was pending in the backup and sent since is held no more. One that was moved cannot tell what was
    sent from where it went.
    """
    if not old.exists():
        return None
    with closing(sqlite3.connect(restored, isolation_level=None)) as db:
        try:
            db.execute("ATTACH ? AS lost", (str(old),))
            if db.execute("PRAGMA lost.quick_check(1)").fetchone() != ("ok",):
                return None
            moved = db.execute("SELECT 1 FROM lost.marks WHERE name = ?", (MOVED,)).fetchone()
            db.execute("BEGIN IMMEDIATE")
            many = sum(db.execute(statement).rowcount for statement in _ACCOUNT)
            db.execute("COMMIT")
        except sqlite3.DatabaseError:  # damaged, or of another version
            if db.in_transaction:
                db.execute("ROLLBACK")
            return None
    return many if moved is None else None


def hold_restored(tx: Transaction, promised: Iterable[Delivery]) -> list[Delivery]:
    """Deliveries as they are to be promised: after a restore, news from before it is held for a day.

    Only where nothing could tell what had been sent since the backup (`note_restore`).
    """
    made = list(promised)
    written = read_mark(tx, RESTORED) if made else None
    at = datetime.fromisoformat(written) if written else None
    if at is None:
        return made
    return [_hold(each) if _is_of_before(tx, each, at) else each for each in made]


def _hold(delivery: Delivery) -> Delivery:
    if delivery.state is not DeliveryState.PENDING:
        return delivery
    return replace(delivery, next_attempt_at=None, held=RESTORED)


def _is_of_before(tx: Transaction, delivery: Delivery, at: datetime) -> bool:
    """Whether all that a delivery tells was there before the restore; notices are of now."""
    if delivery.created_at > at + LASTS:
        return False
    if delivery.digest_id is not None:
        due_at = sa.select(digests.c.due_at).where(digests.c.id == delivery.digest_id)
        return bool(((found := tx.execute(due_at).scalar()) is not None) and found <= at)
    if not delivery.alerts:
        return False
    # an undated one may be of then as well
    published = sa.func.coalesce(articles.c.published_at, sa.literal(at, Moment), type_=Moment)
    newest = (
        sa.select(sa.func.max(published))
        .select_from(alerts.join(articles, articles.c.id == alerts.c.article))
        .where(alerts.c.id.in_(delivery.alerts))
    )
    found = tx.execute(newest).scalar()
    return found is not None and found <= at
