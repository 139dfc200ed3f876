"""The commands that act on alerts: digest and channel test."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.answer import print_document, print_table, say
from flows.cli.call import EXIT_FAILED, Invocation
from flows.cli.typed.hinting import Hinting
from flows.cli.typed.known import suggest
from flows.config.schedule import read_duration

if TYPE_CHECKING:
    from alerts.channels import Channel
    from alerts.compose.several.roundup import Roundup
    from alerts.digest.build import Plan
    from flows.config.settings import Settings
    from storage.records import Delivery, Outcome

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

PERIODS = {"hour": "1h", "day": "1d", "week": "7d", "month": "30d"}

channel = typer.Typer(cls=Hinting, help="The channels: see whether one works.", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    app.command()(digest)
    app.add_typer(channel, name="channel")


def digest(
    context: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(help="All of the last hour, day, week, month or 36h; else all since the last digest."),
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it to its channels.")] = False,
    as_json: Json = False,
) -> None:
    """Compose the digests as they would be now; print them, or send them."""
    invocation: Invocation = context.obj
    settings = invocation.settings("channel") if send else invocation.settings()
    back = _read_period(period)
    if send:
        _send_digests(settings, back, as_json=as_json)
    else:
        _show_digests(settings, back, as_json=as_json)


@channel.callback()
def read_group() -> None:
    """The channels: see whether one works."""


@channel.command(name="test")
def send_test(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="A channel of the configuration.")],
    as_json: Json = False,
) -> None:
    """Send a test through a channel, past quiet hours; one that takes it is switched on again."""
    from alerts.promise.bundle import Ways
    from alerts.send.sender import send_due, try_channel
    from flows.config.database import open_database
    from storage.promises.owner import this_owner
    from storage.records import Sent

    invocation: Invocation = context.obj
    settings = invocation.settings(f"channel[{id}].")
    tried = _find_channel(settings, id)
    with open_database(settings) as db:
        outcomes, missed = try_channel(db, tried, db.now())
        if missed:
            send_due(
                db,
                settings.channels,
                owner=this_owner(),
                clock=db.now,
                chance=random.random,
                table=settings.retry,
                ways=Ways(settings.quote),
            )
    results = [_shape_outcome(recipient, outcome) for recipient, outcome in outcomes]
    if as_json:
        print_document({"channel": id, "results": results, "missed": missed})
    else:
        _print_tried(id, results, missed)
    if not all(isinstance(outcome, Sent) for _, outcome in outcomes):
        raise typer.Exit(EXIT_FAILED)


def _find_channel(settings: Settings, id: str) -> Channel:
    """The channel of an id. Raises: typer.BadParameter."""
    known = {each.id: each for each in settings.channels}
    if id not in known:
        reason = f"there is no channel {id!r}{suggest(id, known) or '; there is none at all'}"
        raise typer.BadParameter(reason, param_hint="ID")
    return known[id]


def _print_tried(id: str, results: Sequence[Mapping[str, Any]], missed: int) -> None:
    for result in results:
        say(f"{id} to {result['recipient']}: {result['why'] or 'accepted'}")
    if missed:
        say(f"{id} is on again; given up while it was off and sent again: {missed}")


def _read_period(text: str | None) -> timedelta | None:
    if text is None:
        return None
    try:
        return read_duration(PERIODS.get(text.strip().lower(), text))
    except ValueError:
        reason = f"{text!r} is no period; write hour, day, week, month, or a duration like 36h"
        raise typer.BadParameter(reason, param_hint="--period") from None


def _show_digests(settings: Settings, period: timedelta | None, *, as_json: bool) -> None:
    from alerts.compose.several.roundup import render_safely, roundup_text
    from flows.config.database import open_database
    from flows.config.desk_layer import with_desk
    from flows.runs.digests import read_asked_digests
    from storage.bugs import naming_faults

    with open_database(settings) as db:
        laid = with_desk(settings, db)
        with db.reading() as tx, naming_faults("digest"):
            found = list(read_asked_digests(tx, laid, db.now(), period))
    if as_json:
        print_document({"digests": [_shape_digest(*each) for each in found]})
        return
    for _, channel_id, roundup in found:
        if len(found) > 1:
            say(f"── to {channel_id} ──")
        with naming_faults("digest"):
            say(render_safely(roundup, lambda each: roundup_text(each).encode()).decode())


def _shape_digest(plan: Plan, channel_id: str | None, roundup: Roundup) -> dict[str, Any]:
    from alerts.compose.several.roundup import shape_section
    from alerts.compose.several.trend import shape_trend

    return {
        "channel": channel_id,
        "watches": list(plan.watches),
        "title": roundup.title,
        "stories": [shape_section(section) for section in roundup.sections],
        "trends": [shape_trend(trend) for trend in roundup.trends],
        "notes": list(roundup.notes),
    }


def _send_digests(settings: Settings, period: timedelta | None, *, as_json: bool) -> None:
    from alerts.compose.public_json import shape_delivery
    from flows.config.digest_plans import read_asked_routes
    from flows.report import CycleReport
    from flows.runs.digests import promise_asked
    from flows.wiring import open_house, send_promised
    from storage.promises.outbox import read_delivery
    from storage.records import DeliveryState

    if not read_asked_routes(settings):
        raise typer.BadParameter("there is no channel to send to", param_hint="--send")
    with open_house(settings) as house:
        promised = promise_asked(house.db, settings, house.db.now(), period, house.terms.read_gist)
        send_promised(house, CycleReport())
        with house.db.reading() as tx:
            after = list(filter(None, (read_delivery(tx, each.id) for each in promised)))
    if as_json:
        print_document({"deliveries": list(map(shape_delivery, after))})
    else:
        _print_sent(after)
    if any(delivery.state is DeliveryState.DEAD for delivery in after):
        raise typer.Exit(EXIT_FAILED)


def _print_sent(deliveries: list[Delivery]) -> None:
    rows = [(d.channel, d.recipient, d.state.value, d.last_error or "", d.id) for d in deliveries]
    columns = ("channel", "recipient", "state", "last error", "id")
    print_table("Digests", columns, rows, empty="There was nothing to send.", below=("last error", "id"))


def _shape_outcome(recipient: str, outcome: Outcome) -> dict[str, Any]:
    """What came of one attempt; `why` None where it was accepted."""
    return {
        "recipient": recipient,
        "outcome": type(outcome).__name__.lower(),
        "why": getattr(outcome, "why", None),
    }
