"""What a page is called and who signs it, where sites, rubrics, portals and agencies stand beside."""

from __future__ import annotations

import unicodedata

import pytest

from flows.extract.page import extract_page
from flows.extract.text.charset import decode_document
from storage.records import Extract

TEXT = "<p>Ministers of both countries agreed on Tuesday on a calendar for the talks of the year.</p>" * 2
TITLE = "Ministers agree on a calendar"


def read(head: str, body: str, announced: str = TITLE) -> Extract:
    page = f"<html><head>{head}</head><body><main><article>{body}{TEXT}</article></main></body></html>"
    return extract_page(page.encode(), url="http://paper.example/a", announced=announced)


@pytest.mark.parametrize("announced", [TITLE, ""])
@pytest.mark.parametrize(
    ("head", "heading"),
    [
        ("<title>World</title>", "h1"),
        ("<title>정치</title>", "h1"),
        ("<title>Opinion</title><meta property='og:title' content='Opinion'>", "h1"),
        ("<title>The Loop Times</title><meta property='og:title' content='The Loop Times'>", "h1"),
        (f"<title>Loop &gt; News &gt; Local &gt; {TITLE}</title>", "h1"),
        (f"<title>Home - World - {TITLE}</title>", "h1"),
        (f"<title>{TITLE} | Politics | Loop Daily</title>", "h1"),
    ],
)
def test_the_headline_that_readers_see_wins_over_sites_and_rubrics(
    head: str, heading: str, announced: str
) -> None:
    assert read(head, f"<{heading}>{TITLE}</{heading}>", announced).title == TITLE


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>뉴스루프</title>", f"<h1>{TITLE}</h1>"),
        ("<title>Loopback</title><meta property='og:title' content='Loopback'>", f"<h1>{TITLE}</h1>"),
        (f"<title>{TITLE} | Loopback</title>", f"<h1 class='logo'>The Loopback Site</h1><h2>{TITLE}</h2>"),
        ("<title>A page for you</title>", f"<h2>{TITLE}</h2>"),
    ],
)
def test_a_title_that_source_and_page_agree_on_wins(head: str, body: str) -> None:
    assert read(head, body).title == TITLE


def test_a_title_that_only_the_source_has_does_not_win() -> None:
    assert read(f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1>", "Notice of the day").title == TITLE


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Chris Aust, Senior Correspondent, and Ida Moe in Oslo", ("Chris Aust", "Ida Moe")),
        ("By Chris Aust in Seoul and Ida Moe, Staff Writer", ("Chris Aust", "Ida Moe")),
        ("By Ida Moe, Chief Correspondent, in Oslo", ("Ida Moe",)),
        ("Kari Nord og Ola Moe", ("Kari Nord", "Ola Moe")),
        ("Anna Lind och Bo Ek", ("Anna Lind", "Bo Ek")),
        ("Par Jean Roux et Anne Petit", ("Jean Roux", "Anne Petit")),
        ("홍길순·김하나 기자", ("홍길순", "김하나")),
    ],
)
def test_each_of_several_who_sign_is_named(byline: str, authors: tuple[str, ...]) -> None:
    assert (
        read(f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1><p class='byline'>{byline}</p>").authors == authors
    )


@pytest.mark.parametrize(
    "stated",
    ["뉴스루프 | 네이버", "AFP", "Getty Images", "REUTERS", "연합뉴스", "The Loop Times", "AFP/Getty Images"],
)
def test_portals_outlets_and_agencies_are_no_authors(stated: str) -> None:
    head = f"<title>{TITLE}</title><meta name='author' content='{stated}'>"
    byline = "<em class='journalist'>홍길순 기자</em>"
    assert read(head, f"<h1>{TITLE}</h1>").authors == ()
    assert read(head, f"<h1>{TITLE}</h1>{byline}").authors == ("홍길순",)


def test_decomposed_hangul_is_composed() -> None:
    title = unicodedata.normalize("NFD", "한미 핵협의그룹 회의")
    text = unicodedata.normalize(
        "NFD", "양국은 2일 회의를 열고 내년도 협의 일정을 확정했다고 외교부가 밝혔다."
    )
    byline = unicodedata.normalize("NFD", "홍길순 기자")
    page = f"<title>{title}</title><h1>{title}</h1><div class='byline'>{byline}</div><p>{text}</p>"
    found = extract_page(page.encode(), url="")
    assert found.title == "한미 핵협의그룹 회의"
    assert found.authors == ("홍길순",)
    assert all(unicodedata.is_normalized("NFC", value) for value in (found.title, found.text, *found.authors))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<item>외교부 회의</item>".encode() + b" caf\xe9 \xa9 \xe9t\xe9", "외교부 회의"),
        (b"<rss>\xa9 2026 " + "한미 회의".encode() + b"</rss>", "한미 회의"),
        (
            "<title>한미 회의 일정을 확정했다고 밝혔다</title>".encode("cp949") + b" \xff\xff",
            "일정을 확정했다",
        ),
        (
            b"<meta charset=iso-8859-1>"
            + "한미 양국은 일정을 확정했다고 외교부가 밝혔다".encode("cp949")
            + b"\xff.",
            "일정을 확정했다고",
        ),
    ],
)
def test_a_few_foreign_bytes_do_not_turn_a_small_korean_document_to_garbage(body: bytes, words: str) -> None:
    assert words in decode_document(body)
