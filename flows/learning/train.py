"""Learning an idea from examples: the one file that knows scikit-learn.

The weights are those of a logistic regression over the signs. They come out the same wherever they are
learned: the examples are taken in the order of their digests and the signs in that of their keys, one thread
does the arithmetic, it goes on until no weight moves, and what is kept are whole numbers.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from alerts.watch.ideas.model import KINDS, SHARED, SIZE_UNIT, UNIT, LeftOut, Model
from alerts.watch.ideas.signs import LINE
from alerts.watch.matcher import Watchlist
from flows.learning.examples import Lesson
from storage.errors import HanmiError
from storage.language.letters import has_hangul
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

FEWEST = 3
"""Examples on the idea, and beside it, below which nothing can be learned."""

MANY = 60
"""From so many examples on, a sign that two share, or a piece of a word that four do, may be chance; below,
it is all there is."""

STRENGTH = {
    "words": 3.0,
    "pieces": 3.0,
    "things": 0.4,
    "pairs": 0.2,
    "phases": 0.3,
    "days": 0.5,
    "sizes": 1.0,
}
"""How much a sign of a kind may weigh; of words and of pieces of words, all of them together."""

FREEDOM = 15.0
"""How far weights may move from nothing, against how well they must fit (C of the regression)."""


BESIDE = 300
"""Examples at which one beside the idea counts half as much again for the chances, of many more nearly
twice: less of what comes in is on the idea than of the examples. What a few teach is never far from even
chances, and would be silenced by it."""

OF_ARTICLES = 10
"""Articles among the examples from which on lines count less; and at the least one tenth."""


class CannotLearn(HanmiError):
    """There is nothing to learn from the examples; the query goes on telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A model, and the texts that stand on both sides and so teach nothing."""

    model: Model
    contradicting: tuple[str, ...]


def learn_idea(watchlist: Watchlist, watch: str, lessons: Sequence[Lesson], digest: str) -> Learned:
    """Learn an idea of a watchlist from examples.

    Raises:
        CannotLearn: there are too few on one side, or they share nothing.
    """
    sound, contradicting = drop_contradicting(lessons)
    require_enough(watch, sound)
    keys = [watchlist.read(lesson.article).read_signs(watch) for lesson in sound]
    is_on = [lesson.is_on for lesson in sound]
    langs = ["ko" if has_hangul(lesson.article.title + lesson.article.text) else "en" for lesson in sound]
    counts = _count_each(keys)
    fits = [_fit(keys, is_on, counts, sizes) for sizes in _choose_signs(_size_signs(keys))]
    if not fits:
        raise CannotLearn(f"watch {watch}", Reason(Code.LEARN_ALIKE))
    best = min(fits, key=lambda fit: fit.loss)
    model = Model(
        digest=digest, bias=best.bias, weights=best.weights, left_out=_count(best.told, is_on, langs)
    )
    return Learned(model=model, contradicting=contradicting)


def drop_contradicting(lessons: Sequence[Lesson]) -> tuple[list[Lesson], tuple[str, ...]]:
    """The examples without the texts that are given as both, and the beginnings of these."""
    sides: dict[tuple[str, str], set[bool]] = defaultdict(set)
    for lesson in lessons:
        sides[lesson.article.title, lesson.article.text].add(lesson.is_on)
    both = {text for text, given in sides.items() if len(given) > 1}
    sound = [lesson for lesson in lessons if (lesson.article.title, lesson.article.text) not in both]
    return sound, tuple(sorted((title or text)[:80] for title, text in both))


def require_enough(watch: str, lessons: Sequence[Lesson]) -> None:
    """Nothing, where an idea can be learned. Raises: CannotLearn, with the counts."""
    on = sum(lesson.is_on for lesson in lessons)
    beside = len(lessons) - on
    if min(on, beside) >= FEWEST:
        return
    why = Reason(Code.LEARN_FEW, on=on, beside=beside, least=FEWEST)
    raise CannotLearn(f"watch {watch}", why, hint=Reason(Code.LEARN_FEW_DO))


def _count_each(keys: Sequence[frozenset[str]]) -> list[float]:
    """How much each example counts: a line less, the more articles there are.

    What will be judged are articles. They name many things beside their subject, which lines do not: weights
    that fit lines alone add up to too much in an article.
    """
    articles = sum(LINE not in one for one in keys)
    of_line = max(1 / OF_ARTICLES, OF_ARTICLES / (OF_ARTICLES + articles))
    return [of_line if LINE in one else 1.0 for one in keys]


def _size_signs(keys: Sequence[frozenset[str]]) -> dict[str, int]:
    """The signs that are learned, in the order of their keys, with the square of their size.

    Rare ones are large, and what all examples have says nothing.
    """
    counts = Counter(key for one in keys for key in one)
    many = len(keys) >= MANY
    least = dict.fromkeys(STRENGTH, 3 if many else 2) | {"pieces": 5 if many else 2, "things": 2, "phases": 2}
    kept = sorted(key for key, count in counts.items() if least[KINDS[key[0]]] <= count < len(keys))
    return {key: round(SIZE_UNIT * math.log(1 + len(keys) / counts[key]) ** 2) for key in kept}


def _choose_signs(sizes: dict[str, int]) -> list[dict[str, int]]:
    """The signs without a day, and all: an idea that is always news goes by the day in vain."""
    timeless = {key: size for key, size in sizes.items() if KINDS[key[0]] not in ("days", "phases")}
    candidates = (timeless,) if len(timeless) == len(sizes) else (timeless, sizes)
    return [signs for signs in candidates if signs]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """Whole-number weights and bias, what they tell when each example is left out, and at what loss."""

    weights: Mapping[str, tuple[int, int]]
    bias: int
    told: np.ndarray
    loss: float


def _fit(
    keys: Sequence[frozenset[str]], is_on: Sequence[bool], counts: Sequence[float], sizes: Mapping[str, int]
) -> _Fit:
    """The regression; then its log odds are set so that of what is told at p, p are on the idea."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    table = _make_table(keys, sizes)
    wanted = np.array(is_on, dtype=float)
    with threadpool_limits(1):
        counted = _balance(wanted, np.array(counts))
        fitted = LogisticRegression(C=FREEDOM, tol=1e-9, max_iter=20_000)
        fitted.fit(table, wanted, sample_weight=counted)
        left_out = _leave_out(table, wanted, counted, fitted.coef_[0], float(fitted.intercept_[0]))
        slope, shift = _calibrate(left_out, wanted, np.array(counts))
    odds = slope * left_out + shift
    weights = {
        key: slope * float(weight) * _scale(key, size)
        for (key, size), weight in zip(sizes.items(), fitted.coef_[0], strict=True)
    }
    lines = np.array([LINE in one for one in keys])
    if LINE in sizes and lines.sum() >= MANY:
        of_line = _find_shift(odds[lines], wanted[lines])
        odds[lines] += of_line
        weights[LINE] += of_line
    return _Fit(
        weights={key: (round(UNIT * weight), sizes[key]) for key, weight in weights.items()},
        bias=round(UNIT * (slope * float(fitted.intercept_[0]) + shift)),
        told=odds >= 0,
        loss=round(float(np.average(np.logaddexp(0, np.where(wanted > 0, -odds, odds)), weights=counts)), 3),
    )


