"""Tokens that open the desk's feeds and nothing else; of each only a digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.promises.alerts import insert_new
from storage.tables import feed_tokens

PREFIX = "hf_"
"""How a token of a feed begins, so that its reader and a search for leaked secrets know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedToken:
    """A token by its name; `used_at` is the day on which it last opened a feed."""

    name: str
    by: str
    made_at: datetime
    used_at: datetime | None


def make_feed_token(tx: Transaction, name: str, by: str, now: datetime) -> str | None:
    """A new token, which is shown this once; None where there is one of this name."""
    token = PREFIX + secrets.token_urlsafe(24)
    values = {"name": name, "digest": _digest(token), "by": by, "made_at": now, "used_at": None}
    return token if insert_new(tx, feed_tokens, values) else None


def list_feed_tokens(tx: Transaction) -> list[FeedToken]:
    """Every token that holds, by name."""
    return [_read(row) for row in tx.execute(sa.select(feed_tokens).order_by(feed_tokens.c.name))]


def find_feed_token(tx: Transaction, token: str) -> FeedToken | None:
    """The token that opens feeds, None for any other text."""
    row = tx.execute(sa.select(feed_tokens).where(feed_tokens.c.digest == _digest(token))).first()
    return _read(row) if row else None


def note_feed_read(tx: Transaction, name: str, now: datetime) -> None:
    """Note that a token was used."""
    tx.execute(feed_tokens.update().where(feed_tokens.c.name == name).values(used_at=now))


def revoke_feed_token(tx: Transaction, name: str) -> bool:
    """Have a token open nothing any more; whether there was one."""
    return tx.execute(feed_tokens.delete().where(feed_tokens.c.name == name)).rowcount > 0


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _read(row: sa.Row[Any]) -> FeedToken:
    return FeedToken(name=row.name, by=row.by, made_at=row.made_at, used_at=row.used_at)
