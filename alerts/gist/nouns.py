"""The nouns that the fact line knows in both languages: things, who acts, units and places. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Both:
    """How something is called in both languages."""

    en: str
    ko: str


# English names, the first is said | Korean names, the first is said
_THINGS = """
meeting, meetings, session | 회의, 회동
talks, talk | 회담, 대화
ministerial talks, foreign ministers' meeting | 외교장관회담
defense ministers' meeting | 국방장관회담
summit, summit talks, summit meeting | 정상회담, 정상회의
negotiations, negotiation | 협상, 교섭
consultations, consultation | 협의
discussions, discussion | 논의
agreement, accord, deal, pact | 협정, 합의, 합의안, 합의문
treaty | 조약
memorandum of understanding, MOU, memorandum | 양해각서, MOU
joint statement | 공동성명
statement | 성명, 담화
declaration | 선언
bill, legislation | 법안, 세제 법안
amendment | 개정안
ratification bill | 비준동의안
confirmation | 인준안
special bill | 특별법
resolution | 결의안, 결의
sanctions, sanction | 제재
tariffs, tariff, duties | 관세
joint exercise, joint exercises, joint drill, joint drills, joint military drills | 연합훈련, 연합연습
joint exercise, joint military exercise, joint military exercises, combined drills | 연합훈련, 연합 훈련
exercise, exercises, drill, drills | 훈련, 연습
tabletop exercise, tabletop exercises | 도상연습, 도상훈련, 모의훈련
visit, trip | 방문
visit to South Korea | 방한
visit to the United States | 방미
visit to Japan | 방일
visit to China | 방중
visit to North Korea | 방북
tour | 순방
phone call, phone talks, telephone talks, telephone conversation | 통화, 전화통화, 전화 통화
ballistic missile(s), ballistic missile, ballistic missiles | 탄도미사일
short-range ballistic missile(s), short-range ballistic missile | 단거리 탄도미사일
short-range ballistic missile(s), short-range ballistic missiles | 단거리 탄도미사일
intercontinental ballistic missile, ICBM | 대륙간탄도미사일, ICBM
cruise missile(s), cruise missile, cruise missiles | 순항미사일
hypersonic missile | 극초음속 미사일
missile(s), missile, missiles | 미사일
spy satellite, reconnaissance satellite | 정찰위성
satellite | 위성
troops, soldiers, forces | 병력, 군대
martial law | 비상계엄, 계엄, 계엄령
impeachment motion | 탄핵소추안, 탄핵안
hearing | 청문회
delegation | 대표단
envoy | 특사
investment | 투자
project | 사업
contract | 계약
budget, budget bill | 예산안, 예산
plan, plans | 계획, 계획안
proposal, offer | 제안
request | 요청
demand | 요구
report, reports | 보도, 보고서
claim | 주장
aid | 지원, 원조
deployment | 배치
withdrawal, pullout | 철수
policy | 정책
guidelines, guideline | 지침
working group | 실무그룹
invitation | 초청
ceasefire, truce | 휴전
nuclear test | 핵실험
test | 시험
cooperation | 협력
trilateral cooperation | 3국 협력
military cooperation | 군사협력, 군사 협력
security cooperation | 안보협력, 안보 협력
economic cooperation | 경제협력, 경제 협력
alliance | 동맹
decision | 결정
ban | 금지 조치
embassy | 대사관
nomination | 지명
press conference, news conference | 기자회견
credentials | 신임장
letter | 서한, 친서
export controls | 수출통제, 수출 통제
"""

# Who acts, beside those who are tracked; before it the country or body that they are of.
_AGENTS = """
government, administration | 정부, 행정부
military, armed forces | 군, 군 당국, 군당국, 군 당국
Joint Chiefs of Staff | 합동참모본부, 합참
Foreign Ministry, Ministry of Foreign Affairs | 외교부, 외무성, 외무부
Defense Ministry, Defence Ministry, Ministry of National Defense | 국방부, 국방성, 방위성
Unification Ministry | 통일부
Trade Ministry, Industry Ministry | 산업통상자원부, 산업부, 산업통상부
Finance Ministry | 기획재정부, 기재부
Justice Ministry, Ministry of Justice | 법무부
Science Ministry | 과학기술정보통신부
Commerce Ministry, Commerce Department | 상무부
Treasury, Treasury Department, Department of the Treasury | 재무부
State Department | 국무부
Energy Department, Department of Energy | 에너지부
Defense Department, Pentagon | 국방부
presidential office | 대통령실
National Assembly | 국회
Congress | 의회
parliament | 의회
Senate | 상원
House of Representatives, House | 하원
Supreme Court | 대법원, 연방대법원
Constitutional Court | 헌법재판소, 헌재
court, federal court, appeals court | 법원, 연방법원, 재판부
navy | 해군
air force | 공군
army | 육군
coast guard | 해경
intelligence service, spy agency, intelligence agency | 정보기관, 정보당국
police | 경찰
judge, federal judge, district judge | 판사
immigration authorities, immigration agents | 이민당국
prosecutors, prosecution | 검찰
trade authorities | 통상당국
diplomatic authorities | 외교당국
defense authorities | 국방당국, 군사당국
authorities | 당국
cabinet | 내각
ruling party | 여당
opposition party, main opposition party | 야당, 제1야당
delegation | 대표단
president | 대통령
prime minister | 총리
foreign minister | 외교장관, 외교부 장관, 외무상
defense minister, defence minister | 국방장관, 국방부 장관
unification minister | 통일부 장관, 통일장관
trade minister | 통상교섭본부장
secretary of state | 국무장관
defense secretary, secretary of defense | 국방장관
ambassador | 대사
foreign ministers | 외교장관들
defense ministers | 국방장관들
official | 당국자, 관계자, 고위 당국자, 고위급 당국자, 고위 관계자, 핵심 관계자
officials | 당국자들, 관계자들
spokesperson, spokesman, spokeswoman | 대변인
lawmakers | 의원들
lawmaker | 의원
source | 소식통, 외교 소식통, 정부 소식통, 외교소식통
sources | 소식통들
people familiar with the matter | 사정을 아는 사람들
both sides, the two sides, two sides | 양측
both countries, the two countries, two countries, allies | 양국, 두 나라
"""

_UNITS = """
people, persons | 명
troops, soldiers, service members | 명의 병력
officials | 명의 당국자
workers, employees | 명의 근로자
won | 원
dollars, dollar | 달러
"""

# Cities and sites where news takes place, beside the places that are tracked.
_PLACES = """
Seoul=서울 Washington=워싱턴 Tokyo=도쿄 Beijing=베이징 Pyongyang=평양 Moscow=모스크바 Kyiv,Kiev=키이우
London=런던 Paris=파리 Berlin=베를린 Brussels=브뤼셀 Geneva=제네바 Vienna=빈 Rome=로마 Madrid=마드리드
Hanoi=하노이 Jakarta=자카르타 Bangkok=방콕 Manila=마닐라 Honolulu=호놀룰루 Hawaii=하와이 Busan=부산
Incheon=인천 Daegu=대구 Daejeon=대전 Gwangju=광주 Ulsan=울산 Gyeongju=경주 Pyeongtaek=평택 Panmunjom=판문점
Kaesong=개성 Singapore=싱가포르 Brasilia=브라질리아 Lima=리마 Munich=뮌헨 Yongsan=용산 Canberra=캔버라
Okinawa=오키나와 Osaka=오사카 Hiroshima=히로시마 Philadelphia=필라델피아 Shanghai=상하이 Ottawa=오타와
"""


def split_list(listed: str) -> tuple[str, ...]:
    """The words of a list with commas."""
    return tuple(word for part in listed.split(",") if (word := part.strip()))


def _read_names(listed: str) -> dict[str, Both]:
    """Each name in either language, in lower case and without spaces where it is Korean."""
    found: dict[str, Both] = {}
    for line in listed.strip().splitlines():
        english, korean = (split_list(side) for side in line.split("|"))
        for name in (*english, *korean):
            found.setdefault(key_of(name), Both(english[0], korean[0]))
    return found


_ABROAD: Mapping[str, Mapping[str, str]] = {
    "외교부": {"Japan": "외무성", "North Korea": "외무성"},
    "국방부": {"Japan": "방위성", "North Korea": "국방성"},
    "외교장관": {"Japan": "외무상", "North Korea": "외무상"},
    "국방장관": {"Japan": "방위상", "North Korea": "국방상"},
}


def own(agent: Both, owner: Both) -> Both:
    """Somebody who acts, of a country or body: the Foreign Ministry of Japan, 일본 외무성."""
    korean = _ABROAD.get(agent.ko, {}).get(owner.en, agent.ko)
    return Both(_own_english(agent.en, owner.en), f"{owner.ko} {korean}")


_ADJECTIVES = {
    "South Korea": "South Korean",
    "North Korea": "North Korean",
    "Japan": "Japanese",
    "China": "Chinese",
    "Russia": "Russian",
}


def _own_english(agent: str, owner: str) -> str:
    if owner in ("United States", "the United States"):
        return f"US {agent.replace(' Ministry', ' Department')}"
    adjective = _ADJECTIVES.get(owner)
    return f"{adjective} {agent}" if adjective else f"{agent} of {owner}"


def key_of(name: str) -> str:
    """What a name is looked up by: in lower case, a Korean one without its spaces."""
    return name.lower() if name.isascii() else name.replace(" ", "")


def _read_places() -> dict[str, Both]:
    found: dict[str, Both] = {}
    for entry in _PLACES.split():
        english, korean = entry.split("=")
        names = english.split(",")
        for name in (*names, korean):
            found[key_of(name)] = Both(names[0], korean)
    return found


THINGS = _read_names(_THINGS)
AGENTS = _read_names(_AGENTS)
UNITS = _read_names(_UNITS)
PLACES = _read_places()
