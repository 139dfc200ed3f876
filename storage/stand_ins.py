"""What stands in for a value that is missing or wrong, so that the values beside it are checked too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ENTRY: Mapping[str, Any] = {"id": "x", "name": "-", "kind": "topic", "aliases": ["-"], "query": "-"}
"""Of an entity or a watch, by its keys."""

CHANNEL: Mapping[str, Any] = {
    "password": "-",
    "secret": "whsec_" + "A" * 32,
    "url": "https://secret.invalid/",
    "smtp": "smtp://localhost",
    "from": "nobody@secret.invalid",
    "to": ["nobody@secret.invalid"],
}
"""Of a channel, by its keys; any other is a text like `ANY`."""

ANY = "-"

ITEM: Mapping[tuple[str, str], Any] = {("digest", "cron"): "0 0 * * *", ("digest", "to"): []}
"""Of an item of a list in the configuration that must have it, by the list and its key."""
