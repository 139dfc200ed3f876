"""Korean words of the news with the English one that stands in the same place: plain data.

A Korean entry is looked for within words, an English one is a word without its plural.
"""

from __future__ import annotations

_PAIRS = """
관세 tariff | 방위비 cost | 분담금 sharing | 정상회담 summit | 회담 talk
회의 meeting | 훈련 exercise | 연습 drill | 미사일 missile | 탄도 ballistic
순항 cruise | 핵무기 nuclear | 핵실험 nuclear | 비핵화 denuclearization | 위성 satellite
제재 sanction | 억제 deterrence | 동맹 alliance | 주한미군 troop | 병력 troop
파병 troop | 군함 warship | 잠수함 submarine | 항공모함 carrier | 폭격기 bomber
전투기 fighter | 전차 tank | 자주포 howitzer | 드론 drone | 무인기 drone
해병 marine | 조선 shipbuilding | 반도체 chip | 배터리 battery | 자동차 car
철강 steel | 원전 reactor | 석유 oil | 가스 gas | 에너지 energy
투자 investment | 수출 export | 수입 import | 무역 trade | 환율 exchange
금리 rate | 인상 hike | 물가 inflation | 주가 stock | 성장률 growth
침체 recession | 예산 budget | 세금 tax | 은행 bank | 연준 fed
달러 dollar | 백신 vaccine | 감염 infection | 취임 inauguration | 인수위 transition
당선인 elect | 대선 election | 총선 election | 선거 election | 탄핵 impeachment
계엄 martial | 국회 assembly | 상원 senate | 하원 house | 의회 congress
법안 bill | 법원 court | 재판 trial | 판결 ruling | 검찰 prosecutor
수사 investigation | 체포 arrest | 구속 arrest | 경찰 police | 총격 shooting
살해 murder | 폭발 explosion | 화재 fire | 지진 earthquake | 화산 volcano
태풍 typhoon | 홍수 flood | 추락 crash | 여객기 plane | 공항 airport
선박 ship | 사망 dead | 부상 injured | 실종 missing | 구조 rescue
대사 ambassador | 외교 diplomacy | 국방 defense | 통일 unification | 외교부장관 minister
국무장관 secretary | 총리 premier | 대변인 spokesperson | 방한 visit | 방미 visit
방문 visit | 서명 sign | 합의 agreement | 협정 agreement | 조약 treaty
성명 statement | 선언 declaration | 발사 launch | 진수 launch | 배치 deploy
철수 withdrawal | 공습 strike | 공격 attack | 전쟁 war | 휴전 ceasefire
인질 hostage | 난민 refugee | 이민 immigration | 비자 visa | 교황 pope
올림픽 olympic | 월드컵 cup | 우승 champion | 감독 coach | 영화 film
가수 singer | 대학 university | 학생 student | 교사 teacher | 병원 hospital
의사 doctor | 암 cancer | 여성 woman | 아동 child | 기후 climate
오염수 water | 원숭이두창 monkeypox | 코로나 covid | 우주 space | 정거장 station
모듈 module | 인공지능 ai | 사이버 cyber | 해킹 hacking | 오물 trash
풍선 balloon | 확성기 loudspeaker | 비무장지대 dmz | 납북 abduction | 탈북 defector
인권 right | 노동 worker | 파업 strike | 시위 protest | 집회 rally
기자회견 conference | 여론조사 poll | 지지율 rating | 사임 resign | 사퇴 resign
임명 appoint | 지명 nominate | 해임 dismiss | 유죄 guilty | 사면 pardon
뇌물 bribery | 부패 corruption | 표절 plagiarism
"""

ENGLISH_OF = dict(pair.split() for line in _PAIRS.strip().splitlines() for pair in line.split(" | "))
"""The English word of a Korean one."""

BRIDGED = frozenset(ENGLISH_OF.values())
"""English words that a Korean text can say too."""

EVERYWHERE = frozenset(
    (
        "@south-korea", "@united-states", "@north-korea", "@japan", "@china", "@russia", "@seoul",
        "@washington", "@tokyo", "@korean-peninsula", "@indo-pacific", "@northeast-asia",
    )
)  # fmt: skip
"""Entities that stand in much of this news and link nothing by themselves."""
