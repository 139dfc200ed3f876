"""How far our reading of feeds agrees with what public suites and captures say they hold.

    python bench/quality/feeds.py FOLDER

FOLDER holds any of these; what is missing is passed over:

- `feeds/feedparser_suite.jsonl`: feedparser's own cases, one a line: `id`, `headers`, `data_b64` and `checks`
  [{`op`: eq | len | wellformed, `path`, `value`}]
- `feeds/real/` and `feeds/korean_snapshots/`: captures (gzip) with a `manifest.jsonl`
- `feeds/date_cases.jsonl`: `input` and `expected_utc`, null where nothing is to be read
- `badinput/xml_published/`, `badinput/korean_encodings.jsonl`: bombs, and pages in mislabelled charsets
- `urls/*.jsonl`: `func`, `input`, `args`, `expected`

Items without an address are no entries of ours, since there is nothing to fetch: where a case has them,
each is given one and read again. Fields that nothing of ours asks for (tags, images, podcasts …) are counted
apart.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.extract.facts.dates import parse_date
from flows.extract.text.charset import decode_document
from flows.extract.text.fragment import extract_fragment
from flows.sources.formats.announced import Feed
from flows.sources.formats.feed import read_feed
from flows.sources.formats.words import clean_lang, clean_link, clean_name, plain_text
from storage.address import address_key
from storage.errors import NotAFeed
from storage.records import Entry

URL = "http://127.0.0.1:8097/feed.xml"
OPENING = re.compile(r"<(?:\w+:)?(item|entry)(?:\s[^>]*[^/])?>", re.IGNORECASE)

# Why a case differs, by its name; each was looked at.
WHY = (
    (r"/cdf/", "Microsoft's Channel Definition Format of 1997, without items: refused by name"),
    (r"illformed/chardet/", "a charset that is neither declared, nor UTF-8, nor Korean: read as Western"),
    (r"_and_summary|_and_description", "of two texts of one item the longer is kept"),
    (r"author_map_author", "an author is a name, without the mail address beside it"),
    (r"base64", "Atom's text in base64 is shown as the text that it is"),
    (r"plain_brackets|not_a_doctype|nested_cdata", "the same characters, told apart only by escaping"),
    (r"7ef13a42fa7e177a", "35 items behind a broken declaration, at which the manifest's own reader gave up"),
    (r"cc314ce5dfbb3adc", "items that lead nowhere are passed over: nothing of theirs could be fetched"),
    (r"^(?:Κυρ|2004-július)", "Greek and Hungarian names of days and months"),
    (
        r"^(?:-?\d{2}-?\d{2}|\d{4}(?:-\d{2})?|\d{5,6}|2003-012-31T\S+)$",
        "ISO 8601's years without days, cut ones and days of the year",
    ),
    (r" 0100 ", "a year before 1900"),
    (r"2013-01-27-01", "a day with more behind it is read as that day"),
    (r"\{privacy\}", "a template's placeholder is a path like any other"),
    (r"content_iframe", "what stands in an iframe that is left open is text, tags included"),
)


@dataclass
class Tally:
    """What agreed and what did not: `differs` names each case with what it says and what we read."""

    agrees: int = 0
    apart: int = 0
    differs: list[tuple[str, Any, Any]] = field(default_factory=list)

    def count(self, name: str, expected: Any, ours: Any, *, same: bool) -> None:
        self.agrees += same
        if not same:
            self.differs.append((name, expected, ours))


def words(markup: str) -> str:
    """The words of a piece of markup, in one line."""
    return " ".join(extract_fragment(markup).split())


def moment(value: Any) -> tuple[int, ...] | None:
    """A date of the suite, as a string or as the parts of a moment in UTC, to the second."""
    if not isinstance(value, str):
        return tuple(value)[:6]
    found = parse_date(value, timezone="UTC", by="feed")
    return found and found.at.timetuple()[:6]


Compare = tuple[Callable[[Any], Any], Callable[[Any], Any], Callable[[Any, Any], bool]]


def equal(ours: Any, expected: Any) -> bool:
    return bool(ours == expected)


def holds(ours: Any, expected: Any) -> bool:
    return not expected or expected in ours


def published(entry: Entry) -> tuple[int, ...] | None:
    return entry.published and entry.published.at.timetuple()[:6]


TITLE: Compare = (lambda it: it.title, plain_text, equal)
TEXT: Compare = (lambda it: words(it.html), words, holds)
WHEN: Compare = (published, moment, equal)
NAME: Compare = (lambda it: it.authors, clean_name, holds)
GUID: Compare = (lambda it: it.guid, lambda value: value.strip() or None, equal)
OF_FEED: dict[tuple[str, ...], Compare] = {
    ("title",): TITLE,
    ("title_detail", "value"): TITLE,
    ("link",): (lambda it: it.link, lambda value: clean_link(value, URL), equal),
    ("language",): (lambda it: it.lang, clean_lang, equal),
}
OF_ENTRY: dict[tuple[str, ...], Compare] = {
    ("title",): TITLE,
    ("title_detail", "value"): TITLE,
    ("link",): (lambda it: it.url, lambda value: clean_link(value, URL), equal),
    ("id",): GUID,
    ("guid",): GUID,
    **dict.fromkeys(
        [("summary",), ("description",), ("summary_detail", "value"), ("content", "*", "value")], TEXT
    ),
    **dict.fromkeys(
        [(f"{name}{form}",) for name in ("published", "updated", "created") for form in ("", "_parsed")], WHEN
    ),
    **dict.fromkeys([("author",), ("author_detail", "name"), ("authors", "*", "name")], NAME),
    ("source", "title"): (lambda it: it.outlet, plain_text, equal),
}


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file with one JSON object a line; none where it is not there."""
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def read_case(body: bytes, content_type: str) -> Feed | NotAFeed:
    """What we read of a case, or the error that names why not."""
    try:
        return read_feed(body, url=URL, content_type=content_type, timezone="UTC")
    except NotAFeed as error:
        return error


