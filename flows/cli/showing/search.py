"""`hanmi search`: the corpus asked in the watch language."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from flows.cli.answer import (
    Form,
    count_of,
    local_published,
    local_time,
    print_csv,
    print_lines,
    read_form,
    read_since,
    say,
)
from flows.cli.call import EXIT_WRONG, Invocation
from flows.cli.typed.known import require_ids
from storage.errors import WatchError
from storage.language.printable import show_each, show_line

if TYPE_CHECKING:
    from rich.text import Text

    from flows.inspect.search import Hit
    from storage.database import Database
    from storage.records import Entity, Evidence

SCREENFUL = 20
"""Articles shown where no limit is given; JSON gives all."""

LONGEST_NAME = 60

SENTENCES = 3
"""Sentences shown of each article; JSON has them all."""

Made = TypeVar("Made")


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    app.command()(search)


def search(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="QUERY", help="In the watch language: '@ncg NEAR/15 (talks OR 회의)'."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="As CSV for spreadsheets: `hanmi search ncg --csv > ncg.csv`.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    since: Annotated[str | None, typer.Option(help="Published so long ago (7d) or since a date.")] = None,
    lang: Annotated[str | None, typer.Option(help="Only those in this language.")] = None,
    source: Annotated[str | None, typer.Option(help="Only those of this source.")] = None,
    entity: Annotated[str | None, typer.Option(help="Only those that name this entity.")] = None,
    since_fetched: Annotated[
        str | None, typer.Option(help="Read by Hanmi so long ago, or since a date.")
    ] = None,
) -> None:
    """Full-text search, English and Korean, in the language of the watches; newest first."""
    from alerts.compose.public_json import shape_article
    from flows.config.database import open_database
    from flows.config.desk_layer import with_desk_if_any
    from flows.inspect.exported import SEARCH_COLUMNS, quote_shape
    from flows.inspect.search import compile_query, search_corpus
    from storage.corpus.search import Bounds
    from storage.rows import evidence_json

    form, query = read_form(as_json=as_json, as_csv=as_csv), " ".join(words)
    invocation: Invocation = context.obj
    settings = invocation.settings()
    bounds = Bounds(
        since=read_since(since, settings.timezone),
        since_fetched=read_since(since_fetched, settings.timezone, "--since-fetched"),
        lang=lang,
        source=source,
        entity=entity,
    )
    entities = with_desk_if_any(settings).entities
    watchlist = read_query(query, lambda: compile_query(query, entities, settings.phrases))
    warn_of_query(query, settings.phrases)
    with open_database(settings) as db:
        with db.reading() as tx:
            require_ids(tx, settings, entity=entity, source=source, lang=lang)
        hits = search_corpus(db, watchlist, bounds)
        shapes = (
            shape_article(hit.kept) | {"evidence": evidence_json(hit.evidence)} for hit in islice(hits, limit)
        )
        if form is Form.JSON:
            print_lines(shapes)
        elif form is Form.CSV:
            quoted = (quote_shape(shape, settings.quote) for shape in shapes)
            print_csv(SEARCH_COLUMNS, quoted, settings.timezone)
        else:
            if not _print_hits(hits, limit, settings.timezone):
                asked = {
                    "--since": since,
                    "--since-fetched": since_fetched,
                    "--lang": lang,
                    "--source": source,
                    "--entity": entity,
                }
                narrowed = [f"{name} {value}" for name, value in asked.items() if value]
                for line in _say_nothing_found(db, query, entities, narrowed, settings.timezone):
                    say(line)


def _say_nothing_found(
    db: Database, query: str, entities: Sequence[Entity], narrowed: Sequence[str], zone: str
) -> Iterator[str]:
    """That nothing was found, and what may have kept it from being found."""
    from storage.corpus.articles import read_days
    from storage.lists.metrics import count_articles

    yield "Nothing in the corpus meets this query."
    if narrowed:
        yield f"It was asked only of {', '.join(narrowed)}; without that there may be some."
    if near := _find_near(query, entities):
        yield f"Did you mean {near}?"
    elif "*" not in query:
        yield "Words stand as they are written: `tariff*` takes any ending, OR between words takes either."
    with db.reading() as tx:
        days, many = read_days(tx), count_articles(tx)
    if not many:
        yield "The corpus is empty: `hanmi run` reads the sources, `hanmi backfill` brings in files."
    elif days is None:
        yield f"The corpus has {count_of(many, 'article')}, none of which has a date."
    else:
        first, last = (local_time(day, zone)[:10] for day in days)
        yield f"The corpus has {count_of(many, 'article')}, published from {first} to {last}."


def _find_near(query: str, entities: Sequence[Entity]) -> str | None:
    """The tracked name that a query comes nearest to without being it, as it is asked for."""
    import difflib

    named = {
        name.casefold(): entity for entity in entities for name in (entity.name, entity.id, *entity.aliases)
    }
    asked = query.strip("\"'@ ").casefold()[:LONGEST_NAME]
    near = difflib.get_close_matches(asked, named, n=1, cutoff=0.75)
    return f"{named[near[0]].name} (@{named[near[0]].id})" if near and near[0] != asked else None


def _print_hits(hits: Iterator[Hit], limit: int | None, zone: str) -> int:
    """Print them; how many were shown."""
    shown = 0
    for hit in islice(hits, limit or SCREENFUL):
        _print_hit(hit, zone)
        shown += 1
    if limit is None and shown == SCREENFUL and next(hits, None):
        say("… and more; --limit shows them")
    return shown


def read_query(query: str, make: Callable[[], Made]) -> Made:
    """What `make` makes of a query; where the query is wrong, its fault is shown and the command ends.

    Raises:
        typer.Exit: the query is wrong.
    """
    try:
        return make()
    except WatchError as error:
        say(point_at(query, error), err=True)
        raise typer.Exit(EXIT_WRONG) from None


def warn_of_query(query: str, phrases: Mapping[str, str]) -> None:
    """Say on stderr what of a query is read otherwise than it may be meant."""
    from alerts.watch.query.remarks import remark_query

    for remark in remark_query(query, "query", phrases):
        say(f"character {remark.at + 1}: {remark.said}", err=True)


def point_at(query: str, error: WatchError) -> str:
    """The reason, the query's line that holds the fault, and a mark under its character."""
    from rich.cells import cell_len

    from alerts.watch.query.check import describe_error

    if error.at is None:
        return describe_error(error)
    begin = query.rfind("\n", 0, error.at) + 1
    line = query[begin:].split("\n", 1)[0]
    before = show_each(line[: error.at - begin])
    after = show_each(line[error.at - begin :])
    return f"{describe_error(error)}\n  {before}{after}\n  {' ' * cell_len(before)}^"


