"""The words on which the sense of a sentence turns, in English and Korean, as tables."""

from __future__ import annotations

import re


def _listed(words: str) -> list[str]:
    return words.split()


ENGLISH_NO = frozenset(
    _listed(
        """
    not no never none nor neither without cannot can't won't don't doesn't didn't isn't aren't
    wasn't weren't hasn't haven't hadn't wouldn't shouldn't couldn't denied denies deny denying
    """
    )
)

KOREAN_NO = re.compile(
    r"않|(?<![가-힣])못\s?(?:하|했|한|할|해|[가-힣])|지\s?못|없[다는을이었던고어으]|없음|(?<![가-힣])안\s(?=[가-힣])"
    r"|아니[다라었며고]|아닌|아님|부인(?:했|하[고며는였기]|한다)|말기로"
)
"""`부인` only as a verb: the noun is also a wife."""

PREFIXES_NO = ("un", "in", "im", "dis", "non", "불", "비", "미", "무")
"""What turns a word into its opposite, where the rest is the other word."""

FORCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("possible", re.compile(r"\b(?:may|might|could|can|possibly|perhaps|considers?|considering)\b"
                            r"|(?<=\s)수(?:도|는)?\s?있|가능성|검토|(?<=\s)듯|[할될]지도")),
    ("obliged", re.compile(r"\b(?:must|should|has to|have to|ought to|required to)\b"
                           r"|[해돼]야\s?(?:한|하|할|된)")),
    ("meant", re.compile(r"\b(?:will|shall|would|plans? to|intends? to|is to|are to|set to)\b"
                         r"|예정|방침|계획|기로\s?(?:했|하)|(?<=\s)것(?:이다|으로)")),
)  # fmt: skip
"""How sure or binding a statement is; `will` and `would` are one in reported speech."""

OPPOSITES = tuple(
    tuple(map(str.split, row.split("|")))
    for row in (
        "confirm affirm admit | deny refute",
        "approve ratif accept endors adopt | reject refus veto declin",
        "agree | disagree",
        "rise rose risen increas climb grew gain | fall fell fallen decreas drop shrank lost declin",
        "rais increas hike expand | lower cut reduc shrink",
        "win won | lose lost",
        "support back | oppos",
        "north northern | south southern",
        "east eastern | west western",
        "begin began start resum | end ended halt stop suspend cancel",
        "alive surviv | dead died kill",
        "guilty convict | innocent acquit",
        "true | false",
        "more above | fewer less below",
        "arriv enter join | depart left leave quit withdr",
        "held hold proceed conven meet met | postpon cancel scrap",
        "success | fail",
        "북한 북측 | 한국 남한 남측",
        "찬성 지지 | 반대",
        "상승 증가 인상 확대 급등 늘 | 하락 감소 인하 축소 급락 줄",
        "수락 승인 수용 가결 비준 | 거부 거절 부결 기각",
        "합의 타결 체결 | 결렬 파기 무산",
        "개최 진행 재개 시작 | 연기 취소 중단 무산 보류",
        "사실 | 허위",
        "생존 | 사망",
        "유죄 | 무죄",
        "이상 초과 | 이하 미만",
        "참석 참가 | 불참",
        "방북 입국 도착 | 출국 출발",
        "강화 | 완화",
        "성공 | 실패",
        "인정 시인 확인 | 부인",
    )
)
"""Stems of which a text that puts one for another says the contrary."""

SERIES: dict[str, str] = {
    word: name
    for name, words in {
        "month": "january february march april may june july august september october november december"
        " jan feb mar apr jun jul aug sept sep oct nov dec",
        "weekday": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri"
        " 월요일 화요일 수요일 목요일 금요일 토요일 일요일",
        "day": "yesterday today tomorrow 어제 오늘 내일 모레 그제",
        "time": "morning afternoon evening noon midnight a.m p.m am pm 오전 오후 새벽 저녁 정오",
        "week": "last next 지난주 이번주 다음주 지난달 이번달 다음달 지난해 올해 내년",
    }.items()
    for word in words.split()
}
"""Words that say when, each with its series. Another word of the same series is another time (Monday,
Tuesday); one of another series may be the same time in other words (Monday, today)."""

