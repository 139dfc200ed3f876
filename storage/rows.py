"""How records are written into columns and read back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage.records import Entry, Evidence, Published, TermMatch


def published_columns(published: Published | None) -> dict[str, Any]:
    """The four columns that hold when something was published."""
    return {
        "published_at": published.at if published else None,
        "published_by": published.by if published else None,
        "published_day_only": published.day_only if published else False,
        "published_confidence": published.confidence if published else 0.0,
    }


def read_published(row: Any) -> Published | None:
    """The reverse of `published_columns`."""
    if row.published_at is None:
        return None
    return Published(
        at=row.published_at,
        by=row.published_by,
        day_only=row.published_day_only,
        confidence=row.published_confidence,
    )


def evidence_json(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    """Evidence as the column holds it, and as users are shown it."""
    return [
        {
            "text": sentence.text,
            "matches": [
                {"start": m.start, "end": m.end, "text": m.text, "term": m.term, "entity": m.entity}
                for m in sentence.matches
            ],
        }
        for sentence in evidence
    ]


def read_evidence(value: list[dict[str, Any]]) -> tuple[Evidence, ...]:
    """The reverse of `evidence_json`."""
    return tuple(
        Evidence(text=item["text"], matches=tuple(TermMatch(**match) for match in item["matches"]))
        for item in value
    )


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as the inbox holds it."""
    stamp = entry.published
    return {
        "url": entry.url,
        "title": entry.title,
        "html": entry.html,
        "authors": list(entry.authors),
        "outlet": entry.outlet,
        "guid": entry.guid,
        "lang": entry.lang,
        "published": stamp
        and {
            "at": stamp.at.isoformat(),
            "by": stamp.by,
            "day_only": stamp.day_only,
            "confidence": stamp.confidence,
        },
    }


def read_entry(value: dict[str, Any]) -> Entry:
    """The reverse of `entry_json`."""
    stamp = value["published"]
    published = Published(**{**stamp, "at": datetime.fromisoformat(stamp["at"])}) if stamp else None
    return Entry(**{**value, "authors": tuple(value["authors"]), "published": published})
