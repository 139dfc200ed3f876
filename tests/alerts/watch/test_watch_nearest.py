"""The nearest word is the one that comparing with every word finds."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.watch.query.alike import ALIKE, COMPARED, Words

WORD = st.text(alphabet="abcde핵협의그룹", min_size=1, max_size=8)


def say_slowly(words: list[str], wanted: str) -> str | None:
    holding = next((word for word in words if wanted in word), None)
    if holding is not None:
        return f"it stands only within {holding}" if holding != wanted else f"the article has {holding}"
    alike = difflib.get_close_matches(wanted, words[:COMPARED], n=1, cutoff=ALIKE)
    return f"the nearest word is {alike[0]}" if alike else None


@given(
    words=st.lists(WORD, unique=True, max_size=30), terms=st.lists(st.one_of(WORD, st.just("")), max_size=8)
)
def test_it_says_what_comparing_with_every_word_says(words: list[str], terms: list[str]) -> None:
    near = Words(words)
    for term in [*terms, *terms]:
        assert near.say_alike(term) == say_slowly(words, term)


@pytest.mark.parametrize(
    ("words", "term", "said"),
    [
        (["tariffs", "talks"], "tarifs", "the nearest word is tariffs"),
        (["countertariffs"], "tariff", "it stands only within countertariffs"),
        (["ncg"], "ncg", "the article has ncg"),
        (["핵협의그룹에서"], "핵협의그룹", "it stands only within 핵협의그룹에서"),
        (["north", "korea"], "north korea", None),
        (["north", "korea"], "h\nk", None),
        ([], "ncg", None),
    ],
)
def test_what_is_said_of_a_term(words: list[str], term: str, said: str | None) -> None:
    assert Words(words).say_alike(term) == said
