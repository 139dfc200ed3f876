"""The demonstration."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.call import EXIT_FAILED


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    app.command()(demo)


def demo(
    stay: Annotated[bool, typer.Option("--stay", help="Stay up for a look around, until Ctrl-C.")] = False,
) -> None:
    """The product seen in a minute, on loopback, with no network."""
    from flows.cli.screen import Screen
    from flows.demo.show import play_demo

    if not play_demo(Screen(), stay=stay):
        raise typer.Exit(EXIT_FAILED)
