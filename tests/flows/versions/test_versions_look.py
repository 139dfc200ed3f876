"""What one look at a page can tell, by what its address answers."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from alerts.compose.words import KOREAN, say_reason
from flows.extract.generation import GENERATION
from flows.fetch.client import Fetcher
from flows.fetch.options import FetchOptions
from flows.versions.look import look_at
from flows.versions.seen import Missing, Reread, Seen, Unchanged, Unseen
from storage.corpus.ledger import keep_decision, read_decisions
from storage.corpus.looks import Look
from storage.database import Database
from storage.errors import ReadError
from storage.records import Article, Decision, Sighting, Teaser, TextFrom
from storage.records.reason_texts import Code
from storage.records.reasons import Reason, read_reason_text, write_reason_text
from storage.whole.pruning import prune_ledger

NOW = datetime(2026, 3, 5, 3, tzinfo=UTC)
PARAGRAPHS = (
    "The harbour wall will be rebuilt at a cost of four million crowns, the council decided on Monday.",
    "Work begins in May, once the fishing boats have moved to the basin behind the old cannery.",
    "A surveyor told the members that the tide had laid the footing bare since the autumn storm.",
    "The mayor said that the promenade would stay open while the stones were being carried in.",
)
OTHER = (
    "Log in with your member number to see the recipes, crosswords and letters of this weekend.",
    "New members receive a tote bag, a pencil and a year of puzzles in large print, free of charge.",
    "Questions about delivery are answered by telephone between nine and noon except on holidays.",
    "Gift cards can be redeemed at any kiosk that shows the blue sign of our reading society.",
)
ARTICLE = Article(
    key="dispatch.example/news/1",
    url="https://dispatch.example/news/1",
    title="Council votes to rebuild harbour wall",
    text="\n".join(PARAGRAPHS),
    lang="en",
    fetched_at=NOW,
    sighting=Sighting.LIVE,
    text_from=TextFrom.PAGE,
)
LOOK = Look(article=ARTICLE.id, number=1, since=NOW, etag='"1"')


class Inline:
    """A pool whose worker is this process."""

    async def run(self, function: Callable[[], Any], about: str = "") -> Any:
        return function()


def a_page(*paragraphs: str, title: str = ARTICLE.title) -> str:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    head = f"<html><head><title>{title}</title></head>"
    return f"{head}<body><article><h1>{title}</h1>{body}</article></body></html>"


def look(answers: dict[str, httpx.Response], article: Article = ARTICLE) -> Seen:
    """One look, where each path answers as given and every other with 404."""

    def answer(request: httpx.Request) -> httpx.Response:
        return answers.get(request.url.path, httpx.Response(404))

    async def run() -> Seen:
        options = FetchOptions(user_agent="test", pause=timedelta(), respect_robots=False)
        async with Fetcher(options, transport=httpx.MockTransport(answer)) as fetcher:
            return await look_at(fetcher, Inline(), article, LOOK)  # type: ignore[arg-type]  # as it is used

    return asyncio.run(run())


def html(text: str, **headers: str) -> httpx.Response:
    return httpx.Response(200, html=text, headers=headers)


def test_the_text_is_read_with_its_validators() -> None:
    seen = look({"/news/1": html(a_page(*PARAGRAPHS), etag='"2"')})
    assert isinstance(seen, Reread)
    assert (seen.article.text, seen.etag, seen.doubt) == (ARTICLE.text, '"2"', None)


def test_304_is_no_change() -> None:
    assert isinstance(look({"/news/1": httpx.Response(304)}), Unchanged)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_missing(status: int) -> None:
    seen = look({"/news/1": httpx.Response(status)})
    assert isinstance(seen, Missing)
    assert not seen.is_said


@pytest.mark.parametrize("status", [401, 402, 403, 429, 500, 502, 503])
def test_a_refusal_or_a_fault_says_nothing(status: int) -> None:
    assert isinstance(look({"/news/1": httpx.Response(status)}), Unseen)


def test_a_404_that_is_a_bot_check_says_nothing() -> None:
    page = "<html><title>Just a moment...</title></html>"
    assert isinstance(look({"/news/1": httpx.Response(404, html=page)}), Unseen)


def test_a_redirect_to_the_front_page_is_a_missing_page() -> None:
    moved = httpx.Response(302, headers={"Location": "/"})
    assert isinstance(look({"/news/1": moved, "/": html(a_page(*OTHER, title="Dispatch"))}), Missing)


def test_a_redirect_to_where_the_article_moved_is_followed() -> None:
    moved = httpx.Response(301, headers={"Location": "/archive/1"})
    assert isinstance(look({"/news/1": moved, "/archive/1": html(a_page(*PARAGRAPHS))}), Reread)


@pytest.mark.parametrize("title", ["Join the reading society", ARTICLE.title])
def test_a_form_in_its_place_is_no_version(title: str) -> None:
    seen = look({"/news/1": html(a_page(*OTHER[:2], title=title))})
    assert isinstance(seen, Unseen) or (isinstance(seen, Reread) and seen.article == ARTICLE and seen.doubt)


def test_a_text_that_other_rules_read_before_is_a_baseline() -> None:
    answers = {"/news/1": html(a_page(*PARAGRAPHS))}
    seen = look(answers, replace(ARTICLE, extraction=GENERATION))
    before = look(answers, replace(ARTICLE, extraction=0))
    assert isinstance(seen, Reread)
    assert isinstance(before, Reread)
    assert (seen.is_baseline, before.is_baseline) == (False, True)
    assert before.article.extraction == GENERATION


def test_of_a_cut_page_only_the_headline_counts() -> None:
    seen = look({"/news/1": html(a_page(PARAGRAPHS[0], title="Council votes not to rebuild harbour wall"))})
    assert isinstance(seen, Reread)
    assert seen.article.title == "Council votes not to rebuild harbour wall"
    assert seen.article.text == ARTICLE.text
    assert seen.doubt


def test_a_feeds_words_give_way_to_the_page_and_not_to_less() -> None:
    feed = replace(ARTICLE, text_from=TextFrom.FEED, teaser=Teaser.UNREAD, title="Wall to be rebuilt")
    part = replace(feed, text=PARAGRAPHS[0])
    whole = look({"/news/1": html(a_page(*PARAGRAPHS))}, part)
    assert isinstance(whole, Reread)
    assert whole.article.text == ARTICLE.text
    assert whole.article.teaser is None
    less = look({"/news/1": html(a_page(PARAGRAPHS[0]))}, feed)
    assert isinstance(less, Reread)
    assert (less.article.text, less.article.title) == (feed.text, feed.title)


def test_what_is_no_page_says_nothing() -> None:
    pdf = httpx.Response(200, content=b"%PDF-1.7", headers={"Content-Type": "application/pdf"})
    assert isinstance(look({"/news/1": pdf}), Unseen)


def test_looks_that_failed_leave_the_ledger_in_time_and_changes_stay(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'hanmi.db'}")
    with db.writing() as tx:
        for verdict in ("unread", "missing", "correction"):
            keep_decision(tx, Decision(at=NOW, step="look", subject="a-1", verdict=verdict, why="so"))
        assert prune_ledger(tx, before=NOW) == 0
        assert prune_ledger(tx, before=NOW + timedelta(days=1)) == 2
        assert [row.verdict for row in read_decisions(tx, ["a-1"])] == ["correction"]
    db.close()


CHECK = "<html><title>Just a moment...</title><body>Checking your browser</body></html>"


@pytest.mark.parametrize(
    ("page", "korean"),
    [
        (CHECK, "기사 대신 로봇 확인이나 동의 화면이 나옴"),
        (a_page(PARAGRAPHS[0]), "페이지에 본문이 일부만 나와 있음"),
    ],
)
def test_why_a_look_found_no_whole_article_is_said_in_korean_too(page: str, korean: str) -> None:
    seen = look({"/news/1": html(page)})
    assert isinstance(seen, (Unseen, Reread))
    why = seen.why if isinstance(seen, Unseen) else seen.doubt
    kept = read_reason_text(write_reason_text(why or ""))
    assert say_reason(kept, KOREAN) == korean


def test_a_feeds_address_that_leads_to_another_page_is_said_in_korean_too() -> None:
    feed = replace(ARTICLE, text_from=TextFrom.FEED, teaser=Teaser.UNREAD)
    moved = httpx.Response(302, headers={"Location": "/other/2"})
    seen = look({"/news/1": moved, "/other/2": html(a_page(*OTHER, title="Reading society opens"))}, feed)
    assert isinstance(seen, Unseen)
    assert say_reason(seen.why, KOREAN) == "주소가 다른 페이지로 이어짐"


def test_a_reason_comes_whole_from_a_worker() -> None:
    error = pickle.loads(pickle.dumps(ReadError("https://example.com/1", Reason(Code.BOT_CHECK))))
    assert say_reason(error.why, KOREAN) == "기사 대신 로봇 확인이나 동의 화면이 나옴"
