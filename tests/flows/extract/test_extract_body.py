"""Which of a page's blocks are the article, whatever they are called."""

from __future__ import annotations

import pytest

from flows.extract.page import extract_page
from storage.errors import NoText

TITLE = "Ministers agree on a calendar"
PROSE = (
    "Ministers of both countries agreed on Tuesday on a calendar for the talks of the coming year.",
    "The first round is to be held in spring, said an official who was in the room for all of it.",
    "Neither side spoke of the costs, which had stopped the talks twice in the year before this one.",
    "A spokeswoman said that the dates of the other rounds would be told within the month.",
)
MORE = (
    "Members of the committee were told of the calendar an hour before it was made public on Tuesday.",
    "They asked for a hearing, which the chairman set for the second week of the month that follows.",
)
OTHER = (
    "A ferry ran aground off the northern coast on Monday night, and all of its passengers were saved.",
    "The company that owns the ferry said that it would pay for their rooms until they could travel on.",
    "It had been repaired in the year before, after a fire in its engine had been put out by the crew.",
)
CONSENT = (
    "We and our partners use cookies to measure how our pages are used and to show you personalised ads.",
    "You can withdraw your consent at any time in our privacy settings, at the foot of every page.",
)


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(body: str, title: str = TITLE) -> list[str]:
    page = f"<html><head><title>{title} - The Paper</title></head><body>{body}</body></html>"
    return extract_page(page.encode(), url="http://paper.example/a/1").text.split("\n")


H1 = f"<h1>{TITLE}</h1>"
NAV = '<nav><a href="/">Home</a> <a href="/world">World</a></nav>'


@pytest.mark.parametrize(
    "around",
    [
        "<aside>{}</aside>",
        "<aside class='main-col'><div>{}</div></aside>",
        "<footer class='story-foot'>{}</footer>",
        "<div class='comments-wrap'><div>{}</div></div>",
        "<div class='related-story'>{}</div>",
        "<div class='sidebar-right'><div class='widget'>{}</div></div>",
        "<div class='share'><section class='social'>{}</section></div>",
        "<div class='newsletter-page'>{}</div>",
        "<figure>{}</figure>",
        "<form><div role='complementary'>{}</div></form>",
    ],
)
def test_an_article_is_found_by_its_headline_whatever_its_wrapper_is_called(around: str) -> None:
    consent = f"<div class='cookie-bar'>{paragraphs(CONSENT)}</div>"
    assert read(NAV + around.format(H1 + paragraphs(PROSE)) + consent) == list(PROSE)


@pytest.mark.parametrize("name", ["post", "entry", "story", "card", "post hentry", "article-item", "tile"])
@pytest.mark.parametrize(
    "card",
    ["<h3><a href='/r'>A ferry aground</a></h3>{}", "<a href='/r'><h3>A ferry aground</h3></a>{}", "{}"],
)
def test_cards_of_other_stories_are_no_part_of_an_article(name: str, card: str) -> None:
    cards = "".join(f"<article class='{name}'>{card.format(f'<p>{text}</p>')}</article>" for text in OTHER)
    article = f"<article>{H1}{paragraphs(PROSE)}</article>"
    assert read(f"<main>{article}<section><h2>More stories</h2>{cards}</section></main>") == list(PROSE)


def test_one_long_card_beside_a_short_article_is_no_part_of_it() -> None:
    card = f"<article class='post'><h3><a href='/r'>A ferry</a></h3><p>{' '.join(OTHER * 2)}</p></article>"
    article = f"<article>{H1}{paragraphs(PROSE[:2])}</article>"
    assert read(f"<main>{article}<section class='more'><h2>More</h2>{card}</section></main>") == list(
        PROSE[:2]
    )


@pytest.mark.parametrize(
    "comments",
    [
        "<section id='discussion'><h2>Join in</h2><article class='post'>{}</article></section>",
        "<section class='comments'><article class='comment'>{}</article></section>",
        "<ol class='comment-list'><li class='entry'>{}</li></ol>",
        "<div id='disqus_thread'><div class='post-content'>{}</div></div>",
    ],
)
def test_what_readers_say_is_no_part_of_an_article(comments: str) -> None:
    article = f"<article>{H1}{paragraphs(PROSE)}</article>"
    assert read(f"<main>{article}{comments.format(paragraphs(OTHER))}</main>") == list(PROSE)


