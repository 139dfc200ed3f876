"""Ids that a command was given, against those that there are: a misspelt one must not read as no news."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from storage.database import Transaction


LISTED_BY = {
    "watch": "hanmi watch list --kind watch",
    "entity": "hanmi watch list --kind entity",
    "source": "hanmi sources",
}
"""The command that lists all of a kind, where they are too many to be named in an error."""


def require_ids(tx: Transaction, settings: Settings, **asked: str | None) -> None:
    """Refuse an id (`watch`, `entity`, `source`, `lang`) that is neither configured nor in the database.

    None asks for any. What was taken out of the configuration can still be listed.

    Raises:
        typer.BadParameter: with the nearest id that there is.
    """
    from flows.inspect.known import find_unknown
    from storage.lists.names_in_use import names_in_use

    unknown = find_unknown(tx, settings, **asked)
    if unknown is None:
        return
    what, id_ = unknown.what, unknown.id
    known = sorted({*unknown.configured, *names_in_use(tx, what)})
    near = suggest(id_, known) or (f"; `{LISTED_BY[what]}` has all" if what in LISTED_BY else "")
    name = "language" if what == "lang" else what
    raise typer.BadParameter(f"there is no {name} {id_!r}{near}", param_hint=f"--{what}")


def suggest(asked: str, known: Collection[str]) -> str:
    """The nearest of what there is, as the end of a sentence; all where they are few, else nothing."""
    from flows.inspect.known import find_nearest

    if nearest := find_nearest(asked, known):
        return f"; did you mean {nearest}?"
    return f"; there are: {', '.join(sorted(known))}" if 0 < len(known) <= 6 else ""
