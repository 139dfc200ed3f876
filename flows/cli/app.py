"""The command line itself: its global options, its commands, and what its exit status means."""

from __future__ import annotations

import gc
import io
import logging
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli.answer import say
from flows.cli.call import EXIT_FAILED, EXIT_WRONG, Invocation
from flows.cli.shortage import name_shortage
from flows.cli.typed.hinting import HintingRoot
from flows.cli.typed.lazily import LazyCommands
from flows.config.logs import FORMAT, clean_log_records, show_crash
from storage.errors import ConfigurationError, HanmiError, MovedAway
from storage.private import OTHERS

COMMANDS = {
    "init": "flows.cli.first",
    "serve": "flows.cli.run",
    "run": "flows.cli.run",
    "backfill": "flows.cli.run",
    "deliver": "flows.cli.run",
    "articles": "flows.cli.showing.lists",
    "stories": "flows.cli.showing.lists",
    "alerts": "flows.cli.showing.lists",
    "deliveries": "flows.cli.showing.lists",
    "sources": "flows.cli.showing.lists",
    "search": "flows.cli.showing.search",
    "show": "flows.cli.showing.inspect",
    "explain": "flows.cli.showing.inspect",
    "redeliver": "flows.cli.showing.inspect",
    "doctor": "flows.cli.showing.inspect",
    "mute": "flows.cli.showing.muting",
    "digest": "flows.cli.showing.alerting",
    "judge": "flows.cli.watching.judging",
    "backup": "flows.cli.backups",
    "restore": "flows.cli.backups",
    "migrate": "flows.cli.backups",
    "forget": "flows.cli.backups",
    "deploy": "flows.cli.deploy",
    "demo": "flows.cli.demo",
    "channel": "flows.cli.showing.alerting",
    "watch": "flows.cli.watching.watches",
    "source": "flows.cli.showing.sources",
    "desk": "flows.cli.desk",
}
"""Every command and group in the order in which they are listed, with the module that it is made in."""


class Root(HintingRoot):
    """The command line with all its commands, each made when it is asked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"commands": LazyCommands(COMMANDS)})


app = typer.Typer(
    cls=Root,
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


def main() -> None:
    """Run a command and end with its exit status."""
    # Reading the configuration makes a hundred thousand values that stay: by the usual threshold Python looks
    # for rings among them again and again, which was 40 % of compiling the watchlist.
    gc.set_threshold(50_000, 20, 50)
    sys.excepthook = show_crash
    _mend_terminal()
    os.umask(OTHERS)  # whatever a library makes besides is for our user alone too
    try:
        app()
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


def _mend_terminal() -> None:
    """Have output print what its encoding lacks as a number, and forget a width of nothing.

    A Korean console has no `é` (CP949), and some shells set `COLUMNS=0`, in which nothing would be printed.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")
    if os.environ.get("COLUMNS", "").strip() == "0":
        del os.environ["COLUMNS"]
