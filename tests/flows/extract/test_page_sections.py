"""The sections and types that a page states go with its article, and say what kind of text it is."""

from __future__ import annotations

import pytest

from flows.extract.page import extract_page

TEXT = (
    "<p>"
    + "The two sides have not met since the spring, and few of those who wait expect them to. " * 4
    + "</p>"
)


def page(head: str) -> bytes:
    return (
        f"<html lang=en><head><title>Talks must go on</title>{head}</head>"
        f"<body><article><h1>Talks must go on</h1>{TEXT}</article></body></html>"
    ).encode()


def ld(*fields: str) -> str:
    body = ", ".join(('"headline": "Talks must go on"', *fields))
    return f'<script type="application/ld+json">{{{body}}}</script>'


@pytest.mark.parametrize(
    ("head", "sections"),
    [
        ('<meta property="article:section" content="Opinion">', ("Opinion",)),
        (ld('"@type": "OpinionNewsArticle"'), ("OpinionNewsArticle",)),
        (ld('"@type": ["NewsArticle", "AnalysisNewsArticle"]'), ("AnalysisNewsArticle",)),
        (ld('"@type": "NewsArticle"', '"articleSection": ["오피니언", "사설"]'), ("오피니언", "사설")),
        (ld('"@type": "NewsArticle"'), ()),
        ("", ()),
    ],
)
def test_a_page_states_its_sections(head: str, sections: tuple[str, ...]) -> None:
    assert extract_page(page(head), url="https://a.example/news/1").sections == sections


def test_what_a_page_states_is_bounded() -> None:
    head = ld(
        '"@type": "NewsArticle"', f'"articleSection": [{", ".join([repr("x" * 999)] * 99)}]'.replace("'", '"')
    )
    found = extract_page(page(head), url="https://a.example/news/1").sections
    assert len(found) <= 6
    assert all(len(name) <= 60 for name in found)
