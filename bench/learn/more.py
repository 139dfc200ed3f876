"""Weigh the signs of what is more on what was told: `python -m bench.learn.more [FILE …]`.

`quality/turns.py` tells the labelled sequences of the tests, and a logistic regression weighs the signs
of each later report beside what had been told by then: turns against repeats and details. So do first reports
beside what was told of another sequence, at a fifth of the weight, since what is unrelated is news. The style
of each file is judged by what the others teach, as of a text that was never seen. Printed are the weights for
`alerts/decide/more.py`, in hundredths of log-odds, and for each file what is told at first sight: with the
weights of all others.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression

from alerts.decide.gather import COMPARED, FOLLOWED, Past, gather_and_decide
from alerts.decide.more import ANEW, NEWS, measure_signs
from alerts.decide.policy.case import Case, Choice, Fold
from alerts.decide.policy.decide import asks_for_doubt
from alerts.turns.style import Style
from bench.learn.style import learn, read_reports
from bench.quality.turns import SEQUENCES, read_sequences, tell_sequences
from storage.records import Kept

GAPS = (1, 5, 20, 60)
UNRELATED = 0.2
STRENGTH = 0.1
CUT = 0.1
"""Log-odds from which on a report is told."""

CLOSE = 5.0
"""How much reports of the file count whose turns come hours after one another; the others wait for days."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A report, what had been told by then, and what it is labelled.

    `is_told` and `is_close` are what was decided without weighing how it reads, `is_sure` that this is not
    weighed of what is told.
    """

    file: str
    sequence: str
    label: str
    kept: Kept
    told: tuple[Kept, ...]
    is_told: bool
    is_close: bool
    is_sure: bool

    def is_told_at(self, points: float) -> bool:
        """Whether it is told where it reads so much like news, in log-odds."""
        if self.is_told:
            return self.is_sure or points >= CUT
        return self.is_close and points >= CUT + ANEW / 100


def main() -> None:
    """Print the weights, and for each file what they tell of when it was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    files = parser.parse_args().files or [SEQUENCES, *sorted(SEQUENCES.parent.glob("turns_blind_*.jsonl"))]
    seen = [each for file in files for each in _look(file)]
    later = [each for each in seen if each.told and each.label in ("turn", "repeat", "detail")]
    unrelated = list(_pair_unrelated(seen, later))
    names = list(measure_signs(later[0].kept, later[0].told))
    own, other = _measure_left_out(later, files), _measure(unrelated)
    is_turn = np.array([each.label == "turn" for each in later])
    counts = np.array([CLOSE if each.file == SEQUENCES.name else 1.0 for each in later])
    model = _fit(own, is_turn, counts, other)
    print(f"BASE = {round((model.intercept_[0] - CUT) * 100)}")
    print({name: round(weight * 100) for name, weight in zip(names, model.coef_[0], strict=True)})
    for file in [file.name for file in files]:
        left_out = np.array([each.file == file for each in later])
        fitted = _fit(own[~left_out], is_turn[~left_out], counts[~left_out], other)
        points = fitted.decision_function(own)
        told = np.array([each.is_told_at(at) for each, at in zip(later, points, strict=True)])
        print(
            f"{file}: turns told {told[left_out & is_turn].mean():.2f}, "
            f"repeats and details {told[left_out & ~is_turn].mean():.2f}"
        )


def _look(file: Path) -> Iterator[Seen]:
    found: dict[str, tuple[Kept, tuple[Kept, ...], bool, bool]] = {}

    def look(case: Case, past: Past) -> tuple[Case, Choice]:
        lately = list(past.list_told(case.watch.id, case.now - FOLLOWED))[:COMPARED]
        told = tuple(past.read_articles(lately))
        with patch("alerts.decide.gather.weigh_more", return_value=NEWS):
            case, choice = gather_and_decide(case, past)
        is_close = isinstance(choice, Fold) and choice.is_close
        found[case.watch.id] = case.kept, told, is_close, not asks_for_doubt(case)
        return case, choice

    with patch("alerts.promise.tell.gather_and_decide", look):
        for outcome in tell_sequences(read_sequences(file)):
            if asked := found.get(outcome.sequence):
                kept, told, is_close, is_sure = asked
                yield Seen(
                    file=file.name,
                    sequence=outcome.sequence,
                    label=outcome.label,
                    kept=kept,
                    told=told,
                    is_told=outcome.is_told,
                    is_close=is_close,
                    is_sure=is_sure,
                )
            found.clear()


def _pair_unrelated(seen: Sequence[Seen], later: Sequence[Seen]) -> Iterator[Seen]:
    """First reports, dated hours after what was told of other sequences that name the same."""
    draw = random.Random(1)
    for first in (each for each in seen if each.label == "first"):
        named = {mention.entity for mention in first.kept.mentions}

        def count_shared(each: Seen, named: set[str] = named) -> float:
            return len(named & {m.entity for told in each.told for m in told.mentions}) + draw.random()

        others = [each for each in later if each.sequence != first.sequence]
        for other in sorted(others, key=count_shared, reverse=True)[:3]:
            article = first.kept.article
            last = max(told.article.order[0] for told in other.told)
            at = last + timedelta(hours=draw.choice(GAPS))
            published = replace(article.published, at=at) if article.published else None
            moved = replace(article, fetched_at=at, published=published)
            yield replace(first, kept=replace(first.kept, article=moved), told=other.told)


def _measure(seen: Sequence[Seen]) -> Any:
    return np.array([list(measure_signs(each.kept, each.told).values()) for each in seen])


def _measure_left_out(seen: Sequence[Seen], files: Sequence[Path]) -> Any:
    """The signs of each report, its style judged by weights that were learned without its file."""
    read = read_reports(files)
    found: list[Any] = [None] * len(seen)
    for name in dict.fromkeys(each.file for each in seen):
        base, pieces = learn([each for each in read if each[0] != name])
        places = [place for place, each in enumerate(seen) if each.file == name]
        with patch("alerts.turns.style.read_style", return_value=Style(base, pieces)):
            for place, row in zip(places, _measure([seen[place] for place in places]), strict=True):
                found[place] = row
    return np.array(found)


def _fit(own: Any, is_turn: Any, counts: Any, other: Any) -> LogisticRegression:
    signs = np.vstack([own, other])
    answers = np.concatenate([is_turn, np.ones(len(other), bool)])
    weights = np.concatenate([counts, np.full(len(other), UNRELATED)])
    return LogisticRegression(C=STRENGTH, max_iter=3000).fit(signs, answers, sample_weight=weights)


if __name__ == "__main__":
    main()
