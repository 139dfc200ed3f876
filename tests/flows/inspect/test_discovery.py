"""Discovery finds new names beside tracked entities, in both languages, and says how it knows."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from alerts.watch.watchlist import read_entities
from flows.inspect.discovery import counting
from flows.inspect.discovery.entry import guess_kind, make_entity_id, write_entry
from flows.inspect.discovery.gather import Gathered, read_partner
from flows.inspect.discovery.phrases import Phrase, list_phrases
from flows.inspect.discovery.rise import RISEN, Counts
from storage.lists.timeline import sample_numbers
from storage.records import Article
from tests.corpus import CONFIG, Corpus, an_article


def found(sentence: str, *known: str, is_title: bool = False) -> set[str]:
    places = [(sentence.index(one), sentence.index(one) + len(one)) for one in known]
    return {phrase.text for phrase in list_phrases(sentence, places, is_title=is_title)}


@pytest.mark.parametrize(
    ("sentence", "known", "wanted", "unwanted"),
    [
        ("Seoul signed the Hanbit Accord on Monday.", ["Seoul"], {"Hanbit Accord"}, {"Monday", "Seoul"}),
        ("Special envoy Maria Delgado met Cho.", ["Cho"], {"Maria Delgado"}, {"Special", "Cho"}),
        ("The Board of Peace met in Seoul.", ["Seoul"], {"Board of Peace"}, {"The Board of Peace", "The"}),
        ("Yesterday Washington and Seoul met.", ["Washington", "Seoul"], set(), {"Washington and Seoul"}),
        ("Korea Zinc opened a smelter.", ["Korea"], {"Korea Zinc"}, {"Zinc"}),
        ("A reciprocal tariff hits Seoul.", ["Seoul"], {"reciprocal tariff"}, {"tariff hits Seoul"}),
        ("The MASGA plan of Seoul", ["Seoul"], {"MASGA"}, {"The"}),
        ("한미 조선협력이 시작됐다.", ["한미"], {"조선협력", "한미 조선협력"}, {"시작됐다", "한미"}),
        ("북한은 한빛협정을 비난했다.", ["북한"], {"한빛협정"}, {"비난했다", "북한은", "북한"}),
        ("홍길동 기자가 서울에서 전했다.", ["서울"], set(), {"홍길동", "서울"}),
        ("델가도 특사는 서울에 왔다.", ["서울"], {"델가도"}, {"특사"}),
    ],
)
def test_phrases_are_names_that_nobody_has(
    sentence: str, known: list[str], wanted: set[str], unwanted: set[str]
) -> None:
    phrases = found(sentence, *known)
    assert wanted <= phrases
    assert not phrases & unwanted


@pytest.mark.parametrize(
    ("sentence", "phrase", "partner"),
    [
        ("한빛협정(Hanbit Accord)을 지지했다.", "한빛협정", "Hanbit Accord"),
        ("the Hanbit Accord (한빛협정) was signed", "Hanbit Accord", "한빛협정"),
        ("the Minerals Security Pact (MSP) was signed", "Minerals Security Pact", "MSP"),
        ("기준금리(2.25%)를 올렸다.", "기준금리", None),
        ("델가도(사진) 특사", "델가도", None),
        ("on Monday (현지시간) in Seoul", "Monday", None),
    ],
)
def test_another_name_stands_in_brackets(sentence: str, phrase: str, partner: str | None) -> None:
    start = sentence.index(phrase)
    assert read_partner(sentence, Phrase(phrase, start, start + len(phrase))) == partner


def test_a_headline_has_no_names() -> None:
    headline = "Seoul Signs Hanbit Accord With Washington Despite Protests"
    assert found(headline, "Seoul", is_title=True) == set()


def test_a_person_stands_beside_an_office() -> None:
    phrases = list(list_phrases("델가도 특사는 왔다.", [])) + list(
        list_phrases("envoy Maria Delgado came", [])
    )
    assert {phrase.text for phrase in phrases if phrase.is_person} == {"델가도", "Maria Delgado"}


@pytest.mark.parametrize(
    ("counts", "is_risen"),
    [
        (Counts(now=6, of_now=100, before=0, of_before=2000), True),
        (Counts(now=2, of_now=100, before=0, of_before=2000), False),
        (Counts(now=8, of_now=89, before=0, of_before=20_000), True),  # a long past says more, not less
        (Counts(now=12, of_now=7000, before=0, of_before=90_000), True),
        (Counts(now=3, of_now=7000, before=0, of_before=90_000), False),
        (Counts(now=20, of_now=100, before=40, of_before=2000), True),
        (Counts(now=5, of_now=100, before=100, of_before=2000), False),
        (Counts(now=50, of_now=100, before=0, of_before=0), False),
        (Counts(now=100, of_now=100, before=900, of_before=900), False),
        (Counts(now=0, of_now=0, before=0, of_before=0), False),
    ],
)
def test_what_has_risen_has_done_so_beyond_chance(counts: Counts, is_risen: bool) -> None:
    assert (counts.rise >= RISEN) is is_risen


@pytest.mark.parametrize(
    ("names", "is_person", "kind"),
    [
        (["Hanbit Accord", "한빛협정"], False, "agreement"),
        (["한미 조선협의체"], False, "body"),
        (["Kang Seo-yeon"], False, "person"),
        (["델가도"], True, "person"),
        (["Seoul Minerals Forum"], False, "event"),
        (["reciprocal tariff"], False, "topic"),
    ],
)
def test_the_kind_is_guessed_by_how_a_name_ends(names: list[str], is_person: bool, kind: str) -> None:
    assert guess_kind(names, is_person=is_person) == kind


def test_an_entry_can_be_pasted() -> None:
    names = ['The "Hanbit" Accord', "한빛협정"]
    text = write_entry(make_entity_id(names, ["the-hanbit-accord"]), "agreement", names)
    entities, faults = read_entities(tomllib.loads(text)["entity"])
    assert faults == []
    assert [(e.id, e.name, e.aliases) for e in entities] == [("the-hanbit-accord-2", names[0], tuple(names))]


def test_a_korean_name_has_an_id_as_it_is_said() -> None:
    assert make_entity_id(["김서연"], []) == "kim-seo-yeon"


ENGLISH = (
    "The NCG hailed the Hanbit Accord in {w}.",
    "North Korea denounced the Hanbit Accord over {w}.",
    "Envoy Maria Delgado told the NCG of {w}.",
)
KOREAN = (
    "북한은 한빛협정(Hanbit Accord)을 {w} 비난했다.",
    "핵협의그룹은 한빛협정을 {w} 지지했다.",
    "북한은 델가도 특사의 {w} 방문을 비난했다.",
)
USUAL = {
    "en": "North Korea and the NCG talked of routine steps in {w}.",
    "ko": "북한은 핵협의그룹을 {w} 정례적으로 비난했다.",
}


def a_word(chance: random.Random, lang: str) -> str:
    letters = "abcdefghiklmnoprstuvw" if lang == "en" else "가나다라마바사아자차카타파하고노도로"
    return "".join(chance.choices(letters, k=8))


def a_corpus() -> list[Article]:
    """Six weeks of the usual, half of it Korean, and in the last days an accord and an envoy."""
    chance = random.Random(7)
    articles = []
    for number in range(300):
        lang = "en" if number % 2 else "ko"
        lines = [USUAL[lang].format(w=a_word(chance, lang))]
        is_new = number < 24
        if is_new:
            news = ENGLISH if lang == "en" else KOREAN
            lines += [line.format(w=a_word(chance, lang)) for line in chance.sample(news, 2)]
        lines += [" ".join(a_word(chance, lang) for _ in range(30)) + "."]
        days = chance.uniform(0.2, 5) if is_new else chance.uniform(8, 45)
        articles.append(
            an_article(
                f"d{number}", f"{number} {a_word(chance, lang)}", "\n".join(lines),
                lang=lang, days_ago=days, outlet=f"Outlet {number % 7}",
            )
        )  # fmt: skip
    return sorted(articles, key=lambda article: article.order)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("discovery"))
    corpus.configure(CONFIG)
    corpus.keep(*a_corpus())
    return corpus


@pytest.fixture(scope="module", params=[counting.LARGE, 0], ids=["counted by the index", "in a sample"])
def discovered(request: pytest.FixtureRequest, corpus: Corpus) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "LARGE", request.param)
        document: dict[str, Any] = corpus.document(
            "watch", "discover", "--since", "2026-11-16", "--past", "60"
        )
        document["shown"] = corpus.hanmi("watch", "discover", "--since", "2026-11-16").output
    return document


def test_what_is_new_is_found_and_what_is_usual_is_not(discovered: dict[str, Any]) -> None:
    names = {name for candidate in discovered["candidates"] for name in candidate["names"]}
    assert {"Hanbit Accord", "한빛협정", "Maria Delgado", "델가도"} <= names
    assert not names & {"routine steps", "NCG", "북한", "비난했다", "North Korea"}


def test_names_that_stand_together_are_one_candidate_with_evidence(discovered: dict[str, Any]) -> None:
    accord = next(one for one in discovered["candidates"] if "한빛협정" in one["names"])
    assert accord["names"] == ["Hanbit Accord", "한빛협정"]
    assert accord["before"] == 0 < accord["now"] <= accord["of_now"]
    assert set(accord["beside"]) == {"ncg", "north-korea"}
    assert accord["outlets"] > 1
    assert all("한빛협정" in one["text"] or "Hanbit" in one["text"] for one in accord["examples"])
    (entity,) = read_entities(tomllib.loads(accord["entry"])["entity"])[0]
    assert (entity.id, entity.kind) == ("hanbit-accord", "agreement")


def test_people_see_the_figures_and_the_entry(discovered: dict[str, Any]) -> None:
    assert "Hanbit Accord / 한빛협정" in discovered["shown"]
    assert 'id = "hanbit-accord"' in discovered["shown"]


@pytest.mark.parametrize(
    ("name", "text", "holds"),
    [
        ("Hanbit Accord", "The HANBIT ACCORD’s text", True),
        ("Hanbit Accord", "the Hanbit Accords", False),
        ("Hanbit Accord", "Hanbit Accord를 지지", True),
        ("MSP", "the CMSP met", False),
        ("한빛협정", "한빛협정을 지지", True),
        ("한빛협정", "신한빛협정을 지지", False),
    ],
)
def test_a_phrase_is_counted_where_it_is_words_of_its_own(name: str, text: str, holds: bool) -> None:
    one = Gathered(key="k", lang="en", spellings=Counter({name: 1}))
    holding, walked = counting.count_holding([one], [an_article("a", "Title", text, days_ago=1)])
    assert (holding["k"], walked) == (int(holds), 1)


def test_a_sample_is_even_over_the_time(corpus: Corpus) -> None:
    since, until = (datetime(2026, month, day, tzinfo=UTC) for month, day in ((10, 1), (11, 16)))
    with corpus.open() as house, house.db.reading() as tx:
        every = sample_numbers(tx, "ko", since, until, most=10**6)
        some = sample_numbers(tx, "ko", since, until, most=50)
    assert 50 >= len(some) > 25
    assert some == every[:: len(every) // len(some)] or some == every[:: len(every) // len(some) + 1]


def test_without_a_past_it_says_so(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure(CONFIG)
    corpus.keep(an_article("one", "NCG", "The NCG met.", days_ago=0.1))
    assert "There is no past" in corpus.hanmi("watch", "discover", "--since", "2026-11-21").output
