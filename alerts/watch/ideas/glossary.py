"""Things that diplomacy is said in, in both languages: what an idea learned in one it knows in the other."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from alerts.watch.scan.hits import Scanner
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Use
from alerts.watch.scan.places import Occurrence
from alerts.watch.scan.terms import make_patterns

GLOSSARY = Path(__file__).with_name("glossary.toml")


@cache
def list_things() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The things by name, each with its words."""
    things = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))["thing"]
    return tuple((thing["name"], (*thing["en"], *thing["ko"])) for thing in things)


@cache
def _open_scanner() -> Scanner:
    return Scanner(
        ((Use.TERM, number), pattern)
        for number, (_, words) in enumerate(list_things())
        for word in words
        for pattern in make_patterns(word.removesuffix("*"), wild=word.endswith("*"))
    )


def find_things(layout: Layout) -> Iterator[tuple[str, Occurrence]]:
    """Where an article says any of the things, thing by thing in the order of the glossary."""
    things = list_things()
    hits = _open_scanner().scan(layout)[Use.TERM]
    for number in sorted(hits):
        for place in hits[number]:
            yield things[number][0], place
