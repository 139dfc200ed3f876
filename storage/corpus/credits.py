"""Whom a text says it is from: a byline, the dateline at its head, a line at its foot, a press release.

A credit under a photograph says nothing of the text.
Its expressions take a while to compile, so that whoever keeps no text imports it where he needs it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from storage.bugs import attempt
from storage.corpus.origins import Credited, is_embedded
from storage.language.agencies import AGENCIES, name_family
from storage.language.text import drop_case, fold
from storage.records import Article, Kept

HEAD_LINES = 4
HEAD_CHARACTERS = 160
"""Where a dateline may stand: so many lines, so far into one."""

FOOT_LINES = 4
FOOT_CHARACTERS = 120

_CREDITED = tuple({drop_case(name) for name in AGENCIES})
"""What all credits at a foot have one of, but for a mail address."""

_NAMES = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
_NAME = rf"(?<![A-Za-z가-힣])(?:{_NAMES})(?![A-Za-z0-9가-힣])"
_AGENCY = re.compile(_NAME)
_BRACKETED = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>\n]{1,60})[)\]】〕>]")
_PHOTO = re.compile(
    r"사진|그래픽|영상|자료|캡처|캡쳐|photo|image|graphic|courtesy|file|screenshot|getty|pool|handout",
    re.IGNORECASE,
)
_PHOTO_LINE = re.compile(
    r"(?:REUTERS|AFP|AP|EPA|Yonhap)\s?/\s?[A-Z]|(?:사진|그래픽)\s?[=:／/]|\bPhoto(?:graph)?\s?(?:by|:)"
)
_OPENS = re.compile(r"^\W{0,3}(?:[^\W\d_][\w .,'·]{0,40})?$")
_DASH = re.compile(r"^\s*+(?:[가-힣·, ]{2,40}(?:기자|특파원|통신원)[가-힣·, ]{0,20})?\s*(?:--|[-–—=:])")
_FOOT = re.compile(
    rf"(?:저작권자|무단\s?전재|ⓒ|©|\(c\)|copyright|출처|source|제공|기사제공|/)[^\n]{{0,30}}?({_NAME})"
    rf"|^\W*({_NAME})\s?(?:제공)?\W*$|({_NAME})\s*(?:제휴|기사)",
    re.IGNORECASE,
)
_BYLINE = re.compile(rf"^(?:by\s+)?(?:[\w .·-]{{0,40}}[,/|(]\s*)?({_NAME})\W*$", re.IGNORECASE)
_CLOSE = re.compile(rf"[(\[【<]([^()\[\]【】<>\n]{{1,60}})[)\]】>]\W*$|[.!?][\"”’]?\s+({_NAME})\W*$")
_MAIL = re.compile(r"@(yna\.co\.kr|newsis\.com|news1\.kr)\b")
_RELEASE = re.compile(r"^\W*(?:보도\s?자료|press release|news release|for immediate release)", re.IGNORECASE)
_RELEASED = re.compile(r"(?:자료\s?제공|자료\s?출처|보도자료\s?제공|제공)\s?[=:]\s?([가-힣A-Za-z]{2,20})")


def credit_kept(kept: Kept) -> Credited:
    """Whom an article credits that is not on file yet, by its text."""
    article, copy = kept.article, kept.copy
    is_within = copy is not None and is_embedded(copy.kind.value, copy.likeness.of_this)
    return Credited(
        id=article.id,
        group=kept.group,
        credit=credit_article(article),
        outlet=article.outlet,
        url=article.url,
        within=copy.of if copy and is_within else None,
    )


def credit_article(article: Article) -> str | None:
    """Whom a text credits, see `read_credit`; None too where a bug keeps it from being read."""
    return attempt("origin", lambda: read_credit(article), None)


def read_credit(article: Article) -> str | None:
    """The family that an article says its text is from, None where it says nothing of it."""
    if (credit := _read_authors(article.authors)) is not None:
        return credit
    lines = [line for line in fold(article.text).text.split("\n") if line.strip()]
    return _read_head(article.title, lines) or _read_foot(lines) or _read_release(article.title, lines)


def _read_authors(authors: Sequence[str]) -> str | None:
    for author in authors:
        if found := _AGENCY.search(author) or _MAIL.search(author):
            return name_family(found[found.lastindex or 0])
    return None


def _read_head(title: str, lines: Sequence[str]) -> str | None:
    for line in (title, *lines[:HEAD_LINES]):
        if credit := _read_byline(line) or _read_dateline(line):
            return credit
    return None


def _read_byline(line: str) -> str | None:
    """The agency that a short line names as the writer."""
    found = _BYLINE.match(line.strip()) if len(line) < 60 else None
    return name_family(found[1]) if found and not _PHOTO.search(line) else None


def _read_dateline(line: str) -> str | None:
    """The agency that a bracket at the head of a line credits."""
    brackets = _BRACKETED.finditer(line, 0, HEAD_CHARACTERS)
    return next((credit for bracket in brackets if (credit := _read_bracket(line, bracket))), None)


def _read_bracket(line: str, bracket: re.Match[str]) -> str | None:
    """The agency that a bracket credits, if it stands where a dateline does: before the text begins."""
    inside, before, after = bracket[1], line[: bracket.start()], line[bracket.end() :]
    names = _AGENCY.findall(inside)
    if not names or _PHOTO.search(inside) or not _is_credit(inside) or not _OPENS.match(before):
        return None
    is_dateline = "=" in inside or _DASH.match(after) is not None or not before.strip()
    return name_family(names[0]) if is_dateline else None


def _is_credit(inside: str) -> bool:
    """Whether a bracket holds a place and names alone (`파리 AFP=연합뉴스`), and no sentence."""
    return len(inside.split()) <= 4


def _read_foot(lines: Sequence[str]) -> str | None:
    foot = lines[1:][-FOOT_LINES:]
    ends = [line[-FOOT_CHARACTERS:].rstrip() for line in foot]
    if not _may_credit("\n".join(ends)):
        return None
    for end in reversed(ends):
        if mail := _MAIL.search(end):
            return name_family(mail[1])
        found = None if _PHOTO_LINE.search(end) else _FOOT.search(end)
        if found and not _PHOTO.search(end[max(0, found.start() - 12) : found.end() + 6]):
            return name_family(next(filter(None, found.groups())))
    return _read_close(foot[-1].rstrip()) if foot else None


def _may_credit(foot: str) -> bool:
    """Whether a foot has what all that credits somebody does: most have not, and are not searched."""
    small = drop_case(foot)
    return "@" in foot or any(map(small.__contains__, _CREDITED))


def _read_close(last: str) -> str | None:
    """The agency that the last line ends in, in brackets or after its last sentence."""
    found = _CLOSE.search(last[-FOOT_CHARACTERS:])
    if found is None:
        return None
    inside = found[1] or found[2]
    named = _AGENCY.search(inside)
    return name_family(named[0]) if named and not _PHOTO.search(inside) and _is_credit(inside) else None


def _read_release(title: str, lines: Sequence[str]) -> str | None:
    """A ministry's release that was printed as it came."""
    foot = "\n".join(lines[-FOOT_LINES:])
    if not any(_RELEASE.match(line) for line in (title, *lines[:2])):
        return None
    released = _RELEASED.search(foot)
    return f"release of {name_family(released[1])}" if released else f"release {name_family(title)[:40]}"
