"""The phrases of a sentence that might be names: capitalised spans and noun pairs, Korean words and pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flows.inspect.discovery.vocabulary import (
    BOUND,
    CLOSERS,
    CONNECTORS,
    EMPTY,
    LOOSE,
    OPENERS,
    REPORTERS,
    TITLES,
)
from storage.language.hangul import ROLE, ends_in_past, may_end_before
from storage.language.letters import has_hangul
from storage.language.text import Span, lower

_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.&'][A-Za-z0-9]+)*|[0-9]+(?:[.,][0-9]+)*")
_EOJEOL = re.compile(r"[가-힣A-Za-z0-9]+(?:[-·&][가-힣A-Za-z0-9]+)*")
_OFFICE = re.compile(rf"\s(?:[가-힣]{{2,6}}\s)?(?:{ROLE})")
_ANY_OFFICE = re.compile(ROLE)
_GLUE = re.compile(r"[ \-–]")
LONGEST = 6
"""Words of a name; a longer run of capitals is a headline."""

_SHORTEST = 3
"""Letters of a name of one word."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase where it stands: `start` and `end` in its sentence, `rest` the particles after it.

    `is_person` says that an office stands beside it, as beside a person's name.
    """

    text: str
    start: int
    end: int
    rest: str = ""
    is_person: bool = False

    @property
    def key(self) -> str:
        """The same for spellings that differ in case, blanks and hyphens."""
        return re.sub(r"[\s·.&'-]+", "" if has_hangul(self.text) else " ", lower(self.text))


def list_phrases(sentence: str, known: Sequence[Span], *, is_title: bool = False) -> Iterator[Phrase]:
    """What in a sentence might be a name and is no entity's already; `known` are the places of entities."""
    if has_hangul(sentence):
        yield from _list_korean(sentence, known)
    elif not (is_title and _is_headline(sentence)):
        yield from _list_capitalised(sentence, known)
        yield from _list_pairs(sentence, known)


def _is_headline(sentence: str) -> bool:
    """Whether capitals say nothing, since every longer word has one."""
    long = [word for word in _LATIN_WORD.findall(sentence) if len(word) > 4 and word[0].isalpha()]
    return sum(1 for word in long if word[0].isupper()) > len(long) * 0.7


def _covers(known: Sequence[Span], start: int, end: int) -> bool:
    return any(one < end and start < other for one, other in known)


def _list_capitalised(sentence: str, known: Sequence[Span]) -> Iterator[Phrase]:
    for run in _cut_runs(sentence):
        titled = max((at for at, span in enumerate(run) if _word(sentence, span) in TITLES), default=-1)
        name = _strip_connectors(sentence, run[titled + 1 :])
        if len(name) > LONGEST or not any(_is_own(sentence, span, known) for span in name):
            continue
        start, end = name[0][0], name[-1][1]
        if _says_nothing(sentence, name) or _is_cut_from_entity(known, start, end):
            continue
        is_titled = titled >= 0 or _ends_in_title(sentence[:start])
        yield Phrase(sentence[start:end], start, end, is_person=is_titled and 2 <= len(name) <= 3)


def _word(sentence: str, span: Span) -> str:
    return lower(sentence[slice(*span)])


def _strip_connectors(sentence: str, run: list[Span]) -> list[Span]:
    """The words of a name, without those at its ends that only lead to it."""
    own = [at for at, span in enumerate(run) if _word(sentence, span) not in CONNECTORS | OPENERS]
    return run[own[0] : own[-1] + 1] if own else []


def _is_own(sentence: str, span: Span, known: Sequence[Span]) -> bool:
    """Whether a word has a capital and belongs to no entity."""
    return sentence[span[0]].isupper() and not _covers(known, *span)


def _says_nothing(sentence: str, name: Sequence[Span]) -> bool:
    """Whether a single word has its capital as the first of a sentence, or is hardly a word."""
    start, end = name[0][0], name[-1][1]
    is_first = not sentence[:start].strip(" \"'“‘(")
    is_short = end - start < _SHORTEST
    return len(name) == 1 and (is_short or (is_first and not sentence[start:end].isupper()))


def _ends_in_title(before: str) -> bool:
    """Whether an office stands before a name, as in `special envoy Maria Delgado`."""
    words = _LATIN_WORD.findall(before[-40:])
    return bool(words) and before.endswith(f"{words[-1]} ") and lower(words[-1]) in TITLES


