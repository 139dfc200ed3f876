"""The desk alone, and the tokens of its feeds."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.answer import local_time, print_lines, print_table, say
from flows.cli.call import EXIT_FAILED, Invocation
from flows.cli.typed.hinting import Hinting
from storage.errors import ListenError

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from flows.desk.server import DeskServer
    from storage.database import Transaction
    from storage.readers.feed_tokens import FeedToken

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
    with Signals() as signals, open_database(settings, is_lean=True) as db:
        server = open_desk(settings, db)
        _open(server, settings)
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


NO_TOKENS = "No feed has a token of its own; `hanmi desk tokens --add NAME` makes one."


def _open(server: DeskServer, settings: Settings) -> None:
    """Have the desk listen. Raises: ListenError, which names the service that shows it already."""
    from flows.service.lock import read_holder

    try:
        server.open()
    except ListenError as error:
        if holder := read_holder(settings.data_dir):
            where, why = error.about, f"`hanmi serve` ({holder}) shows the desk already"
            raise ListenError(where, why, "stop it, or set another port in [desk] listen") from error
        raise


@desk.command()
def tokens(
    context: typer.Context,
    add: Annotated[str | None, typer.Option(metavar="NAME", help="Make one, for this reader.")] = None,
    revoke: Annotated[str | None, typer.Option(metavar="NAME", help="Have it open nothing any more.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """The tokens that open feeds (`.atom`, `/alerts*.json`) and nothing else: list, make, revoke."""
    from flows.config.database import open_database
    from storage.readers.feed_tokens import list_feed_tokens

    invocation: Invocation = context.obj
    settings = invocation.settings()
    with open_database(settings) as db, db.writing() as tx:
        if revoke is not None:
            _revoke(tx, revoke)
        made = _make(tx, add, db.now()) if add is not None else None
        found = list_feed_tokens(tx)
    if as_json:
        print_lines(_shape_token(each, made if each.name == add else None) for each in found)
    elif made:
        say(f"{made}\nshown this once; a feed's address takes it as ?token={made}")
    else:
        _print_tokens(found, settings.timezone)


def _revoke(tx: Transaction, name: str) -> None:
    from storage.readers.feed_tokens import revoke_feed_token

    if not revoke_feed_token(tx, name):
        raise typer.BadParameter(f"there is no token {name!r}", param_hint="--revoke")


def _make(tx: Transaction, name: str, now: datetime) -> str:
    from storage.readers.feed_tokens import make_feed_token

    made = make_feed_token(tx, name, getpass.getuser(), now)
    if made is None:
        raise typer.BadParameter(f"there is a token {name!r} already", param_hint="--add")
    return made


def _shape_token(token: FeedToken, made: str | None) -> dict[str, Any]:
    return {
        "name": token.name,
        "by": token.by,
        "made_at": token.made_at.isoformat(),
        "used_at": token.used_at and token.used_at.isoformat(),
        "token": made,
    }


def _print_tokens(tokens: Sequence[FeedToken], zone: str) -> None:
    rows = [
        (each.name, each.by, local_time(each.made_at, zone), local_time(each.used_at, zone))
        for each in tokens
    ]
    print_table(f"Tokens of feeds ({zone})", ("name", "made by", "made", "last used"), rows, empty=NO_TOKENS)
