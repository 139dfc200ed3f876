"""A backtest day by day: what matched, what would have been told and what was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flows.inspect.rehearsing.backtest import WatchTest
from storage.lists.timeline import DatedArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What came on a day in a language: articles that matched, alerts that would have been and that were."""

    day: date
    lang: str
    matched: int
    would: int
    did: int


def count_days(tests: Sequence[WatchTest], zone: ZoneInfo) -> list[Day]:
    """The days in this zone and the languages in which something matched or was told, the oldest first."""
    matched, would, did = Counter[_Key](), Counter[_Key](), Counter[_Key]()
    for test in tests:
        matched.update(_list_keys(test.matched.values(), zone))
        would.update(_list_keys((one.line for one in test.would), zone))
        did.update(_list_keys(test.did.values(), zone))
    return [
        Day(day=key[0], lang=key[1], matched=matched[key], would=would[key], did=did[key])
        for key in sorted({*matched, *did})
    ]


_Key = tuple[date, str]


def _list_keys(lines: Iterable[DatedArticle], zone: ZoneInfo) -> list[_Key]:
    return [(line.at.astimezone(zone).date(), line.lang) for line in lines if line.at is not None]
