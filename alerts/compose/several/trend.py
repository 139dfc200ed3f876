"""Trends: which tracked entities articles name more than usual, each as a chart of one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from alerts.compose.several.round_words import round_words

DAYS = 14
"""What is usual is the mean of the days before the last."""

MOST = 5
FEWEST = 3
"""Articles that must name an entity in the last day."""

RISE = 2.0
"""Standard deviations above usual, taking counts of articles as Poisson."""

BARS = "▁▂▃▄▅▆▇█"
"""Letters, not a picture: every mail client shows them, in both colour schemes and with images off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How many articles named an entity on each day, the last day last."""

    entity: str
    name: str
    counts: tuple[int, ...]

    @property
    def usual(self) -> float:
        """Articles a day before the last."""
        before = self.counts[:-1]
        return sum(before) / len(before) if before else 0.0

    @property
    def rise(self) -> float:
        """How far the last day stands out, in standard deviations."""
        return (self.counts[-1] - self.usual) / sqrt(self.usual + 1)


def find_trends(counts: Mapping[str, Sequence[int]], names: Mapping[str, str]) -> tuple[Trend, ...]:
    """The entities that rose the most, the steepest first; empty where nothing did.

    `counts` are articles a day by entity, the last day last. On the first day of a corpus nothing is usual,
    and there are no trends.
    """
    if not any(any(days[:-1]) for days in counts.values()):
        return ()
    found = [Trend(entity=id, name=names.get(id, id), counts=tuple(days)) for id, days in counts.items()]
    risen = [trend for trend in found if trend.counts[-1] >= FEWEST and trend.rise >= RISE]
    return tuple(sorted(risen, key=lambda trend: (-trend.rise, trend.entity))[:MOST])


def draw_bars(counts: Sequence[int]) -> str:
    """One bar a day; the highest day fills the line."""
    top = max([*counts, 1])
    return "".join(BARS[round(count / top * (len(BARS) - 1))] for count in counts)


def say_trend(trend: Trend, lang: str = "en") -> str:
    """The figures beside the bars."""
    return round_words(lang).trend.format(trend.counts[-1], f"{trend.usual:.1f}")


def shape_trend(trend: Trend) -> dict[str, Any]:
    """A trend as JSON."""
    return {"entity": trend.entity, "name": trend.name, "articles_a_day": list(trend.counts)}
