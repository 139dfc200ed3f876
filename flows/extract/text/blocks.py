"""A page's words in blocks: what stands between two breaks of the markup, and the elements that hold it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from lxml import etree
from lxml.html import HtmlElement

from flows.extract.text import walk
from storage.language.letters import has_hangul

MAX_ELEMENTS = 100_000
"""Of a page with more the rest is not read; the longest news pages have some ten thousand."""

MAX_LUMP = 20_000
LONGEST_BROKEN = 500
LONGEST_ID = 24
"""Longer ids are made of headlines, and say nothing of the layout."""

SILENT = walk.SILENT | {"iframe", "object", "select", "button", "textarea", "head", "math", "canvas"}
HOLDERS = frozenset(
    """
    body div section article main aside header footer td th table ul ol form blockquote figure dl nav
    center fieldset figcaption dialog
    """.split()  # noqa: SIM905 - a table to read
)
BREAKS = frozenset(
    """
    p h1 h2 h3 h4 h5 h6 li tr dt dd pre address hr caption tbody label summary details option legend br
    """.split()  # noqa: SIM905 - a table to read
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LISTS = frozenset(("ul", "ol", "dl", "table", "td", "th", "blockquote"))
FURNITURE_TAGS = frozenset(("nav", "aside", "footer", "figure", "figcaption", "dialog", "menu"))
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?(?:list|area|box|wrap|section)|replies|repl(?:y|ies)-?list|disqus\w*"
    r"|livere|discussion|related\w*|recommend\w*|popular|most-?(?:read|viewed)|trending|promos?"
    r"|promo-?(?:box|item)|promotions?|newsletter\w*|cookie\w*|consent\w*|gdpr|breadcrumbs?|pagination|pager"
    r"|paging|caption\w*|credits?|copyright|read-?more|outbrain|taboola|img-?desc|cap-?txt|end-?photo-?org"
    r"|visually-?hidden|sr-only|author-?(?:bio|box|info|card|desc\w*)|journalist\w*|footer|menu|navigation"
    r")(?=$|[\s_-])",
    re.IGNORECASE,
)
# Words that layouts use as well.
LAYOUT = re.compile(
    r"(?:^|[\s_-])(?:subscri\w*|share\w*|social(?!-media-embed|-embed|-post)|social-?(?:share|links?|icons?|bar)"
    r"|side-?bar\w*|tags?|tag-?list|advert\w*|ads?|ad-?(?:slot|box|wrap\w*)|banner\w*|sponsor\w*|bio|toolbar"
    r"|nav|more|modal|pop-?up|overlay|byline|hidden|metadata|meta|guide\w*|images?|photos?|pictures?|img"
    r")(?=$|[\s_-])|(?:^|\s)widgets?(?=$|[\s_-])",
    re.IGNORECASE,
)
STOPS = re.compile(r"[.!?。…][\"”’'»」)\]]*$")


class Role(IntEnum):
    """What an element's name says of it."""

    CONTENT = 0
    LAYOUT = 1
    FURNITURE = 2


@dataclass(slots=True)
class Lump:
    """The words between two breaks of the markup; `linked` counts the characters of them that are links.

    `tag` is that of the block they stand in, `holder` the number of the element that holds it.
    """

    text: str
    linked: int
    tag: str
    holder: int
    is_prose: bool


@dataclass(slots=True)
class Holder:
    """An element that holds blocks: its lumps are those from `first` to before `end`."""

    element: HtmlElement
    above: int
    first: int
    role: Role
    end: int = 0
    pictures: int = 0

    @property
    def count(self) -> int:
        """How many lumps it holds."""
        return self.end - self.first

    @property
    def kind(self) -> str:
        """The name that it shares with others of its kind."""
        return str(self.element.get("class") or self.element.get("id"))


def read_blocks(tree: HtmlElement) -> tuple[list[Lump], list[Holder]]:
    """The lumps and holders of a page's body, in the markup's order; the first holder is the body."""
    body = tree.find("body") if tree.tag == "html" else None
    reader = _Reader(body if body is not None else tree)
    reader.read()
    return reader.lumps, reader.holders


