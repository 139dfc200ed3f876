"""Files of any size come in whole, a piece at a time, and as the same small file would."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.files import archives, pieces
from flows.files.archives import BadRecord, Item, Opened, Record, read_path
from flows.files.kinds import archive_files, json_pieces
from flows.files.kinds.json_pieces import split_records
from flows.files.pieces import feed_pieces, in_utf8, shed_page, text_pieces
from flows.workers.pool_thread import PoolThread
from storage.errors import ReadError
from storage.records import Teaser

TEXT = "Foreign Minister Cho Tae-yul met his American counterpart in Seoul on Monday."
NAMES = ("articles", "items")


@pytest.fixture(scope="module")
def pool() -> Iterator[PoolThread]:
    with PoolThread(workers=1, limit_s=10) as opened:
        yield opened


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every limit a thousandth, so that a small file is a large one."""
    monkeypatch.setattr(archive_files, "MAX_WHOLE", 10_000)
    monkeypatch.setattr(archives, "MAX_WHOLE", 10_000)
    monkeypatch.setattr(archives, "PART", 4_000)
    monkeypatch.setattr(archives, "FEED_PIECE", 3_000)
    monkeypatch.setattr(pieces, "CHUNK", 1_000)
    monkeypatch.setattr(json_pieces, "CHUNK", 1_000)


def read(path: Path, pool: PoolThread) -> list[Item]:
    return [item for item in read_path(path, pool=pool) if not isinstance(item, Opened)]


def titles(items: list[Item]) -> list[str]:
    return [item.extract.title for item in items if isinstance(item, Record)]


def bad(items: list[Item]) -> list[str]:
    return [f"{Path(item.path).name} {item.reason}" for item in items if isinstance(item, BadRecord)]


RECORDS = [
    {"title": f"Talks, day {n}", "text": f'{TEXT} "Day {n}", he said. \\o/ 제{n}차'} for n in range(200)
]


@pytest.mark.parametrize(
    "document",
    [
        json.dumps(RECORDS),
        json.dumps(RECORDS, ensure_ascii=False, indent=2),
        json.dumps({"meta": {"items": [1]}, "note": "[{", "items": RECORDS, "more": []}),
        "\n".join(map(json.dumps, RECORDS)),
        json.dumps(RECORDS)[:-1] + ",]",
    ],
    ids=["a list", "with indents and Hangul", "in an object", "lines under the name of JSON", "a comma more"],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["json", "json.gz"])
@pytest.mark.usefixtures("small")
def test_json_of_any_size_gives_its_records(
    document: str, codec: str, ending: str, tmp_path: Path, pool: PoolThread
) -> None:
    body = document.encode(codec)
    path = tmp_path / f"a.{ending}"
    path.write_bytes(gzip.compress(body) if ending.endswith("gz") else body)
    items = read(path, pool)
    assert bad(items) == []
    assert titles(items) == [str(each["title"]) for each in RECORDS]
    assert [item.number for item in items if isinstance(item, Record)] == list(range(1, 201))


@pytest.mark.parametrize(
    ("document", "reason", "found"),
    [
        (json.dumps(RECORDS)[:-40], "it is no JSON: it breaks off", 199),
        (json.dumps({"list": RECORDS}), "it has no list of records", 0),
        (json.dumps([*RECORDS[:9], "x", 5, *RECORDS[9:]]), "it is a string, not an object", 200),
        (json.dumps(RECORDS).replace('day 7"', 'day 7"",'), "it is no JSON", 199),
    ],
    ids=["cut", "another name", "odd items", "a broken record"],
)
@pytest.mark.usefixtures("small")
def test_what_is_wrong_in_large_json_is_named_and_the_rest_stays(
    document: str, reason: str, found: int, tmp_path: Path, pool: PoolThread
) -> None:
    path = tmp_path / "a.json"
    path.write_text(document, encoding="utf-8")
    items = read(path, pool)
    assert len(titles(items)) == found
    assert any(reason in each for each in bad(items))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(values, max_size=6), st.sampled_from([None, 1]), st.integers(1, 9), st.booleans())
def test_splitting_equals_reading_whole(
    items: list[Any], indent: int | None, chunk: int, is_named: bool
) -> None:
    document = {"a": {"items": [0]}, "items": items, "b": [1]} if is_named else items
    body = json.dumps(document, indent=indent, ensure_ascii=False).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_pieces, "CHUNK", chunk)
        split = split_records(io.BufferedReader(io.BytesIO(body)), NAMES, longest=10_000, about="x")
        found = [json.loads(item) for item in split if item is not None and item.strip()]
    assert found == items


