"""Learn how features are written: `python -m bench.learn.style [--write] [FILE …]`.

Details of the labelled sequences of the tests are told from their first reports, turns and repeats by the
pieces of words in title and beginning, with a logistic regression whose weights are cut to the heaviest and
rounded. Printed is for each file what the weights of all others say of it; with `--write` those of all are
shipped.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from alerts.turns.style import FEATURE, WEIGHTS, cut_pieces
from bench.quality.turns import SEQUENCES, read_sequences

FEWEST = 5
HEAVIEST = 4000
STRENGTH = 20.0

Read = tuple[str, str, frozenset[str]]
"""The file, the label and the pieces of a report."""


def main() -> None:
    """Print what is recognised of each file by what the others teach; with `--write` ship the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("files", type=Path, nargs="*")
    asked = parser.parse_args()
    read = read_reports(asked.files or [SEQUENCES, *sorted(SEQUENCES.parent.glob("turns_blind_*.jsonl"))])
    if asked.write:
        base, pieces = learn(read)
        text = json.dumps({"base": base, "pieces": pieces}, ensure_ascii=False, indent=0, sort_keys=True)
        WEIGHTS.write_text(f"{text}\n", encoding="utf-8")
        return
    for file in dict.fromkeys(each[0] for each in read):
        base, pieces = learn([each for each in read if each[0] != file])
        own = [each for each in read if each[0] == file]
        found = {label: _count(own, label, base, pieces) for label in ("detail", "turn", "repeat", "first")}
        print(file, ", ".join(f"{label} {n} of {of}" for label, (n, of) in found.items()), flush=True)


def learn(read: Sequence[Read]) -> tuple[int, dict[str, int]]:
    """The base and the weights of pieces, in hundredths of log-odds."""
    counts = Counter(piece for _, _, pieces in read for piece in pieces)
    known = {piece: at for at, piece in enumerate(sorted(p for p, n in counts.items() if n >= FEWEST))}
    rows = [
        (at, known[piece], len(pieces) ** -0.5)
        for at, (_, _, pieces) in enumerate(read)
        for piece in sorted(pieces)
        if piece in known
    ]
    row, column, value = zip(*rows, strict=True)
    table: Any = csr_matrix((value, (row, column)), shape=(len(read), len(known)))
    is_detail = np.array([label == "detail" for _, label, _ in read])
    model = LogisticRegression(C=STRENGTH, max_iter=500, solver="liblinear").fit(table, is_detail)
    weights = sorted(zip(known, model.coef_[0], strict=True), key=lambda each: (-abs(each[1]), each[0]))
    heavy = {piece: round(float(weight) * 100) for piece, weight in weights[:HEAVIEST]}
    return round(float(model.intercept_[0]) * 100), {
        piece: weight for piece, weight in heavy.items() if weight
    }


def read_reports(files: Sequence[Path]) -> list[Read]:
    """The reports of some files of sequences, without their editorials and briefings."""
    items = ((file.name, item) for file in files for each in read_sequences(file) for item in each["items"])
    return [
        (name, item["label"], cut_pieces(item["title"], item["text"]))
        for name, item in items
        if item["label"] not in ("briefing", "editorial")
    ]


def _count(read: Sequence[Read], label: str, base: int, pieces: dict[str, int]) -> tuple[int, int]:
    asked = [each[2] for each in read if each[1] == label]
    told = [base + sum(pieces.get(p, 0) for p in each) / max(1, len(each)) ** 0.5 for each in asked]
    return sum(points > FEATURE * 100 for points in told), len(asked)


if __name__ == "__main__":
    main()
