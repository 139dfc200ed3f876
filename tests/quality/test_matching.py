"""Precision and recall of matching on hard cases in both languages, held to floors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from matching_cases import ENTITIES, HANGUL, LATIN, NAMES, OPERATORS, Case

from alerts.watch.matcher import Watchlist, compile_watchlist
from storage.records import Article, Sighting, TextFrom, Watch

# Lowering one is a visible change.
PRECISION = 0.98
RECALL = 0.98

CASES: tuple[Case, ...] = (*LATIN, *HANGUL, *NAMES, *OPERATORS)


def read_case(text: str) -> Article:
    title, bar, body = text.partition("|")
    return Article(
        key="text:case",
        title=title if bar else "",
        text=body if bar else text,
        lang="ko" if any("가" <= char <= "힣" for char in text) else "en",
        fetched_at=datetime(2025, 1, 6, tzinfo=UTC),
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    watches = [Watch(id=f"w{number}", name=query, query=query) for number, (query, _, _) in enumerate(CASES)]
    return compile_watchlist(ENTITIES, watches)


def judge(watchlist: Watchlist) -> tuple[list[str], list[str], int]:
    """What was missed, what was matched wrongly, and how many texts were to match."""
    missed: list[str] = []
    wrong: list[str] = []
    wanted = 0
    for number, (query, met, unmet) in enumerate(CASES):
        for text in (*met, *unmet):
            found = any(match.watch == f"w{number}" for match in watchlist.read(read_case(text)).matches())
            wanted += text in met
            if text in met and not found:
                missed.append(f"{query} in {text!r}")
            if text in unmet and found:
                wrong.append(f"{query} in {text!r}")
    return missed, wrong, wanted


def test_there_are_two_hundred_cases_and_more() -> None:
    assert sum(len(met) + len(unmet) for _, met, unmet in CASES) >= 300


def test_precision_and_recall_keep_their_floors(watchlist: Watchlist) -> None:
    missed, wrong, wanted = judge(watchlist)
    hits = wanted - len(missed)
    assert hits / wanted >= RECALL, missed
    assert hits / (hits + len(wrong)) >= PRECISION, wrong


def test_every_span_slices_to_its_text(watchlist: Watchlist) -> None:
    for _, met, _ in CASES:
        for text in met:
            for match in watchlist.read(read_case(text)).matches():
                for evidence in match.evidence:
                    for hit in evidence.matches:
                        assert evidence.text[hit.start : hit.end] == hit.text
                        assert evidence.text in text
