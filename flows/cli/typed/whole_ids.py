"""Ids as people type them: their beginning does where it is that of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from flows.cli.answer import say
from flows.cli.call import EXIT_FAILED

if TYPE_CHECKING:
    from storage.database import Transaction

LISTED_BY = {"al-": "alerts", "dg-": "digest", "d-": "deliveries", "s-": "stories", "a-": "articles"}
"""How ids begin, and the command that lists them."""


def whole_id(tx: Transaction, asked: str) -> str:
    """The one id that begins so; what is no beginning of any stays as it is.

    Raises:
        typer.Exit: several ids begin so; they are named.
    """
    from storage.lists.beginnings import MOST, find_ids

    found = find_ids(tx, asked.strip())
    if not found or asked in found:
        return asked
    if len(found) > 1:
        named = "\n".join(f"  {id_}" for id_ in found)
        more = " at least" if len(found) == MOST else ""
        say(f"{asked}:{more} {len(found)} ids begin so; type more of it:\n{named}", err=True)
        raise typer.Exit(EXIT_FAILED)
    return found[0]


def unknown_id(asked: str, meant: str | None = None) -> typer.Exit:
    """Say that nothing of this id or address is there, and which command lists what is.

    `meant` lists what this one asks for, where the id itself does not show its kind.
    """
    listing = next((name for kind, name in LISTED_BY.items() if asked.startswith(kind)), meant)
    said = f"{asked}: nothing of this id or address is known; {say_where_to_look(asked, listing)}"
    say(said, err=True)
    return typer.Exit(EXIT_FAILED)


def say_where_to_look(asked: str, listing: str | None = None) -> str:
    """The next step of somebody whose id, address or title was not found."""
    if listing:
        return f"`hanmi {listing}` lists what is"
    if any(char.isspace() for char in asked.strip()):
        return "`hanmi search 'words of the title'` finds an article by its words"
    return "`hanmi articles` lists what is, and `hanmi search 'words of the title'` finds it by its words"
