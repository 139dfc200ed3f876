"""The configured sources and how they do, as commands and the desk list them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from alerts.compose.public_json import Shape, shape_source
from flows.config.settings import Settings
from flows.sources.health.waits import longest_wait
from storage.address import address_key
from storage.corpus.sources import read_statuses
from storage.database import Transaction
from storage.records import Source, SourceStatus

TROUBLE_FIRST = ("failing", "silent", "new", "ok")
"""The states of sources, those that people look for first."""


def find_same(settings: Settings, url: str) -> Source | None:
    """The configured source that reads this address, None where there is none."""
    key = address_key(url)
    return next((source for source in settings.sources if address_key(source.url) == key), None)


def shape_sources(
    tx: Transaction, configured: Iterable[Source], now: datetime, *, lang: str | None = None
) -> list[Shape]:
    """The public shapes of these sources, in their order; what a wrong clock planned is due now."""
    statuses = read_statuses(tx)

    def shape(source: Source) -> Shape:
        status = statuses.get(source.id, SourceStatus(id=source.id, url=source.url))
        if not status.is_misplanned(now, longest_wait(source)):
            return shape_source(source, status)
        return shape_source(source, replace(status, next_poll_at=now), is_misplanned=True)

    return [shape(source) for source in configured if lang is None or source.lang == lang]


def rank_trouble(shape: Mapping[str, Any]) -> tuple[int, bool]:
    """By what a list is sorted that has sources in trouble first."""
    return TROUBLE_FIRST.index(shape["state"]), not shape["trouble"]
