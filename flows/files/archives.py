"""Files and folders brought into the corpus: every kind that is understood, as one stream of items.

walk_files ─▶ open ─▶ rows, entries, pages ─▶ Opened | Record | BadRecord | Skipped
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from flows.files.kinds import archive_pages
from flows.files.kinds.archive_files import MAX_WHOLE, kind_of, open_file, read_whole, walk_files
from flows.files.kinds.archive_items import BadRecord, Item, Opened, Record, Skipped, name_record
from flows.files.kinds.archive_records import is_page, known_fields
from flows.files.kinds.archive_rows import (
    BrokenRow,
    Row,
    Rows,
    is_json_lines,
    read_csv,
    read_json_lines,
    read_json_rows,
    read_large_json,
)
from flows.files.pieces import FIRST_ITEM, feed_pieces, in_utf8, shed_page, text_pieces
from flows.sources.formats.announced import MOST
from flows.workers.pool_thread import PoolThread, keep_order
from storage.bugs import note_fault
from storage.errors import FetchError, ReadError, say_os

__all__ = ["BadRecord", "Item", "Opened", "Record", "Skipped", "name_record", "read_path"]

Finding = Item | Future[Item] | Future[list[Item]]
Reader = Callable[[Path, str, PoolThread], Iterator[Finding]]

SMALL_TEXT = 200_000
"""Bytes up to which a text file is read at once: longer ones may be made to take long."""
WEIGHTS = ".weights.json"
"""How the files end that say what the bundled ideas learned; they lie among the seeds."""
PART = 4_000_000
"""Bytes of a long text that are an article of their own; matching one takes seconds."""
FEED_PIECE = 500_000
"""Bytes of a large feed that are read at once: fewer entries than one reading takes."""


def read_path(path: Path, *, timezone: str = "Asia/Seoul", pool: PoolThread | None = None) -> Iterator[Item]:
    """Every article in a file, or in a folder and all below it sorted by name, one after another.

    Understood are `.txt .md .html .json .jsonl .csv .xml` (feeds) and `.warc`, each also gzipped, and each
    begins with Opened; other files come as Skipped. Streams: memory does not grow with the size of a file. A
    text of more than `MAX_WHOLE` bytes comes as several articles, each named by its number.
    Naive times are in `timezone`. Pages and feeds are read in killable workers: `pool`'s, or
    ones of its own that end with the iterator. Raises nothing for what a file holds.
    """
    with contextlib.ExitStack() as stack:
        readers = stack.enter_context(PoolThread()) if pool is None else pool
        for finding in keep_order(_read_all(path, timezone, readers)):
            yield from _settle(finding)


def _read_all(path: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    try:
        for file in walk_files(path):
            yield from _read_file(file, timezone, pool)
    except OSError as error:
        yield BadRecord(path=str(error.filename or path), reason=f"it cannot be read: {say_os(error)}")


def _read_file(file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    reader = _find_reader(file)
    if reader is None:
        yield Skipped(path=str(file))
        return
    yield Opened(path=str(file))
    try:
        yield from reader(file, timezone, pool)
    except ReadError as error:
        yield BadRecord(path=error.about, reason=archive_pages.say_read_error(error))
    except OSError as error:
        yield BadRecord(path=str(file), reason=f"it cannot be read: {say_os(error)}")
    except Exception as error:  # a bug of ours at one file must not keep the others from being read
        yield _name_fault(str(file), error)


def _find_reader(file: Path) -> Reader | None:
    """Hidden files are a system's own, like the halves of files that macOS leaves; weights are Hanmi's."""
    is_text = not file.name.startswith(".") and not file.name.endswith(WEIGHTS)
    return READERS.get(kind_of(file)) if is_text else None


def _name_fault(about: str, error: Exception) -> BadRecord:
    return BadRecord(path=about, reason=note_fault("reading", error, about=about).why)


def _settle(finding: Finding) -> Iterator[Item]:
    """The items of a finding; a job that was killed is a bad record like any other."""
    if not isinstance(finding, Future):
        yield finding
        return
    try:
        found = finding.result()
    except (ReadError, FetchError) as error:
        yield BadRecord(path=error.about, reason=error.why)
        return
    yield from found if isinstance(found, list) else [found]


def _read_text(file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    body = read_whole(file)
    if body is None:
        yield from _read_long_text(file, timezone, pool)
    elif len(body) <= SMALL_TEXT and not archive_pages.HTML_OPENING.match(body):
        yield archive_pages.read_text_file(body, str(file), timezone)
    else:
        yield pool.submit(archive_pages.read_text_file, body, str(file), timezone, about=str(file))


def _read_long_text(file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    """A text of many megabytes: parts that are articles of their own, each under the title of the first."""
    path = str(file)
    with open_file(file) as stream:
        parts = enumerate(text_pieces(in_utf8(stream, path), PART), 1)
        head = next(parts)[1]
        if archive_pages.HTML_OPENING.match(head):
            yield from _read_large_page(file, timezone, pool)
            return
        first = archive_pages.read_text_file(head[:SMALL_TEXT], path, timezone)
        yield pool.submit(archive_pages.read_text_part, head, None, path, 1, timezone, about=f"{path}:1")
        of = first.extract if isinstance(first, Record) else None
        for number, part in parts:
            about = name_record(path, number)
            yield pool.submit(archive_pages.read_text_part, part, of, path, number, timezone, about=about)


def _read_html(file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    body = read_whole(file)
    if body is None:
        yield from _read_large_page(file, timezone, pool)
    else:
        yield pool.submit(archive_pages.read_html_file, body, str(file), timezone, about=str(file))


def _read_large_page(file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    """A page with megabytes of pictures, scripts or styles; what is long without them is cut, and said."""
    with open_file(file) as stream:
        body, is_cut = shed_page(in_utf8(stream, str(file)), MAX_WHOLE)
    yield pool.submit(archive_pages.read_html_file, body, str(file), timezone, is_cut, about=str(file))


def _read_xml(file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    path, body = str(file), read_whole(file)
    if body is not None and len(FIRST_ITEM.findall(body)) <= MOST:
        yield pool.submit(archive_pages.read_feed_file, body, path, timezone, about=path)
        return
    number = 1
    with open_file(file) as stream:
        for piece in feed_pieces(in_utf8(stream, path), FEED_PIECE, path):
            yield pool.submit(archive_pages.read_feed_file, piece, path, timezone, number, about=path)
            number += len(FIRST_ITEM.findall(piece))


def _read_json(file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    path, body = str(file), read_whole(file)
    if body is not None:
        yield from _read_rows(read_json_rows(body, path=path), file, timezone, pool)
        return
    with open_file(file) as stream:
        is_lines = is_json_lines(in_utf8(stream, path))
    with open_file(file) as stream:
        read = read_json_lines if is_lines else read_large_json
        yield from _read_rows(read(in_utf8(stream, path), path=path), file, timezone, pool)


def _read_json_lines(file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    with open_file(file) as stream:
        yield from _read_rows(read_json_lines(stream, path=str(file)), file, timezone, pool)


def _read_csv(file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    with open_file(file) as stream:
        yield from _read_rows(read_csv(stream, path=str(file)), file, timezone, pool)


def _read_rows(rows: Rows, file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    path = str(file)
    empty = True
    for row in rows:
        empty = False
        if isinstance(row, BrokenRow):
            yield BadRecord(path=name_record(path, row.number), reason=row.reason)
        else:
            yield _read_row(row, path, timezone, pool)
    if empty:
        yield BadRecord(path=path, reason="it holds no records")


def _read_row(row: Row, path: str, timezone: str, pool: PoolThread) -> Finding:
    """A record, at once; in a worker where it is a page or long."""
    fields, about = known_fields(row.fields), name_record(path, row.number)
    is_long = any(isinstance(value, str) and len(value) > SMALL_TEXT for value in fields.values())
    if is_long or is_page(fields):
        return pool.submit(archive_pages.read_record, fields, path, row.number, timezone, about=about)
    return _read_record(fields, path, row.number, timezone)


def _read_record(fields: dict[str, Any], path: str, number: int, timezone: str) -> Item:
    try:
        return archive_pages.read_record(fields, path, number, timezone)
    except Exception as error:  # a bug of ours at one record, likewise
        return _name_fault(name_record(path, number), error)


def _read_warc(file: Path, timezone: str, pool: PoolThread) -> Iterator[Finding]:
    from flows.files.kinds.archive_warc import ArchivedFault, read_warc  # few archives are of this kind

    path = str(file)
    with open_file(file) as stream:
        for page in read_warc(stream, path=path):
            about = name_record(path, page.number)
            if isinstance(page, ArchivedFault):
                yield BadRecord(path=about, reason=page.reason)
            else:
                yield pool.submit(
                    archive_pages.read_page_record,
                    page.body,
                    page.url,
                    path,
                    page.number,
                    timezone,
                    page.content_type,
                    about=about,
                )


READERS: dict[str, Reader] = {
    ".txt": _read_text,
    ".text": _read_text,
    ".md": _read_text,
    ".markdown": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".json": _read_json,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".xml": _read_xml,
    ".rss": _read_xml,
    ".atom": _read_xml,
    ".warc": _read_warc,
}
