"""The command that registers the flows on a work pool of a Prefect server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.answer import print_document, say
from flows.cli.call import EXIT_FAILED, Invocation

if TYPE_CHECKING:
    from flows.service.prefect.pool import Registered

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    app.command()(deploy)


def deploy(
    context: typer.Context,
    pool: Annotated[str, typer.Option(help="A work pool of the server that PREFECT_API_URL names.")],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; say what differs, status 1 if anything does.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Register the flows on a Prefect server's work pool, for workers on many machines."""
    from flows.runs.stamp import make_stamp
    from flows.service.prefect.pool import register

    invocation: Invocation = context.obj
    settings = invocation.settings()
    found = asyncio.run(register(settings, pool, only_look=check))
    stamp = make_stamp(settings)
    if as_json:
        shaped = [
            {"name": each.name, "new": each.is_new, "differs": list(each.differs), "paused": each.is_paused}
            for each in found
        ]
        print_document({"pool": pool, "stamp": stamp, "registered": shaped, "checked_only": check})
    else:
        for each in found:
            say(f"{each.name}: {_say(each, check)}{', paused' if each.is_paused else ''}")
        make = f"version {stamp['version']}, schema {stamp['schema']}, configuration {stamp['configuration']}"
        say(f"Workers of this make take runs: {make}")
        if not check:
            say(f"On each machine: prefect worker start --pool {pool} --limit 6")
    if check and not all(each.is_same for each in found):
        raise typer.Exit(EXIT_FAILED)


def _say(each: Registered, check: bool) -> str:
    if each.is_same:
        return "as it is to be"
    if each.is_new:
        return "is not there" if check else "registered"
    return f"{'differs' if check else 'renewed'} ({', '.join(each.differs)})"
