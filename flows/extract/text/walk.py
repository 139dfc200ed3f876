"""The words of a tree of markup in the order of the document, without those of silent elements."""

from __future__ import annotations

from collections.abc import Container, Iterator

from lxml import etree
from lxml.html import HtmlElement


def walk_words(tree: HtmlElement, silent: Container[str]) -> Iterator[tuple[HtmlElement, str]]:
    """Each element where it begins and where it ends, with the words that follow there, which may be none.

    What `silent` elements hold is left out; the words after them are not.
    """
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and element.tag in silent:
            walk.skip_subtree()
        else:
            yield element, (element.text if event == "start" else element.tail) or ""