def give_addresses(body: bytes, content_type: str) -> bytes:
    """The same document with an address in each of its items."""

    def give(match: re.Match[str]) -> str:
        address = f"http://a.example/{match.start()}"
        link = f'<link href="{address}"/>' if match[1].lower() == "entry" else f"<link>{address}</link>"
        return match[0] + link

    return OPENING.sub(give, decode_document(body, content_type)).encode("utf-8", "replace")


def run_suite(path: Path) -> tuple[Tally, Tally, Tally]:
    """Feedparser's cases, each whole; whether each document is read or refused by name; and its fields."""
    cases, documents, fields = Tally(), Tally(), Tally()
    for case in read_lines(path):
        body, content_type = base64.b64decode(case["data_b64"]), case["headers"].get("content-type", "")
        feed = read_case(body, content_type)
        if isinstance(feed, Feed) and feed.dropped:
            feed = read_case(give_addresses(body, content_type), "")
        for check in case["checks"]:
            if check["op"] == "wellformed":
                is_read = isinstance(feed, Feed)
                documents.count(case["id"], "well-formed", str(feed)[:90], same=is_read or not check["value"])
            elif check["path"] == ["encoding"]:
                _check_charset(fields, case["id"], body, content_type, check["value"])
            else:
                _check_field(fields, case["id"], feed, check)
        # Those that differ are named by their checks.
        differs = {name for name, _, _ in [*documents.differs[-1:], *fields.differs[-1:]]}
        cases.agrees += case["id"] not in differs
        cases.apart += case["id"] in differs
    return cases, documents, fields


def _check_charset(tally: Tally, name: str, body: bytes, content_type: str, charset: str) -> None:
    expected = "".join(body.decode(charset, "replace").lstrip("\ufeff").split())
    same = "".join(decode_document(body, content_type).split()) == expected
    tally.count(name, charset, "other characters", same=same)


def _check_field(tally: Tally, name: str, feed: Feed | NotAFeed, check: dict[str, Any]) -> None:
    path = check["path"]
    table, place = (OF_FEED, path[1:]) if path[0] == "feed" else (OF_ENTRY, path[2:])
    compare = table.get(tuple("*" if isinstance(part, int) else part for part in place))
    if compare is None or check["op"] != "eq":
        tally.apart += 1
        return
    read, expect, agree = compare
    expected = expect(check["value"])
    if isinstance(feed, NotAFeed) or (path[0] == "entries" and path[1] >= len(feed.entries)):
        tally.count(name, expected, "not read", same=False)
        return
    ours = read(feed if path[0] == "feed" else feed.entries[path[1]])
    tally.count(name, expected, ours, same=agree(ours, expected))


def run_captures(folder: Path) -> Tally:
    """Real feeds: their items and first titles as the manifest counts them."""
    tally = Tally()
    for row in read_lines(folder / "manifest.jsonl"):
        feed = read_case(gzip.decompress((folder / row["file"]).read_bytes()), "")
        count = len(feed.entries) + feed.dropped if isinstance(feed, Feed) else 0
        tally.count(row["file"], row["n_items"], count, same=count == row["n_items"])
        titles = [entry.title for entry in feed.entries[:3]] if isinstance(feed, Feed) else []
        expected = [plain_text(title) for title in row["first_titles"]]
        tally.count(f"{row['file']} titles", expected, titles, same=titles == expected)
    return tally


def run_snapshots(folder: Path) -> Tally:
    """A day's captures of Korean feeds: items and distinct addresses in all, each with its date."""
    tally = Tally()
    for row in read_lines(folder / "manifest.jsonl"):
        feeds = [
            read_case(gzip.decompress(path.read_bytes()), "")
            for path in sorted((folder / row["dir"]).glob("*.gz"))
        ]
        read = [feed for feed in feeds if isinstance(feed, Feed)]
        entries = [entry for feed in read for entry in feed.entries]
        items = sum(feed.dropped for feed in read) + len(entries)
        tally.count(f"{row['dir']} feeds", row["feeds"], len(read), same=len(read) == row["feeds"])
        tally.count(f"{row['dir']} items", row["items"], items, same=items == row["items"])
        # Addresses that we take for one are fewer than those that differ as written.
        keys = len({address_key(entry.url) for entry in entries})
        tally.count(f"{row['dir']} addresses", row["distinct_urls"], keys, same=keys <= row["distinct_urls"])
        undated = sum(entry.published is None for entry in entries)
        tally.count(f"{row['dir']} undated", 0, undated, same=not undated)
    return tally


