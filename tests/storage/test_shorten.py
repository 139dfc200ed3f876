"""Texts that are too long are cut between words, at least between characters, by one function everywhere."""

from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.compose.clean import cut_sentence
from alerts.decide.policy.saying import cut
from flows.desk.render import mark_sentence
from storage.language.shorten import CUT, find_begin, find_end, shorten, shorten_line
from storage.records import Evidence, TermMatch

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("as it is", 8, "as it is"),
        ("the ports are closed", 12, "the ports…"),
        ("the ports are closed", 10, "the ports…"),
        ("the ports are closed", 9, "the port…"),
        ("한미 핵협의그룹 회의 개최", 10, "한미 핵협의그룹…"),
        ("핵협의그룹회의개최소식", 8, "핵협의그룹회의…"),
        ("https://example.org/a/b/c/d/e", 12, "https://exa…"),
        ("cafe\u0301s of old", 5, "caf…"),
        ("ab👩\u200d💻cd", 5, "ab…"),
        ("ab👋🏽cd", 4, "ab…"),
        ("a🇰🇷🇺🇸b", 5, "a🇰🇷…"),
        (unicodedata.normalize("NFD", "한국말"), 6, unicodedata.normalize("NFD", "한") + "…"),
        ("       ", 3, "…"),
        ("", 3, ""),
    ],
)
def test_a_text_is_cut_where_a_reader_would(text: str, most: int, short: str) -> None:
    assert shorten(text, most) == short


@given(st.text(st.sampled_from("ab 한국\n\u0301\u200d👩💻🇰🇷\u1161"), max_size=200), st.integers(1, 60))
def test_what_is_cut_is_a_beginning_within_the_limit_and_stays(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short) <= most or short == text
    assert text.startswith(short.removesuffix(CUT))
    assert shorten(short, most) == short


@given(st.text(st.sampled_from("ab 한국\u0301\u200d👩"), max_size=120), st.integers(-3, 130))
def test_the_places_of_a_cut_lie_on_their_sides(text: str, at: int) -> None:
    assert find_end(text, max(at, 0)) <= max(at, 0)
    assert find_begin(text, at) >= min(max(at, 0), len(text))


def test_a_text_of_nothing_but_marks_is_cut_all_the_same() -> None:
    assert len(shorten("e" + "\u0301" * 100_000, 50)) == 50


def test_korean_words_of_somebody_without_spaces_are_quoted_in_part() -> None:
    assert cut("협" * 500) == "협" * 239 + CUT


def test_a_part_of_a_sentence_begins_and_ends_with_words() -> None:
    text = "word " * 100 + "NCG " + "other " * 300
    match = TermMatch(start=500, end=503, text="NCG", term="NCG", entity=None)
    short = cut_sentence(Evidence(text=text, matches=(match,)))
    (moved,) = short.matches
    assert short.text[moved.start : moved.end] == "NCG"
    assert re.fullmatch(r"…(word )+NCG (other )*other…", short.text)
    shown = str(mark_sentence({"text": text, "matches": [{"start": 500, "end": 503, "term": "NCG"}]}))
    assert re.fullmatch(r"…(word )+<mark[^>]*>NCG</mark> (other )*other…", shown)


def test_nothing_else_cuts_a_text_with_a_mark() -> None:
    """An ellipsis behind a slice is a cut of one's own."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in ("alerts", "flows", "storage")
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.BinOp | ast.JoinedStr) and _cuts(node)
    ]
    assert found == []


def _cuts(node: ast.BinOp | ast.JoinedStr) -> bool:
    parts = [node.left, node.right] if isinstance(node, ast.BinOp) else node.values
    slices = any(
        isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Slice)
        for part in parts
        for each in ast.walk(part)
    )
    marks = any(
        isinstance(each, ast.Constant) and each.value in (CUT, f" {CUT}")
        for part in parts
        for each in ast.walk(part)
    )
    return slices and marks


def test_what_is_quoted_stands_on_one_line() -> None:
    assert shorten_line(" Seoul\n\n said \tso", 40) == "Seoul said so"
    assert shorten_line("the  ports\nare closed", 12) == "the ports…"
