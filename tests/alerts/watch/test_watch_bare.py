"""A surname alone is the holder of the day where the article bears it out, and nobody where it does not."""

from __future__ import annotations

import pytest

from alerts.watch.matcher import Watchlist, check_watchlist
from alerts.watch.watchlist import read_entities
from tests.naming import read_names


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        ("Yoon thanked Biden for the new group.", "2023-04-27", "yoon-suk-yeol"),
        ("Kim left Hanoi without a deal.", "2019-03-01", "kim-jong-un"),
        ("North Korea's Kim inspects a shipyard|He praised the workers.", "2025-04-26", "kim-jong-un"),
        ("Lee, Trump agree on tariffs|They met on Monday.", "2025-08-26", "lee-jae-myung"),
        ("Mr. Yun, impeached by lawmakers, stayed at home.", "2025-01-06", "yoon-suk-yeol"),
        ("Chairman Kim smiled at Trump.", "2018-06-13", "kim-jong-un"),
        ("Marshal Kim inspected a missile base in North Korea.", "2024-06-13", "kim-jong-un"),
        ("Opposition leader Lee voted the decree down.", "2024-12-05", "lee-jae-myung"),
        ("Biden-Yoon summit set for Friday|The leaders meet.", "2023-08-17", "yoon-suk-yeol"),
        ("尹, 오늘 국무회의 주재", "2023-08-17", "yoon-suk-yeol"),
        ("李정부 첫 국무회의|관세를 논의했다.", "2025-07-01", "lee-jae-myung"),
        ("文-트럼프 정상회담|양국이 만났다.", "2018-05-22", "moon-jae-in"),
        ("윤·바이든·기시다 세 정상이 만났다.", "2023-08-18", "yoon-suk-yeol"),
        ("북미 정상이 만났다. 김 위원장이 먼저 왔다.", "2018-06-12", "kim-jong-un"),
    ],
)
def test_a_bare_surname_is_the_holder(watchlist: Watchlist, text: str, day: str, named: str) -> None:
    assert named in read_names(watchlist, text, day)


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        ("Lee, Trump agree on tariffs|They met on Monday.", "2023-08-26", "lee-jae-myung"),
        ("Yoon opened a bakery in Busan.", "2023-04-27", "yoon-suk-yeol"),
        ("Kim left Hanoi with two medals. Kim Ye-ji is a shooter.", "2019-03-01", "kim-jong-un"),
        ("Defence Minister Kim resigned over martial law. Trump was silent.", "2024-12-05", "kim-jong-un"),
        ("Prof. Lee praised the alliance. Lee studies Trump.", "2025-08-26", "lee-jae-myung"),
        ("The Moon rose over the summit of Trump.", "2018-06-13", "moon-jae-in"),
        ("Andy Kim met Trump about North Korea.", "2025-04-26", "kim-jong-un"),
        ("Young Lee met President Trump. Lee spoke.", "2025-08-26", "lee-jae-myung"),
        ("김상조 위원장이 북미 회담을 말했다. 김 위원장은 웃었다.", "2018-06-12", "kim-jong-un"),
        ("尹씨 종친회가 정부에 청원했다.", "2023-08-17", "yoon-suk-yeol"),
        ("YOON ENTERPRISES tells the president of its summit.", "2023-08-17", "yoon-suk-yeol"),
    ],
)
def test_a_bare_surname_is_nobody(watchlist: Watchlist, text: str, day: str, named: str) -> None:
    assert named not in read_names(watchlist, text, day)


def test_a_fault_in_what_an_entity_expects_is_named() -> None:
    tables = [{"id": "x", "name": "Kim X", "kind": "person", "aliases": ["Kim X"], "expects": "(summit OR"}]
    entities, problems = read_entities(tables)
    assert not problems
    assert [error.about for error in check_watchlist(entities, [])] == ["entity x, expects"]
