"""Detect that an article was withdrawn, or that its address no longer has one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from flows.versions.clean import Said, clean_sentences, plain_key
from storage.language.text import fold

LONGEST = 700
"""Characters of text of a page that can be nothing but a notice; longer ones must begin with it."""

SCRIPTED = 6_000
"""Bytes of a page whose scripts are looked at: some sites say it with `alert()` and lead away."""

HEAD = 300
"""Characters at the beginning of a long page in which a notice of withdrawal stands."""

_WITHDRAWN = re.compile(
    r"(?:^|[.!?:\-–—\n\"'(\[>]\s{0,4})(?:this|the|our)\s+(?:\w+\s+){0,2}?"
    r"(?:story|article|report|post|dispatch|item)\b[\s,]{1,9}(?:\([^)]{0,60}\)\s{1,9}|[^.!?\n]{0,60}?[\s,]{1,9})?"
    r"(?:has\s+been|have\s+been|was|is|has\s+since\s+been)\s+(?:\w+ly\s+)?"
    r"(?:retracted|withdrawn|removed|deleted|unpublished|taken\s+down|killed|pulled|spiked)\b"
    r"|^\W*(?:retracted|retraction|withdrawn|story\s+(?:removed|withdrawn|deleted)|article\s+(?:removed|withdrawn"
    r"|deleted)|mandatory\s+kill|kill)\b\s*(?:[:\-–—\])]|$)"
    r"|we\s+(?:have|['’]ve)\s+(?:retracted|withdrawn|removed|deleted)\s+(?:this|the|our)\s+"
    r"(?:story|article|report)"
    r"|(?:기사|보도|콘텐츠|게시물|게시글|뉴스)(?:는|가|은|이|를|을)?\s*(?:[가-힣\s]{0,24}?)"
    r"(?:삭제|취소|철회|비공개|회수)\s*(?:처리\s*)?(?:되었|됐|된|되어|합니다|했습니다|하였습니다|됩니다)"
    r"|삭제된\s*(?:기사|콘텐츠|게시물|게시글|뉴스|글)"
    r"|(?:전문\s*취소|기사\s*취소|기사\s*삭제|전문취소)\s*[\])〉>】:]"
    r"|기사\s*전문을\s*(?:취소|삭제|철회)|이\s*기사는\s*취소",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"(?:page|article|story|content|document)\b.{0,40}\b(?:not|could\s+not\s+be|cannot\s+be|can['’]t\s+be)\s+found"
    r"|\b404\b|not\s+found|no\s+longer\s+(?:available|exists?|online)|does\s+not\s+exist|doesn['’]t\s+exist"
    r"|(?:페이지|기사|주소|콘텐츠)(?:를|가|을|이)?\s*찾을\s*수\s*없|존재하지\s*않는|없는\s*(?:기사|페이지|주소|글)"
    r"|잘못된\s*(?:주소|접근|경로|요청)|서비스가?\s*(?:중지|종료)된\s*(?:기사|페이지)",
    re.IGNORECASE,
)
# What is left open goes on to the end, as browsers have it.
_BARE = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)\s*+>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ALERT = re.compile(r"alert\s*\(\s*[\"'](.{2,200}?)[\"']\s*\)", re.DOTALL)
_TITLE = re.compile(r"<title[^<>]{0,300}>(.{0,300}?)</title[^<>]{0,300}>", re.IGNORECASE | re.DOTALL)


_NOTHING = Said(title="", text="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The page says that the article was taken back; `says` is how."""

    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """The page says that nothing is there; it may be back in a moment."""

    says: str


def read_notice(title: str, text: str, *, before: Said = _NOTHING) -> Withdrawn | Absent | None:
    """The notice that a page is, None for an article; `before` is what the article said.

    Where sentences of it still stand there the page is the article, and only a notice at its head counts.
    """
    words, known = fold(text).text.strip(), fold(f"{before.title}\n{before.text}").text
    headed = fold(title).text.strip()
    is_article = len(words) > LONGEST or _still_says(text, before.text)
    for said in (headed, words[:HEAD] if is_article else words):
        found = _WITHDRAWN.search(said)
        if found and found[0].strip() not in known:
            return Withdrawn(says=_quote(said, found))
    if not is_article and (found := _ABSENT.search(f"{headed}\n{words}")) and found[0] not in known:
        return Absent(says=_quote(f"{headed}\n{words}", found))
    return None


def _still_says(text: str, before: str) -> bool:
    known = {plain_key(sentence) for sentence in clean_sentences(before)}
    return any(plain_key(sentence) in known for sentence in clean_sentences(text))


def read_bare_page(markup: str) -> tuple[str, str]:
    """The title and all text of a page without an article; of a short one what its scripts say too."""
    title = _TITLE.search(markup)
    alerts = _ALERT.findall(markup) if len(markup) <= SCRIPTED else []
    body = _TAG.sub(" ", _BARE.sub(" ", _TITLE.sub(" ", markup)))
    text = " ".join(unescape(" ".join([*alerts, body])).split())
    return unescape(title[1]).strip() if title else "", text


def _quote(said: str, found: re.Match[str]) -> str:
    """The line in which a notice stands, cut to what can be shown."""
    start = said.rfind("\n", 0, found.start()) + 1
    return said[start : found.end() + 80].split("\n")[0].strip()[:200]
