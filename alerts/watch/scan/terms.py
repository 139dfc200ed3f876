"""A term's text as the patterns that an automaton looks for, with what must hold around a hit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from itertools import chain, pairwise

from storage.language.hangul import READINGS, read_hanja
from storage.language.letters import count_hangul
from storage.language.patterns import compile_later
from storage.language.romanise import split_given
from storage.language.text import HAN, HANGUL, Span, fold, lower, runs

_EAST = compile_later(f"[{HANGUL}{HAN}]")
# A term this long is not met by chance over a blank: 핵 협의그룹 is 핵협의그룹, 미 국 is not 미국.
_SYLLABLES_OVER_BLANKS = 4
# What a Korean term may be written with between its words.
_JOINT = compile_later(r"[ \t·-]*")
# Stands in a key for anything else between two words.
BARRIER = "\x00"


class Edge(IntEnum):
    """How a Hangul term may end."""

    WORD = auto()  # particles, or the verb endings of 하다 and 되다
    NAME = auto()  # particles
    PERSON = auto()  # particles, an office before them
    THING = auto()  # particles, a noun that things are written in one word with before them
    FREE = auto()  # anything: look-alikes


@dataclass(frozen=True, slots=True)
class Pattern:
    """One string to look for and the conditions on a hit.

    `key` has its words between single blanks where `words` counts Latin tokens; where `words` is 0,
    a blank only between two Latin ones, and a BARRIER where the term has more than a joint.
    `capitals` names for each Latin word the capitals it must have, None where case is free.
    `breaks` are offsets of `key` where the term itself has a blank; `exact` are characters that the
    unfolded text must show at an offset; `crosses_blanks` lets the text have blanks where the term has none.
    """

    key: str
    words: int
    wild: bool = False
    edge: Edge = Edge.WORD
    capitals: tuple[str | None, ...] = ()
    breaks: frozenset[int] = frozenset()
    exact: tuple[tuple[int, str], ...] = ()
    crosses_blanks: bool = False


def make_patterns(text: str, *, wild: bool = False, edge: Edge = Edge.WORD) -> tuple[Pattern, ...]:
    """The patterns of a term or alias; none where it holds no letter or digit."""
    folded = fold(text).text
    spans = runs(folded)
    if not spans:
        return ()
    if _EAST.search(folded):
        return (_make_squeezed(folded, spans, wild, edge),)
    tokens = [folded[start:end].replace(".", "") for start, end in spans]
    return tuple(
        _make_latin(form, capitals, wild) for form, capitals in _list_forms(tokens, folded, spans, wild)
    )


def find_letters(text: str) -> str:
    """The letters and digits of a term as the first of its patterns has them: terms of others share none."""
    folded = fold(text).text
    letters = "".join(folded[start:end] for start, end in runs(folded)).replace(".", "")
    return read_hanja(lower(letters))


_HANGUL_ONLY = compile_later("[A-Za-z0-9 -]*[가-힣][가-힣A-Za-z0-9 -]*")
_LATIN_ONLY = compile_later("[ -]*[A-Za-z0-9][A-Za-z0-9 -]*")


def find_core(text: str) -> str:
    """Letters in lower case that stand in a row, blanks aside, in the key of each of a term's patterns.

    Empty where they are not told at a glance.
    """
    if _HANGUL_ONLY.fullmatch(text):
        return text.replace(" ", "").replace("-", "").lower()
    if not _LATIN_ONLY.fullmatch(text):
        return ""
    letters = text.replace(" ", "").replace("-", "")
    if letters == text == text.upper():
        return letters.lower()  # an acronym has no more than an s in the plural
    letters = letters.lower()
    for word in _IRREGULAR:
        if letters.endswith(word):
            return letters[: 1 - len(word)]
    return letters[:-_MOST_TURNED]


def _make_latin(tokens: tuple[str, ...], capitals: tuple[str | None, ...], wild: bool) -> Pattern:
    key = " " + lower(" ".join(tokens)) + ("" if wild else " ")
    return Pattern(key, len(tokens), wild, capitals=capitals if any(capitals) else ())


_Form = tuple[tuple[str, ...], tuple[str | None, ...]]


def _list_forms(tokens: list[str], folded: str, spans: list[Span], wild: bool) -> list[_Form]:
    """The tokens with their capitals; the hyphenated name in one word; each in the plural too."""
    forms = [_make_form(tokens), *_list_given_forms(tokens)]
    joined = _join_name(tokens, [folded[a[1] : b[0]] for a, b in pairwise(spans)])
    if joined:
        forms.append(_make_form(joined))
    if models := _list_model_forms(tokens):
        forms = list(dict.fromkeys([*forms, *models]))
    return forms if wild else [*chain(*map(_add_plurals, forms))]


def _make_form(tokens: Sequence[str]) -> _Form:
    return tuple(tokens), find_capitals(tokens)


def _list_model_forms(tokens: list[str]) -> list[_Form]:
    """A type that ends a term, F-35 or G7, in one word and in two."""
    model = _MODEL.search(" ".join(tokens))
    if model is None:
        return []
    before = tokens[: -len(model.group().split())]
    return [_make_form([*before, *parts]) for parts in (["".join(model.groups())], model.groups())]


def find_capitals(tokens: Sequence[str]) -> tuple[str | None, ...]:
    """For each word the capitals that it must be met in, None where case is free.

    A single letter in a phrase (K-pop) is no acronym.
    """
    return tuple(
        token if token == token.upper() != token.lower() and (len(token) > 1 or len(tokens) == 1) else None
        for token in tokens
    )


def _list_given_forms(tokens: list[str]) -> list[_Form]:
    """A Korean given name in a term, `Taeyul` or `Tae Yul`, written the other way."""
    return [_make_form(form) for at in range(len(tokens)) for form in _respell_given(tokens, at)]


def _respell_given(tokens: list[str], at: int) -> Iterator[list[str]]:
    """The tokens with the one there in two, and with it and the next in one, where these are a given name."""
    token, pair = tokens[at], tokens[at : at + 2]
    given = split_given((lower(token),)) if token[:1].isupper() and token[1:].islower() else None
    if given is not None:
        yield [*tokens[:at], *given, *tokens[at + 1 :]]
    if _are_given(pair):
        yield [*tokens[:at], "".join(pair), *tokens[at + 2 :]]


def _are_given(pair: list[str]) -> bool:
    is_name = len(pair) == 2 and all(map(str.istitle, pair))
    return is_name and split_given(tuple(map(lower, pair))) is not None


def _join_name(tokens: list[str], gaps: list[str]) -> list[str] | None:
    """`Tae-yul` as `Taeyul`: parts joined where a hyphen follows a capitalised part of letters."""
    joined = [tokens[0]]
    for gap, token in zip(gaps, tokens[1:], strict=True):
        if gap == "-" and token.isalpha() and _is_capitalised(joined[-1]):
            joined[-1] += token.lower()
        else:
            joined.append(token)
    return joined if len(joined) < len(tokens) else None


def _is_capitalised(word: str) -> bool:
    return word.isalpha() and word[0].isupper() and word[1:].islower()


def _add_plurals(form: _Form) -> list[_Form]:
    tokens, capitals = form
    last = tokens[-1]
    is_model = _MODEL.search(" ".join(tokens)) is not None  # F-35s, KF21s
    plurals = [last + "s"] if capitals[-1] is not None or is_model else list_plurals(lower(last))
    return [form, *(((*tokens[:-1], plural), capitals) for plural in plurals)]


# A type or a round of talks: F-35, KF-21, G7, named with a hyphen, a blank or nothing.
_MODEL = compile_later(r"(?<![^\W_])([A-Z]{1,5}) ?([0-9]{1,3})$")

# By the first ending that a word has, what stands in its place in the plural.
_PLURALS = (
    ("man", ("men", "mans")),
    *((f"{letter}y", (f"{letter}ies", f"{letter}ys")) for letter in "bcdfghjklmnpqrstvwxyz"),
    ("sis", ("sises", "ses")),
    *((hissing, (f"{hissing}es",)) for hissing in ("s", "x", "z", "ch", "sh")),
    ("o", ("os", "oes")),
    ("", ("s",)),
)
_MOST_TURNED = max(len(ending) for ending, _ in _PLURALS)
_IRREGULAR = {
    word: word.removesuffix("fe").removesuffix("f") + "ves"
    for word in ("wife", "life", "knife", "half", "shelf", "leaf", "thief", "wolf", "calf", "loaf")
} | {
    "child": "children",
    "foot": "feet",
    "tooth": "teeth",
    "mouse": "mice",
    "goose": "geese",
    "axis": "axes",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "medium": "media",
    "memorandum": "memoranda",
}
# Words whose -s is another word.
_NO_PLURAL = frozenset(
    ["new", "doe", "thi", "hi", "wa", "ha", "it", "u", "a", "i", "me", "yes", "his", "this"]
)


def list_plurals(word: str) -> list[str]:
    """The English plurals of a lower-case word."""
    if not _may_be_many(word):
        return []
    if word in _IRREGULAR:
        return [_IRREGULAR[word], word + "s"]
    cut, endings = next((len(ending), plurals) for ending, plurals in _PLURALS if word.endswith(ending))
    return [word[: len(word) - cut] + plural for plural in endings]


def _may_be_many(word: str) -> bool:
    return len(word) >= 3 and word.isascii() and word.isalpha() and word not in _NO_PLURAL


def _make_squeezed(folded: str, spans: list[Span], wild: bool, edge: Edge) -> Pattern:
    raw = ""
    breaks: set[int] = set()
    exact: list[tuple[int, str]] = []
    for number, (start, end) in enumerate(spans):
        piece = folded[start:end].replace(".", "")
        if number:
            gap = folded[spans[number - 1][1] : start]
            latin = (_is_latin(raw[-1]), _is_latin(piece[0]))
            raw += _join(gap, all(latin))
            # Where the script changes a blank is as natural as none: NCG회의, NCG 회의.
            if gap or any(latin):
                breaks.add(len(raw))
        exact.extend(_find_exact(piece, len(raw)))
        raw += piece
    key = read_hanja(lower(raw))
    syllables = count_hangul(key)
    return Pattern(
        key,
        0,
        wild,
        edge,
        breaks=frozenset(breaks),
        exact=tuple(exact),
        crosses_blanks=syllables >= _SYLLABLES_OVER_BLANKS,
    )


def _join(gap: str, are_both_latin: bool) -> str:
    """What stands for a gap between two words in a key."""
    if are_both_latin:
        return " "
    return "" if _JOINT.fullmatch(gap) else BARRIER


def _find_exact(piece: str, offset: int) -> list[tuple[int, str]]:
    if _is_latin(piece[0]):
        return [(offset, piece)] if len(piece) > 1 and piece == piece.upper() != piece.lower() else []
    return [(offset + at, char) for at, char in enumerate(piece) if char in READINGS]


def _is_latin(char: str) -> bool:
    return not _EAST.match(char)
