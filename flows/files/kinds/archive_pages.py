"""Jobs for the worker pool: whole files and pages to items, each in one call that can be killed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from flows.extract.facts.lang import guess_lang
from flows.extract.text.fragment import extract_fragment
from flows.extract.text.lines import scrub, split_lines, tidy_space, unlist_lines
from flows.files.kinds.archive_items import BadRecord, Item, Record, name_record
from flows.files.kinds.archive_records import extract_record, find_unread_date, is_page, read_record_source
from flows.files.kinds.seed_text import first_sentence, read_saved_text
from flows.files.kinds.text_file import decode_file, doubt_encoding
from storage.address import is_item_key
from storage.errors import NoText, ReadError
from storage.records import Entry, Extract, Teaser

HTML_OPENING = re.compile(
    rb"\s*+(?:\xef\xbb\xbf\s*+)?(?:<!--.{0,2000}?-->\s*+)?<(?:!doctype\s+html|html|head)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_text_file(body: bytes, path: str, timezone: str) -> Item:
    """A `.txt` or `.md` file, or the page that someone saved under such a name."""
    if HTML_OPENING.match(body):
        return read_html_file(body, path, timezone)
    try:
        extract, unread = read_saved_text(body, path=path, timezone=timezone)
        return Record(extract=extract, path=path, doubt=doubt_encoding(body), unread_date=unread)
    except ReadError as error:
        return BadRecord(path=path, reason=say_read_error(error))


def read_text_part(body: bytes, of: Extract | None, path: str, number: int, timezone: str) -> Item:
    """A part of a long text; `of` is what its beginning says of all of it, None for the first part itself."""
    if of is None:
        item = read_text_file(body, path, timezone)
        return replace(item, number=number) if isinstance(item, Record) else item
    try:
        text = decode_file(body, path=path)
    except ReadError as error:
        return BadRecord(path=name_record(path, number), reason=say_read_error(error))
    lines = (line for line in unlist_lines(split_lines(text)) if line)
    part = replace(of, title=f"{of.title} ({number})", text=scrub("\n".join(lines)), url=None)
    return Record(extract=part, path=path, number=number)


def read_html_file(body: bytes, path: str, timezone: str, is_cut: bool = False) -> Item:
    """A saved page, which keeps its own address where it states one; `is_cut`: it was longer."""
    item = read_page_record(body, "", path, None, timezone)
    if not is_cut or not isinstance(item, Record):
        return item
    extract = replace(item.extract, teaser=item.extract.teaser or Teaser.SHORT)
    return replace(item, extract=extract, doubt=f"only its first {len(body) // 1_000_000} MB were read")


def read_page_record(
    body: bytes, url: str, path: str, number: int | None, timezone: str, content_type: str = ""
) -> Item:
    """A page out of a file or an archive, `number` its place there; `url` where it was fetched from."""
    from flows.extract.page import extract_page  # as long to import as thirty plain records take

    about = name_record(path, number)
    if not body.strip():
        return BadRecord(path=about, reason="it is empty")
    try:
        extract = extract_page(body, url=url, content_type=content_type, timezone=timezone)
    except ReadError as error:
        return BadRecord(path=about, reason=say_read_error(error))
    if not extract.title:
        extract = replace(extract, title=first_sentence(extract.text))
    # what a page states of itself is often its template's; what somebody wrote into a record is meant
    extract = replace(extract, lang=guess_lang(f"{extract.title}\n{extract.text}") or extract.lang)
    return Record(extract=extract, path=path, number=number)


def read_record(fields: dict[str, Any], path: str, number: int, timezone: str) -> Item:
    """A record by its `known_fields`; where its `html` is a whole page, that is read like one."""
    about = name_record(path, number)
    try:
        page = _read_page(fields, timezone) if is_page(fields) else None
        extract = extract_record(fields, about=about, timezone=timezone, page=page)
    except ReadError as error:
        return BadRecord(path=about, reason=say_read_error(error))
    unread, source = find_unread_date(fields, timezone), read_record_source(fields)
    return Record(extract=extract, path=path, number=number, source=source, unread_date=unread)


def _read_page(fields: dict[str, Any], timezone: str) -> Extract:
    from flows.extract.page import extract_page

    url, markup = fields.get("url"), fields["html"]
    try:
        return extract_page(
            markup.encode("utf-8", "replace"), url=url if isinstance(url, str) else "", timezone=timezone
        )
    except NoText:
        # Then whatever words stand in it; with a title of the record's own even none will do.
        return Extract(title="", text=extract_fragment(markup) if not fields.get("title") else "")


def read_feed_file(body: bytes, path: str, timezone: str, first: int = 1) -> list[Item]:
    """The entries of a saved feed, or of a piece of one, numbered from `first`, with the feed's own words."""
    from flows.sources.formats.feed import read_feed
    from flows.sources.formats.keys import key_entries

    try:
        feed = read_feed(body, url="", timezone=timezone)
    except ReadError as error:
        return [BadRecord(path=path, reason=say_read_error(error))]
    if not feed.entries and not feed.dropped:
        return [BadRecord(path=path, reason="the feed has no entries")]
    items = [
        _of_entry(entry, key, feed.title, path, number)
        for number, (key, entry) in enumerate(key_entries(feed.entries), first)
    ]
    if feed.dropped:
        items.append(BadRecord(path=path, reason=_say_dropped(feed.dropped)))
    return items


def _say_dropped(count: int) -> str:
    many = f"{count} of its entries lead" if count > 1 else "one of its entries leads"
    return f"{many} to no address that can be read (scripts, mail links)"


def _of_entry(entry: Entry, key: str, outlet: str, path: str, number: int) -> Item:
    title, text = tidy_space(entry.title), extract_fragment(entry.html)
    if title == text == "":
        return BadRecord(path=name_record(path, number), reason="the entry has neither title nor text")
    extract = Extract(
        title=scrub(title),
        text=scrub(text),
        authors=entry.authors,
        outlet=entry.outlet or outlet or None,
        lang=guess_lang(f"{title}\n{text}") or entry.lang,
        published=entry.published,
        url=entry.url if entry.url.startswith(("http://", "https://")) else None,
        item=key if is_item_key(key) else None,
    )
    return Record(extract=extract, path=path, number=number)


def say_read_error(error: ReadError) -> str:
    """What is wrong and what to do, without the name of the thing, which stands beside it."""
    return f"{error.why} ({error.hint})" if error.hint else error.why
