"""Letters that an article itself says stand for something else: National Coast Guard (NCG)."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.letters import has_hangul
from storage.language.patterns import compile_later
from storage.language.text import lower, read_words
from storage.records import Entity

_LETTERS = compile_later(r"[A-Z]{2,6}|(?:[A-Z]\.){2,6}")
_WORD = compile_later("[A-Za-z]+")
_SMALL = frozenset(["of", "and", "the", "for", "on", "in", "to", "de", "a"])
# Words of so many bodies that two which share them need not be one.
_GENERIC = read_words("""
national international united us american council committee commission conference group agency
association organization organisation institute center centre meeting command agreement office
network union service
""")
# After the name: National Governors' Council (NCG), or: the council, or NCG, met.
_INTRODUCES = compile_later(r"(?:[(\[][\"']?|,? (?:or|known as|abbreviated as|abbreviated|called) [\"']?)$")
# What follows the letters of a company or a school, not those of a body of states.
_COMPANY = compile_later(
    " (?:Foundation|Holdings?|Inc|Corp|Corporation|Co|Ltd|LLC|PLC|Bank|Capital|Partners|Medical|Pharma"
    "|Diagnostics|Technologies|Software|Entertainment|Studios?|Cinemas?|College|Hospital|Health|League|Charlotte"
    "|plc|trust|shares?|colleges?|schools?|stores?|theat(?:er|re)s?)\\b"
    "| [0-9]{3,}"
    "| ?(?:아카데미|학원|에스테틱|은행|홀딩스|전자|제약|바이오|메디컬|시네마|컴퍼니|엔터|스튜디오|대학|병원"
    "|보험|증권|캐피탈|테크)"
)
_NAMED = compile_later(r"((?:[가-힣]+ ){0,2}[가-힣]{3,})\($")
_HEADLINE = 200
"""Characters of a line of capitals beside letters in it; a longer one is no headline."""

_REACH = 120
"""Characters in which the words of a name stand, before its letters or after them."""


def drop_redefined(layout: Layout, found: Sequence[Occurrence], entity: Entity) -> Sequence[Occurrence]:
    """The places of an entity, none where it is known by letters alone and the article spells them otherwise.

    A spelling that shares half its telling words with a name of the entity is another spelling of it. Letters
    that stand only in headlines of capitals, where the text has a word of them, are that word: KIDD and Kidd.
    """
    if not found or not _are_letters(layout.text, found):
        return found
    return [] if _are_of_another(layout, found, entity) else found


def _are_letters(text: str, found: Sequence[Occurrence]) -> bool:
    """Whether an entity is written in letters alone wherever it stands; most are not at the first place."""
    return is_in_capitals(text, found[0]) and all(_LETTERS.fullmatch(text, *one) for one in found)


def is_in_capitals(text: str, one: Occurrence) -> bool:
    """Whether a name is in capitals at a place."""
    start, end = one
    return text[start:end].isupper()


def _are_of_another(layout: Layout, found: Sequence[Occurrence], entity: Entity) -> bool:
    """Whether letters are another's by what the text says of them."""
    text, own, hangul = layout.text, _list_own(entity), _join_hangul(entity)
    return (
        _has_another(text, text[slice(*found[0])].replace(".", ""), own)
        or (entity.kind == "body" and _are_in_longer(layout, found, own))
        or any(_is_of_another(text, one, own, hangul) for one in found)
        or _are_shouted(text, found)
    )


def _list_own(entity: Entity) -> frozenset[str]:
    """The words of an entity's names in Latin letters."""
    names = (entity.name, *entity.aliases)
    return frozenset(lower(word) for name in names for word in _WORD.findall(name))


def _join_hangul(entity: Entity) -> str:
    return "".join(name for name in entity.aliases if has_hangul(name))


def _is_of_another(text: str, one: Occurrence, own: Set[str], hangul: str) -> bool:
    """Whether the text says right beside letters whose they are: a name, a gloss, a company's ending."""
    if hangul and (_is_of_other_name(text, one, hangul) or _is_glossed_otherwise(text, one, hangul)):
        return True
    telling = _keep_telling(_read_spelled(text, one))
    return 2 * len(own & {*telling}) < len(telling) or _is_of_company(text, one)


def _keep_telling(words: Sequence[str]) -> Sequence[str]:
    """The words of a name that are not every body's; all where it has no others."""
    return [word for word in words if word not in _GENERIC] or words


def _are_in_longer(layout: Layout, found: Sequence[Occurrence], own: Set[str]) -> bool:
    """Whether letters begin a longer name wherever they stand, in a text without a word of their names."""
    letters = {lower(layout.text[one.start : one.end]) for one in found}
    is_unspoken = layout.small_pieces.isdisjoint(own - letters)
    return is_unspoken and all(_is_in_longer(layout, one) for one in found)


@lru_cache(maxsize=256)
def _compile_initials(letters: str) -> re.Pattern[str]:
    """Words written large whose first letters are these: Nuclear Crisis Group."""
    words = r"[ -](?:(?:of|and|for|the|on|in) ){0,2}".join(rf"{letter}[a-z]+" for letter in letters)
    return re.compile(rf"\b{words}\b")


