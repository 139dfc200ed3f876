"""`[[phrase]]` names a part of queries: `$talks` stands for it wherever a query is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from alerts.watch.examples import read_example
from alerts.watch.matcher import compile_watchlist
from alerts.watch.query.parse import parse_query
from alerts.watch.query.phrases import give_phrases
from flows.cli.app import app
from flows.config.loading.load import load_settings
from flows.wiring import open_house
from storage.errors import ConfigurationError, WatchError
from storage.records import Watch
from tests.flows.desk.stand import make_settings, open_desk

FILE = """
[defaults]
sources = false
watchlist = false
[[entity]]
id = "ncg"
name = "Nuclear Consultative Group"
kind = "body"
aliases = ["Nuclear Consultative Group", "NCG"]
[[phrase]]
id = "talks"
query = '(meeting OR talks OR 회의)'
[[watch]]
id = "ncg-talks"
query = "@ncg NEAR/5 $talks"
must_match = ["The NCG held talks."]
must_not_match = ["The NCG was set up."]
"""
ARTICLES = [
    {"title": "NCG holds talks", "text": "The NCG held talks in Seoul on Monday."},
    {"title": "NCG turns one", "text": "The NCG was set up a year ago."},
]

Hanmi = Callable[..., Result]


@pytest.fixture
def hanmi(tmp_path: Path) -> Hanmi:
    config = tmp_path / "hanmi.toml"
    config.write_text(FILE, "utf-8")
    (tmp_path / "articles.json").write_text(json.dumps(ARTICLES), "utf-8")

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["--config", str(config), *words])

    return run


@pytest.mark.parametrize(
    ("query", "written_out"),
    [
        ("$talks", "(meeting OR talks)"),
        ("@ncg NEAR/5 $talks", "@ncg NEAR/5 (meeting OR talks)"),
        ("ncg $talks OR $visit", "ncg (meeting OR talks) OR (visit AND trip)"),
        ("ncg NOT $talks", "ncg NOT (meeting OR talks)"),
        ("title:$talks", "title:(meeting OR talks)"),
        ("ATLEAST/2 $talks", "ATLEAST/2 (meeting OR talks)"),
        ("lang:ko $talks", "lang:ko (meeting OR talks)"),
        ('"$talks"', '"talks"'),
        ("$talkz", "talkz"),
        ("$5", "5"),
    ],
)
def test_a_phrase_means_what_it_stands_for(query: str, written_out: str) -> None:
    phrases = {"talks": "meeting OR talks", "visit": "visit trip"}
    tree = parse_query(query, phrases=phrases)
    plain = parse_query(written_out)
    assert tree == plain or query.strip('"')[1:] == written_out.strip('"')


def test_a_fault_stands_where_the_phrase_is_named() -> None:
    with pytest.raises(WatchError) as caught:
        parse_query("ncg NEAR/5 $both", phrases={"both": "visit trip"})
    assert caught.value.at == 11


def test_a_watch_meets_what_its_phrase_says_and_is_another_where_that_changes() -> None:
    watch = Watch(id="w", name="W", query="ncg NEAR/5 $talks")
    one = compile_watchlist((), [give_phrases(watch, {"talks": "meeting OR talks", "other": "x"})])
    same = compile_watchlist((), [give_phrases(watch, {"talks": "meeting OR talks"})])
    other = compile_watchlist((), [give_phrases(watch, {"talks": "meeting"})])
    assert one.rules == same.rules != other.rules


def test_a_phrase_is_known_to_watches_searches_and_backtests(hanmi: Hanmi) -> None:
    checked = hanmi("watch", "check", "--json")
    assert checked.exit_code == 0
    assert json.loads(checked.stdout)["failed"] == json.loads(checked.stdout)["warnings"] == []
    folder = Path(json.loads(hanmi("doctor", "--json").stdout)[0]["says"].split(":")[0]).parent
    assert hanmi("backfill", str(folder / "articles.json")).exit_code == 0
    for words in (["articles", "--watch", "ncg-talks"], ["search", "@ncg $talks"]):
        found = hanmi(*words, "--json").stdout.splitlines()
        assert [json.loads(line)["title"] for line in found] == ["NCG holds talks"]
    tested = json.loads(hanmi("watch", "test", "--query", "title:$talks", "--json").stdout)
    assert tested["watches"][0]["matched"] == 1


def test_a_name_of_no_phrase_is_a_word_and_is_warned_of(hanmi: Hanmi) -> None:
    said = hanmi("search", "ncg $talkz")
    assert said.exit_code == 0
    assert "character 5: “$talkz” is read as a word: there is no [[phrase]] of the id 'talkz'" in said.stderr


def test_the_spelling_of_a_query_keeps_its_phrases(hanmi: Hanmi) -> None:
    assert hanmi("watch", "format", "--query", "(@ncg)  NEAR/5 $talks").stdout == "@ncg NEAR/5 $talks\n"


@pytest.mark.parametrize(
    ("phrases", "why"),
    [
        ('[[phrase]]\nid = "a"\nquery = "talks OR"', "phrase[a].query: character 7: nothing follows OR"),
        (
            '[[phrase]]\nid = "a"\nquery = "@nobody"',
            "phrase[a].query: character 1: there is no entity",
        ),
        (
            '[[phrase]]\nid = "a"\nquery = "$b"\n[[phrase]]\nid = "b"\nquery = "talks"',
            "phrase[a].query: character 1: $b is a phrase, and phrases do not nest",
        ),
        (
            '[[phrase]]\nid = "a"\nquery = "x"\n[[phrase]]\nid = "a"\nquery = "y"',
            "phrase[a].id: it is given twice",
        ),
        ('[[phrase]]\nid = "A B"\nquery = "x"', "phrase[A B].id"),
        ('[[phrase]]\nid = "a"', "phrase[a].query: is missing"),
    ],
)
def test_what_is_wrong_with_a_phrase_is_named(tmp_path: Path, phrases: str, why: str) -> None:
    (tmp_path / "hanmi.toml").write_text(phrases, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_settings(tmp_path / "hanmi.toml")
    assert why in str(caught.value)


def test_the_desk_knows_phrases(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, FILE, count=4)
    with open_desk(settings) as (client, _):
        found = client.get("/search.json", params={"q": "@ncg $talks"}).text.splitlines()
        assert len(found) == 2
        assert "is read as a word" not in client.get("/watches/try", params={"query": "@ncg $talks"}).text
        form = {"id": "", "name": "Talks", "query": "@ncg NEAR/9 $talks", "policy": "story"}
        assert client.post("/watches/save", data=form).status_code == 303
        assert "@ncg NEAR/9 $talks" in client.get("/watches/talks").text
    with open_house(settings) as house:
        reading = house.watchlist.read(read_example("NCG meets\nThe NCG held talks.", None))
        assert [match.watch for match in reading.matches()] == ["ncg-talks", "talks"]
