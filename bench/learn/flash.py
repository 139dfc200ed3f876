"""Learn what cannot wait: `python -m bench.learn.flash [--write]`.

The weights are those of a logistic regression over the signs, words and pieces of words of labelled texts:
the batches of flashes and what is like them (`flash*.toml` of the tests), and the news of the batches of
turns, of which few cannot wait (`flash_turns.toml`). Printed is for each blind batch what all other texts say
of it, from the margin on that is shipped and half a unit later; with `--write` those of all are shipped.
"""

from __future__ import annotations

import argparse
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import hstack
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from alerts.decide.urgent.signs import Read, read_signs
from alerts.decide.urgent.weights import OF_PIECE, WEIGHTS, Pieces, Weights, write_weights
from alerts.decide.urgent.wording import PLACES, Wording, read_wording
from alerts.turns.genre.read import read_genre
from bench.learn.counted import HUNDREDTHS, Counts, count_signs, count_words
from bench.quality.flash import make_article, read_cases
from bench.quality.turns import SEQUENCES, make_report, read_sequences
from storage.records import Article

QUALITY = SEQUENCES.parent
BLIND = sorted(path.stem for path in QUALITY.glob("flash_blind_*.toml"))
TAUGHT = ("flash", "flash_taught")
TURNS = "turns"
OF_TURNS = 0.15
"""How much a report of the turns counts: they are many, and most are on a few stories."""

LIGHTEST = 25
"""What a word must weigh, in hundredths, which a text of a hundred words shares by ten."""

FREEDOM = 3.0
MARGIN = 0.15
"""Log odds from which on a text cannot wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A labelled text by its batch, signs and words, and how much it counts; with 0 it teaches nothing."""

    batch: str
    read: Read
    wording: Wording
    is_flash: bool
    counts: float = 1.0


def main() -> None:
    """Print what each batch left out comes to; with `--write` ship the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    lessons = list(read_lessons())
    counted = count_lessons(lessons)
    if parser.parse_args().write:
        WEIGHTS.write_text(write_weights(take_margin(learn(lessons, counted))), encoding="utf-8")
        return
    told: list[tuple[float, bool]] = []
    for batch in BLIND:
        told += (own := leave_out(lessons, counted, batch))
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
            yield Lesson(
                batch=batch,
                read=read,
                wording=read_wording(article),
                is_flash=case["flash"],
                counts=counts,
            )
    for article in list_turns(labels["batches"]):
        if article.title not in doubtful and read_genre(article).is_news:
            read = read_signs(article, is_official=False)
            yield Lesson(
                batch=TURNS,
                read=read,
                wording=read_wording(article),
                is_flash=article.title in flash,
                counts=OF_TURNS,
            )


def list_turns(batches: Sequence[str]) -> Iterator[Article]:
    """The reports of the first sequences of turns and of these blind batches of them."""
    for path in (SEQUENCES, *(QUALITY / f"turns_blind_{batch}.jsonl" for batch in batches)):
        for sequence in read_sequences(path):
            for number, item in enumerate(sequence["items"]):
                yield make_report(sequence["id"], number, item)


def learn(lessons: Sequence[Lesson], counted: Sequence[Counts]) -> Weights:
    """What labelled texts teach by what they say, no margin taken off yet."""
    taught = np.array([one.counts > 0 for one in lessons])
    told = [one for one in lessons if one.counts]
    parts = [part.take(taught) for part in counted]
    values = [part.value() for part in parts]
    table: Any = hstack([part.share(value) for part, value in zip(parts, values, strict=True)]).tocsr()
    with threadpool_limits(1):
        model = LogisticRegression(C=FREEDOM, max_iter=5000)
        counts = np.array([one.counts for one in told])
        model.fit(table, np.array([one.is_flash for one in told]), sample_weight=counts)
    learned = np.split(model.coef_[0], np.cumsum([len(value) for value in values])[:-1])
    weighed = (part.weigh(*each) for part, *each in zip(parts, learned, values, strict=True))
    return _round_weights(float(model.intercept_[0]), *weighed)


def _round_weights(base: float, *weighed: Mapping[str | int, float]) -> Weights:
    """The weights in whole hundredths, what weighs next to nothing left out."""
    signs, headline, phrases, pieces = weighed
    return Weights(
        base=round(base * HUNDREDTHS),
        signs=_drop_light(signs, 0.5),
        headline=_drop_light(headline, LIGHTEST),
        phrases=_drop_light(phrases, LIGHTEST),
        pieces=Pieces([_fit_byte(pieces.get(place, 0.0) / OF_PIECE) for place in range(PLACES)]),
    )


def _drop_light(weights: Mapping[str | int, float], least: float) -> dict[str, int]:
    return {str(key): round(weight) for key, weight in weights.items() if abs(weight) > least}


def _fit_byte(weight: float) -> int:
    return max(-128, min(127, round(weight)))


def count_lessons(lessons: Sequence[Lesson]) -> list[Counts]:
    """What the texts say, as tables: signs, words of headlines, all words, and their pieces."""
    return [count_signs([one.read for one in lessons]), *count_words([one.wording for one in lessons])]


def leave_out(lessons: Sequence[Lesson], counted: Sequence[Counts], batch: str) -> list[tuple[float, bool]]:
    """The log odds of the texts of a batch by what all others teach, and whether each cannot wait."""
    others = [replace(one, counts=0.0) if one.batch == batch else one for one in lessons]
    weights = learn(others, counted)
    return [(weigh(weights, one), one.is_flash) for one in lessons if one.batch == batch]


def take_margin(learned: Weights) -> Weights:
    """The weights as they are shipped, the margin taken off."""
    return replace(learned, base=learned.base - round(MARGIN * HUNDREDTHS))


def weigh(weights: Weights, lesson: Lesson) -> float:
    """The log odds of a text; least where it says no turn."""
    if not lesson.read.acts:
        return -math.inf
    return (weights.weigh_wording(lesson.wording) + weights.weigh_signs(lesson.read)) / HUNDREDTHS


def count(told: Sequence[tuple[float, bool]], margin: float) -> tuple[float, float]:
    """Precision and recall from a margin on."""
    found = [is_flash for odds, is_flash in told if odds >= margin]
    wanted = sum(is_flash for _, is_flash in told)
    return (sum(found) / len(found) if found else 1.0), sum(found) / max(1, wanted)


def say(told: Sequence[tuple[float, bool]]) -> str:
    """Precision and recall in words, from the shipped margin on and at even odds."""
    return "; ".join(
        f"from {margin} on P {precision:.3f}, R {recall:.3f}"
        for margin in (MARGIN, MARGIN + 0.5)
        for precision, recall in [count(told, margin)]
    )


if __name__ == "__main__":
    main()
