"""The commands that list: articles, stories, alerts, deliveries and sources."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from flows.cli.call import Invocation
from flows.cli.show import local_time, print_lines, print_table, read_since

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Limit = Annotated[int | None, typer.Option(min=1, help="At most so many.")]
Since = Annotated[str | None, typer.Option(help="So long ago (7d), or a date.")]
SCREENFUL = 50
"""Rows of a table where no limit is given; JSON gives all."""


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    for command in (articles, stories, alerts, deliveries, sources):
        app.command()(command)


def articles(
    context: typer.Context,
    as_json: Json = False,
    limit: Limit = None,
    since: Since = None,
    watch: Annotated[str | None, typer.Option(help="Only those that meet this watch.")] = None,
    entity: Annotated[str | None, typer.Option(help="Only those that name this entity.")] = None,
    source: Annotated[str | None, typer.Option(help="Only those of this source.")] = None,
    lang: Annotated[str | None, typer.Option(help="Only those in this language.")] = None,
) -> None:
    """Articles, newest first, copies included."""
    from alerts.shapes import shape_article
    from flows.database import open_database
    from storage.articles import ArticleFilter, list_articles

    settings = _settings(context)
    wanted = ArticleFilter(
        since=read_since(since, settings.timezone),
        watch=watch,
        entity=entity,
        source=source,
        lang=lang,
        limit=limit or (None if as_json else SCREENFUL),
    )
    with open_database(settings).reading() as tx:
        found = list_articles(tx, wanted)
    if as_json:
        print_lines(shape_article(kept) for kept in found)
        return
    rows = [
        (
            kept.article.id,
            local_time(kept.article.published.at if kept.article.published else None, settings.timezone),
            kept.article.outlet or kept.article.source or "-",
            f"{kept.copy.kind} of {kept.copy.of}" if kept.copy else "",
            kept.article.title,
        )
        for kept in found
    ]
    print_table("Articles", ("id", f"published ({settings.timezone})", "outlet", "copy", "title"), rows)


def stories(
    context: typer.Context,
    as_json: Json = False,
    limit: Limit = None,
    since: Since = None,
    watch: Annotated[
        str | None, typer.Option(help="Only those with an article that meets this watch.")
    ] = None,
) -> None:
    """Stories, the one that moved last first."""
    from alerts.shapes import shape_story
    from flows.database import open_database
    from storage.saga import list_stories

    settings = _settings(context)
    with open_database(settings).reading() as tx:
        found = list_stories(
            tx,
            since=read_since(since, settings.timezone),
            watch=watch,
            limit=limit or (None if as_json else SCREENFUL),
        )
    if as_json:
        print_lines(shape_story(story) for story in found)
        return
    rows = [
        (
            story.id,
            local_time(story.last_seen, settings.timezone),
            str(len(story.articles)),
            ", ".join(story.outlets),
            story.title,
        )
        for story in found
    ]
    print_table("Stories", ("id", f"last seen ({settings.timezone})", "articles", "outlets", "title"), rows)


def alerts(
    context: typer.Context,
    as_json: Json = False,
    limit: Limit = None,
    since: Since = None,
    watch: Annotated[str | None, typer.Option(help="Only those of this watch.")] = None,
) -> None:
    """Alerts, newest first."""
    from alerts.shapes import shape_alert
    from flows.database import open_database
    from storage.alerts import list_alerts

    settings = _settings(context)
    with open_database(settings).reading() as tx:
        found = list_alerts(
            tx,
            since=read_since(since, settings.timezone),
            watch=watch,
            limit=limit or (None if as_json else SCREENFUL),
        )
    if as_json:
        print_lines(shape_alert(alert) for alert in found)
        return
    rows = [
        (
            alert.id,
            local_time(alert.created_at, settings.timezone),
            alert.watch,
            alert.kind.value,
            alert.article,
            "; ".join(alert.reasons),
        )
        for alert in found
    ]
    print_table("Alerts", ("id", f"told ({settings.timezone})", "watch", "kind", "article", "why"), rows)


def deliveries(
    context: typer.Context,
    as_json: Json = False,
    limit: Limit = None,
    since: Since = None,
    dead: Annotated[bool, typer.Option("--dead", help="Only those that were given up.")] = False,
) -> None:
    """Deliveries, newest first."""
    from alerts.shapes import shape_delivery
    from flows.database import open_database
    from storage.outbox import list_deliveries
    from storage.records import DeliveryState

    settings = _settings(context)
    with open_database(settings).reading() as tx:
        found = list_deliveries(
            tx,
            since=read_since(since, settings.timezone),
            state=DeliveryState.DEAD if dead else None,
            limit=limit or (None if as_json else SCREENFUL),
        )
    if as_json:
        print_lines(shape_delivery(delivery) for delivery in found)
        return
    rows = [
        (
            delivery.id,
            delivery.channel,
            delivery.recipient,
            delivery.state.value,
            str(delivery.attempts),
            local_time(delivery.next_attempt_at, settings.timezone),
            delivery.last_error or "",
        )
        for delivery in found
    ]
    columns = ("id", "channel", "recipient", "state", "tries", f"next ({settings.timezone})", "last error")
    print_table("Deliveries", columns, rows)


def sources(
    context: typer.Context,
    as_json: Json = False,
    limit: Limit = None,
    lang: Annotated[str | None, typer.Option(help="Only those in this language.")] = None,
) -> None:
    """Sources and how they do."""
    from alerts.shapes import shape_source
    from flows.database import open_database
    from storage.records import SourceStatus
    from storage.sources import read_statuses

    settings = _settings(context)
    with open_database(settings).reading() as tx:
        statuses = read_statuses(tx)
    wanted = [source for source in settings.sources if lang is None or source.lang == lang][:limit]
    shaped = [
        shape_source(source, statuses.get(source.id, SourceStatus(id=source.id, url=source.url)))
        for source in wanted
    ]
    if as_json:
        print_lines(shaped)
        return
    rows = [
        (
            item["id"],
            item["state"],
            item["last_result"] or "-",
            _local(item["last_polled_at"], settings.timezone),
            _local(item["next_poll_at"], settings.timezone),
            item["name"],
            item["last_error"] or item["trouble_why"] or "",
        )
        for item in shaped
    ]
    columns = (
        "id",
        "state",
        "last result",
        f"last poll ({settings.timezone})",
        "next",
        "failures",
        "name",
        "why",
    )
    print_table("Sources", columns, rows)


def _settings(context: typer.Context) -> Any:
    invocation: Invocation = context.obj
    return invocation.settings()


def _local(moment: str | None, zone: str) -> str:
    return local_time(datetime.fromisoformat(moment).astimezone(UTC) if moment else None, zone)
