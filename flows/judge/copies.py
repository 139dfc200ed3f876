"""Whether a text is a copy of another, shares passages with it, or neither: decided on the two texts.

The index proposes (shared fingerprints), the words decide: the share of each text's words that stand in the
other too, in the same runs. A word-for-word rule on fingerprints alone cannot tell a copy with every eighth
word edited (containment .46) from a follow-up that recycles its background (.33 to .88).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from operator import or_

from flows.judge.fingerprints import TEASER, Sketch, read_tokens
from storage.bugs import attempt
from storage.judging.likeness import Neighbour
from storage.records import Copy, CopyKind, Likeness

RUN = 3
"""Words in a row that must stand in both texts to count as shared."""

RUN_CJK = 5
"""Syllables in a row that must stand in both texts to count as shared, where it is Korean."""

RELATED = 0.20
"""Share of the shorter text's fingerprints from which on two texts are on the same event."""

OWN = 0.20
"""Share of the later text's words in lines of its own up to which it is a copy: it may stand in a page's
furniture. Four paragraphs added to ten are more, and are news."""

LEFT_OUT = 0.55
"""Share of the earlier text's words in lines of its own up to which the later is a copy: a cut drops them."""

EDITED = 0.45
"""Share of the later text's words in runs that the earlier has from which on it is a copy, however edited."""

WHOLE = 0.90
"""Share of a teaser's words in another text from which on it stands there whole."""

STRANGE = 1 / 3
"""Share of its words that another text must have for a line, mostly a paragraph, to be told in both."""

FIGURES = 4
OTHER_FIGURES = 0.5
"""Of so many figures no more than this share may be others, or it is the next edition of a standing form."""

COMPARED = 0.10
"""Share of the shorter text's fingerprints from which on two texts are compared word by word: edits hide what
they share."""

TITLES_AGREE = 0.5
"""Share of the shorter title's words (pairs of syllables in Korean) that the other has too."""

LINE = 25
"""Words under which even equal texts are no copies without a like title: captions and standing lines.

From there to a teaser's length a text that stands whole in another shares it, and is no copy."""

CANDIDATES = 8
"""Texts that are compared word by word, besides the originals of their groups."""

_CLUTTER_TOKENS = 12
"""A line of fewer tokens that does not end like a sentence is a page's furniture."""

_SENTENCE_ENDS = (".", "!", "?", "…", "。", '"', "”", "’", "'", ")", "」", "다", "요")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one of two texts shares with the other, as shares (0 to 1) of its words.

    `shared` stand in the other in the same runs; `own` stand in lines that the other does not have.
    `figures` counts the figures of the lines that both have, `other_figures` those that the other lacks.
    """

    shared: float
    own: float = 0.0
    figures: int = 0
    other_figures: int = 0

    @property
    def has_other_figures(self) -> bool:
        """Whether its figures are not the other's."""
        return self.figures >= FIGURES and self.other_figures > OTHER_FIGURES * self.figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What each of two texts shares with the other."""

    this: Side
    other: Side

    @property
    def of_this(self) -> float:
        """The share of this text's words that the other has."""
        return self.this.shared

    @property
    def of_other(self) -> float:
        """The share of the other text's words that this one has."""
        return self.other.shared

    @property
    def most(self) -> float:
        """The greater share."""
        return max(self.of_this, self.of_other)

    def is_copy(self, *, is_later: bool) -> bool:
        """Whether the two are one text in the main, `is_later` where this one was published after the other.

        What a later text leaves out is no news; what it adds is, and so is less of it allowed.
        """
        later, earlier = (self.this, self.other) if is_later else (self.other, self.this)
        if later.has_other_figures and earlier.has_other_figures:
            return False
        return later.shared >= EDITED and later.own <= OWN and earlier.own <= LEFT_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """A text as its words in order, and the run of `size` words that begins at each while there are so many.

    `counts` has a one for every word that counts against the text where the other has it not. `lines` are
    the numbers of the words at which they end.
    """

    tokens: tuple[str, ...]
    counts: bytes
    lines: tuple[int, ...]
    runs: tuple[tuple[str, ...], ...]
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


def judge_copies(
    title: str, sketch: Sketch, text: str, neighbours: Iterable[Neighbour], *, order: str = ""
) -> list[Copy]:
    """Of which of these articles a text is a copy or with which it shares passages, the best first.

    `order` is when it was published (else fetched), as in `Neighbour.order`; of two of the same time the
    shorter counts as the later.
    Exact goes before near, near before partial. Of equals the original is best, which is the one published
    first; of partial copies the one that shares most.
    """
    neighbours = list(neighbours)
    if not neighbours:
        return []
    this = read_runs(text, is_cjk=sketch.is_cjk)
    compared = (
        (neighbour.order, _compare_safely(title, sketch, this, neighbour, order)) for neighbour in neighbours
    )
    found = [(order, copy) for order, copy in compared if copy is not None]
    return [copy for _, copy in sorted(found, key=lambda pair: (*_worth(pair[1]), pair[0]))]


