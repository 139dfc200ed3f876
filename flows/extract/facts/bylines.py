"""Lines that say who wrote an article, in the styles of English and Korean papers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.extract.facts.names import (
    DATELINE_NAME,
    ENGLISH_BYLINE,
    KOREAN_BYLINE,
    KOREAN_MAIL_BYLINE,
    LABELLED_BYLINE,
    LONGEST_BYLINE,
    MAIL,
    MAIL_BYLINE,
    ROLES,
    SPLIT,
    find_korean_names,
    reads_as_outlet,
    split_names,
    split_outlet,
)
from storage.language.letters import has_hangul

# A name alone on a line is a byline only where its form leaves no doubt.
KOREAN_ROMANISED = re.compile(
    r"[A-Z][a-z]+ [A-Z][a-z]+-[a-z]+(?:,? (?:and )?[A-Z][a-z]+ [A-Z][a-z]+-[a-z]+){0,3}"
)
CAPITALISED = re.compile(r"(?:[A-Z][\w.'’-]*|de|van|von|der|la|bin|al|and|in|for|of|the|&|,|;|/|\|)")
TAIL_KOREAN = re.compile(
    r"(?<=[.다\])”\"])\s+(?P<line>(?:\S{1,8}=)?[가-힣]{2,4}\s?(?:\S{0,4}기자|특파원|논설위원)?\s*["
    r"|/(<\[]?\s*[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}\W{0,3})$"
)
TAIL_ENGLISH = re.compile(
    r"(?<=[.”\"])\s+(?P<line>(?:BY|By)\s+[A-Z][^.]{3,120}\[+\s*e-?mail\s*protected\s*\]+|(?:BY"
    r"|By)\s+[A-Z][^.@]{3,100}\S{1,60}@\S{1,60})$"
)
NAME_WORDS = re.compile(r"[A-Z][\w.'’-]*,?(?: [A-Z][\w.'’-]*,?){1,3}")
BESIDE_ROLE = re.compile(r"[,|/(]\s*(?:[A-Z]\w+\s)?$")
PLACE = re.compile(r"\s+(?:in|from|at)\s+[A-Z][\w., ]{2,40}$")


@dataclass(frozen=True, slots=True)
class Byline:
    """The people and outlets that one line names; false where it is no byline."""

    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.authors or self.outlets)


def read_byline(line: str, *, surely: bool = False) -> Byline:
    """Read a whole line as a byline; an empty one where it is not.

    `surely` asks for a word or an address that makes it one: among paragraphs a name alone is a heading.
    """
    if len(line) > LONGEST_BYLINE:
        return Byline()
    bare = line.strip(" -–—_|/*■▶◆")
    if signed := _match_signed(bare):
        return _read_who(signed["who"])
    korean = _read_korean(bare)
    if korean is not None:
        return korean
    return Byline() if surely or not _is_names_alone(bare) else _read_who(bare)


def _match_signed(line: str) -> re.Match[str] | None:
    """A line that says outright who wrote, or gives their mail address."""
    return ENGLISH_BYLINE.fullmatch(line) or LABELLED_BYLINE.fullmatch(line) or MAIL_BYLINE.fullmatch(line)


def _read_korean(line: str) -> Byline | None:
    """A Korean line with a role or a mail address; None where it is none."""
    if KOREAN_BYLINE.fullmatch(line):
        return _part_outlet(line)
    match = KOREAN_MAIL_BYLINE.fullmatch(line)
    return Byline(authors=(match[1],)) if match else None


def _part_outlet(line: str) -> Byline:
    """The people of a Korean byline, and the outlet that may stand among them."""
    outlet = next((word for word in line.split() if reads_as_outlet(word)), None)
    if outlet is None:
        return Byline(authors=tuple(find_korean_names(line)))
    return Byline(authors=tuple(find_korean_names(line.replace(outlet, " "))), outlets=(outlet,))


def _is_names_alone(line: str) -> bool:
    return KOREAN_ROMANISED.fullmatch(line) is not None or _is_name_with_role(line)


def read_tail_byline(paragraph: str) -> tuple[str, list[str]]:
    """A paragraph without the byline with a mail address that ends it, and the names in that."""
    end = paragraph[-260:]
    match = TAIL_KOREAN.search(end) or TAIL_ENGLISH.search(end)
    if match is None:
        return paragraph, []
    names = (
        find_korean_names(match["line"])
        or re.findall(r"^\s*([가-힣]{2,4})", match["line"])
        or split_names(match["line"])
    )
    kept = paragraph[: len(paragraph) - len(end) + match.start()]
    return (kept, names) if names else (paragraph, [])


def read_dateline_names(paragraph: str) -> list[str]:
    """The reporters in a Korean dateline (`(서울=연합뉴스) 홍길동 기자 = …`), which stays in the text."""
    match = DATELINE_NAME.match(paragraph[:200])
    return find_korean_names(match[1]) if match else []


def _read_who(who: str) -> Byline:
    plain = PLACE.sub("", MAIL.sub(" ", who).strip(" |,;-"))
    if not _reads_as_names(plain):
        return Byline()
    lead, rest = split_outlet(plain)
    if not lead:
        return _sort_signers(rest)
    # An agency or paper that signs for itself is the author; who reprints it is not known.
    return _sort_signers(rest, lead) if rest else Byline(authors=(lead,))


def _sort_signers(names: str, *outlets: str) -> Byline:
    """The people and the outlets among names that are joined, the outlets after those known before."""
    people: list[str] = []
    papers = [*outlets]
    for part in filter(None, SPLIT.split(names)):
        if reads_as_outlet(part):
            papers.append(part)
        else:
            people += split_names(part)
    return Byline(authors=tuple(people), outlets=tuple(papers))


def _reads_as_names(who: str) -> bool:
    """Whether all words could be names: "By Monday, talks had ended." is no byline."""
    plain = ROLES.sub(" ", who).strip()
    if not plain or re.search(r"\w{3}[.!?]$|\d", plain):
        return False
    if has_hangul(plain):
        return len(plain) <= 40
    words = re.findall(r"[^\s,;/|&]+|[,;/|&]", plain)
    return len(words) <= 24 and all(CAPITALISED.fullmatch(word) for word in words)


def _is_name_with_role(line: str) -> bool:
    """`Lee Kap-soo, Staff reporter`, or the other way round: a role, and two to four words beside it."""
    role = ROLES.search(line)
    if role is None or len(line) > 80 or line.endswith((".", "?", "!")):
        return False
    before, after = line[: role.start()], line[role.end() :]
    if not _stands_apart(before, after):
        return False
    rest = " ".join(f"{before} {after}".strip(" ,|/()").split())
    return NAME_WORDS.fullmatch(rest) is not None


def _stands_apart(before: str, after: str) -> bool:
    """Whether a role begins or ends its line, or has a mark before it."""
    return not before or not after or BESIDE_ROLE.search(before) is not None
