"""The desk alone, and the tokens of its feeds."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from flows.cli.answer import local_time, print_lines, print_table, say
from flows.cli.call import EXIT_FAILED, Invocation
from flows.cli.hinting import Hinting

LOOK_S = 0.5

desk = typer.Typer(cls=Hinting, help="The desk page alone, beside a service elsewhere; its feeds' tokens.")


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    app.add_typer(desk, name="desk")


@desk.callback(invoke_without_command=True)
def show_desk(context: typer.Context) -> None:
    """The desk page alone, beside a service that runs elsewhere on the same database; Ctrl-C ends it."""
    if context.invoked_subcommand is not None:
        return
    from flows.config.database import open_database
    from flows.desk.open_desk import open_desk
    from flows.service.signals import Signals

    invocation: Invocation = context.obj
    settings = invocation.settings("desk")
    with Signals() as signals, open_database(settings) as db:
        server = open_desk(settings, db)
        server.open()
        try:
            say(f"desk at {server.address}; Ctrl-C ends it")
            if server.login_address:
                say(f"to change things: {server.login_address}")
            while not signals.count and server.address:
                signals.wait(LOOK_S)
        finally:
            server.close()
    if not signals.count:
        say("the desk has ended by itself", err=True)
        raise typer.Exit(EXIT_FAILED)


@desk.command()
def tokens(
    context: typer.Context,
    add: Annotated[str | None, typer.Option(metavar="NAME", help="Make one, for this reader.")] = None,
    revoke: Annotated[str | None, typer.Option(metavar="NAME", help="Have it open nothing any more.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """The tokens that open feeds (`.atom`, `/alerts*.json`) and nothing else: list, make, revoke."""
    from flows.config.database import open_database
    from storage.readers.feed_tokens import list_feed_tokens, make_feed_token, revoke_feed_token

    invocation: Invocation = context.obj
    settings = invocation.settings()
    with open_database(settings) as db, db.writing() as tx:
        if revoke is not None and not revoke_feed_token(tx, revoke):
            raise typer.BadParameter(f"there is no token {revoke!r}", param_hint="--revoke")
        made = make_feed_token(tx, add, getpass.getuser(), db.now()) if add is not None else None
        if add is not None and made is None:
            raise typer.BadParameter(f"there is a token {add!r} already", param_hint="--add")
        found = list_feed_tokens(tx)
    if as_json:
        print_lines(
            {
                "name": each.name,
                "by": each.by,
                "made_at": each.made_at.isoformat(),
                "used_at": each.used_at and each.used_at.isoformat(),
                "token": made if each.name == add else None,
            }
            for each in found
        )
        return
    if made:
        say(f"{made}\nshown this once; a feed's address takes it as ?token={made}")
        return
    zone = settings.timezone
    rows = [
        (each.name, each.by, local_time(each.made_at, zone), local_time(each.used_at, zone)) for each in found
    ]
    print_table(f"Tokens of feeds ({zone})", ("name", "made by", "made", "last used"), rows)
