"""OPML in and out."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.formats import opml
from flows.sources.formats.opml import SourceIds, read_opml, write_opml
from flows.sources.formats.xml import iter_elements
from storage.errors import ReadError
from storage.records import Source, SourceKind

EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Subscriptions</title></head><body>
<outline text="Korea" title="Korea">
  <outline type="rss" text="연합뉴스 &amp; 속보" xmlUrl="https://www.yna.co.kr/rss/news.xml" htmlUrl="https://www.yna.co.kr/"/>
  <outline type="rss" title="38 North" text="x" xmlurl="https://www.38north.org/feed/" language="en-us"/>
  <outline type="rss" text="again" xmlUrl="https://www.38north.org/feed/"/>
  <outline type="rss" text="38 North" xmlUrl="https://www.38north.org/podcast/"/>
  <outline text="a folder"/> <outline text="odd" xmlUrl="file:///etc/passwd"/>
</outline></body></opml>"""


def test_an_export_of_a_reader_is_read_flat_and_once() -> None:
    sources = read_opml(EXPORT.encode(), path="x.opml", taken=["yna-co-kr"]).sources
    assert [(source.id, source.name, source.url, source.lang) for source in sources] == [
        ("yna-co-kr-2", "연합뉴스 & 속보", "https://www.yna.co.kr/rss/news.xml", None),
        ("38-north", "38 North", "https://www.38north.org/feed/", "en"),
        ("38-north-2", "38 North", "https://www.38north.org/podcast/", None),
    ]


def test_what_cannot_be_read_is_listed_as_it_is_written() -> None:
    more = EXPORT.replace('<outline text="a folder"/>', '<outline xmlUrl=" feed://a.kr/rss "/>')
    assert read_opml(more.encode(), path="x").unreadable == ("feed://a.kr/rss", "file:///etc/passwd")


def test_a_list_of_what_cannot_be_read_alone_names_it() -> None:
    body = '<opml><body><outline xmlUrl="feed://a.kr/rss"/></body></opml>'
    listed = read_opml(body.encode(), path="x")
    assert (listed.sources, listed.unreadable) == ((), ("feed://a.kr/rss",))


def test_a_file_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []

    def parse(text: str, events: tuple[str, ...]) -> Iterator[Any]:
        parsed.append(len(text))
        return iter_elements(text, events=events)

    monkeypatch.setattr(opml, "iter_elements", parse)
    read_opml(EXPORT.encode(), path="x")
    assert len(parsed) == 1


def test_of_many_names_alike_each_id_is_another() -> None:
    ids = SourceIds(["a-feed-3"])
    made = [ids.make("A feed", "https://a.kr/") for _ in range(4)]
    assert made == ["a-feed", "a-feed-2", "a-feed-4", "a-feed-5"]


def test_addresses_that_differ_in_how_they_end_are_one() -> None:
    twice = EXPORT.replace('xmlUrl="https://www.38north.org/feed/"', 'xmlUrl="http://38north.org/feed"')
    assert len(read_opml(twice.encode(), path="x").sources) == 3


@pytest.mark.parametrize(
    "broken", [EXPORT.replace("</body></opml>", ""), EXPORT.replace("&amp;", "&"), "\n" + EXPORT]
)
def test_a_broken_file_gives_what_can_be_read(broken: str) -> None:
    sources = read_opml(broken.encode(), path="x").sources
    assert [source.name for source in sources] == ["연합뉴스 & 속보", "38 North", "38 North"]


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"\x89PNG", b"<opml><body/></opml>"])
def test_what_lists_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(ReadError):
        read_opml(body, path="x")


def test_entities_are_not_resolved() -> None:
    doctype = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = f'{doctype}<opml><body><outline text="a" title="b&x;" xmlUrl="https://a.kr/"/></body></opml>'
    try:
        sources = read_opml(body.encode(), path="x").sources
    except ReadError:
        return
    assert all("root" not in source.name for source in sources)


@given(
    st.lists(
        st.builds(
            Source,
            id=st.just("s"),
            name=st.text(min_size=1, max_size=30),
            url=st.integers(0, 10**6).map("https://a.kr/{}".format),
            kind=st.sampled_from(SourceKind),
            lang=st.sampled_from(["ko", "en", None]),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda source: source.url,
    )
)
def test_what_is_written_is_read_back(sources: list[Source]) -> None:
    back = read_opml(write_opml(sources, title="A < B & C").encode(), path="x").sources
    assert [(source.url, source.kind, source.lang) for source in back] == [
        (source.url, source.kind, source.lang) for source in sources
    ]


@pytest.mark.parametrize(
    ("name", "url", "id_"),
    [
        ("The Korea Herald", "https://www.koreaherald.com/rss", "the-korea-herald"),
        ("연합뉴스", "https://www.yna.co.kr/rss", "yna-co-kr"),
        ("뉴스1", "https://news1.kr/", "news1-kr-1"),
        ("Agence France-Presse – Café", "https://afp.com", "agence-france-presse-cafe"),
        ("한", "https://한국.kr/", "kr"),
    ],
)
def test_an_id_is_made_of_latin_words(name: str, url: str, id_: str) -> None:
    assert SourceIds(()).make(name, url) == id_