UNITS: dict[str, str] = {
    word: unit
    for unit, words in {
        "%": "% percent pct 퍼센트 프로",
        "%p": "%p %포인트 퍼센트포인트",
        "usd": "$ dollar dollars 달러 usd 불",
        "krw": "won 원 krw",
        "jpy": "yen 엔",
        "eur": "€ euro euros 유로",
        "km": "km kilometer kilometers kilometre kilometres 킬로미터 ㎞",
        "mile": "mile miles 마일",
        "m": "meter meters metre metres 미터",
        "t": "ton tons tonne tonnes 톤",
        "kg": "kg kilogram kilograms 킬로그램",
        "minute": "minute minutes 분",
        "hour": "hour hours 시간",
        "o'clock": "시",
        "day": "day days 일",
        "week": "week weeks 주",
        "month": "month months 월 개월 달",
        "year": "year years 년",
        "person": "people person persons 명 인",
    }.items()
    for word in words.split()
}

MAGNITUDES: dict[str, int] = {
    "hundred": 2, "thousand": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12,
    "천": 3, "만": 4, "백만": 6, "천만": 7, "억": 8, "조": 12,
}  # fmt: skip
"""Powers of ten."""

NUMBER_WORDS: dict[str, str] = {
    word: str(number)
    for words in (
        "_ _ two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty",
        "_ _ _ third fourth fifth sixth seventh eighth ninth tenth",
    )
    for number, word in enumerate(words.split())
    if word != "_"
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}
"""Without `one`, `first` and `second`, which mostly count nothing."""

KOREAN_COUNTS: dict[str, str] = dict(
    zip(
        _listed(
            """
    두 세 네 다섯 여섯 일곱 여덟 아홉 열
    """
        ),
        map(str, range(2, 11)),
        strict=True,
    )
)
KOREAN_COUNTERS = tuple(_listed("명 대 개 곳 차례 번 시 달 배 가지 나라 국 척 발 기"))

FUNCTION_WORDS = frozenset(
    _listed(
        """
    a an the to of in on at by for from with and or but as that this it its is are was were be
    been being has have had do does did will would shall should can could may might must said
    says say told tells tell added he she they we i his her their our who which there also then
    than so if when while after before about plan plans planned intends intended considers
    considering set ought required perhaps possibly
    있다 있었다 있는 있을 있다고 것 것이다 것으로 수 등 및 또 이 그 저 예정이다 예정 방침이다 방침
    계획이다 계획 계획을 검토한다 검토 검토하고 가능성이 가능성 말했다 밝혔다 전했다 덧붙였다
    설명했다 강조했다 한다 했다 하다 할 하는 하지 될 된다 됐다 되는 되지 이다 였다 맞다 맞는 옳다 방안 방안을
    것은 것이 것을 말하지 밝히지 전하지 덧붙이지 설명하지 강조하지
    """
    )
)
"""Words that carry a sentence and say nothing by themselves."""

HONORIFICS = frozenset(
    _listed(
        """
    mr mrs ms dr president secretary minister ambassador general gen sen rep gov prof sir the a an
    """
    )
)

OFFICES_KO = (
    r"(?:대통령|당선인|총리|장관|차관|대사|의원|대표|실장|국장|위원장|사령관|총장|원장|본부장|대변인|보좌관|특사|교수"
    r"|회장|부장관|부통령|비서관|국방|외교|씨|기자)"
)

PLACES = frozenset(
    _listed(
        """
    서울 부산 대구 인천 광주 대전 울산 세종 제주 평양 개성 원산 판문점 워싱턴 뉴욕 도쿄 베이징
    모스크바 하노이 싱가포르 제네바 브뤼셀 런던 파리 베를린 하와이 괌 용산 평택 오산
    """
    )
)
