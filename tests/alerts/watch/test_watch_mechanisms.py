"""Names by what stands around them: whose a ministry is, another world, a line of credit, a city."""

from __future__ import annotations

import pytest

from alerts.watch.matcher import Watchlist
from tests.naming import read_names


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        ("한미연합공중훈련이 시작됐다", "2025-01-01", "united-states"),
        ("한미안보협의회의가 열렸다", "2025-01-01", "south-korea"),
        ("한미일은 해마다 만나기로 했다", "2025-01-01", "japan"),
        ("미한의 훈련을 논의했다", "2025-01-01", "united-states"),
        ("미-한 통상 협의", "2025-01-01", "south-korea"),
        ("미 측은 난색을 보였다", "2025-01-01", "united-states"),
        ("미 국무 “대화”", "2025-01-01", "united-states"),
        ("한미 대표는 북이 핵을 쓰면 끝이라고 했다", "2025-01-01", "north-korea"),
        ("Seoul said the North fired a missile.", "2025-01-01", "north-korea"),
        ("North Korea warned that the South would pay.", "2025-01-01", "south-korea"),
        ("Washington has asked for more.", "2025-01-01", "united-states"),
        ("Trade talks with Washington stalled.", "2025-01-01", "united-states"),
        ("FM Park met Blinken.", "2023-05-01", "park-jin"),
        ("Mr. Cho, the foreign minister, said so.", "2024-12-04", "cho-tae-yul"),
        ("윤 당선인은 인수위를 찾았다", "2022-03-20", "yoon-suk-yeol"),
        ("미합중국 국무부가 말했다", "2025-01-01", "state-department"),
        ("Seoul's foreign ministry said China's foreign ministry erred.", "2025-01-01", "mofa"),
        ("우리 외교부는 중국 외교부에 항의했다", "2025-01-01", "mofa"),
        ("Nuclear Consultive Group wraps up", "2024-06-10", "ncg"),
        (
            "South Korea and the United States set up a consultative group on nuclear arms",
            "2024-06-10",
            "ncg",
        ),
        ("Leaders recalled Camp David in 2024.", "2024-08-18", "camp-david"),
        ("Trump won the trophy for his policy", "2025-03-01", "trump"),
    ],
)
def test_a_name_is_found_by_its_mechanism(watchlist: Watchlist, text: str, day: str, named: str) -> None:
    assert named in read_names(watchlist, text, day)


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        ("Japan's Ministry of Foreign Affairs named a press secretary.", "2025-01-01", "mofa"),
        ("The Ministry of National Defense in Ankara said so.", "2025-01-01", "ministry-of-national-defense"),
        ("중국 외교부가 항의했다. 마오닝 외교부 대변인은 비판했다.", "2025-01-01", "mofa"),
        ("Pyongyang's foreign ministry said. The Foreign Ministry warned.", "2025-01-01", "mofa"),
        ("The state department of health closed a well.", "2025-01-01", "state-department"),
        ("Trump beats Hawkins|He took six frames and the trophy.", "2025-01-01", "trump"),
        ("Boy group Pentagon released a single and an album.", "2025-01-01", "pentagon"),
        ("NCG mice carry human tumour cells.", "2025-01-01", "ncg"),
        ("게임 토큰 NCG가 18% 떨어졌다. 거래소 코인도 내렸다.", "2025-01-01", "ncg"),
        ("트럼프 한 벌로 하는 마술과 카드놀이", "2025-01-01", "trump"),
        ("한미 주총|한미사이언스 주주총회에서 한미 주가가 내렸다.", "2025-01-01", "united-states"),
        ("Tariffs rise|By Kim Jong-un\nPrices rose on Monday.", "2025-01-01", "kim-jong-un"),
        ("관세가 올랐다|물가가 올랐다.\n조현 기자", "2025-08-01", "cho-hyun"),
        ("Jill Biden visits a hospital|Dr. Biden read to patients.", "2023-01-01", "biden"),
        ("조지 바이든 씨는 농장을 한다. 바이든 씨는 바쁘다.", "2023-01-01", "biden"),
        ("대구의 문재인(52) 씨가 상을 받았다.", "2023-01-01", "moon-jae-in"),
        ("Park Jin-sung joined the club.", "2023-01-01", "park-jin"),
        ("Cho Hyun-dong spoke.", "2025-09-01", "cho-hyun"),
        ("Begin and Sadat talked at Camp David in 1978.", "2024-09-17", "camp-david"),
        ("A Korean fried chicken shop opened.", "2024-09-17", "south-korea"),
        ("He lives in Washington.", "2024-09-17", "united-states"),
        ("The South won the debate in Texas.", "2024-09-17", "south-korea"),
        ("북의 소리가 울렸다. 한국 축제였다.", "2024-09-17", "north-korea"),
    ],
)
def test_a_likeness_is_nobody(watchlist: Watchlist, text: str, day: str, named: str) -> None:
    assert named not in read_names(watchlist, text, day)
