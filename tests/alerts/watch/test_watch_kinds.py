"""Kinds of names that were missed or mistaken, each with cases of its own."""

from __future__ import annotations

import pytest

from alerts.watch.matcher import Watchlist
from tests.naming import read_names

_LONG_EN = (
    "It opens at nine and closes at five, and on Sundays the owner plays the piano for whoever comes by then."
)
_LONG_KO = "가게는 아침 아홉 시에 문을 열고 저녁이면 주인이 손수 만든 떡을 이웃과 나누어 먹는다고 했다."


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        # a description instead of a name
        (
            "Seoul and Washington set up a consultative panel to plan for nuclear contingencies.",
            "2023-05-02",
            "ncg",
        ),
        ("The U.S. and South Korea will run a nuclear consultation channel.", "2024-02-02", "ncg"),
        ("한미는 핵우산을 다룰 상설 협의체를 두기로 했다.", "2023-04-28", "ncg"),
        (
            "The nuclear declaration Yoon and Biden issued in April binds Seoul.",
            "2023-06-02",
            "washington-declaration",
        ),
        ("Seoul waited while the American president slept.", "2022-06-02", "biden"),
        ("Ishiba and his U.S. counterpart spoke of tariffs.", "2025-03-02", "trump"),
        ("Putin hosted the North Korean leader in the Far East.", "2023-09-14", "kim-jong-un"),
        ("용산은 트럼프 당선에 말을 아꼈다.", "2024-11-07", "presidential-office"),
        # a seat for its office
        ("A Blue House official denied it.", "2019-05-01", "presidential-office"),
        ("Cheong Wa Dae welcomed the talks.", "2018-05-01", "presidential-office"),
        ("청와대는 유감을 표했다.", "2020-06-17", "presidential-office"),
        # capitals that act
        ("Tokyo fears that it comes last, and Beijing laughs.", "2025-02-01", "japan"),
        ("It is a message to Seoul, and it was written in Beijing.", "2025-02-01", "south-korea"),
        ("Washington's silence worries its allies.", "2025-02-01", "united-states"),
        # halves of the peninsula
        ("Pyongyang is loud. The North's media said little.", "2025-02-01", "north-korea"),
        ("Families in both North and South wait, said Lee Jae-myung.", "2025-08-15", "south-korea"),
        ("남과 북의 대표가 판문점에서 만났다.", "2018-04-27", "south-korea"),
        ("조미 관계는 얼어붙었다.", "2025-02-01", "united-states"),
        ("북미 만남은 없었다.", "2025-02-01", "north-korea"),
        ("조선중앙통신이 담화를 전했다.", "2025-02-01", "north-korea"),
        # of a country by what it is beside
        ("우리 측은 유감을 표했다.", "2025-02-01", "south-korea"),
        ("재일교포 3세가 뽑혔다.", "2025-02-01", "japan"),
        ("중국기업이 항의했다.", "2025-02-01", "china"),
        # surnames of those who were, and of ministers among their peers
        ("Ex-President Moon was indicted by prosecutors.", "2025-04-24", "moon-jae-in"),
        ("Ousted leader Yoon appeared before prosecutors.", "2025-09-24", "yoon-suk-yeol"),
        ("문 전 대통령은 검찰 기소에 반발했다. 정부는 침묵했다.", "2025-04-24", "moon-jae-in"),
        ("The Yoon government chose the alliance.", "2023-06-02", "yoon-suk-yeol"),
        ("A Moon aide said the summit would be short.", "2018-06-02", "moon-jae-in"),
        ("Seoul's top envoy Cho called Blinken.", "2024-03-02", "cho-tae-yul"),
        ("South Korea's Yoon was freed; a court will rule.", "2025-03-09", "yoon-suk-yeol"),
        (
            "尹·바이든, 합의|둘은 이날 새 기구를 두기로 하고 손을 맞잡은 뒤 한참 나란히 서서 사진을 찍었다.",
            "2023-04-27",
            "biden",
        ),
        ("Blinken and Cho spoke by phone, diplomats said.", "2024-03-02", "cho-tae-yul"),
        ("조 장관은 왕이 부장과 외교 현안을 다뤘다.", "2025-09-02", "cho-hyun"),
        # other spellings
        ("The State Dept. confirmed it.", "2025-02-01", "state-department"),
        ("핵협의구룹 회의가 열렸다. 한미 양국이 밝혔다.", "2024-06-10", "ncg"),
    ],
)
def test_a_name_of_this_kind_is_found(watchlist: Watchlist, text: str, day: str, named: str) -> None:
    assert named in read_names(watchlist, text, day)


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        # texts in which nothing is public
        (f"Trump wins best in show|The beagle took the ribbon. {_LONG_EN}", "2025-02-01", "trump"),
        (f"Biden's barber shop|Mr. Biden, 81, cuts hair. {_LONG_EN}", "2023-02-01", "biden"),
        (f"NCG's new arcade|NCG has forty machines. {_LONG_EN}", "2024-02-01", "ncg"),
        (f"이재명 떡집 이야기|이재명 사장은 쌀을 고른다. {_LONG_KO}", "2024-02-01", "lee-jae-myung"),
        (f"김정은의 첫 전시|김정은은 꽃을 그린다. {_LONG_KO}", "2024-02-01", "kim-jong-un"),
        (f"펜타곤 멤버의 생일|펜타곤이 팬들과 노래했다. {_LONG_KO}", "2024-02-01", "pentagon"),
        (
            "NCG opens|NCG opened a 14-screen multiplex in Acworth. It will show old and new films by turns.",
            "2024-03-05",
            "ncg",
        ),
        ("Blinken Hall has a new roof, said the minister.", "2024-03-05", "antony-blinken"),
        ("Trump Avenue in Canton is closed, the mayor said.", "2024-03-05", "trump"),
        ("루비오 식당이 정부 지원을 받는다.", "2025-03-05", "marco-rubio"),
        ("White House, Tenn., votes on a fire hall.", "2025-03-05", "white-house"),
        ("Donald Blinken led an embassy in Budapest.", "2022-03-05", "antony-blinken"),
        # descriptions of something else
        ("NATO has a consultative body on nuclear planning; Washington leads it.", "2024-02-01", "ncg"),
        ("한미 관세 협의체가 핵심 품목을 다룬다.", "2025-08-01", "ncg"),
        (
            "Yoon's declaration of martial law shook Seoul. North Korea has nuclear arms.",
            "2024-12-04",
            "washington-declaration",
        ),
        ("The American president was on the ballot.", "1996-06-02", "biden"),
        # parts of other things' names
        ("The Japan Street fair drew thousands of voters.", "2025-02-01", "japan"),
        ("Bank of China Tower was lit for the minister.", "2025-02-01", "china"),
        ("Pentagon City mall hosts election officials.", "2025-02-01", "pentagon"),
        ("Fans of Japan, the band, sang along with the minister.", "2025-02-01", "japan"),
        ("The singer America played for the minister.", "2025-02-01", "united-states"),
        (
            f"A Korean pancake to try|The chef at this diner adds a Korean sauce. {_LONG_EN}",
            "2025-02-01",
            "south-korea",
        ),
        ("가수 방미가 정부 행사에서 노래했다.", "2025-02-01", "united-states"),
        ("방한 씨는 국회에서 일한다.", "2025-02-01", "south-korea"),
        ("日최대 매출을 올렸다.", "2025-02-01", "japan"),
        ("韓 대표가 물러났다. 한동훈 대표는 말이 없었다.", "2024-12-16", "south-korea"),
        ("청와대 앞 찻집이 정부 지원을 받는다.", "2024-02-01", "presidential-office"),
        # whose ministry
        ("Tokyo said that MOFA would protest to China.", "2020-10-14", "mofa"),
        ("(베이징) 궈자쿤 외교부 대변인은 대만 문제를 꺼냈다.", "2025-02-01", "mofa"),
        ("The Foreign Ministry spoke for Ankara; Türkiye is calm.", "2025-02-01", "mofa"),
        ("The State Department of Agriculture in Ohio closed a farm.", "2025-02-01", "state-department"),
        # cities and directions
        ("She lives in Seoul and likes jazz.", "2025-02-01", "south-korea"),
        ("Tokyo's streets were wet.", "2025-02-01", "japan"),
        ("The North wind blew over Seoul.", "2025-02-01", "north-korea"),
        ("The North Gate of the palace in Seoul was shut.", "2025-02-01", "north-korea"),
        ("북미 시장 점유율이 올랐다.", "2025-02-01", "north-korea"),
        ("조미김 수출이 늘었다.", "2025-02-01", "united-states"),
        # somebody else of the surname
        ("Lee, a former lawmaker, met Trump.", "2025-08-26", "lee-jae-myung"),
        ("Cho coached the team, diplomats said.", "2024-03-02", "cho-tae-yul"),
        ("Former President Lee spoke of the alliance.", "2026-03-01", "lee-jae-myung"),
        ("조 장관은 복지 예산을 늘린다고 했다.", "2025-03-02", "cho-tae-yul"),
    ],
)
def test_a_likeness_of_this_kind_is_nobody(watchlist: Watchlist, text: str, day: str, named: str) -> None:
    assert named not in read_names(watchlist, text, day)
