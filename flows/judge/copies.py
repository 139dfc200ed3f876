"""Whether a text is a copy of another, shares passages with it, or neither: decided on the two texts.

The index proposes (shared fingerprints), the words decide: the share of each text's words that stand in the
other too, in the same runs. A word-for-word rule on fingerprints alone cannot tell a copy with every eighth
word edited (containment .46) from a follow-up that recycles its background (.33 to .88).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from flows.judge.fingerprints import Sketch, read_sketch, read_tokens
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

TITLES_AGREE = 0.5
"""Share of the shorter title's words (pairs of syllables in Korean) that the other has too."""

CANDIDATES = 6
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


def choose_candidates(likenesses: Sequence[Likeness], same_words: Sequence[str]) -> list[Likeness]:
    """Which articles to compare word by word; `likenesses` come most shared first."""
    alike = [found for found in likenesses if is_related(found)]
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


def judge_copy(title: str, sketch: Sketch, text: str, neighbours: Iterable[Neighbour]) -> Copy | None:
    """Of which of these articles a text is a copy, or with which it shares most; None: with none.

    Exact goes before near, near before partial. Among equals a copy names the original, which is the one
    published first; a partial copy names the article it shares most with.
    """
    compared = ((neighbour.order, _compare(title, sketch, text, neighbour)) for neighbour in neighbours)
    found = [(order, copy) for order, copy in compared if copy is not None]
    for kind in (CopyKind.EXACT, CopyKind.NEAR):
        alike = [(order, copy) for order, copy in found if copy.kind is kind]
        if alike:
            return min(alike, key=lambda pair: pair[0])[1]
    most = sorted(found, key=lambda pair: (-pair[1].likeness.of_this - pair[1].likeness.of_other, pair[0]))
    return most[0][1] if most else None


def _compare(title: str, sketch: Sketch, text: str, neighbour: Neighbour) -> Copy | None:
    other = read_sketch(neighbour.text)
    if (sketch.is_teaser or other.is_teaser) and not do_titles_agree(title, neighbour.title):
        return None
    if sketch.text_hash is not None and sketch.text_hash == other.text_hash:
        return _as_copy(neighbour, CopyKind.EXACT, Overlap(of_this=1.0, of_other=1.0))
    overlap = measure_overlap(text, neighbour.text, is_cjk=sketch.is_cjk)
    if overlap.is_same_in_the_main:
        return _as_copy(neighbour, CopyKind.NEAR, overlap)
    if overlap.most >= RELATED:
        return _as_copy(neighbour, CopyKind.PARTIAL, overlap)
    return None


def _as_copy(neighbour: Neighbour, kind: CopyKind, overlap: Overlap) -> Copy:
    shares = replace(neighbour.likeness, of_this=overlap.of_this, of_other=overlap.of_other)
    return Copy(of=neighbour.likeness.article, kind=kind, likeness=shares)


def measure_overlap(this: str, other: str, *, is_cjk: bool) -> Overlap:
    """How much of each text stands in the other, in runs of words.

    A page's furniture, short lines that do not end like a sentence, does not count against its text.
    """
    size = RUN_CJK if is_cjk else RUN
    these, those = _read_lines(this), _read_lines(other)
    return Overlap(of_this=_cover(these, those, size), of_other=_cover(those, these, size))


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


@dataclass(frozen=True, slots=True)
class _Lines:
    tokens: tuple[str, ...]
    counts: bytes  # one for every token that counts against the text where the other has it not


def _read_lines(text: str) -> _Lines:
    tokens: list[str] = []
    counts = bytearray()
    for line in text.splitlines():
        words = read_tokens(line)
        is_clutter = len(words) < _CLUTTER_TOKENS and not line.rstrip().endswith(_SENTENCE_ENDS)
        tokens.extend(words)
        counts.extend((b"\0" if is_clutter else b"\1") * len(words))
    if 2 * sum(counts) < len(counts):  # a list of results, say: nothing but short lines
        counts = bytearray(b"\1" * len(tokens))
    return _Lines(tuple(tokens), bytes(counts))


def _cover(this: _Lines, other: _Lines, size: int) -> float:
    """The share of this text's words that stand in runs of `size` which the other has too."""
    runs = set(_runs(other.tokens, size))
    covered = bytearray(len(this.tokens))
    for start, run in enumerate(_runs(this.tokens, size)):
        if run in runs:
            covered[start : start + size] = b"\1" * size
    counted = sum(map(int.__or__, this.counts, covered))
    return sum(covered) / counted if counted else 0.0


def _runs(tokens: Sequence[str], size: int) -> Iterable[tuple[str, ...]]:
    return zip(*(tokens[offset:] for offset in range(size)), strict=False)
