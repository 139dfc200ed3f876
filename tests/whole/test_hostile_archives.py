"""Whatever lies in a folder that is brought in, the rest of it comes in, and what did not is named."""

from __future__ import annotations

import gzip
import io
import json
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.config.loading.load import load_settings
from flows.files.bring_in import BackfillPlan, bring_in
from flows.wiring import House, open_house
from storage.corpus.articles import article_numbers

NOW = datetime(2026, 3, 2, tzinfo=UTC)
WITHIN_S = 60.0
"""Of a whole backfill; some seconds on a quiet machine."""

TEXT = (
    "The ministers of both sides met in Seoul on Monday and agreed to go on talking in May about the troops."
)
GOOD = f"Ministers meet in Seoul\n\n{TEXT}\n\n{TEXT.replace('Monday', 'Tuesday')}\n"


def put(folder: Path, name: str, body: bytes) -> None:
    (folder / name).write_bytes(body)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.json", "[]")
    return out.getvalue()


def loop(folder: Path) -> None:
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere.txt").symlink_to(folder / "gone")
    (folder / "itself.txt").symlink_to(folder / "itself.txt")


def hollow(folder: Path) -> None:
    with (folder / "a.txt").open("wb") as file:
        file.truncate(60_000_000)


def stacked(times: int) -> bytes:
    body = b"x" * 1_000
    for _ in range(times):
        body = gzip.compress(body)
    return body


def warc(length: str, body: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x") -> bytes:
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n"
    return f"{head}Content-Length: {length}\r\n\r\n".encode() + body


BOMB = (
    "<!DOCTYPE r [<!ENTITY a '"
    + "x" * 1_000
    + "'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 20}'>" for n in range(8))
    + "]><rss version='2.0'><channel><item><title>&i;</title><link>https://a.example/1</link></item></channel></rss>"
)

Write = Callable[[Path], None]

FOLDERS: dict[str, tuple[Write, str]] = {
    "gzip in gzip in gzip": (lambda folder: put(folder, "a.json.gz", stacked(3)), "gzip"),
    "a ZIP under the name of JSON": (lambda folder: put(folder, "a.json", zipped()), "it is a ZIP archive"),
    "links to itself, to nothing and back": (loop, "cannot be read"),
    "a pipe under the name of a text": (lambda folder: os.mkfifo(folder / "a.txt"), "no regular file"),
    "a device under the name of a page": (
        lambda folder: (folder / "a.html").symlink_to("/dev/zero"), "no regular file",
    ),
    "a file of nothing but holes": (hollow, "no text"),
    "lists within lists": (lambda folder: put(folder, "a.json", b"[" * 3_000_000), "nested too deep"),
    "lists within lists, in pieces": (lambda folder: put(folder, "a.json", b"[" * 12_000_000), "breaks off"),
    "a string that never ends, in pieces": (
        lambda folder: put(folder, "a.json", b'[{"a": "' + b"x" * 12_000_000), "breaks off",
    ),
    "a line of escapes": (
        lambda folder: put(folder, "a.jsonl", b'{"title": "' + b"\\u0000" * 2_000_000 + b'"}'), "",
    ),
    "quotes without end": (lambda folder: put(folder, "a.csv", b"title,text\n" + b'"' * 5_000_001), ""),
    "ten thousand columns": (
        lambda folder: put(folder, "a.csv", b"title" + b"," * 10_000 + b"\n" + b"x," * 20_000 + b"\n"),
        "fields where",
    ),
    "a WARC record longer than any disk": (lambda folder: put(folder, "a.warc", warc("9" * 18)), ""),
    "a WARC record of less than nothing": (lambda folder: put(folder, "a.warc", warc("-5")), ""),
    "a thousand declared encodings": (
        lambda folder: put(folder, "a.html", b"<html>" + b"<meta charset=utf-7>" * 1_000 + b"+ADw-p+AD4-"),
        "",
    ),
    "entities of entities": (lambda folder: put(folder, "a.xml", BOMB.encode()), ""),
    "half of UTF-32": (lambda folder: put(folder, "a.txt", b"\xff\xfe\x00\x00" + b"a\x00\x00" * 99), ""),
    "a name of control characters": (
        lambda folder: put(folder, "\x1b[2J\u202e\nx.json", b"nothing"), "it is no JSON",
    ),
    "a feed of one entry without end": (
        lambda folder: put(folder, "a.xml", b"<rss><channel><item><title>" + b"x" * 12_000_000), "",
    ),
    "a page of pictures without end": (
        lambda folder: put(folder, "a.html", b'<html><img src="data:image/png;base64,' + b"A" * 30_000_000),
        "",
    ),
}  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    config = tmp_path / "hanmi.toml"
    config.write_text("[defaults]\nsources = false\nwatchlist = false\n", encoding="utf-8")
    with open_house(load_settings(config)) as opened:
        yield opened


@pytest.mark.parametrize("form", FOLDERS)
def test_what_lies_beside_it_comes_in_and_it_is_named(house: House, tmp_path: Path, form: str) -> None:
    write, said = FOLDERS[form]
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder)
    (folder / "zz-good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "zz-good.jsonl").write_text(json.dumps({"title": "Another", "text": TEXT}), encoding="utf-8")
    began = time.monotonic()
    report = bring_in(house, BackfillPlan(paths=(folder,)), now=NOW)
    assert time.monotonic() - began < WITHIN_S
    with house.db.reading() as tx:
        assert len(article_numbers(tx)) == report.new + report.duplicate
    assert report.new + report.duplicate >= 2
    assert report.faults == 0
    reasons = [failure.reason for failure in report.failures]
    assert any(said in reason for reason in reasons) or (not said and not reasons), reasons
    assert all(len(reason) < 1_000 and "fault of this program" not in reason for reason in reasons)
    again = bring_in(house, BackfillPlan(paths=(folder,)), now=NOW)
    assert (again.new, again.faults) == (0, 0)
