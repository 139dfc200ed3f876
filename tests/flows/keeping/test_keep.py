"""An article is kept with what its story makes of it."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from flows.cli.app import app

BODY = " ".join(
    f"The allies weighed point {n} of the agenda for the consultative talks in week {n} of spring."
    for n in range(12)
)
CONFIG = """
[defaults]
sources = false
watchlist = false
[[watch]]
id = "confirmed"
query = "allies origins >= 2"
"""


def hanmi(config: Path, *words: str) -> str:
    done = CliRunner().invoke(app, ["--config", str(config), *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_watch_can_wait_for_a_second_origin(tmp_path: Path) -> None:
    config = tmp_path / "hanmi.toml"
    config.write_text(CONFIG, encoding="utf-8")
    records = tmp_path / "records.jsonl"
    own = " ".join(f"Its own reporter adds remark {n} on the seating order at table {n}." for n in range(30))
    lines = [
        {"url": "https://one.example/1", "title": "Allies weigh agenda", "text": BODY, "outlet": "One",
         "published_at": "2026-11-20T09:00:00+09:00"},
        {"url": "https://two.example/1", "title": "Allies weigh the agenda", "text": f"{own}\n{BODY[:520]}",
         "outlet": "Two", "published_at": "2026-11-20T10:00:00+09:00"},
    ]  # fmt: skip
    records.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    hanmi(config, "backfill", str(records))
    met = [
        json.loads(line) for line in hanmi(config, "articles", "--watch", "confirmed", "--json").splitlines()
    ]
    assert [article["outlet"] for article in met] == ["Two"]
