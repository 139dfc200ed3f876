"""One pass over an article finds what a slow, obvious reader finds, and shows it."""

from __future__ import annotations

import gc
import re
import time
import weakref
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.watch.matcher import Watchlist, check_watchlist, compile_watchlist
from alerts.watch.query.parse import parse_query
from alerts.watch.query.soundness import find_unsound
from alerts.watch.query.tree import And, AtLeast, How, Near, Node, Not, Or, Scope, Term, Within, format_query
from storage.errors import ConfigurationError, WatchError
from storage.records import Article, Entity, Match, Mention, Published, Role, Sighting, TextFrom, Watch


def article(
    text: str, title: str = "", lang: str = "en", at: datetime | None = None, **facts: str | None
) -> Article:
    return Article(
        key="text:test",
        title=title,
        text=text,
        lang=lang,
        fetched_at=datetime(2025, 1, 7, tzinfo=UTC),
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        published=Published(at=at, by="feed") if at else None,
        **facts,  # type: ignore[arg-type]
    )


NCG = Entity(id="ncg", name="NCG", kind="body", aliases=("Nuclear Consultative Group", "NCG", "핵협의그룹"))
US = Entity(id="us", name="United States", kind="place", aliases=("United States", "US", "미국"))


def watch(query: str, id_: str = "w") -> Watch:
    return Watch(id=id_, name=id_, query=query)


def match(query: str, read: Article, *entities: Entity, origins: int = 1) -> Match | None:
    found = compile_watchlist(entities, [watch(query)]).read(read, origins=origins).matches()
    return found[0] if found else None


# ── The oracle: every word of the text compared with every term ──────────────────────────────────────

VOCABULARY = ["trump", "tariffs", "tariff", "new", "said", "북한이", "북한산", "미국은", "북한"]
MEETS = {
    "trump": {"trump"},
    "tariff": {"tariff", "tariffs"},
    "tariff*": {"tariff", "tariffs"},
    "new": {"new"},
    "북한": {"북한", "북한이"},
    "북한*": {"북한", "북한이", "북한산"},
    "미국": {"미국은"},
}
Place = tuple[int, ...]  # word numbers, one a term


class Oracle:
    """A reader who compares word by word."""

    def __init__(self, title: str, body: str) -> None:
        self.words: list[tuple[str, int, int, int]] = []  # word, number, sentence, paragraph
        sentence = paragraph = 0
        for field, text in ((0, title), (1_000_000, body)):
            number = field
            for line in text.split("\n"):
                for part in re.split(r"(?<=\.) ", line):
                    for word in part.replace(".", "").split():
                        self.words.append((word, number, sentence, paragraph))
                        number += 1
                    sentence += 1
                paragraph += 1

    def places(self, node: Node, scope: Scope | None) -> list[list[int]]:
        """Indexes of words, one list an occurrence."""
        match node:
            case Term():
                met = MEETS[node.text + "*" * node.wild]
                return [
                    [at]
                    for at, (word, number, _, _) in enumerate(self.words)
                    if word in met
                    and (scope is None or number < {"title": 1_000_000, "lede": 1_000_060}[scope])
                ]
            case Or():
                return [place for part in node.parts for place in self.places(part, scope)]
            case Near():
                pairs = product(self.places(node.left, scope), self.places(node.right, scope))
                return [left + right for left, right in pairs if self.holds(node, left, right)]
            case Within():
                return self.places(
                    node.part, Scope.TITLE if Scope.TITLE in (scope, node.scope) else node.scope
                )
        raise AssertionError(node)

    def holds(self, node: Near, left: list[int], right: list[int]) -> bool:
        if set(left) & set(right):
            return False
        if node.n is None:
            part = 2 if node.how is How.SENT else 3
            return len({self.words[at][part] for at in left + right}) == 1
        ahead = [abs(self.words[a][1] - self.words[b][1]) for a in left for b in right]
        if node.how is How.ADJ:
            return max(left) < min(right) and self.words[right[0]][1] - self.words[max(left)][1] <= node.n
        return min(ahead) <= node.n

    def meets(self, node: Node, scope: Scope | None = None) -> bool:
        match node:
            case And():
                return all(self.meets(part, scope) for part in node.parts)
            case Or():
                return any(self.meets(part, scope) for part in node.parts)
            case Not():
                return not self.meets(node.part, scope)
            case Within():
                return self.meets(
                    node.part, Scope.TITLE if Scope.TITLE in (scope, node.scope) else node.scope
                )
            case AtLeast():
                return len({tuple(place) for place in self.places(node.part, scope)}) >= node.n
        return bool(self.places(node, scope))


