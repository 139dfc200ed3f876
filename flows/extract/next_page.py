"""Where an article goes on that its page cuts in parts: the whole on one page, or the next part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement

MAX_LINKS = 5_000
MAX_FIELDS = 50
MAX_TEXTS = 80
LONGEST_LABEL = 60
LONGEST_PAGER = 200
WHOLE = re.compile(
    r"(?:(?:read|view|show|see)\s)?(?:(?:it|this|all|the (?:(?:whole|full) )?(?:article|story))\s)?"
    r"(?:on|as) (?:one|a single) page"
    r"|(?:view )?single page|view all|one[- ]page view|auf einer seite(?: lesen)?"
    r"|한\s?페이지로\s?(?:보기|읽기)|전체\s?(?:페이지\s?)?보기",
    re.IGNORECASE,
)
ONWARDS = re.compile(
    r"\W*(?:next(?: page)?|(?:page )?(?P<number>\d)|continue(?: reading)?"
    r"|다음(?:\s?(?:페이지|쪽))?|weiter)\W*",
    re.IGNORECASE,
)
OF_SEVERAL = re.compile(r"\bpage\s+\d\s+of\s+\d|\b\d\s*/\s*\d\s*(?:페이지|쪽)|seite \d von \d", re.IGNORECASE)
PAGING = frozenset(
    """
    page p pg paged pageno pagenum page_no view all single seite onepage singlepage
    """.split()  # noqa: SIM905 - a table to read
)
LAST_NUMBER = re.compile(r"(?:^|[/_-]|page|seite)([2-9])/?$")
PART = re.compile(r"(?:[/_-]|/page/|/seite-)(?:p|page-?)?([2-9]|1\d|all)/?")


def find_rest(tree: HtmlElement, url: str, *, known: tuple[str, ...] = ()) -> str | None:
    """The address where the rest of an article stands, None where its page says of none.

    `known` are further addresses of the article itself. An address is believed only if it is one of these
    with the number of a part, so that the next article's is none.
    """
    own = [address for address in (url, *known) if address]
    if not own:
        return None
    onwards: str | None = None
    number = _part_number(own[0])
    for link, label in _links(tree):
        is_whole = WHOLE.fullmatch(label) is not None
        is_next = onwards is None and ("next" in _rels(link) or _leads_on(label, number))
        if not is_whole and not is_next:
            continue
        address = str(urljoin(own[0], (link.get("href") or "").strip()[:2_000]))
        if not any(_is_part_of(address, each) for each in own):
            continue
        if is_whole:
            return address
        if "next" in _rels(link) or _is_in_pager(link):
            onwards = address
    return onwards


def _links(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The links that may lead to another part, with their labels, which are short."""
    for number, link in enumerate(tree.iter("link", "a")):
        if number >= MAX_LINKS:
            return
        label = " ".join(" ".join(islice(link.itertext(), MAX_TEXTS)).split()) if link.tag == "a" else ""
        if len(label) <= LONGEST_LABEL and (label or "next" in _rels(link)):
            yield link, label


def _rels(link: HtmlElement) -> list[str]:
    return (link.get("rel") or "").lower().split()


def _leads_on(label: str, number: int) -> bool:
    """Whether a link says that it leads to the next part, or has the number after this one's."""
    match = ONWARDS.fullmatch(label)
    return match is not None and match["number"] in (None, str(number + 1))


def _part_number(url: str) -> int:
    """Which part of its article an address is of; the first where it says none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return 1
    named = [value for name, value in _read_query(parts.query).items() if name in PAGING]
    match = LAST_NUMBER.search(named[0] if named else parts.path)
    return int(match[1]) if match else 1


def _is_in_pager(link: HtmlElement) -> bool:
    """Whether it stands among the numbers of an article's parts."""
    around = link.getparent()
    texts = islice(around.itertext(), MAX_TEXTS) if around is not None else ()
    words = " ".join(" ".join(texts)[: 2 * LONGEST_PAGER].split())
    mark = f"{around.get('class') or ''} {around.get('id') or ''}".lower() if around is not None else ""
    return len(words) <= LONGEST_PAGER and (bool(OF_SEVERAL.search(words)) or "pag" in mark)


def _is_part_of(address: str, own: str) -> bool:
    """Whether an address is the article's own with the number of a part, in its query or at its end."""
    try:
        there, here = urlsplit(address), urlsplit(own)
    except ValueError:
        return False
    if there.scheme not in ("http", "https") or there.hostname != here.hostname or there.port != here.port:
        return False
    asked, known = _read_query(there.query), _read_query(here.query)
    if there.path.rstrip("/") == here.path.rstrip("/"):
        kept = all(asked.get(name) == value for name, value in known.items() if name not in PAGING)
        more = {name for name, value in asked.items() if known.get(name) != value}
        return kept and bool(more) and more <= PAGING
    stem, dot, ending = here.path.rstrip("/").rpartition(".")
    base, suffix = (stem, dot + ending) if dot and "/" not in ending else (here.path.rstrip("/"), "")
    part = there.path.removeprefix(base).removesuffix(suffix)
    return bool(base) and there.path.startswith(base) and bool(PART.fullmatch(part)) and asked == known


def _read_query(query: str) -> dict[str, str]:
    return dict(parse_qsl(query)) if query.count("&") < MAX_FIELDS else {}
