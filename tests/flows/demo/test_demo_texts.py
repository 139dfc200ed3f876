"""Made-up articles are repeatable and unlike one another."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import combinations

import pytest

from flows.demo.texts import made_up_piece, ncg_sentence


def shingles(text: str, lang: str) -> set[tuple[str, ...]]:
    """Five words, or nine letters of Korean: what the duplicate index compares."""
    units = re.findall(r"\w+", text.lower()) if lang == "en" else re.findall(r"\w", text)
    size = 5 if lang == "en" else 9
    return {tuple(units[at : at + size]) for at in range(len(units) - size + 1)}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_two_articles_of_two_hundred_share_a_twentieth(lang: str) -> None:
    texts = [" ".join(made_up_piece(number, published=None, lang=lang).paragraphs) for number in range(200)]
    sets = [shingles(text, lang) for text in texts]
    assert min(map(len, sets)) > 150
    assert max(len(one & two) / min(len(one), len(two)) for one, two in combinations(sets, 2)) < 0.05


def test_a_number_always_gives_the_same_article() -> None:
    when = datetime(2026, 3, 5, tzinfo=UTC)
    assert made_up_piece(7, published=when) == made_up_piece(7, published=when)
    assert made_up_piece(7, published=when) != made_up_piece(8, published=when)


@pytest.mark.parametrize(("lang", "name"), [("en", "Consultative Group|NCG"), ("ko", "핵협의그룹|NCG")])
def test_the_watched_name_stands_only_where_asked_for(lang: str, name: str) -> None:
    for number in range(30):
        sentence = ncg_sentence(number, lang)
        piece = made_up_piece(number, published=None, lang=lang, extra=(sentence,))
        assert re.search(name, sentence)
        assert sentence in piece.paragraphs
        assert not re.search(name, " ".join(p for p in piece.paragraphs if p != sentence))
