"""Feeds to entries, as outlets really write them."""

import json
import pickle
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.formats.announced import Feed
from flows.sources.formats.feed import read_feed
from storage.errors import ChallengePage, NotAFeed

URL = "https://www.a.co.kr/rss/all.xml"


def rss(items: str, channel: str = "", head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f'{head}<rss version="2.0"><channel><title>뉴스</title>{channel}{items}</channel></rss>'.encode()


def item(inner: str, link: str = "https://a.co.kr/1") -> bytes:
    return rss(f"<item><link>{link}</link>{inner}</item>")


def read(body: bytes, content_type: str = "", timezone: str = "Asia/Seoul") -> Feed:
    feed = read_feed(body, url=URL, content_type=content_type, timezone=timezone)
    assert pickle.loads(pickle.dumps(feed)) == feed
    return feed


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US"><title>A</title>
<entry><id>tag:a,1</id><title type="html">A &amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt; move</title>
<link rel="self" href="/self"/><link href="/1"/><updated>2026-01-02T00:00:00Z</updated>
<published>2026-01-01T09:00:00+09:00</published><author><name>Kim Min-ji</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Body</p></div></content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>R</title></channel>
<item rdf:about="https://a.co.kr/1"><title>T</title><link>https://a.co.kr/1</link><dc:date>2026-01-01T09:00:00+09:00</dc:date>
<dc:creator>홍길동</dc:creator></item></rdf:RDF>"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "J",
    "language": "en",
    "items": [
        {
            "id": "1",
            "url": "/1",
            "title": "T",
            "content_text": "a < b",
            "date_published": "2026-01-01T00:00:00Z",
            "authors": [{"name": "Kim Min-ji"}],
        },
        {"id": 7, "title": "no address"},
        "nonsense",
    ],
}

MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "title", "author"),
    [
        (ATOM.encode(), "A bold move", "Kim Min-ji"),
        (RDF.encode(), "T", "홍길동"),
        (json.dumps(JSON).encode(), "T", "Kim Min-ji"),
        (
            item(
                "<title>T</title><author>desk@a.co.kr (Kim)</author>"
                "<pubDate>Thu, 01 Jan 2026 09:00:00 KST</pubDate>"
            ),
            "T",
            "Kim",
        ),
        (
            b'<rss version="0.91"><channel><item><title>T</title><link>/1</link><author>K</author>'
            b"<pubDate>2026.01.01 09:00</pubDate></item></channel></rss>",
            "T",
            "K",
        ),
    ],
    ids=["atom", "rdf", "json", "rss2", "rss0.91"],
)
def test_every_kind_of_feed_gives_the_same_entry(body: bytes, title: str, author: str) -> None:
    entry = read(body).entries[0]
    assert entry.url.endswith("a.co.kr/1")
    assert (entry.title, entry.authors) == (title, (author,))
    assert entry.published is not None
    assert entry.published.at == MIDNIGHT


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Thu, 01 Jan 2026 09:00:00 +0900", MIDNIGHT),
        ("Thu, 01 Jan 2026 09:00:00 KST", MIDNIGHT),
        ("Thu, 01 Jan 2026 00:00:00 GMT", MIDNIGHT),
        ("2026-01-01 09:00:00", MIDNIGHT),
        ("2026.01.01 09:00", MIDNIGHT),
        ("2026년 1월 1일 오전 9:00", MIDNIGHT),
        ("2026-01-01", datetime(2026, 1, 1, 14, 59, 59, tzinfo=UTC)),
        ("Thu, 31 Feb 2026 09:00:00 KST", None),
        ("0000-00-00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_are_seoul_time_unless_they_say_otherwise(written: str, at: datetime | None) -> None:
    published = read(item(f"<pubDate>{written}</pubDate>")).entries[0].published
    assert (published.at if published else None) == at


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<![CDATA[한·미 <b>NCG</b> 회의]]>", "한·미 NCG 회의"),
        ("A &amp;amp; B &amp;quot;C&amp;quot;", 'A & B "C"'),
        ("&lt;속보&gt; 한미 정상회담", "<속보> 한미 정상회담"),
        ("<![CDATA[<NCG> 3 < 5]]>", "<NCG> 3 < 5"),
        ("  한 \n 줄 ", "한 줄"),
        ("a&lt;br/&gt;b", "a b"),
        ("<![CDATA[safe<script>location.href = 'http://evil.example'</script> title]]>", "safe title"),
        ("<![CDATA[safe <iframe src='http://evil.example'></iframe>title<!-- hidden -->]]>", "safe title"),
        ("", ""),
    ],
)
def test_titles_are_plain_text(markup: str, title: str) -> None:
    assert read(item(f"<title>{markup}</title>")).entries[0].title == title


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ("<link>/news/1</link>", "https://www.a.co.kr/news/1"),
        ("<link>\n https://a.co.kr/1\n</link>", "https://a.co.kr/1"),
        ("<link><![CDATA[https://a.co.kr/?a=1&b=2]]></link>", "https://a.co.kr/?a=1&b=2"),
        ("<link>https://a.co.kr/?a=1&amp;amp;b=2</link>", "https://a.co.kr/?a=1&b=2"),
        ("<link>http://a.co.krhttp://a.co.kr/1</link>", "http://a.co.kr/1"),
        ("<link>//a.co.kr/1</link>", "https://a.co.kr/1"),
        ("<guid>https://a.co.kr/1</guid>", "https://a.co.kr/1"),
        ('<guid isPermaLink="false">https://a.co.kr/1</guid>', "https://a.co.kr/1"),
        (
            '<link>https://a.co.kr/1</link><guid isPermaLink="true">https://b.co.kr/2</guid>',
            "https://a.co.kr/1",
        ),
        ("<link>https://a.co.kr/</link><guid>https://a.co.kr/9</guid>", "https://a.co.kr/9"),
        ('<description>&lt;a href="/7"&gt;more&lt;/a&gt;</description>', "https://www.a.co.kr/7"),
    ],
)
def test_an_entry_leads_to_its_article(markup: str, url: str) -> None:
    assert [entry.url for entry in read(rss(f"<item>{markup}</item>")).entries] == [url]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@b.kr", "file:///etc/passwd", ""])
