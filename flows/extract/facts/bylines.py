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
    if match := ENGLISH_BYLINE.fullmatch(bare) or LABELLED_BYLINE.fullmatch(bare):
        return _read_who(match["who"])
    if match := MAIL_BYLINE.fullmatch(bare):
        return _read_who(match["who"])
    if KOREAN_BYLINE.fullmatch(bare):
        outlet = next((word for word in bare.split() if reads_as_outlet(word)), None)
        names = find_korean_names(bare.replace(outlet, " ") if outlet else bare)
        return Byline(authors=tuple(names), outlets=(outlet,) if outlet else ())
    if match := KOREAN_MAIL_BYLINE.fullmatch(bare):
        return Byline(authors=(match[1],))
    if not surely and (KOREAN_ROMANISED.fullmatch(bare) or _is_name_with_role(bare)):
        return _read_who(bare)
    return Byline()


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
    authors: list[str] = []
    outlets: list[str] = []
    lead, rest = split_outlet(plain)
    if lead and not rest:
        # An agency or paper that signs for itself is the author; who reprints it is not known.
        return Byline(authors=(lead,))
    if lead:
        outlets.append(lead)
    for part in SPLIT.split(rest):
        if part and reads_as_outlet(part):
            outlets.append(part)
        else:
            authors += split_names(part)
    return Byline(authors=tuple(authors), outlets=tuple(outlets))


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
    if (
        role.start()
        and not re.search(r"[,|/(]\s*(?:[A-Z]\w+\s)?$", line[: role.start()])
        and role.end() < len(line)
    ):
        return False
    rest = (line[: role.start()] + " " + line[role.end() :]).strip(" ,|/()")
    words = [word for word in rest.split() if word]
    return 2 <= len(words) <= 4 and all(re.fullmatch(r"[A-Z][\w.'’-]*,?", word) for word in words)
