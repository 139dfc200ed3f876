"""Whether a text is a copy of another, shares passages with it, or neither: decided on the two texts.

The index proposes (shared fingerprints), the words decide: the share of each text's words that stand in the
other too, in the same runs. A word-for-word rule on fingerprints alone cannot tell a copy with every eighth
word edited (containment .46) from a follow-up that recycles its background (.33 to .88).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from flows.judge.fingerprints import TEASER, Sketch, read_tokens
from storage.likeness import Neighbour
from storage.records import Copy, CopyKind, Likeness

RUN = 3
"""Words in a row that must stand in both texts to count as shared."""

RUN_CJK = 5
"""The same in syllables."""

RELATED = 0.20
"""Share of the shorter text's fingerprints from which on two texts are on the same event."""

IN_THE_MAIN = 0.60
"""Share of each text's words that the other has too from which on two texts are one, both ways round."""

HALF = 0.50
WHOLE = 0.90
"""A text is a copy of one up to twice as long where nearly all of it stands there: a cut, not a follow-up."""

COMPARED = 0.10
"""The same from which on two texts are compared word by word: edits hide what they share."""

TITLES_AGREE = 0.5
"""Share of the shorter title's words (pairs of syllables in Korean) that the other has too."""

LINE = 25
"""Words under which even equal texts are no copies without a like title: captions and standing lines."""

CANDIDATES = 4
"""Texts that are compared word by word, besides the originals of their groups."""

_CLUTTER_TOKENS = 12
"""A line of fewer tokens that does not end like a sentence is a page's furniture."""

