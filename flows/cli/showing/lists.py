"""The commands that list: articles, stories, alerts, deliveries and sources, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from flows.cli.answer import (
    Form,
    local_published,
    local_time,
    print_csv,
    print_lines,
    print_table,
    read_form,
    read_since,
    say,
)
from flows.cli.call import Invocation
from flows.cli.typed.known import require_ids
from flows.inspect import exported

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from storage.database import Transaction

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Csv = Annotated[
    bool, typer.Option("--csv", help="As CSV for spreadsheets: `hanmi alerts --csv > alerts.csv`.")
]
Limit = Annotated[int | None, typer.Option(min=1, help="At most so many.")]
SO_LONG = "so long ago (7d) or since a date"
Since = Annotated[str | None, typer.Option(help=f"Published {SO_LONG}; undated ones: read by Hanmi.")]
SinceMoved = Annotated[str | None, typer.Option("--since", help=f"With an article of {SO_LONG}.")]
SinceAlerted = Annotated[str | None, typer.Option("--since", help=f"Alerted {SO_LONG}.")]
SincePromised = Annotated[str | None, typer.Option("--since", help=f"Promised {SO_LONG}.")]
OfWatch = Annotated[str | None, typer.Option("--watch", help="Only of this watch.")]
OfEntity = Annotated[str | None, typer.Option("--entity", help="Only with this entity.")]
OfSource = Annotated[str | None, typer.Option("--source", help="Only from this source.")]
OfLang = Annotated[str | None, typer.Option("--lang", help="Only in this language.")]
Thing = TypeVar("Thing")

SCREENFUL = 50
"""Rows of a table where no limit is given; JSON gives all."""


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    for command in (articles, stories, alerts, deliveries, sources):
        app.command()(command)


def articles(
    context: typer.Context,
    as_json: Json = False,
    as_csv: Csv = False,
    limit: Limit = None,
    since: Since = None,
    watch: OfWatch = None,
    entity: OfEntity = None,
    source: OfSource = None,
    lang: OfLang = None,
    since_fetched: Annotated[str | None, typer.Option(help="The same by when Hanmi read them.")] = None,
) -> None:
    """Articles, the last published first (undated ones by when they were read), copies included."""
    from alerts.compose.public_json import shape_listed
    from storage.lists.article_lists import ArticleFilter, walk_articles
    from storage.records import Listed

    form = read_form(as_json=as_json, as_csv=as_csv)
    settings = _settings(context)
    wanted = ArticleFilter(
        since=read_since(since, settings.timezone),
        since_fetched=read_since(since_fetched, settings.timezone, "--since-fetched"),
        watch=watch,
        entity=entity,
        source=source,
        lang=lang,
        limit=_rows(limit, form),
    )

    def row(listed: Listed) -> Sequence[str]:
        published = local_published(listed.published_at, listed.published_day_only, settings.timezone)
        copy = f"{listed.copy_kind} of {listed.copy_of}" if listed.copy_of else ""
        return published, listed.outlet or listed.source or "-", listed.title, listed.id, copy

    columns, title = ("published", "outlet", "title", "id", "copy"), f"Articles ({settings.timezone})"
    empty = _none_of(
        "articles", "`hanmi run` reads the sources, `hanmi backfill` brings in files",
        since, since_fetched, watch, entity, source, lang,
    )  # fmt: skip
    with _reading(settings) as tx:
        require_ids(tx, settings, watch=watch, entity=entity, source=source, lang=lang)
        found = walk_articles(tx, wanted)
        _answer(
            title,
            columns,
            found,
            shape_listed,
            row,
            form=form,
            csv=exported.ARTICLE_COLUMNS,
            zone=settings.timezone,
            empty=empty,
            below=("id", "copy"),
        )


def stories(
    context: typer.Context,
    as_json: Json = False,
    as_csv: Csv = False,
    limit: Limit = None,
    since: SinceMoved = None,
    watch: OfWatch = None,
    entity: OfEntity = None,
    source: OfSource = None,
    lang: OfLang = None,
) -> None:
    """Stories, the one with the latest article first."""
    from alerts.compose.public_json import shape_story
    from storage.lists.story_lists import walk_stories
    from storage.records import Story

    form = read_form(as_json=as_json, as_csv=as_csv)
    settings = _settings(context)

    def row(story: Story) -> Sequence[str]:
        moved = local_time(story.last_seen, settings.timezone)
        counts = str(len(story.articles)), str(story.origins)
        return moved, *counts, story.title, ", ".join(story.outlets), story.id

    columns, title = (
        ("last seen", "articles", "origins", "title", "outlets", "id"),
        f"Stories ({settings.timezone})",
    )
    empty = _none_of(
        "stories", "they are made of articles, as these come in", since, watch, entity, source, lang
    )
    with _reading(settings) as tx:
        require_ids(tx, settings, watch=watch, entity=entity, source=source, lang=lang)
        found = walk_stories(
            tx,
            since=read_since(since, settings.timezone),
            watch=watch,
            entity=entity,
            source=source,
            lang=lang,
            limit=_rows(limit, form),
        )
        below = ("outlets", "id")
        _answer(
            title,
            columns,
            found,
            shape_story,
            row,
            form=form,
            csv=exported.STORY_COLUMNS,
            zone=settings.timezone,
            empty=empty,
            below=below,
        )


def alerts(
    context: typer.Context,
    as_json: Json = False,
    as_csv: Csv = False,
    limit: Limit = None,
    since: SinceAlerted = None,
    watch: OfWatch = None,
    entity: OfEntity = None,
    source: OfSource = None,
    lang: OfLang = None,
) -> None:
    """Alerts, newest first."""
    from alerts.compose.public_json import shape_alert
    from storage.corpus.articles import read_titles
    from storage.promises.alerts import list_alerts
    from storage.records import Alert

    form = read_form(as_json=as_json, as_csv=as_csv)
    settings = _settings(context)
    with _reading(settings) as tx:
        require_ids(tx, settings, watch=watch, entity=entity, source=source, lang=lang)
        found = list_alerts(
            tx,
            since=read_since(since, settings.timezone),
            watch=watch,
            entity=entity,
            source=source,
            lang=lang,
            limit=_rows(limit, form),
        )

        titles = read_titles(tx, {alert.article for alert in found}) if form is Form.TABLE else {}

    def row(alert: Alert) -> Sequence[str]:
        told = local_time(alert.created_at, settings.timezone)
        why, about = "; ".join(alert.reasons), titles.get(alert.article, "-")
        return told, alert.kind.value, alert.watch, about, why, alert.id, alert.article

    def shaped(alert: Alert) -> dict[str, Any]:
        shape = shape_alert(alert)
        return exported.quote_shape(shape, settings.quote) if form is Form.CSV else shape

    columns, title = (
        ("alerted", "kind", "watch", "title", "why", "id", "article"),
        f"Alerts ({settings.timezone})",
    )
    hint = "`hanmi explain ADDRESS` says of an article why not"
    empty = _none_of("alerts", hint, since, watch, entity, source, lang)
    below = ("why", "id", "article")
    _answer(
        title,
        columns,
        found,
        shaped,
        row,
        form=form,
        csv=exported.ALERT_COLUMNS,
        zone=settings.timezone,
        empty=empty,
        below=below,
    )


def deliveries(
    context: typer.Context,
    as_json: Json = False,
    as_csv: Csv = False,
    limit: Limit = None,
    since: SincePromised = None,
    watch: OfWatch = None,
    dead: Annotated[bool, typer.Option("--dead", help="Only those that were given up.")] = False,
) -> None:
    """Deliveries, newest first."""
    from alerts.compose.public_json import mask, shape_delivery
    from flows.cli.showing.carried import say_carried
    from storage.language.counts import count_of
    from storage.promises.outbox import list_deliveries
    from storage.records import Delivery, DeliveryState
    from storage.whole.restored import RESTORED

    form = read_form(as_json=as_json, as_csv=as_csv)
    settings = _settings(context)
    with _reading(settings) as tx:
        require_ids(tx, settings, watch=watch)
        found = list_deliveries(
            tx,
            since=read_since(since, settings.timezone),
            watch=watch,
            state=DeliveryState.DEAD if dead else None,
            limit=_rows(limit, form),
        )
        carried = say_carried(tx, found) if form is Form.TABLE else {}

    def row(delivery: Delivery) -> Sequence[str]:
        promised = local_time(delivery.created_at, settings.timezone)
        state = f"{delivery.state.value}, {count_of(delivery.attempts, 'try', 'tries')}"
        if delivery.held == RESTORED:
            state = "held since a restore"
        if delivery.next_attempt_at:
            state += f", next {local_time(delivery.next_attempt_at, settings.timezone)}"
        last = delivery.last_error or "", delivery.id
        return promised, delivery.channel, delivery.recipient, carried[delivery.id], state, *last

    columns = ("promised", "channel", "recipient", "what", "state", "last error", "id")
    empty = _none_of("deliveries", "alerts go to the channels of the configuration", since, watch)
    if dead and not (since or watch):
        empty = "No delivery was given up."

    def shaped(delivery: Delivery) -> dict[str, Any]:
        shape = shape_delivery(delivery)
        return mask(shape) if form is Form.CSV else shape  # an export masks addresses

    title, below = f"Deliveries ({settings.timezone})", ("recipient", "last error", "id")
    _answer(
        title,
        columns,
        found,
        shaped,
        row,
        form=form,
        csv=exported.DELIVERY_COLUMNS,
        zone=settings.timezone,
        empty=empty,
        below=below,
    )


def sources(
    context: typer.Context,
    as_json: Json = False,
    as_csv: Csv = False,
    limit: Limit = None,
    lang: OfLang = None,
) -> None:
    """Sources and how they do; as a table those in trouble first."""
    from flows.config.database import open_database
    from flows.config.desk_layer import with_desk
    from flows.inspect.source_list import rank_trouble, shape_sources
    from flows.sources.health.outage import name_outage

    form = read_form(as_json=as_json, as_csv=as_csv)
    settings = _settings(context)
    with open_database(settings) as db:
        settings = with_desk(settings, db)
        with db.reading() as tx:
            require_ids(tx, settings, lang=lang)
            found = shape_sources(tx, settings.sources, db.now(), lang=lang)[:limit]

    outage = name_outage((item["last_result"], item["last_error"]) for item in found if not item["paused"])

    if form is Form.TABLE:
        found.sort(key=rank_trouble)
    columns = ("name", "id", "state", "last result", "last poll", "next", "why")
    title = f"Sources: {_count_states(found)} (times in {settings.timezone})"
    empty = _none_of("sources", "`hanmi source add ADDRESS` finds what a site offers", lang)
    _answer(
        title,
        columns,
        found,
        dict,
        partial(_list_source, zone=settings.timezone, with_failure=not outage),
        form=form,
        csv=exported.SOURCE_COLUMNS,
        zone=settings.timezone,
        empty=empty,
        below=("next", "why"),
    )
    if outage and form is Form.TABLE:
        say(outage)


def _list_source(item: dict[str, Any], *, zone: str, with_failure: bool) -> Sequence[str]:
    """A source's row; a failure that all have is said once for all."""
    polled, due = _local(item["last_polled_at"], zone), _local(item["next_poll_at"], zone)
    failure = (item["last_error"] or item["trouble_why"]) if with_failure else ""
    whys = (failure, item["next_poll_why"], *(remark["why"] for remark in item["remarks"]))
    result = item["last_result"] or "-"
    return item["name"], item["id"], _say_state(item), result, polled, due, "; ".join(filter(None, whys))


