"""What each mechanism of naming brings and costs, taken out one at a time, on labelled texts.

    python -m bench.quality.mechanisms tests/quality/names_blind_*.toml [--rounds 6]

For each: how many namings are wrong and missed without it, and precision and recall by how much lower; and
the microseconds of CPU that an article takes in it, of each text its least of so many rounds, the clock's own
included: what it finds may cost or spare others some. The texts have all been mended for, which flatters.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch

from alerts.watch.matcher import Watchlist, compile_watchlist
from bench.quality.names import judge_texts, make_article, read_texts
from flows.config.loading.load import load_settings

NAMES = "alerts.watch.names"
GAZETTEER = f"{NAMES}.entities.Gazetteer"
UNNAMED = f"{NAMES}.people.unnamed"
Text = dict[str, Any]


def _keep(_layout: object, found: Sequence[object], *_: object, **__: object) -> Sequence[object]:
    """A step that leaves out nothing."""
    return found


def _find_none(*_: object, **__: object) -> dict[int, object]:
    return {}


def _list_none(*_: object, **__: object) -> list[object]:
    return []


def _do_nothing(*_: object, **__: object) -> None:
    return None


def _keep_all(named: Mapping[int, list[object]], _kinds: object) -> dict[int, list[object]]:
    return dict(named)


def _keep_never(_layout: object, _hits: object, _number: int, found: Sequence[object]) -> Sequence[object]:
    return found


Swap = tuple[str, Callable[..., object]]
"""The dotted name of a function, and what stands in its place without it."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """What it is called, and what is done without it."""

    name: str
    swaps: tuple[Swap, ...]

    @contextmanager
    def left_out(self) -> Iterator[None]:
        """Watchlists that are compiled and read meanwhile do without it."""
        with ExitStack() as stack:
            for place, instead in self.swaps:
                stack.enter_context(patch(place, instead))
            yield


def _at(name: str, instead: Callable[..., object], *places: str) -> Mechanism:
    return Mechanism(name, tuple((place, instead) for place in places))


_READING = "alerts.watch.reading.Reading"
MECHANISMS = (
    _at("descriptions", _do_nothing, f"{_READING}._add_described"),
    _at("heads of states by what they are called", _do_nothing, f"{_READING}._add_led"),
    _at("bare surnames of heads of state and ministers", _list_none, f"{UNNAMED}.Unnamed._find_holder"),
    _at("rare surnames alone", _find_none, f"{UNNAMED}.Unnamed._find_alone"),
    _at("office and surname", _find_none, f"{NAMES}.entities.find_holders"),
    _at("surnames after the full name", _do_nothing, f"{NAMES}.entities.Surnames.add"),
    _at("offices by their holders", _find_none, f"{NAMES}.entities.HeldOffices.find_held"),
    _at("capitals that act, halves, rows and syllables", _do_nothing, f"{GAZETTEER}._add_governments"),
    _at("whose given name it is", _list_none, f"{NAMES}.entities.add_family"),
    _at("who is meant by another's name", _find_none, f"{NAMES}.entities.Offices.find_meant"),
    _at("gates", _do_nothing, f"{_READING}._pass_gates"),
    _at("look-alikes and lines of credit", _keep_never, f"{NAMES}.entities.keep_own", f"{UNNAMED}.keep_own"),
    _at("lines of credit", _keep, f"{NAMES}.steps.drop_credited"),
    _at("longer names of others", _keep_all, f"{NAMES}.entities.drop_nested"),
    _at("letters spelled otherwise", _keep, f"{NAMES}.entities.drop_redefined"),
    _at("words in small letters", _keep, f"{NAMES}.entities.drop_small"),
    _at("whose ministry it is", _keep, f"{NAMES}.entities.drop_common"),
    _at("versions of a body", _keep, f"{NAMES}.entities.drop_versions"),
    _at("texts of another world", _keep, f"{NAMES}.entities.drop_elsewhere"),
    _at("years before the event, summits of many", _keep, f"{NAMES}.entities.drop_past"),
    _at("callings and private persons", _keep, f"{NAMES}.steps.drop_namesakes"),
    _at("relatives by a given name", _keep, f"{NAMES}.steps.drop_relatives"),
    _at("longer given names", _keep, f"{NAMES}.steps.drop_longer"),
    _at("what is called after a place or a body", _find_none, f"{NAMES}.compounds._list_telling"),
    _at("what is called after a person", _keep, f"{NAMES}.steps.drop_bearing"),
    _at(
        "food, wares, dishes and towns", _keep,
        f"{NAMES}.steps.drop_eaten", f"{NAMES}.steps.drop_dishes", f"{NAMES}.steps.drop_town",
    ),
    _at("plays and songs", _keep, f"{NAMES}.steps.drop_works"),
    _at(
        "particles, people and surnames that look like a state", _keep,
        f"{NAMES}.steps.drop_particles", f"{NAMES}.steps.drop_people", f"{NAMES}.steps.drop_surnames",
    ),
)  # fmt: skip


def compile_bundled() -> Watchlist:
    """The bundled entities and watches."""
    settings = load_settings()
    return compile_watchlist(settings.entities, settings.watches)


def clock_each(texts: Sequence[Text], rounds: int) -> list[float]:
    """Microseconds of CPU that a text takes in each mechanism, of each text its least of so many rounds."""
    spent = [0] * len(MECHANISMS)
    least = [[float("inf")] * len(MECHANISMS) for _ in texts]
    with ExitStack() as stack:
        for number, mechanism in enumerate(MECHANISMS):
            for place, _ in mechanism.swaps:
                stack.enter_context(patch(place, _clock(resolve_name(place), spent, number)))
        watchlist = compile_bundled()
        for _ in range(rounds):
            for own, article in zip(least, map(make_article, texts), strict=True):
                spent[:] = [0] * len(spent)
                watchlist.read(article).mentions()
                own[:] = map(min, own, spent)
    return [sum(own) / len(texts) / 1e3 for own in zip(*least, strict=True)]


def _clock(function: Callable[..., object], spent: list[int], number: int) -> Callable[..., object]:
    """The same function, which puts down the nanoseconds that it takes."""

    def clocked(*given: object, **named: object) -> object:
        start = time.thread_time_ns()
        try:
            return function(*given, **named)
        finally:
            spent[number] += time.thread_time_ns() - start

    return clocked


@dataclass(frozen=True, slots=True)
class Judged:
    """How many namings of the labelled ones are found, wrong and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what is found, what is right."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what there is, what is found."""
        return self.right / (self.right + self.missed)


def count_judged(watchlist: Watchlist, texts: Sequence[Text]) -> Judged:
    """What a watchlist comes to on labelled texts."""
    count = Counter(result for *_, result in judge_texts(watchlist, texts))
    return Judged(count["hit"], count["false"], count["miss"])


def main() -> None:
    """Print a table of the mechanisms."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=6)
    options = parser.parse_args()
    texts = [text for path in options.files for text in read_texts(path)]
    now = count_judged(compile_bundled(), texts)
    costs = clock_each(texts, options.rounds)
    print(f"{len(texts)} texts, {now.right + now.missed} namings: P {now.precision:.4f} R {now.recall:.4f}")
    print("| without | wrong | missed | P lower by | R lower by | its microseconds an article |")
    print("|---|---|---|---|---|---|")
    print(f"| nothing | {now.wrong} | {now.missed} | - | - | - |", flush=True)
    for mechanism, cost in zip(MECHANISMS, costs, strict=True):
        with mechanism.left_out():
            left = count_judged(compile_bundled(), texts)
        figures = f"{now.precision - left.precision:.4f} | {now.recall - left.recall:.4f} | {cost:.1f}"
        print(f"| {mechanism.name} | {left.wrong} | {left.missed} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