def _has_another(text: str, letters: str, own: Set[str]) -> bool:
    """Whether a text names in full what letters of three and more abbreviate, and it is another each time."""
    if len(letters) < _TELLING:
        return False
    spelled = [_list_content(said.group()) for said in _compile_initials(letters).finditer(text)]
    stems = {word[:_STEM] for word in own}
    return bool(spelled) and all(_is_mostly_other(_keep_telling(words), stems) for words in spelled)


def _is_mostly_other(telling: Sequence[str], stems: Set[str]) -> bool:
    """Whether no more than half of the words have one of the stems."""
    return 2 * sum(word[:_STEM] in stems for word in telling) < len(telling) + 1


def _is_in_longer(layout: Layout, one: Occurrence) -> bool:
    """Whether letters begin a longer name in a sentence: the NCG Utilities board; not in a headline."""
    if one.end <= layout.title_end or one.end - one.start < _TELLING:
        return False
    following = _LARGE.match(layout.text, one.end)
    return following is not None and _MEETS.match(following[1]) is None


_LARGE = compile_later(" ([A-Z][a-z]{2,})")
# What a body of states has: the NCG Meeting, a NATO Summit, the NSC Secretary; and whom it speaks of.
_MEETS = compile_later(
    "(?:Meet|Plenar|Session|Summit|Talk|Dialogue|Joint|Guideline|Table|Simulation|Statement|Working|Secretar|Direct"
    "|Commission|Council|Committee|Command|Chair|Chief|Exercise|Framework|Declar|Deput|Spokes|Member|Korea|South|North"
    "|American|Japan|Chin|Russia|Ukrain|Act|Treaty|Article|Ambassador|Envoy|Press|Public|Head|Nuclear|Security|Defen"
    "|Europe|General|Assembly|Resolution|Panel|Report|Principal|Senior|Indo|Asia|Allied|Min|Strateg|Coordinat|Negotiat"
    "|Rule|Advis|Agreement|Arm|Soldier|Staff|Station|Agent|Officer|Analyst|Mission|Force|Inspect|Board|Governor|High"
    "|Special|Human|Environment|Women|World|Child|Charter|Week|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul"
    "|Aug|Sep|Oct|Nov|Dec)"
)
_STEM = 6
"""Letters that consultation and consultative share."""

_TELLING = 3
"""Letters of an abbreviation that chance gives to few; of two it gives them to many."""


def _is_of_other_name(text: str, one: Occurrence, own: str) -> bool:
    """Whether the Korean name that letters abbreviate has no two syllables of their own: 공급망관리(SCM)."""
    named = _NAMED.search(text[max(0, one.start - _REACH) : one.start])
    if named is None or one.end - one.start < 3:
        return False
    plain = named[1].replace(" ", "")
    return not any(plain[at : at + 2] in own for at in range(len(plain) - 1))


_GLOSS_KO = compile_later(r" ?\(([가-힣·, ]{4,24})\)")


def _is_glossed_otherwise(text: str, one: Occurrence, own: str) -> bool:
    """Whether Hangul in brackets behind letters is another thing: NCG(임상진료지침)."""
    gloss = _GLOSS_KO.match(text, one.end)
    if gloss is None or one.end - one.start < _TELLING:
        return False
    plain = gloss[1].replace(" ", "")
    return not any(plain[at : at + 2] in own for at in range(len(plain) - 1))


def _is_of_company(text: str, one: Occurrence) -> bool:
    return one.end - one.start > 2 and _COMPANY.match(text, one.end) is not None


def _are_shouted(text: str, found: Sequence[Occurrence]) -> bool:
    """Whether letters stand only in lines of capitals, and elsewhere their word with a capital alone."""
    if not all(_is_shouted(text, one) for one in found):
        return False
    words = {text[one.start : one.end].capitalize() for one in found}
    return any(word in words for word in _WORD.findall(text))


def _is_shouted(text: str, one: Occurrence) -> bool:
    first, last = max(0, one.start - _HEADLINE), min(len(text), one.end + _HEADLINE)
    begin, end = text.rfind("\n", first, one.start), text.find("\n", one.end, last)
    if (begin < 0 < first) or (end < 0 and last < len(text)):
        return False
    line = text[begin + 1 : end if end >= 0 else last]
    return line.isupper() and len(line) > one.end - one.start


def _read_spelled(text: str, one: Occurrence) -> tuple[str, ...]:
    """The words, in lower case, that the letters at a place abbreviate; none where nothing says so."""
    letters = lower(text[one.start : one.end])
    before = text[max(0, one.start - _REACH) : one.start].rsplit("\n", 1)[-1]
    introduced = _INTRODUCES.search(before)
    if introduced:
        return _match_initials(_list_content(before[: introduced.start()])[-len(letters) :], letters)
    opened = re.match(r" ?\(([^()\n]+)\)", text[one.end : one.end + _REACH])
    return _match_initials(_list_content(opened.group(1)), letters) if opened else ()


def _list_content(text: str) -> tuple[str, ...]:
    return tuple(word for found in _WORD.findall(text) if (word := lower(found)) not in _SMALL)


def _match_initials(words: tuple[str, ...], letters: str) -> tuple[str, ...]:
    return words if "".join(word[0] for word in words) == letters else ()