def _make_table(keys: Sequence[frozenset[str]], sizes: Mapping[str, int]) -> csr_array:
    """The examples by their signs, most of which an example does not have."""
    from scipy.sparse import csr_array

    number = {key: place for place, key in enumerate(sizes)}
    rows = [_weigh_row(one & sizes.keys(), sizes) for one in keys]
    ends = [0, *accumulate(len(row) for row in rows)]
    values = [value for row in rows for value in row.values()]
    return csr_array((values, [number[key] for row in rows for key in row], ends), (len(keys), len(sizes)))


def _balance(wanted: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """What each example counts so that both sides count the same."""
    import numpy as np

    on, beside = counts[wanted > 0].sum(), counts[wanted == 0].sum()
    balanced: np.ndarray = counts * np.where(wanted > 0, 1 / on, 1 / beside) * (on + beside) / 2
    return balanced


def _scale(key: str, size: int) -> float:
    kind = KINDS[key[0]]
    return STRENGTH[kind] * (math.sqrt(size / SIZE_UNIT) if kind in SHARED else 1.0)


def _weigh_row(keys: frozenset[str], sizes: Mapping[str, int]) -> dict[str, float]:
    """What an example's signs count: words share out their strength by their size, and so do pieces."""
    norms = {
        kind: math.sqrt(sum(sizes[key] for key in keys if KINDS[key[0]] == kind) / SIZE_UNIT)
        for kind in sorted(SHARED)
    }
    return {key: _scale(key, sizes[key]) / norms.get(KINDS[key[0]], 1.0) for key in sorted(keys)}


def _leave_out(
    table: csr_array, wanted: np.ndarray, counted: np.ndarray, weights: np.ndarray, bias: float
) -> np.ndarray:
    """The log odds of each example by what all others teach; `counted` is how much each counts.

    One Newton step from the fit of all of them, in closed form: for a regression as smooth as this it is what
    learning anew without the example gives, at a thousandth of the time.
    """
    import numpy as np

    odds = table @ weights + bias
    chance = 1 / (1 + np.exp(-odds))
    slope, bend = counted * (chance - wanted), counted * chance * (1 - chance)
    # x H⁻¹ x' with H = X'WX + I/C, by the kernel of the examples, which are fewer than the signs; the bias is
    # a sign that costs nothing.
    kernel = FREEDOM * (table @ table.T).toarray() + 1e4
    inner = np.linalg.solve(kernel + np.diag(1 / np.maximum(bend, 1e-9)), kernel)
    leverage = np.diag(kernel) - np.einsum("ij,ji->i", kernel, inner)
    left: np.ndarray = odds + leverage * slope / np.maximum(1 - leverage * bend, 1e-3)
    return left


def _calibrate(odds: np.ndarray, wanted: np.ndarray, counts: np.ndarray) -> tuple[float, float]:
    """Slope and shift that turn left-out log odds into chances that hold (Platt, with his targets)."""
    import numpy as np

    on, counts = wanted.sum(), counts * np.where(wanted > 0, 1.0, 1 + counts.sum() / (counts.sum() + BESIDE))
    targets = np.where(wanted > 0, (on + 1) / (on + 2), 1 / (len(wanted) - on + 2))
    slope, shift = 1.0, 0.0
    for _ in range(200):
        chance = 1 / (1 + np.exp(-np.clip(slope * odds + shift, -30, 30)))
        bend, off = counts * chance * (1 - chance) + 1e-9, counts * (chance - targets)
        gradient = np.array([(off * odds).sum() + 1e-2 * (slope - 1), off.sum()])
        hessian = np.array(
            [[(bend * odds * odds).sum() + 1e-2, (bend * odds).sum()], [(bend * odds).sum(), bend.sum()]]
        )
        # in small steps: far out, where few examples contradict each other, the curve is flat
        step = np.clip(np.linalg.solve(hessian, gradient), -1.0, 1.0)
        slope, shift = slope - float(step[0]), shift - float(step[1])
        if abs(step).max() < 1e-10:
            break
    return (slope, shift) if slope > 0 else (1e-3, 0.0)


def _find_shift(odds: np.ndarray, wanted: np.ndarray) -> float:
    """What added to the log odds of lines makes as many of them likely as are on the idea.

    An article counts more than a line, so that the chances are an article's.
    """
    import numpy as np

    low, high = -8.0, 8.0
    for _ in range(40):
        middle = (low + high) / 2
        is_enough = (1 / (1 + np.exp(-np.clip(odds + middle, -30, 30)))).sum() >= wanted.sum()
        low, high = (low, middle) if is_enough else (middle, high)
    return (low + high) / 2


def _count(told: np.ndarray, is_on: Sequence[bool], langs: Sequence[str]) -> dict[str, LeftOut]:
    """What was told and missed, of all and by language."""
    counted: dict[str, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for is_told, on, lang in zip(told, is_on, langs, strict=True):
        for name in ("all", lang):
            counted[name][bool(is_told), on] += 1
    return {
        name: LeftOut(
            told=count[True, True],
            told_wrongly=count[True, False],
            missed=count[False, True],
            passed_over=count[False, False],
        )
        for name, count in sorted(counted.items())
    }
