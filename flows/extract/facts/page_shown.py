"""What readers see of a page's facts: its headings, bylines and times, by element and class."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from flows.extract.facts.dates import undo_juche
from flows.extract.facts.head import Head, clip
from storage.language.letters import has_hangul

HEADINGS = 10
MAX_SHOWING = 100_000
DEEPEST = 12
"""How many elements around one are looked at."""

SHOWING = (
    "time", "abbr", "span", "div", "p", "a", "li", "em", "dd", "td", "strong", "address", "b", "i", "ul"
)  # fmt: skip
STAMPS = (
    "datetime", "content", "data-published", "data-publish-date", "data-published-at", "data-published-date",
    "data-pubdate", "data-datetime", "data-timestamp", "data-unixtime", "data-epoch", "data-time",
    "data-date", "title",
)  # fmt: skip
BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|by-?lines|author|authors|author-?name|reporter|reporters|journalist|writer"
    r"|contributor|article-?author|gija|press-?man)"
    r"(?:[\s_-]?(?:name|names|info|link|list|text))?(?=$|\s|_|-)", re.I
)  # fmt: skip
NO_BYLINE_CLASS = re.compile(
    r"bio|related|comment|avatar|image|photo|follow|subscribe|recommend|list-?wrap|more|other|card|social"
    r"|desc",
    re.IGNORECASE,
)
DATE_CLASS = re.compile(
    r"date|time|regist|publish|입력|article-?info|news-?info|byline|timestamp|meta(?:-|_|$)|info",
    re.IGNORECASE,
)
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_CLOCK = r"\d{1,2}\s*(?::|시)\s*\d{1,2}\s*분?(?::\d\d)?"
_ZONE = r"(?:\s*(?:KST|EST|EDT|ET|GMT|UTC|PST|PDT|CET|CEST|BST|JST))?"
_SAID = rf"(?:[\s,|–-]*(?:at\s*)?{_CLOCK}(?:\s*[ap]\.?m\.?)?{_ZONE})?"
SHOWN_DATE = re.compile(
    r"(?P<label>(?:기사\s*)?(?:최초\s*)?(?:입력|등록|승인|게재|송고|발행)(?!번호|일자\s*(?:19|20)\d\d)(?:\s*(?:일시|시간|일))?"
    r"|published|posted|publication date|date)?\s*(?:on\b|at\b)?\s*[:：|]?\s*\[?"
    r"(?P<date>(?:19|20)\d\d\s*(?:[.\-/]|년)\s*\d{1,2}\s*(?:[.\-/]|월)\s*\d{1,2}(?:\s*일|\.)?"
    r"(?:\s*\([월화수목금토일A-Za-z]{1,3}\)|\s*[월화수목금토일]요일)?"
    rf"(?:[\s,|]*(?:오전|오후|AM|PM)?\s*{_CLOCK}(?:\s*[AP]M)?)?"
    rf"|(?<!\d)\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:19|20)\d\d{_SAID}"
    rf"|(?<!\d)[’'‘]?\d\d[./-]\d{{1,2}}[./-]\d{{1,2}}\.?\s+(?:오전|오후)?\s*{_CLOCK}"
    r"|(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    rf"(?:{_MONTHS}\s+\d{{1,2}},?|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTHS},?)\s+(?:19|20)\d\d{_SAID})",
    re.IGNORECASE,
)
# Korean sites put the year first, with two figures too.
SHORT_YEAR = re.compile(r"[’'‘]?(\d\d)[./-](\d{1,2})[./-](\d{1,2})\.?(?=\s)")
IMPRINT = re.compile(r"[©ⓒ]|copyright|등록\s?번호|등록일자|발행인", re.IGNORECASE)
MAX_SHOWN = 160


def read_shown(tree: HtmlElement, head: Head) -> None:
    """What readers see: headings, bylines and times, by element and class."""
    # Pictures in SVG have titles too.
    head.page_title = next((clip(element.text_content()) for element in tree.iterfind(".//head/title")), "")
    for name, found in (("h1", head.h1), ("h2", head.h2)):
        found += [
            text for element in islice(tree.iter(name), HEADINGS) if (text := clip(element.text_content()))
        ]
    labelled: list[str] = []
    plain: list[str] = []
    kinds: dict[str, tuple[bool, bool]] = {}
    for number, element in enumerate(tree.iter(*SHOWING)):
        if number >= MAX_SHOWING:
            break
        marks = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
        itemprop = element.get("itemprop") or ""
        if marks not in kinds:
            kinds[marks] = _signs(marks), DATE_CLASS.search(marks) is not None
        is_byline, is_date = kinds[marks]
        if is_byline or itemprop == "author" or element.get("rel") == "author":
            _read_author(element, head)
        if element.tag == "time" or itemprop == "datePublished" or (is_date and _stamp(element)):
            _read_time(element, itemprop, head)
        if is_date and (len(labelled) < 5 or len(plain) < 5):
            text = _short_text(element)
            if any(letter.isdigit() for letter in text) and not _is_beside(element):
                _read_dates(text, labelled, plain)
    head.shown_dates = labelled + plain


def add_dates(head: Head, lines: list[str]) -> None:
    """Add the dates in the lines beside the headline, before those that only a class marks."""
    labelled: list[str] = []
    plain: list[str] = []
    for line in lines:
        if any(letter.isdigit() for letter in line):
            _read_dates(line, labelled, plain)
    head.shown_dates = [*labelled, *plain, *head.shown_dates]


def _signs(marks: str) -> bool:
    return bool(BYLINE_CLASS.search(marks) and not NO_BYLINE_CLASS.search(marks))


def _is_beside(element: HtmlElement) -> bool:
    """Whether it stands in a list of links, a footer or the like, and so speaks of something else."""
    for depth, above in enumerate(element.iterancestors()):
        if depth > DEEPEST or above.tag in ("body", "main", "article"):
            return False
        if above.tag in ("footer", "aside", "nav") or (above.tag == "li" and above.find(".//a") is not None):
            return True
    return False


def _stamp(element: HtmlElement) -> str:
    """The time that an element's attributes state for machines, empty where none."""
    return next((value for name in STAMPS if (value := element.get(name))), "")


