"""What addresses end in: which stated ones may be the fetched one's, and which look like an article's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.endings import end_alike, is_front, may_name_article

ALIKE = [
    ("/politics/12345", "/world/12345"),
    ("/2026/11/envoys", "/amp/2026/11/envoys"),
    ("/envoys.html", "/m/envoys"),
    ("/a/story.html", "/amp/a/story"),
    ("/story", "/mobile/story"),
    ("/view?id=9", "/view?id=9&page=2"),
    ("/view?id=9", "/view?id=9&t=envoys-meet"),
    ("/view?lang=en&id=9", "/view?id=9"),
    ("/news/view.php?no=551", "/m/read.php?no=551"),
    ("/n?id=1", "/amp/1"),
    ("/articles/70123", "/view?id=70123"),
    ("/article/20261128001", "/article/20261128001?sid=100"),
    ("/뉴스/한미정상회담개최", "/m/한미정상회담개최"),
    ("/news/articleView.html?idxno=9", "/mobile/articleView.html?idxno=9"),
    ("https://m.o.example/envoys", "/envoys"),
    ("https://www.o.example/a/1/", "http://o.example/a/1"),
]

UNLIKE = [
    ("/", "/a/1"),
    ("/news/", "/news/1"),
    ("/news/index.html", "/2026/11/envoys-meet-in-seoul"),
    ("/view", "/view?id=9"),
    ("/notice", "/notice?no=5"),
    ("/view?id=8", "/view?id=9"),
    ("/bbs/view.do?bbsId=B01", "/bbs/view.do?bbsId=B01&nttId=123"),
    ("/board.php?bo_table=pr", "/board.php?bo_table=pr&wr_id=7"),
    ("/list?page=1", "/a/1"),
    ("/list?sid=100", "/article/envoys-meet-in-seoul?sid=100"),
    ("/a/view", "/b/view"),
    ("/story", "/b/story"),
    ("/envoys-meet", "/envoys-part"),
    ("/2026/11/28/editorial", "/2026/11/28/envoys"),
    ("/main.php", "/a/1"),
]


def whole(address: str) -> str:
    return address if "://" in address else f"https://o.example{address}"


@pytest.mark.parametrize(("stated", "fetched"), ALIKE)
def test_an_address_that_ends_alike_may_be_the_fetched_one(stated: str, fetched: str) -> None:
    assert end_alike(whole(stated), whole(fetched))


@pytest.mark.parametrize(("stated", "fetched"), UNLIKE)
def test_an_address_that_lost_what_tells_articles_apart_is_another(stated: str, fetched: str) -> None:
    assert not end_alike(whole(stated), whole(fetched))


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("/a/1", True),
        ("/view?id=9", True),
        ("/2026/11/envoys-meet", True),
        ("/뉴스", True),
        ("/news/", False),
        ("/login", False),
        ("/articleView.html", False),
        ("/list?page=2", False),
        ("/", False),
    ],
)
def test_a_section_has_one_plain_word_at_its_end(address: str, is_one: bool) -> None:
    assert may_name_article(whole(address)) is is_one


@pytest.mark.parametrize(
    "address", ["https://o.example", "http://www.o.example/index.html", "//o.example/?utm_source=x"]
)
def test_a_front_page_is_told(address: str) -> None:
    assert is_front(address)
    assert not is_front(f"{address}#!/news/1")


@given(st.text())
def test_any_text_has_an_ending(text: str) -> None:
    assert end_alike(text, text)
    assert may_name_article(text) in (True, False)
