"""The forms of an English word are one term, and words of other kinds stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.language.word_forms import fold_forms, fold_plural


@pytest.mark.parametrize(
    ("word", "one"), [("parties", "party"), ("talks", "talk"), ("crisis", "crisis"), ("gas", "gas")]
)
def test_only_a_plural_ending_is_cut(word: str, one: str) -> None:
    assert fold_plural(word) == one


@pytest.mark.parametrize(
    "forms",
    [
        "launch launches launched launching",
        "announce announces announced announcing",
        "fire fires fired firing",
        "stop stops stopped stopping",
        "withdraw withdraws withdrawing",
        "retaliate retaliates retaliated retaliating",
        "deny denied denies denying",
        "kill kills killed killing",
        "press pressed pressing",
        "missile missiles",
        "sanction sanctions sanctioned sanctioning",
        "postpone postpones postponed postponing",
        "agreement agreements",
    ],
)
def test_the_forms_of_a_word_are_one(forms: str) -> None:
    assert len(set(map(fold_forms, forms.split()))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("agreement", "agree"),
        ("korean", "korea"),
        ("launcher", "launch"),
        ("speed", "spear"),
        ("spring", "spray"),
        ("princess", "prince"),
    ],
)
def test_what_is_no_form_of_a_word_stays_apart(one: str, other: str) -> None:
    assert fold_forms(one) != fold_forms(other)


@pytest.mark.parametrize("word", ["회담", "é", "tokyoité", "", "e", "ing", "2025", "ncg"])
def test_short_words_numbers_and_other_scripts_stay_as_they_are(word: str) -> None:
    assert fold_forms(word) == word


@given(st.text(alphabet="abcdeginrsty", max_size=12))
def test_a_word_is_never_folded_to_nothing(word: str) -> None:
    assert bool(fold_forms(word)) == bool(word)
