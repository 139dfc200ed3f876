"""To read an article or two, only what may stand in them is compiled; they are read as by the whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.watch.matcher import Watchlist
from alerts.watch.names.spellings import list_patterns
from alerts.watch.scan.folded import make_key
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Target
from alerts.watch.scan.terms import find_core, make_patterns
from storage.records import Article, Sighting, TextFrom

TEXTS = (
    "The U.S.-ROK Nuclear Consultative Group met in Washington. F-35s and the KF21 flew; Cho Tae-yul spoke.",
    "Secretary Blinken called the Koreas' men, wives and memoranda; tae yul was there. SOUTH KOREA’s envoys!",
    "핵협의그릅 회의가 서울에서 열렸다. 조 태열 외교부 장관과 블링컨 국무장관, 주한미국대사가 만났다.",
    "韓美 정상이 통화했다. 트럼프발 관세, 이재명표 외교. 北, ICBM 발사… 워싱턴발 보도. NCG회의·SCM",
    "북, ICBM 발사\n“한·미 핵 협의 그룹” 尹대통령 訪美, N C G, 미 국 무 부, THAAD(사드) 배치",
    "The Nuclear, Consultative — Group; Wash-\nington's Declaration of Washington, S. Korea, S.Korean",
    "Nothing of the kind happened anywhere.",
)
SPELLINGS = """
man men wife knives foot feet criterion F-35 G7 Tae-yul Taeyul Kim-Wolf NCG Kim-NCG She-lf sis mouse
"""
WORDS = st.text("abkmnsyKTFM가핵한2' .-é韓", max_size=12) | st.sampled_from(SPELLINGS.split())


def make_article(text: str) -> Article:
    return Article(
        key="https://a.example/1",
        title=text.partition("\n")[0],
        text=text,
        sighting=Sighting.LIVE,
        lang="en" if text.isascii() else "ko",
        fetched_at=datetime(2024, 6, 1, tzinfo=UTC),
        text_from=TextFrom.PAGE,
    )


@pytest.mark.parametrize("text", TEXTS)
def test_an_article_is_read_as_by_the_whole(watchlist: Watchlist, text: str) -> None:
    layout = Layout(make_article(text))
    assert watchlist.for_few().scan(layout) == watchlist.scan(layout)
    whole, few = (each.read(make_article(text)) for each in (watchlist, watchlist.for_few()))
    assert few.mentions() == whole.mentions()


def test_what_is_told_at_a_glance_holds_for_every_bundled_name(watchlist: Watchlist) -> None:
    asked: list[str] = []
    for number, entity in enumerate(watchlist.entities):
        list(list_patterns(entity, watchlist.gazetteer.persons[number], lambda name: not asked.append(name)))
    assert len(asked) > 5000
    assert not [name for name in asked if not holds_core(name)]


@given(st.lists(WORDS, max_size=4).map(" ".join), st.booleans())
def test_what_is_told_at_a_glance_holds_for_any_name(name: str, wild: bool) -> None:
    assert holds_core(name, wild=wild)


def test_most_names_are_told_at_a_glance(watchlist: Watchlist) -> None:
    names = [name for entity in watchlist.entities for name in (*entity.aliases, *entity.never)]
    assert sum(len(find_core(name)) > 1 for name in names) > 0.9 * len(names)


def holds_core(name: str, *, wild: bool = False) -> bool:
    """Whether all patterns of a name have its core in their keys, as an article has its letters."""
    core = find_core(name)
    keys = (make_key(Target(pattern, ()).squeezed) for pattern in make_patterns(name, wild=wild))
    return all(core in key for key in keys)
