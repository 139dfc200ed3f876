"""An expression that is looked for only where one of its words stands finds what it finds anywhere."""

from __future__ import annotations

import re

import pytest

from alerts.turns import form, headline
from alerts.turns.genre import form as genre_form
from alerts.turns.genre import marks as genre_marks
from alerts.turns.searched import Searched, fold_searched
from tests.pump import list_ways


def list_guarded() -> list[tuple[str, re.Pattern[str], tuple[str, ...]]]:
    """Every expression beside which its words stand, by its name."""
    return [
        (name, found, words)
        for module in (form, genre_form, genre_marks, headline)
        for said, words in sorted(vars(module).items())
        if hasattr(found := vars(module).get(name := said.removesuffix("_WORDS")), "pattern") and name != said
    ]


def test_every_list_of_words_has_its_expression() -> None:
    assert {name.strip("_") for name, _, _ in list_guarded()} == {
        "ASKED", "BODY", "BYSTANDERS", "DAY", "HOSTED", "LEARNED", "MAILED", "METHOD", "NOTICE", "PAST",
        "REPORTS", "SAID", "SIGNED", "TO_FOLLOW",
    }  # fmt: skip


@pytest.mark.parametrize(("expression", "words"), [pytest.param(p, w, id=n) for n, p, w in list_guarded()])
def test_nothing_is_found_without_one_of_the_words(
    expression: re.Pattern[str], words: tuple[str, ...]
) -> None:
    assert [text for text in list_ways(expression) if not Searched(text).has(words)] == []
    assert [word for word in words if word != Searched(word).small] == []


def test_a_headline_that_is_marked_has_a_mark() -> None:
    tagged = [way for tag in genre_marks.TAGS.values() for way in list_ways(tag)]
    assert [title for title in tagged if not genre_marks.MARKED.search(title)] == []


def test_a_headline_in_capitals_has_no_small_letter() -> None:
    assert genre_marks.CAPITALS.fullmatch("NORTH KOREA FIRES A MISSILE, SAYS JCS (2ND LEAD)")
    assert "NORTH KOREA FIRES A MISSILE, SAYS JCS (2ND LEAD)".isupper()
    assert not genre_marks.CAPITALS.fullmatch("NORTH KOREA FIRES A MISSILE, SAYS JCS (2nd LEAD)")


@pytest.mark.parametrize("char", ["İ", "ı", "ſ", "K", "S", "i", "ß", "É"])
def test_small_letters_are_those_that_expressions_without_case_take_characters_for(char: str) -> None:
    taken = [small for small in "abcdefghijklmnopqrstuvwxyz" if re.match(small, char, re.IGNORECASE)]
    assert all(small in Searched(f"가{char}").small for small in taken)


@pytest.mark.parametrize(
    "text",
    [
        "I came, and my dog",
        "Army mess",
        "I'm me",
        "저는 제가 간다",
        "그저는 나는",
        "AI my_me i_I",
        "우리나는 내가",
    ],
)
def test_the_first_person_is_found_as_by_looking_at_what_stands_before_first(text: str) -> None:
    plain = re.compile(
        r"\b(?:I|I['’](?:m|ve|d|ll)|my|me)\b|(?<![가-힣])(?:저는|제가|나는|내가|저도|나도|저희)"
    )
    assert genre_form._FIRST_PERSON.findall(text) == plain.findall(text)


def test_a_searched_text_is_folded_and_asked_in_small_letters() -> None:
    text = fold_searched("“Ｓaid” SO")
    assert text.text == '"Said" SO'
    assert text.has(("said",))
    assert not text.has(("told",))
    assert text.search(re.compile("S.id"), ("said",))
    assert text.search(re.compile("S.id"), ("told",)) is None
    assert text.count(re.compile("S"), ("said",)) == 2
