"""The matcher finds every term exactly where a slow, obvious reader finds it."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from alerts.watch.matcher import compile_watchlist
from alerts.watch.query.tree import Term, format_query
from storage.language.text import fold
from storage.records import Article, Sighting, TextFrom, Watch
from tests.match_oracle import find_spans

TERMS = [
    Term(text, quoted=True)
    for text in (
        "us",
        "US",
        "U.S.",
        "ncg",
        "NCG",
        "cost sharing",
        "a b",
        "US ally",
        "tariff",
        "234",
        "북한",
        "한미",
        "韓美",
        "美",
        "北",
        "핵협의그룹",
        "한미 동맹",
        "한미, 동맹",
        "NCG 회의",
        "NCG회의",
        "3월 1일",
        "12·3 회의",
        "a b 회의",
        "미",
    )
] + [Term(text, wild=True) for text in ("us", "NCG", "북한", "동맹", "tar")]

CHARACTERS = "aAbsSuUcCgG.'’\"“-–—·ㆍ,!? \t\n\r_/…(){}é\u0301\u200b\u00adＵＳ１々のㅎ\u1112\u1161"
LATIN = "us US U.S. u.s ncg NCG ＮＣＧ cost sharing ally allies tariff tariffs 's ’S 1,234 234 12 3 co. Ph.D."
KOREAN = (
    "북한 북한산 한미 한 미 韓美 韓 美 北 中 北京 국 동맹 핵 협의 그룹 핵협의그룹 회의 월 일 發"
    " 이 은 에서 까지도 만으로도 라고 대통령 주한 했다 \u1107\u116e\u11a8\u1112\u1161\u11ab"
)
pieces = st.sampled_from([*CHARACTERS, *LATIN.split(), *KOREAN.split(), ". ", ", ", " — ", ".\n"])
texts = st.lists(st.one_of(pieces, st.just(" ")), max_size=14).map("".join)


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(TERMS), min_size=1, max_size=6, unique=True), texts)
@example([Term("NCG", quoted=True)], "제4차NCG를, U.S.-NCG’s")
@example([Term("NCG", quoted=True)], "NCGㆍSCM")
@example([Term("12·3 회의", quoted=True)], "12.3 회의에서")
def test_terms_stand_where_the_oracle_says(terms: list[Term], text: str) -> None:
    check_against_oracle(terms, text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TERMS), min_size=1, max_size=6, unique=True), texts)
def test_terms_stand_there_in_dense_texts(terms: list[Term], text: str) -> None:
    with patch("alerts.watch.scan.hits._DENSE", 0):
        check_against_oracle(terms, text)


def check_against_oracle(terms: list[Term], text: str) -> None:
    """That a reading finds each term in a text where the slow reader does."""
    folded = fold(f"\n{text}").text
    watches = [Watch(id=f"w{at}", name="", query=format_query(term)) for at, term in enumerate(terms)]
    reading = compile_watchlist((), watches).read(
        Article(
            key="text:test",
            title="",
            text=text,
            lang="en",
            fetched_at=datetime(2025, 1, 7, tzinfo=UTC),
            sighting=Sighting.LIVE,
            text_from=TextFrom.PAGE,
        )
    )
    for term in terms:
        found = {(place.start, place.end) for place in reading.find(term)}
        assert found == find_spans(term.text, folded, wild=term.wild), (term, folded)
