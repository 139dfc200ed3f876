"""Articles that their pages cut in parts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.extract.page import extract_page
from flows.sources.rest import MOST_PARTS, join_parts, read_rest
from storage.errors import FetchError
from storage.records import Extract, Page, Teaser

URL = "http://paper.example/news/calendar"
PROSE = "<p>Ministers of both countries agreed on Tuesday on a calendar for the talks of the year.</p>"


def rest_of(link: str, *, url: str = URL, head: str = "") -> str | None:
    body = f"<h1>A calendar</h1>{PROSE}{link}"
    page = f"<html><head><title>A calendar</title>{head}</head><body>{body}</body></html>"
    return extract_page(page.encode(), url=url).rest


@pytest.mark.parametrize(
    ("link", "rest"),
    [
        ("<nav class='pagination'><span>1</span> <a href='?page=2'>2</a></nav>", f"{URL}?page=2"),
        ("<div class='paging'>Page 1 of 3 <a href='/news/calendar/2'>Next page</a></div>", f"{URL}/2"),
        ("<div>1/2 페이지 <a href='/news/calendar?p=2'>다음</a></div>", f"{URL}?p=2"),
        ("<a rel='next' href='/news/calendar/page/2/'>onwards</a>", f"{URL}/page/2/"),
        ("<p><a href='?view=all'>Read on one page</a></p>", f"{URL}?view=all"),
        ("<p><a href='?page=all'>한 페이지로 보기</a></p>", f"{URL}?page=all"),
        (
            "<p><a rel='next' href='?page=2'>2</a> <a href='?view=single'>Single page</a></p>",
            f"{URL}?view=single",
        ),
        # The next article, a list's next page, and other sites.
        ("<a rel='next' href='/news/a-ferry'>A ferry runs aground</a>", None),
        ("<div class='paging'><a href='/news?page=2'>2</a></div>", None),
        ("<div class='pager'><a href='http://other.example/news/calendar/2'>2</a></div>", None),
        ("<p><a href='?page=2'>2</a></p>", None),
        ("<div class='paging'><a href='?page=2&amp;id=9'>2</a></div>", None),
        ("<div class='paging'><a href='?page=1'>1</a></div>", None),
        ("<div class='paging'><a href='javascript:next()'>2</a></div>", None),
        ("<a rel='next' href='http://paper.example:99999/news/calendar/2'>2</a>", None),
    ],
)
def test_a_page_says_where_its_article_goes_on(link: str, rest: str | None) -> None:
    assert rest_of(link) == rest


def test_the_next_part_is_found_from_a_middle_one_and_from_an_address_with_an_ending() -> None:
    pager = "<div class='pages'>" + "".join(f"<a href='?page={n}'>{n}</a> " for n in (1, 2, 4)) + "</div>"
    assert rest_of(pager, url=f"{URL}?page=3") == f"{URL}?page=4"
    assert (
        rest_of("<link rel='next' href='a-2.html'>", url="http://a.example/a.html")
        == "http://a.example/a-2.html"
    )


def test_links_without_end_are_looked_through_in_linear_time() -> None:
    others = "<div class='paging'>" + "<a href='?page=2&amp;id=9'>2</a>" * 20_000 + "</div>"
    assert rest_of(others) is None
    assert rest_of("<div>" + "<a href='?page=2'>2</a> or another word " * 20_000 + "</div>") is None


def test_parts_are_joined_without_saying_anything_twice_and_a_whole_takes_their_place() -> None:
    first = Extract(title="A", text="one\ntwo", rest="http://a.example/2")
    second = Extract(title="A", text="two\nthree", rest="http://a.example/3")
    assert join_parts(first, second) == replace(first, text="one\ntwo\nthree", rest="http://a.example/3")
    whole = Extract(title="A", text="zero\none\ntwo\nthree", rest="http://a.example/4")
    assert join_parts(first, whole) == replace(first, text="zero\none\ntwo\nthree", rest=None)


class Outlet:
    """A fetcher and a pool in one: pages by their address, read at once."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def fetch(self, url: str) -> Page:
        self.asked.append(url)
        if url not in self.pages:
            raise FetchError(url, "it is not there")
        body = f"<title>A calendar</title><h1>A calendar</h1>{self.pages[url]}".encode()
        now = datetime.now(UTC)
        return Page(asked=url, url=url, status=200, content_type="text/html", body=body, fetched_at=now)

    async def run(self, read: Callable[[], Any], *, about: str) -> Any:
        return read()


def part(number: int, following: str = "") -> str:
    told = "told the members of the committee on that day."
    said = f"<p>Part {number} of the report says what {number} ministers {told}</p>"
    return said + (f"<div class='pages'><a rel='next' href='{following}'>Next</a></div>" if following else "")


def read_all(pages: dict[str, str]) -> tuple[Extract, list[str]]:
    outlet = Outlet(pages)
    first = Extract(title="A calendar", text="Part 1.", rest=f"{URL}?page=2")
    return asyncio.run(read_rest(outlet, outlet, first)), outlet.asked  # type: ignore[arg-type]  # both by shape


def test_all_parts_are_read_in_their_order() -> None:
    found, asked = read_all({f"{URL}?page=2": part(2, "?page=3"), f"{URL}?page=3": part(3)})
    assert [line.split(" of")[0] for line in found.text.split("\n")] == ["Part 1.", "Part 2", "Part 3"]
    assert (found.teaser, found.rest) == (None, None)
    assert asked == [f"{URL}?page=2", f"{URL}?page=3"]


def test_an_article_whose_further_part_cannot_be_had_is_marked() -> None:
    found, _ = read_all({f"{URL}?page=2": part(2, "?page=3")})
    assert found.teaser is Teaser.SHORT
    assert "Part 2" in found.text


def test_parts_without_end_end_and_so_do_those_in_a_circle() -> None:
    endless = {f"{URL}?page={n}": part(n, f"?page={n + 1}") for n in range(2, 40)}
    found, asked = read_all(endless)
    assert (len(asked), found.teaser) == (MOST_PARTS, Teaser.SHORT)
    found, asked = read_all({f"{URL}?page=2": part(2, "?page=3"), f"{URL}?page=3": part(3, "?page=2")})
    assert (len(asked), found.teaser) == (2, None)
