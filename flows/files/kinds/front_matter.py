"""What a text file says of itself before its text: YAML front matter, or a few `Key: value` lines."""

from __future__ import annotations

import re
import unicodedata

# Names of fields as people write them, and what they mean here.
FIELDS = {
    "title": "title", "headline": "title", "제목": "title",
    "subtitle": "subtitle", "subheadline": "subtitle", "deck": "subtitle", "부제": "subtitle",
    "부제목": "subtitle",
    "date": "date", "published": "date", "published_at": "date", "publishdate": "date",
    "published_date": "date", "pubdate": "date",
    "publication_date": "date", "datetime": "date", "날짜": "date", "일자": "date", "입력": "date",
    "게재일": "date",
    "author": "authors", "authors": "authors", "byline": "authors", "writer": "authors",
    "reporter": "authors", "기자": "authors", "작성자": "authors",
    "저자": "authors", "url": "url", "link": "url", "permalink": "url", "canonical": "url",
    "canonical_url": "url", "source_url": "url",
    "주소": "url", "링크": "url", "원문": "url",
    "outlet": "outlet", "publisher": "outlet", "publication": "outlet", "site": "outlet",
    "site_name": "outlet", "newspaper": "outlet", "언론사": "outlet",
    "매체": "outlet", "source": "source", "출처": "source", "lang": "lang", "language": "lang",
    "언어": "lang",
}  # fmt: skip

Fields = dict[str, list[str]]
MAX_LINES = 200
KEY_VALUE = re.compile(r"(?P<key>[A-Za-z가-힣][\w \-가-힣]{0,30}?)\s*+[:：]\s*+(?P<value>.*)")
BLOCK_KEY = re.compile(r"(?P<key>[\w \-]{1,40}?)\s*+[:=]\s*+(?P<value>.*)")
ITEM = re.compile(r"\s*+-\s++(?P<value>.*)")


def split_fields(text: str) -> tuple[Fields, str]:
    """The fields at the head of a text, by our names, and the text after them.

    Each field has a list of values. Keys that mean nothing to us are dropped with the front
    matter; a text without any comes back whole.
    """
    lines = text.lstrip("\n \t").split("\n")
    fence = lines[0].strip()
    if fence in ("---", "+++"):
        ends = ("---", "...") if fence == "---" else ("+++",)
        for number, line in enumerate(lines[1:MAX_LINES], 1):
            if line.strip() in ends:
                fields = _read_block(list(map(_compose, lines[1:number])))
                return (fields, "\n".join(lines[number + 1 :])) if fields else ({}, text)
        return {}, text
    return _read_labels(lines, text)


def _compose(line: str) -> str:
    """A line with its syllables whole, which some programs write in parts."""
    return unicodedata.normalize("NFC", line)


def _read_block(lines: list[str]) -> Fields:
    fields: Fields = {}
    name: str | None = None
    for line in lines:
        item = ITEM.fullmatch(line)
        if item and name:
            fields.setdefault(name, []).append(_unquote(item["value"]))
        elif key := _match_key(line):
            name = FIELDS.get(key["key"].strip().lower().replace("-", "_").replace(" ", "_"))
            if name:
                fields.setdefault(name, []).extend(_read_values(key["value"].strip()))
    return _drop_blank(fields)


def _match_key(line: str) -> re.Match[str] | None:
    """A key with its value; what is indented belongs to another's."""
    return None if line[:1].isspace() else BLOCK_KEY.fullmatch(line.strip())


def _drop_blank(fields: Fields) -> Fields:
    return {name: kept for name, values in fields.items() if (kept := [value for value in values if value])}


def _read_values(value: str) -> list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [_unquote(part) for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^,]+", value[1:-1])]
    return [] if value in ("|", ">", "|-", ">-") else [_unquote(value)]


def _unquote(value: str) -> str:
    plain = value.strip()
    if len(plain) >= 2 and plain[0] == plain[-1] and plain[0] in "\"'":
        return plain[1:-1].strip()
    return re.sub(r"(?<!\s)\s++#.*$", "", plain)


def _read_labels(lines: list[str], text: str) -> tuple[Fields, str]:
    """Two or more `Key: value` lines of known names, one of them the title, before anything else."""
    fields: Fields = {}
    used = 0
    for number, line in enumerate(lines[:20], 1):
        if label := _read_label(_compose(line)):
            name, value = label
            fields.setdefault(name, []).append(value)
            used = number
        elif line.strip():
            break
    if "title" not in fields or len(fields) < 2:
        return {}, text
    return fields, "\n".join(lines[used:])


def _read_label(line: str) -> tuple[str, str] | None:
    """The field that a line names, and its value."""
    match = KEY_VALUE.fullmatch(line.strip())
    if match is None or not match["value"].strip():
        return None
    name = FIELDS.get(match["key"].strip().lower().replace(" ", "_"))
    return (name, _unquote(match["value"])) if name else None
