"""An English and a Korean account of one event are one story; two events of one cast are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.judge.bridge import read_bridge, read_numbers
from storage.database import Database
from storage.records import Mention
from tests.judging import judge_and_keep, make_article, open_corpus
from tests.test_judge_stories import KOREAN, KOREAN_TOLD_OTHERWISE, TARIFFS, VISIT, make


def name(*entities: str) -> tuple[Mention, ...]:
    return tuple(Mention(entity=entity, count=2, in_title=False) for entity in entities)


VISITORS = name("antony-blinken", "cho-tae-yul", "south-korea", "united-states")


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("1억1천만 달러", "$110 million"),
        ("2만8500명", "28,500 troops"),
        ("250조원", "250 trillion won"),
        ("3.5%", "3.5 percent"),
        ("2024년 12월", "December 12, 2024"),
    ],
)
def test_numbers_are_the_same_in_both_languages(korean: str, english: str) -> None:
    assert set(read_numbers(korean, is_cjk=True)) == set(read_numbers(english, is_cjk=False)) != set()


def test_a_bridge_has_entities_numbers_abbreviations_and_words() -> None:
    topic = read_bridge("NCG 회의", "한미가 2만8500명의 주한미군", name("ncg"), is_cjk=True)
    assert set(topic.counts) == {"=NCG", "#28500", "@ncg", "~meeting", "~troop"}


@pytest.mark.parametrize(("one", "other"), [(VISIT, KOREAN), (KOREAN, VISIT)], ids=["en first", "ko first"])
def test_accounts_in_two_languages_are_one_story(
    corpus: Database, one: tuple[str, str], other: tuple[str, str]
) -> None:
    first = judge_and_keep(corpus, make("one.example/1", one), VISITORS)
    judge_and_keep(corpus, make("two.example/2", TARIFFS, 1), name("south-korea", "united-states", "posco"))
    second = judge_and_keep(corpus, make("three.example/3", other, 3), VISITORS)
    assert second.story == first.story
    third = judge_and_keep(corpus, make("four.example/4", KOREAN_TOLD_OTHERWISE, 5), VISITORS)
    assert third.story == first.story


def test_countries_alone_link_nothing(corpus: Database) -> None:
    cast = name("south-korea", "united-states", "washington", "seoul")
    first = judge_and_keep(corpus, make("one.example/1", TARIFFS), cast)
    second = judge_and_keep(corpus, make("two.example/2", KOREAN, 1), cast)
    assert second.story != first.story


def test_a_week_later_the_same_cast_is_on_something_else(corpus: Database) -> None:
    first = judge_and_keep(corpus, make("one.example/1", VISIT), VISITORS)
    second = judge_and_keep(corpus, make("two.example/2", KOREAN, 24 * 7), VISITORS)
    assert second.story != first.story


def test_undated_accounts_are_not_linked(corpus: Database) -> None:
    first = judge_and_keep(corpus, make_article("one.example/1", VISIT[1], VISIT[0], hours=None), VISITORS)
    second = judge_and_keep(corpus, make_article("two.example/2", KOREAN[1], KOREAN[0], hours=None), VISITORS)
    assert second.story != first.story
