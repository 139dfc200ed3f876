"""The table of what words mean where news cannot wait, turned round: meanings by word, phrase and piece."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("words.toml")

BETWEEN = ".."
"""In a phrase: some words may stand between."""

_ENTRY = re.compile(r"'([^']+)'|(\S+)")

Meaning = tuple[str, str]
"""A kind of meaning and its name, `deed` and `launch`."""

Phrase = tuple[tuple[str, ...], Meaning]
"""The words that follow a first one, and what they mean together."""

_Lists = dict[str, list[Meaning]]


@dataclass(frozen=True, slots=True)
class Table:
    """Meanings by English word (`whole`), by how it begins, and by the first word of a phrase; in Korean by
    piece of a word, and by a first word and how the second begins (`pairs`). `openings` are the first two
    letters of what English words may begin with, and of the Korean pieces."""

    whole: Mapping[str, list[Meaning]]
    begins: Mapping[str, list[Meaning]]
    phrases: Mapping[str, list[Phrase]]
    korean: Mapping[str, list[Meaning]]
    pairs: Mapping[str, list[tuple[str, Meaning]]]
    openings: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Building:
    whole: _Lists = field(default_factory=lambda: defaultdict(list))
    begins: _Lists = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    korean: _Lists = field(default_factory=lambda: defaultdict(list))
    pairs: dict[str, list[tuple[str, Meaning]]] = field(default_factory=lambda: defaultdict(list))

    def add_english(self, entry: str, meaning: Meaning) -> None:
        first, *rest = entry.replace("_", " ").replace(BETWEEN, f" {BETWEEN} ").split()
        if rest:
            self.phrases[first].append((tuple(rest), meaning))
        elif first.endswith("*"):
            self.begins[first[:-1]].append(meaning)
        else:
            self.whole[first].append(meaning)

    def add_korean(self, entry: str, meaning: Meaning) -> None:
        first, _, second = entry.partition(" ")
        if second:
            self.pairs[first].append((second, meaning))
        else:
            self.korean[first].append(meaning)


@lru_cache(maxsize=1)
def read_table() -> Table:
    """The table that is shipped."""
    built = _Building()
    for meaning, listed in _list_meanings():
        for entry in _list_entries(listed["en"]):
            built.add_english(entry, meaning)
        for entry in _list_entries(listed["ko"]):
            built.add_korean(entry, meaning)
    begun = (word for word in (*built.begins, *built.phrases) if word in built.begins or word.endswith("*"))
    openings = frozenset((*(word[:2] for word in begun), *(piece[:2] for piece in built.korean)))
    return Table(built.whole, built.begins, built.phrases, built.korean, built.pairs, openings)


def _list_meanings() -> Iterator[tuple[Meaning, Mapping[str, str]]]:
    for kind, meanings in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        for name, listed in meanings.items():
            yield (kind, name), listed


def _list_entries(listed: str) -> Iterator[str]:
    for phrase, word in _ENTRY.findall(listed):
        yield phrase or word
