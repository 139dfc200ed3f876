"""The commands on the database as a whole: backup, restore, migrate and forget."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.answer import local_time, print_document, print_table, say
from flows.cli.call import EXIT_FAILED, Invocation
from storage.errors import ConfigurationError
from storage.language.counts import count_of
from storage.language.printable import show_line

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from storage.records import Delivery

MOST_LISTED = 20
"""Held deliveries that a restore shows; after a day away there may be a thousand."""

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    for command in (backup, restore, migrate, forget):
        app.command()(command)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where it goes; an older backup there is replaced.")],
    as_json: Json = False,
) -> None:
    """Copy the database to a file, checked, while the service runs."""
    from storage.whole.backup import back_up

    invocation: Invocation = context.obj
    path = _sqlite_file(invocation.settings(), "pg_dump --format=custom --file=FILE")
    began = time.monotonic()
    made = back_up(path, file.absolute())
    seconds = time.monotonic() - began
    if as_json:
        counts = {"bytes": made.size, "articles": made.articles, "pending": made.pending}
        print_document({"file": str(made.path), **counts, "seconds": round(seconds, 2)})
    else:
        pending = count_of(made.pending, "delivery", "deliveries")
        size = f"{made.size / 1e6:.1f} MB, {count_of(made.articles, 'article')}"
        say(f"{made.path}: {size}, {pending} still to be sent; checked, in {seconds:.1f} s")


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What `hanmi backup` wrote.")],
    as_json: Json = False,
) -> None:
    """Put a backup in the place of the database, with the service stopped; the old file is kept beside."""
    from alerts.compose.public_json import shape_delivery
    from flows.config.database import open_database
    from flows.service.lock import hold_lock
    from storage.clock import wall_clock
    from storage.promises.outbox_held import list_restored
    from storage.whole.backup import restore as put_back

    invocation: Invocation = context.obj
    settings = invocation.settings()
    path = _sqlite_file(settings, "pg_restore --clean --if-exists --dbname=URL FILE")
    with hold_lock(settings.data_dir):
        done = put_back(path, file.absolute(), wall_clock())
        with open_database(settings) as db, db.reading() as tx:
            held = list_restored(tx)
    if as_json:
        kept = str(done.kept) if done.kept else None
        shaped = [shape_delivery(each) for each in held]
        print_document({"file": str(file.absolute()), "kept": kept, "sent_since": done.sent, "held": shaped})
        return
    say(f"{path} is {file} now" + (f"; the file before is kept as {done.kept}" if done.kept else ""))
    if done.sent is None:
        say(
            "Nothing could tell what was sent after the backup: for a day, alerts on news from before now "
            "are held as well. `hanmi deliveries` lists them, `hanmi deliver --restored` sends them."
        )
    else:
        say(f"The file before says what was sent after the backup ({done.sent}): that is not sent again.")
    if held:
        _list_held(held, settings.timezone)


def migrate(
    context: typer.Context,
    to: Annotated[
        str,
        typer.Option(help="sqlite:///FILE, postgresql+psycopg://user@host/database, or env:NAME."),
    ],
    as_json: Json = False,
) -> None:
    """Carry everything to an empty database: the bulk while the service runs, the last step without it."""
    from flows.config.loading.secrets import read_storage_url
    from flows.service.move import move_everything

    invocation: Invocation = context.obj
    settings = invocation.settings()
    try:
        url = read_storage_url(to, Path.cwd())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--to") from None
    if url == settings.storage_url:
        raise typer.BadParameter("that is the database of the configuration", param_hint="--to")
    began = time.monotonic()
    move = move_everything(
        settings, url, _show_progress if sys.stderr.isatty() and not as_json else _say_nothing
    )
    seconds = round(time.monotonic() - began, 2)
    if as_json:
        document = {"from": move.origin, "to": move.to, "rows": move.rows, "moved": move.waits_for is None}
        print_document(document | {"last_step_s": round(move.last_step_s, 2), "seconds": seconds})
    elif move.waits_for is None:
        say(
            f"{count_of(sum(move.rows.values()), 'row')} of {len(move.rows)} tables are in {move.to} now, "
            f"and equal to those in {move.origin}, which is marked as moved; it took {seconds:.0f} s, "
            f"the last step {move.last_step_s:.0f} s.\n"
            f"Set [storage] url to it, and start the service again."
        )
    if move.waits_for is not None:
        say(
            f"All up to now is carried over in {seconds:.0f} s, but {move.waits_for}. Stop it, and call this "
            "again for the last step, which takes about half as long.",
            err=as_json,
        )
        raise typer.Exit(EXIT_FAILED)


def forget(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="A reader, by address or by the name given at the login.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    as_json: Json = False,
) -> None:
    """Remove what is stored of a person: judgements, marks, feed tokens and unsubscribings.

    Changes at the desk stay without the name.
    """
    from flows.config.database import open_database
    from storage.readers.persons import forget_person

    invocation: Invocation = context.obj
    settings = invocation.settings()
    if not yes and _is_terminal():
        asked = (
            f"Remove judgements, marks, feed tokens and unsubscribings of {show_line(address)}? They cannot "
            "be brought back"
        )
        if not typer.confirm(asked, err=True):
            say("nothing was removed", err=True)
            raise typer.Exit(EXIT_FAILED)
    with open_database(settings) as db, db.writing() as tx:
        counts = forget_person(tx, address)
    if as_json:
        print_document({"address": address, **counts})
    elif not any(counts.values()):
        say(f"nothing is stored of {address}")
    else:
        named = {name: name.replace("_", " ") for name in counts}
        many = ", ".join(
            count_of(number, named[name].removesuffix("s"), named[name]) for name, number in counts.items()
        )
        say(f"{address} is forgotten: {many}")


def _is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _show_progress(table: str, rows: int) -> None:
    sys.stderr.write(f"\r{table}: {rows}\033[K")
    sys.stderr.flush()


def _say_nothing(_table: str, _rows: int) -> None:
    """Nobody is looking."""


def _list_held(held: list[Delivery], zone: str) -> None:
    def row(each: Delivery) -> tuple[str, ...]:
        return each.id, local_time(each.created_at, zone), each.channel, each.recipient

    waited = count_of(len(held), "delivery", "deliveries")
    say(f"{waited} waited when the backup was made, and may have been sent since:")
    shown = held[-MOST_LISTED:]
    print_table(f"Held ({zone})", ("id", "promised", "channel", "recipient"), list(map(row, shown)))
    if len(shown) < len(held):
        say(f"These are the newest {len(shown)}; `hanmi deliveries` lists all.")
    say("`hanmi deliver --restored` sends them all, `hanmi redeliver ID` one.")


def _sqlite_file(settings: Settings, instead: str) -> Path:
    """The file of the database; `instead` is what serves for a server's.

    Raises:
        ConfigurationError: it is a server's.
    """
    url = settings.storage_url
    if not url.startswith("sqlite:///"):
        why = f"storage.url: a PostgreSQL database has tools of its own for this: {instead}"
        raise ConfigurationError(str(settings.config_path or "built-in defaults"), (why,))
    return Path(url.removeprefix("sqlite:///"))
