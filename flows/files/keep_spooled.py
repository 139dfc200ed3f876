"""Keep what was read of files: many records in one transaction, since to commit costs more than to write one.

What a kill undoes comes in when the same files are brought in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from flows.keeping.file_version import keep_file
from flows.keeping.new_article import ReadThrough, read_through
from flows.report import BackfillReport
from flows.wiring import House
from storage.bugs import attempt, attempt_alone, naming_faults
from storage.records import Article

TOGETHER = 24
"""Records in a transaction: others who write wait for it a quarter of a second, and then have as long."""

TOGETHER_CHARACTERS = 120_000
"""Characters in a transaction of several records, for the same reason."""

Spooled = tuple[Article, str]
"""An article, and the name of the file or record that it is from."""


def keep_spooled(
    house: House, spooled: Iterable[Spooled], report: BackfillReport, *, now: datetime, may_tell: bool
) -> None:
    """Keep articles in the order given; where somebody may be told, each in a transaction of its own.

    Raises:
        StorageError: nothing was kept of the article that it was met at, nor of those in its transaction.
    """
    for part in cut_parts(spooled, most=1 if may_tell else TOGETHER):
        if len(part) == 1:
            _keep(house, part[0], None, report, now, may_tell)
        else:
            _keep_together(house, part, report, now)


def cut_parts(spooled: Iterable[Spooled], *, most: int = TOGETHER) -> Iterator[list[Spooled]]:
    """What is kept in one transaction each, in the order given; a file of one article is alone.

    Files are often brought in again, and then most of them need not be read through.
    """
    part: list[Spooled] = []
    characters = 0
    for article, name in spooled:
        characters += len(article.text)
        is_alone = name == article.path
        if part and (is_alone or len(part) == most or characters > TOGETHER_CHARACTERS):
            yield part
            part, characters = [], len(article.text)
        part.append((article, name))
        if is_alone:
            yield part
            part, characters = [], 0
    if part:
        yield part


def _keep_together(house: House, part: Sequence[Spooled], report: BackfillReport, now: datetime) -> None:
    """Keep records that nobody is told of: all are read through before others who write have to wait."""
    read = [
        attempt_alone(name, "reading", partial(read_through, house, article), None) for article, name in part
    ]
    with house.db.writing() as tx:
        shared = replace(house, db=house.db.share(tx))
        for spooled, known in zip(part, read, strict=True):
            _keep(shared, spooled, known, report, now, may_tell=False)


def _keep(
    house: House,
    spooled: Spooled,
    read: ReadThrough | None,
    report: BackfillReport,
    now: datetime,
    may_tell: bool,
) -> None:
    """Keep one article. If a bug prevents it, report the article and go on with the others."""
    article, name = spooled
    keep = partial(
        keep_file, house, article, is_whole=name == article.path, now=now, may_tell=may_tell, read=read
    )
    with naming_faults(name) as faults:
        keeping = attempt("keeping", keep, None)
    if keeping is not None:
        report.count_kept(keeping, name)
    for why in faults.whys:
        report.count_failed(name, why)
