"""How well accounts of an event become a story: `python -m bench.quality.stories CLUSTERS… [--pairs FILE…]`.

CLUSTERS are files of JSON lines with `id`, `cluster` and `text`, and maybe `title`, `lang` and `date` (in
Korean sets `date_kst`, without a zone); ECB+ is such a set. Of a set in two languages the pairs are measured
too. FILE holds lines with `doc`, `en` and `ko`, each a list of a title and paragraphs: the same article in
both languages; each is published at a time of its own within `--days` days, its two accounts within half a
day of it. Without arguments the made-up pairs of `tests/quality` are measured.
Everything goes through the product's own judging, with the bundled entities.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.config.loading.load import load_settings
from flows.judge.verdict import JudgedArticle, judge_article, keep_verdict
from storage.corpus.articles import insert_article, keep_mentions
from storage.database import Database, Transaction
from storage.records import Article, Mention, Published, Sighting, TextFrom
from storage.tables import articles, stories

BEGAN = datetime(2024, 10, 1, 3, tzinfo=UTC)
SEOUL = timezone(timedelta(hours=9))
Judge = Callable[[Transaction, Article, Sequence[Mention]], JudgedArticle]
OWN_PAIRS = Path(__file__).parents[2] / "tests" / "quality" / "bilingual.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An account of an event."""

    id: str
    event: Hashable
    lang: str
    title: str
    text: str
    when: datetime | None


def read_clusters(path: Path) -> Iterator[Told]:
    """The accounts of a labelled set."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Told(
            id=row["id"],
            event=row["cluster"],
            lang=row.get("lang") or ("ko" if "date_kst" in row else "en"),
            title=row.get("title") or "",
            text=row["text"],
            when=_read_date(row),
        )


def _read_date(row: Mapping[str, Any]) -> datetime | None:
    """When an account was published, where that is stated: with its zone, or in Korean time."""
    if "date_kst" in row:
        return datetime.fromisoformat(row["date_kst"]).replace(tzinfo=SEOUL)
    return datetime.fromisoformat(row["date"]) if "date" in row else None


def read_pairs(path: Path, days: float, chance: random.Random) -> Iterator[Told]:
    """Both accounts of each event."""
    if path.suffix == ".toml":
        rows = tomllib.loads(path.read_text("utf-8"))["case"]
    else:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for number, row in enumerate(rows):
        day = row.get("day", chance.uniform(0, days))
        yield from _tell_twice(number, row, BEGAN + timedelta(days=day), chance)


def _tell_twice(number: int, row: Mapping[str, Any], at: datetime, chance: random.Random) -> Iterator[Told]:
    for lang in ("en", "ko"):
        title, *paragraphs = row[lang]
        when = at + timedelta(hours=chance.uniform(-9, 9))
        text = "\n".join(paragraphs)
        yield Told(id=f"{number}/{lang}", event=number, lang=lang, title=title, text=text, when=when)


def judge_all(told: Sequence[Told], watchlist: Watchlist) -> dict[str, str]:
    """The story of each account by its id, in a corpus of their own."""
    made = {one.id: make_account(one) for one in told}
    with keep_each(made.values(), watchlist) as database, database.reading() as tx:
        query = sa.select(articles.c.id, stories.c.id.label("story")).join(
            stories, stories.c.number == articles.c.story
        )
        found = {row.id: row.story for row in tx.execute(query)}
    return {id: found[article.id] for id, article in made.items()}


@contextmanager
def keep_each(
    made: Iterable[Article], watchlist: Watchlist, judge: Judge = judge_article
) -> Iterator[Database]:
    """A corpus of their own, into which articles were judged one by one in their order."""
    with tempfile.TemporaryDirectory() as folder, Database(f"sqlite:///{folder}/corpus.db") as database:
        for article in sorted(made, key=lambda article: article.order):
            mentions = watchlist.read(article).mentions()
            with database.writing() as tx:
                judged = judge(tx, article, mentions)
                number = insert_article(tx, article)
                keep_mentions(tx, number, mentions)
                keep_verdict(tx, number, article, judged)
        yield database


def make_account(told: Told) -> Article:
    """An account as an article from a file."""
    return Article(
        key=f"{told.lang}.example/{told.id}",
        title=told.title,
        text=told.text,
        lang=told.lang,
        fetched_at=told.when or BEGAN,
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
        published=Published(at=told.when, by="file") if told.when else None,
    )


def measure_b_cubed(told: Sequence[Told], story: Mapping[str, str]) -> tuple[float, float]:
    """Precision and recall by B-cubed (Bagga and Baldwin 1998)."""
    events, found = defaultdict(set), defaultdict(set)
    for one in told:
        events[one.event].add(one.id)
        found[story[one.id]].add(one.id)
    shared = [(events[one.event] & found[story[one.id]], one) for one in told]
    precision = sum(len(both) / len(found[story[one.id]]) for both, one in shared) / len(told)
    return precision, sum(len(both) / len(events[one.event]) for both, one in shared) / len(told)


def measure_links(told: Sequence[Told], story: Mapping[str, str]) -> tuple[float, float]:
    """Precision and recall of the pairs of an English and a Korean account in one story."""
    english, korean = ([one for one in told if one.lang == lang] for lang in ("en", "ko"))
    pairs = [(a.event == b.event, story[a.id] == story[b.id]) for a in english for b in korean]
    right = sum(same and linked for same, linked in pairs)
    return right / max(1, sum(linked for _, linked in pairs)), right / sum(same for same, _ in pairs)


def main() -> None:
    """Print one line a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clusters", nargs="*", type=Path)
    parser.add_argument("--pairs", nargs="*", type=Path, default=[OWN_PAIRS])
    parser.add_argument("--days", type=float, default=20.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        watchlist = compile_watchlist(load_settings(None, Path(folder)).entities, ())
    print(f"{'set':32} {'accounts':>9} {'precision':>10} {'recall':>8} {'F1':>6}")
    for path in asked.clusters:
        told = list(read_clusters(path))
        story = judge_all(told, watchlist)
        _print(path, told, measure_b_cubed(told, story))
        if len({one.lang for one in told}) > 1:
            _print(Path(f"{path.stem}: pairs"), told, measure_links(told, story))
    for path in asked.pairs:
        told = list(read_pairs(path, asked.days, random.Random(1)))
        _print(path, told, measure_links(told, judge_all(told, watchlist)))


def _print(path: Path, told: Sequence[Told], measured: tuple[float, float]) -> None:
    precision, recall = measured
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{path.stem:32} {len(told):9} {precision:10.3f} {recall:8.3f} {f1:6.3f}")


if __name__ == "__main__":
    main()
