"""What is longer than a line: folded between words on a terminal, one line elsewhere; what nothing says."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from flows.cli import screen, table
from flows.cli.screen import Screen, lay
from flows.cli.showing import explained, shown, versions
from tests.corpus import Corpus, an_article

LONG = (
    "핵협의그룹 NCG 회의에서 한미 양국은 확장억제 방안을 논의하고 다음 회의 날짜와 장소를 정했다고 밝혔다 "
    * 3
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("laid"))
    corpus.configure()
    title = (
        "The Nuclear Consultative Group of the two allies agrees in Washington on how it will go on from here"
    )
    corpus.keep(
        an_article(
            "1", title, f"The NCG met. North Korea said in talks, {'and said again, ' * 12}that it would not."
        ),
        an_article("2", LONG[:120], LONG, lang="ko"),
        tell_backfill=True,
    )
    return corpus


@pytest.fixture
def at_80(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = partial(Screen, width=80, force_terminal=True, color_system=None)
    for module in (screen, table, explained, shown, versions):
        monkeypatch.setattr(module, "Screen", narrow)


@pytest.mark.usefixtures("at_80")
@pytest.mark.parametrize(
    "words", [("search", "NCG"), ("search", "회의"), ("explain",), ("show",), ("show", "story")]
)
def test_no_line_is_longer_than_the_terminal(corpus: Corpus, words: tuple[str, ...]) -> None:
    ids = [each["id"] for each in corpus.lines("stories" if words[1:] == ("story",) else "articles")]
    for id_ in ids if words[0] != "search" else words[1:]:
        said = corpus.hanmi(words[0], id_).stdout
        assert said
        long = [line for line in said.splitlines() if cell_len(line) > 80]
        assert [line for line in long if len(line.split()) > 1] == []


@pytest.mark.usefixtures("at_80")
@pytest.mark.parametrize(
    ("listed", "labels"), [("alerts", ("id: al-", "article: a-")), ("articles", ("id: a-",))]
)
def test_ids_below_a_row_say_what_they_are(corpus: Corpus, listed: str, labels: tuple[str, ...]) -> None:
    said = corpus.hanmi(listed).stdout
    assert all(f"  {label}" in said for label in labels)


def drawn(text: str, width: int | None, indent: int = 0) -> list[str]:
    out = io.StringIO()
    where = {} if width is None else {"width": width, "force_terminal": True, "color_system": None}
    lay(Screen(file=out, **where), Text(text), indent=indent)
    return out.getvalue().splitlines()


@given(
    st.lists(st.text("abc회담.", min_size=1, max_size=30), max_size=30).map(" ".join),
    st.integers(30, 120),
    st.integers(0, 4),
)
def test_no_word_is_broken_and_none_lost(text: str, width: int, indent: int) -> None:
    lines = drawn(text, width, indent)
    assert " ".join(lines).split() == text.split()
    assert all(cell_len(line) <= width or len(line.split()) == 1 for line in lines)


def test_an_address_stays_whole_and_a_pipe_gets_a_line() -> None:
    address = f"https://news.example/{'a' * 100}"
    assert address in " ".join(drawn(f"fetched: 2024-11-20, from {address} there", 80)).split()
    assert len(drawn("word " * 100, None)) == 1


NOTHING = [
    (("zzzqqq", "--since", "7d", "--lang", "ko"), ("--since 7d, --lang ko", "without that")),
    (("zzzqqq",), ("`tariff*`", "2 articles, published from 2026-11-21 to 2026-11-21")),
    (("Nuclear Consultive Group",), ("Did you mean Nuclear Consultative Group (@ncg)?",)),
    (("nroth korea",), ("(@north-korea)",)),
]


@pytest.mark.parametrize(("words", "said"), NOTHING)
def test_a_search_that_finds_nothing_says_what_may_help(
    corpus: Corpus, words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    done = corpus.hanmi("search", *words)
    assert done.exit_code == 0
    assert done.stdout.startswith("Nothing in the corpus meets this query.")
    assert all(each in done.stdout for each in said)
    assert corpus.lines("search", *words) == []


def test_an_empty_corpus_is_called_empty_and_one_without_dates_is_not(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    assert "The corpus is empty" in corpus.hanmi("search", "ncg").stdout
    corpus.keep(an_article("1", "A ferry sails", "It sails.", days_ago=None))
    assert "has 1 article, none of which has a date" in corpus.hanmi("search", "ncg").stdout
