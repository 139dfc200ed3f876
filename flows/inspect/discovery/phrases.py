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
from storage.language.hangul import ROLE, may_end_before
from storage.language.letters import has_hangul, is_hangul
from storage.language.text import Span, lower

_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.&'][A-Za-z0-9]+)*|[0-9]+(?:[.,][0-9]+)*")
_EOJEOL = re.compile(r"[가-힣A-Za-z0-9]+(?:[-·&][가-힣A-Za-z0-9]+)*")
_OFFICE = re.compile(rf"\s(?:[가-힣]{{2,6}}\s)?(?:{ROLE})")
_ANY_OFFICE = re.compile(ROLE)
LONGEST = 6
"""Words of a name; a longer run of capitals is a headline."""


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
        words = [sentence[start:end] for start, end in run]
        titled = max((at for at, word in enumerate(words) if lower(word) in TITLES), default=-1)
        rest = run[titled + 1 :]
        while rest and lower(sentence[slice(*rest[0])]) in CONNECTORS | OPENERS:
            rest = rest[1:]
        while rest and lower(sentence[slice(*rest[-1])]) in CONNECTORS | OPENERS:
            rest = rest[:-1]
        own = [span for span in rest if sentence[slice(*span)][0].isupper() and not _covers(known, *span)]
        if not own or len(rest) > LONGEST:
            continue
        start, end = rest[0][0], rest[-1][1]
        is_first = not sentence[:start].strip(" \"'“‘(")
        if len(rest) == 1 and ((is_first and not sentence[start:end].isupper()) or end - start < 3):
            continue  # the capital of a sentence's first word says nothing
        if not _is_cut_from_entity(known, start, end):
            is_titled = titled >= 0 or _ends_in_title(sentence[:start])
            yield Phrase(sentence[start:end], start, end, is_person=is_titled and 2 <= len(rest) <= 3)


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
        word = found.group()
        is_glued = not run or re.fullmatch(r"[ \-–]", sentence[run[-1][1] : found.start()])
        if run and not is_glued:
            yield run
            run = []
        if word[0].isupper() or (run and (lower(word) in CONNECTORS or word[0].isdigit())):
            run.append(found.span())
        elif run:
            yield run
            run = []
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
    return (
        all(word.islower() and len(word) > 2 and word.isalpha() and word not in EMPTY for word in words)
        and not words[-1].endswith(("ly", "ing", "ed"))
        and not any(word.endswith("ly") for word in words)
    )


def _list_korean(sentence: str, known: Sequence[Span]) -> Iterator[Phrase]:
    """Words less their particles, and each with the one or two bare words before it."""
    spans = [found.span() for found in _EOJEOL.finditer(sentence)]
    for at, (start, end) in enumerate(spans):
        word = sentence[start:end]
        if _is_byline(sentence[end:]) or not has_hangul(word):
            continue
        befores = list(_list_befores(sentence, spans, at))
        for cut in range(len(word), 1, -1):
            stem, rest = word[:cut], word[cut:]
            if not _is_noun(stem) or (
                rest and not may_end_before(stem[-1], rest, is_name=True, takes_role=False)
            ):
                continue
            stop = start + cut
            office = _OFFICE.match(sentence, stop) if not rest else None
            for begin in (start, *befores):
                if not (_covers(known, start, stop) or _is_cut_from_entity(known, begin, stop)):
                    yield Phrase(
                        sentence[begin:stop], begin, stop, rest, is_person=bool(office) and begin == start
                    )


def _list_befores(sentence: str, spans: Sequence[Span], at: int) -> Iterator[int]:
    """Where a name of two or three words would begin that ends with this one."""
    for back in (1, 2):
        if at < back or sentence[spans[at - back][1] : spans[at - back + 1][0]] != " ":
            return
        before = sentence[slice(*spans[at - back])]
        if not _is_noun(before) or before.endswith(CLOSERS) or before in LOOSE:
            return
        yield spans[at - back][0]


def _is_noun(stem: str) -> bool:
    return (
        len(stem) > 1
        and stem not in LOOSE
        and _ANY_OFFICE.fullmatch(stem) is None
        and not stem.endswith(BOUND)
        and not stem[0].isdigit()
        and not _is_past(stem[-1])
        and not (stem[-1] in "다던고음을" and _is_past(stem[-2]))
    )


def _is_past(syllable: str) -> bool:
    """Whether a syllable ends in ㅆ, as those of verbs do: 했, 됐, 있."""
    return is_hangul(syllable) and (ord(syllable) - 0xAC00) % 28 == 20


def _is_byline(after: str) -> bool:
    return after.lstrip(" =").startswith(REPORTERS)
