"""How often an entity is named over time, in which language, by whom and beside whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import storage.lists.entity_counts as counts
from storage.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityTexts:
    """Texts that name an entity, copies aside: by day, by outlet, and by whom they name beside it."""

    days: tuple[tuple[date, int, int], ...]
    """Each day with its texts in Korean and in other languages."""
    outlets: tuple[tuple[str, int], ...]
    beside: tuple[tuple[str, int], ...]
    counted: int
    """Of how many of them outlets and neighbours are counted at most: the newest."""

    @property
    def total(self) -> int:
        """All texts of the span."""
        return sum(korean + other for _, korean, other in self.days)


def read_entity(tx: Transaction, entity: str, since: datetime, now: datetime, zone: ZoneInfo) -> EntityTexts:
    """Its texts since then, by days of the zone."""
    first, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    begins = [since, *(datetime.combine(day, time.min, zone) for day in span[1:])]
    tomorrow = datetime.combine(last + timedelta(days=1), time.min, zone)
    counted = counts.count_periods(tx, entity, [*begins, tomorrow])  # what bears that day has no bar
    return EntityTexts(
        days=tuple((day, *counted[n]) for n, day in enumerate(span)),
        outlets=tuple(counts.count_outlets(tx, entity, since)),
        beside=tuple(counts.count_beside(tx, entity, since)),
        counted=counts.NEWEST,
    )
