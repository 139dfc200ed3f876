"""Offices by who holds them, whose an office is, and what only bears a name: kinds, each with cases."""

from __future__ import annotations

import pytest

from alerts.watch.matcher import Watchlist
from tests.naming import read_names


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        # an office by its holder
        ("Secretary Rubio will fly to Munich on Thursday.", "2025-02-12", "secretary-of-state"),
        ("루비오 장관은 뮌헨으로 떠났다.", "2025-02-12", "secretary-of-state"),
        ("조태열 신임 장관이 취임했다.", "2024-01-12", "foreign-minister"),
        ("조현(趙顯) 장관은 국회에 나왔다.", "2025-09-12", "foreign-minister"),
        ("Park Jin, the minister of foreign affairs, spoke in Geneva.", "2023-03-02", "foreign-minister"),
        ("Lee picked Cho Hyun as foreign minister.", "2025-07-05", "foreign-minister"),
        ("Ambassador Kang Kyung-wha met senators.", "2025-11-02", "ambassador-to-the-us"),
        ("Ambassador Philip Goldberg ate kimchi in Busan.", "2023-11-02", "us-ambassador-to-korea"),
        ("필립 골드버그 대사는 부산을 찾았다.", "2023-11-02", "us-ambassador-to-korea"),
        ("최상목 대행은 국무회의를 주재했다.", "2025-01-14", "acting-president"),
        ("崔대행은 국무회의를 주재했다.", "2025-01-14", "choi-sang-mok"),
        ("오스틴 미국 국방장관 로이드 오스틴 장관이 왔다.", "2023-11-13", "secretary-of-defense"),
        ("First Vice Minister Kim Hong-kyun chaired the talks.", "2024-06-10", "first-vice-foreign-minister"),
        ("조 외교, 유엔총회서 연설|조현 장관은 다자주의를 말했다.", "2025-09-25", "foreign-minister"),
        ('미 국무 "대화 열려 있다"|기자회견에서 한 말이다.', "2025-09-25", "secretary-of-state"),
        # envoys, by where they are and for whom they speak
        ("주중 한국대사가 초치됐다.", "2025-02-01", "china"),
        ("주중 한국대사가 초치됐다.", "2025-02-01", "south-korea"),
        ("주러 미국대사는 말을 아꼈다.", "2025-02-01", "united-states"),
        ("주한일본대사는 유감을 표했다.", "2025-02-01", "south-korea"),
        ("주일 미대사는 오키나와를 찾았다.", "2025-02-01", "united-states"),
        # pairs are about each of the two
        ("북러가 손을 잡았다.", "2024-06-20", "russia"),
        ("러북 관계는 깊어졌다.", "2024-06-20", "north-korea"),
        ("북중은 국경을 열었다.", "2024-06-20", "china"),
        # beside another's ministry
        ("국무부와 국방부는 같은 입장을 냈다.", "2024-06-20", "pentagon"),
        # surnames that few bear, beside two others
        (
            "Sullivan told reporters that the Washington Declaration would be carried out with the NCG.",
            "2023-07-02",
            "jake-sullivan",
        ),
        ("설리번은 워싱턴 선언과 핵협의그룹을 함께 언급했다.", "2023-07-02", "jake-sullivan"),
        ("Goldberg met Park Jin at the State Department.", "2023-07-02", "philip-goldberg"),
        # after a full stop, under whom it was made, and ministers in one sentence with others
        (
            "The vote was on Tuesday. Lee took office as president the next day.",
            "2025-06-05",
            "lee-jae-myung",
        ),
        (
            "The forum that was set up under Yoon will stay, a government official said.",
            "2026-03-02",
            "yoon-suk-yeol",
        ),
        (
            "While Cho was in New York for the diplomats' week, the plan that Lee Jae-myung sent was read.",
            "2025-09-25",
            "cho-hyun",
        ),
        ("Minister Cho told Rubio that diplomats would come.", "2025-09-25", "cho-hyun"),
        # capitals that act in Korean, and ministers of two states
        ("워싱턴은 답하지 않았다.", "2025-09-25", "united-states"),
        ("도쿄와 워싱턴이 먼저 움직였다.", "2025-09-25", "japan"),
        ("서울과 워싱턴의 셈법이 다르다.", "2025-09-25", "south-korea"),
        ("한미 국방장관이 만났다.", "2025-09-25", "secretary-of-defense"),
        # spellings, visits, and texts of parliaments and palaces
        ("South Korea's Defence Ministry denied it.", "2025-09-25", "ministry-of-national-defense"),
        ("방한한 캠벨 조정관이 말했다.", "2023-07-18", "south-korea"),
        ("Yoon addressed Congress in April.", "2023-04-28", "yoon-suk-yeol"),
        ("푸틴은 평양에서 조약에 서명했다.", "2024-06-20", "russia-north-korea-treaty"),
        # of a head of state beside relatives and namesakes, and after a short word that ends a sentence
        ("시 주석 옆에 김 위원장이 섰고 푸틴 대통령과 김여정 부부장도 왔다.", "2025-09-03", "kim-jong-un"),
        ("Dr. Kim Tae-hyo said North Korea knew what would end the Kim regime.", "2023-12-16", "kim-jong-un"),
        ("He boarded Air Force One. Kim had said that he remembered Trump.", "2025-10-25", "kim-jong-un"),
        # a syllable that is a state
        ("미 환경보호청은 미 IRA 지침을 고쳤다.", "2025-10-25", "united-states"),
        ("통일부는 북에 보내는 신호라고 했다.", "2025-10-25", "north-korea"),
        ("북녘의 가족을 그렸다.", "2025-10-25", "north-korea"),
        ("Korea's top diplomat, Cho Hyun, will visit Tokyo.", "2025-07-22", "foreign-minister"),
        ("조현 전 차관이 장관이 됐다. 조 신임 장관은 취임사를 읽었다.", "2025-07-22", "foreign-minister"),
        # what is described
        ("ICE agents held Korean workers in a raid in Georgia.", "2025-09-06", "georgia-raid"),
        ("조지아주에서 한국인 근로자들이 체포됐다.", "2025-09-06", "georgia-raid"),
        ("DPRK troops were sent to fight near Kursk.", "2024-10-25", "north-korean-troop-deployment"),
        ("The guidelines that the NCG drew up were signed.", "2024-07-12", "conceptual-guidelines"),
        ("핵협의그룹이 만든 공동지침에 서명했다.", "2024-07-12", "conceptual-guidelines"),
        ("Yoon, who was impeached in December, stayed silent.", "2025-01-10", "yoon-impeachment"),
        ("The court will give its ruling on Yoon on Friday.", "2025-04-01", "constitutional-court"),
        ("Seoul said the alliance with the United States stood.", "2024-12-05", "korea-us-alliance"),
        ("The Declaration of Washington is two years old.", "2025-04-26", "washington-declaration"),
        ("북한과 이란이 함께 비난받았다.", "2025-04-26", "iran"),
        ("The DPRK's ruler said nothing.", "2025-04-26", "kim-jong-un"),
        ("The US president said on Friday that tariffs would rise.", "2024-12-04", "biden"),
        ("The US president said on Friday that tariffs would rise.", "2025-03-04", "trump"),
        ("The president-elect said on Friday that tariffs would rise.", "2024-12-04", "trump"),
        ("South Korea's president declared martial law.", "2024-12-04", "yoon-suk-yeol"),
        # two of a name, and the text says so
        ("가수 김정은은 이름이 같은 김정은 국무위원장 때문에 웃었다.", "2018-04-26", "kim-jong-un"),
    ],
)
def test_a_name_of_this_kind_is_found(watchlist: Watchlist, text: str, day: str, named: str) -> None:
    assert named in read_names(watchlist, text, day)


