"""The words of digests and other messages of several stories, in the languages that channels speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundWords:
    """Forms with a place for a figure or name; of pairs the first is for one."""

    digest: str
    bundle: str
    stories: tuple[str, str]
    nothing: str
    corrected: str
    articles: str
    muted: str
    not_shown: str
    no_room: str
    faulty: str
    risen: str
    trend: str
    more: str
    and_more: str
    correction: str
    corrections: str
    opinion: str
    counts: tuple[tuple[str, str], ...]
    alerted: str
    alerted_some: str
    langs: Mapping[str, str]
    in_langs: str
    and_: str


ENGLISH = RoundWords(
    digest="Digest",
    bundle="Alerts",
    stories=("{} story", "{} stories"),
    nothing="nothing met your watches",
    corrected=", corrected: {}",
    articles="Articles that met your watches: {}",
    muted="Articles left out because they are muted: {}",
    not_shown="Stories that are not shown: {}",
    no_room="Stories that are not shown, for want of room: {}",
    faulty="Stories that a fault of this program keeps from being shown: {}",
    risen="Named more than usual",
    trend="{} articles; usually {} a day",
    more="… and {} more",
    and_more=" and {} more",
    correction="Correction: {}",
    corrections="Corrected",
    opinion="Opinion",
    counts=(
        ("{} outlet with a text of its own", "{} outlets with a text of their own"),
        ("{} copy", "{} copies"),
        ("{} late: announced only now", "{} late: announced only now"),
    ),
    alerted="alerted before",
    alerted_some="{told} of {all} alerted before",
    langs={"en": "English", "ko": "Korean"},
    in_langs="in {}",
    and_=" and ",
)

KOREAN = RoundWords(
    digest="모음",
    bundle="알림",
    stories=("사안 {}건", "사안 {}건"),
    nothing="주제에 걸린 기사 없음",
    corrected=", 정정 {}건",
    articles="주제에 걸린 기사: {}건",
    muted="알림을 꺼서 뺀 기사: {}건",
    not_shown="싣지 않은 사안: {}건",
    no_room="자리가 모자라 싣지 않은 사안: {}건",
    faulty="프로그램 오류로 싣지 못한 사안: {}건",
    risen="평소보다 많이 언급됨",
    trend="기사 {}건, 평소 하루 {}건",
    more="… 그 밖에 {}건",
    and_more=" 외 {}건",
    correction="정정: {}",
    corrections="정정",
    opinion="의견",
    counts=(
        ("자체 기사를 낸 매체 {}곳", "자체 기사를 낸 매체 {}곳"),
        ("사본 {}건", "사본 {}건"),
        ("이제야 올라온 기사 {}건", "이제야 올라온 기사 {}건"),
    ),
    alerted="이미 알린 소식",
    alerted_some="기사 {all}건 중 {told}건은 이미 알림",
    langs={"en": "영어", "ko": "한국어"},
    in_langs="{} 기사",
    and_="·",
)


def round_words(lang: str) -> RoundWords:
    """The words of a language; English for those we have none for."""
    return KOREAN if lang == "ko" else ENGLISH


def say_many(many: int, forms: tuple[str, str]) -> str:
    """A count with its noun."""
    return forms[many != 1].format(many)
