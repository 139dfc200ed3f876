"""What tells whether a worker is of the same make as the deployment that it works for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from importlib.metadata import version
from typing import Any

from alerts.channels.secret import Secret
from alerts.channels.unready import open_channel
from flows.config.settings import Settings
from storage.clock import Clock, wall_clock
from storage.database import Database
from storage.migrations import HEAD

CLOCK_LIMIT = timedelta(seconds=30)
"""How far a worker's clock may be off the database's: what it signs and dates goes by its own."""

Stamp = Mapping[str, str]


def make_stamp(settings: Settings) -> dict[str, str]:
    """Version, schema, and a digest of sources, entities, watches, channels and digests.

    Of the bundled ones and the file's: what was changed at the desk is read from the database by every
    machine, and no part of it. Secrets are left out, and so are paths of one machine.
    """
    channels = list(map(open_channel, settings.channels))
    told = (settings.sources, settings.entities, settings.watches, channels, settings.digests)
    written = json.dumps(_plain(told), sort_keys=True, ensure_ascii=False)
    digest = hashlib.blake2b(written.encode(), digest_size=8).hexdigest()
    return {"version": version("hanmi-watch"), "schema": HEAD, "configuration": digest}


def find_difference(stamp: Stamp | None, settings: Settings) -> str | None:
    """Why this worker must not work for a deployment of this stamp, None where it may.

    A deployment without a stamp takes any worker.
    """
    if not stamp:
        return None
    own = make_stamp(settings)
    differ = [
        f"{name} {own[name]} here, {stamp[name]} deployed" for name in own if own[name] != stamp.get(name)
    ]
    if not differ:
        return None
    return f"this worker is of another make: {', '.join(differ)}; `hanmi deploy` registers what is new"


def find_clock_fault(stamp: Stamp | None, db: Database, clock: Clock = wall_clock) -> str | None:
    """Why this machine's clock must not be worked by, None where it is near the database's.

    A deployment without a stamp runs on one machine, by whatever clock.
    """
    if not stamp:
        return None
    off = abs(clock() - db.now())
    if off <= CLOCK_LIMIT:
        return None
    return f"this machine's clock is {off.total_seconds():.0f} s off the database's; let NTP set it"


def _plain(value: Any) -> Any:
    """A value as JSON, the same in every process: sets sorted, what is not shown left out."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case set() | frozenset():
            return sorted(map(str, value))
        case list() | tuple():
            return [_plain(each) for each in value]
    return _plain_record(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


def _plain_record(value: Any) -> dict[str, Any]:
    """A record with its kind, without its secrets and what is not shown."""
    shown = {each.name: getattr(value, each.name) for each in fields(value) if each.repr}
    plain = {name: _plain(each) for name, each in shown.items() if not _is_secret(each)}
    return {"kind": type(value).__name__, **plain}


def _is_secret(value: Any) -> bool:
    return isinstance(value, Secret) or (isinstance(value, tuple) and any(map(_is_secret, value)))
