"""In what form a deed is said: that it was done, is being done, was decided, will be, may be, or was not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from storage.language.hangul import ends_in_past
from storage.language.text import read_words

SAYS = read_words("did does bare noun decided of ing")
"""The forms of a deed that may be news."""

_PAST = read_words(
    "shot struck fell fled quit sank sunk shut broke broken tore torn left withdrew withdrawn blew blown flew"
    " flown went gone hit slain dead stood stepped took taken led held cut froze frozen overthrew overthrown"
    " threw thrown was were had found came lost won ran put said told overran stricken died split burnt lit"
)
_BEFORE: Mapping[str, str] = {
    word: form
    for form, listed in (
        ("will", "will shall to going"),
        ("may", "would could may might should must can if cannot"),
        ("not", "not never no won't didn't hasn't isn't wasn't nor don't doesn't without"),
        ("had", "had having after since"),
        ("did", "is are was were been has have being gets got"),
    )
    for word in listed.split()
}
"""What a word within three before an English deed makes of it."""

_DECIDED = read_words("decided decides decide decision resolved resolves resolve voted votes ordered orders")
_REACH = 3

_BEHIND: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("if", re.compile(r".{0,3}(?:다면|으면|하면|되면|할지|될지|할까|될까|했나|라면|을지|시엔|땐|때)")),
    ("rumour", re.compile(r"설(?:[이은을에도과까속]|$)")),
    ("motion", re.compile(r"안(?:[이은을에도과의]|$)")),
    ("had", re.compile(r".{0,2}던")),
    ("not", re.compile(r"(?:하|되|지|하지|되지)?지 ?[않못]")),
    ("decided", re.compile(r"[하되]?(?:기로|고자)")),
    ("will", re.compile(r"(?:하|되|시키|당하)?[려겠]|[할될칠킬질날]|시킬|당할|뜨릴")),
    ("want", re.compile(r"하라|해야|하자|하길|되길|하도록|돼야")),
    ("did", re.compile(r"[함됨음]")),
    (
        "does",
        re.compile(r"(?:[한된는은]|합니|됩니)다|[하되지키]며|[하되]고|[해돼]서?$|하면서|[고며아어여나]$"),
    ),
    ("of", re.compile(r"[한된인는진난]|당한|시킨")),
)
"""The forms of a Korean deed, by what follows it in its word, in the order of asking."""

_VERBS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("if", re.compile(r"(?:[는은을할될]지|[느으]냐|[을할될]까|나요|다면|으면|는데)$")),
    ("decided", re.compile(r"기로|고자$")),
    ("will", re.compile(r"[할될릴칠질벌]$|하려|겠|도록$|[려자라]고$")),
    ("did", re.compile(r"[함음됨]$")),
    ("does", re.compile(r"[한된린진는인]다(?:고|는|며)?$|[합됩]니다$")),
)
"""The forms of a Korean verb that has a deed for its object."""


_UNDOING = ("을", "으면", "다면", "던")
"""What behind a past tense says that it may have been."""


def form_english(word: str) -> str:
    """The form of an English word by itself."""
    if word.endswith("ed") or word in _PAST:
        return "did"
    if word.endswith("ing"):
        return "ing"
    return "does" if word.endswith("s") and not word.endswith("ss") else "bare"


def read_before(tokens: Sequence[str], at: int) -> str | None:
    """What the words before an English deed make of it."""
    before = [token.lower() for token in tokens[max(0, at - _REACH) : at]]
    if "to" in before and not _DECIDED.isdisjoint(before):
        return "decided"
    return next((form for token in reversed(before) if (form := _BEFORE.get(token))), None)


@lru_cache(maxsize=8192)
def form_korean(piece: str, rest: str) -> str:
    """The form of a Korean deed by what is behind it in its word."""
    if ends_in_past(piece[-1]) and not rest.startswith(_UNDOING):
        return "did"
    form = _find_form(rest)
    return "did" if form in ("noun", "of") and any(map(ends_in_past, rest[:3])) else form


def _find_form(rest: str) -> str:
    otherwise = "noun" if rest else "bare"
    return next((form for form, pattern in _BEHIND if pattern.match(rest)), otherwise)


def read_behind(tokens: Sequence[str], at: int) -> str | None:
    """The form of the Korean verb within two words behind a noun: an attack is carried out, or will be."""
    return next((form for token in tokens[at + 1 : at + _REACH] if (form := _form_verb(token))), None)


def is_none(tokens: Sequence[str], at: int) -> bool:
    """Whether a Korean deed is followed by the words that there was none of it."""
    behind = tokens[at + 1 : at + _REACH]
    return len(behind) > 1 and behind[0] in ("바", "적", "일") and behind[1].startswith(("없", "아니"))


@lru_cache(maxsize=8192)
def _form_verb(token: str) -> str | None:
    if token[0] < "가":
        return None
    found = next((form for form, pattern in _VERBS if pattern.search(token)), None)
    return "did" if found not in ("if", "decided", "will") and any(map(ends_in_past, token)) else found
