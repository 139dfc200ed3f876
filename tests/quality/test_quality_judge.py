"""Copies and stories keep their quality on made-up sets, whose floors are pinned in judge.toml."""

from __future__ import annotations

import json
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.watch.matcher import Watchlist, compile_watchlist
from bench.quality.stories import BEGAN, Told, judge_all, measure_links, read_clusters
from bench.quality.stories import measure_b_cubed as measure_told
from flows.config.loading.load import load_settings
from flows.judge.verdict import judge_article
from storage.corpus.articles import find_article
from storage.database import Database
from storage.records import Article, Copy, CopyKind
from tests.judging import judge_and_keep, make_article, open_corpus
from tests.quality.copy_cases import Pair, make_pairs

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "judge.toml").read_text("utf-8"))

Text = list[str]
"""Sentences."""


@pytest.fixture(scope="module")
def watchlist(tmp_path_factory: pytest.TempPathFactory) -> Watchlist:
    return compile_watchlist(load_settings(None, tmp_path_factory.mktemp("data")).entities, ())


def make_words(lang: str, chance: random.Random, count: int) -> list[str]:
    """Made-up words of a language's make."""
    if lang == "ko":
        letters, lengths = "".join(map(chr, range(0xAC00, 0xD7A4, 31))), (2, 4)
    else:
        letters, lengths = "abcdefghijklmnoprstuvw", (3, 9)
    return ["".join(chance.choices(letters, k=chance.randint(*lengths))) for _ in range(count)]


def make_text(chance: random.Random, words: Sequence[str], sentences: int) -> Text:
    weights = [1 / (rank + 20) for rank in range(len(words))]
    return [
        " ".join(chance.choices(words, weights, k=chance.randint(10, 25))) + "." for _ in range(sentences)
    ]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_copies_are_found_and_nothing_else(tmp_path: Path, lang: str) -> None:
    called = found = copies = partial = parts = 0
    for pair, copy in judge_pairs(tmp_path, list(make_pairs(lang, originals=16))):
        is_copy = copy is not None and copy.kind is not CopyKind.PARTIAL
        called += is_copy
        copies += pair.label == "copy"
        found += pair.label == "copy" and is_copy
        parts += pair.label == "part"
        partial += pair.label == "part" and copy is not None and not is_copy
    floor = FLOORS["copies"][lang]
    assert found / called >= floor["precision"]
    assert found / copies >= floor["recall"]
    assert partial / parts >= floor["partial_recall"]


def judge_pairs(folder: Path, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Copy | None]]:
    """Each later text against a corpus of all the earlier ones; a copy of the wrong one is none."""
    chosen = {pair.earlier: pair.earlier_title for pair in pairs}
    ids: dict[str, str] = {}
    with open_corpus(folder) as corpus:
        for number, (text, title) in enumerate(chosen.items()):
            article = make_article(f"one.example/{number}", text, title, lang=pairs[0].lang)
            ids[text] = article.id
            judge_and_keep(corpus, article)
        with corpus.writing() as tx:
            for pair in pairs:
                later = make_article("two.example/1", pair.later, pair.later_title, hours=2, lang=pair.lang)
                copy = judge_article(tx, later, ()).verdict.copy
                yield pair, copy if copy is not None and copy.of == ids[pair.earlier] else None


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_stories_gather_the_accounts_of_one_event(tmp_path: Path, lang: str) -> None:
    chance = random.Random(f"stories {lang}")
    words = make_words(lang, chance, 4000)
    told: list[tuple[float, int, str, str]] = []
    for event in range(30):
        topic, began = chance.sample(words[300:], 30), chance.uniform(0, 24 * 20)
        for _ in range(chance.randint(2, 6)):
            text = make_account(chance, words, topic)
            title = " ".join([*chance.sample(topic, 4), *chance.choices(words, k=4)])
            told.append((began + chance.uniform(0, 30), event, title, text))
    found: list[tuple[int, str]] = []
    with open_corpus(tmp_path) as corpus:
        for number, (hours, event, title, text) in enumerate(sorted(told)):
            article = make_article(f"o{number}.example/1", text, title, hours=hours)
            judge_and_keep(corpus, article)
            found.append((event, _where_surely(corpus, article)))
    assert measure_b_cubed(found) >= FLOORS["stories"]["b_cubed"]


