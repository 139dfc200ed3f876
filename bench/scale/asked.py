"""Every command that reads, asked of a large corpus: its CPU and that of the server of its database."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bench.scale.desk import COMMANDS, choose_article
from bench.scale.postmaster import Postmaster
from bench.scale.served import HANMI, where
from bench.speed.dense import run
from storage.database import Database
from storage.tables import alerts

ASKED = (
    ("sources",),
    *COMMANDS,
    ("articles", "--since", "30d"),
    ("articles", "--entity", "trump", "--limit", "100"),
    ("articles", "--watch", "ncg", "--limit", "100"),
    ("articles", "--since-fetched", "1d"),
    ("stories", "--watch", "ncg", "--limit", "100"),
    ("stories", "--entity", "trump", "--since", "30d"),
    ("alerts", "--watch", "ncg", "--limit", "100"),
    ("alerts", "--entity", "trump", "--limit", "100"),
    ("deliveries", "--limit", "100"),
    ("deliveries", "--dead"),
    ("search", '"foreign minister" lang:en', "--limit", "20"),
    ("search", "북한 OR ncg", "--limit", "20"),
    ("show", "ARTICLE"),
    ("show", "STORY"),
    ("show", "ALERT"),
    ("explain", "ALERTED"),
    ("mute",),
    ("digest", "--period", "day"),
    ("doctor",),
    ("watch", "list"),
    ("watch", "check"),
    ("watch", "discover"),
    ("watch", "learn", "ncg"),
    ("watch", "test", "ncg", "--since", "7d"),
    ("source", "list"),
    ("desk", "tokens"),
)
"""Every command that reads; words in capitals stand for the id of one such thing."""


def measure_commands(home: Path, url: str, label: str, postmaster: Postmaster | None = None) -> None:
    """The CPU of each command and of the server meanwhile."""
    ids = _choose_ids(url)
    for words in ASKED:
        asked = [ids.get(word, word) for word in words]
        may_end_with = (0, 1) if words == ("doctor",) else (0,)  # its channels' hosts are made up
        theirs = postmaster.cpu_s() if postmaster else 0.0
        cost = run([HANMI, *where(home), *asked, "--json"], may_end_with)
        theirs = (postmaster.cpu_s() if postmaster else 0.0) - theirs
        lines = cost.said.count("\n")
        print(
            f"{label:<34}{' '.join(words):<46}{cost.cpu_s:>6.2f} s, {theirs:>6.2f} the server's,"
            f" {cost.peak_mb:>4.0f} MB, {lines} lines",
            flush=True,
        )


def _choose_ids(url: str) -> dict[str, str]:
    """What the words in capitals of `ASKED` stand for."""
    with Database(url) as db, db.reading() as tx:
        last = sa.select(alerts).order_by(alerts.c.number.desc()).limit(1).offset(100)
        told = tx.execute(last).one()
    return {"ARTICLE": choose_article(url), "ALERT": told.id, "ALERTED": told.article, "STORY": told.story}
