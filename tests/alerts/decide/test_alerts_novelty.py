"""A follow-up shows what nothing told before said, however the known is worded or its figures are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from alerts.compose.html import compose_html
from alerts.compose.text import compose_chat, compose_text
from alerts.decide.lead import brings_the_same
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


def test_a_korean_report_brings_the_same_whatever_background_follows_its_two_sentences() -> None:
    title = "외교부 대변인, 핵협의그룹 회의 결과 관련 정례브리핑"
    news = (
        "외교부 대변인은 핵협의그룹 회의 결과를 관련국에 설명했다고 밝혔다.\n"
        "정부는 우방국과의 협의를 이어 가기로 했다.\n"
    )
    one = (
        "지난해 채택한 공동 핵작전 지침이 주요 의제로 다뤄졌다. 두 나라는 재래식 통합 계획을 구체화했다. "
        "보안 통신체계 문제도 논의 테이블에 올랐다."
    )
    other = (
        "미국 측은 어떠한 핵공격도 압도적인 대응에 직면한다고 했다. 협의체는 워싱턴선언에 따라 만들어졌다. "
        "도상연습도 연내에 실시된다고 전해졌다."
    )
    kept = [a_kept(title=title, text=news + behind, lang="ko") for behind in (one, other)]
    assert brings_the_same(kept[0], kept[1], [])
