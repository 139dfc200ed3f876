"""The command line itself: its global options, its commands, and what its exit status means."""

from __future__ import annotations

import gc
import logging
import os
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.answer import say
from flows.cli.call import EXIT_FAILED, EXIT_WRONG, Invocation
from flows.cli.shortage import name_shortage
from flows.cli.typed.hinting import HintingRoot
from flows.config.logs import FORMAT, clean_log_records, show_crash
from storage.errors import ConfigurationError, HanmiError, MovedAway
from storage.private import OTHERS

app = typer.Typer(
    cls=HintingRoot,
    name="hanmi",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="Watches the news on Korea-US diplomacy and tells you, once and at once, of what you track.",
)


def show_version(asked: bool) -> None:
    """Print the version and stop."""
    if asked:
        say(f"hanmi {version('hanmi-watch')}")
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
    clean_log_records()
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.WARNING,
        format=FORMAT,
    )
    context.obj = Invocation(config=config, data_dir=data_dir, verbose=verbose)


@cache
def open_app() -> typer.Typer:
    """The command line with all its groups."""
    from flows.cli import backups, demo, deploy, desk, first, run
    from flows.cli.showing import alerting, inspect, lists, muting, search, sources
    from flows.cli.watching import judging, watches

    for group in (
        first,
        run,
        lists,
        search,
        inspect,
        muting,
        alerting,
        judging,
        watches,
        sources,
        desk,
        backups,
        deploy,
        demo,
    ):
        group.add_commands(app)
    return app


def main() -> None:
    """Run a command and end with its exit status."""
    # Reading the configuration makes a hundred thousand values that stay: by the usual threshold Python looks
    # for rings among them again and again, which was 40 % of compiling the watchlist.
    gc.set_threshold(50_000, 20, 50)
    sys.excepthook = show_crash
    os.umask(OTHERS)  # whatever a library makes besides is for our user alone too
    try:
        open_app()()
    except BrokenPipeError:
        sys.stderr.close()  # the reader (head, say) has gone; Python would complain at exit
        sys.exit(EXIT_FAILED)
    except (ConfigurationError, MovedAway) as error:
        say(str(error), err=True)
        sys.exit(EXIT_WRONG)
    except HanmiError as error:
        say(f"hanmi: {error}", err=True)
        sys.exit(EXIT_FAILED)
    except (MemoryError, RuntimeError, OSError, ExceptionGroup) as error:
        if (short := name_shortage(error)) is None:
            raise
        say(f"hanmi: this machine is short of {short}; end something else, or raise the limit", err=True)
        sys.exit(EXIT_FAILED)
