"""The words of a tree of markup in the order of the document, without those of silent elements."""

from __future__ import annotations

from collections.abc import Container, Iterator

from lxml import etree
from lxml.html import HtmlElement

READINGS = frozenset(("rt", "rp", "rtc"))
"""How the words beside them are read aloud: in the midst of a name they would divide it."""

SILENT = READINGS | {"script", "style", "template", "noscript", "svg"}
BREAKS = frozenset(
    """
    address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr
    li main ol p pre section table td th tr ul
    """.split()  # noqa: SIM905 - a table to read
)


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


def lines_of(element: HtmlElement, most: int) -> list[str]:
    """The lines that readers see of an element, tidied; of more than `most` characters only the beginning.

    Words that only a line break parts stay apart; a name in several typefaces is one.
    """
    parts: list[str] = []
    length = 0
    for number, (each, text) in enumerate(walk_words(element, SILENT)):
        if (number and each is element) or length > most:
            break
        parts += ("\n", text) if each.tag in BREAKS else (text,)
        length += len(text)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]
