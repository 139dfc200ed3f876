"""What a source's polls of a month came to, hour by hour, as the database counts them."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.corpus.sources import read_hourly
from storage.database import Database
from storage.tables import polls

NOW = datetime(2026, 3, 30, 12, 34, tzinfo=UTC)
MONTH = timedelta(days=28)


def test_a_month_of_polls_is_counted_by_the_hour(tmp_path: Path) -> None:
    chance = random.Random(7)
    rows = [
        {
            "source": chance.choice(("daily", "courier")),
            "at": NOW - MONTH * 1.1 * chance.random(),
            "result": chance.choice(("new", "unchanged", "down")),
            "status": None, "entries": 0, "new": chance.randrange(3), "ms": 1, "why": None,
        }
        for _ in range(500)
    ]  # fmt: skip
    expected: Counter[tuple[datetime, str]] = Counter()
    for row in rows:
        if row["source"] == "daily" and row["at"] >= NOW - MONTH:
            hour = row["at"].replace(minute=0, second=0, microsecond=0)
            expected[hour, row["result"]] += row["new"]
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as db:
        with db.writing() as tx:
            tx.execute(polls.insert(), rows)
        with db.reading() as tx:
            counted = list(read_hourly(tx, "daily", since=NOW - MONTH, until=NOW))
    assert {(at, result): new for at, result, new in counted} == dict(expected)
    assert [at for at, _, _ in counted] == sorted(at for at, _, _ in counted)