def _say_state(item: dict[str, Any]) -> str:
    state = "paused" if item["paused"] else item["state"]
    return f"{state}, headline only" if item["headlines_only"] else state


def _count_states(found: Sequence[dict[str, Any]]) -> str:
    """How many sources are in each state, those in trouble first."""
    from flows.inspect.source_list import TROUBLE_FIRST

    counts = Counter(str(item["state"]) for item in found)
    return ", ".join(f"{counts[state]} {state}" for state in TROUBLE_FIRST if counts[state]) or "none"


def _answer(
    title: str,
    columns: Sequence[str],
    found: Iterable[Thing],
    shape: Callable[[Thing], dict[str, Any]],
    row: Callable[[Thing], Sequence[str]],
    *,
    form: Form,
    csv: Sequence[str],
    zone: str,
    empty: str,
    below: Collection[str],
) -> None:
    """Print what was found: its public shape a line, or a row of a table; `empty` says that there is none."""
    if form is Form.JSON:
        print_lines(map(shape, found))
    elif form is Form.CSV:
        print_csv(csv, map(shape, found), zone)
    else:
        print_table(title, columns, list(map(row, found)), empty=empty, below=below)


def _none_of(what: str, hint: str, *asked: str | None) -> str:
    """What an empty list says: that nothing is what was asked for, or that there is nothing yet and why."""
    return f"No {what} match what was asked for." if any(asked) else f"No {what} yet: {hint}."


def _rows(limit: int | None, form: Form) -> int | None:
    return limit or (SCREENFUL if form is Form.TABLE else None)


@contextmanager
def _reading(settings: Settings) -> Iterator[Transaction]:
    from flows.config.database import open_database

    with open_database(settings) as db, db.reading() as tx:
        yield tx


def _settings(context: typer.Context) -> Settings:
    invocation: Invocation = context.obj
    return invocation.settings()


def _local(moment: str | None, zone: str) -> str:
    return local_time(datetime.fromisoformat(moment) if moment else None, zone)
