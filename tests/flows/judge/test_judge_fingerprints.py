"""Sketches are stable, blind to what does not change a text, and meet where a passage is shared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.judge.fingerprints import WINDOW, read_sketch, read_tokens

WORDS = [f"word{index * 7919 % 1009}" for index in range(400)]


def test_a_sketch_never_changes() -> None:
    sketch = read_sketch("The Nuclear Consultative Group will meet in Seoul again.")
    assert sketch.fingerprints == (61787598217028,)
    assert sketch.text_hash == 3316964431459622264


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("Trump's “plan” — today", "TRUMPS 'plan' - today"),
        ("핵협의그룹 회의가 열렸다.", "핵협의 그룹회의가열렸다"),
        (unicodedata.normalize("NFD", "한미 동맹"), "한미 동맹"),
        ("ＮＣＧ\u200b 2024", "ncg 2024"),
        ("a\u00adb", "ab"),
    ],
)
def test_typography_and_korean_spacing_leave_no_trace(one: str, same: str) -> None:
    assert read_tokens(one) == read_tokens(same)
    assert read_sketch(one) == read_sketch(same)


@pytest.mark.parametrize("text", ["", " \n ", "…—!?", "\ud800"])
def test_a_text_without_words_has_no_fingerprints(text: str) -> None:
    sketch = read_sketch(text)
    assert (sketch.fingerprints, sketch.text_hash) == ((), None)


def test_any_shared_passage_of_a_window_leaves_a_shared_fingerprint() -> None:
    passage = WORDS[: WINDOW + 5]
    one = read_sketch(" ".join([*WORDS[100:200], *passage, *WORDS[200:250]]))
    other = read_sketch(" ".join([*WORDS[300:], *passage, *WORDS[250:300]]))
    assert set(one.fingerprints) & set(other.fingerprints)


def test_a_teaser_meets_the_long_text_that_it_begins() -> None:
    teaser, whole = read_sketch(" ".join(WORDS[:40])), read_sketch(" ".join(WORDS))
    assert teaser.is_teaser
    assert not whole.is_teaser
    assert len(set(teaser.fingerprints) & set(whole.fingerprints)) >= 2


def test_a_text_of_mostly_hangul_is_cut_by_syllables() -> None:
    assert read_sketch("한미 양국은 4차 NCG 회의를 연다").is_cjk
    assert not read_sketch("The NCG (핵협의그룹) will meet in Washington early next year, it said").is_cjk


@given(st.text(max_size=400))
def test_fingerprints_fit_the_index(text: str) -> None:
    sketch = read_sketch(text)
    assert all(0 <= mark < 1 << 48 for mark in sketch.fingerprints)
    assert list(sketch.fingerprints) == sorted(set(sketch.fingerprints))
    assert sketch.text_hash is None or -(1 << 63) <= sketch.text_hash < 1 << 63
