"""Operators in lower case are words, and said to be."""

from __future__ import annotations

import pytest

from alerts.watch.query.parse import parse_query
from alerts.watch.query.remarks import find_remarks, remark_all, remark_query
from storage.records import Entity, Watch
from tests.corpus import CONFIG, Corpus


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ncg and talks", ["and"]),
        ("ncg or talks or 회의", ["or", "or"]),
        ("ncg not talks", ["not"]),
        ("ncg near/5 talks", ["near/5"]),
        ("ncg Adj/2 talks atleast/3 us", ["Adj/2", "atleast/3"]),
        ("(ncg and talks) OR (us And seoul)", ["and", "And"]),
        ("title:(ncg or talks)", ["or"]),
        ("NOT (ncg or talks) seoul", ["or"]),
        ('ncg "and" talks', []),
        ('"ncg and talks"', []),
        ("ncg AND talks", []),
        ("and", []),
        ("ncg OR and", []),
        ("android NEAR/5 notary", []),
        ("ncg same talks", []),
    ],
)
def test_lower_case_operators_between_terms_are_remarked(query: str, words: list[str]) -> None:
    remarks = list(find_remarks(parse_query(query), "watch w"))
    assert [remark.word for remark in remarks] == words
    assert [query[remark.at :].startswith(remark.word) for remark in remarks] == [True] * len(words)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "$talk ncg",
            "“$talk” is read as a word: there is no [[phrase]] of the id 'talk' (did you mean $talks?)",
        ),
        ("$other ncg", "“$other” is read as a word: there is no [[phrase]] of the id 'other'"),
        ('ncg "tariff*"', "a star in quotes is text and takes no ending: “tariff*”"),
        ("ncg “취임*”", "a star in quotes is text and takes no ending: “취임*”"),
        ("ncg lang:kr", "'kr' is not how articles have their language (did you mean lang:ko?)"),
        ("ncg lang:(en OR JP)", "'JP' is not how articles have their language (did you mean lang:ja?)"),
        ("ncg source:yonhap", "no source that is read has the id 'yonhap' (did you mean source:yonhap-en?)"),
        ("ncg source:(x OR yonhap-en)", "no source that is read has the id 'x'"),
        ("ncg source:reuters*", "no source that is read has the id 'reuters'"),
        ("ncg source:yon* lang:ko $talks outlet:x", ""),
        ("ncg source:YONHAP-EN NOT lang:en", ""),
    ],
)
def test_names_that_nothing_has_are_remarked(query: str, said: str) -> None:
    remarks = remark_query(query, "watch w", {"talks": "talks"}, ["yonhap-en"])
    assert "; ".join(remark.said for remark in remarks) == said


def test_whatever_a_search_names_may_be_a_source_of_old() -> None:
    assert remark_query("ncg source:yonhap", "query") == []


def test_gates_and_what_is_expected_are_queries_too() -> None:
    entity = Entity(id="x", name="X", kind="body", aliases=("X",), requires=("a or b",), expects="c and d")
    watches = [Watch(id="w", name="W", query="e and f"), Watch(id="v", name="V", query="(broken")]
    assert [(each.about, each.word) for each in remark_all([entity], watches)] == [
        ("watch w", "and"), ("entity x", "or"), ("entity x", "and"),
    ]  # fmt: skip


def test_the_bundled_watchlist_has_none(tmp_path: object) -> None:
    from flows.config.loading.load import load_settings

    settings = load_settings()
    sources = [source.id for source in settings.sources]
    assert remark_all(settings.entities, settings.watches, sources=sources) == []


def test_check_and_search_say_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    corpus = Corpus(tmp_path_factory.mktemp("remarks"))
    corpus.configure(CONFIG + '[[watch]]\nid = "w"\nquery = "@ncg and talks"\n')
    said = corpus.hanmi("watch", "check").stdout
    assert "watch w, character 6: “and” is read as a word; write AND for the operator" in " ".join(
        said.split()
    )
    (document,) = corpus.lines("watch", "check")
    assert [(each["about"], each["word"]) for each in document["warnings"]] == [("watch w", "and")]
    assert "“or” is read as a word" in corpus.hanmi("search", "ncg or talks").stderr
    assert corpus.hanmi("search", "ncg OR talks").stderr == ""
