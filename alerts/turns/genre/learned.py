"""What a text most likely is: weighed by what it states, by its shape and by pieces of its words.

The weights were learned from labelled texts by `python -m bench.learn.genre`, which writes them. What rules
find is one sign among the others, worth as much as it was right on texts that the rules had not met.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from operator import itemgetter
from pathlib import Path

from alerts.turns.genre.names import Genre
from alerts.turns.genre.shape import list_shape
from storage.language.patterns import compile_later
from storage.language.text import fold
from storage.records import Article

WEIGHTS = Path(__file__).with_name("genre.weights.json")

SCALE = 8.0
"""How far all pieces of a text together may move the odds, shared by the root of their number."""

OF_SHAPE = 0.7
"""How far a step of its shape may, beside what it states."""

HUNDREDTHS = 100
ENOUGH = 0.5
"""From what likelihood on a text is told at once, as news or what else is."""
SHORTEST = 60
"""Characters from which on a text shows how it is written."""

_TOKEN = compile_later(r"[A-Za-z]+(?:'[a-z]+)?|[가-힣]+|\d+|[?!:;,.()%\"'\[\]-]")
_HANGUL = "가"
_STEM = 8
_TITLE = 200
_TEXT = 400
_SHAPED = 1500
_AT_ONCE = frozenset(genre for genre in Genre if genre.is_news)
_MARK = compile_later(r"its title: .*[\[\]()<>【】〈〉《》［］〔〕:|–—-]")


@dataclass(frozen=True, slots=True)
class Read:
    """The signs of a text, which count alike whatever its length, and the pieces of its words.

    A sign is a name and the step that it reaches, 1 where it has but one.
    """

    signs: Sequence[tuple[str, int]]
    pieces: frozenset[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """The kinds of texts, what each is worth without any sign, and with each, in hundredths of log odds.

    `signs` has for each sign what it is worth from each of its steps on, the lowest first.
    """

    kinds: Sequence[Genre]
    base: Sequence[int]
    signs: Mapping[str, Sequence[Sequence[int]]]
    pieces: Mapping[str, Sequence[int]]

    def weigh(self, read: Read) -> list[float]:
        """How likely a text is of each kind."""
        share = SCALE / math.sqrt(max(1, len(read.pieces)))
        nothing = [0] * len(self.kinds)
        known = ((self.signs.get(name), step) for name, step in read.signs if step)
        signs = [steps[min(step, len(steps)) - 1] for steps, step in known if steps]
        pieces = [self.pieces[piece] for piece in self.pieces.keys() & read.pieces]
        odds = [
            (sum(sign) + share * sum(piece)) / HUNDREDTHS
            for sign, piece in zip(
                zip(self.base, *signs, strict=True), zip(nothing, *pieces, strict=True), strict=True
            )
        ]
        most = max(odds)
        raised = [math.exp(each - most) for each in odds]
        whole = sum(raised)
        return [each / whole for each in raised]

    def guess(self, read: Read) -> Genre:
        """What a text most likely is; of what is told at once only where that together is likely enough."""
        likely = [(chance, kind) for chance, kind in zip(self.weigh(read), self.kinds, strict=True)]
        is_news = sum(chance for chance, kind in likely if kind in _AT_ONCE) >= ENOUGH
        return max((each for each in likely if (each[1] in _AT_ONCE) is is_news), key=itemgetter(0))[1]


def guess_genre(article: Article, genre: Genre, by: str) -> Genre:
    """What an article most likely is, of which rules found `genre` by what `by` says."""
    return _guess(article.title[:_TITLE], article.text[:_SHAPED], genre, name_mark(by))


@lru_cache(maxsize=512)  # what an agency wrote comes from one paper after another
def _guess(title: str, text: str, genre: Genre, mark: str) -> Genre:
    return _read_weights().guess(read_written(title, text, genre, mark))


def read_written(title: str, text: str, genre: Genre, mark: str) -> Read:
    """What a text states, its shape, and the words of its title and beginning."""
    title, text = fold(title[:_TITLE]).text, fold(text[:_SHAPED]).text
    marks = ((f"{genre} by {mark}", 1), (f"by {mark}", 1), (f"is {genre}", 1))
    return Read((*marks, *list_shape(title, text)), cut_pieces(title, text))


def name_mark(by: str) -> str:
    """What kind of mark a text states its genre by; a title that is marked states more than its words do."""
    return "its mark" if _MARK.match(by) else by.partition(":")[0] or "nothing"


def cut_pieces(title: str, text: str) -> frozenset[str]:
    """The words of a folded title, alone and in pairs, and those of the beginning of a folded text."""
    words = ["^", *_TOKEN.findall(title), "$"]
    stems = [_cut_word(word) for word in words]
    pairs = (f"t {before[-1]} {after[0]}" for before, after in pairwise(stems))
    alone = (f"t {part}" for parts in stems for part in parts)
    return frozenset(
        (*pairs, *alone, *chain.from_iterable(map(_cut_word, set(_TOKEN.findall(text[:_TEXT])))))
    )


@lru_cache(maxsize=16384)
def _cut_word(word: str) -> tuple[str, ...]:
    """First and last syllables of a Korean word, the beginning of an English one, how long a number is."""
    if word >= _HANGUL:
        return word[:2], f"-{word[-2:]}"
    return ("0" * min(4, len(word)) if word[0].isdigit() else word.lower()[:_STEM],)


@lru_cache(maxsize=1)
def _read_weights() -> Weights:
    read = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights([Genre(kind) for kind in read["kinds"]], read["base"], read["signs"], read["pieces"])