def _is_cut_from_entity(known: Sequence[Span], start: int, end: int) -> bool:
    """Whether an entity reaches over an edge, or fills the phrase: what is left would be no name."""
    return any(
        (one < start < other) or (one < end < other) or (one <= start and end <= other)
        for one, other in known
    )


def _cut_runs(sentence: str) -> Iterator[list[Span]]:
    """Runs of capitalised words, with the connectors between them."""
    run: list[Span] = []
    for found in _LATIN_WORD.finditer(sentence):
        is_glued = bool(run) and _GLUE.fullmatch(sentence, run[-1][1], found.start()) is not None
        word = found.group()
        goes_on = is_glued and (lower(word) in CONNECTORS or word[0].isdigit())
        if run and not (is_glued and (goes_on or word[0].isupper())):
            yield run
            run = []
        if goes_on or word[0].isupper():
            run.append(found.span())
    if run:
        yield run


def _list_pairs(sentence: str, known: Sequence[Span]) -> Iterator[Phrase]:
    """Two or three lower-case words side by side that carry meaning: reciprocal tariff, critical minerals."""
    spans = [found.span() for found in _LATIN_WORD.finditer(sentence)]
    for size in (2, 3):
        for at in range(len(spans) - size + 1):
            part = spans[at : at + size]
            words = [sentence[start:end] for start, end in part]
            gaps = {sentence[one[1] : two[0]] for one, two in pairwise(part)}
            if gaps <= {" ", "-"} and _is_nominal(words) and not _covers(known, part[0][0], part[-1][1]):
                yield Phrase(sentence[part[0][0] : part[-1][1]], part[0][0], part[-1][1])


def _is_nominal(words: Sequence[str]) -> bool:
    return all(map(_says_something, words)) and not words[-1].endswith(("ing", "ed"))


def _says_something(word: str) -> bool:
    """Whether a lower-case word is no function word and no adverb."""
    return (
        word.islower() and word.isalpha() and len(word) > 2 and word not in EMPTY and not word.endswith("ly")
    )


def _list_korean(sentence: str, known: Sequence[Span]) -> Iterator[Phrase]:
    """Words less their particles, and each with the one or two bare words before it."""
    spans = [found.span() for found in _EOJEOL.finditer(sentence)]
    for at, (start, end) in enumerate(spans):
        if _is_byline(sentence[end:]) or not has_hangul(sentence[start:end]):
            continue
        befores = list(_list_befores(sentence, spans, at))
        for stop in _list_stems(sentence, start, end):
            rest = sentence[stop:end]
            in_office = not rest and _OFFICE.match(sentence, stop) is not None
            for begin in (start, *befores):
                if not (_covers(known, start, stop) or _is_cut_from_entity(known, begin, stop)):
                    is_person = in_office and begin == start
                    yield Phrase(sentence[begin:stop], begin, stop, rest, is_person=is_person)


def _list_stems(sentence: str, start: int, end: int) -> Iterator[int]:
    """Where a noun may end in a word, the rest of which are its particles; the longest first."""
    for stop in range(end, start + 1, -1):
        stem, rest = sentence[start:stop], sentence[stop:end]
        is_parted = not rest or may_end_before(stem[-1], rest, is_name=True, takes_role=False)
        if is_parted and _is_noun(stem):
            yield stop


def _list_befores(sentence: str, spans: Sequence[Span], at: int) -> Iterator[int]:
    """Where a name of two or three words would begin that ends with this one."""
    for back in (1, 2):
        if at < back or sentence[spans[at - back][1] : spans[at - back + 1][0]] != " ":
            return
        before = sentence[slice(*spans[at - back])]
        if not _is_noun(before) or before.endswith(CLOSERS):
            return
        yield spans[at - back][0]


def _is_noun(stem: str) -> bool:
    if len(stem) < 2 or stem in LOOSE or stem.endswith(BOUND) or stem[0].isdigit():
        return False
    return _ANY_OFFICE.fullmatch(stem) is None and not _is_verb(stem)


def _is_verb(stem: str) -> bool:
    """Whether a word ends as verbs do: 했, 했던."""
    return ends_in_past(stem[-1]) or (stem[-1] in "다던고음을" and ends_in_past(stem[-2]))


def _is_byline(after: str) -> bool:
    return after.lstrip(" =").startswith(REPORTERS)
