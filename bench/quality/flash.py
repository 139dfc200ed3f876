"""What cannot wait, in labelled reports: `python -m bench.quality.flash [FILE …]`.

A file has `[[text]]` tables with `title`, `text`, `lang`, and `flash`: whether it is a turn that readers are
woken for; `url`, `outlet`, `published_at` and `official` where they matter. Each is read as live news whose
turn two independent origins have. Printed are precision and recall, and what comes out otherwise.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alerts.decide.urgent.urgency import find_urgent
from storage.records import Article, Published, Sighting, TextFrom

CASES = Path(__file__).parents[2] / "tests" / "quality" / "flash.toml"
AT = datetime(2026, 3, 3, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A case, whether it is a flash, and the turn by which it is taken for one; None: it is not."""

    title: str
    lang: str
    is_flash: bool
    found: str | None


def read_cases(path: Path = CASES) -> list[dict[str, Any]]:
    """The cases of a file."""
    cases: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["text"]
    return cases


def make_article(case: dict[str, Any], number: int) -> Article:
    """A case as an article that was just published."""
    url = case.get("url") or f"https://outlet.example/news/{number}"
    stated = case.get("published_at")
    at = datetime.fromisoformat(str(stated)) if stated else AT
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Article(
        key=url,
        url=url,
        title=case["title"],
        text=case["text"],
        lang=case["lang"],
        outlet=case.get("outlet"),
        source="official" if case.get("official") else None,
        fetched_at=at,
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        published=Published(at=at, by="feed"),
    )


def run_cases(cases: Sequence[dict[str, Any]]) -> Iterator[Outcome]:
    """What becomes of each case."""
    for number, case in enumerate(cases):
        urgent = find_urgent(make_article(case, number), {"official": "an official source"})
        yield Outcome(
            title=case["title"],
            lang=case["lang"],
            is_flash=case["flash"],
            found=urgent.act if urgent else None,
        )


def measure(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """Precision and recall."""
    right = sum(one.is_flash and one.found is not None for one in outcomes)
    found = sum(one.found is not None for one in outcomes)
    wanted = sum(one.is_flash for one in outcomes)
    return right / found if found else 1.0, right / wanted if wanted else 1.0


def main() -> None:
    """Print the figures and what comes out otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", default=[CASES])
    outcomes = [one for file in parser.parse_args().files for one in run_cases(read_cases(file))]
    for one in outcomes:
        if one.is_flash != (one.found is not None):
            print(f"{'missed' if one.is_flash else 'false'}: {one.title} ({one.found})")
    for lang in ("en", "ko", None):
        some = [one for one in outcomes if lang in (None, one.lang)]
        precision, recall = measure(some)
        wanted = sum(one.is_flash for one in some)
        print(f"{lang or 'both'}: {len(some)} reports, {wanted} flashes: P {precision:.3f}, R {recall:.3f}")


if __name__ == "__main__":
    main()
