"""`hanmi demo`: runs the script through the real pipeline and prints what happens."""

from __future__ import annotations

import asyncio
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from flows.config.loading.load import load_settings
from flows.demo.endings import Seen, read_seen
from flows.demo.script import DemoScript, Ending, Mending, Printing, Scene, read_script
from flows.demo.sinks import Mail, Received, is_signed
from flows.demo.stage import Stage, open_stage
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.files.bring_in import bring_in_seeds
from flows.inspect.explain import explain_article
from flows.pipeline import run_cycle
from flows.report import CycleReport
from flows.wiring import House, open_house

PAUSE_S = 10.0
"""How long a demonstration that stays waits between cycles."""

_MARKS = {
    Ending.TOLD: ("alerted", "bold green"),
    Ending.MOVED: ("follow-up", "bold green"),
    Ending.FOLDED: ("grouped", "yellow"),
    Ending.COPY: ("copy", "yellow"),
    Ending.NOBODY: ("no match", "dim"),
}


@dataclass(frozen=True, slots=True)
class Theatre:
    """What playing an act takes."""

    stage: Stage
    house: House
    console: Console


def play_demo(console: Console, *, stay: bool = False) -> bool:
    """Play the whole script; returns whether everything came as it says.

    With `stay` the newsstand, the sinks and the cycle go on until KeyboardInterrupt, which ends it normally.
    """
    started = monotonic()
    script = read_script()
    with _open_theatre(script, console) as theatre:
        _introduce(theatre)
        _bring_in_seeds(theatre)
        as_written = [_play_act(theatre, number, act) for number, act in enumerate(script.acts, start=1)]
        mended = _play_mending(theatre, len(script.acts) + 1, script.mending)
        proven = _show_receipts(theatre)
        good = all(as_written) and mended and proven
        _conclude(console, good=good, took_s=monotonic() - started)
        if stay:
            _stay(theatre)
    return good


@contextmanager
def _open_theatre(script: DemoScript, console: Console) -> Iterator[Theatre]:
    with tempfile.TemporaryDirectory(prefix="hanmi-demo-") as name:
        folder = Path(name)
        with open_stage(script, folder) as stage:
            # Named here, so that an installation's $HANMI_DATA_DIR stays out of it.
            settings = load_settings(stage.config, folder / "data")
            with open_house(settings, console=io.StringIO()) as house:
                yield Theatre(stage, house, console)


def _introduce(theatre: Theatre) -> None:
    theatre.console.print(
        Panel(
            Text.assemble(
                "A newsstand, a mailbox and a webhook receiver are open here; nothing leaves this machine.\n",
                "The articles were written for the demo: their people and events are invented, but for the "
                "reprints of the seed corpus.",
            ),
            title="Hanmi Watch",
            title_align="left",
            border_style="blue",
        )
    )


def _bring_in_seeds(theatre: Theatre) -> None:
    report = bring_in_seeds(theatre.house, now=datetime.now(UTC))
    _headline(theatre.console, 0, "The seed corpus comes in, and nobody is told")
    if report is not None:
        theatre.console.print(Text(f"   {report.new} articles, {report.created} alerts", style="dim"))


def _play_act(theatre: Theatre, number: int, act: Scene) -> bool:
    """Print an act's pieces, run a cycle, and say what became of each."""
    _headline(theatre.console, number, act.title)
    printed = theatre.stage.print_act(act, datetime.now(UTC))
    report = _run_cycle(theatre.house)
    good = True
    for printing, address in printed:
        seen = read_seen(theatre.house, address)
        _show_seen(theatre.console, printing, seen)
        good = good and seen.ending in printing.expect
    line = f"   one cycle, {report.seconds:.1f} s, {report.sent} messages sent"
    theatre.console.print(Text(line, style="dim"))
    return good


def _play_mending(theatre: Theatre, number: int, mending: Mending) -> bool:
    """Let an outlet put a piece right; returns whether that was told as a correction."""
    _headline(theatre.console, number, mending.title)
    address = theatre.stage.print_mended(mending)
    report = _run_cycle(theatre.house)
    versions = explain_article(theatre.house, address)["versions"]
    told = bool(versions) and versions[-1]["kind"] == "correction" and report.sent > 0
    lines = _list_changes(versions[-1]) if versions else [("the page was not read again", "bold red")]
    mark = Text("correction", "bold green") if told else Text("not told", "bold red")
    theatre.console.print(_marked_lines(mark, lines))
    line = f"   one cycle, {report.seconds:.1f} s, {report.sent} messages sent"
    theatre.console.print(Text(line, style="dim"))
    return told


def _list_changes(version: dict[str, Any]) -> list[tuple[str, str]]:
    """The title of a version and what it changed, line by line with the style of each."""
    lines = [(version["title"], "")]
    for each in version["differences"]:
        lines += [(f"it said: {each['before']}", "dim"), (f"it now says: {each['after']}", "dim")]
    return lines


def _run_cycle(house: House) -> CycleReport:
    return asyncio.run(run_cycle(house, now=datetime.now(UTC), every=True))


