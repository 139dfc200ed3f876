"""Words that begin, join or end a name, and words that are none: plain data."""

from __future__ import annotations

from storage.language.common_words import STOPPED
from storage.language.text import read_words

CONNECTORS = read_words("of for and the on to in de la")
"""Lower-case words within a name: Board of Peace."""

OPENERS = read_words(
    """
the a an in on at by for from with under after before as if when while since but and or this that these
those it its he she they we his her their our there here according meanwhile however although despite
during amid both some many most all last next earlier later yesterday today tomorrow asked speaking
monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december jan feb mar apr jun jul aug sept sep oct nov dec
mr mrs ms dr i you no not so what who how why where then also even still yes
"""
)
"""Words that a sentence, and no name, begins with."""

TITLES = read_words(
    """
president minister ambassador secretary senator sen representative rep gov governor chairman chairwoman
chairperson chief director general gen admiral adm lieutenant lt commander col colonel maj captain
spokesperson spokesman spokeswoman envoy adviser advisor deputy premier chancellor king queen prince
professor prof judge justice mayor lawmaker congressman congresswoman ceo speaker leader vice mr mrs ms dr
"""
)
"""Offices before a person's name."""

EMPTY = STOPPED | read_words(
    """
said says told adding added news agency year years day days week weeks month months percent million
billion trillion won dollars people officials official government part number time times including
according statement interview reporters press photo file made make take taken may might could would
must need needs well much many other others several various such same next last past recent first
second third early late since around along across upon toward towards among within without whether
however meanwhile also still even just yet ago never always often held hold meeting meet met
country countries side sides issue issues matter matters way ways lot kind
"""
)
"""Words that make no phrase of two."""

REPORTERS = ("기자", "특파원", "인턴기자", "논설위원", "선임기자", "앵커", "통신원", "칼럼니스트", "객원")
"""Who is named before these wrote the article."""

CLOSERS = tuple("은는이가을를의에도와과로서며고게")
"""A word that ends so has its particle, and no name goes on after it."""

BOUND = (
    "는", "를", "을", "며", "면서", "지만", "으며", "라며", "다며", "다고", "라고", "다는", "라는", "했다",
    "한다", "된다", "였다", "하기", "하고", "하는", "되는", "하던", "하게", "되게", "하지", "되지", "지난",
    "습니다", "입니다", "합니다", "위해", "통해", "대해", "따라", "의해", "관한", "대한", "위한", "따른",
    "인한", "향한", "에서", "에게", "부터", "까지", "으로", "로서", "이나", "처럼", "보다", "하면", "되면",
    "려는", "려고", "도록", "니다", "까요", "세요", "해야", "돼야", "다면", "라면", "동안", "가량", "들이",
    "하며", "되며", "하자", "하라", "스러운", "로운", "적인", "적으로",
)  # fmt: skip
"""Endings of verbs and particles: what has one is no name."""

LOOSE = read_words(
    """
그는 이날 지난 오는 올해 내년 작년 지난해 현재 최근 당시 이번 다음 오전 오후 이후 이전 관련 대해 대한 위해
위한 통해 따르면 이어 또한 그리고 그러나 하지만 다만 특히 한편 앞서 아울러 이에 이와 이를 그동안 우리 자신
모두 가장 매우 더욱 다시 이미 아직 바로 함께 가운데 때문 경우 정도 이상 이하 만큼 뿐만 사실 문제 내용 입장
상황 방안 계획 등을 등이 등의 등에 등은 것으로 것은 것이 것을 있다 없다 했다 됐다 한다 된다 밝혔다 말했다
전했다 강조했다 설명했다 대통령 장관 총리 대표 의원 정부 국회 위원장 관계자 당국자 대변인 기자 뉴스
연합뉴스 사진 제공 이라고 라고 라며 이라며 월요일 화요일 수요일 목요일 금요일 토요일 일요일 여부 차례
가능성 필요 중요 추진 발표 진행 예정 개최 논의 협의 회의
"""
)
"""Korean words that are no names, however they rise."""
