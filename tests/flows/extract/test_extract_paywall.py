"""A page that keeps the rest of its article for those who pay is told from one that is whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extract.facts.paywall import weigh_text
from flows.extract.page import extract_page
from storage.errors import ReadError
from storage.records import Extract, Teaser

OPENING = (
    "The envoys of both countries met on Tuesday and spoke for three hours about the cost of the garrison.",
    "Neither side named a figure when the doors opened again, and the next round was left without a date.",
)
OPENING_KO = (
    "양국 대표단은 화요일 세 시간 동안 주둔 비용을 놓고 협의했으며 회담장 문이 다시 열렸을 때 어느 쪽도 "
    "금액을 밝히지 않았다.",
    "다음 협의의 날짜는 정해지지 않은 채 남았고 대표단은 각자 본국으로 돌아가 보고할 예정이라고 밝혔다.",
)
WHOLE = tuple(f"{OPENING[0]} {OPENING[1]} That was said by delegate number {n}." for n in range(12))


def page(*paragraphs: str, lang: str = "en", head: str = "", tail: str = "", attrs: str = "") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang='{lang}'><head><title>Talks end without a figure</title>{head}</head><body>"
        f"<article><h1>Talks end without a figure</h1><div {attrs}>{body}</div>{tail}</article></body></html>"
    ).encode()


def ld(**fields: object) -> str:
    article = {"@type": "NewsArticle", "headline": "Talks end without a figure", **fields}
    return f"<script type='application/ld+json'>{json.dumps(article)}</script>"


def read(body: bytes) -> Extract:
    return extract_page(body, url="https://a.example/talks")


@pytest.mark.parametrize(
    "ask",
    [
        "<p>Subscribe to continue reading.</p>",
        "<div><a href='/in'>Sign in</a> or <a href='/s'>subscribe</a> to keep reading</div>",
        "<p>To read the full article, please <b>log in</b>. Subscribe now to read the full story.</p>",
        "<div class='gate'>This article is available only to subscribers.</div>",
        "<p>You’ve reached your limit of free articles.</p>",
        "<p>For subscribers only</p>",
        "<p>이 기사는 유료회원 전용입니다.</p>",
        "<div>기사 전문은 <a href='/login'>로그인</a> 후 읽을 수 있습니다.</div>",
        "<p>구독하시면 나머지 기사를 계속 읽으실 수 있습니다.</p>",
        "<p>이 콘텐츠는 프리미엄 회원에게만 공개됩니다.</p>",
    ],
)
def test_a_short_text_before_a_request_to_pay_is_a_teaser(ask: str) -> None:
    assert read(page(*OPENING, tail=ask)).teaser is Teaser.PAYWALL
    assert read(page(*OPENING_KO, lang="ko", tail=ask)).teaser is Teaser.PAYWALL


@pytest.mark.parametrize(
    "head",
    [
        ld(isAccessibleForFree=False),
        ld(isAccessibleForFree="False"),
        ld(isAccessibleForFree="http://schema.org/False"),
        "<meta property='article:content_tier' content='locked'>",
    ],
)
def test_a_short_text_of_a_page_that_states_to_be_paid_for_is_a_teaser(head: str) -> None:
    assert read(page(*OPENING, head=head)).teaser is Teaser.PAYWALL
    assert read(page(*WHOLE, head=head)).teaser is None


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "<p>Subscribe to our newsletter. Sign in. Already a subscriber?</p>",
        "<p>로그인 회원가입 구독 신청 제보는 카카오톡으로 받습니다.</p>",
        "<ul><li>기사제보<li>로그인<li>회원가입<li>콘텐츠 제공<li>정기구독<li>모바일 전용<li>약관</ul>",
        "<p>부동산 전문 기자 홍길동</p><p>로그인 후 댓글을 작성할 수 있습니다</p><p>관련기사 이용약관</p>",
        "<p>저작권자 © 일보, 무단 전재 및 재배포 금지. 이 기사는 회원사의 책임 아래 제공됩니다.</p>",
        "<script>var wall = 'Subscribe to continue reading'</script>",
        "<template><p>이 기사는 유료회원 전용입니다.</p></template>",
    ],
)
def test_a_brief_on_a_page_that_offers_subscriptions_is_whole(tail: str) -> None:
    assert read(page(*OPENING, tail=tail)).teaser is None
    assert read(page(*OPENING, head=ld(isAccessibleForFree=True), tail=tail)).teaser is None


def test_a_long_text_that_breaks_off_at_a_request_is_a_teaser() -> None:
    ask = "<p>Subscribe to continue reading.</p>"
    assert read(page(*WHOLE, tail=ask)).teaser is None
    assert read(page(*WHOLE[:-1], "And then the envoy said that…", tail=ask)).teaser is Teaser.PAYWALL


def test_the_page_s_own_count_of_words_tells_a_part_from_the_whole() -> None:
    count = sum(len(paragraph.split()) for paragraph in WHOLE)
    paid = {"isAccessibleForFree": False}
    assert read(page(*WHOLE, head=ld(wordCount=count, **paid))).teaser is None
    assert read(page(*WHOLE, head=ld(wordCount=3 * count, **paid))).teaser is Teaser.PAYWALL
    assert read(page(*OPENING, head=ld(wordCount=36, **paid))).teaser is None


def test_a_paid_part_that_stands_in_the_page_makes_it_whole() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid"}
    head = ld(isAccessibleForFree=False, hasPart=part)
    ask = "<p>Subscribe to continue reading.</p>"
    whole = page(*WHOLE[:-1], "It ends with dots…", head=head, tail=ask, attrs="class='text paid'")
    assert read(whole).teaser is None
    assert read(page(*OPENING, head=head, attrs="class='text paid'")).teaser is Teaser.PAYWALL


def test_a_syllable_weighs_as_much_as_two_letters_and_a_half() -> None:
    assert weigh_text("ab 1, 한미!") == 3 + 2 * 2.5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 30), st.binary(max_size=12)), min_size=1, max_size=6
    )
)
def test_a_damaged_page_gives_an_article_or_a_named_error(cuts: list[tuple[int, int, bytes]]) -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid"}
    body = page(*WHOLE, head=ld(isAccessibleForFree=False, hasPart=part), attrs="class='paid'")
    for at, length, instead in cuts:
        body = body[:at] + instead + body[at + length :]
    try:
        found = read(body)
    except ReadError:
        return
    assert found.text
