"""The commands about the watchlist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.answer import print_document, print_table, read_since, say
from flows.cli.call import EXIT_FAILED, Invocation
from flows.cli.typed.hinting import Hinting
from flows.cli.watching.ideas import add_idea_commands
from flows.cli.watching.layers import add_layer_commands, say_remarks
from storage.language.counts import count_of
from storage.records.desk import EntryKind

if TYPE_CHECKING:
    from alerts.watch.examples import FailedExample
    from alerts.watch.ideas.model import Model
    from alerts.watch.query.remarks import Remark
    from flows.config.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

watch = typer.Typer(
    cls=Hinting, help="The watchlist: check it, and see what it would tell.", no_args_is_help=True
)


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    add_layer_commands(watch, EntryKind.WATCH, EntryKind.ENTITY)
    add_idea_commands(watch)
    app.add_typer(watch, name="watch")


@watch.callback()
def read_group() -> None:
    """The watchlist: check it, and see what it would tell."""


@watch.command()
def check(context: typer.Context, as_json: Json = False) -> None:
    """Validate the watchlist and run every must_match and must_not_match example."""
    from flows.config.desk_layer import with_desk_if_any

    invocation: Invocation = context.obj
    checked = _check_watchlist(with_desk_if_any(invocation.settings()))
    if as_json:
        print_document(_shape_checked(checked))
    else:
        _print_checked(checked)
    if checked.failed:
        raise typer.Exit(EXIT_FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """What a look at the watchlist found; `run` counts its examples, `desk` says what lies aside there."""

    settings: Settings
    run: int
    failed: Sequence[FailedExample]
    desk: Sequence[str]
    warnings: Sequence[Remark]
    learned: Mapping[str, Model]
    shared: Mapping[str, Sequence[str]]


def _check_watchlist(settings: Settings) -> _Checked:
    from alerts.watch.examples import check_examples
    from alerts.watch.query.check import find_shared
    from alerts.watch.query.remarks import remark_all
    from flows.learning.models import open_watchlist

    desk = list(say_remarks(settings))
    watchlist = open_watchlist(settings, None)
    return _Checked(
        settings=settings,
        run=sum(len(item.must_match) + len(item.must_not_match) for item in settings.watches),
        failed=check_examples(watchlist, settings.watches),
        desk=desk,
        warnings=remark_all(
            settings.entities, settings.watches, settings.phrases, [each.id for each in settings.sources]
        ),
        learned=watchlist.learned,
        shared=find_shared(settings.entities),
    )


def _shape_checked(checked: _Checked) -> dict[str, Any]:
    from flows.cli.watching.learned import shape_model

    return {
        "watches": len(checked.settings.watches),
        "entities": len(checked.settings.entities),
        "examples": checked.run,
        "failed": [asdict(example) for example in checked.failed],
        "desk": list(checked.desk),
        "warnings": [
            {"about": each.about, "at": each.at, "word": each.word, "why": each.said}
            for each in checked.warnings
        ],
        "ideas": {id_: shape_model(model) for id_, model in checked.learned.items()},
        "shared": [{"alias": alias, "entities": list(ids)} for alias, ids in checked.shared.items()],
    }


def _print_checked(checked: _Checked) -> None:
    for line in _say_checked(checked):
        say(line)
    if checked.failed:
        rows = [(f.watch, f.expected, f.example, f.why) for f in checked.failed]
        columns = ("watch", "expected", "example", "why")
        print_table("Examples that do not", columns, rows, below=("why",))


def _say_checked(checked: _Checked) -> Iterator[str]:
    """A line for each thing that was found, the result of the examples first."""
    from flows.cli.watching.learned import say_left_out

    settings, run = checked.settings, checked.run
    yield (
        f"{count_of(len(settings.watches), 'watch', 'watches')} and "
        f"{count_of(len(settings.entities), 'entity', 'entities')} are sound; "
        f"{run - len(checked.failed)} of {count_of(run, 'example')} come out as they say"
    )
    yield from (say_left_out(id_, model) for id_, model in checked.learned.items())
    for alias, ids in checked.shared.items():
        yield f"{alias!r} names {' and '.join(ids)}: fix it unless both are meant"
    for each in checked.warnings:
        yield f"{each.about}, character {each.at + 1}: {each.said}"
    yield from checked.desk


@watch.command("format")
def respell(
    context: typer.Context,
    query: Annotated[str | None, typer.Option(help="This query, in place of the configuration's.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Write them into the configuration.")] = False,
    as_json: Json = False,
) -> None:
    """The queries of your own configuration, in the one spelling that all have who mean the same."""
    from alerts.watch.query.format import respell_query
    from flows.cli.showing.search import read_query
    from flows.config.toml.respell import respell_file

    invocation: Invocation = context.obj
    if query is not None:
        spelled = {query: read_query(query, lambda: respell_query(query))}
    else:
        path = invocation.settings().config_path  # a query that cannot be read is named before
        spelled = respell_file(path, write=write) if path else {}
    if as_json:
        print_document({"spelled": spelled})
    elif query is not None:
        say(spelled[query])
    else:
        _say_spelled(spelled, is_written=write)


def _say_spelled(spelled: Mapping[str, str], *, is_written: bool) -> None:
    for id_, new in spelled.items():
        say(f"{id_}\n  {new}")
    if not spelled:
        say("Every query of your own has that spelling already.")
    elif not is_written:
        say("--write puts them into the configuration; its comments stay.")


@watch.command("test")
def rehearse(
    context: typer.Context,
    id_: Annotated[str | None, typer.Argument(metavar="ID", help="The watch; left out: all.")] = None,
    query: Annotated[str | None, typer.Option(help="Try this query, in place of the watch's.")] = None,
    since: Annotated[str, typer.Option(help="Over so long (90d), or since a date.")] = "90d",
    as_json: Json = False,
) -> None:
    """Show what these watches would have alerted to, per day, next to what they did; nothing is sent."""
    from flows.cli.showing.search import read_query
    from flows.cli.watching.rehearsed import print_backtest, shape_backtest
    from flows.config.database import open_database
    from flows.config.desk_layer import with_desk_if_any
    from flows.config.telling import make_terms
    from flows.inspect.rehearsing.backtest import choose_watches, rehearse_watches
    from flows.learning.models import find_models

    invocation: Invocation = context.obj
    settings = with_desk_if_any(invocation.settings())
    begin = read_since(since, settings.timezone)
    assert begin is not None, "there is a default"
    watchlist = read_query(
        query or "",
        lambda: choose_watches(settings.watches, settings.entities, id_, query, settings.phrases),
    )
    with open_database(settings) as db:
        watchlist = watchlist.teach(
            find_models(watchlist.watches, settings.entities, db, settings.timezone).models
        )
        tested = rehearse_watches(db, watchlist, begin, make_terms(settings))
    if as_json:
        print_document(shape_backtest(tested, settings.timezone))
    else:
        print_backtest(tested, settings.timezone)


@watch.command()
def discover(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="What is new: over so long (7d), or since a date.")] = "7d",
    past: Annotated[int, typer.Option(min=1, help="Days before that, against which it is new.")] = 90,
    limit: Annotated[int, typer.Option(min=1, help="At most so many candidates.")] = 20,
    as_json: Json = False,
) -> None:
    """Names that newly rise beside tracked entities, each with its evidence and an entry to paste."""
    from alerts.watch.matcher import compile_watchlist
    from flows.cli.watching.discovered import print_discovered, shape_discovered
    from flows.config.database import open_database
    from flows.config.desk_layer import with_desk
    from flows.inspect.discovery.discover import discover as discover_candidates
    from storage.readers.desk_layer import read_refused_names

    invocation: Invocation = context.obj
    settings = invocation.settings()
    begin = read_since(since, settings.timezone)
    assert begin is not None, "there is a default"
    with open_database(settings) as db:
        watchlist = compile_watchlist(with_desk(settings, db).entities, [])
        with db.reading() as tx:
            refused = read_refused_names(tx)
        now, before = datetime.now(UTC), timedelta(days=past)
        found = discover_candidates(db, watchlist, begin, now, past=before, refused=refused)
    if as_json:
        print_document(shape_discovered(found, limit))
    else:
        print_discovered(found, settings.timezone, limit)
