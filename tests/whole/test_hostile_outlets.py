"""Ten outlets at once that answer as nobody should: each has a named result, and the news goes out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.sources.results import Result
from tests.hostile import Form, HostileOutlet, article, feed, say
from tests.newsroom import Newsroom

pytestmark = pytest.mark.slow

WITHIN_S = 240.0
"""Of a cycle over eleven outlets; half a minute on a quiet machine."""

ITEM = "<item><title>Talks were held in Seoul</title><link>{base}/p</link></item>"


def item(**fields: str) -> str:
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<item><title>Talks were held in Seoul</title>{inner}</item>"


def atom(inner: str, head: str = "") -> bytes:
    return say(f'<?xml version="1.0"?>{head}<feed xmlns="http://www.w3.org/2005/Atom">{inner}</feed>')


FEEDS: Mapping[str, bytes] = {
    "items within items": feed("<item><title>a</title><link>{base}/p</link>" * 20_000),
    "namespaces without end": say(
        "<rss version='2.0' " + " ".join(f"xmlns:n{n}='u{n}'" for n in range(5_000))
        + f"><channel>{ITEM}</channel></rss>"
    ),
    "entities of parameters": say(
        "<!DOCTYPE rss [<!ENTITY % a '&#37;b;&#37;b;'><!ENTITY % b '<!ENTITY c \"x\">'>%a;%a;%a;]>"
        f"<rss version='2.0'><channel>{ITEM.replace('Talks', '&c;')}</channel></rss>"
    ),
    "instructions without end": say(
        "<?xml version='1.0'?>" + "<?xml-stylesheet href='{base}/f'?>" * 50_000
        + f"<rss version='2.0'><channel>{ITEM}</channel></rss>"
    ),
    "halves of characters": say(
        '{"version":"https://jsonfeed.org/version/1","items":['
        + ",".join(f'{{"url":"{{base}}/p{n}","title":"\\ud800\\udfff\\udc00 talks"}}' for n in range(3))
        + "]}"
    ),
    "guids of a megabyte": feed(*(
        item(guid=f"{n}" + "g" * 1_000_000, link=f"{{base}}/p{n}") for n in range(2)
    )),
    "one guid for all": feed(*(item(guid="same", link=f"{{base}}/p{n}") for n in range(300))),
    "dates in digits of every script": feed(*(
        item(link=f"{{base}}/p{n}", pubDate="２０２６-०३-٠٢T𝟏𝟐:𝟎𝟎:𝟎𝟎Z \u202e" + "٩" * 80) for n in range(3)
    )),
    "addresses of our own machine": feed(*(item(link=link) for link in (
        "http://127.0.0.1:22/", "http://[::ffff:169.254.169.254]/latest", "http://0x7f.1/",
        "http://2130706433:80/",
        "file:///etc/passwd", "http://localhost:5432/", "gopher://a.example/", "http://u:p@a.example/",
    ))),
    "an author who is the feed": atom(
        "<entry><title>Talks</title><link href='{base}/p'/><author><name>" + "<b>" * 30_000
        + "</name></author></entry>"
    ),
    "words that command a terminal": feed(item(
        link="{base}/p",
        description="\x1b]8;;http://x\x1b\\ \u202e\u2066 &#27;[2J &lt;script&gt;alert(1)&lt;/script&gt;",
    )),
}  # fmt: skip


def page(inner: str, head: str = "") -> bytes:
    return say(
        f"<html><head>{head}</head><body>{inner}</body></html>", "Content-Type: text/html; charset=utf-8"
    )


GRAPH = ",".join(
    f'{{"@id":"n{n}","@type":"NewsArticle","isPartOf":{{"@id":"n{(n + 1) % 9_000}"}}}}' for n in range(9_000)
)

JSON_LD = '<script type="application/ld+json">'

PAGES: Mapping[str, bytes] = {
    "tables within tables": page("<table><tr><td>" * 15_000 + "Talks were held."),
    "a graph that goes in a circle": article(head=f'{JSON_LD}{{"@graph":[{GRAPH}]}}</script>'),
    "numbers that are none": article(
        head=JSON_LD + '{"@type":"NewsArticle","datePublished":1e999,"headline":-Infinity,"x":NaN}</script>'
    ),
    "a page that leads to itself": page("", '<meta http-equiv="refresh" content="0;url=?again">' * 500),
    "a base that is no address": article(
        head='<base href="data:text/html,x"><link rel="canonical" href="//[">' * 400
    ),
    "plain text without end": page("<article><h1>Talks</h1><plaintext>" + "</article> Talks held. " * 30_000),
    "letters with a thousand marks": article("T" + "\u0301" * 100_000 + "alks held.", "a\u200b" * 100_000),
    "paragraphs of a letter": article(*["a"] * 60_000),
    "times without end": article("<time datetime='2026-03-02T00:00:00Z'>now</time>" * 40_000),
    "pages without end": article(head='<link rel="next" href="?page=2">'),
    "scripts within pictures": page("<svg><style><![CDATA[</style><script>" * 5_000 + "Talks"),
}  # fmt: skip

PLAIN = feed(ITEM).partition(b"\r\n\r\n")[2]

HEADERS: Mapping[str, bytes] = {
    "a type of 60,000 letters": say(PLAIN, "Content-Type: " + "a" * 60_000),
    "a redirect to nowhere": say("", "Location: ", status="301 Moved"),
    "a redirect to itself": say("", "Location: {base}/f1", status="302 Found"),
    "a redirect into our own machine": say("", "Location: http://169.254.169.254/", status="307 Go"),
    "a length of less than nothing": say(PLAIN, "Content-Length: -1"),
    "two lengths": say("x", "Content-Length: 1", "Content-Length: 2"),
    "an encoding of its own": say("x" * 999, "Content-Encoding: rot13"),
    "a charset that is a codec": say(PLAIN, "Content-Type: text/xml; charset=unicode_escape"),
    "cookies without end": say("x", *["Set-Cookie: a=" + "b" * 3_000] * 90),
    "an answer of no version": b"HTTP/9.9 200 OK\r\n\r\n<rss/>",
    "a status of letters": b"HTTP/1.1 OK 200\r\n\r\n",
    "blanks and tabs in place of names": b"HTTP/1.1 200 OK\r\n : x\r\n\t: y\r\n\r\n<rss/>",
}  # fmt: skip


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


def run_beside(
    room: Newsroom, answers: Mapping[str, bytes], urls: list[str], hostile: HostileOutlet
) -> dict[str, str]:
    """A cycle over these addresses of a hostile outlet and a sound one; each source's result."""
    outlet = room.open_outlet("dispatch")
    published = datetime.now(UTC) - timedelta(minutes=10)
    outlet.publish(made_up_piece(1, published=published, extra=(ncg_sentence(1),)))
    room.sources += [(f"hostile-{n}", f"{hostile.url}{url}") for n, url in enumerate(urls)]
    began = time.monotonic()
    report = room.run()
    assert time.monotonic() - began < WITHIN_S
    assert report["faults"] == 0, report["failures"]
    assert room.receiver.received(), "the sound outlet's news was not told"
    assert all(len(each["why"]) < 2_000 and each["why"].isprintable() for each in report["failures"])
    return {source["id"]: source["last_result"] for source in room.lines("sources")}