class _Reader:
    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.lumps: list[Lump] = []
        self.holders: list[Holder] = []
        self.roles: dict[str, Role] = {}
        self.words: list[str] = []
        self.linked = self.links = 0
        self.current = -1
        self.tag = "div"
        self.after_br = False

    def read(self) -> None:
        walk = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        count = 0
        for event, element in walk:
            name = element.tag
            if event == "start":
                count += 1
                if count > MAX_ELEMENTS:
                    break
                if name in SILENT:
                    walk.skip_subtree()
                else:
                    self._open(element, name)
                    self._take(element.text)
                continue
            if event == "end" and name not in SILENT:
                self._close(element, name)
            if element is not self.root:
                self._take(element.tail)
        self._end_lump()
        for holder in self.holders:
            holder.end = holder.end or len(self.lumps)

    def _open(self, element: HtmlElement, name: str) -> None:
        role = self._role_of(element, name)
        if name in HOLDERS or role or element is self.root:
            self._end_lump()
            self.holders.append(Holder(element, self.current, len(self.lumps), role))
            self.current = len(self.holders) - 1
            self.tag = name if name in BREAKS else "div"
        elif name in BREAKS:
            self._break(name)
        elif name == "a":
            self.links += 1
        elif name == "img":
            self.holders[self.current].pictures += 1

    def _close(self, element: HtmlElement, name: str) -> None:
        if self.holders[self.current].element is element:
            self._end_lump()
            self.holders[self.current].end = len(self.lumps)
            self.current = self.holders[self.current].above
            self.tag = "div"
        elif name in BREAKS:
            self._break(name, tag="div")
        elif name == "a":
            self.links -= 1

    def _break(self, name: str, tag: str | None = None) -> None:
        self._end_lump()
        self.after_br = name == "br"
        if name != "br":
            self.tag = tag or name

    def _take(self, words: str | None) -> None:
        if words:
            self.words.append(words)
            if self.links:
                self.linked += len(words.strip())

    def _end_lump(self) -> None:
        if self.words:
            text = " ".join("".join(self.words)[:MAX_LUMP].split())
            if text and self._goes_on(text):
                before = self.lumps[-1]
                before.text += f" {text}"
                before.linked += self.linked
                before.is_prose = _is_prose(before.text, before.linked, before.tag)
            elif text:
                is_prose = _is_prose(text, self.linked, self.tag)
                self.lumps.append(Lump(text, self.linked, self.tag, self.current, is_prose))
            if text:
                self.after_br = False
            self.words.clear()
        self.linked = 0

    def _goes_on(self, text: str) -> bool:
        """Whether a line break stood within a sentence, which goes on with `text`."""
        if not self.after_br or not text[0].islower() or not self.lumps:
            return False
        before = self.lumps[-1]
        return (before.holder, before.tag) == (self.current, self.tag) and _breaks_off(before.text)

    def _role_of(self, element: HtmlElement, name: str) -> Role:
        role = _judge_tag(element, name) if name in FURNITURE_TAGS else Role.CONTENT
        classes, label = element.get("class", ""), element.get("id", "")
        if not (classes or label) or name in HEADINGS:
            return role
        mark = f"{classes} {label if len(label) <= LONGEST_ID else ''}"
        known = self.roles.get(mark)
        if known is None:
            known = self.roles[mark] = _judge_mark(mark[:300])
        return max(role, known)


def _judge_tag(element: HtmlElement, name: str) -> Role:
    """Furniture, but for a figure that holds a quotation."""
    is_quotation = name == "figure" and element.find(".//blockquote") is not None
    return Role.CONTENT if is_quotation else Role.FURNITURE


def _judge_mark(mark: str) -> Role:
    if FURNITURE.search(mark):
        return Role.FURNITURE
    return Role.LAYOUT if LAYOUT.search(mark) else Role.CONTENT


def _breaks_off(text: str) -> bool:
    return len(text) < LONGEST_BROKEN and STOPS.search(text) is None


def _is_prose(text: str, linked: int, tag: str) -> bool:
    """Whether words are a sentence or more, and no heading and no link."""
    if linked > 0.5 * len(text) or tag in HEADINGS:
        return False
    long, whole = (40, 15) if has_hangul(text) else (60, 20)
    return len(text) >= long or (len(text) >= whole and STOPS.search(text) is not None)
