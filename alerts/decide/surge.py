"""Surges: whether entities are named more than their own past makes likely, and which surge it is.

Counted are independent texts in windows of 24 hours that end when the article at hand was published. Usual
is what the four weeks before make it, by the day or by the number of other texts, whichever is more: more
sources make no surge, nor does a gap in the watching. How likely a count is tells the tail of the negative
binomial, which is as wide as the days before scattered.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import exp, lgamma, log
from statistics import median

from storage.records.reason_texts import Code
from storage.records.reasons import Reason

WINDOW = timedelta(days=1)
DAYS = 28
"""Windows that what is usual is taken from: four of each weekday."""

REACH_DAYS = 2 * DAYS + 1
"""Windows that are needed: what is usual, as it was at the beginning of a surge that goes on."""

FEWEST = 5
"""Independent texts within a window; below, a rise from one to three would be news."""

FEWEST_DAYS = 7
"""Windows with any text: of a corpus younger than a week nobody knows what is usual."""

CHANCE = 1e-3
"""A window this unlikely is no accident. Over made-up days, even ones and weekly ones, at .05 to 30 texts a
day, 24 entity-years had 4 surges by chance, and five times the usual 3 were found in 17 of 20."""

_LEFT_OUT = 2
"""The highest windows say nothing of what is usual: an earlier surge must not hide the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """What a window holds against what is usual.

    `count` are texts that name the entities, `usual` how many were to be expected, `chance`
    how likely so many or more are; both are None where too little of the past is known.
    """

    count: int
    usual: float | None = None
    chance: float | None = None

    def is_surge(self, times: float) -> bool:
        """Whether it stands so many times above what is usual, and is no accident."""
        if self.usual is None or self.chance is None or self.count < FEWEST:
            return False
        return self.count >= times * self.usual and self.chance <= CHANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """A rise as a watch sees it; `told` is when it told of the same surge, None: it did not."""

    rise: Rise
    told: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """How many independent texts came in each window of 24 hours, the last window first: all, and those
    that name the entities.
    """

    read: Sequence[int]
    named: Sequence[int]

    def measure(self, ago: int = 0) -> Rise:
        """The window that ended so many days ago."""
        read, named = (counts[ago : ago + DAYS + 1] for counts in (self.read, self.named))
        if named[0] < FEWEST or sum(1 for many in read[1:] if many) < FEWEST_DAYS:
            return Rise(count=named[0])
        watched = [min(many, 1) for many in read]
        others = [all_ - many for all_, many in zip(read, named, strict=True)]
        guesses = [_expect(measure, named) for measure in (watched, others) if sum(measure[1:])]
        usual, loose = max(guesses)
        return Rise(count=named[0], usual=usual, chance=_find_chance(named[0], usual, 1 / loose))

    def find_surge(self, at: datetime, times: float, told: Sequence[datetime]) -> Surge:
        """The rise at the end of the last window; `told` are the times of surges told of."""
        rise = self.measure()
        if not rise.is_surge(times):
            return Surge(rise=rise)
        return Surge(rise=rise, told=next((one for one in told if self.is_same(one, at, times)), None))

    def is_same(self, told: datetime, at: datetime, times: float) -> bool:
        """Whether the surge that was told of at one time goes on at another: no day between was usual."""
        if told > at - WINDOW:
            return told < at + WINDOW
        for ago in range(1, DAYS + 1):
            if at - ago * WINDOW <= told:
                return True
            if not self.measure(ago).is_surge(times):
                return False
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """When independent texts came, oldest first: all of them, and those that name the entities."""

    read: Sequence[datetime]
    named: Sequence[datetime]

    def cut(self, at: datetime) -> Windows:
        """The windows that end with a time."""
        return Windows(read=_count_windows(self.read, at), named=_count_windows(self.named, at))


def reason_of(rise: Rise) -> Reason:
    """The figures of a surge, of which the past is known, as the reason to tell of it."""
    return Reason(Code.SURGE, count=rise.count, **_figures_of(rise.usual or 0.0, rise.chance or 0.0))


def reason_against(surge: Surge | None, times: float) -> Reason:
    """Why this is no surge of so many times the usual; `surge` is None where the article has no date."""
    if surge is None:
        return Reason(Code.NO_SURGE_UNDATED, times=f"{times:g}")
    rise, counted = surge.rise, {"times": f"{times:g}", "count": surge.rise.count}
    if rise.usual is None or rise.chance is None:
        return Reason(Code.NO_SURGE_KNOWN, **counted)
    return Reason(Code.NO_SURGE, **counted, **_figures_of(rise.usual, rise.chance))


def _figures_of(usual: float, chance: float) -> dict[str, str]:
    is_tiny = chance < 1e-6
    odds = f"{10**6 if is_tiny else round(1 / chance):,}"
    return {
        "usual": f"{usual:.1f}",
        "chance": f"less than once in {odds}" if is_tiny else f"once in {odds}",
        "odds": odds,
    }


def _count_windows(times: Sequence[datetime], at: datetime) -> list[int]:
    """Texts by window, the one that ends at `at` first; a window holds its end and not its beginning."""
    places = [bisect_right(times, at - days * WINDOW) for days in range(REACH_DAYS + 1)]
    return [end - begin for end, begin in pairwise(places)]


def _expect(measure: Sequence[int], named: Sequence[int]) -> tuple[float, float]:
    """How many texts that name the entities are usual in the first window, and how loose that guess is.

    A window counts by `measure`: as a day like any other, or by how many other texts it has. The share
    is that of all days or of this weekday, whichever is higher: who is named every Tuesday does not surge
    on Tuesdays. Looseness adds what so few days can tell to how much wider than chance they scatter.
    """
    days = [(size, many) for size, many in zip(measure[1:], named[1:], strict=True) if size]
    days.sort(key=lambda day: day[1] / day[0])
    days = days[: max(FEWEST_DAYS - _LEFT_OUT, len(days) - _LEFT_OUT)]
    past = sum(size for size, _ in days)
    share = sum(many for _, many in days) / past
    scatter = sum((many - share * size) ** 2 / (share * size) for size, many in days) if share else 0.0
    same = [many / size for size, many in zip(measure[7::7], named[7::7], strict=True) if size]
    known = max(share, median(same) if same else 0.0) * past + 0.5  # what was never named may be named
    usual = known * max(measure[0], 1) / past
    return usual, 1 / known + max(0.0, scatter / max(1, len(days) - 1) - 1) / usual


def _find_chance(count: int, mean: float, shape: float) -> float:
    """How likely so many or more are: the upper tail of the negative binomial of this mean and shape."""
    stay, move = log(shape / (shape + mean)), log(mean / (shape + mean))
    below = sum(
        exp(lgamma(shape + many) - lgamma(shape) - lgamma(many + 1) + shape * stay + many * move)
        for many in range(count)
    )
    return max(0.0, 1.0 - below)
