"""What a text is that says so by no mark: weighed by pieces of its words and by its shape.

The weights were learned from labelled texts by `python -m bench.learn_genre`, which writes them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alerts.turns.genre.names import Genre
from storage.language.text import fold
from storage.records import Article

WEIGHTS = Path(__file__).with_name("genre.weights.json")

SCALE = 6.0
"""How far all pieces of a text together may move the odds, shared by the root of their number."""

HUNDREDTHS = 100
ENOUGH = 0.4
"""From what likelihood on a text is told as news: a report that waits costs more than a column told."""
_SHORTEST = 60
"""Characters from which on a text shows how it is written."""

_TOKEN = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[가-힣]+|\d+|[?!:;,.()%\"'\[\]-]")
_HANGUL = "가"
_STEM = 8
_TITLE = 200
_TEXT = 400
_SHAPED = 1500
_PERSON = re.compile(r"\b(?:I|my|we|our)\b|나는|저는")
_TIME = re.compile(r"\d[:.]\d\d")


@dataclass(frozen=True, slots=True)
class Weights:
    """The kinds of texts, what each is worth without any piece, and with each, in hundredths of log odds."""

    kinds: Sequence[Genre]
    base: Sequence[int]
    pieces: Mapping[str, Sequence[int]]

    def weigh(self, pieces: frozenset[str]) -> list[float]:
        """How likely a text is of each kind."""
        found = [self.pieces[piece] for piece in self.pieces.keys() & pieces]
        share = SCALE / math.sqrt(max(1, len(pieces))) / HUNDREDTHS
        sums = [sum(each) for each in zip(*found, strict=True)] or [0] * len(self.kinds)
        odds = [base / HUNDREDTHS + share * each for base, each in zip(self.base, sums, strict=True)]
        raised = [math.exp(each - max(odds)) for each in odds]
        return [each / sum(raised) for each in raised]

    def guess(self, pieces: frozenset[str]) -> Genre:
        """What a text most likely is; news unless that is clearly less likely than all else."""
        likely = dict(zip(self.kinds, self.weigh(pieces), strict=True))
        if likely.pop(Genre.NEWS) >= ENOUGH:
            return Genre.NEWS
        return max(likely, key=likely.__getitem__)


def guess_genre(article: Article) -> Genre:
    """What an article most likely is; one too short to show how it is written is news."""
    if len(article.text) < _SHORTEST:
        return Genre.NEWS
    return _read_weights().guess(cut_pieces(article.title, article.text))


def cut_pieces(title: str, text: str) -> frozenset[str]:
    """The words of a title and of the beginning of a text, alone and in pairs, and the shape of both."""
    shaped = fold(text[:_SHAPED]).text
    return frozenset(
        (
            *_cut(fold(title[:_TITLE]).text, "t ", is_paired=True),
            *_cut(shaped[:_TEXT], "", is_paired=False),
            *_shape(title, shaped),
        )
    )


def _cut(part: str, mark: str, *, is_paired: bool) -> Iterator[str]:
    before = "^"
    for token in _TOKEN.findall(part):
        if token >= _HANGUL:
            stem, ending = token[:2], f"-{token[-2:]}"
            yield f"{mark}{ending}"
        else:
            stem = ending = "0" * min(4, len(token)) if token[0].isdigit() else token.lower()[:_STEM]
        yield f"{mark}{stem}"
        if is_paired:
            yield f"{mark}{before} {stem}"
            before = ending
    if is_paired:
        yield f"{mark}{before} $"


def _shape(title: str, text: str) -> Iterator[str]:
    """How much of a text is quoted, asked, counted or said by its author, and how long its sentences are."""
    sentences = text.count(". ") + text.count(".\n") + 1
    yield f"# quotes {min(6, 10 * text.count(chr(34)) // sentences)}"
    yield f"# length {min(6, len(text) // sentences // 25)}"
    yield f"# asks {min(3, text.count('?'))}"
    yield f"# person {min(4, len(_PERSON.findall(text)))}"
    yield f"# times {min(3, len(_TIME.findall(text)))}"
    yield f"# shares {min(4, text.count('%') + text.count('percent'))}"
    yield f"# lines {min(5, text.count(chr(10)))}"
    yield f"# title {min(5, len(title) // 12)}"


@lru_cache(maxsize=1)
def _read_weights() -> Weights:
    read = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(kinds=[Genre(kind) for kind in read["kinds"]], base=read["base"], pieces=read["pieces"])
