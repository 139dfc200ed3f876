"""The commands that look closely at one thing: show, explain, redeliver and doctor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.answer import print_document, print_table, say
from flows.cli.call import EXIT_FAILED, Invocation
from flows.cli.typed.whole_ids import unknown_id, whole_id

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Transaction
    from storage.records import Delivery

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    for command in (show, explain, redeliver, doctor):
        app.command()(command)


def show(
    context: typer.Context,
    id_or_url: Annotated[
        str, typer.Argument(help="An article, story or alert by id, or an article by address.")
    ],
    as_json: Json = False,
) -> None:
    """One article, story or alert, whole."""
    from flows.cli.showing.shown import print_record
    from flows.config.database import open_database
    from storage.corpus.articles import list_sharing

    invocation: Invocation = context.obj
    settings = invocation.settings()
    with open_database(settings) as db, db.reading() as tx:
        document = _find(tx, whole_id(tx, id_or_url))
        sharing = list_sharing(tx, id_or_url) if document is None else []
        if len(sharing) == 1:
            document = _find(tx, sharing[0][0])
    if len(sharing) > 1:
        raise _shared(id_or_url, sharing)
    if document is None:
        raise unknown_id(id_or_url)
    if as_json:
        print_document(document)
    else:
        print_record(document, settings.timezone)


def explain(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="The article's address, id, or the file it came from.")],
    whole: Annotated[bool, typer.Option("--all", help="Every watch, with what is missing.")] = False,
    as_json: Json = False,
) -> None:
    """Why this article did or did not alert, step by step."""
    from flows.config.database import open_database
    from flows.inspect.explain import Corpus, explain_article
    from flows.learning.models import open_watchlist

    invocation: Invocation = context.obj
    settings = invocation.settings()
    with open_database(settings) as db:
        with db.reading() as tx:
            asked = _article_of(tx, url)
        watchlist = open_watchlist(settings, db).for_few()
        explanation = explain_article(Corpus(db=db, watchlist=watchlist), asked)
    if as_json:
        print_document(explanation)
    else:
        from flows.cli.showing.explained import print_explanation

        print_explanation(explanation, settings.timezone, whole=whole)
    if not explanation["known"]:
        raise typer.Exit(EXIT_FAILED)


def redeliver(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(help="Alerts or deliveries.")] = None,
    dead: Annotated[bool, typer.Option("--dead", help="All that were given up.")] = False,
    as_json: Json = False,
) -> None:
    """Make deliveries due again, under the same idempotency key, and send them."""
    from alerts.compose.public_json import shape_delivery
    from flows.cli.showing.carried import say_carried
    from flows.cli.showing.redelivered import is_lost, print_redelivered
    from flows.report import CycleReport
    from flows.wiring import open_house, send_promised
    from storage.promises.channels import channels_off
    from storage.promises.outbox import read_delivery

    if not ids and not dead:
        raise typer.BadParameter("name alerts or deliveries, or give --dead")
    invocation: Invocation = context.obj
    settings = invocation.settings("channel")
    with open_house(settings) as house:
        now = house.db.now()
        with house.db.writing() as tx:
            due = _list_due(tx, ids, dead, now)
        send_promised(house, CycleReport())
        with house.db.reading() as tx:
            after = list(filter(None, map(partial(read_delivery, tx), due)))
            working = {channel.id for channel in house.channels} - set(channels_off(tx))
            carried = say_carried(tx, after)
    if as_json:
        print_document(list(map(shape_delivery, after)))
    else:
        print_redelivered(after, carried, working, settings.timezone)
    if any(is_lost(delivery, working) for delivery in after):
        raise typer.Exit(EXIT_FAILED)


def _list_due(tx: Transaction, ids: list[str] | None, dead: bool, now: datetime) -> list[str]:
    """The deliveries that are due now, each once: those that were named, and all that were given up."""
    from storage.promises.outbox import redeliver_dead

    due = [item for id_ in ids or () for item in _make_due(tx, id_, now)]
    if dead:
        due += redeliver_dead(tx, now)
    return list(dict.fromkeys(item.id for item in due))


def _make_due(tx: Transaction, asked: str, now: datetime) -> list[Delivery]:
    """The deliveries that an id means, due now. Raises: typer.Exit, and nothing is due."""
    from storage.promises.alerts import read_alert
    from storage.promises.outbox import redeliver as make_due

    id_ = whole_id(tx, asked)
    if due := make_due(tx, [id_], now):
        return due
    if read_alert(tx, id_) is None:
        raise unknown_id(asked, "deliveries")
    say(f"{id_}: this alert went to no channel; `hanmi show {id_}` shows it", err=True)
    raise typer.Exit(EXIT_FAILED)


_SHOWN = {"look": "warning", "mend": "fix"}
"""What people read; the JSON keeps the words of its contract."""


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check configuration, database, Prefect, sources, channels, clock and disk; say what to fix."""
    from flows.inspect.health.doctor import examine

    invocation: Invocation = context.obj
    findings = list(examine(invocation.settings()))
    if as_json:
        print_document([finding.as_json() for finding in findings])
    else:
        rows = [
            (_SHOWN.get(finding.state, finding.state), finding.name, finding.says, finding.mend)
            for finding in findings
        ]
        print_table("Health", ("", "what", "found", "what to do"), rows, below=("what to do",))
    if any(finding.state == "mend" for finding in findings):
        raise typer.Exit(EXIT_FAILED)


def _find(tx: Transaction, id_or_url: str) -> dict[str, Any] | None:
    """The thing of this id or address in its public shape, None where there is none."""
    from alerts.compose.public_json import shape_alert, shape_article, shape_delivery, shape_version
    from flows.cli.showing.carried import say_carried
    from flows.inspect.story import describe_story
    from storage.corpus.articles import find_article, read_titles
    from storage.corpus.versions import read_versions
    from storage.lists.story_lists import read_story
    from storage.promises.alerts import read_alert
    from storage.promises.outbox import read_delivery

    if story := read_story(tx, id_or_url):
        return describe_story(tx, story)
    if alert := read_alert(tx, id_or_url):
        return shape_alert(alert) | {"title": read_titles(tx, [alert.article]).get(alert.article)}
    if delivery := read_delivery(tx, id_or_url):
        return shape_delivery(delivery) | {"carries": say_carried(tx, [delivery])[delivery.id]}
    kept = find_article(tx, id_or_url)
    if kept is None:
        return None
    versions = [shape_version(each, with_text=True) for each in read_versions(tx, kept.article.id)]
    return shape_article(kept, with_text=True) | {"versions": versions}


def _article_of(tx: Transaction, asked: str) -> str:
    """The article that is meant where an id is shortened, or is that of an alert; else what was asked."""
    from storage.promises.alerts import read_alert

    id_ = whole_id(tx, asked)
    alert = read_alert(tx, id_)
    return alert.article if alert else id_


def _shared(url: str, sharing: list[tuple[str, str]]) -> typer.Exit:
    named = "\n".join(f"  {id_}  {title}" for id_, title in sharing)
    say(f"{url}: several articles share this address; name one by its id:\n{named}", err=True)
    return typer.Exit(EXIT_FAILED)
