"""Where only the day of publication is known a list says the day, and no time that nobody stated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.corpus import Corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Two articles from a file, one dated by the day and one to the minute."""
    corpus = Corpus(tmp_path)
    corpus.configure()
    records = [
        {
            "url": "https://a.kr/1",
            "title": "By the day",
            "text": "The NCG met.",
            "published_at": "2025-01-06",
        },
        {
            "url": "https://a.kr/2",
            "title": "By the hour",
            "text": "It left.",
            "published_at": "2025-01-07T09:30+09:00",
        },
    ]
    lines = "\n".join(map(json.dumps, records))
    (tmp_path / "records.jsonl").write_text(lines, encoding="utf-8")
    assert corpus.hanmi("backfill", str(tmp_path / "records.jsonl")).exit_code == 0
    return corpus


@pytest.mark.parametrize("words", [("articles",), ("search", "met"), ("explain", "https://a.kr/1")])
def test_a_day_is_said_as_a_day(corpus: Corpus, words: tuple[str, ...]) -> None:
    said = corpus.hanmi(*words).stdout
    assert "2025-01-06" in said
    assert "23:59" not in said


def test_a_time_is_said_as_a_time(corpus: Corpus) -> None:
    assert "2025-01-07 09:30" in corpus.hanmi("articles").stdout
