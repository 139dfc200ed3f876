"""Learn what texts are that say so by no mark: `python -m bench.learn_genre [--write]`.

The weights are those of a multinomial logistic regression over the pieces of labelled texts: the batches of
genres, and of the news of the batches of turns each sixth. Printed is for each batch what all others say of
it, without the rules, and of how many reports of turns that they were not learned from they take for no
news; with `--write` the weights of all are shipped.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from alerts.turns.genre.learned import HUNDREDTHS, SCALE, WEIGHTS, Weights, cut_pieces
from alerts.turns.genre.names import Genre
from bench.flash import read_cases
from bench.learn_flash import OF_TURNS, QUALITY, TURNS, list_turns

BATCHES = sorted(path.stem for path in QUALITY.glob("genre_blind_*.toml"))
STRIDE = 6
FEWEST = 3
"""Texts that must share a piece."""
LIGHTEST = 20
"""What a piece must weigh for some kind, in hundredths."""
FREEDOM = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A labelled text by its batch and pieces, and how much it counts."""

    batch: str
    pieces: frozenset[str]
    genre: Genre
    counts: float = 1.0


def main() -> None:
    """Print what each batch left out comes to; with `--write` ship the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    lessons = list(read_lessons())
    if parser.parse_args().write:
        WEIGHTS.write_text(write(learn(lessons)), encoding="utf-8")
        return
    for batch in BATCHES:
        weights = learn([one for one in lessons if one.batch != batch])
        own = [one for one in lessons if one.batch == batch]
        print(batch, sum(weights.guess(one.pieces) is one.genre for one in own), "of", len(own), flush=True)
    weights = learn(lessons)
    others = [cut_pieces(a.title, a.text) for number, a in enumerate(list_turns()) if number % STRIDE]
    waiting = sum(weights.guess(pieces) is not Genre.NEWS for pieces in others)
    print("of other reports of turns, features among them,", waiting, "of", len(others))


def read_lessons() -> Iterator[Lesson]:
    """All labelled texts, in the order of their files; what is told at once is news."""
    for batch in BATCHES:
        for case in read_cases(QUALITY / f"{batch}.toml"):
            genre = Genre(case["genre"])
            pieces = cut_pieces(case["title"], case["text"])
            yield Lesson(batch=batch, pieces=pieces, genre=Genre.NEWS if genre.is_news else genre)
    for number, (article, is_plain) in enumerate(_list_plain()):
        if is_plain and number % STRIDE == 0:
            pieces = cut_pieces(article.title, article.text)
            yield Lesson(batch=TURNS, pieces=pieces, genre=Genre.NEWS, counts=OF_TURNS)


def _list_plain() -> Iterator[tuple[Any, bool]]:
    from alerts.turns.genre.read import read_genre_by_marks  # the weights are not asked for what teaches them

    for article in list_turns():
        yield article, read_genre_by_marks(article).is_news


def learn(lessons: Sequence[Lesson]) -> Weights:
    """What labelled texts teach."""
    counts = Counter(piece for one in lessons for piece in one.pieces)
    columns = {
        piece: at for at, piece in enumerate(sorted(p for p, many in counts.items() if many >= FEWEST))
    }
    cells = [
        (row, columns[piece], SCALE / math.sqrt(max(1, len(one.pieces))))
        for row, one in enumerate(lessons)
        for piece in sorted(one.pieces & columns.keys())
    ]
    rows, places, values = zip(*cells, strict=True)
    table: Any = csr_matrix((values, (rows, places)), shape=(len(lessons), len(columns)))
    with threadpool_limits(1):
        model = LogisticRegression(C=FREEDOM, max_iter=5000)
        model.fit(
            table, [one.genre.value for one in lessons], sample_weight=np.array([o.counts for o in lessons])
        )
    weights = np.rint(model.coef_ * HUNDREDTHS).astype(int)
    return Weights(
        kinds=[Genre(kind) for kind in model.classes_],
        base=[round(float(each) * HUNDREDTHS) for each in model.intercept_],
        pieces={
            piece: weights[:, at].tolist()
            for piece, at in columns.items()
            if abs(weights[:, at]).max() >= LIGHTEST
        },
    )


def write(learned: Weights) -> str:
    """The weights as they are shipped, a piece a line."""
    head = json.dumps({"kinds": list(learned.kinds), "base": learned.base})[:-1]
    lines = (
        f"{json.dumps(piece, ensure_ascii=False)}: {json.dumps(weights, separators=(',', ':'))}"
        for piece, weights in sorted(learned.pieces.items())
    )
    return f'{head}, "pieces": {{\n' + ",\n".join(lines) + "\n}}\n"


if __name__ == "__main__":
    main()
