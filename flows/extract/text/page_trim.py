"""The lines of an extracted page without what stands around an article's text."""

from __future__ import annotations

import re
from itertools import groupby

from flows.extract.text.lines import INVISIBLE, fold
from flows.extract.text.noise import LINK_LISTS, find_listed, has_credit, why_noise

HEAD_LINES = 4
"""How deep a repeated title, a byline or a time may stand above the text."""

EDGE_LINES = 8
"""How near its ends a text has the buttons and notices that elsewhere are sentences of its own."""

CELL = re.compile(r"^(?:[-•·]\s+|\|\s*)+|\s*\|$")
# One line that leads elsewhere. In capitals or with a colon, else it is a sentence.
SEE_ALSO = re.compile(
    r"(?:READ (?:MORE|ALSO|NEXT|FULL)|ALSO READ|SEE (?:MORE|ALSO)|RELATED|MORE|DON['’]T MISS|WATCH|LISTEN"
    r"|JUST IN|TRENDING|CLICK HERE|FOLLOW)\b.*"
    r"|(?:read (?:more|also|next)|also read|see (?:more|also)|related(?: stor(?:y|ies)| articles?| news)?"
    r"|more|don['’]t miss|watch(?: now| live)?|listen|recommended|further reading"
    r"|les også|lesen sie auch|mehr zum thema|lire aussi|à lire aussi|leia também|lea también|관련\s*(?:기사"
    r"|뉴스)|함께\s*읽기)\s*[:：|].{0,200}"
    r"|also on [\w.]+\b.{0,200}",
)
TAIL = (
    re.compile(r"(?:follow|like|join|find|connect with|subscribe to|sign up|download|get|click here|have "
               r"a tip|send tips|contact|reach|email|e-mail)\b.{0,200}\b"
               r"(?:twitter|facebook|instagram|youtube|telegram|whatsapp|newsletters?|inbox|app|@\w+"
               r"|podcast|channel)\b.{0,120}", re.IGNORECASE),
    re.compile(r"[©ⓒ]|.{0,60}(?:all rights reserved|copyright|무단\s*(?:전재|복제)|재배포|저작권)",
    re.IGNORECASE),
    re.compile(r".{0,40}(?:제보|구독|카카오톡|홈페이지|앱\s*(?:설치|다운)|URL이 복사|기사\s?URL|로그인"
               r"|댓글|많이 본|추천 기사|좋아요|기자의 "
               r"다른).{0,80}"),
    re.compile(r"like this story\?.*|share (?:this|it)\b.{0,60}|what do you think\?.{0,100}|comments? "
               r"(?:are|is) (?:closed|moderated).{0,60}|leave a (?:comment|reply).{0,60}", re.IGNORECASE),
)  # fmt: skip
BYLINE_WORDS = re.compile(
    r"\b(?:by|von|par|por|di|de|and|und|et|y|e|staff|reporters?|correspondents?|writers?)\b|기자|특파원|인턴",
    re.IGNORECASE,
)
DATE_LINE = re.compile(
    r"\W*(?:(?:published|updated|posted|last updated|date|입력|수정|등록|승인|기사입력|최종수정|발행)\s*(?:on"
    r"|at)?\s*[:：]?\s*\W{0,3})?(?:[a-z]{3,9}\.?,?\s+){0,2}"
    r"(?:(?:19|20)\d\d\s*[.\-/년]\s*\d{1,2}\s*[.\-/월]\s*\d{1,2}|\d{1,2}\s+[a-z]{3,9}\.?\s+(?:19|20)\d\d"
    r"|[a-z]{3,9}\.?\s+\d{1,2},?\s+(?:19|20)\d\d)\D?.{0,40}", re.I
)  # fmt: skip
SENTENCE = re.compile(r"[.!?。…:;][\"”’'»」)\]]*$|다[.\"”’]*$")


def trim_lines(text: str, *, titles: list[str], authors: list[str]) -> list[str]:
    """The paragraphs of an article, one a line, in order.

    Gone are: the title and date repeated above, bylines that hold only `authors`, captions with
    a credit, lines that lead elsewhere, lists of links, and calls and notices below.
    """
    lines = [line for raw in INVISIBLE.sub("", text).split("\n") if (line := tidy(raw))]
    lines = _drop_head(lines, {fold(title) for title in titles if title})
    lines = _drop_bylines(lines, authors)
    lines = _drop_tail(_drop_links(_drop_asides(lines)))
    return [line for line, _ in groupby(lines)]


def tidy(line: str) -> str:
    """One line without the marks of lists and tables that extraction adds."""
    return CELL.sub("", " ".join(line.split())).strip()


def _drop_head(lines: list[str], titles: set[str]) -> list[str]:
    head = [line for line in lines[:HEAD_LINES] if fold(line) not in titles and not DATE_LINE.fullmatch(line)]
    return head + lines[HEAD_LINES:]


def _drop_bylines(lines: list[str], authors: list[str]) -> list[str]:
    """Without bylines near the ends."""
    inner = range(HEAD_LINES + 1, len(lines) - HEAD_LINES)
    return [line for number, line in enumerate(lines) if number in inner or not _is_byline(line, authors)]


def _drop_asides(lines: list[str]) -> list[str]:
    """Without captions, noise and lines that lead elsewhere."""
    inner = range(EDGE_LINES, len(lines) - EDGE_LINES)
    listed = find_listed(lines)
    return [
        line
        for number, line in enumerate(lines)
        if not _is_aside(line, careful=number == 0 or number in inner, listed=number in listed)
    ]


def _is_byline(line: str, authors: list[str]) -> bool:
    """Whether nothing but names of the authors is left of a line."""
    if len(line) > 160 or not authors:
        return False
    rest = fold(BYLINE_WORDS.sub(" ", line))
    for name in sorted(map(fold, authors), key=len, reverse=True):
        rest = rest.replace(name, "") if len(name) > 1 else rest
    return not rest


def _is_aside(line: str, *, careful: bool, listed: bool) -> bool:
    if len(line) <= 260 and SEE_ALSO.fullmatch(line):
        return True
    return why_noise(line, first=careful) is not None or has_credit(line, listed=listed)


def _drop_links(lines: list[str]) -> list[str]:
    """Without headings of lists of links and the short lines under them."""
    kept: list[str] = []
    links = False
    for line in lines:
        if LINK_LISTS.fullmatch(line):
            links = True
        elif links and not SENTENCE.search(line) and len(line) < 200:
            continue
        else:
            links = False
            kept.append(line)
    return kept


def _drop_tail(lines: list[str]) -> list[str]:
    """Without the calls and notices after the last paragraph."""
    end = len(lines)
    floor = max(1, len(lines) - 8)
    while end > floor and _is_tail(lines[end - 1]):
        end -= 1
    return lines[:end]


def _is_tail(line: str) -> bool:
    return len(line) <= 320 and any(pattern.match(line) for pattern in TAIL)
