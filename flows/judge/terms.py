"""What an article is about, for finding its story: weighted terms, names, and what it numbers.

Korean needs no analyser: pairs of neighbouring syllables find the same stories as a morphology does, and
cost nothing. The single Chinese characters of Korean headlines (美, 北) are read as the words they stand for.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, repeat
from operator import add, mul

import xxhash

from storage.judging.topics import Writing
from storage.language.common_words import (
    COMMON,
    DOMAIN,
    HEADLINE_CHARACTERS,
    ITS_NORTH,
    MONTHS,
    NO_SERIES,
    ORDINALS,
    STOPPED,
)
from storage.language.figures import read_figures
from storage.language.letters import is_hangul
from storage.language.text import fold
from storage.language.word_forms import fold_forms, fold_plural

BODY_CHARACTERS = 2000
"""How much of a text says what it is about; with more, background draws stories together."""

REMEMBERED = 128
"""Topics that are not read again: a story that grows is looked at whole."""

TITLE_COUNTS = 3
"""A word of the title counts as so many of the body."""

VECTOR_TERMS = 128
"""Terms kept of an article."""

NAMES = 6
"""Names kept of an article: those that it turns on."""

LEDE_CHARACTERS = 600
"""Where an article says which year, round or meeting it is about."""

FIGURES = "#"
"""Under which plain figures stand among what is numbered: by their keys, in whatever spelling."""

FEWEST_DIGITS = 2
"""Smaller figures stand in every text."""

PRIOR = 200
"""Imagined articles behind the counts, so that the first real ones do not make every word rare."""

COMMON_SHARE = 0.2
"""Share of the imagined articles that hold a common word."""

LEAST = 0.1
"""How much a term says at least."""

_COMMON = frozenset(map(fold_forms, COMMON | DOMAIN))

_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_HEADLINE = re.compile(f"[{''.join(HEADLINE_CHARACTERS)}]")
# A capital is a name's only where no sentence begins.
_NAME = re.compile(r"(?<![.!?\"“‘:/\n] )(?<!\n)(?<!^)\b[A-Z][A-Za-z]+|\b[A-Z]{2,}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# ASCII for the words: else a dotted capital (SİXTH) would be one of them, which none of them is.
_ORDINAL = re.compile(
    rf"\b(?:(\d{{1,3}})(?:st|nd|rd|th)|((?a:{'|'.join(ORDINALS)})))[\s-]+([A-Za-z][\w.]*)(?:[\s-]+([A-Za-z]\w*))?"
    r"|제?\s?(\d{1,3})[차회]\s+([가-힣A-Za-z]{2,})",
    re.IGNORECASE,
)
# What bears a name of its own: another ship's call and another storm's landfall are other events.
_NAMED = re.compile(
    r"\b(USS|ROKS|HMS|HMCS|JS|Typhoon|Hurricane|Cyclone|태풍)\s+[\"'“‘]?"
    r"([A-Z][\w-]*(?:\s[A-Z][\w-]*){0,2}|[가-힣]{2,})"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms by their keys, each with how much lighter than nothing it is for how often it stands there."""

    keys: tuple[int, ...] = field(repr=False)
    lightness: tuple[float, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What an article is about, before it is weighed against the corpus.

    `counts` are the frequencies of terms and `keys` their 31-bit keys. `names` are the frequencies of
    capitalised words, of which a Korean text has too few to say anything. `numbered` maps what is
    numbered (`year`, `meeting`) to the numbers given, and `FIGURES` to the keys of all figures; `title` has
    the keys of the title's terms. `usual` and `rare` are the terms for weighing, the common words apart; they
    are empty where terms depend on no language.
    """

    counts: Mapping[str, int] = field(repr=False)
    keys: Mapping[str, int] = field(repr=False)
    names: Mapping[str, int]
    numbered: Mapping[str, frozenset[int]]
    script: Writing
    title: frozenset[int] = frozenset()
    usual: Terms = Terms((), ())
    rare: Terms = Terms((), ())


def read_topic(title: str, text: str) -> Topic:
    """What an article with this title and text is about."""
    return _read_topic(title, text[:BODY_CHARACTERS])


@lru_cache(maxsize=REMEMBERED)
def _read_topic(title: str, body: str) -> Topic:
    counts = Counter(read_terms(body))
    head = Counter(read_terms(title))
    for term, count in head.items():
        counts[term] += count * (TITLE_COUNTS - 1 if body.startswith(title) else TITLE_COUNTS)
    is_cjk = 2 * sum(map(str.isascii, counts)) < len(counts)
    keys = {term: term_key(term) for term in counts}
    return Topic(
        counts=counts,
        keys=keys,
        names={} if is_cjk else _read_names(f"{title}\n{body}"),
        numbered=read_numbered(title, body) | _read_figures(title, body),
        script=Writing.CJK if is_cjk else Writing.OTHER,
        title=frozenset(keys[term] for term in head),
        usual=_gather(counts, keys, counts.keys() & _COMMON),
        rare=_gather(counts, keys, counts.keys() - _COMMON),
    )


def _gather(counts: Mapping[str, int], keys: Mapping[str, int], terms: Iterable[str]) -> Terms:
    own = tuple(terms)
    return Terms(tuple(map(keys.__getitem__, own)), tuple(_LIGHTER[counts[term]] for term in own))


def read_terms(text: str) -> list[str]:
    """The terms of a text in order: words without the endings of their forms, pairs of syllables, numbers."""
    folded = unicodedata.normalize("NFKC", text)
    folded = _HEADLINE.sub(lambda found: f" {HEADLINE_CHARACTERS[found[0]]} ", _POSSESSIVE.sub("", folded))
    terms: list[str] = []
    for word in _WORD.findall(folded.casefold()):
        if is_hangul(word[0]):  # and so is the rest of it
            terms.extend(map(add, word, word[1:]))
        elif len(word) > 1 and word not in STOPPED:
            terms.append(fold_forms(word))
    return terms


@lru_cache(maxsize=16_384)
def term_key(term: str) -> int:
    """The 31-bit key under which a term is stored."""
    return xxhash.xxh3_64_intdigest(term.encode("utf-8", "surrogatepass")) & 0x7FFFFFFF


def is_common(term: str) -> bool:
    """Whether a word is common in any news, or in that of Korea and the United States."""
    return term in _COMMON or term in ITS_NORTH


def measure_rarity(term: str, known: int, counted: int, *, is_broad: bool = False) -> float:
    """How much a term says: the logarithm of how rare it is.

    `known` of the `counted` articles have it; a word that is common in any news, or that `is_broad`, starts
    with a share of the imagined ones.
    """
    return _list_rarities(counted, is_broad or term in _COMMON)[known]


class _Rarities(dict[int, float]):
    """How much terms say by how many articles have them, each computed once."""

    def __init__(self, counted: int, is_broad: bool) -> None:
        self._of, self._imagined = counted + PRIOR, COMMON_SHARE * PRIOR if is_broad else 1.0

    def __missing__(self, known: int) -> float:
        self[known] = found = max(LEAST, math.log(self._of / (known + self._imagined)))
        return found


@lru_cache(maxsize=8)
def _list_rarities(counted: int, is_broad: bool) -> _Rarities:
    """Those of one number of articles: all that a story holds are weighed against it."""
    return _Rarities(counted, is_broad)


class _Lightness(dict[int, float]):
    """The reverse of how much a term weighs by how often it stands in a text, each computed once."""

    def __missing__(self, count: int) -> float:
        self[count] = found = -(1 + math.log(count))
        return found


_LIGHTER = _Lightness()


def weigh_topic(topic: Topic, known: Mapping[int, int], counted: int) -> dict[int, float]:
    """The vector of an article, of length 1: its heaviest terms by key, heaviest first.

    `known` says for each key how many of the `counted` articles have it.
    """
    lighter: list[tuple[float, int]] = []  # than nothing, so that plain pairs sort the heaviest first
    for terms, is_broad in ((topic.usual, True), (topic.rare, False)):
        rarities = _list_rarities(counted, is_broad)
        says = map(rarities.__getitem__, map(known.get, terms.keys, repeat(0)))
        lighter.extend(zip(map(mul, terms.lightness, says), terms.keys, strict=True))
    lighter.sort()
    kept = lighter[:VECTOR_TERMS]
    length = -math.sqrt(sum(weight * weight for weight, _ in kept)) or 1.0
    return {key: weight / length for weight, key in kept}


def weigh_names(topic: Topic, known: Mapping[int, int], counted: int) -> dict[str, float]:
    """The names that an article turns on, with their weights, heaviest first."""
    weighed = [
        (math.sqrt(count) * measure_rarity(name, known.get(term_key(name), 0), counted), name)
        for name, count in topic.names.items()
    ]
    weighed.sort(key=lambda pair: (-pair[0], pair[1]))
    return {name: weight for weight, name in weighed[:NAMES]}


def _read_names(text: str) -> Counter[str]:
    found = (word.casefold() for word in _NAME.findall(text))
    return Counter(
        fold_forms(word) for word in found if len(word) > 2 and word not in STOPPED and word not in MONTHS
    )


def read_numbered(title: str, text: str) -> dict[str, frozenset[int]]:
    """The years that a head names, and the ordinals by the two words after them: the 4th NCG meeting.

    Ships and storms are told apart as if numbered, by the keys of all words of their names.
    """
    text = f"{title}\n{text[:LEDE_CHARACTERS]}"
    found: dict[str, set[int]] = {}
    for year in _YEAR.findall(text):
        found.setdefault("year", set()).add(int(year))
    for what, number in chain(_read_ordinals(text), _read_named(text)):
        found.setdefault(what, set()).add(number)
    return {what: frozenset(numbers) for what, numbers in sorted(found.items())}


def _read_ordinals(text: str) -> Iterator[tuple[str, int]]:
    for digits, word, one, two, korean, noun in _ORDINAL.findall(text):
        number = ORDINALS[word.casefold()] if word else int(digits or korean)
        for what in (one.casefold(), two.casefold(), noun):
            if what and what not in STOPPED and what not in NO_SERIES:
                yield fold_plural(what), number


def _read_named(text: str) -> Iterator[tuple[str, int]]:
    for what, name in _NAMED.findall(text):
        for word in name.split():
            yield what.casefold(), term_key(word.casefold())


def _read_figures(title: str, text: str) -> dict[str, frozenset[int]]:
    """The figures and days of a head under `FIGURES`, by keys that are the same in any spelling."""
    figures = read_figures(fold(f"{title}\n{text[:LEDE_CHARACTERS]}").text)
    keys = frozenset(term_key(figure.key) for figure in figures if len(figure.value) >= FEWEST_DIGITS)
    return {FIGURES: keys} if keys else {}
