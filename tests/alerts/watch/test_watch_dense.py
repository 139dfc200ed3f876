"""Dense news is read key by key, by what earlier texts have shown too; that changes nothing that is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.names.compounds import drop_all_named_after, drop_named_after
from alerts.watch.scan.folded import LETTER, SqueezedRuns
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.records import Entity
from tests.corpus import an_article

BODIES = (
    Entity(id="group", name="Nuclear Group", kind="body", aliases=("Nuclear Group", "핵협의그룹")),
    Entity(id="acme", name="Acme", kind="body", aliases=("Acme", "에이크미")),
    Entity(id="ncg", name="NCG", kind="body", aliases=("NCG", "엔시지 회의")),
    Entity(id="seven", name="7 Nations", kind="body", aliases=("7 Nations", "칠국")),
)
NAMES = (
    "Nuclear Group|NUCLEAR group|nuclear\nGroup|Nuclear.Group|Acme|ACME|NCG|N.C.G.|ncg|7 Nations|1,7 Nations"
)
NAMES_KO = "핵협의그룹|핵 협의 그룹|핵협의\n그룹|에이크미|엔시지회의|엔시지 회의|칠국|七국|NCG"
PARTS = ' | |, |. |\n|é|" |’s |s | Grill | Bank of |band | ("|), an Acme band'
ENDINGS = "가|이 |은 |에서는 |한테|의 |까지도 |측은 |주 "
texts = st.lists(
    st.sampled_from([*NAMES.split("|"), *NAMES_KO.split("|"), *PARTS.split("|"), *ENDINGS.split("|")]),
    min_size=1,
    max_size=16,
).map("".join)


def read_places(watchlist: Watchlist, text: str) -> list[tuple[int, int, str]]:
    return watchlist.read(an_article("remembered", "A title", text)).list_spots()


@contextmanager
def as_dense(least: int) -> Iterator[None]:
    """Texts of so many hits and names are read as dense news."""
    with patch("alerts.watch.scan.hits._DENSE", least), patch("alerts.watch.names.entities._MANY", least):
        yield


@settings(max_examples=300, deadline=None)
@given(st.lists(texts, min_size=1, max_size=5))
def test_dense_news_is_read_as_other_news_is(read: Sequence[str]) -> None:
    watchlist = compile_watchlist(BODIES, ())
    for text in read:
        with as_dense(0):
            together = read_places(watchlist, text)
        with as_dense(10_000):
            assert together == read_places(compile_watchlist(BODIES, ()), text), text


@settings(max_examples=300, deadline=None)
@given(st.text("가나핵北é?ÿaZ7_ \n·-😀𠀀\x85", max_size=40))
def test_letters_stand_where_the_text_has_them(text: str) -> None:
    layout = Layout(an_article("letters", "", text))
    runs = SqueezedRuns(layout.plain)
    assert [layout.plain[place].lower() for place in runs.places] == [*runs.letters]
    kinds = [char.isalnum() for char in layout.plain] + [False]
    assert [kind == LETTER for kind in runs.kinds] == kinds


def test_many_hits_beyond_ascii_are_read_as_few_are() -> None:
    """An accent does not move what stands behind it."""
    watchlist = compile_watchlist(BODIES, ())
    text = "Café Émile met the Nuclear Group and Acme. " * 40
    found = watchlist.read(an_article("accents", "A title", text)).list_spots()
    shown = [f"A title\n{text}"[begin:end] for begin, end, _ in found]
    assert shown == ["Nuclear Group", "Acme"] * 40


def test_divided_names_far_into_a_long_text_are_found() -> None:
    """Each hit is placed by a table, however far into the text it stands."""
    watchlist = compile_watchlist(BODIES, ())
    text = "회의 " * 20_000 + "핵 협의 그룹이 만났다. " * 200
    (group,) = watchlist.read(an_article("long", "발표", text)).mentions()
    assert (group.entity, group.count) == ("group", 200)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_bodies_together_are_judged_as_each_alone(text: str) -> None:
    watchlist = compile_watchlist(BODIES, ())
    reading = watchlist.read(an_article("remembered", "Acme, a band", text))
    layout = reading.layout
    found: dict[int, list[Occurrence]] = {}
    for begin, end, entity in reading.list_spots():
        found.setdefault(watchlist.gazetteer.number[entity], []).append(Occurrence(begin, end))
    together = drop_all_named_after(layout, found)
    assert together == {number: [*drop_named_after(layout, own, "body")] for number, own in found.items()}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Acme Grill opened, and Acme met", 1),
        ("The band Acme met. Then Acme said so", 0),
        ('The band "Acme and friends" met Acme Corp', 0),
        ("In a film, “Acme” shone, as Acme", 0),
        ("Acme, a local band, met. Acme said", 0),
        ("Acme, an agency, met. Acme said", 2),
        ("Acme Road, Acme Times and Acme met", 1),
        ("Acme met, and Acme", 2),
    ],
)
def test_a_thing_of_a_name_is_told_from_it_wherever_it_stands(text: str, left: int) -> None:
    layout = Layout(an_article("things", "A report", text))
    shown, at = [], -1
    while (at := layout.text.find("Acme", at + 1)) >= 0:
        shown.append(Occurrence(at, at + 4))
    assert len(drop_named_after(layout, shown, "body")) == left
