"""What is named as nearest to a word that is missing is what difflib would name of all words."""

from __future__ import annotations

import difflib
import random

import pytest

from alerts.watch.query.explain import _may_be_alike


@pytest.mark.parametrize("seed", range(20))
def test_letters_rule_out_only_words_that_are_not_alike(seed: int) -> None:
    chance = random.Random(seed)
    letters = "abcde한국"
    for _ in range(30):
        wanted = "".join(chance.choices(letters, k=chance.randint(1, 9)))
        words = ["".join(chance.choices(letters, k=chance.randint(1, 12))) for _ in range(30)]
        near = [word for word in words if _may_be_alike(wanted, frozenset(wanted), word, frozenset(word))]
        assert len(near) < len(words)
        found = [difflib.get_close_matches(wanted, each, n=1, cutoff=0.75) for each in (words, near)]
        assert found[0] == found[1]
