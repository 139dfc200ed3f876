"""Listing pages to entries."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.formats.page import read_listing
from storage.errors import ChallengePage, NotAFeed

URL = "https://www.mofa.go.kr/www/brd/m_4080/list.do"

NAV = (
    '<nav><ul><li><a href="/">외교부 홈페이지 첫 화면으로</a>'
    '<a href="/www/wpge/m_4177/contents.do">정책 자료실 안내</a></li></ul></nav>'
)
ROW = """<tr><td>{n}</td><td>
<a href="./view.do?seq=37500{n}&page=1"> 제{n}차 한미 핵협의그룹 회의 결과 공동언론성명 </a>
<a href="./view.do?seq=37500{n}&page=1"><img alt="파일"></a></td><td>북미국</td><td>2026-01-0{n}</td></tr>"""
ROWS = "".join(ROW.format(n=n) for n in range(1, 6))
HEAD = "<!DOCTYPE html><html lang=ko><head><title>보도자료</title></head><body>"
PAGE = f"{HEAD}{NAV}<table>{ROWS}</table></body></html>"

PIECE = """<article><h3><a href="/2026/01/the-road-to-seoul-part-{n}">The Road to Seoul, Part {n}</a></h3>
<time datetime="2026-01-0{n}T10:00:00-05:00">Jan</time><p>Some lines on it.</p>
<a href="/2026/01/the-road-to-seoul-part-{n}">Read more</a></article>"""
ENGLISH = (
    "<html><head><title>Commentary</title></head><body><div class=menu>"
    '<a href="/topics/nuclear-2023">Nuclear topics since 2023</a></div>'
    + "".join(PIECE.format(n=n) for n in range(1, 5))
    + '<footer><a href="/about/our-people-and-their-2023-work">About the people and their work</a></footer>'
    "</body></html>"
)


def read(page: str, **named: str) -> list[tuple[str, str, datetime | None]]:
    feed = read_listing(page.encode(), url=URL, **named)  # type: ignore[arg-type]
    return [
        (entry.url, entry.title, entry.published.at if entry.published else None) for entry in feed.entries
    ]


def test_a_korean_list_is_guessed_with_its_dates() -> None:
    found = read(PAGE)
    assert len(found) == 5
    assert found[0] == (
        "https://www.mofa.go.kr/www/brd/m_4080/view.do?seq=375001&page=1",
        "제1차 한미 핵협의그룹 회의 결과 공동언론성명",
        datetime(2026, 1, 1, 14, 59, 59, tzinfo=UTC),
    )


def test_an_english_list_is_guessed_with_its_dates() -> None:
    found = read(ENGLISH)
    assert [title for _, title, _ in found] == [f"The Road to Seoul, Part {n}" for n in range(1, 5)]
    assert found[3][2] == datetime(2026, 1, 4, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "href",
    [
        "/news/{n}.html",
        "/view.php?no={n}",
        "/bbs/board.php?bo_table=news&wr_id={n}",
        "/articles/story-{n}",
        "/{w}",
        "/x/{w}.html",
    ],
)
def test_a_list_is_seen_by_its_headlines_too(href: str) -> None:
    words = ["one", "two", "three", "four", "five"]
    links = "".join(
        f'<li><a href="{href.format(n=n, w=word)}">Allied envoys meet in Seoul, day {word}</a></li>'
        for n, word in enumerate(words)
    )
    sections = "".join(f'<li><a href="/s/{word}">Section {word} of the paper</a></li>' for word in words)
    assert len(read(f"<html><body><ul>{sections}</ul><ul>{links}</ul></body></html>")) == 5


def test_what_stands_in_the_rows_of_a_list_belongs_to_it_whatever_its_section() -> None:
    rows = [f"/politics/2026/12/0{n}/envoys-meet-in-seoul-{n}" for n in range(1, 9)]
    rows[2:2] = ["/world/9911", "/news/view?id=1001#comments"]
    links = "".join(
        f'<li class="row"><a href="{row}">Allied envoys meet: report {n}</a></li>'
        for n, row in enumerate(rows)
    )
    beside = '<div class="box"><a href="/best/20261201">Most read of all the papers this week</a></div>'
    menu = (
        '<nav><ul><li class="row"><a href="/about/2026">About the people and their work</a></li></ul></nav>'
    )
    more = '<li class="row"><a href="/topics/all-of-them">All that was ever written on envoys</a></li>'
    found = read(f"<html><body>{menu}<ul>{links}{more}</ul>{beside}</body></html>")
    assert [title for _, title, _ in found] == [f"Allied envoys meet: report {n}" for n in range(10)]


def test_sections_alone_are_no_list() -> None:
    sections = "".join(
        f'<li><a href="/s/{word}">{word} and more</a></li>'
        for word in ("Politics", "Economy", "Culture", "Sport")
    )
    with pytest.raises(NotAFeed, match="no list"):
        read(f"<html><body><ul>{sections}</ul></body></html>")


def test_a_list_in_a_korean_charset_is_read() -> None:
    feed = read_listing(PAGE.encode("cp949"), url=URL)
    assert feed.title == "보도자료"
    assert feed.entries[4].title.startswith("제5차")


@pytest.mark.parametrize(
    ("named", "count"),
    [
        ({"selector": "td a"}, 5),
        ({"selector": "table tr"}, 5),
        ({"selector": "tr:nth-child(2) a"}, 1),
        ({"pattern": r"view\.do\?seq=\d+"}, 5),
        ({"pattern": r"seq=37500[12]\b"}, 2),
    ],
)
def test_a_selector_or_pattern_says_which_links_count(named: dict[str, str], count: int) -> None:
    assert len(read(PAGE, **named)) == count


@pytest.mark.parametrize(
    ("page", "named", "said"),
    [
        ("<html><body><p>Nothing here.</p></body></html>", {}, "no list of articles"),
        (PAGE, {"selector": "div.news a"}, "finds no link"),
        (PAGE, {"selector": "a[["}, "cannot be read"),
        (PAGE, {"pattern": "("}, "cannot be read"),
        (PAGE, {"pattern": "nowhere"}, "no link meets"),
        ("", {}, "empty"),
        ("plain words", {}, "text came"),
        ("<html>" + "<div>" * 20_000, {}, "deep"),
    ],
)
def test_a_page_without_a_list_is_named(page: str, named: dict[str, str], said: str) -> None:
    with pytest.raises(NotAFeed, match=said):
        read(page, **named)


def test_a_bot_check_is_no_list() -> None:
    with pytest.raises(ChallengePage):
        read("<html><head><title>Just a moment...</title></head><body><a href=/1>x</a></body></html>")


def test_links_to_elsewhere_are_no_articles_of_this_page() -> None:
    away = PAGE.replace("./view.do", "https://other.example/view.do")
    with pytest.raises(NotAFeed):
        read(away)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([PAGE, ENGLISH]),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 30), st.binary(max_size=12)), max_size=6),
)
def test_a_damaged_list_gives_entries_or_a_named_error(text: str, cuts: list[tuple[int, int, bytes]]) -> None:
    body = text.encode()
    for at, length, instead in cuts:
        body = body[:at] + instead + body[at + length :]
    try:
        feed = read_listing(body, url=URL)
    except NotAFeed:
        return
    assert all(entry.url.startswith("http") for entry in feed.entries)


SCRIPTED = (
    "javascript:view({n})",
    "JavaScript:void(0)",
    " javascript:fn_view('{n}');",
    "#",
    "mailto:press{n}@mofa.example",
    "",
)


@pytest.mark.parametrize("href", SCRIPTED)
def test_headlines_that_lead_to_scripts_are_counted(href: str) -> None:
    links = "".join(
        f'<li><a href="{href.format(n=n)}" onclick="view({n})">제{n}차 한미 핵협의그룹 회의 결과</a></li>'
        for n in range(4)
    )
    menu = '<nav><a href="javascript:login()">로그인하러 가는 곳입니다 여러분</a></nav><a href="#">위로</a>'
    feed = read_listing(f"{HEAD}{menu}<table>{ROWS}</table><ul>{links}</ul>".encode(), url=URL)
    assert (len(feed.entries), feed.dropped) == (5, 4)
    with pytest.raises(NotAFeed, match="4 headlines there lead to scripts and no address"):
        read_listing(f"{HEAD}{menu}<ul>{links}</ul>".encode(), url=URL)


def test_links_within_the_page_and_of_menus_are_no_headlines_that_are_lost() -> None:
    page = PAGE.replace("</body>", '<p><a href="#top">이 페이지의 맨 위로 다시 돌아가기 단추</a></p></body>')
    assert read_listing(page.encode(), url=URL).dropped == 0
