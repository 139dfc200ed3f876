"""Queries become trees and text again, and what is wrong with one is pointed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.watch.query.parse import parse_query
from alerts.watch.query.soundness import find_unsound
from alerts.watch.query.tree import (
    About,
    And,
    AtLeast,
    EntityRef,
    Fact,
    How,
    Near,
    Node,
    Not,
    Or,
    Origins,
    Scope,
    Term,
    Within,
    format_query,
    leaves,
)
from storage.errors import WatchError

A, B, C = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a NOT b NEAR/2 c", And((A, Not(Near(B, C, How.NEAR, 2))))),
        ("a or b", And((A, Term("or"), B))),
        ("near/5", Term("near/5")),
        ('"a OR b"', Term("a OR b", quoted=True)),
        ("“a b”", Term("a b", quoted=True)),
        ("（a OR b）", Or((A, B))),
        ("tariff*", Term("tariff", wild=True)),
        ('"tariff*"', Term("tariff*", quoted=True)),
        ("취임*", Term("취임", wild=True)),
        ("@ncg", EntityRef("ncg")),
        ("a NEAR/5 b", Near(A, B, How.NEAR, 5)),
        ("a NEAR/5(b OR c)", Near(A, Or((B, C)), How.NEAR, 5)),
        ("a ADJ/1 b SENT c", Near(Near(A, B, How.ADJ, 1), C, How.SENT)),
        ("a SAME b", Near(A, B, How.SAME)),
        ("title:(a OR @ncg)", Within(Scope.TITLE, Or((A, EntityRef("ncg"))))),
        ("lede: a", Within(Scope.LEDE, A)),
        ("lang:ko a", And((Fact(About.LANG, "ko"), A))),
        ("lang:(ko OR en)", Or((Fact(About.LANG, "ko"), Fact(About.LANG, "en")))),
        ("genre:opinion", Fact(About.GENRE, "opinion")),
        ("source:yonhap-en", Fact(About.SOURCE, "yonhap-en")),
        ('outlet:"Korea Herald"', Fact(About.OUTLET, "Korea Herald", quoted=True)),
        ("origins >= 3", Origins(3)),
        ("a origins>=3", And((A, Origins(3)))),
        ("ATLEAST/2 a b", And((AtLeast(2, A), B))),
        ("ATLEAST/2 (a OR b)", AtLeast(2, Or((A, B)))),
        ("origins", Term("origins")),
    ],
)
def test_a_query_becomes_its_tree_and_text_again(query: str, tree: Node) -> None:
    assert parse_query(query) == tree
    assert parse_query(format_query(tree)) == tree


@pytest.mark.parametrize(
    ("query", "at", "says"),
    [
        ("", 0, "empty"),
        ("  ", 2, "empty"),
        ("(a", 0, "not closed"),
        ("a (b (c)", 2, "not closed"),
        ("a)", 1, "never opened"),
        ("a ()", 2, "nothing between"),
        ('a "b', 2, "not closed"),
        ("a OR", 2, "nothing follows OR"),
        ("OR a", 0, "nothing stands before OR"),
        ("a AND OR b", 2, "nothing follows AND"),
        ("a AND NOT", 6, "nothing follows NOT"),
        ("a NEAR/3", 2, "nothing follows NEAR"),
        ("a NEAR b", 2, "write NEAR/5"),
        ("a NEAR/0 b", 7, "not a count"),
        ("a NEAR/x b", 7, "not a count"),
        ("a NEAR/3 (b AND c)", 9, "between terms"),
        ("a NEAR/3 (b NOT c)", 9, "between terms"),
        ("a NEAR/3 (b NEAR/2 c)", 9, "between terms"),
        ("lang:ko SENT a", 0, "between terms"),
        ("ATLEAST/2 (a b)", 0, "ATLEAST counts"),
        ("ATLEAST a", 0, "ATLEAST/5"),
        ("foo:bar", 0, "no field 'foo'"),
        ("a titel:b", 2, "did you mean title:"),
        ("title:", 0, "nothing follows title"),
        ("title:lang:ko", 0, "holds text only"),
        ("lang:korean", 0, "write lang:ko"),
        ("origins > 2", 8, "origins >= n"),
        ("origins >= x", 11, "not a count"),
        ("a -b", 2, "NOT b"),
        ("a*b", 1, "only end a word"),
        ("*", 0, "no letter"),
        ("@", 0, "such as @ncg"),
        ('"—"', 0, "without a letter"),
        ("a NOT NOT b", 6, "NOT of a NOT"),
        ("NOT a", 0, "absence"),
        ("a OR NOT b", 5, "absence"),
        ("(NOT a) (NOT b)", 1, "absence"),
        ("title:(NOT a)", 7, "absence"),
        ("a NOT a", 6, "never be met"),
        ("title:a NOT a", 12, "never be met"),
        ("a NEAR/3 b NOT b", 15, "never be met"),
        ("(a OR b) NOT a NOT b", 13, "never be met"),
        ("lang:ko lang:en", 8, "never be met"),
        ("origins >= 3 NOT origins >= 2", 17, "never be met"),
        ("ATLEAST/3 a NOT ATLEAST/2 a", 16, "never be met"),
        ("NCG NOT ncg", 8, "never be met"),
        ("a NOT a*", 6, "never be met"),
        ('"a b" NOT b', 10, "never be met"),
        ("a ADJ/2 b NOT a NEAR/3 b", 14, "never be met"),
        ("a SENT b NOT a SAME b", 13, "never be met"),
        ("a || b", 2, "write OR"),
        ("!a", 0, "write NOT a"),
        ("title :a", 6, "right behind its field"),
        ("a NEAR/3 NOT b", 9, "NOT cannot follow NEAR"),
        ("@ncg,", 0, "write @ncg alone"),
        ("(" * 200 + "a" + ")" * 200, 60, "deep"),
        ("title:" * 200 + "a", 360, "deep"),
        ("a" * 20_001, 20_000, "longer than"),
    ],
)
def test_what_is_wrong_is_pointed_at(query: str, at: int, says: str) -> None:
    with pytest.raises(WatchError) as caught:
        parse_query(query, "watch w")
    assert caught.value.about == "watch w"
    assert caught.value.at == at
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "a NOT ncg",
        "NCG ncg",
        "a NOT title:a",
        "lang:ko NOT a",
        "a OR (b NOT b)",
        "a* NOT a",
        "a NEAR/5 b NOT a NEAR/3 b",
        "a SAME b NOT a SENT b",
        '"한미 회담" NOT 회담',
        '"the NCG met" NOT NCG',
    ],
)
def test_what_can_be_met_is_let_pass(query: str) -> None:
    assert format_query(parse_query(query))


def test_an_offset_is_the_originals_where_the_query_is_decomposed() -> None:
    query = "\u1100\u1161 foo:b"
    with pytest.raises(WatchError) as caught:
        parse_query(query)
    assert caught.value.at == query.index("foo")


words = st.sampled_from(["a", "b", "NCG", "cost-sharing", "북한", "U.S.", "or"])
terms = st.one_of(
    words.map(Term),
    words.map(lambda word: Term(word.rstrip("."), wild=True)),
    st.sampled_from(["a OR b", "북한 미사일"]).map(lambda text: Term(text, quoted=True)),
    st.sampled_from(["ncg", "cho-tae-yul"]).map(EntityRef),
)
units = st.one_of(terms, st.lists(terms, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))))
counts = st.integers(1, 99)


def _nest(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def flat(kind: type[Or] | type[And], parts: list[Node]) -> Node:
        spread = [one for part in parts for one in (part.parts if isinstance(part, kind) else (part,))]
        return kind(tuple(spread))

    return st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: flat(Or, parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: flat(And, parts)),
        inner.map(Not),
        st.builds(Within, st.sampled_from(Scope), units),
        st.builds(Near, units, units, st.sampled_from([How.NEAR, How.ADJ]), counts),
        st.builds(Near, units, units, st.sampled_from([How.SAME, How.SENT])),
        st.builds(AtLeast, counts, units),
    )


trees = st.recursive(
    st.one_of(terms, st.builds(Origins, counts), st.just(Fact(About.LANG, "ko"))), _nest, max_leaves=8
)


@given(trees)
def test_every_sound_tree_survives_the_round_trip(tree: Node) -> None:
    if find_unsound(tree) is None:
        again = parse_query(format_query(tree))
        assert again == tree
        assert leaves(again) == leaves(tree)


@given(st.text(alphabet='ab()"*:@/ ORNDT5>=북한-“', max_size=40))
def test_any_text_is_a_tree_or_a_named_fault(text: str) -> None:
    try:
        tree = parse_query(text)
    except WatchError as error:
        place = error.at
    else:
        place = 0
        assert parse_query(format_query(tree)) == tree
    assert place is not None
    assert 0 <= place <= len(text)


def test_a_query_asked_for_again_is_read_as_at_first_and_its_faults_name_who_asks() -> None:
    assert parse_query("$talks", phrases={"talks": "summit OR talks"}) == parse_query("summit OR talks")
    assert parse_query("$talks", phrases={"talks": "meeting"}) == parse_query("meeting")
    assert parse_query("$talks") == Term("$talks")
    for about in ("watch a", "watch b", "watch a"):
        with pytest.raises(WatchError) as said:
            parse_query("summit OR (", about)
        assert said.value.about == about
