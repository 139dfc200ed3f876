"""Running stories, told as they turn: `python -m bench.quality.turns FILE … [--every] [--half 0|1]`.

A file has one sequence a line, as JSON: `id`, `names` that the watch asks for, and `items` in the order of
their publishing, each labelled by what it is: a `first` report, a `turn` of the story, a `repeat` of what an
earlier item brought, a `detail`, a `briefing` or an `editorial`. Each sequence goes through the whole path
in a corpus of its own, with a watch of its own, one webhook and a digest. Without FILE: the sequences of the
tests.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console
from rich.table import Table

from flows.config.loading.load import load_settings
from flows.keeping.new_article import keep_article
from flows.wiring import House, open_house
from storage.corpus.ledger import read_decisions
from storage.database import Database
from storage.records import Article, Published, Sighting, TextFrom

LABELS = ("first", "turn", "repeat", "detail", "briefing", "editorial")
SEQUENCES = Path(__file__).parents[2] / "tests" / "quality" / "turns.jsonl"
SEEN_AFTER = timedelta(minutes=2)

_CONFIG = """
[defaults]
sources = false
[[channel]]
id = "hook"
kind = "webhook"
url = "https://hook.example/in"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
[[digest]]
cron = "30 7 * * * Asia/Seoul"
to = ["hook"]
"""
_WATCH = """
[[watch]]
id = {id}
name = {id}
query = {query}
policy = "story"
to = ["hook"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an item: `alert` is the kind of its alert, `verdict` that of its decision.

    `verdict` is `unmet` where the item did not meet its watch.
    """

    sequence: str
    label: str
    title: str
    verdict: str
    why: str

    @property
    def is_told(self) -> bool:
        """Whether it was told at once."""
        return self.verdict in ("first", "follow-up")


def read_sequences(path: Path = SEQUENCES) -> list[dict[str, Any]]:
    """The sequences of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def tell_sequences(sequences: Sequence[dict[str, Any]]) -> Iterator[Outcome]:
    """What became of all items of some sequences, each in a corpus of its own.

    The watchlist is compiled once: it has a watch for each sequence, by the sequence's id, and no others.
    """
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "hanmi.toml"
        config.write_text(_CONFIG + "".join(map(_make_watch, sequences)), encoding="utf-8")
        settings = load_settings(config, Path(folder) / "data")
        own = {sequence["id"] for sequence in sequences}
        settings = replace(settings, watches=tuple(watch for watch in settings.watches if watch.id in own))
        with open_house(settings, console=StringIO()) as house:
            for number, sequence in enumerate(sequences):
                db = Database(f"sqlite:///{folder}/{number}.db")
                try:
                    yield from _tell_sequence(replace(house, db=db), sequence)
                finally:
                    db.close()


def _make_watch(sequence: dict[str, Any]) -> str:
    query = " OR ".join(f'"{name}"' for name in sequence["names"])
    return _WATCH.format(id=json.dumps(sequence["id"]), query=json.dumps(query, ensure_ascii=False))


def _tell_sequence(house: House, sequence: dict[str, Any]) -> Iterator[Outcome]:
    for number, item in enumerate(sequence["items"]):
        article = make_report(sequence["id"], number, item)
        keep_article(house, article, now=article.fetched_at)
        with house.db.reading() as tx:
            found = [
                row
                for row in read_decisions(tx, [article.id])
                if row.step == "tell" and row.detail["watch"] == sequence["id"]
            ]
        verdict, why = (found[0].verdict, found[0].why) if found else ("unmet", "did not meet its watch")
        yield Outcome(
            sequence=sequence["id"], label=item["label"], title=item["title"], verdict=verdict, why=why
        )


def count_told(outcomes: Sequence[Outcome], *labels: str) -> tuple[int, int]:
    """How many items with these labels there are, and how many of them were told at once."""
    asked = [outcome for outcome in outcomes if outcome.label in labels]
    return len(asked), sum(outcome.is_told for outcome in asked)


def make_report(sequence: str, number: int, item: dict[str, Any]) -> Article:
    at = datetime.fromisoformat(item["published"])
    section = quote(item.get("section") or "news")
    address = f"https://{sequence}.example/{section}/{item['lang']}/{number}"
    return Article(
        key=address,
        url=address,
        title=item["title"],
        text=item["text"],
        lang=item["lang"],
        outlet=item["outlet"],
        fetched_at=at + SEEN_AFTER,
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        published=Published(at=at, by="feed"),
    )


def main() -> None:
    """Run the sequences and print a table for each file, and each miss and needless alert."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", default=[SEQUENCES])
    parser.add_argument("--half", type=int, choices=(0, 1), help="every other sequence")
    parser.add_argument("--every", action="store_true", help="print the decision on each item")
    asked = parser.parse_args()
    console = Console(width=200)
    for file in asked.files:
        sequences = read_sequences(file)
        outcomes = list(tell_sequences(sequences if asked.half is None else sequences[asked.half :: 2]))
        _print_each(console, outcomes, is_every=asked.every)
        console.print(_make_table(f"{file.name}: {len(outcomes)} reports", outcomes))


def _print_each(console: Console, outcomes: Sequence[Outcome], *, is_every: bool) -> None:
    """What became of each item, or of those only that came out otherwise than they are labelled."""
    for outcome in outcomes:
        is_amiss = outcome.is_told != (outcome.label in ("first", "turn"))
        if is_amiss or is_every:
            said = f"{outcome.sequence} {outcome.label} {outcome.verdict}: {outcome.title}: {outcome.why}"
            console.print(said, style="bold" if is_amiss else None, highlight=False, soft_wrap=True)


def _make_table(title: str, outcomes: Sequence[Outcome]) -> Table:
    table = Table(title=title)
    for name in ("label", "reports", "told at once", "as follow-ups", "in the digest", "silent", "unmet"):
        table.add_column(name)
    for label in LABELS:
        found = Counter(outcome.verdict for outcome in outcomes if outcome.label == label)
        counts = (
            found.total(),
            found["first"] + found["follow-up"],
            found["follow-up"],
            found["held"],
            found["folded"],
            found["unmet"],
        )
        table.add_row(label, *map(str, counts))
    return table


if __name__ == "__main__":
    main()
