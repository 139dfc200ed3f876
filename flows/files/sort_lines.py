"""The lines of a saved page sorted: what may be the article, what is said about it, and noise."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flows.extract.facts.bylines import Byline, read_byline, read_tail_byline
from flows.extract.facts.names import reads_as_outlet
from flows.extract.text.noise import LINK_LISTS, find_listed, has_credit, is_head_caption, why_noise
from flows.files.infer import is_stated_update, read_stated
from storage.records import Published

LONGEST_TITLE = 250
END_PARAGRAPHS = 2
"""So many paragraphs may follow the byline that ends an article: an editor's note, a comment box."""

SENTENCE_END = re.compile(r"[.。][\"”’'»」』)\]]*$")
INITIALS = re.compile(r"\b(?:[A-Z]\.){1,3}$")
ASKING_END = re.compile(r"[!?！？…][\"”’'»」』)\]]*$")
INNER_END = re.compile(r"(?:[a-z]{4}|[가-힣]|[\d%)])[.!?。][\"”’']?\s+[A-Z가-힣“‘\"']")
ADDRESS = re.compile(
    r"(?:(?:source|url|link|original|출처|원문|링크|주소|기사\s?원문)\s*+(?:[:：]\s*+)?)?<?(?P<url>https?://[^\s"
    r"<>\"']{4,500}"
    r")>?",
    re.IGNORECASE,
)
# Lines that name the outlet beside something else.
OUTLET_LINES = (
    re.compile(r"with (?:the )?(?P<outlet>[A-Z][\w.&'’-]*(?: [A-Z&][\w.&'’-]*){0,5})"),
    re.compile(r"(?:source|출처|from|매체|언론사)\s*[:：]\s*(?:the )?(?P<outlet>[\w.&'’ -]{2,50})",
    re.IGNORECASE),
    re.compile(r"<?(?:저작권자|copyrights?)?\s*(?:\(c\)|[©ⓒ])\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?\s*)?(?:by "
               r")?(?:the )?(?P<outlet>[\w.&'’ -]{2,50}?)(?:[,.|>].*|\s+(?:all rights|무단|and |inc|co\b|ltd"
               r"|corp).*)?", re.IGNORECASE),
    re.compile(r"copyrights?\s*(?:\(c\)|[©ⓒ])?\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?\s*)?(?:by )?(?:the "
               r")?(?P<outlet>[\w.&'’ -]{2,50}?)(?:[,.|>].*|\s+(?:all rights|무단|and |inc|co\b|ltd"
               r"|corp).*)?", re.IGNORECASE),
)  # fmt: skip
# A line that is a paper's name and nothing else; narrower than a name beside a person's.
MASTHEAD = re.compile(
    r"(?:The )?(?:[A-Z][\w.&’'-]* ){1,3}(?:Times|Herald|Daily|Post|Journal|Tribune|Gazette|Ilbo|News Agency)"
    r"|[가-힣]{2,5}(?:일보|신문|뉴스)|연합뉴스|뉴시스|뉴스1"
)
LOGIN = re.compile(r"\b(?:log|sign) ?(?:in|up)\b|로그인", re.IGNORECASE)


