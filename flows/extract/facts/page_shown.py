"""What readers see of a page's facts: its headings, bylines and times, by element and class."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from lxml.html import HtmlElement

from flows.extract.facts.dates import undo_juche
from flows.extract.facts.head import MAX_VALUE, Head, clip
from flows.extract.text.walk import lines_of
from storage.language.letters import has_hangul

HEADINGS = 10
MAX_SHOWING = 100_000
DEEPEST = 13
"""How many elements around one are looked at."""
ENOUGH = 5
"""Dates with a label, and without one, after which no more are looked for."""

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
DIGIT = re.compile(r"\d")
OF_CHANGE = re.compile(r"modif|updat", re.IGNORECASE)
OF_PUBLISHING = re.compile(r"publish|created", re.IGNORECASE)
CHANGED_BEFORE = re.compile(r"수정|업데이트|updated|modified|edited", re.IGNORECASE)


def read_shown(tree: HtmlElement, head: Head) -> None:
    """What readers see: headings, bylines and times, by element and class."""
    _read_headings(tree, head)
    judge = cache(_judge_marks)
    labelled: list[str] = []
    plain: list[str] = []
    for element in islice(tree.iter(*SHOWING), MAX_SHOWING):
        is_byline, is_date = judge(f"{element.get('class', '')} {element.get('id', '')}".strip())
        if is_byline or "author" in (element.get("itemprop"), element.get("rel")):
            _read_author(element, head)
        if _states_time(element, is_date):
            _read_time(element, head)
        if is_date:
            _read_dated(element, labelled, plain)
    head.shown_dates = labelled + plain


def _read_headings(tree: HtmlElement, head: Head) -> None:
    # Pictures in SVG have titles too.
    head.page_title = next((clip(element.text_content()) for element in tree.iterfind(".//head/title")), "")
    for name, found in (("h1", head.h1), ("h2", head.h2)):
        lines = (lines_of(element, MAX_VALUE) for element in islice(tree.iter(name), HEADINGS))
        found += (clip(" ".join(said)) for said in lines if said)


def add_dates(head: Head, lines: list[str]) -> None:
    """Add the dates in the lines beside the headline, before those that only a class marks."""
    labelled: list[str] = []
    plain: list[str] = []
    for line in lines:
        if DIGIT.search(line):
            _read_dates(line, labelled, plain)
    head.shown_dates = [*labelled, *plain, *head.shown_dates]


def _judge_marks(marks: str) -> tuple[bool, bool]:
    """Whether an element's class and id are those of a byline, and of a date."""
    is_byline = bool(BYLINE_CLASS.search(marks)) and not NO_BYLINE_CLASS.search(marks)
    return is_byline, DATE_CLASS.search(marks) is not None


def _is_beside(element: HtmlElement) -> bool:
    """Whether it stands in a list of links, a footer or the like, and so speaks of something else."""
    for above in islice(element.iterancestors(), DEEPEST):
        if above.tag in ("body", "main", "article"):
            return False
        if above.tag in ("footer", "aside", "nav") or (above.tag == "li" and above.find(".//a") is not None):
            return True
    return False


def _states_time(element: HtmlElement, is_date: bool) -> bool:
    """Whether it is for times, or, of a date's class, states one for machines."""
    is_time = element.tag == "time" or element.get("itemprop") == "datePublished"
    return is_time or (is_date and bool(_stamp(element)))


def _stamp(element: HtmlElement) -> str:
    """The time that an element's attributes state for machines, empty where none."""
    return next((value for name in STAMPS if (value := element.get(name))), "")


def _stated_time(element: HtmlElement) -> str:
    """The time that an element states for machines, else its words; empty where it has many or none."""
    return clip(_stamp(element) or _short_text(element))[:100]


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


def _read_time(element: HtmlElement, head: Head) -> None:
    """Add the time that an element states, unless that is one of a change or of something else."""
    value = _stated_time(element)
    marks = f"{element.get('class', '')} {element.get('itemprop', '')}"
    if not value or OF_CHANGE.search(marks) or len(head.time_dates) > 20 or _is_beside(element):
        return
    if element.get("itemprop") == "datePublished":
        head.meta_dates.append(value)
    else:
        _rank_time(head.time_dates, value, element, marks)


def _rank_time(times: list[str], value: str, element: HtmlElement, marks: str) -> None:
    """Put a time that is said to be of publishing first, any other last."""
    is_sure = element.get("pubdate") is not None or OF_PUBLISHING.search(marks) is not None
    times.insert(0 if is_sure else len(times), value)


def _read_author(element: HtmlElement, head: Head) -> None:
    text = _short_text(element)
    if text and len(text) <= 120 and len(head.shown_authors) < 10:
        head.shown_authors.append(text)


def _read_dated(element: HtmlElement, labelled: list[str], plain: list[str]) -> None:
    """Add the dates in the words of an element whose class is that of a date, unless there are enough."""
    if len(labelled) >= ENOUGH and len(plain) >= ENOUGH:
        return
    text = _short_text(element)
    if DIGIT.search(text) and not _is_beside(element):
        _read_dates(text, labelled, plain)


def _read_dates(text: str, labelled: list[str], plain: list[str]) -> None:
    """Add a short text's dates, as written, to those `labelled` as of publishing, or to the `plain` ones."""
    if IMPRINT.search(text):
        return
    text = undo_juche(text)
    for match in SHOWN_DATE.finditer(text):
        before = text[max(0, match.start() - 12) : match.start("date")]
        if CHANGED_BEFORE.search(before):
            continue
        date = match["date"]
        if SHORT_YEAR.match(date):
            if not has_hangul(text):
                continue
            date = SHORT_YEAR.sub(r"20\1-\2-\3", date)
        (labelled if match["label"] else plain).append(date)
