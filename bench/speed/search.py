"""What searching and backtesting cost over a made-up corpus: `python -m bench.speed.search 20000`.

Articles are those of `corpus.py`, half of them turned into made-up Korean; one word in eighty is of the
watches' own field, and every twentieth article carries an example of a bundled watch. Each is a story of its
own, since only reading is measured. Chance words have more different pairs of syllables than news has: its
index is smaller.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from bench.speed.corpus import START, make_articles
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.inspect.rehearsing.backtest import choose_watches, rehearse_watches
from flows.inspect.search import compile_query, search_corpus
from storage.corpus.articles import insert_article, keep_matches
from storage.corpus.search import Bounds, keep_words
from storage.database import Database
from storage.judging.stories import begin_story, keep_judged
from storage.records import Article, Published

QUERIES = (
    "@ncg",
    "북한",
    "눈",
    "@trump NEAR/15 (tariff* OR 관세)",
    '"foreign minister" lang:en',
    "title:@north-korea",
)
A_TRANSACTION = 500
A_DAY = 250
LANGS = ("en", "ko")


def make_corpus(count: int, examples: list[str], seed: int = 1) -> Iterator[Article]:
    """Articles of both languages over days; one word in eighty is of the watches' own field."""
    chance = random.Random(seed)
    korean = [text for text in examples if re.search("[가-힣]", text)]
    fields = [" ".join(set(examples) - set(korean)).split(), " ".join(korean).split()]
    syllables = [chr(0xAC00 + 28 * chance.randrange(399)) for _ in range(300)]
    syllables += [chr(chance.randrange(0xAC00, 0xD7A4)) for _ in range(300)]
    eojeols = ["".join(chance.choices(syllables, k=chance.randint(2, 5))) for _ in range(30_000)]
    for number, article in enumerate(islice(make_articles(seed), count)):
        at, lang = START + timedelta(days=number / A_DAY), LANGS[number % 2]
        field = fields[number % 2]
        lines = article.text.split("\n")
        if lang == "ko":
            lines = [
                " ".join(eojeols[int(30_000 * chance.random() ** 3)] for _ in line.split()) for line in lines
            ]
        mixed = [
            " ".join(chance.choice(field) if chance.random() < 1 / 80 else word for word in line.split())
            for line in lines
        ]
        if chance.random() < 0.05:
            mixed.insert(0, chance.choice(examples))
        yield replace(
            article,
            text="\n".join(mixed),
            lang=lang,
            title=mixed[-1][:60],
            fetched_at=at,
            published=Published(at=at, by="feed"),
        )


def enter(database: Database, articles: list[Article], settings: Settings) -> tuple[float, float]:
    """Enter all; seconds of everything else, and of the index alone."""
    watchlist = choose_watches(settings.watches, settings.entities, None, None)
    rest = index = 0.0
    for start in range(0, len(articles), A_TRANSACTION):
        with database.writing() as tx:
            for article in articles[start : start + A_TRANSACTION]:
                began = time.process_time()
                number = insert_article(tx, article)
                story = begin_story(tx, f"s-{number}", article.title, article.fetched_at, is_live=True)
                keep_judged(tx, number, copy=None, story=story, why="", text_hash=number, fingerprint_count=0)
                keep_matches(tx, number, watchlist.read(article).matches())
                entered = time.process_time()
                keep_words(tx, number, article)
                rest += entered - began
                index += time.process_time() - entered
    return rest, index


def measure_bytes(database: Database, like: str) -> int:
    """Bytes of the tables of this name."""
    asked = sa.text("SELECT sum(pgsize) FROM dbstat WHERE name LIKE :like")
    with database.reading() as tx:
        return int(tx.execute(asked, {"like": like}).scalar() or 0)


def measure_search(database: Database, settings: Settings, query: str) -> None:
    """Print how much CPU the first twenty articles take, and all."""
    watchlist = compile_query(query, settings.entities)
    began = time.process_time()
    first = len(list(islice(search_corpus(database, watchlist, Bounds()), 20)))
    screen = time.process_time()
    found = sum(1 for _ in search_corpus(database, watchlist, Bounds()))
    took = 1000 * (screen - began), 1000 * (time.process_time() - screen)
    print(f"{query:40} first {first:2} in {took[0]:5.0f} ms, all {found:6} in {took[1]:6.0f} ms")


def measure_test(database: Database, settings: Settings, id_: str | None) -> None:
    """Print how much CPU a backtest of one watch takes over the whole corpus, or of all."""
    watchlist = choose_watches(settings.watches, settings.entities, id_, None)
    began = time.process_time()
    tested = rehearse_watches(database, watchlist, START)
    took = time.process_time() - began
    met = sum(len(test.matched) for test in tested.tests)
    lost = sum(len(test.lost) for test in tested.tests)
    print(f"watch test {id_ or '(all)':15} read {tested.read:6}, met {met:6}, lost {lost}, {took:5.1f} s")


def main() -> None:
    """Make a corpus and print what asking it costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=20_000)
    size = parser.parse_args().size
    os.nice(10)
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(None, Path(folder))
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        examples = [example.text for watch in settings.watches for example in watch.must_match]
        articles = list(make_corpus(size, examples))
        raw = sum(len(f"{a.title}{a.text}".encode()) for a in articles)
        _, index = enter(database, articles, settings)
        held = measure_bytes(database, "article_words%")
        each = f"{1000 * index / size:.2f} ms and {held / size:.0f} bytes an article"
        print(f"index: {each}, {held / raw:.2f} of the text")
        for query in QUERIES:
            measure_search(database, settings, query)
        for id_ in ("ncg", "tariffs-trade", None):
            measure_test(database, settings, id_)
        database.close()


if __name__ == "__main__":
    main()
