"""Reprints and follow-ups of one story: `python -m bench.quality.flood [--articles 500] [--seeds 5]`.

Sixty outlets write of one event for two days, in English and Korean: three in five are reprints (word for
word, edited, cut), others the same facts in other words. Six developments move the story, each told first by
one outlet or by an official one, then repeated by the others (`flood.toml`). All go through the whole
path, with the bundled watchlist. A person would want one alert and the first report of each development.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from flows.config.loading.load import load_settings
from flows.keeping.new_article import keep_article
from flows.wiring import open_house
from storage.corpus.ledger import read_decisions
from storage.promises.alerts import alerts_of_article
from storage.records import Alert, Article, Published, Sighting, TextFrom

START = datetime(2026, 3, 3, 3, tzinfo=UTC)
SPAN_H = 48.0
OUTLETS = 60
WATCH = "ncg"
PLOT: dict[str, Any] = tomllib.loads(Path(__file__).with_name("flood.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report; `wanted` names the development that it is the first word of, None where it brings none."""

    article: Article
    kind: str
    wanted: str | None = None


def make_flood(many: int, seed: int) -> list[Report]:
    """The reports in the order of publishing, the first of all the first word of the story."""
    rng = random.Random(seed)
    times = sorted(min(rng.expovariate(1 / 9), SPAN_H) for _ in range(many))
    due = sorted(PLOT["development"], key=lambda each: each["hours"])
    told: list[dict[str, Any]] = []
    made: list[Report] = []
    for number, hours in enumerate([0.0, *times[1:]]):
        if due and hours >= due[0]["hours"]:
            told.append(due.pop(0))
            made.append(_write_first(rng, number, hours, told[-1]))
        elif made and rng.random() < 0.6:
            made.append(_reprint(rng, number, hours, rng.choice(made[-40:]).article))
        elif told and rng.random() < 0.5:
            made.append(_write_on(rng, number, hours, rng.choice(told[-2:])))
        else:
            made.append(_write_base(rng, number, hours, "the story" if number == 0 else None))
    for number, development in enumerate(due, many):  # a small flood has ended before
        made.append(_write_first(rng, number, development["hours"], development))
    return made


def _write_base(rng: random.Random, number: int, hours: float, wanted: str | None) -> Report:
    lang = "en" if wanted or rng.random() < 0.6 else "ko"
    plot = PLOT["base"][lang]
    facts = [rng.choice(plot["facts"][0]), *_background(rng, lang, rng.randint(4, 7))]
    article = _article(rng, number, hours, lang, rng.choice(plot["titles"]), facts)
    return Report(article=article, kind="first" if wanted else "same facts", wanted=wanted)


def _write_first(rng: random.Random, number: int, hours: float, development: dict[str, Any]) -> Report:
    lang = "ko" if ".go.kr" in development.get("url", "") else "en"
    article = _on(rng, number, hours, development, lang, development.get("outlet"), development.get("url"))
    return Report(article=article, kind="development", wanted=development["name"])


def _write_on(rng: random.Random, number: int, hours: float, development: dict[str, Any]) -> Report:
    lang = "en" if rng.random() < 0.6 else "ko"
    return Report(article=_on(rng, number, hours, development, lang), kind="repeated development")


def _on(
    rng: random.Random,
    number: int,
    hours: float,
    development: dict[str, Any],
    lang: str,
    outlet: str | None = None,
    url: str | None = None,
) -> Article:
    plot = development[lang]
    lines = [*map(rng.choice, plot["lines"]), *_background(rng, lang, rng.randint(3, 5))]
    return _article(rng, number, hours, lang, rng.choice(plot["title"]), lines, outlet=outlet, url=url)


def _reprint(rng: random.Random, number: int, hours: float, of: Article) -> Report:
    """Another outlet's copy: as it was, with some words changed, or cut."""
    lines, kind = of.text.split("\n"), rng.choice(["reprint", "edited reprint", "cut reprint"])
    if kind == "cut reprint":
        lines = lines[: max(3, len(lines) * 2 // 3)]
    elif kind == "edited reprint":
        lines = [line.replace("said", "stated").replace("밝혔다", "말했다") for line in lines]
        lines.append("The desk contributed to this report." if of.lang == "en" else "편집국이 함께 취재했다.")
    return Report(article=_article(rng, number, hours, of.lang, of.title, lines), kind=kind)


def _background(rng: random.Random, lang: str, many: int) -> list[str]:
    facts = PLOT["base"][lang]["facts"]
    return [rng.choice(fact) for fact in rng.sample(facts[1:], min(many, len(facts) - 1))]


def _article(
    rng: random.Random,
    number: int,
    hours: float,
    lang: str,
    title: str,
    lines: list[str],
    *,
    outlet: str | None = None,
    url: str | None = None,
) -> Article:
    at = START + timedelta(hours=hours)
    place = rng.randrange(OUTLETS)
    address = url or f"https://outlet{place}.example/{lang}/{number}"
    return Article(
        key=address,
        url=address,
        title=title,
        text="\n".join(lines),
        lang=lang,
        outlet=outlet or f"Outlet {place} {lang}",
        fetched_at=at + timedelta(seconds=30),
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        published=Published(at=at, by="feed"),
    )


def tell_flood(flood: list[Report], folder: Path) -> Iterator[tuple[Report, list[Alert], str]]:
    """Each report with the alerts of the watch that it led to and the decision in words."""
    config = folder / "hanmi.toml"
    config.write_text("[defaults]\nsources = false\n", encoding="utf-8")
    with open_house(load_settings(config, folder / "data"), console=StringIO()) as house:
        for report in flood:
            keep_article(house, report.article, now=report.article.fetched_at)
            with house.db.reading() as tx:
                found = [a for a in alerts_of_article(tx, report.article.id) if a.watch == WATCH]
                why = [
                    each.why
                    for each in read_decisions(tx, [report.article.id])
                    if each.step == "tell" and each.detail.get("watch") == WATCH
                ]
            yield report, found, "; ".join(why)


def main() -> None:
    """Run the floods and print what was told, what was missed, and why."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--every", action="store_true", help="print each alert with its reasons")
    asked = parser.parse_args()
    console, table = Console(width=160), Table(title=f"{asked.articles} reports of one story")
    for name in ("seed", "alerts", "wanted and told", "wanted and missed", "told without need"):
        table.add_column(name)
    for seed in range(asked.seeds):
        with tempfile.TemporaryDirectory() as folder:
            results = list(tell_flood(make_flood(asked.articles, seed), Path(folder)))
        told = [(report, alerts[0]) for report, alerts, _ in results if alerts]
        missed = [(report, why) for report, alerts, why in results if report.wanted and not alerts]
        needless = [report.kind for report, _ in told if not report.wanted]
        wanted = sum(bool(report.wanted) for report, _ in told)
        names = ", ".join(f"{report.wanted}" for report, _ in missed)
        table.add_row(str(seed), str(len(told)), str(wanted), names, ", ".join(needless))
        for report, alert in told if asked.every else ():
            hours = (report.article.fetched_at - START).total_seconds() / 3600
            said = f"{alert.kind.value}: {report.article.title}: {'; '.join(alert.reasons)}"
            console.print(f"{seed} {hours:5.1f} h {report.wanted or report.kind}: {said}", highlight=False)
        for report, why in missed if asked.every else ():
            console.print(f"{seed} missed {report.wanted}: {why}", style="bold", highlight=False)
    console.print(table)


if __name__ == "__main__":
    main()
