"""Articles on one event are one story, whatever the order of outlets, and look-alikes are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.judge.stories import is_numbered_otherwise, weigh_figures
from flows.judge.terms import FIGURES, read_topic
from storage.corpus.articles import find_article
from storage.database import Database
from storage.judging.topics import STORY_NUMBERS
from storage.lists.story_lists import read_story
from storage.records import Article, digest_id
from storage.tables import stories, story_sketches
from tests.flows.judge.test_judge_copies import NEWS, make_news
from tests.judging import judge_and_keep, make_article, open_corpus

VISIT = (
    "Blinken to visit Seoul in January",
    "Secretary of State Antony Blinken will visit Seoul in early January for farewell talks with Foreign "
    "Minister Cho Tae-yul, diplomats said, as the alliance recovers from the martial law declared by Yoon.",
)
VISIT_TOLD_OTHERWISE = (
    "Seoul prepares for Blinken's farewell trip",
    "Cho Tae-yul expects Antony Blinken in Seoul for a farewell trip next month, a ministry official told "
    "reporters; the two would discuss the alliance after martial law.",
)
TARIFFS = (
    "Steel makers brace for tariffs",
    "POSCO and Hyundai Steel said that tariffs of 25 percent on steel would cut their exports to America by "
    "a third, and asked the trade ministry for help with quotas.",
)
KOREAN = (
    "블링컨 1월 초 방한…조태열과 고별 회담",
    "토니 블링컨 미국 국무장관이 내년 1월 초 한국을 방문해 "
    "조태열 외교부 장관과 고별 회담을 할 예정이라고 외교 소식통이 전했다.",
)
KOREAN_TOLD_OTHERWISE = (
    "블링컨 국무장관, 다음달 고별 방한",
    "외교부는 블링컨 미 국무장관이 다음 달 초 방한해 "
    "조태열 장관과 고별 회담을 하는 방안을 조율 중이라고 밝혔다.",
)


def make(key: str, told: tuple[str, str], hours: float | None = 0.0, *, live: bool = True) -> Article:
    return make_article(key, told[1], told[0], hours=hours, live=live)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


@pytest.mark.parametrize(
    ("one", "other"), [(VISIT, VISIT_TOLD_OTHERWISE), (KOREAN, KOREAN_TOLD_OTHERWISE)], ids=["en", "ko"]
)
def test_two_accounts_of_one_event_are_one_story(
    corpus: Database, one: tuple[str, str], other: tuple[str, str]
) -> None:
    first = judge_and_keep(corpus, make("one.example/1", one))
    unrelated = judge_and_keep(corpus, make("two.example/2", TARIFFS, 1))
    second = judge_and_keep(corpus, make("three.example/3", other, 5))
    assert second.copy is None
    assert second.story == first.story == digest_id("s", "one.example/1")
    assert not second.new_story
    assert unrelated.story != first.story


def test_the_same_words_ten_days_later_are_another_event(corpus: Database) -> None:
    first = judge_and_keep(corpus, make("one.example/1", VISIT))
    later = judge_and_keep(corpus, make("two.example/2", VISIT_TOLD_OTHERWISE, 240))
    assert later.story != first.story


@pytest.mark.parametrize(
    ("this", "that", "otherwise"),
    [
        ("The fourth NCG meeting opened in Seoul", "Allies hold the 5th NCG meeting", True),
        ("The 12th sanctions package is agreed", "EU proposes a 13th sanctions package", True),
        ("The 12th package of sanctions", "The twelfth sanctions package", False),
        ("제4차 핵협의그룹 회의 열려", "5차 핵협의그룹 회의 열려", True),
        ("제4차 핵협의그룹 회의 열려", "제4차 핵협의그룹, 5차 핵협의그룹 일정 논의", False),
        ("Talks enter a fourth day", "Talks go on for a fifth day", False),
        ("The fourth meeting", "The fifth round", False),
        ("Carrier USS Carl Vinson arrives in Busan", "Submarine USS Alexandria calls at Busan", True),
        ("USS Carl Vinson arrives in Busan", "The USS Vinson, a carrier, is in Busan", False),
        ("Typhoon Hinnamnor nears Busan", "Busan shuts schools for typhoon", False),
        ("태풍 힌남노 북상", "태풍 '난마돌' 북상에 항공편 결항", True),
        ("In 2023 the allies met", "In 2024 the allies met", False),
    ],
)
def test_the_fourth_meeting_is_not_the_fifth(this: str, that: str, otherwise: bool) -> None:
    numbered = [read_topic(title, "").numbered for title in (this, that)]
    assert is_numbered_otherwise(*numbered) is otherwise
    assert is_numbered_otherwise(*reversed(numbered)) is otherwise


def test_reports_on_two_meetings_of_a_series_are_two_stories(corpus: Database) -> None:
    told = (
        "The allies met in {place} for the {nth} Nuclear Consultative Group meeting and spoke of guidelines."
    )
    fourth = judge_and_keep(
        corpus, make("one.example/1", ("NCG meets", told.format(nth="fourth", place="Washington")))
    )
    other = (
        "Allies' nuclear body convenes",
        "The fifth Nuclear Consultative Group meeting of the allies took guidelines up in Seoul.",
    )
    assert judge_and_keep(corpus, make("two.example/1", other, 20)).story != fourth.story
    again = ("NCG meets over guidelines", other[1].replace("fifth", "4th"))
    assert judge_and_keep(corpus, make("three.example/1", again, 21)).story == fourth.story


def test_undated_texts_find_one_another_over_the_years(corpus: Database) -> None:
    first = judge_and_keep(corpus, make("one.example/1", VISIT, None, live=False))
    judge_and_keep(corpus, make("two.example/2", TARIFFS, 24 * 900, live=False))
    second = judge_and_keep(corpus, make("three.example/3", VISIT_TOLD_OTHERWISE, None, live=False))
    assert second.story == first.story


@pytest.mark.parametrize(("first_hours", "second_hours"), [(0.0, None), (None, 0.0)], ids=["after", "before"])
def test_an_undated_text_and_a_live_article_are_one_story_only_as_copies(
    corpus: Database, first_hours: float | None, second_hours: float | None
) -> None:
    first = judge_and_keep(corpus, make("one.example/1", VISIT, first_hours, live=first_hours is not None))
    told = make("two.example/2", VISIT_TOLD_OTHERWISE, second_hours, live=second_hours is not None)
    assert judge_and_keep(corpus, told).story != first.story
    copied = make_article(
        "three.example/3", VISIT[1], VISIT[0], hours=second_hours, live=second_hours is not None
    )
    assert judge_and_keep(corpus, copied).story == first.story


def test_an_undated_partial_copy_founds_a_story_beside_live_articles(corpus: Database) -> None:
    first = judge_and_keep(corpus, make_article("one.example/1", "\n".join(NEWS)))
    part = "\n".join([*make_news(3, 6), *NEWS[:4]])
    verdict = judge_and_keep(corpus, make_article("two.example/2", part, hours=None, live=False))
    assert verdict.copy is not None
    assert verdict.story != first.story


def test_thirty_reprints_weigh_as_one_article(corpus: Database) -> None:
    for n in range(5):
        judge_and_keep(corpus, make_article(f"o{n}.example/1", "\n".join(NEWS), hours=n))
    with corpus.reading() as tx:
        assert set(tx.execute(sa.select(story_sketches.c.articles)).scalars()) == {1}
        story = tx.execute(sa.select(stories)).one()
    assert (story.last_seen - story.first_seen).total_seconds() == 4 * 3600
    assert story.has_live


def test_judging_in_one_order_gives_the_same_stories_everywhere(tmp_path: Path) -> None:
    told = [VISIT, TARIFFS, KOREAN, VISIT_TOLD_OTHERWISE, KOREAN_TOLD_OTHERWISE]
    found: list[list[str]] = []
    for machine in ("one", "other"):
        (tmp_path / machine).mkdir()
        verdicts = []
        for n, words in enumerate(told):
            with open_corpus(tmp_path / machine) as database:  # opened anew for each, as after a restart
                verdicts.append(judge_and_keep(database, make(f"o.example/{n}", words, n)).story)
        found.append(verdicts)
    assert found[0] == found[1]


def test_a_text_that_two_stories_have_copies_of_makes_them_one(corpus: Database) -> None:
    cut = round(len(NEWS) * 0.675)
    first = judge_and_keep(corpus, make_article("one.example/1", "\n".join(NEWS[:cut])))
    rest = make_article("two.example/2", "\n".join(NEWS[-cut:]), hours=None, live=False)
    second = judge_and_keep(corpus, rest)
    assert second.story != first.story
    whole = judge_and_keep(corpus, make_article("three.example/3", "\n".join(NEWS), hours=-2))
    assert whole.story in (first.story, second.story)
    with corpus.reading() as tx:
        stories = [read_story(tx, verdict.story) for verdict in (first, second, whole)]
    assert len({story.id for story in stories if story}) == 1


QUAKE = (
    "Strong earthquake shakes northern Honshu",
    "A magnitude 6.8 earthquake shook northern Honshu on Tuesday and injured 43 people, officials said. "
    "Bullet trains stopped, 21,000 homes lost power and no tsunami warning was issued for the coast.",
)
QUAKE_TOLD_OTHERWISE = (
    "Dozens hurt as quake of 6.8 hits Japan's north",
    "At least 43 people were hurt when an earthquake struck Honshu. Power failed in 21,000 homes, the coast "
    "was spared a tsunami, and trains stood still for hours.",
)
TWIN_QUAKE = (
    "Quake rattles Kyushu",
    "A magnitude 5.4 earthquake struck off Kyushu and hurt 12 people. Ferries waited, around 3,500 homes "
    "lost power, and the weather agency ruled out a tsunami.",
)


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        pytest.param(QUAKE, QUAKE_TOLD_OTHERWISE, 1.0, id="shared"),
        pytest.param(QUAKE, TWIN_QUAKE, 0.7, id="none shared"),
        pytest.param(QUAKE, ("Quake", "It shook."), 1.0, id="no figures"),
    ],
)
def test_figures_say_whether_accounts_are_on_one_event(
    one: tuple[str, str], other: tuple[str, str], factor: float
) -> None:
    assert weigh_figures(read_topic(*one).numbered, read_topic(*other).numbered) == pytest.approx(factor)


def test_twin_events_with_figures_of_their_own_are_surely_no_story(corpus: Database) -> None:
    made = [make("one.example/1", QUAKE), make("two.example/1", QUAKE_TOLD_OTHERWISE, 3)]
    made.append(make("three.example/1", TWIN_QUAKE, 5))
    for article in made:
        judge_and_keep(corpus, article)
    with corpus.reading() as tx:
        first, other, twin = (find_article(tx, article.id) for article in made)
    assert first is not None
    assert other is not None
    assert twin is not None
    assert (other.story, other.part) == (first.story, None)
    assert (twin.story, twin.part) != (first.story, None)


def test_a_story_that_runs_for_long_keeps_the_figures_it_began_with(corpus: Database) -> None:
    for number in range(40):
        given = " ".join(f"{number}{digit}7 homes" for digit in range(10))
        judge_and_keep(corpus, make(f"o{number}.example/1", (QUAKE[0], f"{QUAKE[1]} {given}"), number / 10))
    with corpus.reading() as tx:
        stored = tx.execute(sa.select(story_sketches.c.numbered)).scalars().all()
    assert 0 < max(len(each.get(FIGURES, ())) for each in stored) < STORY_NUMBERS + 20
