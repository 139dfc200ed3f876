"""Learn what cannot wait: `python -m bench.learn.flash [--write]`.

The weights are those of a logistic regression over the signs of labelled texts: the batches of flashes and
what is like them (`flash*.toml` of the tests), and the news of the batches of turns, of which few cannot
wait (`flash_turns.toml`). Printed is for each blind batch what all other texts say of it, from the margin on
that is shipped and one unit later; with `--write` the weights of all are shipped.
"""

from __future__ import annotations

import argparse
import json
import math
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from alerts.decide.urgent.signs import Read, read_signs
from alerts.decide.urgent.urgency import WEIGHTS, Weights
from alerts.turns.genre.read import read_genre
from bench.quality.flash import make_article, read_cases
from bench.quality.turns import SEQUENCES, make_report, read_sequences
from storage.records import Article

QUALITY = SEQUENCES.parent
BLIND = sorted(path.stem for path in QUALITY.glob("flash_blind_*.toml"))
TAUGHT = ("flash", "flash_taught")
TURNS = "turns"
OF_TURNS = 0.3
"""How much a report of the turns counts: they are many, and most are on a few stories."""

FEWEST = 3
"""Texts that must share a sign."""

COMMONEST = 0.1
"""The share of the texts from which on a word says nothing."""

OF_SIGN = 0.35
OF_WORDS = 8.0
"""How far a sign may move the odds beside another, and all words together."""

LIGHTEST = 30
"""What a word must weigh, in hundredths, which a text of a hundred words shares by ten."""

FREEDOM = 3.0
HUNDREDTHS = 100
MARGIN = 0.5
"""Log odds from which on a text cannot wait: of the batches left out, P is .973 there and R .929."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A labelled text by its batch and signs, and how much it counts; with 0 it teaches nothing."""

    batch: str
    read: Read
    is_flash: bool
    counts: float = 1.0


def main() -> None:
    """Print what each batch left out comes to; with `--write` ship the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    lessons = list(read_lessons())
    if parser.parse_args().write:
        WEIGHTS.write_text(write(learn(lessons)), encoding="utf-8")
        return
    told: list[tuple[float, bool]] = []
    for batch in BLIND:
        weights = learn([one for one in lessons if one.batch != batch])
        own = [(weights.weigh(one.read) / HUNDREDTHS, one.is_flash) for one in lessons if one.batch == batch]
        told += own
        print(batch, say(own), flush=True)
    print("all", say(told))
    print("R at P .97:", max(r for p, r in (count(told, at) for at, _ in told) if p >= 0.97))


def read_lessons() -> Iterator[Lesson]:
    """All labelled texts, in the order of their files."""
    labels = tomllib.loads((QUALITY / "flash_turns.toml").read_text(encoding="utf-8"))
    unnamed, flash, doubtful = (set(labels[key]) for key in ("unnamed", "flash", "doubtful"))
    for batch in (*TAUGHT, *BLIND):
        for number, case in enumerate(read_cases(QUALITY / f"{batch}.toml")):
            article = make_article(case, number)
            read = read_signs(article, is_official=bool(case.get("official")))
            counts = 0.0 if case["title"] in unnamed else 1.0
            yield Lesson(batch=batch, read=read, is_flash=case["flash"], counts=counts)
    for article in list_turns(labels["batches"]):
        if article.title not in doubtful and read_genre(article).is_news:
            read = read_signs(article, is_official=False)
            yield Lesson(batch=TURNS, read=read, is_flash=article.title in flash, counts=OF_TURNS)


def list_turns(batches: Sequence[str]) -> Iterator[Article]:
    """The reports of the first sequences of turns and of these blind batches of them."""
    for path in (SEQUENCES, *(QUALITY / f"turns_blind_{batch}.jsonl" for batch in batches)):
        for sequence in read_sequences(path):
            for number, item in enumerate(sequence["items"]):
                yield make_report(sequence["id"], number, item)


def learn(lessons: Sequence[Lesson]) -> Weights:
    """What labelled texts teach, no margin taken off yet."""
    lessons = [one for one in lessons if one.counts]
    signs, words = (_number(lessons, part) for part in ("signs", "words"))
    rows = [row for at, one in enumerate(lessons) for row in _list_row(at, one.read, signs, words)]
    row, column, value = zip(*rows, strict=True)
    table: Any = csr_matrix((value, (row, column)), shape=(len(lessons), len(signs) + len(words)))
    with threadpool_limits(1):
        model = LogisticRegression(C=FREEDOM, max_iter=5000, tol=1e-8)
        counts = np.array([one.counts for one in lessons])
        model.fit(table, np.array([one.is_flash for one in lessons]), sample_weight=counts)
    weights = [round(float(weight) * HUNDREDTHS, 1) for weight in model.coef_[0]]
    of_signs = {sign: round(weights[at] * OF_SIGN) for sign, at in signs.items()}
    of_words = {word: round(weights[len(signs) + at] * OF_WORDS) for word, at in words.items()}
    return Weights(
        base=round(float(model.intercept_[0]) * HUNDREDTHS),
        signs={key: weight for key, weight in of_signs.items() if weight},
        words={key: weight for key, weight in of_words.items() if abs(weight) >= LIGHTEST},
    )


def _number(lessons: Sequence[Lesson], part: str) -> dict[str, int]:
    counts = Counter(key for one in lessons for key in getattr(one.read, part))
    most = len(lessons) * COMMONEST if part == "words" else len(lessons)
    return {
        key: at for at, key in enumerate(sorted(k for k, many in counts.items() if FEWEST <= many <= most))
    }


def _list_row(
    at: int, read: Read, signs: dict[str, int], words: dict[str, int]
) -> Iterator[tuple[int, int, float]]:
    for sign in sorted(read.signs & signs.keys()):
        yield at, signs[sign], OF_SIGN
    share = OF_WORDS / math.sqrt(max(1, len(read.words)))
    for word in sorted(read.words & words.keys()):
        yield at, len(signs) + words[word], share


def write(learned: Weights) -> str:
    """The weights as they are shipped, the margin taken off."""
    base = learned.base - round(MARGIN * HUNDREDTHS)
    shipped = {"base": base, "signs": learned.signs, "words": learned.words}
    return json.dumps(shipped, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def count(told: Sequence[tuple[float, bool]], margin: float) -> tuple[float, float]:
    """Precision and recall from a margin on."""
    found = [is_flash for odds, is_flash in told if odds >= margin]
    wanted = sum(is_flash for _, is_flash in told)
    return (sum(found) / len(found) if found else 1.0), sum(found) / max(1, wanted)


def say(told: Sequence[tuple[float, bool]]) -> str:
    """Precision and recall in words, from the shipped margin on and at even odds."""
    return "; ".join(
        f"from {margin} on P {precision:.3f}, R {recall:.3f}"
        for margin in (MARGIN, 1.0)
        for precision, recall in [count(told, margin)]
    )


if __name__ == "__main__":
    main()