terms = st.sampled_from(list(MEETS)).map(lambda word: Term(word.rstrip("*"), wild=word.endswith("*")))
units = st.one_of(terms, st.lists(terms, min_size=2, max_size=2).map(lambda parts: Or(tuple(parts))))
nears = st.one_of(
    st.builds(Near, units, units, st.sampled_from([How.NEAR, How.ADJ]), st.integers(1, 4)),
    st.builds(Near, units, units, st.sampled_from([How.SAME, How.SENT])),
)
chains = st.builds(Near, nears, units, st.sampled_from([How.NEAR, How.ADJ]), st.integers(1, 4))
basics = st.one_of(units, nears, chains, st.builds(AtLeast, st.integers(1, 3), units))
trees = st.recursive(
    st.one_of(basics, st.builds(Within, st.sampled_from(Scope), basics)),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(And),
        st.tuples(inner, inner).map(Or),
        st.tuples(inner, inner.map(Not)).map(And),
        st.builds(Within, st.sampled_from(Scope), inner),
    ),
    max_leaves=4,
)
texts = st.lists(
    st.tuples(st.sampled_from(VOCABULARY), st.sampled_from([" ", " ", " ", ".\n", "\n"])), max_size=12
).map(lambda pairs: "".join(word + gap for word, gap in pairs))


@settings(max_examples=300, deadline=None)
@given(trees, st.sampled_from(["", "trump", "북한 new tariff"]), texts)
def test_the_pass_finds_what_the_oracle_finds(tree: Node, title: str, body: str) -> None:
    if find_unsound(tree) is not None:
        return
    found = match(format_query(tree), article(body, title))
    assert (found is not None) == Oracle(title, body).meets(tree), format_query(tree)


@settings(max_examples=60, deadline=None)
@given(st.lists(trees, min_size=2, max_size=6), texts)
def test_many_watches_read_as_each_alone(many: list[Node], body: str) -> None:
    queries = [format_query(tree) for tree in many if find_unsound(tree) is None]
    watches = [watch(query, f"w{number}") for number, query in enumerate(queries)]
    compiled = compile_watchlist((), watches)
    together = compiled.read(article(body)).matches()
    alone = {w.id for w in watches if compile_watchlist((), [w]).read(article(body)).matches()}
    assert {met.watch for met in together} == alone
    assert together == tuple(filter(None, map(compiled.read(article(body)).match, watches)))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="NCG핵협의그룹 .(북한)\u200b\u1100\u1161Ａ美-'s\n", max_size=40))
def test_every_span_slices_to_its_text_whatever_the_text(body: str) -> None:
    reading = compile_watchlist([NCG], [watch("@ncg OR 북한 OR a OR 美")]).read(article(body, "NCG"))
    for met in reading.matches():
        for evidence in met.evidence:
            assert evidence.text in body or evidence.text == "NCG"
            assert all(evidence.text[hit.start : hit.end] == hit.text for hit in evidence.matches)


# ── Facts about the article ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("query", "is_met"),
    [
        ("source:yonhap-en", True),
        ("source:Yonhap-EN", True),
        ("source:yonhap", False),
        ("source:yonhap*", True),
        ('outlet:"Yonhap News Agency"', True),
        ("outlet:yonhap", True),
        ("outlet:herald", False),
        ("lang:en", True),
        ("lang:en-US", True),
        ("lang:ko", False),
        ("origins >= 2", True),
        ("origins >= 3", False),
        ("ncg lang:en origins >= 2 NOT outlet:herald", True),
    ],
)
def test_facts_are_asked_of_the_article(query: str, is_met: bool) -> None:
    read = article("The NCG met.", source="yonhap-en", outlet="Yonhap News Agency")
    assert (match(query, read, origins=2) is not None) is is_met


