"""What text becomes: folded, in words, in sentences, and the way back to the original."""

from __future__ import annotations

import re
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.language.text import (
    HAN,
    HANGUL,
    first_sentences,
    first_words,
    fold,
    lower,
    paragraphs,
    runs,
    sentences,
    split_words,
    words,
)


def cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＮＣＧ　회의", "NCG 회의"),
        ("Korea–U.S. “alliance”", 'Korea-U.S. "alliance"'),
        ("한ㆍ미・일", "한·미·일"),
        (unicodedata.normalize("NFD", "핵협의그룹이"), "핵협의그룹이"),
        ("Tae\u00adyul N\u200bCG\ufeff", "Taeyul NCG"),
        ("a…b", "a…b"),
        ("a\r\nb\u2028c", "a\n\nb\nc"),
    ],
)
def test_look_alikes_fold_to_one_form(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_a_span_leads_back_to_the_decomposed_original() -> None:
    text = unicodedata.normalize("NFD", "북한과 ") + "N\u200bCG를"
    folded = fold(text)
    at = folded.text.index("NCG")
    start, end = folded.span(at, at + 3)
    assert text[start:end] == "N\u200bCG"
    assert unicodedata.normalize("NFC", text[slice(*folded.span(0, 2))]) == "북한"


@given(st.text(alphabet=st.sampled_from("aé각 가\u0301\u200b\u1100\u1161\u11a8ＡⅣ\u0958\n.-—’"), max_size=30))
def test_every_span_leads_back_to_what_folds_to_it(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert folded.text[at] in fold(text[start:end]).text
    assert fold(folded.text).text == folded.text


@given(st.text(max_size=60))
def test_lower_case_keeps_the_length(text: str) -> None:
    assert len(lower(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cost-sharing talks", ["cost", "sharing", "talks"]),
        ("the U.S.-ROK alliance", ["the", "U.S.", "ROK", "alliance"]),
        ("Trump's team, Yoon’s", ["Trump", "team", "Yoon"]),
        ("NCG를 열었다", ["NCG를", "열었다"]),
        ("한·미 핵협의그룹(NCG)이", ["한·미", "핵협의그룹(NCG)이"]),
        ("at 3 p.m. J.D.Vance", ["at", "3", "p.m.", "J.D.", "Vance"]),
        ("“북한” — 미국", ["북한", "미국"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    found = cut(text, words(text))
    assert [word.rstrip(")") for word in found] == [word.rstrip(")") for word in expected]


def test_a_run_ends_where_the_script_changes() -> None:
    text = "한미NCG를 韓美동맹"
    assert cut(text, runs(text)) == ["한미", "NCG", "를", "韓美", "동맹"]


@pytest.mark.parametrize(
    "parts",
    [
        ["The U.S. Secretary of State met Mr. Cho on Jan. 6.", "He left."],
        ["Troops stay in the U.S.", "The president said so."],
        ["Gen. Xavier Brunson arrived.", "“We stay.”", "He smiled."],
        ["“Will you go?” he asked.", "No."],
        ["북한이 미사일을 발사했다.", "합참은 “분석 중”이라고 밝혔다."],
        ["“동맹은 굳건하다.” 라고 말했다.", "그는 떠났다."],
        ["Talks began in Dec.", "The rest is unknown."],
        ["It cost $1.5 billion, No. 2 in the list.", "Why?", "Nobody knows!"],
        ["Lt. Gen. John W. Smith spoke."],
        ["회담을 했어요.", "좋았죠.", "그렇습니까?", "네."],
    ],
)
def test_sentences(parts: list[str]) -> None:
    text = " ".join(parts)
    assert cut(text, sentences(text)) == parts


def test_korean_sentences_without_a_space_between() -> None:
    text = "회담이 열렸다.그는 말했다."
    assert cut(text, sentences(text)) == ["회담이 열렸다.", "그는 말했다."]


def test_a_line_break_ends_sentence_and_paragraph() -> None:
    text = "  One two\nthree. Four\r\n\n five "
    assert cut(text, paragraphs(text)) == ["One two", "three. Four", "five"]
    assert cut(text, sentences(text)) == ["One two", "three.", "Four", "five"]


@given(st.text(alphabet=st.sampled_from("aA.!?다요 \n\"”'1…。"), max_size=60))
def test_sentences_cover_all_but_blanks_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert "".join("".join(cut(text, spans)).split()) == "".join(text.split())
    assert [first_sentences(text, many) for many in range(4)] == [spans[:many] for many in range(4)]


@pytest.mark.parametrize("run", [".", "?!", "。", "다.", '."', ". ", "...…"])
def test_a_run_of_marks_is_cut_in_the_time_of_its_length(run: str) -> None:
    began = time.thread_time()
    sentences(run * 40_000)
    assert time.thread_time() - began < 10  # by squares it takes minutes


@pytest.mark.parametrize(
    "text", ["He said... and left. Then?! Yes.", "갔다...그리고 왔다. 정말?!", "ok。。。다음"]
)
def test_a_run_of_marks_ends_a_sentence_once(text: str) -> None:
    assert [text[start:end] for start, end in sentences(text)] == [
        part for part in re.split(r"(?<=left\.) |(?<=Then\?!) |(?<=왔다\.) |(?<=。。。)", text) if part
    ]


def cut_slowly(text: str) -> list[tuple[int, int]]:
    """Words as they are defined: what stands between blanks, cut at its edges where it holds Hangul."""
    found: list[tuple[int, int]] = []
    for chunk in re.finditer(r"\S+", text):
        parts = [(chunk.start() + start, chunk.start() + end) for start, end in runs(chunk.group())]
        is_east = re.search(f"[{HANGUL}{HAN}]", chunk.group())
        found += [(parts[0][0], parts[-1][1])] if parts and is_east else parts
    return found


@given(st.text(alphabet="abAZ09 \n가한국北ㄱé_.,'’s\"()-U.S·\u0301", max_size=40), st.integers(0, 9))
def test_words_are_those_of_the_slow_way(text: str, many: int) -> None:
    assert words(text) == cut_slowly(text)
    assert first_words(text, many) == words(text)[:many]
    assert split_words(text) == cut(text, words(text))
