"""Articles whose text stands only in what a page's scripts build it from."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from flows.extract.page import extract_page
from storage.errors import NoText

TITLE = "Ministers agree on a calendar"
PROSE = [
    "Ministers of both countries agreed on Tuesday on a calendar for the talks of the coming year.",
    "The first round is to be held in spring, said an official who was in the room for all of it.",
    "양국은 비용에 관한 말은 하지 않았다고 회의에 참석한 당국자가 전했다.",
]
MARKUP = "".join(f"<p>{text}</p>" for text in PROSE)
OTHERS = [{"title": "A ferry runs aground", "body": "A ferry ran aground on Monday. " * 40}]
COMMENTS = [{"text": "Typical of them. " * 30}]
ARTICLE: dict[str, Any] = {"title": TITLE, "related": OTHERS, "comments": COMMENTS}
WITH_TEXT = ARTICLE | {"text": MARKUP}
PLAIN = "\n".join(PROSE)


def data(value: Any) -> str:
    return json.dumps(value)


def push(text: str) -> str:
    return f"self.__next_f.push({json.dumps([1, text])})"


NEXT = '<script id="__NEXT_DATA__" type="application/json">{}</script>'
PARTS = [{"type": "text", "text": text} for text in PROSE]
REFERRED = {
    "Article:7": {"title": TITLE, "parts": [{"__ref": f"Part:{n}"} for n in range(3)]},
    **{f"Part:{number}": {"html": f"<p>{text}</p>"} for number, text in enumerate(PROSE)},
}
FUSION = {"headlines": {"basic": TITLE}, "content_elements": [{"type": "text", "content": t} for t in PROSE]}
ELEMENTS = [["$", "p", str(number), {"children": text}] for number, text in enumerate(PROSE)]
STREAM = json.dumps(["$", "div", None, {"children": ELEMENTS}]) + "\n"


@pytest.mark.parametrize(
    "script",
    [
        NEXT.format(data({"props": {"pageProps": {"article": ARTICLE | {"contents": PARTS}}}})),
        NEXT.format(data({"props": {"data": ARTICLE | {"bodyHtml": MARKUP}}})),
        f"<script>window.__NUXT__={data({'data': [{'news': ARTICLE | {'content': MARKUP}}]})};</script>",
        f"<script>window.__INITIAL_STATE__ = {data({'a': ARTICLE | {'body': PLAIN}})};x=1</script>",
        f"<script>window.__PRELOADED_STATE__ = JSON.parse({data(data(WITH_TEXT))});</script>",
        f"<script>var pageState = JSON.parse(decodeURIComponent({data(quote(data(WITH_TEXT)))}))</script>",
        f"<script>window.__APOLLO_STATE__ = {data(REFERRED)}</script>",
        f"<script>Fusion.globalContent={data(FUSION)};Fusion.x={{}}</script>",
        f"<script>{push('1:' + STREAM[:60])}</script><script>{push(STREAM[60:])}</script>",
        f"<script>{push(f'2:T{len(MARKUP.encode()):x},{MARKUP}3:[]')}</script>",
    ],
)
def test_a_text_that_stands_only_in_scripts_is_read(script: str) -> None:
    page = f"<html><head><title>{TITLE} - Loop</title></head><body><div id='app'></div>{script}</body></html>"
    assert extract_page(page.encode(), url="http://paper.example/a").text.split("\n") == PROSE


def test_a_text_of_which_the_page_shows_the_beginning_is_read_to_its_end() -> None:
    prose = [
        f"{text} This was told by {number} people, all of them officials."
        for number in range(4)
        for text in PROSE
    ]
    script = NEXT.format(data({"article": ARTICLE | {"body": "".join(f"<p>{text}</p>" for text in prose)}}))
    shown = "".join(f"<p>{text}</p>" for text in prose[:5])
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1>{shown}{script}"
    assert extract_page(page.encode(), url="").text.split("\n") == prose


def test_another_articles_text_in_a_script_is_not_taken() -> None:
    script = NEXT.format(data({"latest": OTHERS}))
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{PROSE[0]}</p>{script}"
    assert extract_page(page.encode(), url="").text == PROSE[0]


@pytest.mark.parametrize(
    "script",
    [
        "<script>window.__NUXT__=" + "[" * 50_000 + "</script>",
        "<script>window.__NUXT__=" + '{"a":' * 5_000 + "</script>",
        f"<script>{'xdata = [' * 20_000}</script>",
        NEXT.format("[" * 400 + "]" * 400),
        NEXT.format(data([{"title": TITLE, "body": [{"__ref": "a"}] * 1_000}] * 1_000)),
        f"<script>{push('1:T99999999999999,')}</script>",
        f"<script>{push('1:' + data(['$', [], None, {}]))}</script>",
    ],
)
def test_hostile_data_gives_nothing_soon(script: str) -> None:
    with pytest.raises(NoText):
        extract_page(f"<title>{TITLE}</title><body>{script}</body>".encode(), url="")


def test_the_updates_of_a_live_blog_are_its_text() -> None:
    posts = [{"@type": "BlogPosting", "headline": "10:05", "articleBody": text} for text in PROSE]
    blog = {
        "@type": "LiveBlogPosting",
        "headline": TITLE,
        "liveBlogUpdate": posts,
    }
    ld = f'<script type="application/ld+json">{data(blog)}</script>'
    page = f"<title>{TITLE}</title>{ld}<h1>{TITLE}</h1><p>{PROSE[1]}</p>"
    assert extract_page(page.encode(), url="").text.split("\n") == PROSE
