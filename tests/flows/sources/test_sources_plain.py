"""Plain RSS is read as feedparser reads it, and what is not plain is left to feedparser."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from flows.sources.formats.feed import _html, _parse, _string, read_feed
from flows.sources.formats.plain import PREFIXES, parse_plain

URL = "https://outlet.example/rss.xml"

BOUND = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())
ROOT = f'<rss version="2.0"{BOUND} xmlns:atom="http://www.w3.org/2005/Atom">'

ITEM = (
    "<item><title>Talks &amp; terms</title><link>https://outlet.example/1</link><guid>https://outlet.example/1</guid>"
    "<pubDate>Mon, 30 Nov 2026 09:00:00 +0900</pubDate><dc:creator>Kim Reporter</dc:creator>"
    "<category domain='d'>World</category><description>&lt;p&gt;Short&lt;/p&gt;</description>"
    "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded></item>"
)

TEXTS = (
    *(
        "",
        " ",
        "  Talks\n resume ",
        "한미 정상회담",
        "Talks &amp; terms",
        "<![CDATA[<b>Bold</b> & so]]>",
        "&#44032;",
    ),
    *(
        "a<!-- aside -->b",
        "caf\u00e9",
        "caf\u00c3\u00a9",
        "\u0093so\u0094",
        "ends &#x92;",
        "&lt;p&gt;x&lt;/p&gt;",
    ),
    *(
        "<b>bold</b>",
        "&nbsp;",
        "Kim (kim@outlet.example)",
        "https://outlet.example/1?a=1&amp;b=2",
        "/relative",
    ),
    *("https:///outlet.example/1", "https://outlet.example/?a=1&amp;amp;b=2", "urn:1", "Kim"),
    "Mon, 30 Nov 2026 09:00:00 +0900",
)
NAMES = (
    *(
        "title",
        "link",
        "guid",
        "pubDate",
        "author",
        "dc:creator",
        "dc:date",
        "description",
        "content:encoded",
    ),
    *("source", "category", "comments", "enclosure", "slash:comments", "media:content", "media:thumbnail"),
    *(
        "media:group",
        "updated",
        "summary",
        "dc:title",
        "media:title",
        "atom:link",
        "language",
        "ttl",
        "image",
    ),
    *(
        "lastBuildDate",
        "generator",
        "sy:updatePeriod",
        "sy:updateFrequency",
        "managingEditor",
        "webMaster",
        "id",
    ),
)
OF_ITEMS = NAMES[:17]
OF_CHANNELS = (
    "title",
    "link",
    "language",
    "ttl",
    "sy:updatePeriod",
    "description",
    "generator",
    "category",
    "image",
)
ATTRIBUTES = (
    *(
        "",
        "",
        "",
        "",
        " isPermaLink='false'",
        " isPermaLink='true'",
        " ispermalink='false'",
        " url='https://b.example/'",
    ),
    *(
        " rel='self' href='/x'",
        " rel='alternate' href='/y'",
        " type='html'",
        " xml:base='https://c.example/'",
    ),
    *(" base='https://c.example/'", " xml:lang='ko'", " domain='d'", " xmlns:dc='urn:other'"),
)


def _make_up(chance: Random) -> str:
    """A document; a third of them have plain elements only."""
    odd = chance.choice((0, 0.05, 0.5))
    about, after = _say_several(chance, OF_CHANNELS, odd), _say_several(chance, OF_CHANNELS, odd)
    items = [_say_several(chance, OF_ITEMS, odd) for _ in range(chance.randrange(4))]
    return _compose("".join(f"<item>{item}</item>" for item in items) + after * (odd > 0), about)


def _say_several(chance: Random, usual: tuple[str, ...], odd: float) -> str:
    names = chance.sample(usual, k=chance.randrange(len(usual)))
    more = chance.choices(NAMES, k=round(odd * 4))
    return "".join(_say(chance, name, is_odd=chance.random() < odd) for name in names + more)


def _say(chance: Random, name: str, *, is_odd: bool) -> str:
    text = chance.choice(TEXTS if is_odd else TEXTS[:7])
    return f"<{name}{chance.choice(ATTRIBUTES) if is_odd else ''}>{text}</{name}>"


def _view(parsed: Any) -> object:
    """All that entries are made of."""
    about = ("title", "link", "language", "ttl", "sy_updateperiod", "sy_updatefrequency")
    return [_string(parsed.feed, name) for name in about], [_view_item(item) for item in parsed.entries]


def _view_item(item: Any) -> object:
    names = ("title", "link", "id", "published", "updated", "created", "summary", "feedburner_origlink")
    source = dict.get(item, "source") or {}
    return (
        [_string(item, name) for name in names],
        [_string(author, "name") for author in dict.get(item, "authors") or []],
        [_string(source, name) for name in ("href", "link", "title")],
        _html(item),
        _other_links(item),
    )


def _other_links(item: Any) -> list[str]:
    """Links that are neither attachments nor the item's own, of which plain items have none."""
    links = dict.get(item, "links") or []
    found = [_string(link, "href") for link in links if link.get("rel") != "enclosure"]
    return [href for href in found if href and href != _string(item, "link")]


