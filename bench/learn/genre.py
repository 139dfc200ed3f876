"""Learn what texts are: `python -m bench.learn.genre [--write]`.

The weights are those of a multinomial logistic regression over what labelled texts state, their shape and
the pieces of their words. Texts are the batches of genres, and of the news of the batches of turns each
twentieth. What rules found of a batch stands in `genre_marks.json` as it was when they had not met it: what
they find of it now would teach that they are always right. Printed is for each batch what all others say of
it, with those marks, how many would be told at once that should wait and the other way round, and how many
first reports, turns and repeats wait that it was not learned from.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from alerts.turns.genre.learned import (
    HUNDREDTHS,
    OF_SHAPE,
    SCALE,
    WEIGHTS,
    Read,
    Weights,
    read_written,
)
from alerts.turns.genre.names import Genre
from alerts.turns.genre.read import Stated, is_sure, read_genre_by_marks
from bench.quality.genre import count_misplaced, list_right, make_text, read_cases
from bench.quality.turns import SEQUENCES, make_report, read_sequences
from storage.records import Article

QUALITY = SEQUENCES.parent
BATCHES = sorted(path.stem for path in QUALITY.glob("genre_blind_*.toml"))
MARKS = QUALITY / "genre_marks.json"
TURNS = "turns"
NEWS = ("first", "turn", "repeat")
STRIDE = 20
OF_TURNS = 0.1
"""How much a report of the turns counts: nearly all are plain news, of which there are enough."""

FEWEST = 3
"""Texts that must share a piece, or a sign."""

LIGHTEST = 10
"""What a piece must weigh for some kind, in hundredths."""

FREEDOM = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A labelled text by its batch and signs, the genres that are right for it, and how much it counts."""

    batch: str
    article: Article
    stated: Stated
    read: Read
    right: tuple[str, ...]
    counts: float = 1.0

    def judge(self, weights: Weights) -> Genre:
        """What it is by these weights, as the product decides."""
        return self.stated.genre if is_sure(self.article, self.stated) else weights.guess(self.read)


