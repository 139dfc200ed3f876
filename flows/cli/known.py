"""Ids that a command was given, against those that there are: a misspelt one must not read as no news."""

from __future__ import annotations

import difflib
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
    from storage.lists.names_in_use import names_in_use
    from storage.readers.desk_layer import read_layer

    made = [change for change in read_layer(tx) if change.fields is not None]
    configured: dict[str, Collection[str]] = {
        "watch": {each.id for each in settings.watches},
        "entity": {each.id for each in settings.entities},
        "source": {each.id for each in settings.sources},
        "lang": {each.lang for each in settings.sources if each.lang},
    }
    for what, id_ in asked.items():
        if id_ is None or id_ in configured[what]:
            continue
        used = {*names_in_use(tx, what), *(change.id for change in made if change.kind == what)}
        if id_ not in used:
            name = "language" if what == "lang" else what
            known = sorted({*configured[what], *used})
            near = suggest(id_, known) or (f"; `{LISTED_BY[what]}` has all" if what in LISTED_BY else "")
            raise typer.BadParameter(f"there is no {name} {id_!r}{near}", param_hint=f"--{what}")


def suggest(asked: str, known: Collection[str]) -> str:
    """The nearest of what there is, as the end of a sentence; all where they are few, else nothing."""
    alike = difflib.get_close_matches(asked.lower(), list(known), n=1, cutoff=0.5)
    alike = alike or [each for each in sorted(known) if len(asked) > 2 and asked.lower() in each][:1]
    if alike:
        return f"; did you mean {alike[0]}?"
    return f"; there are: {', '.join(sorted(known))}" if 0 < len(known) <= 6 else ""
