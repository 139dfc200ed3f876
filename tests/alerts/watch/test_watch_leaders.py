"""Heads of states without a name: who is meant by the day, and nobody where it cannot be known."""

from __future__ import annotations

import pytest

from alerts.watch.matcher import Watchlist, compile_watchlist
from storage.records import Entity, Role
from tests.naming import read_names


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        ("The Chinese leader flew home.", "2025-11-01", {"xi-jinping"}),
        ("The Japanese prime minister smiled.", "2025-11-01", {"sanae-takaichi"}),
        ("Japan's premier smiled.", "2025-03-01", {"shigeru-ishiba"}),
        ("The South Korean president left.", "2023-05-01", {"yoon-suk-yeol"}),
        ("North Korea's leader watched.", "2025-05-01", {"kim-jong-un"}),
        ("The Korean and Chinese leaders met.", "2025-11-01", {"lee-jae-myung", "xi-jinping"}),
        (
            "Seoul and Washington agreed. The two presidents shook hands.",
            "2025-08-26",
            {"lee-jae-myung", "trump"},
        ),
        (
            "South Korea and the US agreed. The two presidents shook hands.",
            "2025-08-26",
            {"lee-jae-myung", "trump"},
        ),
        (
            "Lee hosted the American president in South Korea. Both leaders smiled.",
            "2025-10-29",
            {"lee-jae-myung", "trump"},
        ),
        ("한미 정상이 만났다", "2023-04-26", {"yoon-suk-yeol", "biden"}),
        ("조미 정상이 직접 만났다", "2018-09-16", {"trump", "kim-jong-un"}),
        ("미중 정상은 악수했다", "2025-10-30", {"trump", "xi-jinping"}),
        ("2023년 4월 한국과 미국의 두 정상이 합의했다", "2025-06-11", {"yoon-suk-yeol", "biden"}),
        ("한국과 미국의 두 정상이 합의했다", "2025-06-11", {"lee-jae-myung", "trump"}),
        ("일본 총리는 웃었다", "2025-03-01", {"shigeru-ishiba"}),
        ("Lee Jae-myung thanked his US counterpart.", "2025-10-29", {"lee-jae-myung", "trump"}),
        (
            "Lee Jae-myung moved in. His predecessor had built it.",
            "2025-06-05",
            {"lee-jae-myung", "yoon-suk-yeol"},
        ),
        ("Cho Hyun spoke. His predecessor, also a Cho, did not.", "2025-07-22", {"cho-hyun", "cho-tae-yul"}),
        ("Biden's successor spoke.", "2025-05-19", {"biden", "trump"}),
        (
            "Yoon, 64, is ill, and the deposed president's cell in Seoul cold. His successor spoke.",
            "2025-12-03",
            {"yoon-suk-yeol", "lee-jae-myung"},
        ),
        ("미 대통령 역시 워싱턴을 떠났다", "2019-02-26", {"trump"}),
        ("2022년 9월에 나온 당시 대통령의 말이다", "2026-03-30", {"yoon-suk-yeol"}),
        ("In 2023 the US sent its envoy; the then president waved.", "2026-03-30", {"biden"}),
        ("South Korea talked to North Korea. It heard from its leader.", "2025-03-30", {"kim-jong-un"}),
        ("South Korea's new president spoke.", "2025-06-10", {"lee-jae-myung"}),
        ("In the US the outgoing president waved.", "2024-11-07", {"biden"}),
    ],
)
def test_a_head_is_known_by_the_day(watchlist: Watchlist, text: str, day: str, named: set[str]) -> None:
    assert {one for one in read_names(watchlist, text, day) if _is_person(watchlist, one)} == named


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The former South Korean president left.", "2023-05-01"),
        ("A future Chinese leader may think so.", "2023-05-01"),
        ("The late Japanese prime minister is remembered.", "2023-05-01"),
        ("The Japanese prime minister Shinzo Abe wrote it.", "2025-05-01"),
        ("Chinese leaders are cautious.", "2025-05-01"),
        ("전 일본 총리는 말했다", "2025-05-01"),
        ("아베 일본 총리는 말했다", "2025-05-01"),
        ("한미 정상회담이 열린다", "2025-05-01"),
        ("한미 정상 외교가 멈췄다", "2025-05-01"),
        ("2023년 한미 정상의 선언", "2025-05-01"),
        ("The two presidents shook hands.", "2025-05-01"),
        ("South Korea, the US, Japan and China met. The two leaders spoke.", "2025-05-01"),
        ("The minister thanked his US counterpart. South Korea did too.", "2025-05-01"),
        ("The coach praised his predecessor.", "2025-05-01"),
        ("미 대통령 취임식이 열린다", "2025-01-18"),
        ("미국 대통령 당선인과 통화했다", "2024-11-18"),
        ("2016년 박근혜 당시 대통령의 말이다", "2026-03-30"),
        ("당시 대통령은 누구였나", "2026-03-30"),
        ("The new president of the club spoke.", "2025-06-10"),
    ],
)
def test_nobody_is_meant_where_nothing_says_who(watchlist: Watchlist, text: str, day: str) -> None:
    assert [one for one in read_names(watchlist, text, day) if _is_person(watchlist, one)] == []


def test_who_precedes_is_known_of_offices_that_are_not_of_heads(watchlist: Watchlist) -> None:
    assert "antony-blinken" in read_names(watchlist, "Marco Rubio thanked his predecessor.", "2025-02-01")
    assert "cho-hyun" not in read_names(watchlist, "Cho Tae-yul has no successor yet.", "2024-02-01")


def test_an_office_of_a_place_that_is_not_tracked_is_of_nobody() -> None:
    role = Role(titles=("President",), of="formosa")
    head = Entity(id="lai", name="Lai Ching-te", kind="person", aliases=("Lai Ching-te",), roles=(role,))
    assert read_names(compile_watchlist([head], []), "The Formosa president spoke.", "2025-05-01") == set()


def _is_person(watchlist: Watchlist, entity: str) -> bool:
    return watchlist.entities[watchlist.gazetteer.number[entity]].kind == "person"
