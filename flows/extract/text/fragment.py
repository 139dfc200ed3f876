"""The words of a feed's own content or summary: a piece of markup, and no page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree, html

from flows.extract.text.walk import BREAKS, SILENT, walk_words

HIDDEN = SILENT | {"head", "title", "form", "button"}
"""Not `iframe` and `object`: left open, as feeds have them, they would hold all that follows."""
LONGEST = 2_000_000
"""Characters of markup that are read; a summary has some hundreds."""


def extract_fragment(markup: str) -> str:
    """The text of a piece of HTML, one paragraph a line; empty where it has none.

    Pure, for a worker process.
    """
    if "<" not in markup and "&" not in markup:
        return _tidy(markup)
    try:
        tree = html.fragment_fromstring(markup[:LONGEST], create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _tidy(re.sub(r"<[^>]{0,2000}>", " ", markup[:LONGEST]))
    return _tidy("".join(_words(tree)))


def _words(tree: html.HtmlElement) -> Iterator[str]:
    """The text in document order, with a line break where a block begins or ends."""
    for element, text in walk_words(tree, HIDDEN):
        yield "\n" if element.tag in BREAKS else ""
        yield text


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(line for line in lines if line)