def run_dates(path: Path) -> Tally:
    """Single dates, in UTC where they name no zone, Korean ones in Seoul's.

    A bare day of ours is its end, the suite's its start.
    """
    tally = Tally()
    for case in read_lines(path):
        zone = "Asia/Seoul" if re.search(r"[가-힣]", case["input"]) else "UTC"
        found = parse_date(case["input"], timezone=zone, by="feed")
        ours = found and found.at.timetuple()[: 3 if found.day_only else 6]
        expected = case["expected_utc"] and tuple(case["expected_utc"][: len(ours or range(6))])
        tally.count(case["input"], expected, ours, same=ours == expected)
    return tally


def run_bombs(folder: Path) -> Tally:
    """Bombs and tests of entities: each is refused by name, or read without any text of its entities."""
    tally = Tally()
    for path in sorted(folder.glob("*")) if folder.exists() else ():
        feed = read_case(path.read_bytes(), "")
        size = (
            sum(len(entry.title) + len(entry.html) for entry in feed.entries) if isinstance(feed, Feed) else 0
        )
        tally.count(path.name, "small", size, same=size <= 4 * path.stat().st_size)
    return tally


def run_charsets(path: Path) -> Tally:
    """Korean pages in wrong or missing charsets: their Hangul comes out as in the first form of each page."""
    tally, first = Tally(), {}
    for case in read_lines(path):
        page, _, form = case["id"].partition(":")
        text = decode_document(base64.b64decode(case["data_b64"]), case["http_content_type"])
        hangul = "".join(re.findall(r"[가-힣]", text))
        expected = first.setdefault(page, hangul)
        tally.count(f"{page}:{form}", expected[:20], hangul[:20], same=hangul == expected)
    return tally


def run_links(folder: Path) -> Tally:
    """Relative links joined to their page."""
    tally = Tally()
    for path in sorted(folder.glob("*.jsonl")) if folder.exists() else ():
        for case in read_lines(path):
            if case["func"] != "fix_relative_urls":
                tally.apart += 1
                continue
            expected = clean_link(case["expected"], "")
            ours = clean_link(case["args"][0], case["input"])
            tally.count(f"{case['input']} + {case['args'][0]}", expected, ours, same=ours == expected)
    return tally


def explain(name: str) -> str:
    """Why a case differs, in words, empty where nobody has looked."""
    return next((why for pattern, why in WHY if re.search(pattern, name)), "")


def report(name: str, tally: Tally) -> str:
    total = tally.agrees + len(tally.differs)
    share = f"{tally.agrees / total:.1%}" if total else "-"
    return f"| {name} | {total:,} | {share} | {len(tally.differs)} | {tally.apart:,} |"


def run_all(folder: Path) -> Iterable[tuple[str, Tally]]:
    cases, documents, fields = run_suite(folder / "feeds/feedparser_suite.jsonl")
    print(f"feedparser suite: {cases.agrees:,} of {cases.agrees + cases.apart:,} cases agree whole")
    yield "feedparser suite: document read", documents
    yield "feedparser suite: field as stated", fields
    yield "real feeds: items, first titles", run_captures(folder / "feeds/real")
    yield "Korean captures: items, addresses, dates", run_snapshots(folder / "feeds/korean_snapshots")
    yield "dates", run_dates(folder / "feeds/date_cases.jsonl")
    yield "XML bombs and entities", run_bombs(folder / "badinput/xml_published")
    yield "Korean charsets, mislabelled", run_charsets(folder / "badinput/korean_encodings.jsonl")
    yield "relative links", run_links(folder / "urls")


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("usage: python bench/quality/feeds.py FOLDER")
    tallies = list(run_all(Path(sys.argv[1])))
    print(f"{datetime.now(UTC):%Y-%m-%d}\n\n| checked | checks | agree | differ | not asked for |")
    print("|---|---|---|---|---|")
    print("\n".join(report(name, tally) for name, tally in tallies))
    differs = [case for _, tally in tallies for case in tally.differs]
    reasons = Counter(explain(name) or "not explained" for name, _, _ in differs)
    print("\n| why they differ | checks |\n|---|---|")
    print("\n".join(f"| {why} | {count} |" for why, count in reasons.most_common()))
    for name, expected, ours in differs:
        if not explain(name):
            print(f"\nnot explained: {name}\n  expected {expected!r}\n  ours     {ours!r}")


if __name__ == "__main__":
    main()
