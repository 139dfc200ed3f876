"""What the service could not see: failing sources, and periods lost to gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.compose.public_json import Shape, shape_time
from storage.corpus.ledger import read_gaps
from storage.corpus.sources import read_troubled
from storage.database import Transaction
from storage.records import Decision, Health, SourceStatus, Trouble

RECENT = timedelta(days=7)
"""Trouble that began longer ago is no news: digests and `hanmi sources` name it, alerts do not."""

GAPS = timedelta(days=1)
"""How far back an alert tells of gaps."""

UNREAD = (Trouble.FAILING, Trouble.CHALLENGE)
"""Trouble that keeps a source from being read; one that is silent is read and says nothing."""

PASSING = timedelta(hours=1)
"""Failures for less than this may be over at the next poll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """A time in which a source was not seen; `until` None: it is not over.

    `regained` counts the articles of that time that were found all the same.
    """

    source: str
    name: str
    trouble: Trouble
    since: datetime
    why: str
    until: datetime | None = None
    regained: int = 0


def read_blind(tx: Transaction, names: Mapping[str, str], now: datetime) -> tuple[Blind, ...]:
    """What of these sources (names by id) bears on an alert told now, the latest trouble first."""
    ill = [blind for status in read_troubled(tx) if (blind := find_blind(status, names, now))]
    gaps = [read_gap(gap, names) for gap in read_gaps(tx, names, now - GAPS, now)]
    return tuple(sorted([*ill, *gaps], key=lambda blind: blind.since, reverse=True))


def sum_unseen(
    tx: Transaction, names: Mapping[str, str], since: datetime, now: datetime
) -> dict[str, timedelta]:
    """How long each of these sources was not seen since then, the longest first.

    By the gaps of its polls, and by what keeps it from being read now. One that was never read is left out:
    nothing of it is missed.
    """
    lost: dict[str, timedelta] = {}
    for gap in read_gaps(tx, names, since, now):
        blind = read_gap(gap, names)
        _add_span(lost, blind.source, max(blind.since, since), min(blind.until or now, now))
    for status in read_troubled(tx):
        trouble = _find_trouble(status, now)
        if status.id in names and trouble.trouble in UNREAD and trouble.since:
            _add_span(lost, status.id, max(trouble.since, since), now)
    return dict(sorted(lost.items(), key=lambda pair: (-pair[1], pair[0])))


def _add_span(lost: dict[str, timedelta], source: str, begin: datetime, end: datetime) -> None:
    lost[source] = lost.get(source, timedelta()) + max(end - begin, timedelta())


def find_blind(status: SourceStatus, names: Mapping[str, str], now: datetime) -> Blind | None:
    """The trouble that a source has, None where it has none that is recent and lasts.

    A source that was never read is none that is missed: something is wrong with its address.
    """
    name, found = names.get(status.id), _find_trouble(status, now)
    if name is None or found.trouble in (None, Trouble.GAP) or found.since is None:
        return None
    if now - found.since > RECENT:
        return None
    return Blind(source=status.id, name=name, trouble=found.trouble, since=found.since, why=found.why)


def _find_trouble(status: SourceStatus, now: datetime) -> Health:
    """How a source does now, whether or not that is recent."""
    if status.last_ok_at is None:
        return Health()
    health = status.coverage.health
    if health.trouble is None and status.failing_since and now - status.failing_since > PASSING:
        return Health(trouble=Trouble.FAILING, since=status.last_ok_at, why=status.last_error or "")
    return health


def read_gap(decision: Decision, names: Mapping[str, str]) -> Blind:
    """The gap that a poll found."""
    detail = decision.detail
    return Blind(
        source=decision.subject,
        name=names[decision.subject],
        trouble=Trouble.GAP,
        since=datetime.fromisoformat(detail["start"]),
        until=datetime.fromisoformat(detail["end"]),
        why=decision.why,
        regained=detail["regained"],
    )


def shape_blind(unseen: Sequence[Blind]) -> list[Shape]:
    """As webhooks carry it."""
    return [
        {
            "source": blind.source,
            "name": blind.name,
            "trouble": blind.trouble.value,
            "since": shape_time(blind.since),
            "until": shape_time(blind.until),
            "why": blind.why,
            "regained": blind.regained,
        }
        for blind in unseen
    ]
