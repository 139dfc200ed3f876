"""Faults of this program: a bug met at one record costs that record what cannot be computed, no more.

Whatever goes on after a bug does so through `attempt`, so that each fault is logged with its trace and noted
with the record that it was met at. Trouble of the database is no such fault and is never caught.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from storage.corpus.ledger import keep_decisions
from storage.database import Transaction, is_storage_trouble, savepoint
from storage.records import Decision
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

log = logging.getLogger("hanmi.bugs")

STEP = "fault"
"""The step of the decision that a fault leaves; its verdict is the part that could not be computed."""

_LONGEST = 500

T = TypeVar("T")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: at which record it was met, which part could not be computed, and the error."""

    about: str
    part: str
    error: str

    @property
    def why(self) -> str:
        """The fault in one line."""
        return Reason(FetchCode.OUR_FAULT, error=f"{self.part}: {self.error}")


class Faults:
    """The faults met at one record, in the order in which they were met."""

    def __init__(self, about: str) -> None:
        self.about = about
        self.found: list[Fault] = []

    @property
    def whys(self) -> tuple[str, ...]:
        """Each fault in one line."""
        return tuple(dict.fromkeys(fault.why for fault in self.found))

    def keep(self, tx: Transaction, now: datetime) -> None:
        """Leave a decision for each fault, which `hanmi explain` shows with the record."""
        keep_decisions(
            tx,
            [
                Decision(
                    at=now,
                    step=STEP,
                    subject=self.about,
                    verdict=fault.part,
                    why=fault.why,
                    detail={"at": fault.about},
                )
                for fault in dict.fromkeys(self.found)
            ],
        )


_MET: ContextVar[Faults | None] = ContextVar("faults", default=None)


@contextmanager
def naming_faults(about: str) -> Iterator[Faults]:
    """Let `attempt` catch and note the faults that are met at one record while this block runs.

    `about` is the record's id or address.
    """
    faults = Faults(about)
    token = _MET.set(faults)
    try:
        yield faults
    finally:
        _MET.reset(token)


def attempt(
    part: str,
    compute: Callable[[], T],
    otherwise: Other,
    *,
    about: str | None = None,
    within: Transaction | None = None,
) -> T | Other:
    """What `compute` returns, or `otherwise` where a bug keeps it from that.

    Outside of `naming_faults` a bug is raised. `about` is the record that it is met at, where that is another
    than the one whose faults are named; `within` the transaction that `compute` writes in: what it had
    written before the bug is undone.

    Raises:
        StorageError: the database cannot be used; within a transaction, the driver's error of that.
    """
    if _MET.get() is None:
        return compute()
    try:
        if within is None:
            return compute()
        with savepoint(within):
            return compute()
    except Exception as error:  # whatever a bug raises: that is what this is for
        if is_storage_trouble(error):
            raise
        note_fault(part, error, about=about)
        return otherwise


def attempt_alone(
    about: str,
    part: str,
    compute: Callable[[], T],
    otherwise: Other,
    *,
    within: Transaction | None = None,
) -> T | Other:
    """`attempt` for one thing of many, whose faults are logged and kept with nothing."""
    with naming_faults(about):
        return attempt(part, compute, otherwise, within=within)


def note_fault(part: str, error: Exception, *, about: str | None = None) -> Fault:
    """Log a fault that was caught, with its trace, and note it where faults are being named."""
    faults = _MET.get()
    known = about or (faults.about if faults else "")
    fault = Fault(about=known, part=part, error=repr(error)[:_LONGEST])
    log.error("fault: about=%s part=%s", known, part, exc_info=error)
    if faults is not None:
        faults.found.append(fault)
    return fault
