"""A bug met at one article leaves it out of a backtest, a search, a discovery or a feed, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from alerts.compose.feeds.alert_feed import AlertFeed, compose_atom, compose_json_feed, read_items
from tests.corpus import Corpus, an_article
from tests.storage.test_bugs import break_at, quiet_log

__all__ = ["quiet_log"]

ARTICLES = (
    an_article("first", "NCG meets in Seoul", "The NCG met on Monday with 28 delegates.", outlet="First"),
    an_article(
        "odd",
        "NCG called off over POISON",
        "The NCG was called off over POISON, the ministry said today.",
        outlet="Odd",
        days_ago=0.6,
    ),
    an_article(
        "last",
        "NCG is resumed in Busan",
        "The NCG was resumed in Busan, the ministry said today, with 64 delegates.",
        outlet="Last",
        days_ago=0.3,
    ),
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("asked"))
    corpus.configure()
    corpus.keep(*ARTICLES)
    return corpus


def test_a_search_goes_on(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    break_at(monkeypatch, "alerts.watch.matcher:Watchlist.read", always=False)
    assert len(corpus.lines("search", "ncg")) == 2


def test_a_discovery_goes_on(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    break_at(monkeypatch, "flows.inspect.discovery.discover:read_sentences", always=False)
    assert corpus.document("watch", "discover", "--since", "2026-11-01")["read"] == 3


@pytest.mark.parametrize(
    ("step", "matched"),
    [("alerts.watch.matcher:Watchlist.read", 2), ("alerts.decide.gather:read_novelty", 3)],
)
def test_a_backtest_goes_on_and_names_what_it_left_out(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, step: str, matched: int
) -> None:
    break_at(monkeypatch, step, always="novelty" in step)
    words = ("watch", "test", "ncg", "--query", "@ncg OR zebra", "--since", "2026-11-01")  # not on file
    tested = corpus.document(*words)
    assert tested["watches"][0]["matched"] == matched
    assert len(tested["watches"][0]["alerts"]) >= matched - 1
    shown = corpus.hanmi(*words).stdout
    assert ("faults of this program: " in shown) is bool(tested["faults"])
    if matched == 2:
        (fault,) = tested["faults"]
        assert fault["article_id"] == ARTICLES[1].id
        assert "KeyError" in fault["why"]


@pytest.mark.parametrize(("step", "items"), [("mark_html", 3), ("clean_url", 2)])
def test_a_feed_goes_on(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, step: str, items: int) -> None:
    break_at(monkeypatch, f"alerts.compose.feeds.alert_feed:{step}", always=False)
    # the address of the odd one has no such word
    with corpus.open() as house, house.db.reading() as tx:
        found = read_items(tx)
        for item in found:
            if "POISON" in item.kept.article.title:
                object.__setattr__(item.kept.article, "url", "https://news.example/POISON")
    feed = AlertFeed(title="t", address="http://a/", home="http://a/", items=found)
    assert compose_atom(feed, datetime.now(UTC)).count(b"<entry") == items
    assert len(json.loads(compose_json_feed(feed))["items"]) == items


def test_a_list_of_stories_goes_on(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    break_at(monkeypatch, "storage.corpus.credits:read_credit", always=False)
    assert len({line["id"] for line in corpus.lines("stories")}) >= 1
    odd = corpus.document("show", ARTICLES[1].id)
    assert corpus.document("show", odd["story_id"])["origins"] >= 1
