"""The commands about sources: add one, check them, and OPML both ways."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.answer import local_time, print_document, print_lines, print_table, say
from flows.cli.call import EXIT_FAILED, Invocation
from flows.cli.typed.hinting import Hinting
from flows.cli.typed.known import suggest
from flows.cli.watching.layers import add_layer_commands
from flows.config.loading.secrets import read_bounded
from storage.errors import say_os
from storage.language.printable import show_line
from storage.records.desk import EntryKind

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from flows.inspect.rehearsing.tryout import TriedSource
    from flows.sources.discover import Trial
    from storage.records import Source

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout; all else goes to stderr.")]

source = typer.Typer(
    cls=Hinting, help="The sources: add, check, import and export them.", no_args_is_help=True
)


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    add_layer_commands(source, EntryKind.SOURCE)
    app.add_typer(source, name="source")


@source.callback()
def read_group() -> None:
    """The sources: add, check, import and export them."""


@source.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="A site, or the address of a feed or sitemap.")],
    pick: Annotated[int | None, typer.Option(min=1, help="Take the one of this number in the table.")] = None,
    id_: Annotated[str | None, typer.Option("--id", help="Its id; left out: made from its name.")] = None,
    as_json: Json = False,
) -> None:
    """Find what a site offers, try it, and write the best of it into the configuration."""
    from flows.inspect.rehearsing.tryout import make_source
    from flows.inspect.source_list import find_same

    settings = _settings(context)
    address = _read_address(url)
    _check_id(settings, id_)
    working, others = _try_site(settings, address, is_told=not as_json)
    shaped = {"url": address, "candidates": list(map(_shape_trial, (*working, *others)))}
    if not as_json:
        _print_trials(settings, [*working, *others])
    elif not working:
        print_document(shaped)
    if not working:
        say(f"{address}: nothing there announces articles", err=True)
        raise typer.Exit(EXIT_FAILED)
    chosen = working[_choose(len(working), pick, ask=not as_json) - 1]
    known = find_same(settings, chosen.candidate.url)
    added = [] if known else [make_source(settings, chosen, id_)]
    path = _write(settings, added, f"found in {chosen.candidate.found_in}")
    if as_json:
        print_document(shaped | _shape_added(known, added) | {"config": str(path)})
    else:
        _say_added(known, added, path)


def _try_site(settings: Settings, address: str, *, is_told: bool) -> tuple[Sequence[Trial], list[Trial]]:
    """What a site offers: what works, the best first, and what does not. Raises: typer.Exit."""
    import asyncio

    from flows.inspect.rehearsing.tryout import discover_site
    from flows.sources.discover import rank_trials
    from storage.errors import FetchError

    if is_told:
        say(f"trying what {address} offers …", err=True)
    try:
        trials = asyncio.run(discover_site(settings, address))
    except FetchError as error:
        say(f"{error}", err=True)
        raise typer.Exit(EXIT_FAILED) from None
    working = rank_trials(trials, datetime.now(UTC))
    return working, [trial for trial in trials if trial not in working]


def _shape_added(known: Source | None, added: Sequence[Source]) -> dict[str, Any]:
    return {"added": _shape_source(added[0]) if added else None, "known": known and known.id}


def _say_added(known: Source | None, added: Sequence[Source], path: Path) -> None:
    if known:
        say(f"{known.id} reads {known.url} already; nothing was written")
    for each in added:
        say(f"{each.id} ({each.url}) is written into {path}; `hanmi run --source {each.id}` polls it")


@source.command()
def check(
    context: typer.Context,
    id_: Annotated[str | None, typer.Argument(metavar="ID", help="Only this source.")] = None,
    as_json: Json = False,
) -> None:
    """Try every source, or one, and show which of them work; nothing is kept."""
    from flows.files.progress import Progress
    from flows.inspect.rehearsing.tryout import check_sources

    settings = _settings(context)
    wanted = _list_wanted(settings, id_)
    with Progress("sources tried", total=len(wanted), shown=not as_json and sys.stderr.isatty()) as progress:
        import asyncio

        checked = asyncio.run(check_sources(settings, wanted, progress.step))
    _answer_checked(checked, settings.timezone, as_json=as_json)
    if checked and not any(each.trial.why is None for each in checked):
        raise typer.Exit(EXIT_FAILED)


def _list_wanted(settings: Settings, id_: str | None) -> list[Source]:
    """The source of an id, or all without one. Raises: typer.BadParameter."""
    wanted = [each for each in settings.sources if id_ in (None, each.id)]
    if id_ and not wanted:
        near = suggest(id_, [each.id for each in settings.sources])
        reason = f"there is no source {id_!r}{near or '; `hanmi sources` lists them'}"
        raise typer.BadParameter(reason, param_hint="ID")
    return wanted


def _answer_checked(checked: Sequence[TriedSource], zone: str, *, as_json: bool) -> None:
    from flows.sources.health.outage import name_outage

    now = datetime.now(UTC)
    if as_json:
        print_lines(_shape_checked(each, now) for each in checked)
        return
    outage = name_outage((each.trial.result, each.trial.why) for each in checked)
    rows = [(*_tell_checked(each, zone), "" if outage else each.remark(now)) for each in checked]
    columns = ("id", "result", "kind", "entries", f"newest ({zone})", "why")
    print_table("Sources", columns, rows, empty="There are no sources.", below=("why",))
    working = sum(each.trial.why is None for each in checked)
    say(f"{working} of {len(checked)} work from here")
    if outage:
        say(outage)


def _tell_checked(each: TriedSource, zone: str) -> tuple[str, ...]:
    trial = each.trial
    kind = trial.kind or each.source.kind or "-"
    return each.source.id, trial.result, kind, str(trial.entries), local_time(trial.newest, zone)


@source.command(name="import")
def import_(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE.opml", help="A list of feeds as OPML.")],
    as_json: Json = False,
) -> None:
    """Write the feeds of an OPML file into the configuration; those that it has are passed over."""
    from flows.sources.formats.opml import read_opml

    settings = _settings(context)
    taken = [each.id for each in settings.sources]
    listed = read_opml(_read_list(path), path=str(path), taken=taken)
    added, known, refused = _sort_listed(settings, listed.sources)
    refused |= {url: _refuse(url) or "it cannot be read" for url in listed.unreadable}
    config = _write(settings, added, f"from {path.name}")
    if as_json:
        print_document(_shape_imported(added, known, refused, config))
    else:
        say(f"{len(added)} added to {config}, {len(known)} known already, {len(refused)} refused")
        _print_refused(refused)
    if refused and not added and not known:
        raise typer.Exit(EXIT_FAILED)


MOST_OF_A_LIST = 50_000_000
"""Bytes: a device may have no end."""


def _read_list(path: Path) -> bytes:
    """A file as it is. Raises: typer.BadParameter."""
    try:
        return read_bounded(path, MOST_OF_A_LIST)
    except OSError as error:
        reason = f"{show_line(str(path))}: cannot be read: {say_os(error)}"
        raise typer.BadParameter(reason, param_hint="FILE.opml") from None


def _sort_listed(
    settings: Settings, listed: Sequence[Source]
) -> tuple[list[Source], list[Source], dict[str, str]]:
    """Those to be added, those that are known, and why the others cannot be, by address."""
    from flows.inspect.source_list import find_same

    added: list[Source] = []
    known: list[Source] = []
    refused: dict[str, str] = {}
    for each in listed:
        if find_same(settings, each.url):
            known.append(each)
        elif why := _refuse(each.url):
            refused[each.url] = why
        else:
            added.append(each)
    return added, known, refused


def _shape_imported(
    added: Sequence[Source], known: Sequence[Source], refused: Mapping[str, str], config: Path
) -> dict[str, Any]:
    return {
        "added": [_shape_source(each) for each in added],
        "known": [each.url for each in known],
        "refused": [{"url": url, "reason": why} for url, why in refused.items()],
        "config": str(config),
    }


def _print_refused(refused: Mapping[str, str]) -> None:
    if refused:
        print_table("Refused", ("address", "why"), list(refused.items()), below=("why",))


@source.command()
def export(context: typer.Context) -> None:
    """Write the sources to stdout as OPML, which other readers import."""
    from flows.sources.formats.opml import write_opml

    sys.stdout.write(write_opml(_settings(context).sources))


def _settings(context: typer.Context) -> Settings:
    from flows.config.desk_layer import with_desk_if_any

    invocation: Invocation = context.obj
    return with_desk_if_any(invocation.settings())


def _read_address(text: str) -> str:
    """A web address, https where it names no scheme. Raises: typer.BadParameter."""
    address = text.strip() if "://" in text else f"https://{text.strip()}"
    if why := _refuse(address):
        raise typer.BadParameter(show_line(why), param_hint="URL")
    return address


def _refuse(url: str) -> str | None:
    """Why an address cannot stand in the configuration, None where it can."""
    from flows.config.schema import check_web_address

    try:
        check_web_address(url)
    except ValueError as error:
        return str(error)
    return None


def _check_id(settings: Settings, id_: str | None) -> None:
    """Refuse an id that cannot be used, before anything is fetched."""
    from flows.config.schema import check_id

    if id_ is None:
        return
    try:
        check_id(id_)
    except ValueError as error:
        raise typer.BadParameter(show_line(str(error)), param_hint="--id") from None
    if settings.source(id_):
        raise typer.BadParameter(f"there is a source {id_!r} already", param_hint="--id")


def _choose(count: int, pick: int | None, *, ask: bool) -> int:
    """The number of the one to take: as told, as answered on a terminal, else the first."""
    if pick is not None:
        return _check_pick(count, pick)
    if not ask or count == 1 or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return 1
    return _check_pick(count, int(typer.prompt("Which one", default=1, type=int)))


def _check_pick(count: int, pick: int) -> int:
    if not 1 <= pick <= count:
        say(f"there is no number {pick}: {count} of them work", err=True)
        raise typer.Exit(EXIT_FAILED)
    return pick


def _write(settings: Settings, sources: Sequence[Source], note: str) -> Path:
    """Write sources into the configuration; without a file, into a new one where it is looked for."""
    from flows.sources.enlist import enlist_sources

    path = settings.config_path or Path("hanmi.toml")
    if sources:
        enlist_sources(path, sources, f"{note}, {datetime.now(UTC).date()}")
    return path


def _print_trials(settings: Settings, trials: Sequence[Trial]) -> None:
    rows = [
        (
            str(number) if trial.why is None and trial.entries else "-",
            trial.kind or "-",
            str(trial.entries),
            local_time(trial.newest, settings.timezone),
            trial.candidate.url,
            trial.why or " · ".join(filter(None, [trial.title, *trial.titles[:1]])),
        )
        for number, trial in enumerate(trials, 1)
    ]
    columns = ("", "kind", "entries", f"newest ({settings.timezone})", "address", "brings")
    print_table("What it offers", columns, rows, empty="Nothing that could be tried.", below=("brings",))


def _shape_trial(trial: Trial) -> dict[str, Any]:
    return {
        "url": trial.candidate.url,
        "found_in": trial.candidate.found_in,
        "result": str(trial.result),
        "kind": trial.kind and trial.kind.value,
        "title": trial.title,
        "entries": trial.entries,
        "dated": trial.dated,
        "dropped": trial.dropped,
        "newest": trial.newest and trial.newest.isoformat(),
        "lang": trial.lang,
        "titles": list(trial.titles),
        "why": trial.why,
    }


def _shape_checked(each: TriedSource, now: datetime) -> dict[str, Any]:
    kind = each.trial.kind or each.source.kind
    return {
        "id": each.source.id,
        "name": each.source.name,
        "url": each.source.url,
        "result": str(each.trial.result),
        "kind": kind and kind.value,
        "entries": each.trial.entries,
        "dated": each.trial.dated,
        "dropped": each.trial.dropped,
        "newest": each.trial.newest and each.trial.newest.isoformat(),
        "why": each.remark(now) or None,
    }


def _shape_source(each: Source) -> dict[str, Any]:
    kind = each.kind and each.kind.value
    return {"id": each.id, "name": each.name, "url": each.url, "kind": kind, "lang": each.lang}
