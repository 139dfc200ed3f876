"""The commands that act on what is told: mute and channel test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.cli.call import EXIT_FAILED, Invocation
from flows.cli.show import local_time, print_document
from flows.schedule import read_duration

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    app.command()(mute)


def mute(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="A story by id, a watch by id, or an outlet by name.")],
    time: Annotated[str, typer.Option("--for", help="For so long; 0s lifts it.")] = "7d",
    as_json: Json = False,
) -> None:
    """Tell nothing of a story, a watch or an outlet for a time; its articles are kept all the same."""
    from flows.database import open_database
    from storage.alerts import keep_mute, lift_mute
    from storage.articles import is_outlet
    from storage.saga import read_story

    invocation: Invocation = context.obj
    settings = invocation.settings()
    try:
        until = datetime.now(UTC) + read_duration(time)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--for") from None
    with open_database(settings).writing() as tx:
        story = read_story(tx, subject)
        name = story.id if story else subject
        known = story or any(watch.id == subject for watch in settings.watches) or is_outlet(tx, subject)
        if not known:
            typer.echo(f"{subject}: neither a story nor a watch nor an outlet of the corpus", err=True)
            raise typer.Exit(EXIT_FAILED)
        lift_mute(tx, name)
        lasts = until > datetime.now(UTC)
        if lasts:
            keep_mute(tx, name, until)
    if as_json:
        print_document({"subject": name, "until": until.isoformat() if lasts else None})
    elif lasts:
        typer.echo(f"{name} is muted until {local_time(until, settings.timezone)} ({settings.timezone})")
    else:
        typer.echo(f"{name} is told of again")
