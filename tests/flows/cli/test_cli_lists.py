"""The lists show what is asked for, by watch, entity, source and language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.records import Published
from tests.corpus import Corpus, an_article

ARTICLES = (
    an_article("ncg", "Allies meet", "The Nuclear Consultative Group meets on Friday.", source="wire"),
    an_article(
        "north", "북한이 대화를 거부했다", "조선중앙통신은 북한이 대화를 거부했다고 전했다.", lang="ko"
    ),
    an_article("ferry", "A ferry sails again", "Welders replaced a third of its hull.", source="harbour"),
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("lists"))
    corpus.configure()
    corpus.keep(*ARTICLES)
    return corpus


@pytest.mark.parametrize("listed", ["articles", "stories"])
@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ((), {"Allies meet", "북한이 대화를 거부했다", "A ferry sails again"}),
        (("--entity", "ncg"), {"Allies meet"}),
        (("--entity", "north-korea"), {"북한이 대화를 거부했다"}),
        (("--source", "harbour"), {"A ferry sails again"}),
        (("--lang", "ko"), {"북한이 대화를 거부했다"}),
        (("--watch", "ncg", "--lang", "ko"), set()),
    ],
)
def test_articles_and_their_stories_are_chosen_alike(
    corpus: Corpus, listed: str, options: tuple[str, ...], titles: set[str]
) -> None:
    assert {line["title"] for line in corpus.lines(listed, *options)} == titles


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("articles", "--watch", "ncgg"), "no watch 'ncgg'; did you mean ncg?"),
        (("articles", "--source", "harbor"), "no source 'harbor'; did you mean harbour?"),
        (("articles", "--lang", "kr"), "no language 'kr'; did you mean ko?"),
        (("stories", "--entity", "north-corea"), "did you mean north-korea?"),
        (("stories", "--source", "wires"), "did you mean wire?"),
        (("alerts", "--entity", "nobody-at-all"), "no entity"),
        (("alerts", "--lang", "xx"), "there are: en, ko"),
        (("deliveries", "--watch", "talk"), "did you mean talks?"),
        (("sources", "--lang", "english"), "no language"),
        (("search", "@ncg", "--source", "harbor"), "did you mean harbour?"),
        (("search", "@ncg", "--entity", "ncgs"), "did you mean ncg?"),
        (("search", "@ncg", "--lang", "kor"), "no language 'kor'"),
        (("run", "--source", "wire"), "no source 'wire'"),
    ],
    ids=" ".join,
)
def test_an_id_that_nothing_has_is_an_error_with_the_nearest(
    corpus: Corpus, words: tuple[str, ...], said: str
) -> None:
    result = corpus.hanmi(*words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_what_left_the_configuration_can_still_be_listed(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    corpus.keep(ARTICLES[0])
    corpus.configure("[defaults]\nsources = false\nwatchlist = false\n")
    for words in (("--source", "wire"), ("--watch", "ncg"), ("--entity", "ncg"), ("--lang", "en")):
        assert [line["title"] for line in corpus.lines("articles", *words)] == ["Allies meet"]


DATED = (  # published days ago, read days ago
    ("old news read late", 30.0, 1.0),
    ("fresh news", 2.0, 2.0),
    ("of no date", None, 5.0),
    ("read long ago", 40.0, 40.0),
)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("dated"))
    corpus.configure()
    now = datetime.now(UTC)
    corpus.keep(
        *(
            replace(
                an_article(
                    title.replace(" ", "-"), title, f"All that is said of {title} here.", days_ago=None
                ),
                published=days and Published(at=now - timedelta(days=days), by="feed"),
                fetched_at=now - timedelta(days=read),
            )
            for title, days, read in DATED
        )
    )
    return corpus


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ((), ["fresh news", "of no date", "old news read late", "read long ago"]),
        (("--since", "7d"), ["fresh news", "of no date"]),
        (("--since", "35d"), ["fresh news", "of no date", "old news read late"]),
        (("--since-fetched", "3d"), ["fresh news", "old news read late"]),
        (("--since", "7d", "--since-fetched", "3d"), ["fresh news"]),
        (("--limit", "2"), ["fresh news", "of no date"]),
    ],
)
def test_articles_are_listed_and_bounded_by_publishing(
    dated: Corpus, options: tuple[str, ...], titles: list[str]
) -> None:
    assert [line["title"] for line in dated.lines("articles", *options)] == titles


def test_search_and_articles_mean_the_same_by_since(dated: Corpus) -> None:
    listed = {line["id"] for line in dated.lines("articles", "--since", "7d")}
    assert {line["id"] for line in dated.lines("search", "said", "--since", "7d")} == listed
    said = dated.lines("search", "said")
    times = sorted({line["fetched_at"] for line in said})
    for since in (*times, "2099-01-01"):
        fetched = {line["id"] for line in dated.lines("articles", "--since-fetched", since)}
        found = {line["id"] for line in dated.lines("search", "said", "--since-fetched", since)}
        assert found == fetched & {line["id"] for line in said}
        assert bool(found) is (since in times)


def test_explain_finds_a_file_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(f"Envoys meet {name}\n\nThe NCG met {name}.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    corpus.document("backfill", "in/a.txt")
    corpus.document("backfill", str(tmp_path / "in" / "b.txt"))
    for asked in (
        "in/a.txt",
        "./in/a.txt",
        "in/../in/a.txt",
        f"{tmp_path}/in/a.txt",
        "in/b.txt",
        "./in/b.txt",
    ):
        assert corpus.document("explain", asked)["known"], asked
    monkeypatch.chdir(tmp_path / "in")
    assert corpus.document("explain", "b.txt")["known"]


@pytest.mark.parametrize(
    ("name", "body", "lang"),
    [
        (
            "r.jsonl",
            '{"title": "Un titre", "text": "The envoys met in the city on Friday.", "lang": "fr"}',
            "fr",
        ),
        ("r.jsonl", '{"title": "Hi", "text": "회담이 금요일에 서울에서 열렸다.", "lang": "en"}', "en"),
        ("r.csv", "title,text,lang\nThe title,The envoys met in the city on Friday.,de\n", "de"),
        (
            "r.jsonl",
            '{"title": "회담", "html": "<html lang=en><p>회담이 금요일에 서울에서 열렸다.</p>"}',
            "ko",
        ),
        ("r.txt", "The envoys met\n\nThe envoys met in the city on Friday.\n", "en"),
    ],
)
def test_a_declared_language_is_kept_and_a_pages_template_is_none(
    tmp_path: Path, name: str, body: str, lang: str
) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    (tmp_path / name).write_text(body, encoding="utf-8")
    corpus.document("backfill", str(tmp_path / name))
    assert [line["lang"] for line in corpus.lines("articles")] == [lang]
