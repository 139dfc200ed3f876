"""After a cycle, check whether its sources' texts are as long as they used to be."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import partial

from flows.sources.health.flaws import remark_texts, tell_remarks
from flows.wiring import House
from storage.bugs import attempt_alone
from storage.corpus.ledger import keep_decision
from storage.corpus.sources import keep_coverage, read_source_coverage, read_text_sizes, sources_heard
from storage.records import Decision

log = logging.getLogger("hanmi.sources")

COMPARED = 40
"""Articles of one source that are compared."""


def look_at_texts(house: House, sources: Collection[str], since: datetime) -> None:
    """Record which of these sources have brought short texts or teasers since then."""
    with house.db.reading() as tx:
        heard = sources_heard(tx, sources, since)
    for source in heard:
        attempt_alone(source, "remarks", partial(_look_at_source, house, source, since), None)


def _look_at_source(house: House, source: str, since: datetime) -> None:
    with house.db.reading() as tx:
        before, texts = read_source_coverage(tx, source), read_text_sizes(tx, source, COMPARED)
    after = replace(before, remarks=remark_texts(before, texts, since))
    if after == before:
        return
    with house.db.writing() as tx:
        keep_coverage(tx, source, after)
        for verdict, why in tell_remarks(before.remarks, after.remarks):
            keep_decision(tx, Decision(at=since, step="poll", subject=source, verdict=verdict, why=why))
            log.warning("source %s: source=%s why=%s", verdict, source, why)
