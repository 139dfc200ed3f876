"""The command with which readers judge."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.answer import print_document, say
from flows.cli.call import EXIT_WRONG, Invocation
from flows.cli.typed.known import suggest
from flows.cli.typed.whole_ids import whole_id
from storage.records import Opinion

if TYPE_CHECKING:
    from flows.learning.judge import Judged

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def add_commands(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(judge)


def judge(
    context: typer.Context,
    asked: Annotated[str, typer.Argument(metavar="ALERT-OR-URL", help="An alert by id, or an article.")],
    verdict: Annotated[
        str | None, typer.Argument(help="on-topic or off-topic, which teach; known or late, which do not.")
    ] = None,
    watch: Annotated[str | None, typer.Option(help="Of which watch; an alert has its own.")] = None,
    by: Annotated[str | None, typer.Option(help="Who judges; left out: this account.")] = None,
    take_back: Annotated[bool, typer.Option("--take-back", help="Forget what you had judged.")] = False,
    as_json: Json = False,
) -> None:
    """Say whether an alert or an article is on the watch's topic, or was known, or late."""
    from flows.config.database import open_database
    from flows.config.desk_layer import with_desk_if_any
    from flows.learning.judge import CannotJudge, find_judged, keep_opinion, take_opinion_back

    invocation: Invocation = context.obj
    settings = with_desk_if_any(invocation.settings())
    opinion = _read_verdict(verdict, take_back=take_back)
    name = by or _name_account()
    with open_database(settings) as db, db.writing() as tx:
        try:
            judged = find_judged(tx, whole_id(tx, asked), watch, settings.watches)
        except CannotJudge as error:
            say(str(error), err=True)
            raise typer.Exit(EXIT_WRONG) from None
        if opinion is None:
            changed = take_opinion_back(tx, judged, name)
        else:
            changed = keep_opinion(tx, judged, opinion, name, db.now())
    article = judged.kept.article
    if as_json:
        print_document(
            {
                "watch": judged.watch,
                "article_id": article.id,
                "alert_id": judged.alert,
                "verdict": opinion and opinion.value,
                "by": name,
                "changed": changed,
            }
        )
        return
    _say_judged(judged, opinion, name, changed=changed)


def _say_judged(judged: Judged, opinion: Opinion | None, name: str, *, changed: bool) -> None:
    title, watch = judged.kept.article.title, judged.watch
    if opinion:
        say(f"{title!r} is {opinion} for {watch}, by {name}")
    elif changed:
        say(f"what {name} judged of {title!r} for {watch} is taken back")
    else:
        say(f"{name} had not judged {title!r} for {watch}; nothing was taken back")
    if opinion and opinion.teaches and changed:
        say(f"`hanmi watch learn {watch}` shows what would change")


def _read_verdict(verdict: str | None, *, take_back: bool) -> Opinion | None:
    """The opinion, None to take back what was judged. Raises: typer.BadParameter."""
    if take_back and verdict is None:
        return None
    if take_back or verdict is None:
        words = "give a verdict, or --take-back without one"
        raise typer.BadParameter(words, param_hint="VERDICT")
    try:
        return Opinion(verdict.strip().lower().replace("_", "-").replace(" ", "-"))
    except ValueError:
        known = [opinion.value for opinion in Opinion]
        raise typer.BadParameter(
            f"{verdict!r} is no verdict{suggest(verdict, known)}", param_hint="VERDICT"
        ) from None


def _name_account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, in a container
        return "unknown"
