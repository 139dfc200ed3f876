"""Ids and instants: what every record is named and dated by."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime


def digest_id(prefix: str, *parts: str) -> str:
    """A stable public id: the prefix and 80 bits of SHA-256 over the parts, in order."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return f"{prefix}-{hashlib.sha256(joined).hexdigest()[:20]}"


def require_aware(moment: datetime | None, name: str) -> None:
    """Refuse a naive time. Raises: ValueError, which is a bug of the caller's."""
    if moment is not None and moment.tzinfo is None:
        raise ValueError(f"{name} must carry a time zone: {moment!r}")


def utc(moment: datetime) -> datetime:
    """The same instant in UTC. Raises: ValueError for a naive time."""
    require_aware(moment, "moment")
    return moment.astimezone(UTC)
