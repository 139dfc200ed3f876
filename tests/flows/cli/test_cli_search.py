"""`hanmi search` finds in both languages what is asked for, and says what is wrong with a query."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus import Corpus, an_article

ARTICLES = (
    an_article(
        "ncg-en",
        "Allies to meet in Washington",
        "The Nuclear Consultative Group meets on Friday.\nNobody spoke of tariffs.",
        days_ago=9,
        source="wire",
    ),
    an_article(
        "ncg-ko",
        "한미, NCG를 연다",
        "한미 양국은 핵협의그룹이 금요일 워싱턴에서 열린다고 밝혔다.",
        lang="ko",
        days_ago=3,
    ),
    an_article(
        "north-ko",
        "북한이 대화를 거부했다",
        "조선중앙통신은 북한이 미국과의 대화를 거부했다고 전했다.",
        lang="ko",
        days_ago=2,
    ),
    an_article(
        "mountain",
        "북한산에 첫눈",
        "등산객이 북한산 입구에 모였다. 눈은 오후에 그쳤다.",
        lang="ko",
        days_ago=1,
    ),
    an_article("undated", "A memo", "A memo of the syNCGroup company says cost-sharing.", days_ago=None),
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("search"))
    corpus.configure()
    corpus.keep(*ARTICLES)
    return corpus


def found(corpus: Corpus, *words: str) -> list[str]:
    return [line["url"].rsplit("/", 1)[1] for line in corpus.lines("search", *words)]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("NCG", ["ncg-ko"]),
        ("북한", ["north-ko"]),
        ("눈", ["mountain"]),
        ("한미", ["ncg-ko"]),
        ("@ncg", ["ncg-ko", "ncg-en"]),
        ("title:@ncg", ["ncg-ko"]),
        ("@ncg lang:en", ["ncg-en"]),
        ("@ncg NEAR/3 friday", ["ncg-en"]),
        ("@ncg NOT 워싱턴", ["ncg-en"]),
        ('"cost sharing" OR tariff*', ["undated", "ncg-en"]),
        ("@north-korea SENT 대화", ["north-ko"]),
        ("lang:ko", ["mountain", "north-ko", "ncg-ko"]),
        ("origins >= 1 outlet:example", ["undated", "mountain", "north-ko", "ncg-ko", "ncg-en"]),
        ("origins >= 2", []),
        ("zebra", []),
    ],
)
def test_a_query_finds_the_newest_first(corpus: Corpus, query: str, keys: list[str]) -> None:
    assert found(corpus, query) == keys


@pytest.mark.parametrize(
    ("bounds", "keys"),
    [
        (["--lang", "en"], ["ncg-en"]),
        (["--source", "wire"], ["ncg-en"]),
        (["--entity", "ncg"], ["ncg-ko", "ncg-en"]),
        (["--entity", "north-korea"], []),
        (["--since", "2026-11-15"], ["ncg-ko"]),
        (["--limit", "1"], ["ncg-ko"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_bounds_narrow_what_is_found(corpus: Corpus, bounds: list[str], keys: list[str]) -> None:
    assert found(corpus, "@ncg", *bounds) == keys


def test_a_line_is_the_article_with_the_evidence(corpus: Corpus) -> None:
    line = corpus.lines("search", "핵협의그룹")[0]
    assert line["title"] == "한미, NCG를 연다"
    assert line["entities"][0]["id"] == "ncg"
    assert "text" not in line
    (sentence,) = line["evidence"]
    (match,) = sentence["matches"]
    assert sentence["text"][match["start"] : match["end"]] == match["text"] == "핵협의그룹"


def test_people_see_the_terms_marked(corpus: Corpus) -> None:
    shown = corpus.hanmi("search", "핵협의그룹").stdout
    assert "한미, NCG를 연다" in shown
    assert "한미 양국은 *핵협의그룹*이 금요일" in shown
    assert corpus.hanmi("search", "zebra").stdout.startswith("Nothing in the corpus meets this query.\n")


@pytest.mark.parametrize(
    ("query", "why", "place"),
    [
        ("북한 titel:ncg", "did you mean title:?", "  북한 titel:ncg\n       ^"),
        ("@nkg", "did you mean @ncg?", "  @nkg\n  ^"),
        ("(ncg", "this bracket is not closed", "  (ncg\n  ^"),
        ("NOT ncg", "this could be met by absence alone", "  NOT ncg\n  ^"),
        ("a\n NEAR/x b", "x is not a count", "   NEAR/x b\n        ^"),
    ],
)
@pytest.mark.sqlite_only  # no file is made for it
def test_a_wrong_query_is_pointed_at(tmp_path: Path, query: str, why: str, place: str) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    result = corpus.hanmi("search", query)
    assert result.exit_code == 2
    assert why in result.stderr
    assert place in result.stderr
    assert not (tmp_path / "data").exists()