@dataclass(slots=True)
class Draft:
    """What was found on the way, in order; `content` are the lines that may be the article."""

    content: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    stated: list[Published] = field(default_factory=list)
    updated: list[Published] = field(default_factory=list)
    url: str | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands: before any content, among how many paragraphs, under a login box, in a list."""

    first: bool
    before: int
    after: int
    login: bool
    listed: bool

    @property
    def within(self) -> bool:
        return self.before > 0 and self.after > END_PARAGRAPHS

    @property
    def at_end(self) -> bool:
        return self.before > 0 and self.after <= END_PARAGRAPHS


@dataclass(slots=True)
class _Sorter:
    """Takes lines into a draft. `in_links`: under a heading of links; `in_tail`: after the article's end."""

    draft: Draft
    timezone: str
    in_links: bool = False
    in_tail: bool = False

    def sort(self, line: str, place: _Place, *, is_prose: bool) -> None:
        """Take one line as what it is."""
        if _take_fact(line, self.draft, place, self.timezone):
            self.in_tail |= place.at_end
        elif LINK_LISTS.fullmatch(line):
            self.in_links = True
        elif why_noise(line, first=place.first):
            self.in_tail |= place.at_end and _asks_login(line)
        else:
            self._keep(line, place, is_prose)

    def _keep(self, line: str, place: _Place, is_prose: bool) -> None:
        """Keep what may be the article, without a byline at its end; no caption, and no link of a list."""
        is_beside = (self.in_links or self.in_tail) and not is_prose
        if is_beside or _is_caption(line, place):
            return
        self.in_links = False
        kept, names = read_tail_byline(line)
        self.draft.content.append(kept)
        self.draft.authors += names


def sort_lines(lines: list[str], *, timezone: str) -> Draft:
    """Sort each line (none blank): content, caption, byline, time, address, outlet, or noise."""
    sorter = _Sorter(Draft(), timezone)
    prose = [is_paragraph(line) for line in lines]
    before, total = 0, sum(prose)
    login = False
    listed = find_listed(lines)
    for number, (line, is_prose) in enumerate(zip(lines, prose, strict=True)):
        after = total - before - is_prose
        place = _Place(not sorter.draft.content, before, after, login, number in listed)
        before += is_prose
        login = _asks_login(line)
        sorter.sort(line, place, is_prose=is_prose)
    return sorter.draft


def _asks_login(line: str) -> bool:
    return len(line) < 100 and LOGIN.search(line) is not None


def _is_caption(line: str, place: _Place) -> bool:
    if place.first and place.after == 0:
        return False
    return has_credit(line, listed=place.listed) or (
        place.before == 0 and not place.first and is_head_caption(line)
    )


def _take_fact(line: str, draft: Draft, place: _Place, timezone: str) -> bool:
    """Take what a line states beside the text: an address, a time, the outlet, a byline."""
    return (
        _take_address(line, draft)
        or _take_time(line, draft, timezone)
        or _take_outlet(line, draft, place)
        or _take_byline(line, draft, place)
    )


def _take_address(line: str, draft: Draft) -> bool:
    address = ADDRESS.fullmatch(line)
    if address:
        draft.url = draft.url or address["url"]
    return address is not None


def _take_time(line: str, draft: Draft, timezone: str) -> bool:
    stated = read_stated(line, timezone=timezone)
    if stated:
        (draft.updated if is_stated_update(line) else draft.stated).append(stated)
    return stated is not None


def _take_outlet(line: str, draft: Draft, place: _Place) -> bool:
    outlet = _read_outlet(line, login=place.login)
    if outlet is None and not (place.first or place.within) and MASTHEAD.fullmatch(line):
        outlet = line
    if outlet:
        draft.outlets.append(outlet)
    return bool(outlet)


def _take_byline(line: str, draft: Draft, place: _Place) -> bool:
    byline = Byline() if place.first else read_byline(line, surely=place.within)
    draft.authors += byline.authors
    draft.outlets += byline.outlets
    return bool(byline)


def _read_outlet(line: str, *, login: bool) -> str | None:
    if len(line) > 160:
        return None
    for number, pattern in enumerate(OUTLET_LINES):
        match = pattern.fullmatch(line)
        # "with the …" names an outlet only under a box that asks to log in, or by the name itself.
        if match and (reads_as_outlet(match["outlet"]) or (number == 0 and login)):
            return match["outlet"].strip()
    return None


def is_paragraph(line: str) -> bool:
    """Whether a line is prose: it ends as a sentence does, or holds more than one."""
    if SENTENCE_END.search(line) and not INITIALS.search(line):
        return True
    long, shortest = (120, 0) if ASKING_END.search(line) else (LONGEST_TITLE, 100)
    return len(line) > long or (len(line) > shortest and INNER_END.search(line) is not None)
