"""An English and a Korean account of one event are one story; two events of one cast are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.judge import linking
from flows.judge.accounts import read_bridge
from flows.judge.stories import is_numbered_otherwise
from flows.judge.terms import FIGURES
from storage.database import Database
from storage.judging.merging import LinkKind, read_links
from storage.language.across import cut_korean
from storage.language.sounds import is_foreign, sound_hangul, sound_latin
from storage.lists.story_lists import read_story
from storage.records import Mention
from tests.flows.judge.test_judge_stories import KOREAN, KOREAN_TOLD_OTHERWISE, TARIFFS, VISIT, make
from tests.judging import judge_and_keep, make_article, open_corpus, where


def name(*entities: str) -> tuple[Mention, ...]:
    return tuple(Mention(entity=entity, count=2, in_title=False) for entity in entities)


VISITORS = name("antony-blinken", "cho-tae-yul", "south-korea", "united-states")


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def test_a_bridge_has_entities_numbers_abbreviations_and_words() -> None:
    topic = read_bridge("NCG와 SCM 회의", "한미가 2만8500명의 주한미군", name("ncg"), is_cjk=True)
    said = {term for term in topic.counts if term[0] != "%"}
    assert said == {"=SCM", "#28500", "@ncg", "~talk", "~usfk"}


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("A boat tied up in Samcheok.", "삼척항에 목선이 들어왔다."),
        ("The Sewol was set upright.", "세월호가 바로 섰다."),
        ("Sohn Hak-kyu runs in Songpa.", "손학규, 송파을 출마"),
        ("He ran as Sohn Hak-kyu asked.", "손학규가 부탁했다."),
        ("Lava reached Kilauea on Sunday.", "킬라우에아 용암"),
        ("A mine in Balochistan caved in.", "발로치스탄 광산"),
        ("The rest is for CENTCOM to say.", "나머지는 센트콤이 정한다."),
    ],
)
def test_a_name_that_looks_like_any_word_is_heard_in_both_languages(english: str, korean: str) -> None:
    one = read_bridge("On", english, (), is_cjk=False)
    other = read_bridge("첫째", korean, (), is_cjk=True)
    assert {term for term in one.counts.keys() & other.counts.keys() if term[0] in "^%"}


def test_what_one_reading_of_a_text_names_is_not_in_another() -> None:
    title, text = "The 4th NCG meeting", "It was held with 28,500 troops near Seoul."
    plain = read_bridge(title, text, (), is_cjk=False)
    assert "@ncg" not in plain.counts
    assert "@ncg" in read_bridge(title, text, name("ncg"), is_cjk=False).counts
    assert read_bridge(title, text, (), is_cjk=False) == plain


@pytest.mark.parametrize(
    ("word", "said", "rest"),
    [
        ("정상회담에서", ("summit",), ""),
        ("미사일을", ("missile",), ""),
        ("해군기지를", ("navy", "base"), ""),
        ("핵협상은", ("nuclear", "negotiation"), ""),
        ("블링컨과", (), "블링컨과"),
        ("암시했다", (), "암시했다"),
    ],
)
def test_korean_words_are_cut_into_those_of_the_list(word: str, said: tuple[str, ...], rest: str) -> None:
    assert cut_korean(word) == (said, rest)


@pytest.mark.parametrize(
    ("latin", "hangul"),
    [
        ("Kavanaugh", "캐버노"),
        ("Blinken", "블링컨"),
        ("Hegseth", "헤그세스"),
        ("Goldberg", "골드버그"),
        ("Zelenskyy", "젤렌스키"),
        ("Rosenstein", "로젠스타인"),
        ("Starmer", "스타머"),
        ("Wolfowitz", "월포위츠"),
        ("Thomas", "토머스"),
        ("Yoonsukyeol", "윤석열"),
        ("Handucksoo", "한덕수"),
    ],
)
def test_names_sound_alike_in_both_scripts(latin: str, hangul: str) -> None:
    assert sound_hangul(hangul) in sound_latin(latin)


@pytest.mark.parametrize(("word", "foreign"), [("트럼프", True), ("블링컨", True), ("정부", False)])
def test_names_from_abroad_look_foreign(word: str, foreign: bool) -> None:
    assert is_foreign(word) is foreign


def test_korean_names_are_read_whole_in_either_spelling() -> None:
    english = read_bridge("", "President Yoon Suk Yeol met with Lee Jae-myung.", (), is_cjk=False)
    korean = read_bridge("", "윤석열 대통령이 이재명 대표를 만났다.", (), is_cjk=True)
    assert {"^NSKL", "^ASMN"} <= set(english.counts) & set(korean.counts)


@pytest.mark.parametrize(
    ("korean", "english", "other"),
    [
        (
            "제4차 핵협의그룹(NCG) 회의",
            "the fourth Nuclear Consultative Group (NCG) meeting",
            "the 5th NCG meeting",
        ),
        ("18차 대러 제재 패키지", "an 18th sanctions package", "the 17th package of sanctions"),
    ],
)
def test_a_series_is_numbered_in_both_languages(korean: str, english: str, other: str) -> None:
    here = read_bridge(korean, "", (), is_cjk=True).numbered
    there, elsewhere = (read_bridge(title, "", (), is_cjk=False).numbered for title in (english, other))
    assert not is_numbered_otherwise(here, there)
    assert is_numbered_otherwise(here, elsewhere)


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


PLAN = (
    "Website slams the South's arms plan",
    "A website on Wednesday denounced the mid-term plan, which sets aside 290 trillion won for carriers. "
    "To buy them is to turn one's back on last year's promise, it wrote.",
)
PLAN_KOREAN = (
    "대외매체, 중기계획 맹비난",
    "대외선전매체가 28일 290조원을 들여 경항모를 사들이는 것은 위반이라고 주장했다. 이중행태라는 것이다.",
)
DRONES = (
    "Drone probe: student questioned again",
    "A team again called in a graduate student who says he flew drones to measure radiation. He and two "
    "others may not leave while the probe goes on.",
)
DRONES_KOREAN = (
    "무인기 수사…대학원생 또 소환",
    "무인기를 날린 혐의로 수사를 받는 대학원생이 태스크포스에 다시 나왔다. 3명은 출국이 금지됐다.",
)


@pytest.mark.parametrize(
    ("english", "korean"),
    [(PLAN, PLAN_KOREAN), (DRONES, DRONES_KOREAN)],
    ids=["a rare figure", "words in which they are alike"],
)
def test_one_sign_that_no_other_story_has_links_two_accounts(
    corpus: Database, english: tuple[str, str], korean: tuple[str, str]
) -> None:
    cast = name("north-korea", "south-korea")
    first = judge_and_keep(corpus, make("one", english), cast)
    second = judge_and_keep(corpus, make("two", korean, 2), cast)
    assert second.story == first.story


@pytest.mark.parametrize(
    ("hours", "is_part"), [(2, False), (96, True), (120, None)], ids=["surely", "likely", "not"]
)
def test_what_is_only_likely_across_languages_is_a_part_of_the_story(
    corpus: Database, monkeypatch: pytest.MonkeyPatch, hours: float, is_part: bool | None
) -> None:
    monkeypatch.setattr(linking, "LINKS", 0.985)
    cast = name("north-korea", "south-korea")
    first, account = make("one", DRONES), make("two", DRONES_KOREAN, hours)
    judge_and_keep(corpus, first, cast)
    verdict = judge_and_keep(corpus, account, cast)
    story, part = where(corpus, account)
    assert (story == where(corpus, first)[0]) is (is_part is not None)
    assert (part is not None) is bool(is_part)
    assert ("silences nothing" in verdict.why) is bool(is_part)


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


BRIEF = ("속보", "미국 국무장관이 다음 달 한국에 온다고 외교 소식통이 26일 전했다.")


def test_a_later_account_makes_two_stories_one(corpus: Database) -> None:
    english = judge_and_keep(corpus, make("one.example/1", VISIT), VISITORS)
    brief = judge_and_keep(corpus, make("two.example/2", BRIEF, 1), name("south-korea"))
    assert brief.story != english.story
    told = (KOREAN[0], f"{BRIEF[1]} {KOREAN[1]}")
    whole = judge_and_keep(corpus, make("three.example/3", told, 2), VISITORS)
    assert whole.story == english.story
    with corpus.reading() as tx:
        story = read_story(tx, brief.story)
        assert story is not None
        assert (story.id, len(story.articles)) == (english.story, 3)
        assert [link.kind for link in read_links(tx, story.id)] == [LinkKind.LANGUAGE]


@pytest.mark.parametrize("title", ["제1.5회 한미 대화", "The 0th round of talks", "제0회 회의"])
@pytest.mark.parametrize("is_cjk", [True, False])
def test_odd_numbers_of_a_series_number_nothing(title: str, is_cjk: bool) -> None:
    assert read_bridge(title, "", (), is_cjk=is_cjk).numbered.keys() <= {FIGURES}
