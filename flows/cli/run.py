"""The commands that do the work: serve, run, backfill and deliver."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.answer import print_document, print_table, say
from flows.cli.call import EXIT_FAILED, Invocation
from flows.cli.typed.known import suggest
from storage.language.printable import show_line

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from flows.report import BackfillReport, CycleReport

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout; all else goes to stderr.")]


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    for command in (serve, run, backfill, deliver):
        app.command()(command)


def serve(context: typer.Context) -> None:
    """The service: seeds on first start, the flows on their schedules, deliveries, the desk page."""
    from flows.service import serve as run_service

    invocation: Invocation = context.obj
    raise typer.Exit(run_service(invocation.settings("channel", "desk")))


def run(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Every source, due or not.")] = False,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    as_json: Json = False,
) -> None:
    """One monitoring cycle over the sources that are due, deliveries included."""
    from flows.config.desk_layer import with_desk_if_any
    from flows.service.prefect.recorded import run_monitor
    from flows.sources.health.outage import NO_SOURCES

    invocation: Invocation = context.obj
    settings = with_desk_if_any(invocation.settings("channel"))
    only = _check_sources(settings, source or ())
    if not settings.sources:
        say(NO_SOURCES, err=as_json)
    is_now = every or bool(only)  # a source that is named is wanted now
    report = run_monitor(settings, only=only, every=is_now, quiet=as_json)
    print_document(report.as_json()) if as_json else _print_cycle(report, verbose=invocation.verbose)
    if report.has_failed(only, len(settings.sources)):
        raise typer.Exit(EXIT_FAILED)


def _check_sources(settings: Settings, asked: Sequence[str]) -> tuple[str, ...]:
    """The ids of sources, each of which there is. Raises: typer.BadParameter."""
    ids = [each.id for each in settings.sources]
    for id_ in asked:
        if id_ not in ids:
            raise typer.BadParameter(f"there is no source {id_!r}{suggest(id_, ids)}", param_hint="--source")
    return tuple(asked)


def backfill(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    alert: Annotated[bool, typer.Option("--alert", help="Alert on what matches.")] = False,
    outlet: Annotated[str | None, typer.Option(help="Outlet where a file names none.")] = None,
    date: Annotated[str | None, typer.Option(help="Date where a file states none.")] = None,
    watch_again: Annotated[bool, typer.Option("--watch-again", help="Match the whole corpus anew.")] = False,
    as_json: Json = False,
) -> None:
    """Bring files or folders into the corpus; never alerts without --alert."""
    from flows.files.bring_in import BackfillPlan, bring_in, read_asked_date
    from flows.wiring import open_house

    invocation: Invocation = context.obj
    settings = invocation.settings("channel") if alert else invocation.settings()
    try:
        published = read_asked_date(date, settings.timezone, datetime.now(UTC)) if date is not None else None
    except ValueError as error:
        raise typer.BadParameter(show_line(str(error)), param_hint="--date") from None
    _check_paths(paths)
    plan = BackfillPlan(
        paths=tuple(paths), may_tell=alert, outlet=outlet, published=published, watch_again=watch_again
    )
    with open_house(settings, console=sys.stderr if as_json else sys.stdout) as house:
        report = bring_in(house, plan, now=house.db.now(), progress=not as_json and sys.stderr.isatty())
    print_document(report.as_json()) if as_json else _print_backfill(report)
    if report.has_failed:
        raise typer.Exit(EXIT_FAILED)


def _check_paths(paths: Sequence[Path]) -> None:
    """Raises: typer.BadParameter, where one of them is not there."""
    for path in paths:
        if not path.exists():
            reason = f"{show_line(str(path))}: there is no such file or folder"
            raise typer.BadParameter(reason, param_hint="PATH")


def deliver(
    context: typer.Context,
    restored: Annotated[
        bool, typer.Option("--restored", help="Also what a restore holds, since it may have been sent.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Send what is due in the outbox."""
    from flows.report import CycleReport
    from flows.wiring import open_house, send_promised
    from storage.promises.outbox_held import release_restored

    invocation: Invocation = context.obj
    report = CycleReport()
    with open_house(invocation.settings("channel"), console=sys.stderr if as_json else sys.stdout) as house:
        if restored:
            with house.db.writing() as tx:
                release_restored(tx, house.db.now())
        send_promised(house, report)
    if as_json:
        print_document({"deliveries": report.as_json()["deliveries"]})
    else:
        say(f"deliveries: {report.sent} sent, {report.retrying} to be tried again, {report.dead} given up")
        if report.dead:
            say("`hanmi deliveries --dead` says why, and `hanmi doctor` what to do")
    if report.dead:
        raise typer.Exit(EXIT_FAILED)


def _print_cycle(report: CycleReport, *, verbose: bool) -> None:
    is_down = report.outage is not None and not verbose
    why = " (`hanmi explain URL` says why)" if report.suppressed else ""
    if is_down:
        say(f"{report.outage}; --verbose names all")
    say(
        f"sources: {report.polled} polled, {report.unchanged} unchanged, {report.failed} failed\n"
        f"articles: {report.new} new, {report.duplicate} copies, "
        f"{report.updated} updated, {report.unread} unread\n"
        f"alerts: {report.created} new, {report.suppressed} suppressed{why}\n"
        f"deliveries: {report.sent} sent, {report.retrying} to be tried again, {report.dead} given up\n"
        f"took {report.seconds:.1f} s"
    )
    _say_faults(report.faults)
    if report.failures and not is_down:
        rows = [(each["source"], each.get("url", ""), each["why"]) for each in report.failures]
        print_table("Could not be read, or not in whole", ("source", "page", "why"), rows, below=("why",))


def _print_backfill(report: BackfillReport) -> None:
    say(
        f"files: {report.files} read, {report.skipped} of other kinds skipped\n"
        f"articles: {report.new} new, {report.duplicate} copies, {report.updated} updated, "
        f"{report.known} known already\n"
        f"alerts: {report.created}"
    )
    _say_faults(report.faults)
    if report.failures:
        rows = [(failure.path, failure.reason) for failure in report.failures]
        print_table("Could not be brought in, or not without a doubt", ("file", "why"), rows, below=("why",))


def _say_faults(count: int) -> None:
    if count:
        say(f"faults of this program: {count}; what they left out is named below and by `hanmi explain`")
