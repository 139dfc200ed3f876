"""A query has one spelling, which means what the query means."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.watch.query.format import respell_query
from alerts.watch.query.soundness import find_unsound
from alerts.watch.query.tree import AtLeast, Node, Not, Term, format_query
from storage.errors import WatchError
from tests.alerts.watch.test_watch_matcher import article, match, texts, trees
from tests.corpus import Corpus


@pytest.mark.parametrize(
    ("query", "spelled"),
    [
        ("a b", "a AND b"),
        ("a NOT b", "a AND NOT b"),
        ("((a) OR (b OR a))", "a OR b"),
        ("a AND (b c)", "a AND b AND c"),
        ("“Trump”", "Trump"),
        ('"cost   sharing"', '"cost sharing"'),
        ('"cost-sharing"', "cost-sharing"),
        ('"OR" "tariff*"', '"OR" AND "tariff*"'),
        ('"NEAR/5"', '"NEAR/5"'),
        ('"origins" x', '"origins" AND x'),
        ("ATLEAST/1 a", "a"),
        ("NOT (NOT a)", "a"),
        ("title:(a)", "title:a"),
        ('lang:"ko" outlet:"Korea Herald"', 'lang:ko AND outlet:"Korea Herald"'),
        ("(a) NEAR/5(b OR c)", "a NEAR/5 (b OR c)"),
        ("ｔａｒｉｆｆ＊", "tariff*"),
        ("origins>=2 @ncg", "origins >= 2 AND @ncg"),
    ],
)
def test_queries_that_mean_the_same_are_spelled_the_same(query: str, spelled: str) -> None:
    assert respell_query(query) == spelled
    assert respell_query(spelled) == spelled


quoted = trees.map(lambda tree: Not(Not(AtLeast(1, tree))) if isinstance(tree, Term) else tree)


@settings(max_examples=200, deadline=None)
@given(st.one_of(trees, quoted), texts)
def test_a_query_respelled_is_met_by_the_same_texts(tree: Node, body: str) -> None:
    if find_unsound(tree) is not None:
        return
    query = format_query(tree)
    spelled = respell_query(query)
    assert respell_query(spelled) == spelled
    assert (match(query, article(body)) is None) == (match(spelled, article(body)) is None)


@pytest.mark.parametrize(
    "query",
    [
        "tariff SAME trump AND NOT (tariff SAME (trump OR trump))",
        "ATLEAST/1 (trump OR tariff) AND NOT (trump OR tariff)",
        "ATLEAST/1 (trump OR tariff) AND NOT trump AND NOT tariff",
        "NOT (tariff OR trump) AND ATLEAST/1 (tariff OR trump)",
    ],
)
def test_a_query_that_its_spelling_shows_to_be_impossible_is_refused(query: str) -> None:
    with pytest.raises(WatchError, match="never be met"):
        respell_query(query)


def test_the_command_shows_the_spelling_of_a_query(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    assert corpus.hanmi("watch", "format", "--query", "(“trump”) b").stdout == "trump AND b\n"
    assert corpus.document("watch", "format", "--query", "a  b", "--json") == {"spelled": {"a  b": "a AND b"}}
    wrong = corpus.hanmi("watch", "format", "--query", "a (b")
    assert (wrong.exit_code, "this bracket is not closed" in wrong.stderr) == (2, True)
