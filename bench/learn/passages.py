"""Weigh what a passage brings that was not told: `python -m bench.learn.passages [FILE …]`.

`quality/turns.py` tells the labelled sequences of the tests. The passages of their briefings that met the
watch are measured beside all that had been told by then: those of a briefing with a new passage against those
that only repeat, by a logistic regression. The beginnings of turns and repeats count with them a little. Of
several passages of a briefing the one that is most like news stands for it. Printed are the weights for
`alerts/decide/passing/brought.py`, in hundredths of log-odds, and how many briefings are
told, with news and without, by the weights that the other files teach.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression

from alerts.decide.gather import FOLLOWED, Past, gather_and_decide, list_compared
from alerts.decide.passing.brought import list_passages, measure_passage
from alerts.decide.policy.case import Case, Choice
from bench.quality.turns import SEQUENCES, read_sequences, tell_sequences
from storage.language.text import read_lead
from storage.records import Article

STRENGTH = 0.1
CUT = 0.2
"""Log-odds from which on a passage is told."""
REPORTS = 0.05
"""How much the beginning of a report counts beside a passage."""
ROUNDS = 3
KINDS = ("turns", "passages")
"""The files of sequences that teach, by how their names begin."""
_LEAD = 2
_MOST_OF_LEAD = 700
_NEW = "new passage"
"""How the reason for a label begins where a briefing has a passage that is news."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What could be told in passing: the signs of its passages, none where none met its watch."""

    file: str
    is_briefing: bool
    is_new: bool
    signs: Any


def main() -> None:
    """Print the weights, and what they tell at which cut where a file was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    files = parser.parse_args().files or [
        SEQUENCES,
        *(file for kind in KINDS for file in _list_batches(kind)),
    ]
    names: list[str] = []
    seen = [each for file in files for each in _look(file, names)]
    briefings = [each for each in seen if each.is_briefing]
    base, weights = _learn([each for each in seen if len(each.signs)])
    print(f"BASE = {round((base - CUT) * 100)}")
    print({name: round(weight * 100) for name, weight in zip(names, weights, strict=True)})
    points = np.array([_weigh_left_out(each, seen) for each in briefings])
    is_new = np.array([each.is_new for each in briefings])
    for cut in np.arange(-0.6, 1.01, 0.2):
        new, others = (points[is_new] >= cut).sum(), (points[~is_new] >= cut).sum()
        print(f"from {cut:.1f} on: {new} of {is_new.sum()} with news, {others} of {(~is_new).sum()} without")


def _list_batches(kind: str) -> list[Path]:
    return sorted(SEQUENCES.parent.glob(f"{kind}_blind_*.jsonl"))


def _look(file: Path, names: list[str]) -> Iterator[Seen]:
    """What the sequences of a file have, as it was told; `names` is filled with those of the signs."""
    found: dict[str, tuple[Case, list[Article]]] = {}

    def look(case: Case, past: Past) -> tuple[Case, Choice]:
        history = past.read_history(case.watch.id, case.kept)
        lately = past.list_told(case.watch.id, case.now - FOLLOWED)
        told = past.read_articles([*dict.fromkeys((*list_compared(history), *lately))])
        decided = gather_and_decide(case, past)
        found[case.watch.id] = decided[0], [other.article for other in told]
        return decided

    sequences = read_sequences(file)
    reasons = [item.get("why", "") for sequence in sequences for item in sequence["items"]]
    with patch("alerts.promise.tell.gather_and_decide", look):
        for outcome, why in zip(tell_sequences(sequences), reasons, strict=True):
            asked = found.pop(outcome.sequence, None)
            if asked and outcome.label in ("briefing", "turn", "repeat"):
                measured = list(_measure(*asked, is_briefing=outcome.label == "briefing"))
                names[:] = names or [name for each in measured[:1] for name in each]
                yield Seen(
                    file=file.name,
                    is_briefing=outcome.label == "briefing",
                    is_new=outcome.label == "turn" or why.startswith(_NEW),
                    signs=np.array([list(each.values()) for each in measured]),
                )


def _measure(case: Case, told: Sequence[Article], *, is_briefing: bool) -> Iterator[dict[str, float]]:
    """The signs of each passage of a briefing, or of the beginning of a report."""
    article, spoken = case.kept.article, case.stated.is_spoken
    if not is_briefing:
        if told:
            yield measure_passage(read_lead(article.text, _LEAD, _MOST_OF_LEAD), article, told, spoken=False)
        return
    for passage in list_passages(article, case.match.evidence, told, spoken=spoken):
        yield measure_passage(" ".join(passage), article, told, spoken=spoken)


def _learn(seen: Sequence[Seen]) -> tuple[float, Any]:
    """The base and the weight of each sign; the passage of each briefing is chosen anew in each round."""
    every = np.vstack([each.signs for each in seen if each.is_briefing])
    middle, spread = every.mean(axis=0), every.std(axis=0) + 1e-9
    counts = [1.0 if each.is_briefing else REPORTS for each in seen]
    base, weights = 0.0, np.zeros(len(middle))
    for _ in range(ROUNDS):
        chosen = np.array([each.signs[np.argmax(each.signs @ weights)] for each in seen])
        model = LogisticRegression(C=STRENGTH, max_iter=3000)
        model.fit((chosen - middle) / spread, [each.is_new for each in seen], sample_weight=counts)
        weights = model.coef_[0] / spread
        base = model.intercept_[0] - weights @ middle
    return base, weights


def _weigh_left_out(one: Seen, seen: Sequence[Seen]) -> float:
    """The log-odds of a briefing by what the other files teach; none where it has no passage that met."""
    if not len(one.signs):
        return -np.inf
    base, weights = _learn([each for each in seen if len(each.signs) and each.file != one.file])
    return float((one.signs @ weights).max() + base)


if __name__ == "__main__":
    main()