def _short_text(element: HtmlElement) -> str:
    """The words of an element that has few of them; empty for larger ones."""
    parts: list[str] = []
    length = 0
    for number, text in enumerate(element.itertext()):
        length += len(text.strip())
        if length > MAX_SHOWN or number > 40:
            return ""
        parts.append(text)
    return " ".join(" ".join(parts).split())


def _read_time(element: HtmlElement, itemprop: str, head: Head) -> None:
    value = clip(_stamp(element) or _short_text(element))[:100]
    marks = f"{element.get('class') or ''} {itemprop}".lower()
    if not value or "modif" in marks or "updat" in marks or len(head.time_dates) > 20 or _is_beside(element):
        return
    if itemprop == "datePublished":
        head.meta_dates.append(value)
    elif element.get("pubdate") is not None or "publish" in marks or "created" in marks:
        head.time_dates.insert(0, value)
    else:
        head.time_dates.append(value)


def _read_author(element: HtmlElement, head: Head) -> None:
    text = _short_text(element)
    if text and len(text) <= 120 and len(head.shown_authors) < 10:
        head.shown_authors.append(text)


def _read_dates(text: str, labelled: list[str], plain: list[str]) -> None:
    """Add a short text's dates, as written, to those `labelled` as of publishing, or to the `plain` ones."""
    if IMPRINT.search(text):
        return
    text = undo_juche(text)
    for match in SHOWN_DATE.finditer(text):
        before = text[max(0, match.start() - 12) : match.start("date")]
        if re.search(r"수정|업데이트|updated|modified|edited", before, re.IGNORECASE):
            continue
        date = match["date"]
        if SHORT_YEAR.match(date):
            if not has_hangul(text):
                continue
            date = SHORT_YEAR.sub(r"20\1-\2-\3", date)
        (labelled if match["label"] else plain).append(date)
