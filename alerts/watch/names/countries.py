"""What else a country is called: its adjectives in English, and in Korean what its short name makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product

from storage.language.text import lower


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_ADJECTIVES = {
    "united states": ("American",),
    "america": ("American",),
    "south korea": ("South Korean",),
    "korea": ("Korean",),
    "republic of korea": ("South Korean",),
    "north korea": ("North Korean",),
    "japan": ("Japanese",),
    "china": ("Chinese",),
    "russia": ("Russian",),
    "ukraine": ("Ukrainian",),
    "taiwan": ("Taiwanese",),
    "israel": ("Israeli",),
    "iran": ("Iranian",),
    "iraq": ("Iraqi",),
    "syria": ("Syrian",),
    "united kingdom": ("British",),
    "britain": ("British",),
    "france": ("French",),
    "germany": ("German",),
    "italy": ("Italian",),
    "spain": ("Spanish",),
    "poland": ("Polish",),
    "netherlands": ("Dutch",),
    "sweden": ("Swedish",),
    "canada": ("Canadian",),
    "mexico": ("Mexican",),
    "brazil": ("Brazilian",),
    "australia": ("Australian",),
    "new zealand": ("New Zealander",),
    "india": ("Indian",),
    "indonesia": ("Indonesian",),
    "vietnam": ("Vietnamese",),
    "philippines": ("Philippine", "Filipino"),
    "thailand": ("Thai",),
    "singapore": ("Singaporean",),
    "malaysia": ("Malaysian",),
    "mongolia": ("Mongolian",),
    "turkey": ("Turkish",),
    "saudi arabia": ("Saudi", "Saudi Arabian"),
    "european union": ("European",),
    "europe": ("European",),
}

# What Korean hangs on a country's name where English has an adjective: 한국산, 미국발, 북한군.
_BELONGING = _split(
    "산 발 형 계 인 군 식 제 판 행 정부 당국 정권 대통령 주민 인권 이탈주민 대사관 군부 의회 국민"
    " 외교부 국방부 시민 영화 드라마 기업 증시 언론 경제 시장 사람 남성 여성 학생 교포 교민 대표팀 국적"
    " 관광객 제품 경찰 행각 땅"
)

# Two countries and three by their short names, and what goes on between them (한미동맹), each of which names
# them all.
_TOGETHER = _split(
    "한미 미한 미한일 한일 한중 한러 미중 미일 미러 미북 북러 북중 중일 중러 한미일 한중일 한일중 북중러"
    " 남북 남북미 북미 북남 조미 조중 조러"
)
# These say something else alone: North America, a mirror, seasoning.
_OF_ITS_OWN = frozenset(["북미", "미러", "조미", "조중", "조러"])
_HEADS = _split(
    "관계 정상 정상회담 정상회의 회담 동맹 대화 협상 협력 공조 갈등 접촉 조약 밀착 연합훈련 연합연습"
    " 외교장관 국방장관 외교장관회담 국방장관회담 고위급회담 실무협상 무역협상 통상협상 관세협상"
    " 외교차관 군사훈련 협의 협의체 공동성명 공동선언 당국 양국 양자 원자력협정 자유무역협정 안보협력"
    " 군사협력 경제협력 수교 국경 만남 사이 친선 양측 실무회담 수뇌 수뇌회담 적대관계"
)
_SHORT = {
    "south korea": ("한", "남"),
    "united states": ("미",),
    "north korea": ("북", "조"),
    "japan": ("일",),
    "china": ("중",),
    "russia": ("러",),
}
# Those that are paired with a short name by their own: 미·이란. 미인도 is a painting.
_PAIRED = {
    "united states": ("미", "이란 이스라엘 캐나다 멕시코 베네수엘라 우크라이나 유럽 러시아"),
    "south korea": ("한", "아세안 호주 캐나다 베트남 폴란드 이스라엘 유럽 인도네시아 체코"),
}
# A short name with what turns to the country. 대중 is the public too, 주중 a weekday, 주일 a Sunday.
_TOWARD = {
    "south korea": "주한 주한대사 주한미국대사 주한대사대리 방한 남북한",
    # 대미 goes on in 대미지 and 현대미술 too.
    "united states": (
        "대미 대미특사 대미특사단 방미 방미단 주미 주미대사 주미대사관 대미투자 대미투자특별법 대미수출"
        " 대미무역 대미흑자 대미협상 대미외교 대미관계 대미정책 대미통상 대미의존도 대미관세 대미협력"
    ),
    "north korea": "대북 대북정책특별대표 방북 친북 북핵 北核 남북한 대조선",
    "japan": "대일 방일 주일대사 주일미군",
    "china": "방중 주중대사",
    "russia": "방러 주러대사",
}

# Those who live in a country and are of another: 재미교포, 재일동포. 재미 is fun.
_RESIDENT = {"united states": "미", "japan": "일", "china": "중", "russia": "러"}
_RESIDENTS = _split("교포 동포 한인 한국인 학자 과학자 언론인 유학생 사업가 작가 화가")

# What these go on with is about the country whatever it is: 대북제재, 방미길, 미북회담. Not 북중미.
_OPENINGS = {
    "united states": "방미 미북 미군 한미",
    "south korea": "한미",
    "japan": "한미일",
    "north korea": "대북 방북 친북 탈북 북핵 북러 러북 미북 중북",
}
# What of theirs headlines name with the short name, with a blank or without.
_OWN = {
    "united states": (
        "미",
        "국무부 국방부 상무부 재무부 전쟁부 법무부 의회 상원 하원 대선 연준 국무장관 국방장관 상무장관"
        " 재무장관 연방정부 연방대법원 무역대표부 국가안보회의 국가안보보좌관 본토 조야 전략폭격기 항모 언론"
        " 당국 당국자 국무",
    ),
    "south korea": (
        "우리",
        "측 정부 외교부 국방부 당국 당국자 대표단 군당국 기업들 국민들 대통령 통일부 수출기업",
    ),
    # 전북 당국 and 전북 주민 are a province's.
    "north korea": ("북", "미사일 핵실험 도발 정권 외무성 노동당 핵시설 핵무기 비핵화 탄도미사일 해커"),
}


# Companies that begin with two countries and are of neither.
_COMPANIES = {
    "한미": "약품 사이언스 반도체 글로벌 그룹 정밀화학 헬스케어 박물관 캐피탈 홀딩스 제약 타워 은행"
    " 파슨스 건설 식품 전자",
}


# Those of pairs are about each of the two: 북러는 is no less Russia than North Korea.
_PAIR_OPENINGS = sorted(
    {
        opening
        for openings in _OPENINGS.values()
        for opening in openings.split()
        if set(opening) <= set("한미북중일러") and len(opening) > 1
    }
)
# Envoys, by where they are and for whom they speak: 주한중국대사, 주일 미국대사, 주중 미대사.
_SENT_TO = {
    "south korea": "주한",
    "united states": "주미",
    "japan": "주일",
    "china": "주중",
    "russia": "주러",
    "north korea": "주북",
}
_SENT_BY = {
    "south korea": "한국 대한민국 우리",
    "united states": "미국 미",
    "japan": "일본",
    "china": "중국",
    "russia": "러시아",
    "north korea": "북한",
}
_ENVOYS = ("대사", "공사", "총영사")
# 방한복 is warm clothing; whoever 방한한 came to Korea.
_VISITING = ("한", "했", "하", "해", "길", "단", " 중", " 일정", " 기간")


def _list_envoys(name: str) -> Iterator[str]:
    """What begins the title of an envoy sent to a country or by it, and who visits it."""
    host, senders = _SENT_TO[name], sorted({sender for own in _SENT_BY.values() for sender in own.split()})
    yield from _name_envoys([host], senders)
    yield from _name_envoys(_SENT_TO.values(), _SENT_BY[name].split())
    yield from (f"방{host[1]}{ending}" for ending in _VISITING)
    if name == "united states":
        yield from ("미 대사", "미 국무장관", "미 부통령")


def _name_envoys(hosts: Iterable[str], senders: Sequence[str]) -> Iterator[str]:
    return (f"{host} {sender} {envoy}" for sender, host, envoy in product(senders, hosts, _ENVOYS))


def list_companies(names: Sequence[str]) -> Iterator[str]:
    """What begins as a country's openings do and is a company: 한미약품."""
    openings = {opening for name in names for opening in _OPENINGS.get(lower(name), "").split()}
    for opening in sorted(openings & _COMPANIES.keys()):
        yield from (opening + rest for rest in _COMPANIES[opening].split())


