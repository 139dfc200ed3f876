"""How records are written into columns and read back."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from storage.records import (
    Coverage,
    Difference,
    Entry,
    Evidence,
    Flaw,
    Health,
    Published,
    Remark,
    Rhythm,
    TermMatch,
    Trouble,
)
from storage.records.reasons import read_reason, reason_json


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


def differences_json(differences: tuple[Difference, ...]) -> list[dict[str, str]]:
    """Where two versions differ, as the column holds it and as users are shown it."""
    return [{"what": each.what, "before": each.before, "after": each.after} for each in differences]


def read_differences(value: list[dict[str, str]]) -> tuple[Difference, ...]:
    """The reverse of `differences_json`."""
    return tuple(Difference(**each) for each in value)


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
        "updated": entry.updated and entry.updated.isoformat(),
    }


def read_entry(value: dict[str, Any]) -> Entry:
    """The reverse of `entry_json`."""
    stamp = value["published"]
    published = Published(**{**stamp, "at": datetime.fromisoformat(stamp["at"])}) if stamp else None
    updated = datetime.fromisoformat(value["updated"]) if value.get("updated") else None
    read = {"authors": tuple(value["authors"]), "published": published, "updated": updated}
    return Entry(**{**value, **read})


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """A source's coverage as the column holds it; what has its usual value is left out."""
    health = {
        "trouble": coverage.health.trouble,
        "since": coverage.health.since,
        "why": reason_json(coverage.health.why),
    }
    values = {each.name: getattr(coverage, each.name) for each in fields(coverage)} | {"health": None}
    values["remarks"] = [_remark_json(remark) for remark in coverage.remarks]
    written = {name: _plain(value) for name, value in values.items() if value}
    return written | {name: _plain(value) for name, value in health.items() if value}


def read_coverage(value: dict[str, Any] | None) -> Coverage:
    """The reverse of `coverage_json`; a source of which nothing is known yet has no value."""
    stored = {name: _moment(name, part) for name, part in (value or {}).items()}
    trouble = stored.pop("trouble", None)
    health = Health(
        trouble=Trouble(trouble) if trouble else None,
        since=stored.pop("since", None),
        why=read_reason(stored.pop("why", "")),
    )
    remarks = tuple(map(_read_remark, stored.pop("remarks", ())))
    return Coverage(health=health, remarks=remarks, **stored)


def _remark_json(remark: Remark) -> dict[str, Any]:
    values = {each.name: getattr(remark, each.name) for each in fields(remark)}
    return {name: _plain(value) for name, value in values.items()} | {"why": reason_json(remark.why)}


def _read_remark(value: dict[str, Any]) -> Remark:
    since = datetime.fromisoformat(value["since"])
    return Remark(**{**value, "flaw": Flaw(value["flaw"]), "since": since, "why": read_reason(value["why"])})


def rhythm_json(rhythm: Rhythm) -> dict[str, Any]:
    """A source's rhythm as the column holds it."""
    return {
        "learned_at": rhythm.learned_at.isoformat(),
        "share": rhythm.share and [None if cell is None else round(cell, 3) for cell in rhythm.share],
        "longest_s": rhythm.longest.total_seconds(),
    }


def read_rhythm(value: dict[str, Any] | None) -> Rhythm | None:
    """The reverse of `rhythm_json`; None before the first was learned."""
    if value is None:
        return None
    return Rhythm(
        learned_at=datetime.fromisoformat(value["learned_at"]),
        share=tuple(value["share"]) if value["share"] else None,
        longest=timedelta(seconds=value["longest_s"]),
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _moment(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name == "since" or name.endswith("_at") else value
