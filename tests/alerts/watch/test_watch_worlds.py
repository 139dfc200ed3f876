"""Letters of a body of states in texts on other matters: their own sentence says whose they are."""

from __future__ import annotations

import pytest

from alerts.watch.matcher import Watchlist
from tests.naming import read_names

KO = ("주민 771명이 통영 공청회에 참석해 의견을 냈다.", "이번 조사는 군산 일대 297곳에서 진행됐다.")
EN = (
    "Residents of Tongyeong asked the harbour master why the barley had stayed empty for 183 days.",
    "Fish were sold in Busan to 297 people who had come by train.",
)


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("한미 NCG가 보령에서 만났다.", {"ncg"}),
        ("한미 ＮＣＧ가 보령에서 끝났다.", {"ncg"}),
        ("한미는 NCG를 마쳤다.", {"ncg"}),
        ("미국은 한국과 NCG를 마쳤다.", {"ncg"}),
        ("한국과 미국의 NCG가 끝났다.", {"ncg"}),
        ("한·미 SCM이 끝났다.", {"scm"}),
        ("한미 EDSCG도 이날 끝났다.", {"edscg"}),
        ("NCG 대표단이 보령을 찾았다.", {"ncg"}),
        ("The Korea-US NCG went on into the night.", {"ncg"}),
        ("It was the last day for the ROK–U.S. NCG and its staff.", {"ncg"}),
        ("NCG는 보령에 새 매장을 냈다.", set()),
        ("NCG 신작이 보령에서 나왔다.", set()),
        ("NCG listed the best courses of Korea and of the American west.", set()),
    ],
)
def test_letters_are_a_bodys_where_their_sentence_says_so(
    watchlist: Watchlist, sentence: str, named: set[str]
) -> None:
    before, after = EN if sentence[0].isascii() and "the" in sentence else KO
    found = read_names(watchlist, f"A day|{before}\n\n{sentence}\n\n{after}", "2025-01-10")
    assert found & {"ncg", "scm", "edscg"} == named