@pytest.mark.parametrize(
    ("query", "genre", "title", "is_met"),
    [
        ("ncg genre:opinion", "opinion", "A word on the NCG", True),
        ("ncg genre:Opinion", "opinion", "A word on the NCG", True),
        ("ncg genre:opin*", "opinion", "A word on the NCG", True),
        ("ncg NOT genre:(opinion OR analysis)", "opinion", "A word on the NCG", False),
        ("ncg NOT genre:(opinion OR analysis)", "news", "[사설] NCG", True),  # as it was noted
        ("ncg genre:opinion", None, "[사설] NCG", True),  # kept before that was noted
        ("ncg genre:opinion", None, "NCG meets", False),
    ],
)
def test_a_query_may_ask_for_the_kind_of_a_text(
    query: str, genre: str | None, title: str, is_met: bool
) -> None:
    read = article("The NCG met in Seoul on Monday, the ministry said.", title, genre=genre)
    assert (match(query, read) is not None) is is_met


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("genre:opinon ncg", "did you mean opinion?"),
        ("genre:comment ncg", "there are: news flash"),
        ("genre:x* ncg", "there is no genre 'x'"),
        ("genre:news genre:opinion", "never"),
    ],
)
def test_a_genre_that_there_is_not_is_named(query: str, why: str) -> None:
    with pytest.raises(WatchError) as caught:
        parse_query(query)
    assert why in f"{caught.value} {caught.value.hint}"


def test_what_asks_for_a_genre_is_matched_anew_each_time() -> None:
    rules = compile_watchlist([NCG], [watch("@ncg", "plain"), watch("@ncg genre:news", "asking")]).rules
    assert rules is not None
    assert set(rules.watches) == {"plain"}


def test_a_match_by_facts_alone_shows_the_title() -> None:
    found = match("lang:en", article("Text.", "A title"))
    assert found is not None
    assert [(evidence.text, evidence.matches) for evidence in found.evidence] == [("A title", ())]


# ── Evidence ────────────────────────────────────────────────────────────────────────────────────────


def test_evidence_names_every_term_that_carried_the_decision() -> None:
    read = article("Talks began. The NCG’s talks with Trump ended.\nA tariff followed.", "On Trump")
    found = match("@ncg NEAR/5 trump AND tariff* NOT china", read, NCG)
    assert found is not None
    shown = [(e.text, [(m.text, m.term, m.entity) for m in e.matches]) for e in found.evidence]
    assert shown == [
        ("The NCG’s talks with Trump ended.", [("NCG", "@ncg", "ncg"), ("Trump", "trump", None)]),
        ("A tariff followed.", [("tariff", "tariff*", None)]),
    ]


def test_evidence_stays_short_in_a_long_text() -> None:
    read = article("The NCG met on deterrence. " * 300)
    found = match("@ncg", read, NCG)
    assert found is not None
    assert 1 <= len(found.evidence) <= 6


def test_at_least_shows_as_many_as_it_asks_for() -> None:
    found = match("ATLEAST/3 @ncg", article("NCG.\nNCG.\nNCG.\nNCG."), NCG)
    assert found is not None
    assert sum(len(evidence.matches) for evidence in found.evidence) >= 3


# ── Entities ────────────────────────────────────────────────────────────────────────────────────────


def mentions(text: str, *entities: Entity, title: str = "", at: datetime | None = None) -> list[Mention]:
    return list(compile_watchlist(entities, ()).read(article(text, title, at=at)).mentions())


def test_a_name_with_its_abbreviation_is_one_mention() -> None:
    assert mentions("The Nuclear Consultative Group (NCG) met. NCG talks.", NCG, title="NCG meets") == [
        Mention(entity="ncg", count=3, in_title=True)
    ]