_SENTENCE_ENDS = (".", "!", "?", "…", "。", '"', "”", "’", "'", ")", "」", "다", "요")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The shares (0 to 1) of each of two texts' words that the other has in the same runs."""

    of_this: float
    of_other: float

    @property
    def least(self) -> float:
        """The smaller share."""
        return min(self.of_this, self.of_other)

    @property
    def most(self) -> float:
        """The greater share."""
        return max(self.of_this, self.of_other)

    @property
    def is_same_in_the_main(self) -> bool:
        """Whether the two are one text, both ways round."""
        return self.least >= IN_THE_MAIN or (self.least >= HALF and self.most >= WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """A text as its words in order and where each run of `size` words begins.

    `counts` has a one for every word that counts against the text where the other has it not.
    """

    tokens: tuple[str, ...]
    counts: bytes
    runs: Mapping[tuple[str, ...], Sequence[int]]
    size: int


def choose_candidates(likenesses: Sequence[Likeness], same_words: Sequence[str]) -> list[Likeness]:
    """Which articles to compare word by word; `likenesses` come most shared first."""
    alike = [found for found in likenesses if max(found.of_this, found.of_other) >= COMPARED]
    chosen = {found.article: found for found in alike[:CANDIDATES]}
    roots = {found.group for found in chosen.values()}
    chosen |= {found.article: found for found in alike if found.article in roots}
    for article in same_words:
        same = Likeness(article=article, group=article, shared=0, of_this=1.0, of_other=1.0)
        chosen.setdefault(article, same)
    return list(chosen.values())


def is_related(likeness: Likeness) -> bool:
    """Whether two texts share so much that they are on the same event."""
    return max(likeness.of_this, likeness.of_other) >= RELATED


def judge_copies(title: str, sketch: Sketch, text: str, neighbours: Iterable[Neighbour]) -> list[Copy]:
    """Of which of these articles a text is a copy or with which it shares passages, the best first.

    Exact goes before near, near before partial. Of equals the original is best, which is the one published
    first; of partial copies the one that shares most.
    """
    neighbours = list(neighbours)
    if not neighbours:
        return []
    this = read_runs(text, is_cjk=sketch.is_cjk)
    compared = ((neighbour.order, _compare(title, sketch, this, neighbour)) for neighbour in neighbours)
    found = [(order, copy) for order, copy in compared if copy is not None]
    return [copy for _, copy in sorted(found, key=lambda pair: (*_worth(pair[1]), pair[0]))]


def _worth(copy: Copy) -> tuple[int, float]:
    if copy.kind is CopyKind.PARTIAL:
        return 2, -copy.likeness.of_this - copy.likeness.of_other
    return (0 if copy.kind is CopyKind.EXACT else 1), 0.0


def _compare(title: str, sketch: Sketch, this: Runs, neighbour: Neighbour) -> Copy | None:
    other = read_runs(neighbour.text, is_cjk=sketch.is_cjk)
    shorter = min(len(this.tokens), len(other.tokens))
    is_same = this.tokens == other.tokens
    if shorter < (LINE if is_same else TEASER) and not do_titles_agree(title, neighbour.title):
        return None
    if is_same and this.tokens:
        return _as_copy(neighbour, CopyKind.EXACT, Overlap(of_this=1.0, of_other=1.0))
    overlap = measure_overlap(this, other)
    if overlap.is_same_in_the_main:
        return _as_copy(neighbour, CopyKind.NEAR, overlap)
    if overlap.most >= RELATED:
        return _as_copy(neighbour, CopyKind.PARTIAL, overlap)
    return None


def _as_copy(neighbour: Neighbour, kind: CopyKind, overlap: Overlap) -> Copy:
    shares = replace(neighbour.likeness, of_this=overlap.of_this, of_other=overlap.of_other)
    return Copy(of=neighbour.likeness.article, kind=kind, likeness=shares)


def measure_overlap(this: Runs, other: Runs) -> Overlap:
    """How much of each text stands in the other, in runs of words.

    A page's furniture, short lines that do not end like a sentence, does not count against its text.
    """
    shared = this.runs.keys() & other.runs.keys()
    return Overlap(of_this=_cover(this, shared), of_other=_cover(other, shared))


def do_titles_agree(this: str, other: str) -> bool:
    """Whether two headlines may be those of one text; a missing one contradicts nothing."""
    these, those = _title_marks(this), _title_marks(other)
    if not these or not those:
        return True
    return len(these & those) >= TITLES_AGREE * min(len(these), len(those))


def _title_marks(title: str) -> frozenset[tuple[str, ...]]:
    tokens = read_tokens(title)
    is_cjk = sum(1 for token in tokens if not token.isascii()) * 2 > len(tokens)
    return frozenset(pairwise(tokens)) if is_cjk else frozenset((token,) for token in tokens)


def read_runs(text: str, *, is_cjk: bool) -> Runs:
    """A text cut into words and runs of words; texts that are compared must be cut alike."""
    tokens: list[str] = []
    counts = bytearray()
    for line in text.splitlines():
        words = read_tokens(line)
        is_clutter = len(words) < _CLUTTER_TOKENS and not line.rstrip().endswith(_SENTENCE_ENDS)
        tokens.extend(words)
        counts.extend((b"\0" if is_clutter else b"\1") * len(words))
    if 2 * sum(counts) < len(counts):  # a list of results, say: nothing but short lines
        counts = bytearray(b"\1" * len(tokens))
    size = RUN_CJK if is_cjk else RUN
    runs: dict[tuple[str, ...], list[int]] = {}
    for start, run in enumerate(zip(*(tokens[offset:] for offset in range(size)), strict=False)):
        runs.setdefault(run, []).append(start)
    return Runs(tokens=tuple(tokens), counts=bytes(counts), runs=runs, size=size)


def _cover(text: Runs, shared: Iterable[tuple[str, ...]]) -> float:
    """The share of a text's words that stand in the shared runs."""
    covered = bytearray(len(text.tokens))
    ones = b"\1" * text.size
    for run in shared:
        for start in text.runs[run]:
            covered[start : start + text.size] = ones
    counted = sum(map(int.__or__, text.counts, covered))
    return sum(covered) / counted if counted else 0.0