def _headline(console: Console, number: int, title: str) -> None:
    console.print()
    console.print(Text(f"{number}. {title}", style="bold"))


def _show_seen(console: Console, printing: Printing, seen: Seen) -> None:
    """One article: what became of it, and why."""
    lines = [(printing.draft.title, "")] + [(line, "dim") for line in seen.why]
    if seen.ending not in printing.expect:
        lines.append(
            (
                f"the script expects: {' or '.join(_MARKS[ending][0] for ending in printing.expect)}",
                "bold red",
            )
        )
    console.print(_marked_lines(_mark(seen.ending), lines))


def _mark(ending: Ending | None) -> Text:
    return Text(*(_MARKS[ending] if ending else ("not read", "bold red")))


def _marked_lines(mark: Text, lines: Sequence[tuple[str, str]]) -> Table:
    """Lines beside a mark, which stay beside it where the terminal wraps them; each with its style."""
    grid = Table.grid(padding=(0, 0, 0, 1))
    grid.add_column(width=2)
    grid.add_column(width=11, no_wrap=True)
    grid.add_column(overflow="fold")
    for number, (line, style) in enumerate(lines):
        grid.add_row("", mark if number == 0 else "", Text(line, style=style))
    return grid


def _show_receipts(theatre: Theatre) -> bool:
    """Show the first mail whole and every webhook with its signature checked; returns whether all hold."""
    stage, console = theatre.stage, theatre.console
    mails, webhooks = stage.mailbox.mails(), stage.receiver.received()
    _show_mails(console, mails)
    signed = _show_webhooks(console, webhooks, stage.secret)
    return bool(mails) and bool(webhooks) and signed


def _show_mails(console: Console, mails: Sequence[Mail]) -> None:
    console.print()
    if mails:
        console.print(_mail_panel(mails[0]))
    console.print(Text(f"{len(mails)} mails arrived; a story is one conversation:", style="bold"))
    for mail in mails:
        mark = Text("↳ reply" if mail.message["In-Reply-To"] else "new", style="green")
        console.print(_marked_lines(mark, [(mail.message["Subject"], "")]))


def _show_webhooks(console: Console, webhooks: Sequence[Received], secret: str) -> bool:
    """Returns whether all are signed."""
    console.print()
    console.print(Text(f"{len(webhooks)} webhooks arrived:", style="bold"))
    good = [is_signed(each, secret) for each in webhooks]
    for each, is_good in zip(webhooks, good, strict=True):
        body = json.loads(each.body)
        mark = Text("✓ signed", style="green") if is_good else Text("✗ forged", style="bold red")
        console.print(_marked_lines(mark, [(f"{body['type']}  {body['data']['article']['title']}", "")]))
    return all(good)


def _mail_panel(mail: Mail) -> Panel:
    message = mail.message
    head = "\n".join(f"{name}: {message[name]}" for name in ("From", "To", "Subject", "Message-ID"))
    return Panel(
        Group(Text(head, style="cyan"), Text(), Text(mail.text().strip())),
        title="The first mail, as text",
        title_align="left",
        border_style="blue",
    )


def _conclude(console: Console, *, good: bool, took_s: float) -> None:
    console.print()
    if good:
        console.print(Text(f"Everything came as the script says, in {took_s:.0f} s.", style="bold green"))
    else:
        console.print(Text("Something came otherwise than the script says: see above.", style="bold red"))


def _stay(theatre: Theatre) -> None:
    """Print another made-up article and run another cycle, again and again."""
    console, stage = theatre.console, theatre.stage
    console.print(
        f"\nThe stand stays open until Ctrl-C and prints an article every {PAUSE_S:.0f} s. To look around:",
        highlight=False,
    )
    for command in ("desk", "alerts", "articles", "deliveries", f"explain {_some_address(stage)}"):
        console.print(Text(f"   hanmi --config {stage.config} {command}"), soft_wrap=True)
    for outlet in stage.outlets.values():
        console.print(Text(f"   {outlet.masthead.title}: {outlet.front}"), soft_wrap=True)
    try:
        for number in count():
            sleep(PAUSE_S)
            _play_extra(theatre, number)
    except KeyboardInterrupt:
        console.print("\nThe stand is closed; nothing is left behind.")


def _play_extra(theatre: Theatre, number: int) -> None:
    """One made-up article, every third one on the NCG, and a cycle."""
    outlets = list(theatre.stage.outlets.values())
    outlet = outlets[number % len(outlets)]
    lang = outlet.masthead.lang
    extra = (ncg_sentence(number, lang),) if number % 3 == 2 else ()
    piece = made_up_piece(number, published=datetime.now(UTC), lang=lang, extra=extra)
    (address,) = outlet.publish(piece)
    _run_cycle(theatre.house)
    seen = read_seen(theatre.house, address)
    theatre.console.print(_marked_lines(_mark(seen.ending), [(piece.title, "")]))


def _some_address(stage: Stage) -> str:
    outlet = next(iter(stage.outlets.values()))
    return outlet.masthead.address(outlet.pieces()[0])
