"""Names by kinds of writing that were missed or mistaken in unseen texts; one row is one of its kind."""

from __future__ import annotations

import pytest

from alerts.watch.matcher import Watchlist
from alerts.watch.names.people.surnames import is_amiss
from tests.naming import read_names


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        # rows of states by a syllable each
        ("미·중·일·러 틈에서", "2025-05-01", "russia"),
        ("미·러 조약이 끝났다", "2025-05-01", "united-states"),
        ("한국은 북·미 핵협상을 반겼다", "2025-05-01", "north-korea"),
        # 미 before any noun, where a state is named
        ("북한을 두고 미 외교 수장은 말했다", "2025-05-01", "united-states"),
        ("일본과 미 조야가 반겼다", "2025-05-01", "united-states"),
        # what states are called by others
        ("조선중앙통신은 북한에 맞선 괴뢰들의 망동이라고 했다", "2025-05-01", "south-korea"),
        ("중국이 말한 쌍중단은 조선의 핵 도발을 멈추는 것이다", "2025-05-01", "north-korea"),
        ("로동신문은 조선이 미국에 성의를 보였다고 했다", "2025-05-01", "north-korea"),
        ("한국에서 일제의 수탈을 기록했다", "2025-05-01", "japan"),
        ("한국에서 일제 카메라를 팔았다", "2025-05-01", "japan"),
        ("일본경찰에 체포됐다", "2025-05-01", "japan"),
        # two states in either order, and as each is called
        ("러북 군사협력을 규탄했다", "2025-05-01", "north-korea-russia-cooperation"),
        ("조미공동성명을 부정했다", "2019-05-14", "singapore-joint-statement"),
        ("미북 대화가 열린다", "2025-05-01", "us-north-korea-talks"),
        ("The Korea-United States free trade agreement", "2025-05-01", "korus-fta"),
        # letters as they are read
        ("한국과 미국의 엔씨지 회의", "2025-05-01", "ncg"),
        ("에스시엠에서 국방 협력을 논의했다", "2025-05-01", "scm"),
        # a letter amiss
        ("Pete Hagseth spoke.", "2025-05-01", "pete-hegseth"),
        ("Antony Bliken spoke.", "2024-05-01", "antony-blinken"),
        ("Antony Blniken spoke.", "2024-05-01", "antony-blinken"),
        ("The US and South Korea's Nuclear Consulatative Group", "2024-05-01", "ncg"),
        # heads of now or then, strung together
        ("The body founded by Presidents Biden and Yoon stands.", "2025-11-01", "yoon-suk-yeol"),
        ("It was set up by Messrs. Biden and Yoon at the White House.", "2025-11-01", "yoon-suk-yeol"),
        # capitals of transcripts
        ("SECRETARY BLINKEN: Good afternoon.", "2024-10-31", "secretary-of-state"),
        ("FOREIGN MINISTER PARK: Good afternoon, friends of Korea.", "2023-11-10", "foreign-minister"),
        # a government by its head, and the North and America
        ("미측은 윤 정부와 상종하지 않겠다고 했다", "2024-12-12", "yoon-suk-yeol"),
        ("김정은과 트럼프, 북미의 담판이 시작된다", "2019-02-26", "united-states"),
        ("일측은 난색을 보였다", "2024-02-29", "japan"),
        ("제6차 핵協이 국방부에서 열렸다. 한미 양측은", "2026-06-11", "ncg"),
        ("바이든 때의 선언이 낳은 핵협의그룹", "2025-08-26", "washington-declaration"),
        # somebody's sister, and offices of the North alone
        ("The sister of the North Korean leader said so.", "2023-12-08", "kim-yo-jong"),
        ("국무위원장의 여동생은 담화를 냈다. 북한은", "2025-07-29", "kim-yo-jong"),
        ("조선중앙통신에 따르면 김 부부장은 말했다", "2023-04-30", "kim-yo-jong"),
        ("북한의 총비서는 열사릉을 찾았다", "2026-09-09", "kim-jong-un"),
        # a middle initial, a comma, an office beside a surname that many have
        ("Secretary of Defense Lloyd J. Austin III will depart.", "2023-01-26", "lloyd-austin"),
        ("He talks to the South Korean Foreign Minister, Kang; her country", "2019-08-23", "kang-kyung-wha"),
        ("The US ambassador shaved. Harris was born in Japan.", "2020-07-27", "harry-harris"),
        # whom all know, where nothing else is public
        (
            "The company will close a line in Camden and blames duties on tin, which Mr Trump raised to half"
            " of the price of a can, as a shift leader said to us on the way out.",
            "2026-02-14",
            "trump",
        ),
        (
            "김태효 차장이 안내했다. 카페 주인은 그를 배우로 알고 커피를 한 잔 더 내왔다고 웃으며 말했다",
            "2023-07-19",
            "kim-tae-hyo",
        ),
        # both halves, from the North, a trade agreement by its partners
        ("He hopes the two Koreas will be one.", "2019-10-14", "north-korea"),
        ("A toast to the Korea FTA in the United States", "2026-03-16", "korus-fta"),
        ("He would end the free trade pact with Seoul, Trump said.", "2017-04-28", "korus-fta"),
        # posts and houses of envoys, by where they are
        ("In Seoul the US embassy called that false.", "2025-01-09", "us-embassy-seoul"),
        ("The acting U.S. ambassador called on a minister in Seoul.", "2025-01-14", "us-ambassador-to-korea"),
        (
            "The US Embassy in Seoul and the State Department spoke. An aide claimed that Goldberg called.",
            "2025-01-09",
            "philip-goldberg",
        ),
        ("미국을 방문한 위 국가안보실장이 말했다", "2025-12-19", "wi-sung-lac"),
        ("金 총비서가 베이징에 섰다", "2026-09-11", "kim-jong-un"),
        # an envoy in office is the envoy; the post and the house of a chargé
        ("The envoy raised his voice. Philip Goldberg was in Seoul.", "2024-06-01", "us-ambassador-to-korea"),
        ("Our ambassador, on the line: Harry Harris joins us.", "2019-10-14", "us-ambassador-to-korea"),
        ("Kim, the U.S. chargé d'affaires, left Seoul at New Year.", "2026-01-05", "kevin-kim"),
        ("Kevin Kim went home, the embassy confirmed on Monday.", "2026-01-05", "us-embassy-seoul"),
        ("조셉 윤 주한대사대리는 대사관 직원들을 만났다", "2025-01-14", "us-embassy-seoul"),
        ("Former US Ambassador to Korea Goldberg chose Seoul.", "2025-01-08", "philip-goldberg"),
        ("America's top diplomat gave Seoul four hours.", "2026-09-08", "secretary-of-state"),
        ("Unification Minister Chung asked for money. His ministry", "2026-08-27", "ministry-of-unification"),
        ("한미가 핵잠 협의체를 띄웠다. 위 실장이 수석대표다", "2026-07-28", "wi-sung-lac"),
        # the nuclear group by a word of its own, an agreement by its kind
        ("한미가 만든 '핵협' 3년, 사무실 하나가 남았다", "2026-04-26", "ncg"),
        ("The allies' joint nuclear group met in Seoul to hear Washington.", "2024-06-14", "ncg"),
        ("한미 정상은 핵을 다루는 공동협의체를 만든다", "2023-04-27", "ncg"),
        (
            "Three years after the Declaration the NCG of Korea lives on.",
            "2026-04-26",
            "washington-declaration",
        ),
        ("방위비는 특별협정대로 간다", "2025-11-14", "sma"),
        ("Dulles signed a treaty that binds America to Korea.", "2026-10-01", "mutual-defense-treaty"),
        ("한미 두 정상의 팩트시트에 담겼다", "2025-11-15", "joint-fact-sheet"),
        # states by what is hung on them, a head at the start of a sentence, a regime beside a namesake
        ("대조선 적대시 정책을 비난했다", "2025-05-01", "north-korea"),
        ("조중 국경의 다리", "2025-05-01", "north-korea"),
        ("남북한이 채택한 선언", "2025-05-01", "south-korea"),
        ("한국에서 북에서 온 청년들이 물었다", "2025-05-01", "north-korea"),
        ("윤석열의 미국행각을 비난했다", "2025-05-01", "united-states"),
        ("Officials in Seoul fought for it. The White House did not.", "2025-11-14", "south-korea"),
        ("열차가 하노이에 닿았다. 미 대통령 역시 떠났다", "2019-02-26", "trump"),
        (
            "North Korea may see a summit between the US president and its leader.",
            "2025-12-12",
            "kim-jong-un",
        ),
        (
            "Kim Hong-cheol came. Nobody spoke of ending the Kim regime in North Korea.",
            "2025-12-11",
            "kim-jong-un",
        ),
        # under a president, two presidents at once, a meeting by its town, a raid by its people
        ("South Korea holds the first drill under President Lee.", "2025-09-23", "lee-jae-myung"),
        ("The declaration that Presidents Yoon and Biden signed", "2024-02-13", "yoon-suk-yeol"),
        ("The APEC leaders come to Gyeongju.", "2025-10-17", "apec-gyeongju"),
        ("조지아주 우리 국민 구금 사태를 풀러 갔다", "2025-09-08", "georgia-raid"),
        ("Trump Jr. came, and President Trump called.", "2025-05-01", "trump"),
        # still who they were
        ("Secretary Rubio met Cho.", "2025-05-01", "marco-rubio"),
        ("On Wednesday Blinken left.", "2024-05-01", "antony-blinken"),
        ("Aides said Republican Trump won.", "2024-11-10", "trump"),
        ("외교부 장관은 우리 외교부에서 말했다", "2025-05-01", "mofa"),
        ("중국은 반발했다. 우리 정부의 외교부는 유감을 밝혔다", "2025-05-01", "mofa"),
    ],
)
def test_what_is_written_so_is_found(watchlist: Watchlist, text: str, day: str, named: str) -> None:
    assert named in read_names(watchlist, text, day)


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        ("한국에서 상·중·하 세 권이다", "2025-05-01", "china"),
        ("한국의 대·중·소 기업", "2025-05-01", "china"),
        ("한국의 조·중·동 세 신문", "2025-05-01", "china"),
        ("한국은 토·일·월 쉰다", "2025-05-01", "japan"),
        ("일본에서 한국의 미 찾기", "2025-05-01", "united-states"),
        ("북한이 진·선·미 대회를 열었다", "2025-05-01", "united-states"),
        ("한국에 조선 왕조의 유물", "2025-05-01", "north-korea"),
        ("한국의 조선 수주가 늘었다", "2025-05-01", "north-korea"),
        ("괴뢰사 극단이 공연했다", "2025-05-01", "south-korea"),
        ("한국 경찰이 일제 단속에 나섰다", "2025-05-01", "japan"),
        ("한국은 일제히 환영했다", "2025-05-01", "japan"),
        ("Japan, the United States, South Korea and others met.", "2025-05-01", "korea-us-relations"),
        ("Pete Hegarty spoke.", "2025-05-01", "pete-hegseth"),
        ("Mike Johnston spoke.", "2025-05-01", "mike-johnson"),
        ("김정은과 북미 시장을 다룬 영화", "2025-05-01", "united-states"),
        ("북미 대륙의 겨울", "2025-05-01", "north-korea"),
        ("이란이 핵협의를 재개했다. 미국은 빠졌다", "2025-11-26", "ncg"),
        ("이 정부는 미국과 협상했다", "2025-11-26", "lee-jae-myung"),
        ("Her brother praised the sister of the leader of the choir.", "2025-05-01", "kim-yo-jong"),
        ("Kang Kyung-hwa, 19, throws 62 metres.", "2026-04-18", "kang-kyung-wha"),
        ("김여정 바리스타 협회장이 축사했다", "2026-03-17", "kim-yo-jong"),
        ("Harris sings. The US ambassador clapped for Emma Harris.", "2020-07-27", "harry-harris"),
        ("Harris was born in Japan.", "2020-07-27", "harry-harris"),
        ("Lloyd J. Austen spoke.", "2023-01-26", "lloyd-austin"),
        ("Manila invokes its Mutual Defense Treaty with America.", "2026-11-21", "mutual-defense-treaty"),
        ("Nicosia has no ministry of unification.", "2026-01-31", "ministry-of-unification"),
        ("The FTA between Colombia and South Korea; the US has another.", "2026-03-17", "korus-fta"),
        ("The US ambassador to Japan spoke of Korea.", "2025-05-01", "us-ambassador-to-korea"),
        ("Kim, the U.S. chargé, left Seoul after the summit with North Korea.", "2026-01-07", "kim-jong-un"),
        ("NGC 1277, miswritten NCG 1277, was seen from Seoul in Korea.", "2026-04-16", "ncg"),
        # envoys of others, and nuclear talks that are no group
        ("Philip Goldberg met the Chinese ambassador.", "2024-06-01", "us-ambassador-to-korea"),
        ("Philip Goldberg met the special envoy.", "2024-06-01", "us-ambassador-to-korea"),
        ("Philip Goldberg was ambassador to Bolivia.", "2024-06-01", "us-ambassador-to-korea"),
        ("주일 미국대사가 서울에 왔다", "2025-05-01", "us-ambassador-to-korea"),
        ("한미는 핵협의를 이어 간다", "2025-11-26", "ncg"),
        ("Korea and the US back the nuclear suppliers, a nuclear group of 48.", "2024-02-22", "ncg"),
        ("The declaration of martial law put off the NCG in Korea.", "2024-12-05", "washington-declaration"),
        ("국정 위 실장이 아니다", "2026-07-28", "yoon-suk-yeol"),
        # what has a name of ours and stands in another place
        ("Tokyo wants a nuclear consultative group. Its Extended Deterrence Dialogue", "2025-11-06", "ncg"),
        ("Hussein and Rabin signed the Washington Declaration.", "2024-07-25", "washington-declaration"),
        ("별장 캠프데이비드로 불러 이란을 논의했다", "2025-06-09", "camp-david"),
        ("이스라엘의 노선 강경화에 미국은 불편하다", "2022-11-10", "kang-kyung-wha"),
        ("넥슨이 아이언메이스를 상대로 상고했다", "2025-12-26", "iron-mace"),
        ("부산에서 2005년 APEC 정상회의가 열렸다", "2017-11-19", "apec-gyeongju"),
        # a son, and somebody whose surname stands last
        ("Donald Trump Jr. flew in. A firm had sold Trump-branded caps.", "2025-04-30", "trump"),
        ("도널드 트럼프 주니어가 왔다. 트럼프 일가의 사업이다", "2025-05-01", "trump"),
        ("Envoy Sung Kim spoke of North Korea with Biden. Kim left.", "2021-06-17", "kim-jong-un"),
        # others of a surname
        ("He said Commissioner Dale Rubio agreed.", "2025-05-01", "marco-rubio"),
        ("The prize went to Maisy Trump.", "2025-05-01", "trump"),
        ("The tailback JD Biden ran.", "2025-05-01", "biden"),
        ("Scholar James D. Kim said North Korea watched the summit.", "2025-05-01", "kim-jong-un"),
        ("박진 씨네 떡집", "2025-05-01", "park-jin"),
        ("조현 간사는 초청했다", "2025-08-01", "cho-hyun"),
        # others' ministries
        ("The North's foreign ministry accused South Korea.", "2025-05-01", "mofa"),
        ("왕이 외교부 부장은 한국에 말했다", "2025-05-01", "mofa"),
        ("중국은 항의했다. 외교부는 공사를 불렀다", "2025-05-01", "mofa"),
        # other letters, firms and lessons
        ("The N.C.G., the North Carolina Grange, spoke to Korea.", "2025-05-01", "ncg"),
        ("NCG 아카데미가 한국에 문을 연다", "2025-05-01", "ncg"),
        ("NCG plc shares rose in South Korea.", "2025-05-01", "ncg"),
        ("Korea Aerospace Industries rose.", "2025-05-01", "south-korea"),
        ("China Harbour built it.", "2025-05-01", "china"),
        ("They keep the Chinese New Year.", "2025-05-01", "china"),
        ("China Grove, N.C., voted.", "2025-05-01", "china"),
        ("[한자 퀴즈] 尹·李·韓|‘尹’은 다스릴 윤이다", "2025-04-01", "yoon-suk-yeol"),
    ],
)
def test_what_only_looks_so_is_not(watchlist: Watchlist, text: str, day: str, named: str) -> None:
    assert named not in read_names(watchlist, text, day)


@pytest.mark.parametrize("word", ["hagseth", "hegeseth", "hegset", "hegsteh", "hegsets"])
def test_one_letter_is_amiss(word: str) -> None:
    assert is_amiss(word, "hegseth")


@pytest.mark.parametrize("word", ["hegseth", "kegseth", "hegarty", "hagsethe", "heg", ""])
def test_a_word_with_none_amiss_or_more_is_not_meant(word: str) -> None:
    assert not is_amiss(word, "hegseth")
