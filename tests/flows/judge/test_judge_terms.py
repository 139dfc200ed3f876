"""Topics: terms of both languages, names, and what is numbered."""

from __future__ import annotations

import math

import pytest

from flows.judge.terms import (
    VECTOR_TERMS,
    measure_rarity,
    read_numbered,
    read_terms,
    read_topic,
    weigh_topic,
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The troops' costs", ["troop", "cost"]),
        ("Parties announced, announcing talks", ["party", "announc", "announc", "talk"]),
        ("핵협의그룹", ["핵협", "협의", "의그", "그룹"]),
        ("美, NCG 연다", ["미국", "ncg", "연다"]),
        ("Trump’s tariffs of 25%", ["trump", "tariff", "25"]),
        ("", []),
    ],
)
def test_terms_are_words_in_one_form_and_pairs_of_syllables(text: str, terms: list[str]) -> None:
    assert read_terms(text) == terms


@pytest.mark.parametrize(
    ("title", "numbered"),
    [
        ("The 4th NCG meeting opens", {"ncg": {4}, "meeting": {4}}),
        ("Fifth round of talks", {"round": {5}}),
        ("한미, 제4차 핵협의그룹 회의", {"핵협의그룹": {4}}),
        ("12차 제재안", {"제재안": {12}}),
        ("Budget of 2025", {"year": {2025}}),
        ("First things first", {}),
        ("The 0th round of talks", {"round": {0}}),
        ("0st meeting of", {"meeting": {0}}),
        ("제0회 회의", {"회의": {0}}),
        ("The ٠th round", {"round": {0}}),
        ("SİXTH round of talks", {}),
        ("The sıxth round of talks", {}),
    ],
)
def test_what_is_numbered_is_read_from_the_head(title: str, numbered: dict[str, set[int]]) -> None:
    assert read_numbered(title, "") == numbered


def test_names_are_capitals_inside_sentences() -> None:
    names = read_topic(
        "", "Officials said that Blinken met Cho. Today Cho told NCG members. On Monday he left."
    ).names
    assert names == {"blinken": 1, "cho": 2, "ncg": 1}


def test_a_vector_has_length_one_and_its_heaviest_term_first() -> None:
    topic = read_topic(
        "Blinken visits Seoul", "Blinken visits Seoul to say farewell to the government there."
    )
    vector = weigh_topic(topic, {}, 0)
    assert math.isclose(sum(weight * weight for weight in vector.values()), 1.0)
    assert list(vector.values()) == sorted(vector.values(), reverse=True)


def test_common_words_say_less_even_in_an_empty_corpus() -> None:
    assert measure_rarity("government", 0, 0) < measure_rarity("blinken", 0, 0)
    assert measure_rarity("blinken", 900, 1000) < measure_rarity("blinken", 3, 1000)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("The 4th NCG meeting opens", "The president said the ministry of the United States would say more."),
        ("한미, 제4차 핵협의그룹 회의", "대통령은 북한이 미사일을 쏘았다고 말했다. " * 9),
        ("Long", " ".join(f"word{number} said" for number in range(300))),
        ("", ""),
    ],
)
def test_a_vector_has_the_heaviest_terms_by_how_often_they_stand_and_how_rare_they_are(
    title: str, text: str
) -> None:
    topic, counted = read_topic(title, text), 5000
    known = {key: key % 700 for key in list(topic.keys.values())[::2]}
    weights = {
        topic.keys[term]: (1 + math.log(count))
        * measure_rarity(term, known.get(topic.keys[term], 0), counted)
        for term, count in topic.counts.items()
    }
    heaviest = sorted(weights, key=lambda key: (-weights[key], key))[:VECTOR_TERMS]
    length = math.sqrt(sum(weights[key] ** 2 for key in heaviest))
    vector = weigh_topic(topic, known, counted)
    assert list(vector) == heaviest
    assert vector == pytest.approx({key: weights[key] / length for key in heaviest})
