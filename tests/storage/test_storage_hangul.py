"""Words in Hangul taken apart: what may stand before a term, and the offices after a name."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.judge.accounts import read_bridge
from storage.language.across import cut_korean
from storage.language.bilingual import KOREAN
from storage.language.hangul import cut_roles, find_chain, may_begin_after, may_end_before

PARTS = frozenset(("가", "나", "가나", "나가", "다가"))


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("윤석열대통령", "윤석열"),
        ("최상목대통령권한대행", "최상목"),
        ("한덕수총리대행", "한덕수"),
        ("대통령권한대행", ""),
        ("홍길동", "홍길동"),
        ("", ""),
    ],
)
def test_offices_are_cut_from_a_name(word: str, bare: str) -> None:
    assert cut_roles(word) == bare


@pytest.mark.parametrize(
    ("prefix", "may"),
    [("", True), ("한미", True), ("한미일", True), ("제3차", True), ("제십이차", True), ("산한미", False)],
)
def test_a_term_begins_after_what_is_listed(prefix: str, may: bool) -> None:
    assert may_begin_after(prefix) is may


@given(st.text("가나다", max_size=8))
def test_a_chain_is_what_an_expression_finds(text: str) -> None:
    found = re.search(f"(?:{'|'.join(PARTS)})+$", text)
    assert find_chain(text, PARTS) == (found.start() if found else len(text))


def cut_whole(word: str) -> tuple[str, ...] | None:
    """As `cut_korean` means it, tried in every way."""
    for length in range(len(word), 0, -1):
        part, rest = word[:length], word[length:]
        if part in KOREAN and may_end_before(part[-1], rest, is_name=False, takes_role=True):
            return (KOREAN[part],)
        if part in KOREAN and (more := cut_whole(rest)):
            return (KOREAN[part], *more)
    return None


SYLLABLES = (
    "대통령",
    "선거",
    "대통령선거",
    "국방부",
    "장관",
    "핵",
    "무기",
    "핵무기",
    "은",
    "에서",
    "꿹",
    "회담",
)


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map("".join))
def test_a_word_is_cut_as_if_every_way_were_tried(word: str) -> None:
    if whole := cut_whole(word):
        assert cut_korean(word) == (whole, "")


@pytest.mark.parametrize(
    "word",
    [
        "대통령권한대행" * 200,
        "대통령선거" * 300,
        "상원의원" * 300,
        "핵무기" * 400,
        "회담" * 700,
        "한미일" * 400,
        "가" * 1_500,
    ],
)
@pytest.mark.parametrize("end", ["", "꿹", "꿹꿹꿹"])
def test_a_word_of_words_within_words_is_read_at_once(word: str, end: str) -> None:
    began = time.thread_time()
    read_bridge(word[:300] + end, word + end, (), is_cjk=True)
    may_begin_after(f"산{word}")
    may_end_before("령", word + end, is_name=True, takes_role=True, takes_head=True)
    assert time.thread_time() - began < 1
