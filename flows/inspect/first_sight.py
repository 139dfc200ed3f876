"""What each kind of judgement came to on texts that it had never seen: figures that come with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from flows.config.bundle import SEEDS

FILE = SEEDS / "first_sight.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSight:
    """One kind of judgement, what it was tried on, and how often it was right; words by language.

    `right` is the share of what it said that was so, `found` the share that it said of what there was to say;
    None where that was not measured. `by` measures it again.
    """

    id: str
    what: Mapping[str, str]
    tried: Mapping[str, str]
    day: date
    by: str
    right: float | None = None
    found: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Floods:
    """Alerts in so many floods of reports on one story: those that were wanted and told, and those beside."""

    floods: int
    wanted: int
    told: int
    needless: int


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of the file."""

    kinds: tuple[FirstSight, ...]
    floods: Floods


@cache
def read_first_sights() -> Measured:
    """The figures, in the order of the file."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Measured(tuple(FirstSight(**each) for each in said["first_sight"]), Floods(**said["flood"]))