def _worth(copy: Copy) -> tuple[int, float]:
    if copy.kind is CopyKind.PARTIAL:
        return 2, -copy.likeness.of_this - copy.likeness.of_other
    return (0 if copy.kind is CopyKind.EXACT else 1), 0.0


def _compare_safely(title: str, sketch: Sketch, this: Runs, neighbour: Neighbour, order: str) -> Copy | None:
    """One neighbour that cannot be compared must not hide the others."""
    return attempt(
        "copy",
        lambda: _compare(title, sketch, this, neighbour, order),
        None,
        about=neighbour.likeness.article,
    )


def _compare(title: str, sketch: Sketch, this: Runs, neighbour: Neighbour, order: str) -> Copy | None:
    other = read_runs(neighbour.text, is_cjk=sketch.is_cjk)
    shorter = min(len(this.tokens), len(other.tokens))
    is_same = this.tokens == other.tokens
    is_vouched = shorter >= (LINE if is_same else TEASER) or do_titles_agree(title, neighbour.title)
    if is_same and this.tokens:
        whole = Side(shared=1.0)
        return _as_copy(neighbour, CopyKind.EXACT, Overlap(this=whole, other=whole)) if is_vouched else None
    overlap = measure_overlap(this, other)
    if (
        not is_vouched
    ):  # a teaser under a headline of its own: told apart from a chance line by standing whole
        stands_whole = shorter >= LINE and overlap.most >= WHOLE
        return _as_copy(neighbour, CopyKind.PARTIAL, overlap) if stands_whole else None
    is_shorter = len(this.tokens) < len(other.tokens)
    is_later = is_shorter if order == neighbour.order[0] else order > neighbour.order[0]
    if overlap.is_copy(is_later=is_later):
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
    shared = set(this.runs).intersection(other.runs)
    return Overlap(
        this=_measure_side(this, shared, frozenset(other.tokens)),
        other=_measure_side(other, shared, frozenset(this.tokens)),
    )


def do_titles_agree(this: str, other: str) -> bool:
    """Whether two headlines may be those of one text; a missing one contradicts nothing."""
    these, those = _title_marks(this), _title_marks(other)
    return len(these & those) >= TITLES_AGREE * min(len(these), len(those))


def _title_marks(title: str) -> frozenset[tuple[str, ...]]:
    tokens = read_tokens(title)
    is_cjk = sum(1 for token in tokens if not token.isascii()) * 2 > len(tokens)
    return frozenset(pairwise(tokens)) if is_cjk else frozenset((token,) for token in tokens)


def read_runs(text: str, *, is_cjk: bool) -> Runs:
    """A text cut into words and runs of words; texts that are compared must be cut alike."""
    tokens: list[str] = []
    counts = bytearray()
    lines: list[int] = []
    for line in text.splitlines():
        began = len(tokens)
        tokens.extend(read_tokens(line))
        lines.append(len(tokens))
        size = len(tokens) - began
        is_clutter = size < _CLUTTER_TOKENS and not line.rstrip().endswith(_SENTENCE_ENDS)
        counts.extend((b"\0" if is_clutter else b"\1") * size)
    if 2 * sum(counts) < len(counts):  # a list of results, say: nothing but short lines
        counts = bytearray(b"\1" * len(tokens))
    size = RUN_CJK if is_cjk else RUN
    runs = tuple(zip(*(tokens[offset:] for offset in range(size)), strict=False))
    return Runs(tokens=tuple(tokens), counts=bytes(counts), lines=tuple(lines), runs=runs, size=size)


def _measure_side(text: Runs, shared: Set[tuple[str, ...]], known: Set[str]) -> Side:
    covered = _cover(text, shared)
    counted = sum(map(or_, text.counts, covered))
    own = figures = other_figures = began = 0
    for end in text.lines:
        weight = sum(text.counts[began:end])
        if sum(covered[began:end]) < STRANGE * (end - began):
            own += weight
        elif weight:
            found = [token for token in text.tokens[began:end] if len(token) > 1 and token.isdecimal()]
            figures += len(found)
            other_figures += sum(token not in known for token in found)
        began = end
    return Side(
        shared=sum(covered) / counted if counted else 0.0,
        own=own / counted if counted else 0.0,
        figures=figures,
        other_figures=other_figures,
    )


def _cover(text: Runs, shared: Set[tuple[str, ...]]) -> bytes:
    """A one for every word of a text that stands in the shared runs."""
    begun = int.from_bytes(bytes(map(shared.__contains__, text.runs)), "little")
    covered = reduce(or_, (begun << 8 * offset for offset in range(text.size)))  # a byte for each word
    return covered.to_bytes(len(text.tokens), "little")
