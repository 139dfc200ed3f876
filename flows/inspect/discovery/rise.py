"""How far a phrase has risen: log-odds of texts now and before under an informative Dirichlet prior.

Monroe, Colaresi and Quinn, "Fightin' Words" (Political Analysis 16, 2008), with texts in place of words:
what is rare needs more evidence, and what was never seen before is not infinitely new.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

PRIOR = 50.0
"""Texts that the prior weighs, spread as the whole corpus has them."""

_ABSENT = 0.5
"""Texts without the phrase that are always thought of: one that stands in all of them has odds too."""

_LEAST = 0.1
"""Texts with the phrase that are always thought of before: the longer the past without it, the less the prior
gives it, and the doubt about so little grew faster than what the absence says."""

RISEN = 1.96
"""Standard deviations above no change. From nothing in 2,000 texts to four in 100 is 2.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Texts that hold a phrase, of how many, now and before."""

    now: int
    of_now: int
    before: int
    of_before: int

    @property
    def rise(self) -> float:
        """The difference of the log-odds in standard deviations; 0 where there is no past or no present."""
        if not self.of_now or not self.of_before:
            return 0.0
        expected = PRIOR * (self.now + self.before) / (self.of_now + self.of_before)
        if not expected:
            return 0.0
        now, before = self.now + expected, max(self.before + expected, _LEAST)
        odds_now = log(now / (self.of_now + PRIOR + _ABSENT - now))
        odds_before = log(before / (self.of_before + PRIOR + _ABSENT - before))
        return (odds_now - odds_before) / sqrt(1 / now + 1 / before)
