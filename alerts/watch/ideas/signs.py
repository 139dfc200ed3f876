"""The signs of an article for an idea: its words, the things and names in it, and its day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from alerts.watch.ideas.days import PHASES, list_day_signs
from alerts.watch.ideas.glossary import find_things
from alerts.watch.scan.layout import Layout, Occurrence
from storage.language.text import HANGUL, Span, lower, sentences

GENERATION = 1
"""Of the signs: weights that were learned of other signs mean nothing."""

READ = 20_000
"""Characters of an article that are looked at."""

SENTENCES = 14
"""Sentences of an article that are read: its beginning, and those that name what the watch asks for."""

LONGEST_SENTENCE = 400
MOST_PAIRED = 10

Named = Mapping[str, Sequence[Occurrence]]

_WORD = re.compile(rf"[{HANGUL}]+|[a-z][a-z']*|\d+")
_ENDINGS = ("'s", "ing", "ed", "es", "s")
_STEM = 7


Places = Iterator[tuple[str, int, int]]
"""Signs with where they begin and end, in folded offsets.

A key begins with its kind: `w:` a word or two, `k:` two or three syllables, `t:` a thing or a name, `n:` one
in a sentence that names what the watch asks for, `h:` one in the title, `p:` two in a sentence, `x:` one
in a phase of the American government, `day:` the day.
"""


@dataclass(frozen=True, slots=True)
class Passages:
    """What is read of an article: the sentences by number, which of them name what the watch asks for."""

    spans: tuple[Span, ...]
    chosen: tuple[int, ...]
    beside: frozenset[int]


def choose_passages(layout: Layout, asked: Iterable[Occurrence]) -> Passages:
    """The title, the beginning, and the sentences that name what is asked for, each with its neighbours."""
    spans = sentences(layout.text[:READ])
    starts = [start for start, _ in spans]
    beside = frozenset(bisect_right(starts, one.start) - 1 for one in asked if one.start < READ)
    titles = sum(start < layout.title_end for start, _ in spans[:SENTENCES])
    wanted = [*range(titles + 2)]
    for step in (0, 1, -1):
        wanted += [number + step for number in sorted(beside)]
    kept = list(dict.fromkeys(number for number in wanted if 0 <= number < len(spans)))[:SENTENCES]
    return Passages(tuple(spans), tuple(sorted(kept)), beside)


def list_signs(layout: Layout, passages: Passages, named: Named) -> Places:
    """The signs of the passages: key, begin and end of each; `named` is where whose names stand."""
    yield from _list_things(layout, passages, named)
    for number in passages.chosen:
        yield from _list_words(layout.text, passages.spans[number])


def cross_days(keys: Iterable[str], days: Iterable[str]) -> dict[str, str]:
    """Things in a phase of the American government, each with the sign that it crosses.

    Before an inauguration the same words mean another thing.
    """
    phases = [day for day in days if day in PHASES]
    return {f"x:{key[2:]} {phase[4:]}": key for key in keys if key[:2] == "t:" for phase in phases}


def list_days(layout: Layout) -> dict[str, str]:
    """The signs of the article's day, with their words."""
    published = layout.article.published
    return dict(list_day_signs(published.at if published else None))


def _list_things(layout: Layout, passages: Passages, named: Named) -> Places:
    starts = [passages.spans[number][0] for number in passages.chosen]
    names = ((f"@{entity}", one) for entity, ones in named.items() for one in ones)
    by_sentence: dict[int, dict[str, Occurrence]] = defaultdict(dict)
    for thing, one in (*find_things(layout), *names):
        place = bisect_right(starts, one.start) - 1
        number = passages.chosen[place] if place >= 0 else -1
        if number >= 0 and one.end <= passages.spans[number][1]:
            by_sentence[number].setdefault(thing, one)
    for number, things in sorted(by_sentence.items()):
        is_beside = number in passages.beside
        for thing, (start, end) in things.items():
            yield f"t:{thing}", start, end
            if is_beside:
                yield f"n:{thing}", start, end
            if end <= layout.title_end:
                yield f"h:{thing}", start, end
        yield from _list_pairs(things)


def _list_pairs(things: Mapping[str, Occurrence]) -> Places:
    ordered = sorted(things)[:MOST_PAIRED]
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            first, second = sorted((things[one], things[other]))
            yield f"p:{one} + {other}", first.start, max(first.end, second.end)


def _list_words(text: str, span: Span) -> Places:
    start, end = span[0], min(span[1], span[0] + LONGEST_SENTENCE)
    before, begun = "", 0
    for found in _WORD.finditer(lower(text[start:end])):
        word, at = found.group(), found.start() + start
        stop = at + len(word)
        if word[0] >= "가":
            for place in range(len(word) - 1):
                yield f"k:{word[place : place + 2]}", at + place, at + place + 2
                if place + 2 < len(word):
                    yield f"k:{word[place : place + 3]}", at + place, at + place + 3
            stem = word[:3]
        else:
            stem = _cut(word)
            yield f"w:{stem}", at, stop
        if before:
            yield f"w:{before} {stem}", begun, stop
        before, begun = stem, at


def _cut(word: str) -> str:
    """An English word without its ending, and no longer than tells it from others."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:_STEM]
