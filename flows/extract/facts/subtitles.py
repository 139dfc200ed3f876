"""The line under a headline, which Korean outlets set apart from the text by its class."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import islice

from lxml.html import HtmlElement

from flows.extract.text.lines import fold
from flows.extract.text.walk import lines_of

HEADLINES = ("h1", "h2", "h3", "h4", "h5", "h6")
ELEMENTS = (*HEADLINES, "p", "div", "strong", "span", "em", "b", "ul", "section")
MAX_ELEMENTS = 20_000
REACH = 120
"""Elements after the headline among which it stands: bylines and buttons come between."""

MIN_LENGTH = 6
MAX_LENGTH = 300

CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:art(?:icle)?|news|view)?-?_?sub-?_?(?:titles?|tits?|tt|head(?:ing|line)?s?|subject)"
    r"|titles?-?_?sub|tits?-?_?sub|de[ck]k|standfirst|stand-first|summary)(?=$|[\s_-])",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"related|recommend|list-?(?:wrap|box|area)|widget|banner|side-?bar|rank|popular|caption", re.I
)
AROUND = ("aside", "nav", "footer", "figure", "a")
DEEPEST = 12


def find_subtitle(tree: HtmlElement, titles: Collection[str]) -> str:
    """The line under the heading that says one of these titles; several lines are set off by a slash.

    Empty where the page has none, or no such heading.
    """
    said = {fold(title) for title in titles} - {""}
    elements = islice(tree.iter(*ELEMENTS), MAX_ELEMENTS)
    if not said or not any(each.tag in HEADLINES and _says(each, said) for each in elements):
        return ""
    return next((text for text in map(_read, _marked(islice(elements, REACH))) if text), "")


def _says(heading: HtmlElement, titles: Collection[str]) -> bool:
    return fold(" ".join(lines_of(heading, MAX_LENGTH))) in titles


def _marked(elements: Iterator[HtmlElement]) -> Iterator[HtmlElement]:
    is_subtitle = cache(lambda marks: CLASS.search(marks) is not None and OTHER.search(marks) is None)
    return (each for each in elements if is_subtitle(each.get("class") or each.get("id") or ""))


def _read(element: HtmlElement) -> str:
    """The words of an element, empty where they are too many or too few, or of links."""
    if next(element.iter("a"), None) is not None or _is_beside(element):
        return ""
    text = " / ".join(lines_of(element, MAX_LENGTH + 1))
    return text if MIN_LENGTH <= len(text) <= MAX_LENGTH else ""


def _is_beside(element: HtmlElement) -> bool:
    return any(above.tag in AROUND for above in islice(element.iterancestors(), DEEPEST))
