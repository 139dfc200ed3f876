"""A backtest tells of the corpus what telling would have, article by article, as of its own days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storage.promises.alerts import list_alerts
from storage.records import Sighting
from tests.corpus import CONFIG, Corpus, an_article

MEETING = (
    "The Nuclear Consultative Group will meet in Washington on Friday, the ministry said in a statement.\n"
    "Officials from both capitals will talk about extended deterrence and a new table-top exercise.\n"
    "A delegation of twelve people leaves Incheon on Thursday evening, according to a spokesman."
)
COPY = MEETING + "\nCopyright the second paper."
CANCELLED = (
    "The fifth session of the Nuclear Consultative Group in Washington was called off on Friday.\n"
    "North Korea fired 14 missiles an hour before the delegations sat down, the White House told reporters.\n"
    "A new date in March 2027 is being looked for; 28 officials had travelled, some of them from Hawaii.\n"
    "The talks cost the ministry 350,000 dollars, which the opposition wants to be paid back in full.\n"
    + MEETING.split("\n", 1)[1]
)
HARVEST = (
    "Farmers in Jeolla brought in the rice a week early this year after a dry autumn, the county said.\n"
    "Prices fell by a tenth in the markets of Gwangju, and the ministry buys what nobody wants."
)
REFUSAL = (
    "북한이 미국과의 대화를 거부했다.\n조선중앙통신은 성명에서 조건이 없다면 나설 이유가 없다고 전했다.\n"
    "정부 당국자는 제안이 여전히 유효하다고 말했다."
)

ARTICLES = (
    an_article("meeting", "NCG to meet in Washington", MEETING, days_ago=10, outlet="First"),
    an_article("copy", "NCG to meet in Washington", COPY, days_ago=9.9, outlet="Second"),
    an_article("cancelled", "NCG meeting called off over missiles", CANCELLED, days_ago=8, outlet="First"),
    an_article("harvest", "Rice is early", HARVEST, days_ago=7, outlet="First"),
    an_article("refusal", "북한, 대화 거부", REFUSAL, lang="ko", days_ago=6, outlet="Third"),
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("backtest"))
    corpus.configure()
    corpus.keep(*ARTICLES)
    return corpus


def rehearsed(corpus: Corpus, *words: str, since: str = "2026-11-01") -> dict[str, Any]:
    document = corpus.document("watch", "test", *words, "--since", since)
    return {watch["id"]: watch for watch in document["watches"]}


def keys(lines: list[dict[str, Any]]) -> list[str]:
    return [line["url"].rsplit("/", 1)[1] for line in lines]


def test_what_was_told_live_would_be_told_again(corpus: Corpus) -> None:
    with corpus.open() as house, house.db.reading() as tx:
        told = {(alert.watch, alert.article, alert.kind.value) for alert in list_alerts(tx)}
    tested = rehearsed(corpus)
    again = {
        (watch, alert["article_id"], alert["kind"])
        for watch, test in tested.items()
        for alert in test["alerts"]
    }
    assert again == told
    assert told
    assert all(alert["did_tell"] for test in tested.values() for alert in test["alerts"])
    assert all(test["new"] == test["lost"] == [] for test in tested.values())


def test_copies_are_folded(corpus: Corpus) -> None:
    ncg = rehearsed(corpus, "ncg")["ncg"]
    assert [alert["kind"] for alert in ncg["alerts"]] == ["first", "follow-up"]
    assert keys(ncg["alerts"]) == ["meeting", "cancelled"]
    assert (ncg["matched"], ncg["folded"], ncg["did_tell"]) == (3, 1, 2)
    assert ncg["alerts"][0]["evidence"][0]["matches"][0]["entity"] == "ncg"


def test_days_are_the_desks_and_languages_apart(corpus: Corpus) -> None:
    tested = rehearsed(corpus)
    assert [
        (day["day"], day["lang"], day["matched"], day["would_tell"]) for day in tested["ncg"]["days"]
    ] == [
        ("2026-11-12", "en", 2, 1),
        ("2026-11-14", "en", 1, 1),
    ]
    assert [(day["day"], day["lang"]) for day in tested["talks"]["days"]] == [("2026-11-16", "ko")]


def test_what_came_before_on_the_story_counts_as_told(corpus: Corpus) -> None:
    later = rehearsed(corpus, "ncg", since="2026-11-12T19:00")["ncg"]
    assert later["matched"] == 2
    assert [alert["kind"] for alert in later["alerts"]] == ["follow-up"]


def test_a_new_query_is_set_beside_the_watch_on_file(corpus: Corpus) -> None:
    ncg = rehearsed(corpus, "ncg", "--query", "@ncg missiles OR rice")["ncg"]
    assert keys(ncg["new"]) == ["harvest"]
    assert keys(ncg["lost"]) == ["meeting", "copy"]
    assert keys(ncg["told"]) == ["meeting", "cancelled"]
    assert [alert["did_tell"] for alert in ncg["alerts"]] == [True, False]


def test_a_query_alone_is_a_watch_of_its_own(corpus: Corpus) -> None:
    tested = rehearsed(corpus, "--query", "대화 OR rice")
    assert keys(tested["query"]["alerts"]) == ["harvest", "refusal"]
    assert tested["query"]["did_tell"] == 0


def test_nothing_is_written(corpus: Corpus) -> None:
    with corpus.open() as house, house.db.reading() as tx:
        before = len(list_alerts(tx))
    rehearsed(corpus)
    with corpus.open() as house, house.db.reading() as tx:
        assert len(list_alerts(tx)) == before


def test_files_are_taken_as_news_of_their_day_and_undated_ones_as_of_none(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    corpus.keep(
        an_article("old", "NCG to meet", MEETING, days_ago=20, sighting=Sighting.BACKFILL),
        an_article("undated", "Rice and the NCG", HARVEST, days_ago=None, sighting=Sighting.BACKFILL),
    )
    ncg = rehearsed(corpus, "ncg")["ncg"]
    assert keys(ncg["alerts"]) == ["old"]
    assert not ncg["alerts"][0]["did_tell"]
    assert keys(ncg["undated"]) == ["undated"]
    assert ncg["matched"] == 2
    assert ncg["new"] == ncg["lost"] == []


def test_a_watch_of_digests_holds_what_it_meets(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure(CONFIG.replace('query = "@ncg"', 'query = "@ncg"\npolicy = "digest"'))
    corpus.keep(ARTICLES[0])
    ncg = rehearsed(corpus, "ncg")["ncg"]
    assert (ncg["held"], ncg["would_tell"], ncg["days"][0]["matched"]) == (1, 0, 1)


def test_origins_are_those_of_the_day(corpus: Corpus) -> None:
    """The second outlet's copy is no origin of its own, and neither is the first outlet's second report."""
    assert rehearsed(corpus, "--query", "@ncg origins >= 2")["query"]["matched"] == 0
    assert rehearsed(corpus, "--query", "@ncg origins >= 1")["query"]["matched"] == 3


def test_people_see_tables(corpus: Corpus) -> None:
    shown = corpus.hanmi("watch", "test", "ncg", "--since", "2026-11-01").stdout
    for said in ("would alert", "2026-11-12", "NCG meeting called off", "follow-up"):
        assert said in shown
    assert "were met by nothing" in corpus.hanmi("watch", "test", "--since", "2026-11-15").stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--query", "@nkg"], "did you mean @ncg?"),
        (["--since", "soon"], "neither so long ago"),
    ],
)
@pytest.mark.sqlite_only  # no file is made for it
def test_a_wrong_asking_ends_with_2(tmp_path: Path, words: list[str], why: str) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    result = corpus.hanmi("watch", "test", *words)
    assert result.exit_code == 2
    assert why in result.stderr
    assert not (tmp_path / "data").exists()


def test_an_unknown_watch_is_named_with_the_nearest(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    assert "did you mean talks?" in str(corpus.hanmi("watch", "test", "talk").exception)