def test_an_item_without_an_address_is_counted_and_left_out(link: str) -> None:
    feed = read(
        rss(f"<item><link>{link}</link><title>x</title></item><item><link>https://a.co.kr/1</link></item>")
    )
    assert (len(feed.entries), feed.dropped) == (1, 1)


@pytest.mark.parametrize(
    ("base", "url"), [("https://b.kr/en/", "https://b.kr/en/1"), ("/en/", "https://www.a.co.kr/en/1")]
)
def test_a_link_is_joined_to_the_base_that_the_feed_names(base: str, url: str) -> None:
    body = ATOM.replace("xml:lang", f'xml:base="{base}" xml:lang').replace('href="/1"', 'href="1"')
    assert read(body.encode()).entries[0].url == url


def test_the_longest_text_is_kept_as_markup() -> None:
    entry = read(item("<description>short</description>")).entries[0]
    assert entry.html == "short"
    body = rss(
        '<item><link>/1</link><description>short</description><c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">'
        "<![CDATA[<p>the whole text</p>]]></c:encoded></item>"
    )
    assert read(body).entries[0].html == "<p>the whole text</p>"
    plain = ATOM.replace(
        "</entry>",
        '<summary type="text">1 &lt; 2 and so on, at some length indeed, for a summary</summary></entry>',
    )
    assert read(plain.encode()).entries[0].html.startswith("1 &lt; 2")


@pytest.mark.parametrize(
    ("source", "outlet"),
    [
        ('<source url="https://www.yna.co.kr/rss">Yonhap</source>', "Yonhap"),
        ('<source url="https://rss.a.co.kr/self.xml">Our own feed</source>', None),
        ("", None),
    ],
)
def test_another_publisher_is_kept_as_outlet(source: str, outlet: str | None) -> None:
    assert read(item(source)).entries[0].outlet == outlet


KOREAN = rss("<item><link>/1</link><title>핵협의그룹 회의가 서울에서 열렸다</title></item>").decode()


DECLARED = ("UTF-8", "EUC-KR", "ISO-8859-1", "ks_c_5601-1987", "nonsense", "utf-16", "rot13", "punycode")
HEADERS = ("", "text/xml", "text/xml; charset=euc-kr", "application/rss+xml; charset=utf-8")


@pytest.mark.parametrize("really", ["utf-8", "cp949", "iso2022_kr", "utf-16", "utf-16-le", "utf-8-sig"])
def test_korean_is_read_whatever_it_is_declared_to_be(really: str) -> None:
    for declared, header in product(DECLARED, HEADERS):
        body = KOREAN.replace("UTF-8", declared).encode(really)
        title = read(body, header).entries[0].title
        assert title == "핵협의그룹 회의가 서울에서 열렸다", (declared, header)


def test_a_torn_character_does_not_turn_utf8_into_another_charset() -> None:
    body = KOREAN.encode().replace("열렸다".encode(), "열렸다".encode()[:-1])
    assert read(body).entries[0].title.startswith("핵협의그룹 회의가 서울에서 열렸")


def test_western_text_under_its_own_charset_is_not_taken_for_korean() -> None:
    body = rss(
        "<item><link>/1</link><title>Café – Müller: “déjà vu”</title></item>",
        head='<?xml version="1.0" encoding="windows-1252"?>',
    )
    assert (
        read(body.decode().replace("뉴스", "News").encode("cp1252")).entries[0].title
        == "Café – Müller: “déjà vu”"
    )


@pytest.mark.parametrize(
    "around",
    [
        "\n\n{}",
        "\ufeff{}",
        "<br />\n<b>Warning</b>: mysql_connect() in /var/www on line 3<br />\n{}",
        "{}<!-- cached -->\n<script>track()</script>",
        "{}\x00\x00",
        "<!-- made by hand -->\n<?xml version='1.0'?>\n{}",
        "<!-- made by hand -->\n<?xml?xml version='1.0' encoding='UTF-8' ??>\n{}",
    ],
)
def test_what_stands_around_a_feed_does_no_harm(around: str) -> None:
    assert len(read(around.format(KOREAN).encode()).entries) == 1


