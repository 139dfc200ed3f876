"""The keys of an article's signs are those that its signs with their places have."""

from __future__ import annotations

import pytest

from alerts.watch.ideas.signs import SignReader
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from tests.corpus import an_article

TEXTS = (
    ("Trump names his team", "The president-elect's aides met officials in Seoul.\nTalks went on. And on."),
    (
        "트럼프 인수위 출범",
        "트럼프 당선인의 인수위원회가 10일 NCG를 논의했다.\n한국과 미국은 3년째 협의한다.",
    ),
    ("", "a"),
    ("Only a line", ""),
)


@pytest.mark.parametrize(("title", "text"), TEXTS)
def test_keys_are_those_of_the_signs(title: str, text: str) -> None:
    article = an_article("1", title, text)
    named = {"seoul": [Occurrence(at, at + 5) for at in [f"{title}\n{text}".find("Seoul")] if at >= 0]}
    signs = SignReader(Layout(article), named)
    for asked in ((), (Occurrence(0, 1),), tuple(named["seoul"])):
        passages = signs.choose_passages(asked)
        assert signs.list_keys(passages) == {key for key, _, _ in signs.list_signs(passages)}
