"""The bundled watches and entities against the seed articles, look-alikes and headlines of both languages."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alerts.watch.examples import check_examples, read_example
from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.reading import Reading
from alerts.watch.watchlist import read_entities, read_watches
from flows.files.kinds.seed_text import read_seed_text
from storage.records import Article, Sighting, TextFrom
from tests.ideas import teach_bundled

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    tables = tomllib.loads((SEEDS / "watchlist.toml").read_text("utf-8"))
    entities, entity_faults = read_entities(tables["entity"])
    watches, watch_faults = read_watches(tables["watch"])
    assert [*entity_faults, *watch_faults] == []
    return teach_bundled(compile_watchlist(entities, watches))


def test_every_example_comes_out_as_it_says(watchlist: Watchlist) -> None:
    assert check_examples(watchlist, watchlist.watches) == []


def read_seed(number: str, watchlist: Watchlist) -> Reading:
    path = next((SEEDS / "articles").glob(f"{number}_*.txt"))
    extract = read_seed_text(path.read_bytes(), path=str(path))
    return watchlist.read(
        Article(
            key=f"text:{number}",
            title=extract.title,
            text=extract.text,
            lang="en",
            fetched_at=datetime(2025, 1, 7, tzinfo=UTC),
            sighting=Sighting.BACKFILL,
            text_from=TextFrom.FILE,
        )
    )


@pytest.mark.parametrize(
    ("number", "met", "not_met"),
    [
        (
            "000",
            {"ncg", "trump-transition", "korea-passing", "foreign-ministers", "martial-law"},
            {"shipbuilding"},
        ),
        ("002", {"ncg", "trump-transition", "martial-law", "ambassadors", "trilateral"}, {"korea-passing"}),
        ("004", {"trump-transition", "washington-declaration", "trilateral"}, {"ncg", "martial-law"}),
    ],
)
def test_the_seeds_meet_their_watches(
    number: str, met: set[str], not_met: set[str], watchlist: Watchlist
) -> None:
    found = {match.watch for match in read_seed(number, watchlist).matches()}
    assert found >= met
    assert not found & not_met


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("000", "soon-to-be inaugurated second Trump administration"),
        ("002", "President-elect Donald Trump’s inauguration"),
        ("004", "ahead of the inauguration of Donald Trump's administration"),
    ],
)
def test_the_evidence_of_a_transition_says_transition(
    number: str, sentence: str, watchlist: Watchlist
) -> None:
    matches = {match.watch: match for match in read_seed(number, watchlist).matches()}
    assert any(sentence in evidence.text for evidence in matches["trump-transition"].evidence)


NAMED = {
    "000": """antony-blinken yoon-suk-yeol choi-sang-mok matthew-miller john-kirby lloyd-austin trump biden
        ncg nsc mofa state-department white-house biden-administration second-trump-administration
        korea-us-alliance korea-us-japan-cooperation north-korean-nuclear-issue martial-law
        ncg-table-top-exercise farewell-tour
        foreign-ministers-meeting korea-passing secretary-of-state acting-president""",
    "002": """antony-blinken cho-tae-yul yoon-suk-yeol han-duck-soo han-dong-hoon kim-hong-kyun kurt-campbell
        trump biden lloyd-austin xi-jinping shigeru-ishiba ahn-ho-young lee-soo-hyuck cho-hyun-dong ncg
        ncg-table-top-exercise people-power-party democratic-party-of-korea national-assembly mofa impeachment
        martial-law joint-state-administration trump-inauguration trump-team ambassador-to-the-us
        first-vice-foreign-minister deputy-secretary-of-state northeast-asia""",
    "004": """choi-sang-mok antony-blinken trump vladimir-putin washington-declaration camp-david
        70th-anniversary-joint-statement korea-us-alliance korea-us-japan-cooperation jeju-air-crash
        muan-international-airport seoul-government-complex ministry-of-strategy-and-finance indo-pacific
        korean-peninsula north-korea north-korean-nuclear-issue russia acting-president secretary-of-state""",
}


@pytest.mark.parametrize(("number", "ids"), NAMED.items(), ids=list(NAMED))
def test_what_the_seeds_name_is_known(number: str, ids: str, watchlist: Watchlist) -> None:
    mentioned = {mention.entity for mention in read_seed(number, watchlist).mentions()}
    assert set(ids.split()) - mentioned == set()


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("북한산 등산객이 늘었다", "north-korea"),
        ("한미약품이 신약을 냈다", "korea-us-relations"),
        ("한미반도체 주가가 올랐다", "semiconductors"),
        ("공급망관리 SCM 솔루션 기업이 상장했다", "scm"),
        ("UNC beat Duke in Chapel Hill", "unc"),
        ("The phase-out of CFCs saved the ozone layer", "cfc"),
        ("A drug for SMA was approved", "sma"),
        ("조현병 환자 지원이 늘었다", "cho-hyun"),
        ("조현동 대사가 부임했다", "cho-hyun"),
        ("김건희 여사가 참석했다", "kim-gunn"),
        ("박진감 넘치는 경기였다", "park-jin"),
        ("He played his trump card", "trump"),
        ("‘디지털 자산’이란 말이 있다", "iran"),
        ("The Washington Post reported it", "washington"),
        ("The North Korean leader spoke", "south-korea"),
        ("The National Security Council met", "un-security-council"),
        ("미 국방부가 발표했다", "ministry-of-national-defense"),
        ("France offered its nuclear umbrella to Poland", "extended-deterrence"),
    ],
)
def test_look_alikes_are_refused(text: str, entity: str, watchlist: Watchlist) -> None:
    mentioned = {mention.entity for mention in watchlist.read(read_example(text)).mentions()}
    assert entity not in mentioned


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("NCG를 통해 협의했다", "ncg"),
        ("한미 핵협의그룹이 열렸다", "ncg"),
        ("한미핵협의그룹이 열렸다", "ncg"),
        ("美 국무부가 밝혔다", "united-states"),
        ("北, 미사일 발사", "north-korea"),
        ("尹 탄핵 심판이 열렸다", "yoon-impeachment"),
        ("한미 SCM이 서울에서 열렸다", "scm"),
        ("The UNC commander visited the DMZ in Korea", "unc"),
        ("The CFC in Korea held a drill", "cfc"),
        ("SMA talks between Korea and the US began", "sma"),
        ("조현 장관이 말했다", "cho-hyun"),
        ("Jo Tae-yeol spoke in Seoul", "cho-tae-yul"),
        ("CHO Taeyul spoke in Seoul", "cho-tae-yul"),
        ("트럼프발 관세 충격", "trump"),
        ("전작권을 전환한다", "opcon"),
        ("코리아패싱 우려가 커졌다", "korea-passing"),
        ("한미FTA를 개정한다", "korus-fta"),
        ("JD 밴스 부통령이 방문했다", "jd-vance"),
    ],
)
def test_names_are_found_in_both_scripts(text: str, entity: str, watchlist: Watchlist) -> None:
    mentioned = {mention.entity for mention in watchlist.read(read_example(text)).mentions()}
    assert entity in mentioned


# Headlines and leads as both languages write them; none of them stands among the watches' own examples.
TOLD = {
    "trump-transition": [
        "Seoul officials have yet to establish contact with Trump's transition team.",
        "Foreign Minister Cho is preparing a trip to Washington right after Trump's Jan. 20 inauguration.",
        "Waltz, tapped as adviser in the incoming Trump administration, said the alliance would be reviewed.",
        "The ministry launched a task force to prepare for a second Trump presidency.",
        "South Korea's spy chief met aides to President-elect Trump, sources said.",
        "The outgoing administration briefed the Trump transition on North Korea.",
        '"We are ready," he said, as Trump prepares to take office next month.',
        "Trump will be sworn in on Jan. 20 as the 47th president.",
        "Choi spoke by phone with Trump's incoming national security adviser Mike Waltz.",
        "Business leaders fly to Washington for Trump inauguration events.",
        "Trump inaugurated as 47th US president",
        "Trump, in his inaugural address, said the United States would take back the canal.",
        "Handover talks between Biden's and Trump's national security teams covered North Korea.",
        "트럼프 2기 앞두고 한미 외교장관 회담",
        "트럼프 인수위 관계자를 만난 의원단이 귀국했다.",
        "정부는 트럼프 당선인의 취임 전에 정상 간 통화를 추진한다.",
        "트럼프 당선자 측근들이 방한을 타진했다.",
        "미국 대통령 취임식에 참석한 국회 대표단이 트럼프 측 인사를 만났다.",
        "트럼프 신행정부 출범에 대비해 정부가 대응 방안을 논의했다.",
        "트럼프 차기 행정부의 국가안보보좌관으로 지명된 왈츠 의원",
        "트럼프, 47대 미국 대통령 취임",
        "미국의 정권 교체기에 북한이 도발할 수 있다고 전문가들은 트럼프 당선 이후를 우려했다.",
        "도널드 트럼프 미국 대통령 당선인은 북한 문제를 언급하지 않았다.",
        "트럼프의 백악관 복귀를 앞두고 외교부가 분주하다.",
        "트럼프행정부 출범 초기 한미 공조가 중요하다.",
    ],
    "ncg": [
        "NCG회의가 열렸다",
        "한·미 핵협의그룹 회의",
        '한미, 4차 NCG 개최…"핵·재래식 통합 논의"',
        "the Nuclear Consultative Group's fifth plenary",
        "핵 협의 그룹(NCG)",
        "‘NCG’에서",
    ],
    "usfk": [
        "Pentagon considers withdrawing 4,500 troops from South Korea",
        "Brunson: numbers of USFK troops less important than capabilities",
        '주한미군 4500명 감축 검토 보도에 국방부 "논의 없어"',
        '콜비 "주한미군, 북한 방어 넘어 중국 견제 역할해야"',
        "NDAA keeps USFK at 28,500, restricts OPCON changes",
        "Senate bill bars funds for reducing U.S. forces in Korea",
        '주한미군 사령관 "전략적 유연성 필요"',
        "美국방수권법, 주한미군 2만8천500명 유지 명시",
    ],
    "cost-sharing": [
        "Trump says Korea pays very little for US military, eyes new deal",
        '트럼프 "한국, 방위비 100억달러 내야"',
        "한미, 방위비 재협상 가능성",
    ],
    "tariffs-trade": [
        "US, S. Korea reach deal to lower tariffs to 15 pct",
        "Lutnick warns Seoul must sign the deal or pay the 25 percent tariff",
        "미, 한국에 상호관세 25% 통보",
        "김정관·여한구, 러트닉과 관세 후속 협의",
        '트럼프 "한국산 자동차·의약품 관세 25%로 인상"',
        "대미투자 3천500억 달러 선불 요구",
        "Korea, US finalize $350b investment MOU",
        "USTR Greer: Korea must lower non-tariff barriers",
        "Supreme Court strikes down Trump tariffs; Seoul weighs impact",
        "구윤철·베선트, 통화스와프 논의",
        "철강 관세 50%…한국 철강업계 비상",
        "한미 무역합의 후속 협상",
    ],
    "opcon": [
        '안규백 "임기 내 전작권 전환" … 미측과 로드맵',
        "Allies to verify FOC of future CFC for OPCON transfer",
    ],
    "shipbuilding": [
        "Hanwha's Philly Shipyard to build warships for US Navy, Trump says",
        '美 "조선 협력 위해 한국 조선소와 함정 공동 건조"',
        "마스가 1호 선박 명명식",
        "Korea, US launch shipbuilding working group",
    ],
    "nuclear-submarine": [
        "Trump OKs S. Korea nuclear-powered sub to be built in Philadelphia",
        "핵추진잠수함 도입, 한미 후속 협의 착수",
        "핵잠 국내 건조 vs 필리조선소 건조 논란",
        "Seoul seeks separate deal with US for nuclear sub fuel",
    ],
    "us-north-korea-talks": [
        "Trump says he is ready to meet Kim in Gyeongju",
        "Kim Jong Un has good memories of Trump, says no talks unless US drops denuclearization",
        '트럼프 "김정은과 만나고 싶다"',
        '김여정 "미국과 마주앉을 일 없다"',
        "북미 정상 회동 가능성 낮아",
        "Kim Yo-jong says no talks with US",
        '최선희 "미국과 대화 없다"',
        "Trump-Kim meeting possible during Beijing trip, Wi says",
    ],
    "north-korea-tests": [
        "N. Korea fires several short-range ballistic missiles: JCS",
        "北, 동해상으로 단거리 탄도미사일 수발 발사",
        "북한, 극초음속 미사일 시험발사 주장",
        "N. Korea test-fires new hypersonic missile, KCNA says",
        "김정은, ICBM 엔진 시험 참관",
        "북, 600㎜ 방사포 사격",
        "Kim Jong Un oversees test of new solid-fuel engine for ICBM",
    ],
    "north-korean-troops-in-russia": [
        "N. Korea sent additional 3,000 troops to Russia: JCS",
        '국정원 "북한군 쿠르스크서 사상자 4천700명"',
        "북, 러에 공병 5천명 추가 파병",
        "푸틴, 북한 파병군에 감사",
        "Zelenskyy discloses transfer of North Korean POWs to Seoul",
    ],
    "trilateral": [
        "S. Korea, U.S., Japan hold Freedom Edge exercise",
        "한미일 외교차관 회의 도쿄서 개최",
        "South Korea, US, Japan vow to counter North Korea's hacking",
        "한미일 국방장관, 북핵 공조 재확인",
        "Rubio, Motegi, Cho hold trilateral talks in New York",
    ],
    "martial-law": [
        "Court sentences Yoon to life in prison over insurrection, martial law",
        "윤석열 내란 혐의 1심 선고",
        "12·3 계엄 1년",
        "특검, 윤석열 사형 구형",
        "Constitutional Court removes Yoon from office",
        "한덕수 징역 15년 선고…내란 방조",
    ],
    "korea-passing": [
        "Wi: Seoul will not be passed over in Trump-Kim talks",
        "'코리아 패싱' 재연되나",
        '정부 "코리아 패싱 없다"',
    ],
    "summits": [
        "Lee, Trump hold summit in Gyeongju, agree on $350bn",
        "이재명·트럼프 경주서 두 번째 정상회담",
        "李대통령, 트럼프와 뉴욕서 회담",
        "李대통령-트럼프, 백악관 정상회담",
        "한미 정상 통화…관세 논의",
    ],
    "foreign-ministers": [
        "Cho Hyun, Rubio discuss nuclear subs, visas on phone",
        '조현·루비오 통화…"팩트시트 이행 협의"',
        "위성락, 루비오 만나 원자력·핵잠 논의",
        "한미 외교장관, 나토 계기 회동",
        "박윤주 차관, 랜도 부장관과 전략대화",
        "Cho, Rubio to meet next week in Washington",
    ],
    "ambassadors": [
        "Steel confirmed as new US ambassador to Seoul",
        "신임 주한미국대사에 미셸 스틸",
        "케빈 김 주한미대사대리 부임",
        "US Embassy in Seoul gets new charge d'affaires",
    ],
    "joint-exercises": [
        "Allies begin Ulchi Freedom Shield amid NK protest",
        "한미, UFS 연습 18일 시작…야외기동훈련 절반 연기",
        "FS 연습 3월 실시…야외훈련 축소",
        "B-1B bomber flies over peninsula in joint air drill",
    ],
    "nuclear-cooperation": [
        "Seoul, Washington to begin talks on enrichment, reprocessing rights",
        "한미 원자력협력 협정 개정 TF 출범",
        "한미, 원자력협정 개정 협의 착수",
        "US Energy Department says Korea remains on sensitive list",
    ],
    "visas": [
        "475 detained at Hyundai-LG battery plant in Georgia, most of them Koreans",
        "美 조지아 공장서 한국인 300여명 구금",
        "B-1 비자 장비 설치 인력 허용…한미 비자 워킹그룹",
        "US deports Korean workers after ICE raid in Savannah",
    ],
    "export-controls": [
        "US to end VEU waivers for Samsung, SK hynix chip plants in China",
        '트럼프 "반도체 관세 100%"…삼성전자 긴장',
        "미 상무부, 삼성·SK 中공장 장비 반입 연간 허가",
        "Section 232 chip tariffs: Seoul seeks no-less-favorable terms",
    ],
    "sanctions": [
        "US sanctions NK bankers over laundering cyber proceeds",
        "미 재무부, 북한 은행 관계자 8명 제재",
        "정부, 북한 해킹조직 독자제재",
        "US Treasury blacklists North Korean IT worker network",
    ],
    "inter-korean": [
        "N. Korean troops cross MDL, retreat after warning shots",
        "북한군 10여명 MDL 침범…군 경고사격 후 퇴각",
        '정동영 "9·19 군사합의 선제 복원"',
        "북, '적대적 두 국가' 헌법 명시",
        "DMZ mine blast injures three soldiers",
    ],
    "extended-deterrence": [
        "Hegseth reaffirms nuclear umbrella for S. Korea at SCM",
        '美 "한국에 핵 포함 모든 범주 확장억제 제공"',
        "Seoul, Washington to hold 6th NCG meeting, discuss CNI drill",
    ],
    "nuclear-armament": [
        "Poll: 76 percent of Koreans support country's own nuclear weapons",
        "한국 자체 핵무장 찬성 76%",
        '"핵무장 찬성" 국민 70%…한국갤럽',
    ],
    "hormuz": [
        "Korea weighs sending Cheonghae unit to Hormuz",
        "정부, 호르무즈 기여 방안 NSC서 논의",
        "美, 호르무즈 해협 한국 군함 파견 요청",
    ],
    "platform-rules": [
        "US lawmakers urge Trump to address Korea's online platform act",
        "미 하원, 한국 온플법 청문회",
    ],
    "defense-spending": [
        "Lee: Korea to raise defense budget by 8.2 percent",
        "국방비 GDP 3.5%로 증액…한미 합의",
        "Hegseth hails Korea's plan to spend 3.5% of GDP on defense",
    ],
    "cyber-and-crypto": [
        "Lazarus behind Upbit hack, officials suspect",
        "업비트 해킹 배후에 라자루스",
        "FBI: North Korea behind crypto exchange theft",
    ],
    "alliance": [
        "Seoul, Washington hold KIDD talks",
        "한미, SCM서 동맹 현대화 논의",
        "한미 국방장관, SCM 공동성명 채택",
        "Hegseth, Ahn hold SCM in Seoul",
    ],
    "washington-declaration": [
        "워싱턴선언 1주년",
    ],
}
NOT_TOLD = {
    "trump-transition": [
        "Trump congratulated President Lee Jae-myung on his inauguration.",
        "President Lee and Trump discussed the transition of wartime operational control.",
        "Trump signed an order ending the digital transition subsidy.",
        "Since Trump imposed tariffs, exporters have struggled.",
        "Yoon's presidential transition team met in Tongui-dong in 2022.",
        "Trump visited the Trump Tower in New York.",
        "The trump card in the talks is shipbuilding, a transition official at Hanwha said.",
        "이재명 대통령 취임식이 국회에서 열렸다.",
        "트럼프 대통령은 관세 인상을 발표했다.",
        "전작권 전환을 두고 트럼프 행정부와 협의한다.",
        "윤석열 당선인의 인수위가 출범했다.",
        "트럼프월드 아파트의 취득세 전환 논란",
        "취임 1년을 맞은 이재명 대통령이 트럼프 대통령과 통화했다.",
    ],
    "ncg": [
        "ncg.com offers cloud services",
    ],
    "usfk": [
        "주한미군 병사가 음주운전으로 입건됐다",
    ],
}
# News of the same people, places and companies that no watch is about.
OTHER_NEWS = [
    "Trump raises tariffs on Chinese goods to 60 percent",
    "Xi, Trump hold summit in Beijing",
    "Samsung Electronics posts record profit on memory chips",
    "KOSPI closes higher on chip rally",
    "BTS to perform at Washington arena",
    "South Korea beats Japan 2-1 in friendly",
    "Seoul mayor unveils subway plan",
    "Trump says Ukraine peace deal near",
    "NATO leaders agree on spending target",
    "Germany to host more U.S. troops",
    "Iran, US resume nuclear talks in Oman",
    "Japanese PM Takaichi dissolves lower house",
    "Hyundai Motor launches new EV in Seoul",
    "Trump's approval rating falls",
    "US Fed cuts rates",
    "Coupang reports quarterly loss",
    "삼성전자 3분기 영업이익 발표",
    "코스피 반도체주 강세로 상승",
    "이재명 대통령, 민생회복 쿠폰 발표",
    "서울시 지하철 요금 인상",
    "트럼프, 중국에 추가 관세 예고",
    "미중 정상회담 베이징서 개최",
    "트럼프, 우크라이나 종전안 제시",
    "한미약품 경영권 분쟁",
    "한미반도체 신제품 공개",
    "국회, 예산안 처리",
    "북한산 국립공원 단풍 절정",
    "조선시대 왕릉 발굴",
    "손흥민, MLS서 결승골",
    "현대차 노조 파업",
    "한국은행 기준금리 동결",
    "日 다카이치 총리 중의원 해산",
    "나토 정상회의 국방비 합의",
    "이란 핵협상 재개",
    "경찰, 비자 브로커 구속",
    "민주당 전당대회 개최",
    "통일교 의혹 수사",
    "김치 수출 증가",
    "미국 중간선거 판세",
]


def list_met(headline: str, watchlist: Watchlist) -> set[str]:
    """The watches that a headline meets, by queries as a title and as a line of text alike.

    For an idea it is a sign that something stands in the title.
    """
    as_title = {match.watch for match in watchlist.read(read_example(f"{headline}\n-")).matches()}
    as_text = {match.watch for match in watchlist.read(read_example(headline)).matches()}
    assert as_title ^ as_text <= watchlist.ideas.keys()
    return as_text


def test_headlines_are_told(watchlist: Watchlist) -> None:
    asked = [(watch, line) for watch, lines in TOLD.items() for line in lines]
    assert [each for each in asked if each[0] not in list_met(each[1], watchlist)] == []


def test_headlines_about_something_else_are_not_told(watchlist: Watchlist) -> None:
    asked = [(watch, line) for watch, lines in NOT_TOLD.items() for line in lines]
    assert [each for each in asked if each[0] in list_met(each[1], watchlist)] == []


def test_other_news_meets_no_watch(watchlist: Watchlist) -> None:
    assert {line: met for line in OTHER_NEWS if (met := list_met(line, watchlist))} == {}
