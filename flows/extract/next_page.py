"""Where an article goes on that its page cuts in parts: the whole on one page, or the next part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

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


def find_rest(tree: HtmlElement, url: str, *, own: str | None = None) -> str | None:
    """The address where the rest of an article stands, None where its page says of none.

    `own` is a further address of the article itself. An address is believed only if it is one of these
    with the number of a part, so that the next article's is none.
    """
    places = [address for address in (url, own) if address]
    return _find_part(tree, places) if places else None


def _find_part(tree: HtmlElement, places: list[str]) -> str | None:
    """The first link to the whole on one page, else the first to the next part."""
    number = _part_number(places[0])
    onwards: str | None = None
    for link, label in _links(tree):
        if WHOLE.fullmatch(label) and (whole := _resolve_part(link, places)):
            return whole
        if onwards is None and _leads_on(link, label, number):
            onwards = _resolve_part(link, places)
    return onwards


def _resolve_part(link: HtmlElement, places: list[str]) -> str | None:
    """Where a link leads, if that is a part of the article at one of these places."""
    address = str(urljoin(places[0], link.get("href", "").strip()[:2_000]))
    return address if any(_is_part_of(address, place) for place in places) else None


def _links(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The links that may lead to another part, with their labels, which are short."""
    for link in islice(tree.iter("link", "a"), MAX_LINKS):
        label = _join_texts(link) if link.tag == "a" else ""
        if len(label) <= LONGEST_LABEL and (label or "next" in _rels(link)):
            yield link, label


def _join_texts(element: HtmlElement) -> str:
    return " ".join(" ".join(islice(element.itertext(), MAX_TEXTS)).split())


def _rels(link: HtmlElement) -> list[str]:
    return (link.get("rel") or "").lower().split()


def _leads_on(link: HtmlElement, label: str, number: int) -> bool:
    """Whether a link says that it leads to the next part, or has the number after this one's in a pager."""
    if "next" in _rels(link):
        return True
    match = ONWARDS.fullmatch(label)
    return match is not None and match["number"] in (None, str(number + 1)) and _is_in_pager(link)


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
    if around is None:
        return False
    words = " ".join(" ".join(islice(around.itertext(), MAX_TEXTS))[: 2 * LONGEST_PAGER].split())
    mark = f"{around.get('class', '')} {around.get('id', '')}".lower()
    return len(words) <= LONGEST_PAGER and (bool(OF_SEVERAL.search(words)) or "pag" in mark)


def _is_part_of(address: str, own: str) -> bool:
    """Whether an address is the article's own with the number of a part, in its query or at its end."""
    try:
        there, here = urlsplit(address), urlsplit(own)
        if not _is_same_host(there, here):
            return False
    except ValueError:  # of a port, too, which is only looked at when it is asked for
        return False
    asked, known = _read_query(there.query), _read_query(here.query)
    if there.path.rstrip("/") == here.path.rstrip("/"):
        return _asks_for_part(asked, known)
    return asked == known and _ends_with_part(there.path, here.path.rstrip("/"))


def _is_same_host(there: SplitResult, here: SplitResult) -> bool:
    is_web = there.scheme in ("http", "https")
    return is_web and there.hostname == here.hostname and there.port == here.port


def _asks_for_part(asked: dict[str, str], known: dict[str, str]) -> bool:
    """Whether a query differs from the article's own in the number of the part, and in nothing else."""
    return _drop_paging(asked) == _drop_paging(known) and bool(asked.items() - known.items())


def _drop_paging(query: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if name not in PAGING}


def _ends_with_part(path: str, own: str) -> bool:
    """Whether a path is the article's own with the number of a part, before its ending or after."""
    stem, dot, ending = own.rpartition(".")
    base, suffix = (stem, dot + ending) if dot and "/" not in ending else (own, "")
    part = path.removeprefix(base).removesuffix(suffix)
    return bool(base) and path.startswith(base) and bool(PART.fullmatch(part))


def _read_query(query: str) -> dict[str, str]:
    return dict(parse_qsl(query)) if query.count("&") < MAX_FIELDS else {}
