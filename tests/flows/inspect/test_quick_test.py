"""A backtest that is cut off says what is so of the stories that it read, and nothing of the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.inspect.rehearsing import candidates, quick_test
from flows.inspect.rehearsing.backtest import rehearse_watches
from flows.inspect.rehearsing.candidates import list_parts
from flows.inspect.rehearsing.quick_test import rehearse_newest
from flows.wiring import House
from storage.lists.timeline import Placed
from storage.records import Watch
from tests.corpus import NOW, Corpus, an_article

TALKS = (
    "Seoul and Washington opened talks on the cost of American troops in Korea on Tuesday. The delegations "
    "are to meet for two days in Honolulu, and the lead envoys said that a deal was within reach."
)
YARDS = (
    "Two shipyards in Geoje bid for the repair of American navy ships. The yards hope for talks "
    "with the navy before winter, and the province pays for a new dock."
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    corpus = Corpus(tmp_path)
    corpus.configure()
    corpus.keep(
        an_article("yards", "Shipyards bid for navy work", YARDS, days_ago=20),
        an_article("first", "Allies open talks on troop costs", TALKS, days_ago=3),
        an_article("second", "Allies open talks on troop costs", TALKS + " Hotels were full.", days_ago=2),
        an_article("third", "Allies open talks on troop costs", TALKS + " It rained.", days_ago=1),
    )
    with corpus.open() as house:
        yield house


@pytest.fixture
def watchlist(house: House) -> Watchlist:
    return compile_watchlist(house.settings.entities, [Watch(id="q", name="q", query="talks")])


def test_stories_are_whole_in_each_part_and_what_moved_last_comes_first() -> None:
    def place(number: int, day: int, story: int | None) -> Placed:
        return Placed(number, datetime(2026, 11, day, tzinfo=UTC), story)

    old, long, late, alone = place(1, 2, 7), place(2, 1, 8), place(3, 9, 8), place(4, 5, None)
    parts = list(list_parts([long, old, alone, late], 2))
    assert parts == [([long, late], late.at), ([old, alone], old.at)]
    assert list(list_parts([old], 2)) == [([old], None)]
    assert list(list_parts([], 2)) == []


def test_what_is_read_in_time_is_told_as_in_a_whole_backtest(
    house: House, watchlist: Watchlist, monkeypatch: pytest.MonkeyPatch
) -> None:
    (whole,) = rehearse_watches(house.db, watchlist, NOW - timedelta(days=90)).tests
    monkeypatch.setattr(quick_test, "PART", 1)
    quick = rehearse_newest(house.db, watchlist, NOW)
    assert (quick.read, quick.left, quick.reached) == (4, 0, quick.since)
    assert [one.line.article for one in quick.would] == [one.line.article for one in reversed(whole.would)]
    assert (quick.matched, quick.folded) == (len(whole.matched), whole.folded)


def test_a_story_whose_last_texts_are_silent_is_told_by_its_first_when_time_is_over(
    house: House, watchlist: Watchlist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick_test, "PART", 1)
    asked: list[None] = []

    def is_wanted() -> bool:
        asked.append(None)
        return len(asked) <= 3

    quick = rehearse_newest(house.db, watchlist, NOW, is_wanted=is_wanted)
    assert (quick.read, quick.left, quick.reached) == (3, 1, NOW - timedelta(days=1))
    assert [one.line.at for one in quick.would] == [NOW - timedelta(days=3)]
    assert (quick.matched, quick.folded) == (3, 2)


def test_a_story_that_is_cut_off_counts_for_nothing(house: House, watchlist: Watchlist) -> None:
    quick = rehearse_newest(house.db, watchlist, NOW, budget_s=0.0)
    assert (quick.read, quick.left, quick.reached) == (0, 4, NOW)
    assert (quick.would, quick.matched, quick.folded, quick.did) == ((), 0, 0, 0)


def test_the_corpus_is_asked_once_however_many_parts_there_are(
    house: House, watchlist: Watchlist, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    real = candidates.list_in_order
    monkeypatch.setattr(candidates, "list_in_order", lambda *words: (asked.append(words[1]), real(*words))[1])
    monkeypatch.setattr(quick_test, "PART", 1)
    assert rehearse_newest(house.db, watchlist, NOW).read == 4
    assert len(asked) == 1