def main() -> None:
    """Print what each batch left out comes to; with `--write` ship the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    lessons = [*read_lessons(), *(one for number, one in enumerate(read_turns()) if number % STRIDE == 0)]
    if parser.parse_args().write:
        WEIGHTS.write_text(write(learn(lessons)), encoding="utf-8")
        return
    for batch in BATCHES:
        weights = learn([one for one in lessons if one.batch != batch])
        print(batch, say([(one, one.judge(weights)) for one in lessons if one.batch == batch]), flush=True)
    weights = learn(lessons)
    others = [one for number, one in enumerate(read_turns()) if number % STRIDE]
    waiting = sum(not one.judge(weights).is_news for one in others)
    print("of other first reports, turns and repeats", waiting, "of", len(others), "wait")


def say(judged: Sequence[tuple[Lesson, Genre]]) -> str:
    """How many are right, and how many are told at once, or wait, that should not."""
    right = sum(genre.value in one.right for one, genre in judged)
    early, late = count_misplaced((one.right, genre.is_news) for one, genre in judged)
    return f"{right} of {len(judged)}; {early} told at once that should wait, {late} the other way round"


def read_lessons() -> Iterator[Lesson]:
    """All labelled texts, in the order of their files."""
    marks = json.loads(MARKS.read_text(encoding="utf-8"))
    for batch in BATCHES:
        cases = read_cases(QUALITY / f"{batch}.toml")
        for number, (case, (found, mark)) in enumerate(zip(cases, marks[batch], strict=True)):
            article = make_text(case, number)
            yield make_lesson(batch, article, (Genre(found), mark), list_right(case))


def read_turns() -> Iterator[Lesson]:
    """The first reports, turns and repeats of the batches of turns, which are news unless they are marked."""
    for path in (SEQUENCES, *sorted(QUALITY.glob("turns_blind_*.jsonl"))):
        for sequence in read_sequences(path):
            for number, item in enumerate(sequence["items"]):
                if item["label"] in NEWS:
                    article = make_report(sequence["id"], number, item)
                    stated = read_genre_by_marks(article)
                    if stated.genre is Genre.NEWS:
                        yield make_lesson(TURNS, article, (Genre.NEWS, "nothing"), ("news",), OF_TURNS)


def make_lesson(
    batch: str, article: Article, found: tuple[Genre, str], right: tuple[str, ...], counts: float = 1.0
) -> Lesson:
    """A labelled text of which rules found a genre by some mark."""
    genre, mark = found
    read = read_written(article.title, article.text, genre, mark)
    return Lesson(
        batch=batch, article=article, stated=Stated(genre, mark), read=read, right=right, counts=counts
    )


def learn(lessons: Sequence[Lesson]) -> Weights:
    """What labelled texts teach."""
    signs, pieces = (_number(lessons, part) for part in ("signs", "pieces"))
    cells = [cell for row, one in enumerate(lessons) for cell in _list_row(row, one.read, signs, pieces)]
    rows, places, values = zip(*cells, strict=True)
    shape = len(lessons), len(signs) + len(pieces)
    table: Any = csr_matrix((values, (rows, places)), shape=shape)
    with threadpool_limits(1):
        model = LogisticRegression(C=FREEDOM, max_iter=5000)
        counts = np.array([one.counts for one in lessons])
        model.fit(table, [one.right[0] for one in lessons], sample_weight=counts)
    weights = model.coef_ * HUNDREDTHS
    of_pieces = np.rint(weights[:, len(signs) :]).astype(int)
    steps = {each: weights[:, at] * _measure(each[0]) for each, at in signs.items()}
    return Weights(
        kinds=[Genre(kind) for kind in model.classes_],
        base=[round(float(each) * HUNDREDTHS) for each in model.intercept_],
        signs={name: _add_steps(name, steps) for name in dict.fromkeys(name for name, _ in signs)},
        pieces={
            piece: of_pieces[:, at].tolist()
            for piece, at in pieces.items()
            if abs(of_pieces[:, at]).max() >= LIGHTEST
        },
    )


def _add_steps(name: str, steps: Mapping[tuple[str, int], Any]) -> list[list[int]]:
    """What a sign is worth from each step on; a step that too few reach adds nothing."""
    last = max(step for each, step in steps if each == name)
    added = [steps.get((name, step), 0.0) for step in range(1, last + 1)]
    return [np.rint(each + 0 * steps[name, last]).astype(int).tolist() for each in np.cumsum(added, axis=0)]


def _number(lessons: Sequence[Lesson], part: str) -> dict[Any, int]:
    counts = Counter(key for one in lessons for key in _list_keys(one.read, part))
    return {key: at for at, key in enumerate(sorted(key for key, many in counts.items() if many >= FEWEST))}


def _list_keys(read: Read, part: str) -> Iterator[Any]:
    """The pieces of a text, or its signs with all steps up to those that they reach."""
    if part == "pieces":
        yield from sorted(read.pieces)
        return
    for name, reached in read.signs:
        yield from ((name, step) for step in range(1, reached + 1))


def _measure(sign: str) -> float:
    return 1.0 if sign.startswith(("is ", "by ")) or " by " in sign else OF_SHAPE


def _list_row(
    row: int, read: Read, signs: Mapping[tuple[str, int], int], pieces: Mapping[str, int]
) -> Iterator[tuple[int, int, float]]:
    for sign in _list_keys(read, "signs"):
        if sign in signs:
            yield row, signs[sign], _measure(sign[0])
    share = SCALE / math.sqrt(max(1, len(read.pieces)))
    for piece in sorted(read.pieces & pieces.keys()):
        yield row, len(signs) + pieces[piece], share


def write(learned: Weights) -> str:
    """The weights as they are shipped, a sign or piece a line."""
    head = json.dumps({"kinds": list(learned.kinds), "base": learned.base})[:-1]
    parts = (f'"{name}": {{\n{_write_table(getattr(learned, name))}\n}}' for name in ("signs", "pieces"))
    return f"{head}, {', '.join(parts)}}}\n"


def _write_table(table: Mapping[str, Sequence[Any]]) -> str:
    return ",\n".join(
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(weights, separators=(',', ':'))}"
        for key, weights in sorted(table.items())
    )


if __name__ == "__main__":
    main()