@pytest.mark.parametrize("chunk", [1, 3, 1_000])
@pytest.mark.parametrize(
    "body", ["[[[1]], [[2, [3]]]]", '{"items":[[[1]],[[2, [3]]]]}', '[{"a": {"items": [[0]]}}, [[]]]']
)
def test_brackets_that_open_at_once_are_one_each(body: str, chunk: int) -> None:
    whole = json.loads(body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_pieces, "CHUNK", chunk)
        split = split_records(io.BufferedReader(io.BytesIO(body.encode())), NAMES, longest=99, about="x")
        found = [json.loads(item) for item in split if item is not None]
    assert found == (whole["items"] if isinstance(whole, dict) else whole)


def test_a_record_that_is_too_long_costs_itself_alone() -> None:
    body = json.dumps([{"a": 1}, {"a": "x" * 5_000}, {"a": "y" * 5_000}, {"a": 2}]).encode()
    for chunk in (7, 1_000, 100_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(json_pieces, "CHUNK", chunk)
            split = split_records(io.BufferedReader(io.BytesIO(body)), NAMES, longest=2_000, about="x")
            found = [item and json.loads(item) for item in split]
        assert found == [{"a": 1}, None, None, {"a": 2}]


@pytest.mark.parametrize("codec", ["utf-8", "cp949", "utf-16"])
@pytest.mark.usefixtures("small")
def test_a_long_text_comes_in_parts_and_nothing_of_it_is_lost(
    codec: str, tmp_path: Path, pool: PoolThread
) -> None:
    said = [
        f"{n}번째 회의가 서울에서 열렸다고 외교부가 밝혔다. 다음 회의는 {n + 1}월에 열린다."
        for n in range(300)
    ]
    path = tmp_path / "a.txt"
    path.write_bytes("\n\n".join(["핵협의그룹 회의록", "2024-05-06", *said]).encode(codec))
    items = [item for item in read(path, pool) if isinstance(item, Record)]
    assert len(items) > 3
    assert [item.number for item in items] == list(range(1, len(items) + 1))
    assert [item.extract.title for item in items[:3]] == [
        "핵협의그룹 회의록", "핵협의그룹 회의록 (2)", "핵협의그룹 회의록 (3)",
    ]  # fmt: skip
    lines = [line for item in items for line in item.extract.text.split("\n")]
    assert lines == said
    assert all(item.extract.published == items[0].extract.published for item in items)


@given(st.binary(max_size=60), st.integers(1, 9))
def test_the_pieces_of_a_text_are_the_text(body: bytes, size: int) -> None:
    assert b"".join(text_pieces(io.BufferedReader(io.BytesIO(body)), size)) == body


def write_feed(many: int) -> str:
    items = "".join(
        f"<item><title>Talks, day {n}</title><link>https://a.example/{n}</link><description>{TEXT}</description></item>"
        for n in range(many)
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>A</title>'
    return f"{head}{items}</channel></rss>"


@pytest.mark.parametrize("kind", ["rss", "atom", "rdf", "cut"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.usefixtures("small")
def test_a_large_feed_gives_all_its_entries(kind: str, codec: str, tmp_path: Path, pool: PoolThread) -> None:
    text = write_feed(150)
    if kind == "atom":
        text = text.replace('<rss version="2.0"><channel>', '<feed xmlns="http://www.w3.org/2005/Atom">')
        text = text.replace("</channel></rss>", "</feed>").replace("item>", "entry>")
        text = (
            text.replace("<link>", '<link href="').replace("</link>", '"/>').replace("description", "summary")
        )
    if kind == "rdf":
        head = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        text = text.replace(
            '<rss version="2.0"><channel><title>A</title>', f"{head}<channel><title>A</title></channel>"
        )
        text = text.replace("</channel></rss>", "</rdf:RDF>")
    if kind == "cut":
        text = text[:-120]
    path = tmp_path / "a.xml"
    path.write_bytes(text.encode(codec))
    items = read(path, pool)
    assert titles(items)[:149] == [f"Talks, day {n}" for n in range(149)]
    assert len(titles(items)) == (150 if kind != "cut" else 149)
    numbers = [item.number for item in items if isinstance(item, Record)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_feed_of_more_entries_than_one_reading_takes_loses_none(tmp_path: Path, pool: PoolThread) -> None:
    path = tmp_path / "a.xml"
    path.write_text(write_feed(5_100), encoding="utf-8")
    assert len(titles(read(path, pool))) == 5_100


def test_entries_of_a_saved_feed_that_lead_nowhere_are_named(tmp_path: Path, pool: PoolThread) -> None:
    path = tmp_path / "a.xml"
    path.write_text(write_feed(3).replace("https://a.example/1", "javascript:view(1)"), encoding="utf-8")
    items = read(path, pool)
    assert len(titles(items)) == 2
    assert bad(items) == [
        "a.xml one of its entries leads to no address that can be read (scripts, mail links)"
    ]


SHED = (
    f'<img src="data:image/png;base64,{"iVBORw0KGgo" * 2_000}">',
    f"<style>{'p {{ color: red }} ' * 2_000}</style>",
    f"<script>{'var a = 1; ' * 2_000}</script>",
    f"<!--{' a note - of -- the page ' * 2_000}-->",
    f"<div style=\"background:url('data:image/gif;base64,{'R0lGODdh' * 3_000}')\"></div>",
)


@pytest.mark.parametrize("clutter", SHED, ids=["picture", "style", "script", "note", "background"])
@pytest.mark.parametrize("codec", ["utf-8", "cp949", "utf-16"])
@pytest.mark.usefixtures("small")
def test_a_page_is_read_without_what_makes_it_large(
    clutter: str, codec: str, tmp_path: Path, pool: PoolThread
) -> None:
    said = "".join(
        f"<p>{TEXT} This is paragraph {n} of the page, 제{n}문단.</p>{clutter * (n < 2)}" for n in range(6)
    )
    page = (
        f'<!doctype html><html><head><meta charset="{codec}"><script type="application/ld+json">'
        '{"@type": "NewsArticle", "headline": "Talks held", "datePublished": "2024-05-06T07:08:00Z"}</script>'
        f"{clutter}</head><body><article><h1>Talks held</h1>{said}</article></body></html>"
    )
    path = tmp_path / "a.html"
    path.write_bytes(page.encode(codec))
    (item,) = read(path, pool)
    assert isinstance(item, Record)
    assert (item.extract.title, item.doubt, item.extract.teaser) == ("Talks held", None, None)
    assert item.extract.text.count(TEXT) == 6
    assert item.extract.published is not None


@pytest.mark.usefixtures("small")
def test_a_page_that_is_long_in_itself_is_cut_and_said_so(tmp_path: Path, pool: PoolThread) -> None:
    said = "".join(f"<p>{TEXT} This is paragraph {n} of the page.</p>" for n in range(400))
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body><article><h1>Talks held</h1>{said}</article></body></html>", encoding="utf-8"
    )
    (item,) = read(path, pool)
    assert isinstance(item, Record)
    assert item.extract.teaser is Teaser.SHORT
    assert "MB were read" in (item.doubt or "")


PARTS = ["a", "<p>", "data:image/x;", " ", '"', "<style", "</style>", "<script>", "</script>", "<!--", "-->",
         "<script type=x/json>", ">"]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=30), st.integers(20, 60))
def test_what_is_shed_does_not_hang_on_where_a_page_is_cut(parts: list[str], chunk: int) -> None:
    body = "".join(parts).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "OVERLAP", 60)
        whole = shed_page(io.BufferedReader(io.BytesIO(body)), 10_000)
        patch.setattr(pieces, "CHUNK", chunk)
        assert shed_page(io.BufferedReader(io.BytesIO(body)), 10_000) == whole


def test_wide_encodings_are_read_to_their_end_and_their_faults_named() -> None:
    body = "회의 ".encode("utf-16") * 1  # with its mark
    body += "가나다".encode("utf-16-le") * 400_000
    assert in_utf8(io.BufferedReader(io.BytesIO(body)), "a").read().decode() == "회의 " + "가나다" * 400_000
    broken = io.BufferedReader(io.BytesIO("가".encode("utf-32") + b"\xff\xff\xff\xff"))
    with pytest.raises(ReadError, match="it says that it is UTF-32-LE, and around byte"):
        in_utf8(broken, "a").read()


@pytest.mark.parametrize("body", [b"", b"<rss>" + b" " * 3_000_000, b"<item>" + b"x" * 5_000])
def test_feeds_without_entries_to_cut_at_are_named(body: bytes) -> None:
    with pytest.raises(ReadError):
        list(feed_pieces(io.BufferedReader(io.BytesIO(body)), 500, "a"))


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        file.write(",".join(json.dumps({"title": f"Talks {n}", "text": "x" * 50_000}) for n in range(200)))
        file.write("]")
    tracemalloc.start()
    assert sum(isinstance(item, Record) for item in read_path(path)) == 200
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 10_000_000
    assert peak < 4_000_000
