"""A sentence as figures and words: what is counted stands apart, so that the rest can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from flows.versions.senses import (
    FUNCTION_WORDS,
    KOREAN_COUNTERS,
    KOREAN_COUNTS,
    MAGNITUDES,
    NUMBER_WORDS,
    UNITS,
)
from storage.language.letters import is_hangul
from storage.language.text import fold

# (?a:) for the words: by IGNORECASE alone the Turkish "bıllion" would match, which MAGNITUDES does not have.
_SIZES = rf"(?a:{'|'.join(sorted(MAGNITUDES, key=len, reverse=True))})"
_PIECE = re.compile(
    rf"(?<![A-Za-z0-9])(?<![A-Za-z]-)([$€])?\s?(\d[\d,]*(?:\.\d+)?)(?:\s?({_SIZES})(?![a-z]))?", re.IGNORECASE
)
_WORDED = re.compile(rf"\b(?a:{'|'.join(NUMBER_WORDS)})\b(?:\s({_SIZES})\b)?", re.IGNORECASE)
_COUNTED = re.compile(rf"(?<![가-힣])({'|'.join(KOREAN_COUNTS)})(?=\s?(?:{'|'.join(KOREAN_COUNTERS)}))")
_UNIT = re.compile(r"\s?-?(%\s?(?:p\b|포인트)|%|[A-Za-z]+|㎞|[가-힣]{1,5})")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_TOKEN = re.compile(r"#|[A-Za-z][A-Za-z0-9]*(?:[.'-][A-Za-z0-9]+)*|[가-힣]+|[一-鿿]+|[^\W\d_]+")
_PARTICLE = re.compile(
    r"(?<=[가-힣])(?:에서는|에서도|으로는|으로도|이라고|에게서|에서|에게|에는|에도|으로|까지|부터|께서|라고|이며|보다|은|는|이|가|을|를|의|에"
    r"|로|와|과|도|만|서)$"
)
_INFLECTED = str.maketrans("했해할한합됐돼될된됩", "하하하하하되되되되되")
_VERBAL = ("다", "지", "고", "며", "면", "는")
_SUFFIXES = (
    ("'s", ""),
    ("ing", ""),
    ("ied", "y"),
    ("ies", "y"),
    ("ed", ""),
    ("es", ""),
    ("ly", ""),
    ("s", ""),
    ("e", ""),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number: its value without commas and words of size, and what it counts where that is known."""

    value: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Tokens:
    """A sentence taken apart: `words` as written with `#` for each figure, `units` for measuring likeness."""

    text: str
    figures: tuple[Amount, ...]
    words: tuple[str, ...]
    units: Counter[str]


@lru_cache(maxsize=4096)
def read_line(text: str) -> Tokens:
    """Take a sentence apart; its own spelling of quotes and dashes counts for nothing."""
    figures, masked = _mask_figures(fold(text).text)
    words = tuple(_TOKEN.findall(masked))
    return Tokens(text=text, figures=figures, words=words, units=_count_units(words))


def likeness(a: Tokens, b: Tokens) -> float:
    """The share (0 to 1) of what two sentences say that both say (Dice), figures taken as equal."""
    total = a.units.total() + b.units.total()
    return 2 * (a.units & b.units).total() / total if total else 1.0


def stem(word: str) -> str:
    """A word without its ending: a Latin one without inflection, a Korean one its first two syllables."""
    if is_hangul(word):
        root = base(word)[:2]
        return root[:1] + root[1:].translate(_INFLECTED) if word.endswith(_VERBAL) else root
    plain = word.lower()
    for suffix, left in _SUFFIXES:
        if plain.endswith(suffix) and len(plain) - len(suffix) >= 3:
            return plain[: -len(suffix)] + left
    return plain


def base(word: str) -> str:
    """A Korean word without its particle."""
    cut = _PARTICLE.sub("", word)
    return cut if len(cut) >= 2 else word


