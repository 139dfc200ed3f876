"""Ideas on texts labelled before they were run: `python -m bench.quality.ideas FILE… [--list]`.

A file has `[[text]]` tables: `id`, `idea` (a watch), `on` (whether the text is on it), `lang`, `published`,
`title`, `text`. A text is told where the watch's query meets it, or what was learned says so.
"""

from __future__ import annotations

import argparse
import math
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.reading import Reading
from flows.config.loading.load import load_settings
from flows.learning.models import find_models
from storage.records import Article, Published, Sighting, TextFrom

Z = 1.959964
"""Of the Wilson interval at 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One labelled text and what came of it; `how` is query, idea, or why it was not told."""

    id: str
    idea: str
    lang: str
    is_on: bool
    is_told: bool
    how: str


def open_watchlist() -> Watchlist:
    """The bundled watchlist with what its ideas have learned."""
    settings = load_settings()
    ideas = find_models(settings.watches, settings.entities, None, settings.timezone)
    return compile_watchlist(settings.entities, settings.watches, ideas.models)


def read_texts(path: Path) -> list[dict[str, Any]]:
    """The labelled texts of a file."""
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["text"])


def make_article(text: dict[str, Any]) -> Article:
    """A labelled text as an article of its day; `published` may be a day, a time, or missing."""
    day = text.get("published")
    if isinstance(day, str) and day:
        day = date.fromisoformat(day[:10])
    at = datetime.combine(day, time(12), UTC) if isinstance(day, date) else None
    return Article(
        key=f"blind:{text['id']}",
        title=text.get("title", ""),
        text=text["text"].strip(),
        lang=text["lang"],
        fetched_at=at or datetime(2000, 1, 1, tzinfo=UTC),
        published=Published(at=at, by="file") if at else None,
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )


def judge_texts(watchlist: Watchlist, texts: Iterable[dict[str, Any]]) -> list[Judged]:
    """Each labelled text, told or not."""
    return [_judge(watchlist.read(make_article(text)), text) for text in texts]


def _judge(reading: Reading, text: dict[str, Any]) -> Judged:
    idea = text["idea"]
    is_told = any(match.watch == idea for match in reading.matches())
    is_sure = reading.reader.meets(reading.watchlist.queries[idea])
    weighed = reading.weigh(idea)
    how = "query" if is_sure else f"weighed {weighed.chance:.2f}" if weighed else "outside the idea's query"
    return Judged(
        id=str(text["id"]), idea=idea, lang=text["lang"], is_on=text["on"], is_told=is_told, how=how
    )


def find_bound(hits: int, of: int) -> float:
    """The lower end of the Wilson interval of a share."""
    if not of:
        return 0.0
    share, square = hits / of, Z * Z / of
    spread = Z * math.sqrt(share * (1 - share) / of + square / (4 * of))
    return (share + square / 2 - spread) / (1 + square)


def say_figures(name: str, judged: Sequence[Judged]) -> str:
    """Precision and recall with their counts and lower bounds."""
    hits = sum(one.is_told and one.is_on for one in judged)
    told, on = sum(one.is_told for one in judged), sum(one.is_on for one in judged)
    precision, recall = hits / told if told else 1.0, hits / on if on else 1.0
    counts = f"{told - hits} of {told} told wrongly, {on - hits} of {on} missed"
    bounds = f"at least {find_bound(hits, told):.2f} and {find_bound(hits, on):.2f}"
    return f"{name:28} P {precision:.3f}  R {recall:.3f}  ({counts}; {bounds})"


def main() -> None:
    """Print the figures of files by idea and language, and with `--list` what was missed and mistaken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    watchlist = open_watchlist()
    pooled: list[Judged] = []
    for path in options.files:
        judged = judge_texts(watchlist, read_texts(path))
        pooled += judged
        _print_figures(path.name, judged)
        for one in judged if options.list else ():
            if one.is_told is not one.is_on:
                print(f"    {'false' if one.is_told else 'miss':5} {one.id} {one.lang} {one.how}")
    if len(options.files) > 1:
        _print_figures("pooled", pooled)


def _print_figures(name: str, judged: Sequence[Judged]) -> None:
    print(name)
    for idea in sorted({one.idea for one in judged}):
        of_idea = [one for one in judged if one.idea == idea]
        print(" ", say_figures(idea, of_idea))
        for lang in sorted({one.lang for one in of_idea}):
            print(" ", say_figures(f"  {lang}", [one for one in of_idea if one.lang == lang]))


if __name__ == "__main__":
    main()
