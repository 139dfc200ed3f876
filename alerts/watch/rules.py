"""By which rules articles are matched, as digests: what has the same one would be matched the same again."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from alerts.watch.ideas.model import Model
from storage import language
from storage.records import Entity, MatchRules, Watch

CODE = (Path(__file__).parent, Path(language.__file__).parent)
"""The folders with all that decides what a text meets; `tests/alerts/watch/test_watch_rules.py` holds it."""


def digest_rules(
    entities: Sequence[Entity], watches: Iterable[Watch], learned: Mapping[str, Model]
) -> MatchRules:
    """The rules of these watches.

    All entities count for each of them: whose name it is depends on whoever else has one like it.
    """
    names = _digest(digest_code(), repr(tuple(entities)))
    return MatchRules(
        names=names,
        watches={
            watch.id: _digest(
                names, watch.query, watch.idea, repr(watch.phrases), _write_weights(learned.get(watch.id))
            )
            for watch in watches
        },
    )


@cache
def digest_code() -> str:
    """Of the code that matches, and of Unicode as this Python knows it."""
    digest = hashlib.sha256(unicodedata.unidata_version.encode())
    for folder in CODE:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(folder)}\x1f".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _write_weights(model: Model | None) -> str:
    return "" if model is None else f"{model.digest} {model.bias} {sorted(model.weights.items())}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