@pytest.mark.parametrize(
    "half",
    [
        "<article>{}</article>",
        "<section itemprop='articleBody'>{}</section>",
        "<div class='article-body'>{}</div>",
        "<div class='text-block'><div class='inner'>{}</div></div>",
        "<div class='entry-content'><section>{}</section></div>",
    ],
)
def test_both_halves_of_a_body_are_read(half: str) -> None:
    between = "<div class='ad'>Advertisement</div><div class='newsletter'><h3>Our letter</h3></div>"
    body = half.format(paragraphs(PROSE)) + between + half.format(paragraphs(MORE))
    assert read(f"<main>{H1}{body}</main>") == [*PROSE, *MORE]


@pytest.mark.parametrize(
    "around", ["{}", "<div id='wrap'>{}</div>", "<main>{}</main>", "<article>{}</article>"]
)
@pytest.mark.parametrize("kind", ["ul", "ol"])
def test_lists_between_paragraphs_stay(around: str, kind: str) -> None:
    items = "".join(f"<li>{text}</li>" for text in MORE)
    body = f"{H1}<p>{PROSE[0]}</p><{kind}>{items}</{kind}>{paragraphs(PROSE[1:])}"
    assert read(around.format(body)) == [PROSE[0], *MORE, *PROSE[1:]]


def test_subheads_that_are_links_stay_above_their_prose_and_links_onwards_go() -> None:
    subhead = "<h2><a href='/topic'>What the committee was told</a></h2>"
    onwards = "<p><a href='/b'>Why the talks had been stopped twice</a></p>"
    first = f"{H1}{paragraphs(PROSE[:2])}{onwards}{paragraphs(PROSE[2:])}"
    assert read(f"<article>{first}{subhead}{paragraphs(MORE)}</article>") == [
        *PROSE,
        "What the committee was told",
        *MORE,
    ]


KOREAN = (
    "한미 양국은 2일 회의를 열고 내년도 협의 일정을 확정했다고 외교부가 밝혔다.",
    "첫 회의는 내년 봄 서울에서 열린다고 회의에 참석한 당국자가 전했다.",
    "비용에 관한 말은 양측 모두 하지 않았다.",
)
CAPTION = "양국 대표가 2일 회의장에서 악수하고 있다. [사진=연합뉴스]"


@pytest.mark.parametrize(
    "caption",
    [
        f"<em class='img_desc'>{CAPTION}</em>",
        f"<span class='end_photo_org'><img src='/i.jpg'><em class='img_desc'>{CAPTION}</em></span>",
        f"<div class='img'><img src='/i.jpg'><p class='cap_txt'>{CAPTION}</p></div>",
        f"<center><img src='/i.jpg'><br><font size='2'>{CAPTION}</font></center>",
        f"<div><img src='/i.jpg'><span class='photo-caption'>{CAPTION}</span></div>",
    ],
)
def test_captions_of_korean_portals_are_not_glued_to_the_text(caption: str) -> None:
    body = f"<article><h1>협의 일정 확정</h1>{caption}{'<br><br>'.join(KOREAN)}</article>"
    assert read(body, "협의 일정 확정") == list(KOREAN)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_short_korean_page_has_its_paragraphs_on_lines_of_their_own(number: int) -> None:
    byline = "<div class='byline'>홍길순 기자</div>"
    body = f"<div><h1>협의 일정 확정</h1>{byline}{paragraphs(KOREAN[:number])}</div>"
    assert read(body, "협의 일정 확정") == list(KOREAN[:number])


def test_a_sentence_that_a_line_break_cuts_is_one_and_the_cells_of_a_row_are_one_line() -> None:
    table = "<table><tr><td>Ayes</td><td>21</td></tr><tr><td>Noes</td><td>14</td></tr></table>"
    broken = "The committee is to hear the minister<br>on the day after the vote, its chairman said."
    assert read(f"<article>{H1}{paragraphs(PROSE)}<div>{broken}</div>{table}</article>") == [
        *PROSE,
        "The committee is to hear the minister on the day after the vote, its chairman said.",
        "Ayes | 21",
        "Noes | 14",
    ]


@pytest.mark.parametrize("name", ["cookie-consent", "layer", "x1"])
def test_a_page_that_only_asks_for_consent_has_no_text(name: str) -> None:
    with pytest.raises(NoText, match="consent"):
        read(f"{NAV}<div class='{name}'>{paragraphs(CONSENT)}</div><footer><p>The Paper Ltd.</p></footer>")


def test_very_many_and_very_deep_elements_are_read_in_linear_time() -> None:
    deep = "<div>" * 200 + "<p>x</p>" + "</div>" * 200
    with pytest.raises(NoText):
        read(deep + "<div class='a b c'><p>x</p></div>" * 20_000)
