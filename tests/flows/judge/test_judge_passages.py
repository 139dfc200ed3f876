"""The passages that two texts share are shown as whole sentences."""

from __future__ import annotations

import pytest

from flows.judge.passages import find_passages
from tests.flows.judge.test_judge_copies import NEWS, make_news


def test_sentences_that_stand_in_the_other_text_are_found_with_their_places() -> None:
    text = "\n".join([*make_news(2, 2), NEWS[3], *make_news(3, 1), NEWS[5]])
    found = find_passages(text, "\n".join(NEWS))
    assert [text[passage.start : passage.end] for passage in found] == [NEWS[3], NEWS[5]]


@pytest.mark.parametrize(
    ("text", "other", "shared"),
    [
        (
            "한미 양국은 4차 핵협의그룹 회의를 열었다. 회의는 서울에서 열렸다고 밝혔다. 날씨는 흐렸다.",
            "한미 양국은 제4차 핵협의그룹 회의를 열었다. 회의는 서울에서 열렸다고 밝혔다. 다른 이야기다.",
            ["한미 양국은 4차 핵협의그룹 회의를 열었다. 회의는 서울에서 열렸다고 밝혔다."],
        ),
        ("One two three four.", "Five six seven eight.", []),
        ("", "Five six seven eight.", []),
    ],
)
def test_neighbouring_sentences_are_one_passage(text: str, other: str, shared: list[str]) -> None:
    assert [text[found.start : found.end] for found in find_passages(text, other)] == shared
