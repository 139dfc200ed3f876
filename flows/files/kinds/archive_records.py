"""One record of JSON or CSV to an extract: its fields under the names that people use, checked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flows.extract.facts.dates import parse_date
from flows.extract.facts.lang import guess_lang
from flows.extract.facts.listed import as_list
from flows.extract.facts.names import clean_authors
from flows.extract.text.fragment import extract_fragment
from flows.extract.text.lines import scrub, split_lines, tidy_space, unlist_lines
from storage.errors import ReadError
from storage.language.printable import clean_line
from storage.records import Extract, Published

# Names of fields as exports and feeds write them, and ours. The first that is filled counts.
FIELDS = {
    "url": "url", "link": "url", "permalink": "url", "canonical_url": "url", "article_url": "url",
    "주소": "url", "링크": "url",
    "title": "title", "headline": "title", "제목": "title",
    "text": "text", "body": "text", "content": "text", "content_text": "text", "maintext": "text",
    "article": "text", "full_text": "text", "fulltext": "text",
    "본문": "text", "내용": "text",
    "html": "html", "content_html": "html", "raw_html": "html",
    "subtitle": "subtitle", "부제": "subtitle",
    "published_at": "published_at", "published": "published_at", "date_published": "published_at",
    "publishedat": "published_at", "pub_date": "published_at",
    "pubdate": "published_at", "publish_date": "published_at", "date_publish": "published_at",
    "publication_date": "published_at", "date": "published_at",
    "datetime": "published_at", "날짜": "published_at", "일자": "published_at",
    "게시일": "published_at", "발행일": "published_at", "등록일": "published_at", "보도일": "published_at",
    "outlet": "outlet", "publisher": "outlet", "publication": "outlet", "site_name": "outlet",
    "sitename": "outlet", "media": "outlet", "언론사": "outlet", "매체": "outlet", "매체명": "outlet",
    "lang": "lang", "language": "lang", "언어": "lang",
    "authors": "authors", "author": "authors", "byline": "authors", "기자": "authors", "기고자": "authors",
    "source": "source",
}  # fmt: skip
LANGS = {
    "korean": "ko",
    "english": "en",
    "japanese": "ja",
    "chinese": "zh",
    "kor": "ko",
    "eng": "en",
    "kr": "ko",
    "한국어": "ko",
    "영어": "en",
}
MARKUP = re.compile(
    r"<(?:p|br|div|span|a|img|h[1-6]|ul|table|figure|strong|em|b)\b[^<>]{0,500}>", re.IGNORECASE
)
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
MAX_TEXT = 10_000_000
OF_PAGE = ("subtitle", "authors", "outlet", "lang", "published", "url")
"""What a record's page may add to it."""


@lru_cache(maxsize=1024)
def name_field(written: str) -> str | None:
    """Our name of a field as people write it (`Published At`, `제목`), None where it is none of ours."""
    name = unicodedata.normalize("NFC", written).strip().lstrip("\ufeff").lower()
    return FIELDS.get(re.sub(r"[\s-]", "_", name))


