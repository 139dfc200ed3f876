"""A text of the same passage many times over is read in time that grows as it does."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest

from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.config.loading.load import load_settings
from storage.records import Article
from tests.corpus import an_article

FEW, MANY = 1_000, 4_000
GROWTH = 10.0
"""At most, where `MANY` is four times `FEW`; what asks the whole text at each place grows sixteenfold."""
LEAST_S = 0.4
TRIES = 3
"""What grows too fast does so each time; a machine is not busy each time."""

PASSAGES = {
    "where envoys go": "The NCG met in Seoul on Monday to talk. Nothing came. \n",
    "of a capital": "The loyalty of Seoul was praised, and a blow to Seoul it was.\n",
    "two letters": "SK officials said that SK wants more of it.\n",
    "bare surnames": "Yoon thanked Biden. Kim said so. Lee met Moon; Park left, said Minister Cho.\n",
    "김 위원장": "북이 핵 도발을 했다. 尹 대통령은 김 위원장과 만났다. 외교부 장관이 말했다.\n",
    "韓 대행": "韓 대행이 말했다. 한덕수 대행과 이 대통령, 金 위원장. 가수 방미 씨.\n",
    "credits": "(Seoul=Yonhap) Yoon met Lee\n[서울=뉴시스] 김민지 기자 = 이 대통령은 북한과 미국에 말했다.\n",
    "others of the name": "Lee Jae-yong of Samsung met Lee and Yoon. Kim Hyun-chong met Moon Chung-in.\n",
}


@pytest.fixture(scope="module")
def watchlist(tmp_path_factory: pytest.TempPathFactory) -> Watchlist:
    config: Path = tmp_path_factory.mktemp("long") / "hanmi.toml"
    config.write_text("[defaults]\nsources = false\n", encoding="utf-8")
    settings = load_settings(config)
    return compile_watchlist(settings.entities, settings.watches)


def measure(watchlist: Watchlist, article: Article) -> float:
    """Seconds of CPU of this thread alone: others' and the collector's are the run's, not the text's."""
    gc.disable()
    begun = time.thread_time()
    try:
        watchlist.read(article, 1)
        return time.thread_time() - begun
    finally:
        gc.enable()


def grows_as_it_does(watchlist: Watchlist, passage: str) -> bool:
    lang = "en" if passage.isascii() else "ko"
    few, many = (
        measure(watchlist, an_article("long", "An archive", passage * count, lang=lang))
        for count in (FEW, MANY)
    )
    return many < GROWTH * max(few, LEAST_S / 4)


@pytest.mark.parametrize("passage", PASSAGES.values(), ids=PASSAGES)
def test_a_passage_repeated_costs_what_it_is_long(watchlist: Watchlist, passage: str) -> None:
    assert any(grows_as_it_does(watchlist, passage) for _ in range(TRIES))
