"""`hanmi mute`: what nothing is told of for a time, and what that is now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.answer import local_time, print_document, print_table, say
from flows.cli.call import EXIT_WRONG, Invocation
from flows.cli.typed.known import suggest
from flows.cli.typed.whole_ids import whole_id
from flows.config.schedule import read_duration
from storage.language.printable import show_line

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from storage.database import Transaction

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def add_commands(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(mute)


def mute(
    context: typer.Context,
    subject: Annotated[
        str | None,
        typer.Argument(help="A story or watch by id, an outlet by name; left out: what is muted now."),
    ] = None,
    time: Annotated[str, typer.Option("--for", help="For so long; 0s lifts it.")] = "7d",
    as_json: Json = False,
) -> None:
    """Tell nothing of a story, a watch or an outlet for a time; its articles are kept all the same."""
    from flows.config.database import open_database
    from flows.config.desk_layer import with_desk_if_any
    from storage.promises.alerts import keep_mute, lift_mute, read_mutes

    invocation: Invocation = context.obj
    settings = with_desk_if_any(invocation.settings())
    lasting = _read_lasting(time)
    with open_database(settings) as db, db.writing() as tx:
        now = db.now()
        muted = read_mutes(tx, now)
        if subject is None:
            _print_muted(tx, settings, muted, as_json=as_json)
            return
        name = _find_subject(tx, settings, subject, muted)
        lift_mute(tx, name)
        until, lasts = now + lasting, bool(lasting)
        if lasts:
            keep_mute(tx, name, until, now)
    if as_json:
        print_document({"subject": name, "until": until.isoformat() if lasts else None})
    elif lasts:
        say(f"{name} is muted until {local_time(until, settings.timezone)} ({settings.timezone})")
    else:
        _say_lifted(name, was_muted=name in muted)


def _read_lasting(time: str) -> timedelta:
    """For how long. Raises: typer.BadParameter."""
    try:
        return read_duration(time)
    except ValueError as error:
        raise typer.BadParameter(show_line(str(error)), param_hint="--for") from None


def _say_lifted(name: str, *, was_muted: bool) -> None:
    say(f"{name} alerts again" if was_muted else f"{name} was not muted, and goes on alerting")


def _print_muted(
    tx: Transaction, settings: Settings, muted: Mapping[str, datetime], *, as_json: bool
) -> None:
    from storage.lists.story_lists import read_story

    if as_json:
        print_document({"muted": [{"subject": name, "until": at.isoformat()} for name, at in muted.items()]})
        return
    watches = {watch.id: watch.name for watch in settings.watches}
    rows = []
    for name, until in sorted(muted.items(), key=lambda each: each[1]):
        at = local_time(until, settings.timezone)
        if story := read_story(tx, name):
            rows.append((name, "story", at, story.title))
        else:
            rows.append((name, "watch" if name in watches else "outlet", at, watches.get(name, "")))
    columns = ("id", "what", "until", "title")
    empty = "Nothing is muted. `hanmi mute ID --for 7d` mutes a story, a watch or an outlet."
    print_table(f"Muted ({settings.timezone})", columns, rows, empty=empty)


def _find_subject(tx: Transaction, settings: Settings, asked: str, muted: Mapping[str, datetime]) -> str:
    """The name under which it is muted: of an alert or article its story's. Raises: typer.Exit."""
    from storage.corpus.articles import is_outlet
    from storage.lists.names_in_use import names_in_use

    if story := _find_story(tx, asked):
        return story
    watches = [watch.id for watch in settings.watches]
    if asked in (*watches, *muted) or is_outlet(tx, asked):
        return asked
    by_letters = {name.casefold(): name for name in names_in_use(tx, "outlet")}
    if same := by_letters.get(asked.strip().casefold()):
        return same
    near = _name_near(suggest(asked, [*watches, *by_letters]), by_letters)
    say(f"{asked}: neither a story nor a watch nor an outlet of the corpus{near}", err=True)
    raise typer.Exit(EXIT_WRONG)


def _find_story(tx: Transaction, asked: str) -> str | None:
    """The story of this id, or of this alert or article, which is then said."""
    from storage.lists.story_lists import read_story

    id_ = whole_id(tx, asked)
    story = read_story(tx, _story_of(tx, id_) or id_)
    if story is None:
        return None
    if story.id != id_:
        say(f"{asked} is of the story {story.id}: {story.title}", err=True)
    return story.id


def _name_near(near: str, by_letters: Mapping[str, str]) -> str:
    """A suggestion with the outlet as it is written."""
    for folded, name in by_letters.items():
        near = near.replace(f"did you mean {folded}?", f"did you mean '{name}'?")
    return near


def _story_of(tx: Transaction, asked: str) -> str | None:
    """The story of an alert, or of an article by id or address."""
    from storage.corpus.articles import find_article
    from storage.promises.alerts import read_alert

    if alert := read_alert(tx, asked):
        return alert.story
    kept = find_article(tx, asked)
    return kept.story if kept else None
