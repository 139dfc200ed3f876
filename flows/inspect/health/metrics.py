"""How the service does, in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from flows.config.settings import Settings
from storage.clock import is_ahead
from storage.corpus.sources import read_statuses
from storage.database import Database
from storage.lists.metrics import count_articles, measure_database, read_lags, read_outbox
from storage.records import DeliveryState, SourceState, SourceStatus

LATELY = timedelta(days=1)
QUANTILES = (0.5, 0.95)

Sample = tuple[str, float]
"""Labels as they are written, empty for none, and the value."""


def write_metrics(settings: Settings, db: Database, now: datetime) -> str:
    """Every metric with what it is; those that nobody can know yet are left out."""
    with db.reading() as tx:
        statuses, outbox = read_statuses(tx), read_outbox(tx)
        lags, articles = read_lags(tx, now - LATELY, now), count_articles(tx)
    known = [status for source in settings.sources if (status := statuses.get(source.id))]
    polled = [at for status in known if (at := status.last_polled_at) and not is_ahead(at, now)]
    age = [("", (now - max(polled)).total_seconds())] if polled else []
    oldest = [("", (now - outbox.oldest_at).total_seconds())] if outbox.oldest_at else [("", 0.0)]
    depth = [(f'state="{state}"', float(outbox.counts.get(state, 0))) for state in DeliveryState]
    size = measure_database(db)
    parts = (
        _write("hanmi_cycle_age_seconds", "gauge", "Since a cycle last polled a source.", age),
        _write("hanmi_sources", "gauge", "Sources by how they do.", _count_states(settings, statuses)),
        _write("hanmi_deliveries", "gauge", "The outbox by state.", depth),
        _write("hanmi_outbox_oldest_seconds", "gauge", "Since the oldest unsent was promised.", oldest),
        _write("hanmi_told_lag_seconds", "summary", "Publishing to telling, of the last day.", _sum_up(lags)),
        _write("hanmi_told_lag_seconds_count", None, "", [("", float(len(lags)))]),
        _write("hanmi_told_lag_seconds_sum", None, "", [("", sum(lag.total_seconds() for lag in lags))]),
        _write("hanmi_articles", "gauge", "Articles in the corpus.", [("", float(articles))]),
        _write(
            "hanmi_database_bytes", "gauge", "What the database takes.", [("", float(size))] if size else []
        ),
    )
    return "".join(line for part in parts for line in part)


def _write(name: str, kind: str | None, what: str, samples: Iterable[Sample]) -> Iterator[str]:
    samples = list(samples)
    if samples and kind:
        yield f"# HELP {name} {what}\n# TYPE {name} {kind}\n"
    for labels, value in samples:
        yield f"{name}{'{' + labels + '}' if labels else ''} {value:.15g}\n"


def _count_states(settings: Settings, statuses: dict[str, SourceStatus]) -> Iterator[Sample]:
    counts = Counter(
        "paused"
        if source.paused
        else statuses.get(source.id, SourceStatus(id=source.id, url=source.url)).state.value
        for source in settings.sources
    )
    for state in (*(each.value for each in SourceState), "paused"):
        yield f'state="{state}"', float(counts[state])


def _sum_up(lags: Sequence[timedelta]) -> Iterator[Sample]:
    for quantile in QUANTILES if lags else ():
        lag = lags[min(int(len(lags) * quantile), len(lags) - 1)]
        yield f'quantile="{quantile}"', lag.total_seconds()