@pytest.mark.parametrize(
    "broken",
    [
        KOREAN.replace("</title></item>", " & AT&T &nbsp; <b></title></item>"),
        KOREAN.replace("</channel></rss>", ""),
        KOREAN.replace("회의", "회\x0b의\x00"),
        KOREAN.replace("</item>", "</itm>"),
        KOREAN.replace('version="2.0"', "version=2.0"),
        KOREAN.replace("회의", "회&#x110000;&#55555555555;&#xD800;&#" + "9" * 5_000 + ";의 & "),
    ],
)
def test_broken_markup_still_gives_its_entries(broken: str) -> None:
    assert [entry.url for entry in read(broken.encode()).entries] == ["https://www.a.co.kr/1"]


def test_a_feed_may_be_empty() -> None:
    assert read(rss("")) == Feed(title="뉴스", entries=())


@pytest.mark.parametrize(
    ("channel", "ttl"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl>0</ttl>", None),
        ("<ttl>often</ttl>", None),
        (
            '<s:updatePeriod xmlns:s="http://purl.org/rss/1.0/modules/syndication/">daily</s:updatePeriod>'
            '<s:updateFrequency xmlns:s="http://purl.org/rss/1.0/modules/syndication/">4</s:updateFrequency>',
            timedelta(hours=6),
        ),
    ],
)
def test_a_feed_says_how_long_it_keeps(channel: str, ttl: timedelta | None) -> None:
    assert read(rss("", channel)).ttl == ttl


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the answer is empty"),
        (b" \n ", "the answer is empty"),
        (
            b"<!DOCTYPE html><html><title>404 Not Found</title><body>x</body></html>",
            "an HTML page came.*404 Not Found",
        ),
        (b"<html><link type=application/rss+xml href=/rss></html>", "hanmi source add"),
        (b'{"error": {"message": "quota exceeded"}}', "quota exceeded"),
        (b'{"items": []}', "JSON came"),
        (b'{"items": ', "begins like JSON"),
        (b"[" * 100_000, "begins like JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "binary data"),
        (b"Service temporarily unavailable", "text came.*Service temporarily"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', 'kind = "sitemap"'),
        (b"<error><code>500</code></error>", "XML that is not a feed came: <error>"),
        (b"<a>" * 20_000 + b"<rss/>", "deep"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, said: str) -> None:
    with pytest.raises(NotAFeed, match=said) as caught:
        read_feed(body, url=URL)
    assert type(pickle.loads(pickle.dumps(caught.value))) is NotAFeed


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>",
        b"<html><head><title>Attention Required! | Cloudflare</title></head></html>",
        b"<html><body><script>document.cookie='a=1';location.reload()</script></body></html>",
        b'<html><head></head><body><form action="https://consent.google.com/save"></form></body></html>',
    ],
)
def test_a_bot_check_is_told_from_a_page(page: bytes) -> None:
    with pytest.raises(ChallengePage):
        read_feed(page, url=URL)


def test_a_feed_that_its_parser_dies_of_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> None:
        raise TypeError("int() argument")

    monkeypatch.setattr("feedparser.parse", die)
    with pytest.raises(NotAFeed, match="broken beyond reading"):
        read_feed(b'<rss version="0.91"><channel><title>Old</title></channel></rss>', url=URL)


def test_a_name_of_a_file_is_not_opened() -> None:
    with pytest.raises(NotAFeed):
        read_feed(b"/etc/passwd", url=URL)


BOMB = (
    b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<rss><channel><title>&b;</title></channel></rss>"
)


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
        b"<!DOCTYPE rss [" + b'<!ENTITY a "b">\n' * 2_000 + b"]><rss/>",
        b"<rss><channel><item " + b" ".join(b'a%d="1"' % n for n in range(5_000)) + b"/>",
        b"<rss>" + b"".join(b'<x xmlns:n%d="u"/>' % n for n in range(3_000)) + b"</rss>",
        b"<rss>" + b"<![CDATA[" * 20_000,
    ],
)
def test_a_bomb_ends_in_an_entry_or_a_named_error(body: bytes) -> None:
    try:
        feed = read_feed(body, url=URL)
    except NotAFeed:
        return
    assert "root:" not in feed.title
    assert len(feed.title) < 200


SEEDS = [
    ATOM.encode(),
    RDF.encode(),
    json.dumps(JSON).encode(),
    KOREAN.encode(),
    KOREAN.encode("utf-16"),
    BOMB,
]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 30), st.binary(max_size=12)), max_size=6),
)
def test_a_damaged_feed_gives_entries_or_a_named_error(
    body: bytes, cuts: list[tuple[int, int, bytes]]
) -> None:
    for at, length, instead in cuts:
        body = body[:at] + instead + body[at + length :]
    try:
        feed = read_feed(body, url=URL)
    except NotAFeed:
        return
    assert all(entry.url.startswith("http") for entry in feed.entries)
