"""English and Korean accounts of one event are one story: floors on made-up events, pinned in judge.toml."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.config.loading.load import load_settings
from storage.records import Article
from tests.judging import judge_and_keep, make_article, open_corpus

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "judge.toml").read_text("utf-8"))["bilingual"]
CASES = tomllib.loads((HERE / "bilingual.toml").read_text("utf-8"))["case"]


@pytest.fixture(scope="module")
def watchlist(tmp_path_factory: pytest.TempPathFactory) -> Watchlist:
    return compile_watchlist(load_settings(None, tmp_path_factory.mktemp("data")).entities, ())


def make_accounts(chance: random.Random) -> Iterator[tuple[int, str, Article]]:
    """Each event in both languages, told within half a day of it."""
    for number, case in enumerate(CASES):
        for lang in ("en", "ko"):
            title, *paragraphs = case[lang]
            hours = 24 * case["day"] + chance.uniform(-9, 9)
            key = f"{lang}.example/{number}"
            yield number, lang, make_article(key, "\n".join(paragraphs), title, hours=hours, lang=lang)


@pytest.mark.parametrize("seed", [1, 2])
def test_accounts_in_two_languages_find_one_another(tmp_path: Path, watchlist: Watchlist, seed: int) -> None:
    stories: dict[tuple[int, str], str] = {}
    told = sorted(make_accounts(random.Random(seed)), key=lambda account: account[2].order)
    with open_corpus(tmp_path) as corpus:
        for event, lang, article in told:
            mentions = tuple(watchlist.read(article).mentions())
            stories[event, lang] = judge_and_keep(corpus, article, mentions).story
    events = range(len(CASES))
    linked = [(a, b) for a in events for b in events if stories[a, "en"] == stories[b, "ko"]]
    right = sum(a == b for a, b in linked)
    assert right / len(linked) >= FLOORS["precision"]
    assert right / len(CASES) >= FLOORS["recall"]
