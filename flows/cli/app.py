"""The command line itself: its global options, its commands, and what its exit status means."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storage.errors import ConfigurationError, HanmiError

if TYPE_CHECKING:
    from flows.settings import Settings

EXIT_FAILED = 1
"""It ran, and something it was told to do failed."""
EXIT_WRONG = 2
"""The command line or the configuration is wrong; nothing was fetched, written or sent."""

app = typer.Typer(
    name="hanmi",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Watches the news on Korea-US diplomacy and tells you, once and at once, of what you track.",
)


@dataclass(slots=True)
class Invocation:
    """The global options of this call; the configuration is read when a command asks for it."""

    config: Path | None
    data_dir: Path | None

    def settings(self) -> Settings:
        """The configuration. Raises: ConfigurationError."""
        from flows.settings import load_settings

        return load_settings(self.config, self.data_dir)


def show_version(asked: bool) -> None:
    """Print the version and stop."""
    if asked:
        typer.echo(f"hanmi {version('hanmi-watch')}")
        raise typer.Exit


@app.callback()
def read_options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="Configuration; else $HANMI_CONFIG, ./hanmi.toml.")
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Where everything is written; else $HANMI_DATA_DIR.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log each step to stderr.")] = False,
    _version: Annotated[bool, typer.Option("--version", callback=show_version, is_eager=True)] = False,
) -> None:
    """Global options, before the command."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    context.obj = Invocation(config=config, data_dir=data_dir)


@cache
def open_app() -> typer.Typer:
    """The command line with all its groups."""
    from flows.cli import demo, inspect, lists, mute, run, watches

    for group in (run, lists, inspect, mute, watches, demo):
        group.add_commands(app)
    return app


def main() -> None:
    """Run a command and end with its exit status."""
    try:
        open_app()()
    except ConfigurationError as error:
        typer.echo(str(error), err=True)
        sys.exit(EXIT_WRONG)
    except HanmiError as error:
        typer.echo(f"hanmi: {error}", err=True)
        sys.exit(EXIT_FAILED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader (head, say) has gone; Python would complain at exit
        sys.exit(EXIT_FAILED)