def content(words: tuple[str, ...]) -> frozenset[str]:
    """The stems of the words that say something by themselves."""
    return frozenset(
        stem(word)
        for word in words
        if word.lower() not in FUNCTION_WORDS and base(word) not in FUNCTION_WORDS and word != "#"
    )


def may_be_misspelt(a: str, b: str, *, most: int = 2) -> bool:
    """Whether two words may be one word, misspelt.

    Latin words may be a letter apart (Seoul, Seol), from eight letters on two, or have two letters exchanged
    (troops, torops); shorter than four letters they must be equal. Korean words, without their particles, may
    be `most` jamo apart: 회담 and 회답 are one.
    """
    if is_hangul(a) and is_hangul(b):
        one, other = unicodedata.normalize("NFD", base(a)), unicodedata.normalize("NFD", base(b))
        return len(base(a)) >= 2 and _distance(one, other, most) <= most
    shorter = min(len(a), len(b))
    is_exchanged = a.lower() != b.lower() and sorted(a.lower()) == sorted(b.lower())
    allowed = 0 if shorter < 4 else 1 if shorter < 8 and not is_exchanged else 2
    return _distance(a.lower(), b.lower(), allowed) <= allowed


def _mask_figures(text: str) -> tuple[tuple[Amount, ...], str]:
    counted = [(found, Decimal(KOREAN_COUNTS[found[1]])) for found in _COUNTED.finditer(text)]
    counted += [
        (found, Decimal(NUMBER_WORDS[found[0].split()[0].lower()]) * _power(found[1]))
        for found in _WORDED.finditer(text)
    ]
    found = [_figure(text, match.start(), match.end(), value, None) for match, value in counted]
    found += _read_digits(text)
    found.sort(key=lambda each: each[0])
    masked, end = "", 0
    for start, stop, _ in found:
        masked += text[end:start] + " # " if start >= end else ""
        end = max(end, stop)
    return tuple(figure for _, _, figure in found), masked + text[end:]


def _read_digits(text: str) -> list[tuple[int, int, Amount]]:
    """Numbers in digits; `1조 2000억` is one."""
    found: list[tuple[int, int, Amount]] = []
    start, end, value, size, sign = 0, -9, Decimal(0), None, None
    for match in _PIECE.finditer(text):
        part = Decimal(match[2].replace(",", "")) * _power(match[3])
        goes_on = size is not None and is_hangul(size) and match.start(2) - end <= 1 and not match[1]
        if end >= 0 and not goes_on:
            found.append(_figure(text, start, end, value, sign))
        if not goes_on:
            start, value, sign = match.start(), Decimal(0), match[1]
        value, end, size = value + part, match.end(), match[3]
    if end >= 0:
        found.append(_figure(text, start, end, value, sign))
    return found


def _figure(text: str, start: int, end: int, value: Decimal, sign: str | None) -> tuple[int, int, Amount]:
    if ordinal := _ORDINAL.match(text, end):
        return start, ordinal.end(), Amount(_plain(value), None)
    unit, stop = _read_unit(text, end)
    return start, stop, Amount(_plain(value), UNITS[sign] if sign else unit)


def _read_unit(text: str, at: int) -> tuple[str | None, int]:
    match = _UNIT.match(text, at)
    if match is None:
        return None, at
    word = match[1].replace(" ", "").lower()
    for length in range(len(word), 0 if is_hangul(word) else len(word) - 1, -1):
        if word[:length] in UNITS:
            return UNITS[word[:length]], match.start(1) + (length if is_hangul(word) else len(match[1]))
    return None, at


def _power(size: str | None) -> Decimal:
    return Decimal(10) ** MAGNITUDES[size.lower()] if size else Decimal(1)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _count_units(words: tuple[str, ...]) -> Counter[str]:
    units: Counter[str] = Counter()
    for word in words:
        if is_hangul(word) and len(word) > 1:
            units.update(word[at : at + 2] for at in range(len(word) - 1))
        else:
            units[stem(word)] += 1
    return units


def _distance(a: str, b: str, most: int) -> int:
    """Levenshtein's distance, or more than `most` where it is more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]