@pytest.mark.parametrize(
    ("text", "day", "other"),
    [
        # an office that is another's
        ("Former Secretary Blinken, Antony Blinken, wrote a book.", "2026-01-10", "secretary-of-state"),
        ("Lavrov, the foreign minister, spoke.", "2024-06-20", "foreign-minister"),
        # the holder of the day, whoever holds another office then
        ("The US president said on Friday that tariffs would rise.", "2024-12-04", "trump"),
        ("The American leader spoke of tariffs.", "2024-11-20", "trump"),
        ("South Korea's president declared martial law.", "2024-12-04", "lee-jae-myung"),
        ("The South Korean president met Biden.", "2022-04-04", "yoon-suk-yeol"),
        (
            "Michigan Secretary of State Jocelyn Benson certified the ballots.",
            "2024-11-20",
            "secretary-of-state",
        ),
        ("Shirley Weber, California's Secretary of State, certified it.", "2024-11-20", "secretary-of-state"),
        ("The Ohio Department of State mails notices to voters.", "2024-11-20", "state-department"),
        ("The Secretary of State for Health told MPs to wait.", "2024-11-20", "secretary-of-state"),
        ("The Secretary of State will count the ballots of each county.", "2024-11-20", "secretary-of-state"),
        ("Britain's Defence Secretary went to Kyiv.", "2024-11-20", "secretary-of-defense"),
        # letters that another body bears, a version of a body
        (
            "The Natural Capital Group met in Leeds. NCG funds hedges, and nuclear plants too.",
            "2024-05-01",
            "ncg",
        ),
        (
            "At the depot the NCG Logistics drivers struck for a day, a union official said.",
            "2024-05-01",
            "ncg",
        ),
        ("독일은 유럽판 핵협의그룹을 제안했다.", "2024-05-01", "ncg"),
        (
            "Paris and Berlin spoke of a European version of the Nuclear Consultative Group.",
            "2025-05-01",
            "ncg",
        ),
        # names of towns, dogs, wares, works and words
        (
            "The Washington declaration, signed in Washington, Georgia, ends a row over water.",
            "2025-05-01",
            "washington-declaration",
        ),
        (
            "NATO's Washington declaration, or Washington Summit Declaration, named China.",
            "2024-07-11",
            "washington-declaration",
        ),
        ("Trump, a hamlet of nine houses, has no road.", "2024-07-11", "trump"),
        ("Korea, an old terrier, won the show.", "2024-07-11", "south-korea"),
        (
            "Two plates from China and a cup, all of them porcelain, went for a song on Saturday, "
            "as the house that sold them said.",
            "2024-07-11",
            "china",
        ),
        ("배우가 주연한 드라마 ‘북한’이 끝났다.", "2024-07-11", "north-korea"),
        ("美술관은 문을 닫았다.", "2024-07-11", "united-states"),
        ("中 3학년은 시험을 본다.", "2024-07-11", "china"),
        ("北동풍이 불겠다.", "2024-07-11", "north-korea"),
        ("나무 목(木), 아름다울 미(美)", "2024-07-11", "united-states"),
        ("‘자유’ 이란 말을 배웠다.", "2024-07-11", "iran"),
        # the North of another land
        (
            "In South Carolina and North Dakota schools rose. The South's climbed. A Korean survey said so.",
            "2024-07-11",
            "north-korea",
        ),
        # people of other callings, in a list, by Hanja, by what follows
        ("빈소에는 이재명·조태열 감독이 왔다.", "2024-07-11", "lee-jae-myung"),
        ("조현(調鉉)은 줄을 고른다는 뜻이다.", "2024-07-11", "cho-hyun"),
        ("Kim Jong-un, a dental nurse from Incheon, won the raffle.", "2024-07-11", "kim-jong-un"),
        ("의병을 이끈 이재명은 이완용을 찔렀다. 국권을 잃은 때였다.", "2010-01-01", "lee-jae-myung"),
        ("트럼프와 화투를 섞은 원카드 대회가 열렸다.", "2025-02-21", "trump"),
        ("국무부와 국방부는 같은 입장을 냈다.", "2024-06-20", "ministry-of-national-defense"),
        ("Fiona Rubio spoke for the council.", "2025-02-21", "marco-rubio"),
        ("워싱턴에는 벚꽃이 피었다.", "2025-02-21", "united-states"),
        ("서울은 맑겠다.", "2025-02-21", "south-korea"),
        ("주미대사관은 말을 아꼈다.", "2025-02-21", "us-embassy-seoul"),
        ("NCG(임상진료지침)가 새로 나왔다.", "2024-08-08", "ncg"),
        ("‘美’는 양이 크다는 뜻이다.", "2024-08-08", "united-states"),
        ("텍사스주 국무장관은 선거를 맡는다.", "2024-08-08", "secretary-of-state"),
        ("Defence Secretary John Healey went to Kyiv.", "2024-08-08", "secretary-of-defense"),
        ("모녕 외교부 대변인은 조어도를 언급했다.", "2024-08-08", "mofa"),
        # surnames alone that are somebody else's
        ("Amy Sullivan told the NCG and the State Department of her plan.", "2023-07-02", "jake-sullivan"),
        ("Sullivan's the bakery gave bread to Park Jin and Antony Blinken.", "2026-07-02", "jake-sullivan"),
    ],
)
def test_a_name_of_this_kind_is_somebody_elses(watchlist: Watchlist, text: str, day: str, other: str) -> None:
    assert other not in read_names(watchlist, text, day)
