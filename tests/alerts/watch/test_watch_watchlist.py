"""Watchlists are read from tables with every problem named, and examples say what they hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alerts.watch.examples import check_examples, read_example
from alerts.watch.matcher import compile_watchlist
from alerts.watch.query.check import find_shared
from alerts.watch.reading import Reading
from alerts.watch.scan.terms import BARRIER, find_letters, make_patterns
from alerts.watch.watchlist import read_entities, read_watches
from storage.records import Entity, Policy


def test_an_entity_is_read_whole() -> None:
    table = {
        "id": "ncg",
        "name": "Nuclear Consultative Group",
        "kind": "body",
        "aliases": ["NCG", "핵협의그룹"],
        "never": ["NCG Bank"],
        "valid": "2023-04-26/..",
        "requires": ["korea"],
        "roles": [{"title": ["chair"], "from": "2024-01-01"}],
    }
    (entity,), problems = read_entities([table])
    assert problems == []
    assert entity.aliases == ("NCG", "핵협의그룹")
    # The day begins in Seoul.
    assert entity.valid_from == datetime(2023, 4, 25, 15, tzinfo=UTC)
    assert entity.valid_to is None
    assert entity.roles[0].titles == ("chair",)


def test_every_problem_is_named_with_its_key() -> None:
    good = {"id": "a", "name": "A", "kind": "body", "aliases": ["Abc"]}
    tables = [
        good,
        good,
        {**good, "id": "B b"},
        {**good, "id": "c", "kind": "country"},
        {**good, "id": "d", "aliases": []},
        {**good, "id": "e", "valid": "yesterday"},
        {**good, "id": "f", "valid": "2025-01-01/2024-01-01"},
        {**good, "id": "g", "aliasses": ["x"]},
        {**good, "id": "h", "requires": "x"},
        {**good, "id": "i", "roles": [{"title": [], "from": "2024-01-01"}]},
        {**good, "id": "j", "roles": [{"title": ["x"], "since": "2024-01-01"}]},
        {**good, "id": "k", "roles": [{"title": ["x"], "from": "soon"}]},
        {**good, "id": "l", "roles": [{"title": ["—"], "from": "2024-01-01"}]},
    ]
    _, problems = read_entities(tables)
    keys = ["a].id", "B b].id", "c].kind", "d].aliases", "e].valid", "f].valid", "g].aliasses", "h].requires"]
    for key in [*keys, "i].roles", "j].roles", "k].roles", "l].roles"]:
        assert any(f"{key}: " in problem for problem in problems), key
    assert len(problems) == 12


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("name", "", "is empty"),
        ("name", 5, "must be a text"),
        ("aliases", [""], "one of its texts is empty"),
        ("aliases", "Abc", "must be a list of texts"),
        ("never", [" "], "one of its texts is empty"),
        ("requires", [1], "must be a list of texts"),
        ("valid", 20230426, "must be a text"),
    ],
)
def test_what_is_empty_is_not_called_another_kind(key: str, value: object, says: str) -> None:
    table = {"id": "a", "name": "A", "kind": "body", "aliases": ["Abc"], key: value}
    assert read_entities([table])[1] == [f"entity[a].{key}: {says}"]


def test_an_empty_period_is_none() -> None:
    (entity,), problems = read_entities(
        [{"id": "a", "name": "A", "kind": "body", "aliases": ["Abc"], "valid": ""}]
    )
    assert (problems, entity.valid_from, entity.valid_to) == ([], None, None)


def test_a_watch_has_its_defaults() -> None:
    (watch,), problems = read_watches([{"id": "w", "query": "ncg"}])
    assert problems == []
    assert (watch.name, watch.policy, watch.to) == ("w", Policy.STORY, None)
    _, problems = read_watches([{"id": "w", "query": "ncg", "policy": "never"}, {"id": "v"}])
    assert [problem.split(":")[0] for problem in problems] == ["watch[w].policy", "watch[v].query"]


def test_the_examples_of_a_watch_ask_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reading, "matches", pytest.fail)
    watches, _ = read_watches([{"id": name, "query": name, "must_match": [name]} for name in ("ncg", "scm")])
    assert check_examples(compile_watchlist((), watches), watches) == []


def test_examples_that_come_out_otherwise_are_named() -> None:
    watches, _ = read_watches(
        [
            {
                "id": "w",
                "query": "title:ncg OR 핵협의그룹",
                "must_match": ["NCG meets\nToday.", "핵협의그룹이 열렸다", "Only here the NCG"],
                "must_not_match": ["북한산", "NCG\nx"],
            }
        ]
    )
    failed = check_examples(compile_watchlist((), watches), watches)
    assert [(one.example, one.expected) for one in failed] == [
        ("Only here the NCG", "match"),
        ("NCG\nx", "no match"),
    ]
    assert "NCG" in failed[1].why


def test_the_first_line_of_an_example_is_its_title() -> None:
    assert (read_example("T\nbody").title, read_example("T\nbody").text) == ("T", "body")
    assert (read_example("body").title, read_example("body").text) == ("", "body")


def test_all_that_is_wrong_in_one_entry_is_said_at_once() -> None:
    table = {"id": "Mine", "kind": "thing", "aliases": [], "colour": "red", "valid": "2024-13-01/.."}
    entities, problems = read_entities([table])
    assert entities == []
    assert [problem.split(":")[0] for problem in problems] == [
        f"entity[Mine].{key}" for key in ("colour", "kind", "aliases", "valid", "id", "name")
    ]


def test_an_alias_of_two_entities_is_named() -> None:
    mine = Entity(id="mine", name="Mine", kind="body", aliases=("NCG", "Mine"))
    theirs = Entity(id="theirs", name="Theirs", kind="body", aliases=("N.C.G.", "Theirs"))
    assert find_shared([mine, theirs]) == {"NCG": ("mine", "theirs")}


WORDS = [
    "F-35",
    "F35",
    "KF 21",
    "U.S.",
    "US",
    "Tae-yul",
    "Taeyul",
    "韓國",
    "한국",
    "한-미",
    "G7",
    "Talks",
    "talk",
    "-",
    "É",
]


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=4).map(" ".join))
@example("")
@example("韓悳洙 국무총리 N.C.G.")
def test_letters_are_those_of_the_first_pattern(term: str) -> None:
    first = next((pattern.key for pattern in make_patterns(term)), "")
    assert find_letters(term) == first.replace(" ", "").replace(BARRIER, "")
