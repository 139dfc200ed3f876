"""What kind of text labelled articles are: `python -m bench.quality.genre [FILE]`.

A file has `[[text]]` tables with `genre`, `title`, `text` and `lang`, and `url`, `section` and `outlet` as
the page states them; `also` are further genres that are right. Printed are the share of right ones, by genre
and language, and each that comes out otherwise.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from alerts.turns.genre.names import Genre
from alerts.turns.genre.read import Stated, read_genre
from bench.quality.flash import make_article
from storage.records import Article

CASES = Path(__file__).parents[2] / "tests" / "quality" / "genre_blind_a.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A text, the genres that are right for it, the first of them its own, and the one that was found."""

    title: str
    lang: str
    right: tuple[str, ...]
    found: Stated

    @property
    def is_right(self) -> bool:
        """Whether the genre found is one of those."""
        return self.found.genre.value in self.right


def read_cases(path: Path = CASES) -> list[dict[str, Any]]:
    """The texts of a file."""
    cases: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["text"]
    return cases


def run_cases(cases: Sequence[dict[str, Any]]) -> Iterator[Outcome]:
    """What each text is found to be."""
    for number, case in enumerate(cases):
        found = read_genre(make_text(case, number))
        yield Outcome(title=case["title"], lang=case["lang"], right=list_right(case), found=found)


def make_text(case: dict[str, Any], number: int) -> Article:
    """A case as an article, in the section that it states."""
    article = make_article(case, number)
    return replace(article, sections=(case["section"],)) if case.get("section") else article


def list_right(case: dict[str, Any]) -> tuple[str, ...]:
    """The genres that are right for a case, its own first."""
    also = case.get("also") or ()
    return case["genre"], *([also] if isinstance(also, str) else also)


def main() -> None:
    """Print the figures and what comes out otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=CASES)
    outcomes = list(run_cases(read_cases(parser.parse_args().file)))
    for one in outcomes:
        if not one.is_right:
            print(f"{one.right[0]} as {one.found.genre.value} by {one.found.by}: {one.title}")
    for name, some in (
        *(
            (genre, [o for o in outcomes if o.right[0] == genre])
            for genre in Counter(o.right[0] for o in outcomes)
        ),
        *((lang, [o for o in outcomes if o.lang == lang]) for lang in ("en", "ko")),
        ("all", outcomes),
    ):
        right = sum(one.is_right for one in some)
        print(f"{name}: {right} of {len(some)}, {right / max(1, len(some)):.3f}")
    early, late = count_misplaced((one.right, one.found.is_news) for one in outcomes)
    print(f"{early} told at once that should wait, {late} the other way round")


def count_misplaced(judged: Iterable[tuple[Sequence[str], bool]]) -> tuple[int, int]:
    """How many are told at once where none of their genres is, and how many wait where all are told.

    Each is given by the genres that are right for it, and whether it is told at once.
    """
    kinds = [({Genre(each).is_news for each in right}, is_told) for right, is_told in judged]
    early = sum(is_told and True not in may for may, is_told in kinds)
    return early, sum(not is_told and False not in may for may, is_told in kinds)


if __name__ == "__main__":
    main()
