"""What comes hours after an alert in the other language: an echo, unless headline and lead turn by more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.decide.echo import ECHO, is_echo, is_soon
from alerts.decide.lead import is_retold
from alerts.decide.novelty import read_novelty
from storage.records import Kept, Mention, Published
from tests.telling import NOW, a_kept


def a_report(key: str, lang: str, *names: str, ago: timedelta, title: str = "", text: str = "") -> Kept:
    made = a_kept(key, lang=lang, title=title, text=text)
    article = replace(made.article, published=Published(at=NOW - ago, by="feed"))
    return replace(
        made, article=article, mentions=tuple(Mention(entity=n, count=2, in_title=True) for n in names)
    )


TOLD = a_report(
    "k-en", "en", "trump", "tariffs", ago=timedelta(hours=4), title="Trump lifts tariff on Korean steel",
    text="President Trump lifted the tariff on Korean steel on Monday, the White House said.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "names", "ago", "soon", "echo"),
    [
        ("ko", ("trump", "tariffs"), timedelta(), True, True),
        ("ko", ("trump",), timedelta(), True, True),
        ("ko", ("trump", "kim-jong-un", "sanctions"), timedelta(), True, False),
        ("ko", (), timedelta(), True, False),
        ("en", ("trump", "tariffs"), timedelta(), False, False),
        ("ko", ("trump", "tariffs"), timedelta(hours=4) - ECHO, False, False),
    ],
)
def test_an_echo_is_soon_in_the_other_language_and_of_the_same_cast(
    lang: str, names: tuple[str, ...], ago: timedelta, soon: bool, echo: bool
) -> None:
    report = a_report("k-2", lang, *names, ago=ago)
    assert is_soon(report, TOLD) is soon
    assert is_echo(report, TOLD) is echo


def test_an_echo_turns_only_by_what_headline_and_lead_say() -> None:
    names = ("trump", "tariffs")
    same = a_report(
        "k-2", "ko", *names, ago=timedelta(), title="트럼프, 한국산 철강 관세 해제",
        text="도널드 트럼프 대통령이 한국산 철강 관세를 해제했다고 백악관이 밝혔다.",
    )  # fmt: skip
    turned = a_report(
        "k-3", "ko", *names, ago=timedelta(), title="트럼프, 회담 취소", text="트럼프가 회담을 취소했다.",
    )  # fmt: skip
    assert is_retold(same, TOLD)
    assert not is_retold(turned, TOLD)
    assert read_novelty(same, [TOLD]).turns == ()
    assert "cancel" in read_novelty(turned, [TOLD]).turns