@pytest.mark.parametrize(("area", "usual"), [("feeds", FEEDS), ("headers", HEADERS)])
def test_hostile_sources_each_have_a_result_of_their_own(
    room: Newsroom, area: str, usual: Mapping[str, bytes]
) -> None:
    assert len(usual) >= 10
    with HostileOutlet() as hostile:
        answers = {f"/f{n}": body for n, body in enumerate(usual.values())}
        hostile.form = Form(answers, rest=article("Talks were held."))
        found = run_beside(room, usual, list(answers), hostile)
    assert found.pop("dispatch") == "new"
    named = dict(zip(usual, (found[f"hostile-{n}"] for n in range(len(usual))), strict=True))
    assert set(named.values()) <= {result.value for result in Result}, named
    assert all(named.values()), named


def test_hostile_pages_are_kept_or_named_and_hold_up_no_other(room: Newsroom) -> None:
    assert len(PAGES) >= 10
    with HostileOutlet() as hostile:
        listed = feed(*(
            f"<item><title>Talks in Seoul on the {n}th of May</title><link>{{base}}/p{n}</link></item>"
            for n in range(len(PAGES))
        ))  # fmt: skip
        pages = {f"/p{n}": body for n, body in enumerate(PAGES.values())}
        hostile.form = Form(
            {"/f": listed, **pages},
            rest=article("Another page of it.", head='<link rel="next" href="?page=9">'),
        )
        run_beside(room, PAGES, ["/f"], hostile)
        kept = {each["url"] for each in room.lines("articles")}
    fates = {name: any(url.endswith(f"/p{n}") for url in kept) for n, name in enumerate(PAGES)}
    waiting = [name for name, is_kept in fates.items() if not is_kept]
    for name in waiting:  # what could not be read is put off, and said
        url = f"{hostile.url}/p{list(PAGES).index(name)}"
        explained = room.hanmi("explain", url, "--json")
        assert '"announced": {' in explained.stdout, (name, explained.output)
