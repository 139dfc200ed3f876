"""Bring files into the corpus: read them, sort them, keep them like any other article, alert nobody.

read_path ─▶ article_of_file ─▶ Spool ─▶ keep_spooled ─▶ keep_file
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.config.bundle import SEEDS
from flows.extract.facts.dates import parse_date, say_unread
from flows.files.archives import BadRecord, Opened, Record, Skipped, name_record, read_path
from flows.files.keep_spooled import keep_spooled
from flows.files.progress import Progress
from flows.files.spool import Spool, open_spool
from flows.judge.sighting import lies_ahead
from flows.keeping.build_article import article_of_file
from flows.keeping.new_article import match_again
from flows.report import BackfillReport, Failure
from flows.wiring import House, send_promised
from storage.bugs import attempt, naming_faults
from storage.corpus.articles import article_numbers
from storage.corpus.ledger import read_mark, set_mark
from storage.records import Published

log = logging.getLogger("hanmi.backfill")

SEED_CORPUS = "seed-corpus"
"""The mark that says the bundled articles were brought in."""


OF_OTHER_KIND = (
    "files of this kind are not read; save its text as .txt, .md or .html, or its records as .jsonl or .csv"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillPlan:
    """What to bring in and how; `outlet` and `published` are used where a file states none."""

    paths: tuple[Path, ...]
    may_tell: bool = False
    outlet: str | None = None
    published: Published | None = None
    watch_again: bool = False


def bring_in(house: House, plan: BackfillPlan, *, now: datetime, progress: bool = False) -> BackfillReport:
    """Bring files or folders into the corpus. The same file twice changes nothing.

    Within one call the order of the files does not matter: articles are judged by published time and key.
    """
    report = BackfillReport()
    with open_spool(house.settings.data_dir) as spool:
        reader = _Reader(spool=spool, timezone=house.settings.timezone, plan=plan, now=now, report=report)
        with Progress("reading", shown=progress) as bar:
            for path in plan.paths:
                reader.read_into(path, bar)
        with Progress("judging", total=len(spool), shown=progress) as bar:
            keep_spooled(house, bar.over(spool.in_order()), report, now=now, may_tell=plan.may_tell)
    if plan.watch_again:
        _match_all_again(house, report, now=now, progress=progress)
    if plan.may_tell:
        send_promised(house, report)
    return report


def bring_in_seeds(house: House, *, now: datetime) -> BackfillReport | None:
    """Bring in the bundled seed corpus, once per database; None if it is already in."""
    with house.db.reading() as tx:
        if read_mark(tx, SEED_CORPUS):
            return None
    report = bring_in(house, BackfillPlan(paths=(SEEDS,)), now=now)
    with house.db.writing() as tx:
        set_mark(tx, SEED_CORPUS, f"{report.new} articles", now)
    log.info("seeds brought in: articles=%d failed=%d", report.new, report.failed)
    return report


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Lays what files hold into a spool, and counts in the report what came of each."""

    spool: Spool
    timezone: str
    plan: BackfillPlan
    now: datetime
    report: BackfillReport

    def read_into(self, path: Path, bar: Progress) -> None:
        """Read one of the files or folders that were named."""
        for item in read_path(path, timezone=self.timezone):
            match item:
                case Opened():
                    self.report.files += 1
                case Record():
                    bar.step()
                    self._take(item)
                case BadRecord():
                    self.report.count_failed(item.path, item.reason)
                case Skipped():
                    self._skip(item, is_named=item.path == str(path))

    def _take(self, item: Record) -> None:
        """Lay a record aside, and note what somebody should look at."""
        name = name_record(item.path, item.number)
        with naming_faults(name) as faults:
            attempt("reading", partial(_lay_aside, self.spool, self.plan, item, name, self.now), None)
        for why in faults.whys:
            self.report.count_failed(name, why)
        for doubt in filter(None, (item.doubt, _doubt_date(item, self.plan, self.timezone, self.now))):
            self.report.failures.append(Failure(path=name, reason=doubt))

    def _skip(self, item: Skipped, *, is_named: bool) -> None:
        """Pass a file over; one that was named, and not found in a folder, is said."""
        self.report.skipped += 1
        if is_named:
            self.report.failures.append(Failure(path=item.path, reason=OF_OTHER_KIND))


def read_asked_date(text: str, timezone: str, now: datetime) -> Published:
    """The date of `--date`; nothing in it is guessed. Raises: ValueError, with what to write."""
    found = parse_date(text, timezone=timezone, dayfirst=None, by="option")
    if found is None:
        raise ValueError(f"{say_unread(text, timezone)}; write it like 2026-11-22")
    if lies_ahead(found, now):
        raise ValueError(f"{text!r} is a day to come, and texts are of the past; write it like 2026-11-22")
    return found


def _doubt_date(item: Record, plan: BackfillPlan, timezone: str, now: datetime) -> str | None:
    """What is wrong with a file's date, and what stands instead; a mended file, run again, adds it."""
    wrong = _say_wrong_date(item, timezone, now)
    if wrong is None:
        return None
    stated = item.extract.published
    if stated is not None and not lies_ahead(stated, now):
        instead = "it has the one that its page or text states instead"
    elif plan.published:
        instead = "it has that of --date instead"
    else:
        instead = "it was brought in without one"
    return f"{wrong}; {instead} (write it like 2025-01-06T14:05:00+09:00, and bring it in again)"


def _say_wrong_date(item: Record, timezone: str, now: datetime) -> str | None:
    stated = item.extract.published
    if item.unread_date is not None:
        return say_unread(item.unread_date, timezone)
    if stated is not None and lies_ahead(stated, now):
        return f"{stated.at.astimezone(ZoneInfo(timezone)):%Y-%m-%d} is a day to come"
    return None


def _lay_aside(spool: Spool, plan: BackfillPlan, item: Record, name: str, now: datetime) -> None:
    article = article_of_file(
        item.extract,
        path=item.path,
        name=Path(item.path).name,
        fetched_at=now,
        source=item.source,
        outlet=plan.outlet,
        published=plan.published,
    )
    spool.add(article, name)


def _match_all_again(house: House, report: BackfillReport, *, now: datetime, progress: bool) -> None:
    with house.db.reading() as tx:
        numbers = article_numbers(tx)
    with Progress("matching", total=len(numbers), shown=progress) as bar:
        for number in bar.over(numbers):
            matched = match_again(house, number, now=now)
            report.count_faults(matched.faults, matched.article)
