"""A follow-up shows what nothing told before said, however the known is worded or its figures are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from alerts.compose.html import compose_html
from alerts.compose.text import compose_chat, compose_text
from alerts.decide.novelty import Added, _write_days, read_novelty
from tests.telling import a_kept, a_telling

ENGLISH = (
    "Gen. Xavier Brunson told a Senate hearing that cutting the 28,500 American troops would be problematic."
)
KOREAN = (
    "브런슨 주한미군사령관이 상원 청문회에서 2만8천500명 규모의 주한미군을 감축하는 것은 문제라고 말했다."
)


@pytest.mark.parametrize(
    ("lang", "known", "again"),
    [
        (
            "en",
            ENGLISH,
            "Cutting the 28,500 American troops would be problematic, Brunson told the Senate hearing.",
        ),
        ("en", ENGLISH, ENGLISH.replace("28,500", "28500")),
        ("ko", KOREAN, "주한미군 2만8500명을 감축하는 것은 문제라고 브런슨 사령관은 상원 청문회에서 말했다."),
        ("ko", KOREAN, KOREAN.replace("2만8천500명", "28,500명")),
    ],
)
def test_a_sentence_in_other_words_or_figures_is_known(lang: str, known: str, again: str) -> None:
    found = read_novelty(a_kept(lang=lang, text=again), [a_kept(lang=lang, text=known)])
    assert (found.sentences, found.figures, found.news) == (0, (), ())


@pytest.mark.parametrize(
    ("lang", "known", "new"),
    [
        ("en", ENGLISH, ENGLISH.replace("28,500", "24,000")),
        ("en", ENGLISH, "Democrats on the committee asked the general to keep the troops where they are."),
        ("ko", KOREAN, KOREAN.replace("2만8천500명", "2만4천명")),
        ("ko", KOREAN, "민주당 의원들은 사령관에게 병력을 지금 자리에 두어야 한다고 거듭 요구했다."),
    ],
)
def test_another_figure_or_another_matter_is_new(lang: str, known: str, new: str) -> None:
    found = read_novelty(a_kept(lang=lang, text=f"{known}\n{new}"), [a_kept(lang=lang, text=known)])
    assert (found.sentences, found.news) == (1, (new,))


def test_a_follow_up_begins_with_what_is_new() -> None:
    told = replace(a_telling(), news=("The vote is <now> on Monday.",))
    text, html, chat = compose_text(told), compose_html(told), compose_chat(told).decode()
    assert text.index("What is new\n  The vote is <now> on Monday.") < text.index("What matched")
    assert html.index("The vote is &lt;now&gt; on Monday.") < html.index("What matched")
    assert "The vote is <now> on Monday." in chat


@pytest.mark.parametrize("seed", range(6))
def test_a_story_read_at_once_has_the_same_news_as_each_article_against_those_before(seed: int) -> None:
    chance = Random(seed)
    english = (
        "The NCG met in Seoul on Monday.",
        "Ships waited off Busan for 12 days.",
        "The NCG met in Seoul again.",
        "Two envoys left the talks early.",
        "Exports rose by 7.5 percent in May.",
    )
    korean = (
        "핵협의그룹이 서울에서 회의를 열었다.",
        "배가 부산에서 12일 기다렸다.",
        "특사 두 명이 먼저 떠났다.",
    )
    pieces = {"en": english, "ko": korean}
    added, before = Added(), []
    for number in range(12):
        lang = chance.choice(["en", "en", "ko"])
        text = "\n".join(chance.choices(pieces[lang], k=3))
        kept = a_kept(
            f"https://news.example/{number}", lang=lang, text=text, title=chance.choice(pieces[lang])
        )
        found, whole = added.read(kept), read_novelty(kept, before)
        for field in ("sentences", "of", "entities", "figures", "news"):
            assert getattr(found, field) == getattr(whole, field), (number, field)
        added.learn(kept)
        before.append(kept)


def test_days_of_any_year_are_read_as_they_were_written() -> None:
    days = [date.min, date(2, 1, 4), date(2026, 11, 30), date.max]
    assert [date.fromisoformat(day) for day in _write_days(days)] == days
