"""`origins >= n` means the same wherever a watch is asked: kept, matched anew, rehearsed, read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.watch.examples import check_examples
from alerts.watch.matcher import compile_watchlist
from flows.config.loading.load import load_settings
from flows.inspect.rehearsing.backtest import rehearse_watches
from flows.keeping.new_article import keep_article, match_again
from flows.keeping.new_version import keep_look
from flows.origins import would_meet
from flows.versions.seen import Reread
from flows.wiring import House, open_house
from storage.corpus.articles import article_numbers, read_article, read_matches
from storage.corpus.looks import claim_looks
from storage.lists.article_lists import ArticleFilter, list_articles
from storage.records import Article, Example, Published, Sighting, TextFrom, Watch

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
BODY = " ".join(
    f"The allies weighed point {n} of the agenda for the consultative talks in week {n} of spring."
    for n in range(12)
)
OWN = " ".join(f"Its own reporter adds remark {n} on the seating order at table {n}." for n in range(30))
CONFIG = """
data_dir = "data"
[defaults]
sources = false
watchlist = false
[[watch]]
id = "confirmed"
query = "allies origins >= 2"
"""


def an_article(outlet: str, text: str, *, hours: int | None = 0) -> Article:
    published = None if hours is None else Published(at=NOW + timedelta(hours=hours), by="feed")
    return Article(
        key=f"{outlet}.example/1",
        url=f"https://{outlet}.example/1",
        title="Allies weigh the agenda",
        text=text,
        lang="en",
        outlet=outlet.title(),
        source=outlet,
        published=published,
        fetched_at=NOW + timedelta(hours=hours or 0),
        sighting=Sighting.LIVE if published else Sighting.BACKFILL,
        text_from=TextFrom.PAGE,
    )


ONE, TWO = an_article("one", BODY), an_article("two", f"{OWN}\n{BODY[:520]}", hours=1)
ON_FILE = replace(ONE, sighting=Sighting.BACKFILL)
UNDATED = an_article("two", f"{OWN}\n{BODY[:520]}", hours=None)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "hanmi.toml").write_text(CONFIG, encoding="utf-8")
    with open_house(load_settings(tmp_path / "hanmi.toml")) as opened:
        yield opened


def met(house: House) -> set[str]:
    with house.db.reading() as tx:
        found = list_articles(tx, ArticleFilter(watch="confirmed"))
    return {listed.outlet or "" for listed in found}


def match_all_again(house: House) -> int:
    with house.db.reading() as tx:
        numbers = article_numbers(tx)
    return sum(match_again(house, number, now=NOW).is_changed for number in numbers)


@pytest.mark.parametrize(
    ("articles", "meeting"),
    [
        ((ONE, TWO), {"Two"}),
        ((TWO, ONE), {"One"}),
        ((ON_FILE, UNDATED), {"Two"}),
        ((ONE, replace(TWO, text=BODY)), set()),
    ],
    ids=["in order", "out of order", "undated", "a copy"],
)
def test_matching_anew_an_unchanged_watchlist_changes_nothing(
    house: House, articles: tuple[Article, ...], meeting: set[str]
) -> None:
    for article in articles:
        keep_article(house, article, now=NOW + timedelta(hours=2))
    assert met(house) == meeting
    assert match_all_again(house) == 0
    assert met(house) == meeting


def test_what_a_version_met_is_met_when_it_is_matched_anew(house: House) -> None:
    """The first article meets the watch once it is read again: by then there is a second."""
    for article in (ONE, TWO):
        keep_article(house, article, now=NOW + timedelta(hours=2))
    with house.db.writing() as tx:
        tx.exec_driver_sql(
            "INSERT INTO looks (article, since, pulled, next_look_at)"
            " VALUES (1, '2026-11-20', 0, '2026-11-20')"
        )
    later = NOW + timedelta(hours=3)
    (look,) = claim_looks(house.db, {"one"}, house.owner, later, limit=1)
    with house.db.reading() as tx:
        kept = read_article(tx, list_articles(tx, ArticleFilter(source="one"))[0].id)
    assert kept is not None
    after = replace(ONE, text=f"{BODY} The allies will meet again on 4 December in Seoul.")
    seen = Reread(article=after, at=later, etag=None, last_modified=None)
    assert keep_look(house, look, kept, seen, now=later).is_updated
    assert met(house) == {"One", "Two"}
    match_all_again(house)
    assert met(house) == {"One", "Two"}


def test_an_undated_text_is_rehearsed_with_the_origins_of_its_story(house: House) -> None:
    for article in (ON_FILE, UNDATED):
        keep_article(house, article, now=NOW)
    (tested,) = rehearse_watches(house.db, house.watchlist, NOW - timedelta(days=9)).tests
    assert [line.outlet for line in tested.undated.values()] == ["Two"]
    assert tested.gained == tested.lost == []


def test_the_feeds_words_of_a_second_origin_are_wanted(house: House) -> None:
    """They must not wait for a page that failed in passing."""
    assert not would_meet(house, ONE)
    keep_article(house, ONE, now=NOW)
    assert would_meet(house, TWO)
    assert not would_meet(house, replace(TWO, text=BODY))
    with house.db.reading() as tx:
        assert read_matches(tx, TWO.id) == ()


@pytest.mark.parametrize(
    ("query", "text", "is_met"),
    [
        ("allies origins >= 2", "The allies met.", True),
        ("allies origins >= 2", "They met.", False),
        ("allies NOT origins >= 3", "The allies met.", True),
        ("(allies origins >= 2) NOT origins >= 5", "The allies met.", True),
    ],
)
def test_an_example_says_nothing_of_origins(query: str, text: str, is_met: bool) -> None:
    watch = Watch(id="w", name="w", query=query, must_match=(Example(text=text),))
    against = replace(watch, must_match=(), must_not_match=watch.must_match)
    for each, holds in ((watch, is_met), (against, not is_met)):
        assert (check_examples(compile_watchlist((), [each]), [each]) == []) is holds


def test_origins_are_counted_once_and_only_where_they_decide() -> None:
    counted: list[int] = []

    def count() -> int:
        counted.append(1)
        return 2

    watches = [Watch(id=id, name=id, query=f"allies {id} origins >= 2") for id in ("agenda", "talks")]
    watchlist = compile_watchlist((), watches)
    assert watchlist.read(replace(ONE, text="Nobody met.", title=""), count).matches() == ()
    assert counted == []
    assert len(watchlist.read(ONE, count).matches()) == 2
    assert counted == [1]
