"""Pages give their article, and of what they state the surest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flows.extract.page import extract_page
from storage.errors import NoText, ReadError
from storage.records import Extract

URL = "https://www.times.example/news/2025/01/06/talks"
PARAGRAPHS = [
    "Foreign Minister Cho Tae-yul met his American counterpart in Seoul on Monday to discuss the alliance "
    "and what comes next.",
    "“We agreed that the fourth meeting of the Nuclear Consultative Group will be held soon,” the "
    "minister told reporters after the talks.",
    "The two sides also discussed North Korea’s nuclear program and trilateral cooperation with Japan, "
    "according to the ministry.",
    "Washington said in a statement that the commitment of the United States to the defense of South "
    "Korea will never waver.",
]
KOREAN = [
    "조태열 외교부 장관은 6일 서울에서 토니 블링컨 미국 국무장관과 회담하고 한미동맹 강화 방안을 "
    "논의했다고 외교부가 밝혔다.",
    "양측은 핵협의그룹 회의를 조속한 시일 안에 다시 열기로 하고 북한의 핵과 미사일 위협에 함께 "
    "대응하기로 뜻을 모았다.",
    "블링컨 장관은 기자들과 만나 한국 민주주의의 회복력을 신뢰한다며 한미일 협력도 계속돼야 한다고 강조했다.",
]
TITLE = "Seoul and Washington agree to hold nuclear talks in spring"


def page(
    head: str = "",
    above: str = "",
    below: str = "",
    *,
    lang: str = "en",
    title: str = TITLE,
    body: list[str] | None = None,
) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body or PARAGRAPHS)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title} - Example '
        f"Times</title>{head}</head><body>"
        f"<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav>"
        f"<main><article><h1>{title}</h1>{above}<div class='body'>{text}</div>{below}</article></main>"
        f"<footer>Copyright Example Times. All rights reserved.</footer></body></html>"
    ).encode()


def read(body: bytes, url: str = URL, **options: Any) -> Extract:
    return extract_page(body, url=url, **options)


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_the_text_has_one_paragraph_a_line_and_nothing_else() -> None:
    found = read(
        page(
            above="<p class='byline'>By Jane Doe</p><p>Published: Jan. 6, 2025 14:05</p>",
            below="<p>Follow us on Facebook and Twitter.</p>",
        )
    )
    assert found.text.split("\n") == PARAGRAPHS
    assert (found.title, found.lang) == (TITLE, "en")


ARTICLE = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2025-01-06T14:05:00+09:00",
    "author": [{"@type": "Person", "name": "Kim Min-su"}, {"@type": "Person", "name": "Jane Doe"}],
    "publisher": {"@type": "Organization", "name": "Example Times"},
}


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        {
            "@context": "https://schema.org",
            "@graph": [{"@type": "WebSite", "name": "Example Times"}, ARTICLE],
        },
        [{"@type": "BreadcrumbList"}, {"@type": "WebPage", "mainEntity": ARTICLE}],
        {**ARTICLE, "@type": ["Article", "NewsArticle"]},
        {**ARTICLE, "author": ["Kim Min-su", "Jane Doe"]},
        {**ARTICLE, "author": {"@type": "Person", "name": "Kim Min-su and Jane Doe"}},
        {**ARTICLE, "author": {"name": ["Kim Min-su", "Jane Doe"]}},
        {
            "@graph": [
                {**ARTICLE, "author": [{"@id": "#1"}, {"@id": "#2"}]},
                {"@id": "#1", "@type": "Person", "name": "Kim Min-su"},
                {"@id": "#2", "@type": "Person", "name": "Jane Doe"},
            ]
        },
        {**ARTICLE, "datePublished": "2025-01-06T05:05:00Z", "dateModified": "2025-02-01T00:00:00Z"},
    ],
)
def test_structured_data_is_read_in_all_its_shapes(value: object) -> None:
    found = read(page(ld(value)))
    assert found.authors == ("Kim Min-su", "Jane Doe")
    assert found.outlet == "Example Times"
    assert found.published is not None
    assert (found.published.at.isoformat(), found.published.by, found.published.confidence) == (
        "2025-01-06T05:05:00+00:00",
        "json-ld",
        1.0,
    )


@pytest.mark.parametrize(
    "script",
    ["{", "[" * 100_000, '{"@type": "NewsArticle", "headline": "x",}', "null", "[[[]]]",
    '{"@type": 5, "author": [[[[[["x"]]]]]]}', "<!-- {} -->", '"text"', '{"@graph": {"@graph": []}}'],
)  # fmt: skip
def test_broken_structured_data_harms_nothing(script: str) -> None:
    assert read(page(f'<script type="application/ld+json">{script}</script>')).text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    ("head", "above", "at", "by"),
    [
        (
            '<meta property="article:published_time" content="2025-01-06T14:05:00+09:00">',
            "",
            "2025-01-06T05:05:00+00:00",
            "meta",
        ),
        ('<meta name="pubdate" content="2025.01.06 14:05">', "", "2025-01-06T05:05:00+00:00", "meta"),
        ("", '<time datetime="2025-01-06T14:05:00+09:00">today</time>', "2025-01-06T05:05:00+00:00", "time"),
        (
            "",
            "<span class='date'>입력 2025.01.06 14:05</span><span class='date'>수정 2025.01.07 09:00</span>",
            "2025-01-06T05:05:00+00:00",
            "text",
        ),
        (
            "",
            "<div class='info'>수정 2025.01.07 09:00 | 입력 2025.01.06 14:05</div>",
            "2025-01-06T05:05:00+00:00",
            "text",
        ),
        ("", "<p class='article-date'>2025년 1월 6일 오후 2:05</p>", "2025-01-06T05:05:00+00:00", "text"),
        (
            "",
            "<p class='published'>Published Jan. 6, 2025 2:05 p.m.</p>",
            "2025-01-06T05:05:00+00:00",
            "text",
        ),
        (
            '<meta name="date" content="2025-01-06">',
            "<span class='time'>2025-01-06 14:05</span>",
            "2025-01-06T05:05:00+00:00",
            "text",
        ),
        ("", "", "2025-01-06T14:59:59+00:00", "url"),
    ],
)
def test_times_come_from_the_surest_field_and_are_seoul_times(
    head: str, above: str, at: str, by: str
) -> None:
    found = read(page(head, above))
    assert found.published is not None
    assert (found.published.at.isoformat(), found.published.by) == (at, by)


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        (
            f'<meta property="og:title" content="{TITLE} - Example Times"><meta property="og:site_name" '
            f'content="Example Times">',
            TITLE,
            TITLE,
        ),
        (f'<meta property="og:title" content="{TITLE} | Politics | Example Times">', TITLE, TITLE),
        ('<meta property="og:title" content="Seoul and Washington agree to hold nuclear…">', TITLE, TITLE),
        (
            '<meta property="og:title" content="Seoul and Washington agree to hold...">' + ld(ARTICLE),
            TITLE,
            TITLE,
        ),
        (
            '<meta property="og:title" content="You will not believe what Seoul did">' + ld(ARTICLE),
            TITLE,
            TITLE,
        ),
        (
            '<meta property="og:title" content="[단독] 한미 회담 열린다 : 정치 : 한겨레"><meta '
            'property="og:site_name" '
            'content="한겨레">',
            "[단독] 한미 회담 열린다",
            "[단독] 한미 회담 열린다",
        ),
        ("", "Korea-U.S. talks: what comes next?", "Korea-U.S. talks: what comes next?"),
    ],
)
def test_titles_are_whole_and_without_the_outlet(head: str, h1: str, title: str) -> None:
    assert read(page(head, title=h1)).title == title


@pytest.mark.parametrize(
    ("head", "above", "authors"),
    [
        ('<meta name="author" content="Kim Min-su, Jane Doe">', "", ("Kim Min-su", "Jane Doe")),
        ('<meta name="author" content="By KIM MIN-SU">', "", ("Kim Min-su",)),
        ('<meta property="dable:author" content="홍길동 기자">', "", ("홍길동",)),
        ('<meta property="article:author" content="https://facebook.com/x">', "<span class='author'>Jane "
            "Doe</span>", ("Jane Doe",)),
        ('<meta name="author" content="Example Times"><meta property="og:site_name" content="Example '
         'Times">', "<a rel='author'>Jane Doe</a>", ("Jane Doe",)),
        ("", "<div class='reporter'>홍길동 기자 hong@times.example</div>", ("홍길동",)),
        ("", "<span class='author'>Share on Facebook</span>", ()),
    ],
)  # fmt: skip
def test_authors_are_people(head: str, above: str, authors: tuple[str, ...]) -> None:
    assert read(page(head, above)).authors == authors


def test_addresses_stay_on_the_site() -> None:
    own = "https://www.times.example/news/1"
    amp = "https://m.times.example/amp/1"
    head = f'<link rel="canonical" href="/news/1"><link rel="amphtml" href="{amp}"><meta property="og:url" content="https://times.example/n?id=1">'
    found = read(page(head), url=amp)
    assert (found.url, found.also) == (
        "https://m.times.example/news/1",
        ("https://times.example/n?id=1", amp),
    )
    found = read(page(f'<link rel="canonical" href="{own}"><link rel="amphtml" href="{amp}">'), url=own)
    assert (found.url, found.also) == (own, (amp,))


@pytest.mark.parametrize(
    "address",
    ["https://other.example/x", "https://www.times.example/", "javascript:alert(1)", "http://[", "//", ""],
)
def test_a_canonical_link_elsewhere_or_to_the_front_page_is_not_taken(address: str) -> None:
    assert read(page(f'<link rel="canonical" href="{address}">')).url == URL


def test_a_domain_of_two_letters_is_one_site() -> None:
    found = read(page('<link rel="canonical" href="https://www.sz.de/news/1">'), url="https://m.sz.de/news/1")
    assert found.url == "https://www.sz.de/news/1"


def test_a_saved_page_knows_its_address_itself() -> None:
    assert (
        read(page(ld({**ARTICLE, "url": "https://times.example/a/1"})), url="").url
        == "https://times.example/a/1"
    )
    assert (
        read(page('<meta property="og:url" content="https://times.example/a/1">'), url="").url
        == "https://times.example/a/1"
    )
    assert read(page(), url="").url is None


@pytest.mark.parametrize(
    ("declared", "body", "lang"),
    [("en", KOREAN, "ko"), ("ko", PARAGRAPHS, "en"), ("ko-KR", KOREAN, "ko"), ("", PARAGRAPHS, "en")],
)
def test_the_script_tells_the_language_whatever_the_template_says(
    declared: str, body: list[str], lang: str
) -> None:
    assert read(page(lang=declared, body=body)).lang == lang


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("label", ["utf-8", "euc-kr", "iso-8859-1", "nonsense"])
def test_encodings_are_told_whatever_the_labels_say(codec: str, label: str) -> None:
    body = page(body=KOREAN).decode().replace('charset="utf-8"', f'charset="{label}"').encode(codec)
    found = read(body, content_type=f"text/html; charset={label}")
    assert found.text.split("\n") == KOREAN


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"<html><body><div id='__next'></div><script>var a = 1</script></body></html>", "no text"),
        (b"<html><head><title>Just a moment...</title></head><body><p>Checking your browser before "
         b"accessing the site. Please wait a few seconds.</p></body></html>", "robots"),
        (b"<html><head><title>Access Denied</title></head><body><p>You don't have permission to access "
         b"this page on this server. Reference 18.2.</p></body></html>", "refusal"),
        (b"<html><head><title>Page not found</title></head><body><p>The page that you are looking for "
         b"does not exist or has been moved elsewhere.</p></body></html>", "gone"),
        ("<html><body><p>삭제된 기사입니다. 이용에 불편을 드려 죄송합니다.</p></body></html>".encode(),
        "gone"),
    ],
)  # fmt: skip
def test_a_page_without_an_article_says_so(body: bytes, why: str) -> None:
    with pytest.raises(NoText, match=why) as caught:
        read(body)
    assert caught.value.about == URL


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"%PDF-1.7", "application/pdf"), (b"{}", "application/json"), (b"\xff\xd8", "image/jpeg")],
)
def test_what_is_no_page_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(ReadError, match=kind):
        read(body, content_type=kind)


def test_the_full_pass_helps_where_the_fast_one_finds_little() -> None:
    teaser = "".join(f"<div><section><p>{paragraph}</p></section></div>" for paragraph in PARAGRAPHS * 3)
    body = f"<html><body><article><p>{PARAGRAPHS[0]}</p></article><div>{teaser}</div></body></html>".encode()
    assert all(paragraph in read(body).text for paragraph in PARAGRAPHS)


def test_the_body_in_structured_data_stands_in_for_a_page_built_by_script() -> None:
    body = ld({**ARTICLE, "articleBody": "\n".join(PARAGRAPHS)})
    found = read(f"<html><head>{body}</head><body><div id='root'></div></body></html>".encode())
    assert found.text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "clutter",
    [
        "<p><a href='/other'>North Korea fires another missile into the sea</a></p>",
        "<p>READ MORE: North Korea fires another missile</p>",
        "<p>관련기사</p><ul><li><a href='/x'>북한, 동해로 미사일 또 발사했다</a></li></ul>",
        "<figure><img src='x'><figcaption>Minister Cho speaks. [YONHAP]</figcaption></figure>",
        "<p>Advertisement</p>",
    ],
)
def test_clutter_within_the_text_is_dropped(clutter: str) -> None:
    text = "".join(
        f"<p>{paragraph}</p>{clutter if number == 1 else ''}" for number, paragraph in enumerate(PARAGRAPHS)
    )
    body = f"<html lang=en><body><article><h1>{TITLE}</h1>{text}</article></body></html>".encode()
    assert read(body).text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000 + b"text",
        b"<html><body>" + b"<a href=x>y" * 20_000,
        b"\x00" * 10_000 + b"<p>x</p>",
        bytes(range(256)) * 400,
        b"<html><head>"
        + b'<meta name="author" content="x">' * 20_000
        + b"</head><body><p>x</p></body></html>",
        b"<!doctype html><html>" + b"<p" * 10_000,
        b"<?xml version='1.0' encoding='nonsense'?><html><body><p>x</p></body></html>",
        b"<svg><title>x</title></svg>",
        b"<html><head><base href='http://[broken'><link rel=canonical "
        b"href='http://[x'></head><body>x</body></html>",
    ],
)
def test_broken_pages_end_in_a_named_result(body: bytes) -> None:
    try:
        found = read(body)
    except ReadError as error:
        about = error.about
    else:
        about = URL if found.text else "nothing"
    assert about == URL
