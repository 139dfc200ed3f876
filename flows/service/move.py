"""Move everything to another database: the bulk beside a running service, the last step under its lock."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from flows.config.settings import Settings
from flows.service.lock import hold_lock
from storage.database import Database, Transaction, be_patient
from storage.errors import LockHeld, MovedAway, StorageError
from storage.whole.carry import Note, bring_over, digest_tables, is_empty
from storage.whole.moved import note_arrived, note_arriving, note_moved, read_moved, read_origin


@dataclass(slots=True)
class Move:
    """What came of moving: the rows of each table, and what the last step waits for (None: it is done)."""

    origin: str
    to: str
    rows: dict[str, int] = field(default_factory=dict)
    last_step_s: float = 0.0
    waits_for: str | None = None


def move_everything(settings: Settings, to: str, note: Note) -> Move:
    """Carry all that the configured database holds to another, and mark it as moved once both are equal.

    While a service runs on this data directory only the bulk is carried; calling it again goes on with that.
    `to` is an address that `storage.url` may have.

    Raises:
        MovedAway: it was moved to somewhere else before.
        StorageError: the other holds something of its own, one of them cannot be used, or they differ.
    """
    file = settings.storage_url.removeprefix("sqlite:///")
    if file != settings.storage_url and not Path(file).exists():
        raise StorageError(file, "there is no database yet", "there is nothing to move")
    with Database(settings.storage_url) as source, Database(to) as target:
        move = Move(origin=source.shown_url, to=target.shown_url)
        _begin(source, target)
        with source.reading() as tx:
            move.rows = bring_over(tx, target, note).rows
        try:
            with hold_lock(settings.data_dir):
                began = time.monotonic()
                _end(source, target, move, note)
                move.last_step_s = time.monotonic() - began
        except LockHeld as error:
            move.waits_for = error.why
    return move


def _begin(source: Database, target: Database) -> None:
    with source.reading() as tx:
        moved = read_moved(tx)
    if moved not in (None, target.shown_url):
        raise MovedAway(source.shown_url, f"was moved to {moved}", "set [storage] url to that")
    with target.writing() as tx:
        origin = read_origin(tx)
        if origin is None:
            if not is_empty(tx):
                why = "holds something already" if moved is None else "has everything from here already"
                raise StorageError(target.shown_url, why, "give an empty database")
            note_arriving(tx, source.shown_url, target.now())
        elif origin != source.shown_url:
            why = f"is being filled from {origin}"
            raise StorageError(target.shown_url, why, "give an empty database")


def _end(source: Database, target: Database, move: Move, note: Note) -> None:
    """Nobody writes to either meanwhile. The old one is given up first: until the end, both are refused."""
    with source.writing() as tx:
        be_patient(tx)
        carried = bring_over(tx, target, note)
        move.rows = carried.rows
        _compare(tx, target, carried.touched)
        if read_moved(tx) is None:
            note_moved(tx, target.shown_url, source.now())
    with target.writing() as tx:
        note_arrived(tx)


def _compare(tx: Transaction, target: Database, touched: set[str]) -> None:
    """What the last step wrote is read once more; all else was just found to be equal, row by row.

    Raises: StorageError: they differ.
    """
    with target.reading() as there:
        theirs = digest_tables(there, touched)
    differ = [name for name, digest in digest_tables(tx, touched).items() if theirs[name] != digest]
    if differ:
        raise StorageError(
            target.shown_url, f"differs from where it came from in {', '.join(differ)}", "nothing was moved"
        )
