"""The line under a headline is known, wherever the page has it."""

from __future__ import annotations

import pytest

from tests.flows.extract.test_extract_lines import TEXT, TITLE, read

UNDER = "핵협의그룹, 통영서 개최<br>수산 시장도 연다"
SHOWN = "핵협의그룹, 통영서 개최 / 수산 시장도 연다"

UNDER_IT = {
    "within the article": f"<article><h1>{TITLE}</h1><div class='sub_title'>{UNDER}</div>{TEXT}</article>",
    "beside the text": f"<h3>{TITLE}</h3><div class='subtitle'>{UNDER}</div><div>{TEXT}</div>",
    "above the article": f"<h3>{TITLE}</h3><h4 class='subheading'>{UNDER}</h4><article>{TEXT}</article>",
    "a list": f"<h1>{TITLE}</h1><ul class='subtitle-list'><li>{UNDER}</li></ul><div>{TEXT}</div>",
    "one of several classes": f"<h1>{TITLE}</h1><div class='b article-subTitle'>{UNDER}</div>{TEXT}",
}
SAID = {
    "a paragraph": f"<article><h1>{TITLE}</h1><p class='summary'>{UNDER}</p>{TEXT}</article>",
    "bold": f"<h2>{TITLE}</h2><div class='bar'>가</div><div><b class='art_subtit'>{UNDER}</b>{TEXT}</div>",
    "a heading": f"<article><h1>{TITLE}</h1><h2 class='sub_tit'>{UNDER}</h2>{TEXT}</article>",
}


@pytest.mark.parametrize("body", UNDER_IT.values(), ids=UNDER_IT)
def test_the_line_under_a_headline_is_read_by_its_class(body: str) -> None:
    assert read(body).subtitle == SHOWN


@pytest.mark.parametrize("body", SAID.values(), ids=SAID)
def test_a_line_that_the_text_begins_with_is_not_said_twice(body: str) -> None:
    found = read(body)
    assert (found.subtitle, found.text.count("핵협의그룹")) == (None, 1)


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>{TITLE}</h1>{TEXT}</article><aside><p class='sub_title'>{UNDER}</p></aside>",
        f"<article><h1>{TITLE}</h1>{TEXT}</article><div class='sub_title'><a href='/2'>{UNDER}</a></div>",
        f"<article><h1>{TITLE}</h1>{TEXT}</article><a href='/2'><p class='sub_title'>{UNDER}</p></a>",
        f"<article><h1>{TITLE}</h1>{TEXT}</article><div class='related-subtitle subtitle'>{UNDER}</div>",
        f"<div class='sub_title'>{UNDER}</div><article><h1>{TITLE}</h1>{TEXT}</article>",
        f"<article><h1>{TITLE}</h1>{TEXT}</article>{'<p>.</p>' * 130}<p class='sub_title'>{UNDER}</p>",
        f"<article><h1>{TITLE}</h1><div class='sub_title'>{UNDER * 14}</div>{TEXT}</article>",
    ],
)
def test_what_stands_elsewhere_under_such_a_class_is_not(body: str) -> None:
    assert read(body).subtitle is None
