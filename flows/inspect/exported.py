"""Lists as CSV, at the desk and on the command line: the same columns, and cells that obey nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from alerts.compose.quoting import pick_evidence
from storage.rows import evidence_json, read_evidence

Shape = Mapping[str, Any]

ARTICLE_COLUMNS = (
    "id", "published_at", "fetched_at", "outlet", "lang", "title", "url", "source", "sighting",
    "duplicate_of", "story_id", "entities",
)  # fmt: skip
STORY_COLUMNS = ("id", "last_seen", "title", "outlets", "origins", "langs", "entities", "articles")
TODAY_COLUMNS = (
    "id", "moved_at", "title", "outlets", "langs", "articles", "joined", "copies", "entities", "alerts",
)  # fmt: skip
ALERT_COLUMNS = ("id", "created_at", "watch", "kind", "article_id", "story_id", "reasons", "evidence")
SOURCE_COLUMNS = (
    "id", "name", "url", "kind", "lang", "state", "paused", "last_result", "last_polled_at", "next_poll_at",
    "failures", "last_error",
)  # fmt: skip
DELIVERY_COLUMNS = (
    "id", "channel", "recipient", "state", "attempts", "last_error", "created_at", "next_attempt_at",
    "sent_at",
)  # fmt: skip
ENTITY_COLUMNS = ("id", "name", "kind", "now", "usual", "aliases")
WATCH_COLUMNS = ("id", "name", "query", "policy", "to", "lately", "muted_until")
TIMELINE_COLUMNS = (
    "article", "at", "outlet", "origin", "lang", "title", "copy_of", "copy_kind", "new_sentences",
    "sentences", "new_figures", "new_entities", "news",
)  # fmt: skip
SEARCH_COLUMNS = (*ARTICLE_COLUMNS, "evidence")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(
    columns: Sequence[str], shapes: Iterable[Shape], zone: ZoneInfo, *, raw: bool = False
) -> Iterator[str]:
    """RFC 4180 with a byte order mark, times in UTC and in the zone; a row as it comes.

    Cells that begin a formula are quoted by an apostrophe unless `raw`.
    """
    yield "\ufeff" + _write_row([each for column in columns for each in _head(column)])
    for shape in shapes:
        row = [cell for column in columns for cell in _cells(column, shape.get(column), zone)]
        yield _write_row(row if raw else list(map(tame, row)))


def pick_shapes(evidence: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """At most so many sentences of evidence, as documents have them: those that show the most terms."""
    return evidence_json(pick_evidence(read_evidence(list(evidence)), most))


def quote_shape(shape: Mapping[str, Any], most: int) -> dict[str, Any]:
    """An alert, a search result or a story with at most so many sentences of each article."""
    changed: dict[str, Any] = {}
    if "evidence" in shape:
        changed["evidence"] = pick_shapes(shape["evidence"], most)
    if "alerts" in shape:
        changed["alerts"] = [quote_shape(alert, most) for alert in shape["alerts"]]
    return {**shape, **changed}


def _write_row(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def tame(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, behind an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _head(column: str) -> tuple[str, ...]:
    is_time = column.endswith("_at") or column in ("at", "last_seen")
    return (f"{column}_utc", f"{column}_local") if is_time else (column,)


def _cells(column: str, value: Any, zone: ZoneInfo) -> tuple[str, ...]:
    if len(_head(column)) == 2:
        if not value:
            return "", ""
        at = datetime.fromisoformat(str(value))
        return at.astimezone(ZoneInfo("UTC")).isoformat(), at.astimezone(zone).isoformat()
    if isinstance(value, list | tuple):
        return ("; ".join(_item(each) for each in value),)
    return ("" if value is None else str(value),)


def _item(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("id") or value.get("text") or "")
    return str(value)
