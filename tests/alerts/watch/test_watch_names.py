"""One person's spellings, and nobody else's; where Hangul terms begin and end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.watch.matcher import compile_watchlist
from alerts.watch.scan.terms import list_plurals
from storage.language.hangul import is_safe_hanja, may_begin_after, may_end_before, names_its_kind
from storage.language.romanise import read_korean_name, split_given
from storage.records import Article, Entity, Sighting, TextFrom, Watch


def count(text: str, *aliases: str, name: str = "", title: str = "", others: tuple[Entity, ...] = ()) -> int:
    """How often a person of these aliases is named."""
    person = Entity(id="one", name=name or aliases[0], kind="person", aliases=aliases)
    return count_of(person, text, title=title, others=others)


def count_of(entity: Entity, text: str, *, title: str = "", others: tuple[Entity, ...] = ()) -> int:
    """How often an entity is named."""
    found = compile_watchlist([entity, *others], ()).read(make_article(text, title)).mentions()
    return next((mention.count for mention in found if mention.entity == "one"), 0)


def make_article(text: str, title: str = "") -> Article:
    return Article(
        key="text:test",
        title=title,
        text=text,
        lang="en",
        fetched_at=datetime(2025, 1, 7, tzinfo=UTC),
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
    )


@pytest.mark.parametrize(
    ("listed", "same", "others"),
    [
        (
            ("Cho Tae-yul", "조태열"),
            [
                "Cho Tae-yul",
                "Cho Tae Yul",
                "Jo Tae-yeol",
                "Tae-yul Cho",
                "CHO Taeyul",
                "Cho Taeyeol",
                "JO TAE-YEOL",
            ],
            ["Cho Tae-yong", "Cho Tae-young", "Choi Tae-yul", "Cho Hae-yul"],
        ),
        (
            ("Cho Tae-yul",),
            ["Jo Tae-yeol", "Cho Taeyul", "Tae Yul Cho"],
            ["Cho Tae-yong", "Cho Hyun-dong"],
        ),
        (
            ("Yoon Suk-yeol", "윤석열"),
            ["Yoon Suk Yeol", "Yun Seok-yeol", "Yoon Seok-youl", "Yoon Sukyeol"],
            ["Yoon Byung-se", "Yoon Sang-hyun"],
        ),
        (
            ("Kim Jong-un", "김정은"),
            ["Kim Jong Un", "Kim Jongun", "Kim Jung-eun"],
            ["Kim Jong-il", "Kim Yo-jong"],
        ),
        (("Moon Jae-in", "문재인"), ["Moon Jae In", "Mun Jae-in"], ["Moon Jung-in", "Moon Chung-in"]),
        (("Lee Jae-myung", "이재명"), ["Lee Jae Myung", "Yi Jae-myeong", "Lee Jaemyung"], ["Lee Jae-yong"]),
        (("Han Duck-soo", "한덕수"), ["Han Duk-su", "Han Deok-soo", "Duck-soo Han"], ["Han Dong-hoon"]),
        (("Choi Sang-mok", "최상목"), ["Choe Sang-mok", "CHOI Sangmok"], ["Choi Sang-mook", "Choi Sun-hui"]),
        (("Wi Sung-lac", "위성락"), ["Wi Seong-rak", "Wi Sung-rak"], ["Wi Sung-ho"]),
    ],
)
def test_a_korean_name_is_known_in_its_spellings(
    listed: tuple[str, ...], same: list[str], others: list[str]
) -> None:
    assert [name for name in same if not count(f"He met {name} there.", *listed)] == []
    assert [name for name in others if count(f"He met {name} there.", *listed)] == []


@pytest.mark.parametrize(
    ("latin", "hangul"),
    [
        ("shigeru ishiba", "이시바"),
        ("lloyd austin", "오스틴"),
        ("xi jinping", None),
        ("lee hsien loong", None),
    ],
)
def test_names_of_elsewhere_are_not_taken_for_korean(latin: str, hangul: str | None) -> None:
    assert read_korean_name(tuple(latin.split()), hangul) is None


def test_a_given_name_parts_into_syllables() -> None:
    assert split_given(("taeyul",)) == ("tae", "yul")
    assert split_given(("suk", "yeol")) == ("suk", "yeol")
    assert split_given(("said",)) is None


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Antony Blinken left. Blinken said so. Secretary Blinken’s trip.", 3),
        ("Blinken said so. Antony Blinken left.", 1),
        ("The blinken shop. Antony Blinken left.", 1),
        ("Antony Blinken left. Tony Blinken too.", 2),
    ],
)
def test_a_surname_counts_after_the_full_name(text: str, times: int) -> None:
    assert count(text, "Antony Blinken") == times


def test_a_surname_that_is_a_word_does_not_begin_a_sentence() -> None:
    text = "Michelle Steel arrived. Steel tariffs rose. Ambassador Steel left."
    assert count(text, "Michelle Steel", title="Steel tariffs") == 2


def test_a_surname_that_another_bears_counts_for_nobody() -> None:
    other = Entity(id="two", name="Cho Tae-yong", kind="person", aliases=("Cho Tae-yong",))
    assert count("Cho Tae-yul met Cho Tae-yong. Cho said so.", "Cho Tae-yul", others=(other,)) == 1
    assert count("Cho Tae-yul met Cho Hyun-dong. Cho said so.", "Cho Tae-yul") == 1


@pytest.mark.parametrize(
    ("term", "rest", "is_edge"),
    [
        ("북한", "에서는", True),
        ("북한", "산", False),
        ("북한", "군", False),
        ("한국", "은행", False),
        ("한국", "가스공사", False),
        ("한국", "과학", False),
        ("핵협의그룹", "에서의", True),
        ("핵협의그룹", "으로부터의", True),
        ("미국", "의도", False),
        ("한미", "일", False),
        ("한미", "약품", False),
        ("트럼프", "측이", True),
        ("트럼프", "라며", True),
        ("한국", "들", True),
        ("서울", "서도", True),
    ],
)
def test_particles_end_a_term_and_more_does_not(term: str, rest: str, is_edge: bool) -> None:
    assert may_end_before(term[-1], rest, is_name=True, takes_role=False) is is_edge


@pytest.mark.parametrize(
    ("term", "rest", "is_named"),
    [
        ("한국케미", "호", True),
        ("한국케미", "호는", True),
        ("와이즈어니스트", "호를", True),
        ("칼빈슨", "함이", True),
        ("조지아", "주에서", True),
        ("조지아", "주지사", False),
        ("로스앤젤레스", "시에서는", True),
        ("조지아", "주주가", False),
        ("방산", "주", False),
        ("미국", "호", False),
        ("한국케미", "산업", False),
        ("사드", "기지", True),
        ("방위비분담", "특별협정에", True),
        ("방위비분담", "협정비준을", True),
        ("관세", "협상대표단이", True),
        ("관세", "청이", False),
        ("북", "합의", False),
    ],
)
def test_a_name_goes_on_by_what_it_is_the_name_of(term: str, rest: str, is_named: bool) -> None:
    assert names_its_kind(term, rest) is is_named


@pytest.mark.parametrize(
    ("query", "text", "is_met"),
    [
        ('"한국케미"', "이란이 한국케미호를 풀어줬다", True),
        ('"와이즈 어니스트"', "와이즈 어니스트호가 경매에 나왔다", True),
        ("조지아", "조지아주 공장을 급습했다", True),
        ("조지아", "조지아주립대 교수", False),
        ("광고", "광고주가 떠났다", False),
        ("사드", "성주 사드기지 환경영향평가", True),
        ("방위비분담", "제12차 방위비분담특별협정에 서명했다", True),
    ],
)
def test_a_watch_meets_a_ship_or_a_state_by_its_name(query: str, text: str, is_met: bool) -> None:
    asked = Watch(id="w", name="w", query=query)
    assert bool(compile_watchlist((), [asked]).read(make_article(text)).matches()) is is_met


def test_verb_endings_end_a_word_and_not_a_name() -> None:
    assert may_end_before("한", "했다", is_name=False, takes_role=False)
    assert not may_end_before("국", "했다", is_name=True, takes_role=False)
    assert not may_end_before("국", "해군", is_name=False, takes_role=False)


@pytest.mark.parametrize(
    ("text", "kind", "times"),
    [
        ("사드기지에 물자가 반입됐다", "topic", 1),
        ("사드배치를 논의했다", "topic", 1),
        ("사드배치산을 보라", "topic", 0),
        ("사드기지에 물자가 반입됐다", "place", 0),
    ],
)
def test_things_are_known_in_one_word_with_what_follows(text: str, kind: str, times: int) -> None:
    entity = Entity(id="one", name="THAAD", kind=kind, aliases=("THAAD", "사드"))
    assert count_of(entity, text) == times


def test_a_verb_is_no_person() -> None:
    entity = Entity(id="one", name="Donald Trump", kind="person", aliases=("Donald Trump", "Trump"))
    assert count_of(entity, "Safety concerns trump cost, the panel found.") == 0
    assert count_of(entity, "trump says no") == 1


def test_an_actor_is_no_head_of_state() -> None:
    entity = Entity(id="one", name="Kim Jong-un", kind="person", aliases=("Kim Jong-un", "김정은"))
    assert count_of(entity, "배우 김정은이 무대에 오른다. 김정은은 웃었다.") == 0
    assert count_of(entity, "김정은 서울시의원은 반대했다.") == 0
    assert count_of(entity, "김정은 위원장은 배우들을 만났다.") == 1


def test_letters_are_what_the_text_says_they_are() -> None:
    council = Entity(id="one", name="National Security Council", kind="body", aliases=("NSC",))
    assert count_of(council, "The National Safety Council (NSC) met.") == 0
    assert count_of(council, "The National Safety Council, or NSC, met.") == 0
    assert count_of(council, "The National Security Council (NSC) met.") == 1
    assert count_of(council, "Jason Nsc played.", title="NSC PLAYS") == 0


def test_a_title_begins_with_a_country() -> None:
    north = Entity(id="one", name="North Korea", kind="place", aliases=("North Korea", "북한", "北"))
    assert count_of(north, "발사했다.", title="북, ICBM 발사") == 1
    assert count_of(north, "북, 장구가 울렸다.", title="북, 장구 공연") == 0
    assert count_of(north, "대북제재를 논의했다.") == 1
    assert count_of(north, "현대북스가 책을 냈다.") == 0


@pytest.mark.parametrize(
    ("prefix", "is_listed"),
    [("", True), ("한미", True), ("제4차", True), ("주한", True), ("국", False), ("재", False)],
)
def test_a_term_starts_after_listed_prefixes(prefix: str, is_listed: bool) -> None:
    assert may_begin_after(prefix) is is_listed


@pytest.mark.parametrize(
    ("before", "char", "after", "is_safe"),
    [
        ("", "美", " 국무부", True),
        ("韓", "美", " 정상", True),
        ("", "美", "人", False),
        ("3", "日", "", False),
        ("회의 ", "中", "", False),
        ("왕이 ", "中", " 외교부장", True),
        ("방문 ", "中", "인", False),
    ],
)
def test_single_hanja_are_safe_only_where_nothing_else_is_meant(
    before: str, char: str, after: str, is_safe: bool
) -> None:
    assert is_safe_hanja(char, before, after) is is_safe


@pytest.mark.parametrize(
    ("word", "plural"),
    [
        ("tariff", "tariffs"),
        ("ally", "allies"),
        ("wife", "wives"),
        ("spokesman", "spokesmen"),
        ("crisis", "crises"),
        ("bus", "buses"),
    ],
)
def test_plurals(word: str, plural: str) -> None:
    assert plural in list_plurals(word)
    assert list_plurals("new") == []


def test_who_holds_no_office_is_not_refused_for_a_calling() -> None:
    assert count("영화 감독 조스 웨던 감독이 새 드라마와 콘서트를 알렸다", "조스 웨던") == 1
