"""A person put in another's place is a correction; a word put in a word's place is none."""

from __future__ import annotations

import pytest

from flows.versions.classify import judge_change
from flows.versions.clean import Said
from flows.versions.korean_names import are_two_people
from storage.language.romanise import SURNAMES
from storage.records import VersionKind

TITLE = "한미 안보 협의 워싱턴서 열려"
ENGLISH = (
    "Kim Min-seok met Lee Jong-sup on Tuesday.\nThe talks went on through the afternoon, the ministry said."
)
REST = "양측은 다음 달 서울에서 다시 만나기로 했다.\n이번 협의에는 국방부와 외교부 당국자가 참석했다."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("신원식", "위성락"),
        ("신원식", "조태용"),
        ("김여정", "현송월"),
        ("위성락", "여한구"),
        ("구윤철", "조태열"),
        ("나경원", "우원식"),
        ("반기문", "윤병세"),
        ("태영호", "류현우"),
        ("추경호", "최상목"),
        ("봉준호", "박찬욱"),
        ("진영승", "김명수"),
        ("천영우", "주형환"),
        ("변양호", "이창용"),
        ("원유철", "하주희"),
    ],
)
def test_a_person_in_anothers_place_is_a_correction(one: str, other: str) -> None:
    for before, after in ((one, other), (other, one)):
        texts = (
            f"{name}{_particle(name)} 워싱턴을 방문해 회의에 참석했다.\n{REST}" for name in (before, after)
        )
        old, new = (Said(title=TITLE, text=text) for text in texts)
        change = judge_change(old, new)
        assert change is not None
        assert (change.kind, [each.what for each in change.differences]) == (VersionKind.CORRECTION, ["name"])


def _particle(name: str) -> str:
    return "이" if (ord(name[-1]) - 0xAC00) % 28 else "가"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("유감을 표했다", "유감을 전했다"),
        ("방안을 공개한", "방안을 제시한"),
        ("계획을 주장한", "계획을 설명한"),
        ("반드시 지킬", "기필코 지킬"),
        ("사실상 합의한", "현실적 합의한"),
        ("국정원의 보고", "연구원의 보고"),
        ("공고문을 낸", "선언문을 낸"),
        ("위원장이 밝힌", "사령관이 밝힌"),
        ("주변국의 우려", "주요국의 우려"),
        ("우주청의 발표", "기상청의 발표"),
    ],
)
def test_words_that_begin_like_rarer_surnames_are_no_people(one: str, other: str) -> None:
    old, new = (
        Said(title=TITLE, text=f"정부는 이번 협의에서 {words} 내용을 살폈다.\n{REST}")
        for words in (one, other)
    )
    change = judge_change(old, new)
    assert change is not None
    assert change.kind is not VersionKind.CORRECTION


@pytest.mark.parametrize("surname", [name for name in SURNAMES if len(name) == 1])
def test_every_surname_of_the_table_makes_a_person(surname: str) -> None:
    assert are_two_people(f"{surname}영철", "김민석")


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        ("may sign it with Kim Min-seok in Seoul", "will sign it with Lee Jong-sup in Seoul", "name"),
        ("may sign 3 pacts with Japan in Seoul", "will sign 5 pacts with Japan in Seoul", "number"),
        ("may sign the pact in Seoul on Monday", "will sign the pact in Seoul on Friday", "date"),
    ],
)
def test_of_several_signs_the_surest_is_told(before: str, after: str, first: str) -> None:
    texts = (f"The two sides {words}.\n{ENGLISH}" for words in (before, after))
    change = judge_change(*(Said(title="Talks held", text=text) for text in texts))
    assert change is not None
    assert [each.what for each in change.differences] == [first]