def _compose(items: str, about: str = "<title>Outlet</title>", root: str = ROOT) -> str:
    return f"<?xml version='1.0' encoding='utf-8'?>{root}<channel>{about}{items}</channel></rss>"


def test_what_is_plain_is_read_as_feedparser_reads_it() -> None:
    documents = [_make_up(Random(seed)) for seed in range(1_000)]
    plain = [(text, read) for text in documents if (read := parse_plain(text)) is not None]
    assert len(plain) > 200
    for text, read in plain:
        assert _view(read) == _view(_parse(text, URL)), text


@pytest.mark.parametrize("name", NAMES)
def test_each_element_is_read_as_feedparser_reads_it(name: str) -> None:
    for text in TEXTS:
        document = _compose(f"<item><{name}>{text}</{name}></item>")
        plain = parse_plain(document)
        assert plain is None or _view(plain) == _view(_parse(document, URL)), text


def test_an_ordinary_feed_is_plain() -> None:
    about = (
        "<title>Outlet</title><link>https://outlet.example/</link><description>News</description><ttl>5</ttl>"
        '<atom:link rel="self" href="https://outlet.example/rss.xml"/><language>ko-KR</language>'
        "<image><title>Outlet</title><url>https://outlet.example/i.png</url><link>https://outlet.example/</link></image>"
        "<sy:updatePeriod>hourly</sy:updatePeriod>"
    )
    text = _compose(ITEM * 2, about)
    plain = parse_plain(text)
    assert plain is not None
    assert _view(plain) == _view(_parse(text, URL))
    assert len(plain.entries) == 2


@pytest.mark.parametrize(
    "text",
    [
        _compose(ITEM, root='<rss version="0.91">'.replace(">", f"{BOUND}>")),
        _compose(ITEM, root=ROOT.replace("<rss ", '<rss xml:base="https://c.example/" ')),
        _compose(
            ITEM, root=ROOT.replace('xmlns:dc="http://purl.org/dc/elements/1.1/"', 'xmlns:dc="urn:other"')
        ),
        _compose(ITEM + "<item><title>Twice</title><title>said</title></item>"),
        _compose(ITEM + "<item><title>With <b>markup</b></title></item>"),
        _compose(ITEM + "<item><author>kim@outlet.example (Kim)</author></item>"),
        _compose(ITEM + "<item><media:group><media:title>Video</media:title></media:group></item>"),
        _compose(ITEM + "<item><unheard>of</unheard></item>"),
        _compose(ITEM + "<item><title>Broken</item>"),
        _compose(ITEM).replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss'),
        _compose(ITEM)[:-12],
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title></feed>',
    ],
)
def test_what_asks_for_judgement_is_left_to_feedparser(text: str) -> None:
    assert parse_plain(text) is None


@pytest.mark.parametrize("nested", ["<media:group>" * 9_000, "<image>" * 9_000, "<title>" * 9_000])
def test_what_is_too_deep_for_libxml2_is_left_to_feedparser(nested: str) -> None:
    assert parse_plain(_compose(f"<item>{nested}")) is None


def test_a_plain_feed_is_cut_where_all_are() -> None:
    feed = read_feed(_compose(ITEM * 5_001).encode(), url=URL)
    assert len(feed.entries) == 5_000