def test_aliases_hold_within_their_dates_and_in_undated_texts() -> None:
    dated = Entity(
        id="ncg",
        name="NCG",
        kind="body",
        aliases=("NCG",),
        valid_from=datetime(2023, 4, 26, tzinfo=UTC),
        valid_to=datetime(2025, 1, 20, tzinfo=UTC),
    )
    assert not mentions("NCG", dated, at=datetime(2023, 4, 25, tzinfo=UTC))
    assert mentions("NCG", dated, at=datetime(2023, 4, 26, tzinfo=UTC))
    assert not mentions("NCG", dated, at=datetime(2025, 1, 21, tzinfo=UTC))
    assert mentions("NCG", dated)


def test_a_gate_is_decided_once_an_article() -> None:
    sma = Entity(id="sma", name="SMA", kind="agreement", aliases=("SMA",), requires=("@us", "cost"))
    assert mentions("SMA talks. The US pays the cost. SMA.", sma, US)[0].count == 2
    assert [mention.entity for mention in mentions("SMA talks with the US.", sma, US)] == ["us"]


CHO = Entity(
    id="cho-tae-yul",
    name="Cho Tae-yul",
    kind="person",
    aliases=("Cho Tae-yul", "조태열"),
    roles=(
        Role(
            titles=("Foreign Minister", "외교부 장관"),
            begins=datetime(2024, 1, 10, tzinfo=UTC),
            ends=datetime(2025, 7, 18, tzinfo=UTC),
        ),
    ),
)
NAMESAKE = Entity(
    id="cho-tae-yong",
    name="Cho Tae-yong",
    kind="person",
    aliases=("Cho Tae-yong", "조태용"),
    roles=(Role(titles=("NIS Director", "국정원장")),),
)


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        (
            "Foreign Minister Cho Tae-yong met Blinken. Cho said so.",
            2025,
            {"cho-tae-yul": (2, "Cho Tae-yong")},
        ),
        ("Foreign Minister Cho Tae-yong met Blinken.", None, {"cho-tae-yul": (1, "Cho Tae-yong")}),
        ("조태용 외교부 장관은 말했다.", 2025, {"cho-tae-yul": (1, "조태용")}),
        ("NIS Director Cho Tae-yong met Blinken.", 2025, {"cho-tae-yong": (1, None)}),
        ("Cho Tae-yong met Blinken.", 2025, {"cho-tae-yong": (1, None)}),
        ("Foreign Minister Cho Tae-yong met Blinken.", 2023, {"cho-tae-yong": (1, None)}),
        (
            "NIS Director Cho Tae-yong met Foreign Minister Cho Tae-yul. Foreign Minister Cho left. Cho too.",
            2025,
            {"cho-tae-yul": (2, None), "cho-tae-yong": (1, None)},
        ),
    ],
)
def test_office_and_date_tell_who_is_meant(
    text: str, at: int | None, expected: dict[str, tuple[int, str | None]]
) -> None:
    found = mentions(text, CHO, NAMESAKE, at=datetime(at, 1, 6, tzinfo=UTC) if at else None)
    assert {mention.entity: (mention.count, mention.conflict) for mention in found} == expected


# ── Compiling and explaining ────────────────────────────────────────────────────────────────────────