def list_openings(names: Sequence[str]) -> Iterator[str]:
    """What may begin a word about the country of these names, whatever follows; nothing for other places."""
    for name in map(lower, names):
        yield from _OPENINGS.get(name, "").split()
        yield from _list_pairs(_PAIR_OPENINGS, name)
        yield from (f"{short}측" for short in _SHORT.get(name, ()) if short not in "남조")
        if name in _SENT_TO:
            yield from _list_envoys(name)
        short, own = _OWN.get(name, ("", ""))
        yield from (f"{short} {thing}" for thing in own.split())


def _list_pairs(pairs: Sequence[str], name: str) -> list[str]:
    """Those of pairs of countries that a country is one of."""
    shorts = _SHORT.get(name, ())
    return [pair for pair in pairs if any(short in pair for short in shorts)]


def list_adjectives(names: Sequence[str]) -> list[str]:
    """The adjectives of a country of these names; nothing for other places."""
    plain = [lower(name.removeprefix("the ").removeprefix("The ")) for name in names]
    return [word for name in plain for word in _ADJECTIVES.get(name, ())]


def list_short(name: str) -> tuple[str, ...]:
    """The syllables that stand for a country; none for other places."""
    return _SHORT.get(lower(name), ())


def list_country_names(names: Sequence[str]) -> Iterator[str]:
    """What follows from the names of a country; nothing for other places."""
    if not (adjectives := list_adjectives(names)):
        return
    yield from adjectives
    yield from chain(*map(_list_belonging, names))
    yield from chain(*(_list_short(lower(name)) for name in names))


def _list_belonging(name: str) -> list[str]:
    return [name + ending for ending in _BELONGING] if re.fullmatch("[가-힣]{2,}", name) else []


def _list_short(name: str) -> Iterator[str]:
    """What has a country's short name: pairs with others, what turns to it, and those who live there."""
    pairs = _list_pairs(_TOGETHER, name)
    yield from (pair for pair in pairs if pair not in _OF_ITS_OWN)
    yield from map("".join, product(pairs, _HEADS))
    short, others = _PAIRED.get(name, ("", ""))
    yield from (short + other for other in others.split())
    yield from _TOWARD.get(name, "").split()
    yield from (f"재{_RESIDENT[name]}{who}" for who in _RESIDENTS if name in _RESIDENT)
