"""What comes hours after an alert in the other language: an echo, unless headline and lead turn by more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.decide.echo import ECHO, is_soon
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
    ("lang", "ago", "soon"),
    [("ko", timedelta(), True), ("en", timedelta(), False), ("ko", timedelta(hours=4) - ECHO, False)],
)
def test_an_echo_is_soon_in_the_other_language(lang: str, ago: timedelta, soon: bool) -> None:
    assert is_soon(a_report("k-2", lang, "trump", ago=ago), TOLD) is soon


def test_an_echo_turns_only_by_what_headline_and_lead_say() -> None:
    names = ("trump", "tariffs")
    same = a_report(
        "k-2", "ko", *names, ago=timedelta(), title="트럼프, 한국산 철강 관세 해제",
        text="도널드 트럼프 대통령이 한국산 철강 관세를 해제했다고 백악관이 밝혔다.",
    )  # fmt: skip
    turned = a_report(
        "k-3", "ko", *names, ago=timedelta(), title="트럼프, 회담 취소", text="트럼프가 회담을 취소했다.",
    )  # fmt: skip
    assert read_novelty(same, [TOLD]).turns == ()
    assert "cancel" in read_novelty(turned, [TOLD]).turns


@pytest.mark.parametrize(
    ("title", "text", "days"),
    [
        ("한미 회담 내달 20일 개최", "한미 회담이 다음 달 20일 서울에서 열린다고 밝혔다.", ("2025-01-20",)),
        ("한미 회담 내달 20일 개최", "한미 회담이 곧 서울에서 열린다고 밝혔다.", ()),
        ("한미 회담 서울서 개최", "한미 회담이 다음 달 20일 서울에서 열린다고 밝혔다.", ()),
        ("한미 회담 내달 12일 개최", "한미 회담이 다음 달 12일 서울에서 열린다고 밝혔다.", ()),
    ],
)
def test_an_echo_turns_by_a_day_that_headline_and_lead_name(
    title: str, text: str, days: tuple[str, ...]
) -> None:
    told = a_report(
        "k-en", "en", ago=timedelta(hours=4), title="Talks to be held on Jan. 12",
        text="The talks will be held in Washington on Jan. 12, officials said.",
    )  # fmt: skip
    novelty = read_novelty(a_report("k-2", "ko", ago=timedelta(), title=title, text=text), [told])
    assert (novelty.days, novelty.is_dated_twice) == (days, bool(days))