def test_every_fault_of_a_watchlist_is_named_at_once() -> None:
    broken = [
        Entity(id="a", name="A one", kind="topic", aliases=("A one",), requires=("@b",)),
        Entity(id="b", name="B one", kind="topic", aliases=("—",), requires=("@a (",)),
        Entity(id="b", name="B two", kind="topic", aliases=("B two",), requires=("@a",)),
    ]
    watches = [watch("@nkg AND x", "w1"), watch("a NEAR b", "w2"), watch("NOT a", "w3")]
    said = "\n".join(str(error) for error in check_watchlist([*broken, NCG], watches))
    for part in ("stands 2 times", "no letter", "circle", "did you mean @ncg?", "write NEAR/5", "absence"):
        assert part in said
    with pytest.raises(ConfigurationError) as caught:
        compile_watchlist([*broken, NCG], watches)
    assert any("watch w1, character 1" in problem for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("query", "text", "says"),
    [
        ("trump NEAR/3 tariff", "Trump said on Monday that a tariff", "6 words apart: Trump … tariff"),
        ("tariff ADJ/3 trump", "Trump tariff", "other order"),
        ("trump SENT tariff", "Trump left. A tariff rose.", "never in one sentence"),
        ("title:trump", "Trump left", "none of them in the title"),
        ("북한", "북한산에 갔다", "only within 북한산에"),
        ("inauguration", "the inaguration", "nearest word is inaguration"),
        ("ATLEAST/3 trump", "Trump, Trump", "2 of 3"),
        ("trump NOT tariff", "Trump tariff", "the article has tariff"),
        ("trump lang:ko", "Trump", "the article's is en"),
        ("trump origins >= 2", "Trump", "the story has 1"),
        ("@sma", "SMA", "does not meet its gate @us"),
        ("(a1 OR a2 OR a3 OR a4) trump", "Trump", "none of a1, a2, a3 and 1 more"),
    ],
)
def test_an_unmet_watch_says_what_came_nearest(query: str, text: str, says: str) -> None:
    sma = Entity(id="sma", name="SMA", kind="agreement", aliases=("SMA",), requires=("@us",))
    explained = compile_watchlist([sma, US], [watch(query)]).read(article(text)).explain("w")
    assert not explained.met
    assert says in explained.why
    assert asdict(explained)["part"]["query"]


def test_a_long_query_is_cut_in_words_and_whole_in_the_part() -> None:
    query = f"trump NEAR/3 ({' OR '.join(f'b{number}' for number in range(50))})"
    explained = compile_watchlist((), [watch(query)]).read(article("Trump x x x x b7")).explain("w")
    assert explained.why.endswith("… is not met: 5 words apart: Trump … b7")
    assert len(explained.why) < 200
    assert explained.part.query == query


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("a b " * 30_000 + "북한이 " * 10_000, "a NEAR/1000 b NEAR/1000 c OR 북한 SAME 북한 SAME x"),
        ("b " * 30_000 + "a " * 30_000, "a ADJ/900 b"),
        ("Captain America " * 20_000, "@america"),
        ("Cho Tae-yul. " + "Cho Hyun-dong met Cho. " * 10_000, "@cho-tae-yul x"),
        ("(" * 30_000 + "NCG" + ")" * 30_000, "@ncg x"),
    ],
    ids=["chain", "order", "look-alikes", "strangers", "brackets"],
)
def test_a_hostile_text_is_read_in_time(body: str, query: str) -> None:
    america = Entity(
        id="america", name="America", kind="place", aliases=("America",), never=("Captain America",)
    )
    started = time.thread_time()
    assert compile_watchlist([NCG, CHO, america], [watch(query)]).read(article(body)).matches() == ()
    assert time.thread_time() - started < 20


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("The National Coast Guard (NCG) saved a crew. The NCG said so.", False),
        ("NCG (Network Computing Group) hired a chief.", False),
        ("The Nuclear Consultation Group (NCG) met.", True),
        ("The Nuclear Consultative Group met. A National Cricket Group (NCG) did too.", True),
        ("Talks of the allies (NCG) were put off.", True),
    ],
)
def test_letters_that_the_article_spells_otherwise_are_not_the_entity(text: str, is_named: bool) -> None:
    watchlist = compile_watchlist([NCG], [])
    assert bool(watchlist.read(article(text)).mentions()) is is_named


def test_a_reading_is_gone_with_its_last_user(watchlist: Watchlist) -> None:
    reading = watchlist.read(article("Yoon met Trump over the NCG."))
    gone = weakref.ref(reading)
    gc.disable()
    try:
        del reading
        assert gone() is None  # it holds itself nowhere, so that it waits for no collection
    finally:
        gc.enable()


def test_a_hanja_that_stands_for_nobody_meets_no_query() -> None:
    reading = compile_watchlist((), [watch("尹 OR 李")]).read(article("윤석열(尹錫悅)이 말했다", lang="ko"))
    assert not reading.find(Term("尹"))
    assert not reading.matches()
