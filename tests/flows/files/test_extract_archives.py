"""Files of every kind come in as records; what is broken is named and harms nothing else."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import unicodedata
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.files.archives import BadRecord, Item, Opened, Record, Skipped, read_path
from flows.workers.pool import _Worker
from flows.workers.pool_thread import PoolThread
from flows.workers.worker import Answer

TEXT = "Foreign Minister Cho Tae-yul met his American counterpart in Seoul on Monday."
KOREAN = "조태열 외교부 장관은 6일 서울에서 미국 국무장관과 회담했다."
PAGE = (
    '<!doctype html><html lang="en"><head><title>Talks held - Example Times</title>'
    '<link rel="canonical" href="https://times.example/a/1">'
    '<meta property="og:site_name" content="Example Times">'
    '<meta property="article:published_time" content="2025-01-06T14:05:00+09:00"></head><body><article><h1'
    ">Talks held</h1>"
    + "".join(f"<p>{TEXT} This is paragraph number {n} of the page.</p>" for n in range(5))
    + "</article></body></html>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Example '
    "Times</title><link>https://times.example/</link>"
    f"<item><title>One</title><link>https://times.example/1</link><description>{TEXT}</description>"
    "<pubDate>Mon, 06 Jan 2025 14:05:00 KST</pubDate></item>"
    "<item><title>둘</title><link>https://times.example/2</link></item></channel></rss>"
)


@pytest.fixture(scope="module")
def pool() -> Iterator[PoolThread]:
    with PoolThread(workers=1, limit_s=5) as opened:
        yield opened


def read(path: Path, pool: PoolThread) -> list[Item]:
    """What comes of a path, without the notes that a file begins."""
    items = read_path(path, timezone="Asia/Seoul", pool=pool)
    return [item for item in items if not isinstance(item, Opened)]


def records(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


def bad(items: list[Item]) -> list[BadRecord]:
    return [item for item in items if isinstance(item, BadRecord)]


RICH: dict[str, Any] = {
    "url": "https://times.example/a?idxno=1",
    "title": "Talks held",
    "text": f"{TEXT}\n\n{KOREAN}",
    "published_at": "2025-01-06 14:05",
    "outlet": "Example Times",
    "lang": "en",
    "authors": ["Kim Min-su", "Jane Doe"],
    "source": "times",
}


def check_rich(record: Record) -> None:
    found = record.extract
    assert (found.url, found.title, found.text) == (RICH["url"], "Talks held", f"{TEXT}\n{KOREAN}")
    assert (found.outlet, found.lang, found.authors, record.source) == (
        "Example Times",
        "en",
        ("Kim Min-su", "Jane Doe"),
        "times",
    )
    assert found.published is not None
    assert (found.published.at.isoformat(), found.published.by) == ("2025-01-06T05:05:00+00:00", "file")


@pytest.mark.parametrize(
    "document",
    [RICH, [RICH], {"articles": [RICH]}, {"items": [RICH], "total": 1}, {"meta": {}, "data": [RICH]}],
)
def test_json_is_an_object_a_list_or_an_object_with_a_list(
    document: object, tmp_path: Path, pool: PoolThread
) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(document))
    (record,) = records(read(file, pool))
    check_rich(record)
    assert (record.path, record.number) == (str(file), 1)


def test_json_lines_name_what_is_broken_and_go_on(tmp_path: Path, pool: PoolThread) -> None:
    file = tmp_path / "a.jsonl"
    lines = [json.dumps(RICH), "", "{broken", "[1]", "{}", json.dumps({"title": 5}), json.dumps({**RICH,
    "published_at": "2025-13-45"}),
             json.dumps({"title": "x", "url": "javascript:1"}), json.dumps({"html": f"<p>{TEXT}</p>"}),
             json.dumps({"title": "제목"}, ensure_ascii=False)]  # fmt: skip
    file.write_bytes(
        "\n".join(lines).encode()
        + b"\n\xff\xfe\xfa{}\n"
        + json.dumps({"title": "한글"}, ensure_ascii=False).encode("cp949")
    )
    items = read(file, pool)
    assert [record.number for record in records(items)] == [1, 7, 9, 10, 12]
    assert records(items)[1].unread_date == "2025-13-45"
    assert [item.path for item in bad(items)] == [f"{file}:{number}" for number in (3, 4, 5, 6, 8, 11)]
    assert records(items)[2].extract.text == TEXT
    assert records(items)[4].extract.title == "한글"
    reasons = [item.reason for item in bad(items)]
    for part, reason in zip(
        (
            "no JSON",
            "a list",
            "none of title",
            "title is no text",
            "url is no web",
        ),
        reasons,
        strict=False,
    ):
        assert part in reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_csv_is_read_by_its_header(delimiter: str, codec: str, tmp_path: Path, pool: PoolThread) -> None:
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=delimiter)
    fields = {**RICH, "authors": "Kim Min-su, Jane Doe"}
    writer.writerow([*fields, "unknown"])
    writer.writerow([*fields.values(), "?"])
    file = tmp_path / "a.csv"
    file.write_bytes(sheet.getvalue().encode(codec))
    (record,) = records(read(file, pool))
    check_rich(record)
    assert record.number == 2


def test_csv_rows_that_are_broken_cost_themselves_only(tmp_path: Path, pool: PoolThread) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        'title,text\n"One","a ""quoted"" line\nand another"\nTwo,x,too,many\n"Three,never '
        "closed\nFour,text of four\n,\n"
    )
    items = read(file, pool)
    assert [(record.number, record.extract.title) for record in records(items)] == [(2, "One"), (6, "Four")]
    assert records(items)[0].extract.text == 'a "quoted" line\nand another'
    assert [item.path for item in bad(items)] == [f"{file}:{number}" for number in (4, 5, 7)]


def test_pages_keep_their_own_address(tmp_path: Path, pool: PoolThread) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.txt").write_text(PAGE)
    (tmp_path / "c.html").write_text("<html><body><div id=__next></div></body></html>")
    (tmp_path / "d.jsonl").write_text(json.dumps({"html": PAGE, "title": "Another title"}))
    items = read(tmp_path, pool)
    assert [record.extract.url for record in records(items)] == ["https://times.example/a/1"] * 3
    assert [record.extract.title for record in records(items)] == [
        "Talks held",
        "Talks held",
        "Another title",
    ]
    first = records(items)[0].extract
    assert first.outlet == "Example Times"
    assert first.published is not None
    assert first.published.at.isoformat() == "2025-01-06T05:05:00+00:00"
    assert first.text.count("\n") == 4
    (empty,) = bad(items)
    assert empty.path.endswith("c.html")
    assert "no text" in empty.reason


def test_feeds_give_their_entries(tmp_path: Path, pool: PoolThread) -> None:
    (tmp_path / "a.xml").write_text(FEED)
    (tmp_path / "b.xml").write_text("<html><body>no feed</body></html>")
    (tmp_path / "c.xml").write_text(
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9))
        + "]><rss><channel><title>&a;</title></channel></rss>"
    )
    items = read(tmp_path, pool)
    one, two = records(items)
    assert (one.number, one.extract.title, one.extract.text, one.extract.outlet) == (
        1,
        "One",
        TEXT,
        "Example Times",
    )
    assert one.extract.published is not None
    assert one.extract.published.at.isoformat() == "2025-01-06T05:05:00+00:00"
    assert (two.extract.title, two.extract.url) == ("둘", "https://times.example/2")
    assert {Path(item.path).name for item in bad(items)} == {"b.xml", "c.xml"}


def warc_record(url: str, body: bytes, kind: str = "text/html", status: str = "200 OK") -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-01-06T05:05:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{len(url):032x}>\r\nContent-Type: application/http; "
        f"msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def write_warc(path: Path) -> None:
    parts = [
        warc_record("https://times.example/a/1?utm_source=x", PAGE.encode()),
        warc_record("https://times.example/logo.png", b"\x89PNG", "image/png"),
        warc_record("https://times.example/gone", PAGE.encode(), status="404 Not Found"),
        warc_record("https://times.example/empty", b"<html><body></body></html>"),
        warc_record(
            "https://times.example/ko", PAGE.replace(TEXT, KOREAN).encode("cp949"), "text/html; charset=utf-8"
        ),
    ]
    path.write_bytes(b"".join(map(gzip.compress, parts) if path.suffix == ".gz" else parts))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_archives_give_their_pages(name: str, tmp_path: Path, pool: PoolThread) -> None:
    file = tmp_path / name
    write_warc(file)
    items = read(file, pool)
    assert [(record.number, record.extract.title) for record in records(items)] == [
        (1, "Talks held"),
        (5, "Talks held"),
    ]
    assert records(items)[1].extract.text.startswith(KOREAN)
    assert [item.path for item in bad(items)] == [f"{file}:4"]
    file.write_bytes(file.read_bytes()[:-200])
    items = read(file, pool)
    assert [record.number for record in records(items)] == [1]
    assert re.search("damaged|breaks off", bad(items)[-1].reason)


def test_an_archive_gzipped_as_a_whole_is_read_too(tmp_path: Path, pool: PoolThread) -> None:
    write_warc(tmp_path / "a.warc")
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress((tmp_path / "a.warc").read_bytes()))
    assert len(records(read(tmp_path / "b.warc.gz", pool))) == 2


def test_what_a_library_would_print_of_a_damaged_archive_is_a_failure(
    tmp_path: Path, pool: PoolThread, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.warc"
    write_warc(file)
    first, rest = file.read_bytes().split(b"WARC/1.0", 2)[1:]
    file.write_bytes(b"WARC/1.0" + first.rstrip() + b"\r\nodd\r\n\r\nWARC/1.0" + rest)
    items = read(file, pool)
    assert records(items)[0].number == 1
    assert "damaged" in bad(items)[0].reason
    assert "\n" not in bad(items)[0].reason
    assert capfd.readouterr() == ("", "")


def test_every_kind_may_be_gzipped(tmp_path: Path, pool: PoolThread) -> None:
    files = {
        "a.txt": f"Title\n\n{TEXT}", "b.md": f"# Title\n\n{TEXT}", "c.json": json.dumps(RICH),
        "d.jsonl": json.dumps(RICH), "e.csv": "title,text\nTitle,Text",
        "f.xml": FEED, "g.html": PAGE,
    }  # fmt: skip
    for name, content in files.items():
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content.encode()))
    items = read(tmp_path, pool)
    assert not bad(items)
    assert [Path(record.path).name for record in records(items)] == [
        "a.txt.gz", "b.md.gz", "c.json.gz", "d.jsonl.gz", "e.csv.gz", "f.xml.gz", "f.xml.gz", "g.html.gz"
    ]  # fmt: skip


def test_bombs_and_damaged_gzip_are_named(tmp_path: Path, pool: PoolThread) -> None:
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(bytes(80_000_000)))
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b" " * 80_000_000))
    cut = gzip.compress(
        "\n".join(json.dumps({"title": f"{n} {os.urandom(8).hex()}"}) for n in range(3000)).encode()
    )
    (tmp_path / "cut.jsonl.gz").write_bytes(cut[: len(cut) // 2])
    (tmp_path / "no.txt.gz").write_bytes(b"\x1f\x8b no gzip at all")
    items = read(tmp_path, pool)
    assert {Path(item.path).name for item in bad(items)} >= {"bomb.txt.gz", "cut.jsonl.gz", "no.txt.gz"}
    assert len(records(items)) > 500


def test_folders_are_walked_in_order_and_other_kinds_counted(tmp_path: Path, pool: PoolThread) -> None:
    for name in (
        "b/2.txt",
        "a/10.txt",
        "a/1.txt",
        "c.txt",
        "a/picture.png",
        "a/.hidden.txt",
        ".git/x.txt",
        "noending",
    ):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"Title of {name}\n\n{TEXT}")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    items = read(tmp_path, pool)
    assert [record.path.removeprefix(f"{tmp_path}/") for record in records(items)] == [
        "a/1.txt",
        "a/10.txt",
        "b/2.txt",
        "c.txt",
    ]
    assert {Path(item.path).name for item in bad(items)} == {"gone.txt", "pipe.txt"}
    assert {Path(item.path).name for item in items if isinstance(item, Skipped)} == {
        "picture.png",
        ".hidden.txt",
        "noending",
    }


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        ("a.json", b"{", "no JSON"),
        ("a.json", b"", "empty"),
        ("a.json", b"[" * 200_000, "nested|no JSON"),
        ("a.json", b"[]", "no records"),
        ("a.jsonl", b"", "no records"),
        ("a.csv", b"", "no text"),
        ("a.csv", b"x,y\n1,2\n", "none of the fields"),
        ("a.html", b"", "empty"),
        ("a.xml", b"", ""),
        ("a.warc", b"no archive at all", "damaged|no WARC"),
        ("a.warc.gz", b"", "no WARC|damaged"),
    ],
)
def test_files_that_are_not_what_they_claim_are_named(
    name: str, content: bytes, reason: str, tmp_path: Path, pool: PoolThread
) -> None:
    import re

    file = tmp_path / name
    file.write_bytes(content)
    (item,) = read(file, pool)
    assert isinstance(item, BadRecord)
    assert item.path.startswith(str(file))
    assert re.search(reason, item.reason), item.reason


def test_a_hostile_page_is_named_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = _Worker.ask

    def ask_in_time(worker: _Worker, job: bytes, limit_s: float) -> Awaitable[Answer]:
        """On a busy machine a second may be too short for any page but the one that is to take longer."""
        return ask(worker, job, limit_s if b"a59999=1" in job else 60.0)

    monkeypatch.setattr(_Worker, "ask", ask_in_time)
    (tmp_path / "a.html").write_text(
        "<html><body><p " + " ".join(f"a{n}=1" for n in range(60_000)) + ">x</p></body></html>"
    )
    (tmp_path / "b.html").write_text(PAGE)
    with PoolThread(workers=2, limit_s=1.0) as pool:
        items = read(tmp_path, pool)
    assert [Path(item.path).name for item in bad(items)] == ["a.html"]
    assert "longer than 1 s" in bad(items)[0].reason
    assert [Path(item.path).name for item in records(items)] == ["b.html"]


def test_what_no_database_can_hold_is_taken_out(tmp_path: Path, pool: PoolThread) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"title": "a\\u0000b\\ud800c", "text": "d\\udfff\\u0000"}')
    (record,) = records(read(file, pool))
    assert record.extract.title == "ab\ufffdc"
    assert record.extract.text == "d\ufffd"


def test_other_names_of_fields_are_understood(tmp_path: Path, pool: PoolThread) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"items": [{"headline": "T", "link": "https://x.example/1",
    "content": f"<p>{TEXT}</p><p>{KOREAN}</p>", "date": 1736139900,
                                           "author": {"name": "Jane Doe"}, "source": {"id": "x",
                                           "name": "X News"}, "language": "Korean"}]}))  # fmt: skip
    (record,) = records(read(file, pool))
    found = record.extract
    assert (found.title, found.text, found.url) == ("T", f"{TEXT}\n{KOREAN}", "https://x.example/1")
    assert (found.authors, found.outlet, found.lang, record.source) == (("Jane Doe",), "X News", "ko", "x")
    assert found.published is not None
    assert found.published.at.isoformat() == "2025-01-06T05:05:00+00:00"


@pytest.mark.parametrize(
    "header",
    [
        "URL,Title,Text,Published At,Site Name,Author",
        "Article URL,HEADLINE,Full Text,pub-date,Publication,Byline",
        "URL,제목,본문,일자,언론사,기고자",
        unicodedata.normalize("NFD", "주소,제목,내용,게시일,매체,기자"),
    ],
)
def test_a_header_is_understood_as_people_and_archives_write_it(
    tmp_path: Path, pool: PoolThread, header: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{header}\nhttps://x.example/1,T,Talks were held.,20250106,X News,Jane Doe\n")
    (record,) = records(read(file, pool))
    found = record.extract
    assert (found.url, found.title, found.text) == ("https://x.example/1", "T", "Talks were held.")
    assert (found.outlet, found.authors) == ("X News", ("Jane Doe",))
    assert found.published is not None
    assert found.published.at.isoformat() == "2025-01-06T14:59:59+00:00"


def test_a_bare_date_is_that_day(tmp_path: Path, pool: PoolThread) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"title": "T", "published_at": "2025-01-06"}))
    (record,) = records(read(file, pool))
    assert record.extract.published is not None
    assert record.extract.published.day_only
    assert record.extract.published.at.isoformat() == "2025-01-06T14:59:59+00:00"


def test_records_are_read_as_they_are_taken(tmp_path: Path, pool: PoolThread) -> None:
    file = tmp_path / "a.jsonl"
    line = json.dumps({"title": "Talks held", "text": TEXT * 10}) + "\n"
    file.write_text(line * 2000)
    items = read_path(file, pool=pool)
    assert isinstance(next(items), Opened)
    assert isinstance(next(items), Record)
    os.truncate(file, 600 * len(line))
    assert sum(isinstance(item, Record) for item in items) < 700
