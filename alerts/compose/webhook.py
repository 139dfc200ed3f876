"""The JSON that webhooks carry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from alerts.compose.clean import clean_surrogates
from alerts.compose.gist import shape_gist
from alerts.compose.public_json import shape_alert, shape_article, shape_story, shape_time, shape_version
from alerts.compose.quoting import quote_alert
from alerts.compose.telling import Telling
from alerts.compose.unseen import shape_blind
from storage.records import Alert, AlertKind, Report, Version

JSON = "application/json"

_TYPES = {
    AlertKind.FIRST: "alert.created",
    AlertKind.FOLLOW_UP: "alert.follow-up",
    AlertKind.CORRECTION: "alert.correction",
}
_TEXT_LIMIT = 2000
_LIST = 20
"""The specification asks for small payloads, under 20 kB; the corpus holds the rest."""


def compose_webhook(telling: Telling, alert: Alert) -> bytes:
    """The event of one alert."""
    data: dict[str, Any] = {
        "alert": shape_alert(quote_alert(alert, telling.quote)),
        "watch": {"id": alert.watch, "name": alert.watch_name},
        "article": shape_article(telling.article)
        | ({"gist": shape_gist(telling.gist, telling.spoken)} if telling.gist else {}),
        "story": shape_story(telling.story)
        | {"earlier": [_line(report) for report in telling.earlier[:_LIST]]},
        "also_reported_by": [{"outlet": report.outlet, "url": report.url} for report in telling.also[:_LIST]],
        "unseen": shape_blind(telling.unseen[:_LIST]),
    }
    if telling.version:
        data["correction"] = _shape_correction(telling.version, telling.quote)
    return compose_event(_TYPES[alert.kind], data, telling.now)


def compose_event(type: str, data: Mapping[str, Any], now: datetime) -> bytes:
    """Any event as its bytes: UTF-8, the keys in the order given, every text bounded."""
    event = {"type": type, "timestamp": shape_time(now), "data": _bound(data)}
    return clean_surrogates(json.dumps(event, ensure_ascii=False, separators=(",", ":"))).encode()


def _shape_correction(version: Version, quote: int) -> dict[str, Any]:
    """What a correction is about; `before` and `after` are sentences or headlines, either may be empty."""
    shape = shape_version(replace(version, differences=version.differences[:quote]))
    return shape | {"title": version.title}


def _line(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "url": report.url,
        "outlet": report.outlet,
        "published_at": shape_time(report.published.at if report.published else None),
    }


def _bound(value: Any) -> Any:
    """A document whose texts are cut: a page may have put a megabyte into its title or its outlet's name."""
    match value:
        case str():
            return value[:_TEXT_LIMIT]
        case Mapping():
            return {key: _bound(each) for key, each in value.items()}
        case list() | tuple():
            return [_bound(each) for each in value]
        case _:
            return value