def _print_hit(hit: Hit, zone: str) -> None:
    from rich.text import Text

    from alerts.compose.quoting import pick_evidence
    from flows.cli.screen import Screen, lay

    console = Screen()
    article = hit.kept.article
    stated = article.published
    when = local_published(stated.at, stated.day_only, zone) if stated else "-"
    head = f"{when}  {article.outlet or article.source or '-'}"
    title = Text(show_line(article.title) or "-", style="bold")
    if console.is_terminal:
        lay(console, Text.assemble(show_line(head), "  ", title))
        lay(console, Text(f"id: {article.id}", style="dim"), indent=4)
    else:
        lay(console, Text.assemble(show_line(head), "  ", title, f"  {article.id}"))
    for sentence in pick_evidence(hit.evidence, SENTENCES):
        lay(console, _mark(sentence), indent=4)
    if len(hit.evidence) > SENTENCES:
        console.print(Text(f"    … and {len(hit.evidence) - SENTENCES} more sentences", style="dim"))


def _mark(sentence: Evidence) -> Text:
    """The sentence with its terms bold on a terminal, between asterisks elsewhere."""
    from rich.text import Text

    from alerts.compose.text import mark_text

    if not sys.stdout.isatty():
        return Text(show_line(mark_text(sentence)))
    marked = Text(show_each(sentence.text))
    for match in sentence.matches:
        marked.stylize("bold yellow", match.start, match.end)
    return marked
