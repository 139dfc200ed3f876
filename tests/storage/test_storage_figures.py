"""Figures are the same in either language and in any spelling."""

from __future__ import annotations

import pytest

from storage.language.figures import read_figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1억1천만 달러", "$110 million"),
        ("2만8500명", "28,500 troops"),
        ("2만8천500명", "28500 troops"),
        ("1천400", "1,400"),
        ("250조원", "250 trillion won"),
        ("1조5천억", "1.5 trillion"),
        ("5백만 달러", "5 million dollars"),
        ("3.5%", "3.5 percent"),
        ("2024년 12월 26일", "12/2024, Dec. 26"),
        ("6일", "January 6th"),
        ("제4차 회의, 5차 회의", "the fourth meeting, its 5th"),
        ("제70주년", "70th anniversary"),
        ("3일간", "3 days"),
        ("제1.5회 대화", "1.5 dialogue"),
        ("2조원", "two trillion won"),
        ("2만5천명", "Twenty-five thousand troops"),
        ("25만명", "two hundred and fifty thousand people"),
        ("120만톤", "one million two hundred thousand tons"),
        ("3억 달러", "the three-hundred-million-dollar fund"),
        ("120대", "one hundred twenty jets"),
        ("2백만 달러", "two million five years ago"),
    ],
)
def test_a_figure_is_the_same_in_both_languages(one: str, other: str) -> None:
    assert (
        {figure.key for figure in read_figures(one)}
        == {figure.key for figure in read_figures(other)}
        != set()
    )


@pytest.mark.parametrize("text", ["B-52", "F-35", "G7", "MH370"])
def test_what_is_part_of_a_name_is_no_figure(text: str) -> None:
    assert list(read_figures(text)) == []


@pytest.mark.parametrize(
    "text", ["hundreds of troops", "the two hundredth", "a thousandfold", "someone hundred"]
)
def test_words_without_a_number_are_no_figure(text: str) -> None:
    assert list(read_figures(text)) == []


@pytest.mark.parametrize("size", ["BİLLION", "mıllıon", "thouſand"])
def test_a_size_in_letters_of_another_alphabet_is_none(size: str) -> None:
    assert [figure.key for figure in read_figures(f"3 {size} won")] == ["3"]


def test_a_figure_knows_where_it_stands() -> None:
    text = "약 1천400명이 12월 3일"
    assert [text[figure.start : figure.end] for figure in read_figures(text)] == ["1천400", "12", "3일"]