def _where_surely(corpus: Database, article: Article) -> str:
    """The story, or the part of one, that an article stands in."""
    with corpus.reading() as tx:
        kept = find_article(tx, article.id)
    assert kept is not None
    return f"{kept.story} {kept.part or ''}"


@pytest.mark.slow
def test_sagas_of_one_week_stay_apart(watchlist: Watchlist) -> None:
    """English reports of seventy running stories on Korea and the United States, laid into one week.

    Each begins on its own day of the week, since reports say on which their news happened.
    """
    chance = random.Random(5)
    sagas = [
        (f"{path.stem}/{saga['id']}", [item for item in saga["items"] if item["lang"] == "en"])
        for path in sorted(HERE.glob("turns_blind_[e-p].jsonl"))
        for saga in map(json.loads, path.read_text("utf-8").splitlines())
    ]
    told: list[Told] = []
    for name, items in chance.sample([saga for saga in sagas if len(saga[1]) > 1], 70):
        at = [datetime.fromisoformat(item["published"]) for item in items]
        moved = timedelta(weeks=(BEGAN - at[0]) // timedelta(weeks=1) + 1)
        told += [
            Told(
                id=f"{name}/{number}",
                event=name,
                lang="en",
                title=item["title"],
                text=item["text"],
                when=when + moved,
            )
            for number, (item, when) in enumerate(zip(items, at, strict=True))
        ]
    precision, _ = measure_told(told, judge_all(told, watchlist))
    assert precision >= FLOORS["sagas"]["precision"]


@pytest.mark.parametrize("name", [f"stories_blind_en{number}" for number in ("", *range(2, 10))])
def test_accounts_of_outlets_that_write_for_themselves_are_one_story(watchlist: Watchlist, name: str) -> None:
    told = list(read_clusters(HERE / f"{name}.jsonl"))
    precision, recall = measure_told(told, judge_all(told, watchlist))
    floor = FLOORS[name]
    assert precision >= floor["precision"]
    assert recall >= floor["recall"]


@pytest.mark.parametrize(
    "name", [f"stories_blind_oneday{day}" for day in ("", "_b", "_c", "_d", "_e", "_f", "_g", "_h")]
)
def test_events_of_one_crowded_day_stay_apart_in_two_languages(watchlist: Watchlist, name: str) -> None:
    told = list(read_clusters(HERE / f"{name}.jsonl"))
    precision, recall = measure_links(told, judge_all(told, watchlist))
    floor = FLOORS[name]
    assert precision >= floor["precision"]
    assert recall >= floor["recall"]


def make_account(chance: random.Random, words: Sequence[str], topic: Sequence[str]) -> str:
    """One outlet's account of an event: its own sentences, most of the event's words."""
    own = chance.sample(topic, 22)
    plain = make_text(chance, words, 10)
    return "\n".join(f"{sentence[:-1]} {' '.join(chance.sample(own, 6))}." for sentence in plain)


def measure_b_cubed(found: Sequence[tuple[int, str]]) -> float:
    """F1 of B-cubed precision and recall (Bagga and Baldwin 1998) of pairs of true and found cluster."""
    truth, guess = _group(found, 0), _group(found, 1)
    shared = [(truth[event] & guess[story], truth[event], guess[story]) for event, story in found]
    precision = sum(len(both) / len(guessed) for both, _, guessed in shared) / len(found)
    recall = sum(len(both) / len(true) for both, true, _ in shared) / len(found)
    return 2 * precision * recall / (precision + recall)


def _group(found: Sequence[tuple[int, str]], side: int) -> dict[object, set[int]]:
    groups: dict[object, set[int]] = defaultdict(set)
    for index, pair in enumerate(found):
        groups[pair[side]].add(index)
    return groups