def known_fields(record: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record under our names, without empty ones."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        ours = name_field(str(name))
        if ours and value not in (None, "", [], {}) and (ours not in found or name == ours):
            found[ours] = value
    return found


def is_page(fields: dict[str, Any]) -> bool:
    """Whether the record holds a whole HTML page, which must be read like one."""
    markup = fields.get("html")
    return isinstance(markup, str) and not fields.get("text") and bool(PAGE.search(markup[:5000]))


def extract_record(
    fields: dict[str, Any], *, about: str, timezone: str, page: Extract | None = None
) -> Extract:
    """The extract of a record's `known_fields`; `page` is what its HTML page gave, if it holds one.

    The record's own fields win over the page's. Naive times are in `timezone`.
    Raises: ReadError, which names the field that is wrong.
    """
    title, text = _title_and_text(fields, about, page)
    if title == text == "":
        raise ReadError(about, "it has none of title, text and html")
    own = Extract(
        title=scrub(title),
        text=scrub(text),
        subtitle=scrub(tidy_space(_text(fields, "subtitle", about))) or None,
        authors=_authors(fields, about),
        outlet=_outlet(fields, about),
        lang=_lang(fields, about) or guess_lang(f"{title}\n{text}"),
        published=_published(fields, timezone),
        url=_url(fields, about),
    )
    return own if page is None else _fill_from(page, own)


def _title_and_text(fields: dict[str, Any], about: str, page: Extract | None) -> tuple[str, str]:
    title = tidy_space(_text(fields, "title", about))
    if page is None:
        return title, _body(fields, about)
    return title or page.title, page.text


def _fill_from(page: Extract, own: Extract) -> Extract:
    """What the record does not say itself, as its page states it."""
    missing = {name: getattr(page, name) for name in OF_PAGE if not getattr(own, name)}
    return replace(own, **missing, also=(*filter(None, (page.url,)), *page.also), stated=page.stated)


def _text(fields: dict[str, Any], name: str, about: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise ReadError(about, f"{name} is no text: {str(value)[:60]!r}")
    if len(value) > MAX_TEXT:
        raise ReadError(about, f"{name} is longer than {MAX_TEXT // 1_000_000} million characters")
    return value


def _body(fields: dict[str, Any], about: str) -> str:
    text = _text(fields, "text", about)
    if text.strip():
        if MARKUP.search(text):
            return extract_fragment(text)
        return "\n".join(line for line in unlist_lines(split_lines(text)) if line)
    return extract_fragment(_text(fields, "html", about))


def _url(fields: dict[str, Any], about: str) -> str | None:
    value = _text(fields, "url", about).strip()
    if not value:
        return None
    if not _is_web_address(value):
        raise ReadError(about, f"url is no web address: {value[:80]!r}")
    return scrub(value)


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return is_web and len(value) <= 2000 and not re.search(r"\s", value)


def find_unread_date(fields: dict[str, Any], timezone: str) -> str | None:
    """What a record says for a date, where it is none; None if it has no such field or it can be read."""
    value = fields.get("published_at")
    if _is_blank(value) or _published(fields, timezone):
        return None
    return str(value)[:60]


def _published(fields: dict[str, Any], timezone: str) -> Published | None:
    value = fields.get("published_at")
    if _is_blank(value) or isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    stamp = value if isinstance(value, str) else str(int(value)) if abs(value) < 10**15 else ""
    return parse_date(stamp, timezone=timezone, dayfirst=None, by="file")


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _authors(fields: dict[str, Any], about: str) -> tuple[str, ...]:
    value = fields.get("authors")
    named = map(_read_name, filter(None, as_list(value)))
    names = [name for name in named if name is not None]
    if not all(isinstance(name, str) for name in names):
        raise ReadError(about, f"authors are no names: {str(value)[:60]!r}")
    return tuple(map(scrub, clean_authors(names)))


def _read_name(author: Any) -> Any:
    return author.get("name") if isinstance(author, dict) else author


def _outlet(fields: dict[str, Any], about: str) -> str | None:
    value = fields.get("outlet")
    if isinstance(value, dict):
        value = value.get("name")
    source = fields.get("source")
    if value is None and isinstance(source, dict):
        value = source.get("name")
    return scrub(tidy_space(_text({"outlet": value or ""}, "outlet", about))) or None


def read_record_source(fields: dict[str, Any]) -> str | None:
    """The source that the record names; None if it names none or not as plain text."""
    source = fields.get("source")
    if isinstance(source, dict):
        source = source.get("id")
    return clean_line(source)[:200] or None if isinstance(source, str) else None


def _lang(fields: dict[str, Any], about: str) -> str | None:
    return read_lang(_text(fields, "lang", about))


def read_lang(declared: str) -> str | None:
    """The code of a language as people declare it (`en-US`, `Korean`, `한국어`); None where it is none."""
    value = declared.strip().lower()
    if value in LANGS:
        return LANGS[value]
    return value[:2] if re.fullmatch(r"[a-z]{2}(?:[-_].*)?", value) else None
