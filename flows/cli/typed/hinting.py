"""Words in another order than the command line takes: what was meant is said, never guessed and done."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

# typer brings its own copy of click along and has no public name for these two
from typer._click.exceptions import NoSuchOption, UsageError
from typer.core import TyperGroup

Group = Any
"""A group of commands as typer has it: `commands` by name, `params`."""

_NUMBER = re.compile(r"Input should be a valid integer.*")
_LEAST = re.compile(r"Input should be greater than or equal to")
"""What the checking library says of a number."""

_LISTS = "`hanmi articles --csv > articles.csv`, likewise stories, alerts, deliveries, sources and search"
_WATCHLIST = "`hanmi watch list` has watches and entities"
_HEALTH = "`hanmi doctor` says how everything does, `hanmi sources` how each source does"
_CHANNELS = "channels stand in hanmi.toml; `hanmi doctor` looks at all, `hanmi channel test ID` tries one"
_NO_SOURCE = "take its [[source]] out of hanmi.toml; a bundled one is left alone with `paused = true`"
_NO_WATCH = "take its [[watch]] or [[entity]] out of hanmi.toml; `hanmi mute ID` holds a watch for a time"

MAY_BE_BLANK = frozenset(("--address",))
"""The options for which nothing is an answer: `hanmi init --address ''` wants no mail."""

ELSEWHERE: Mapping[str, str] = {
    "help": "`hanmi --help` lists the commands, `hanmi COMMAND --help` explains one",
    "version": "`hanmi --version` says it",
    "status": _HEALTH,
    "health": _HEALTH,
    "check": "`hanmi doctor` looks at everything, `hanmi watch check` and `hanmi source check` at those",
    "entities": _WATCHLIST,
    "entity": _WATCHLIST,
    "watches": _WATCHLIST,
    "channels": _CHANNELS,
    "config": "`hanmi init` writes hanmi.toml, `hanmi doctor` looks at it",
    "export": f"{_LISTS}; `hanmi watch export` and `hanmi source export` write watches and sources",
    "csv": _LISTS,
    "import": "`hanmi backfill PATH` brings in articles, `hanmi source import FILE.opml` sources",
    "start": "`hanmi serve` runs until Ctrl-C or SIGTERM",
    "stop": "`hanmi serve` runs until Ctrl-C or SIGTERM",
    "find": "`hanmi search QUERY` looks through the articles",
    "unmute": "`hanmi mute NAME --for 0s` lifts a mute",
    "send": "`hanmi deliver` sends what is due; `hanmi redeliver ID` one again, `hanmi digest --send`",
    "source remove": _NO_SOURCE,
    "source delete": _NO_SOURCE,
    "source pause": _NO_SOURCE,
    "watch remove": _NO_WATCH,
    "watch delete": _NO_WATCH,
    "watch add": "write a [[watch]] into hanmi.toml; `hanmi watch new` makes one of an idea",
}
"""What is meant by words that are no commands, each with its group before it but at the top."""


class Hinting(TyperGroup):
    """A group of commands that says what was meant by words in another order."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As typer does it, with what was meant. Raises: UsageError."""
        try:
            return super().resolve_command(ctx, args)
        except UsageError as error:
            groups = ctx.command_path.split()[1:]
            if not isinstance(error, NoSuchOption) and (meant := command_meant(self, groups, args)):
                error.message = f"there is no command {' '.join([*groups, args[0]])!r}: {meant}"
            raise


class HintingRoot(Hinting):
    """The command line itself, through which every wrong call of a command passes."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **options: Any) -> Any:
        """As typer does it, with what was meant. Raises: UsageError."""
        given = list(args)
        try:
            return super().make_context(info_name, args, *rest, **options)
        except NoSuchOption as error:
            _mend_option(error, command_option(self, error.option_name, given))
            raise

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """As typer does it, but for a word that is blank. Raises: UsageError."""
        if not ctx.resilient_parsing and (before := word_before_blank(args)):
            why = f"what stands behind {before} is empty; a variable of the shell may not be set"
            raise UsageError(why, ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """As typer does it, with what was meant. Raises: UsageError."""
        try:
            return super().invoke(ctx)
        except NoSuchOption as error:
            if error.option_name in _options_of(self):
                path = " ".join(error.ctx.command_path.split()[1:]) if error.ctx else "COMMAND"
                _mend_option(error, f"it goes before the command: `hanmi {error.option_name} … {path}`")
            raise
        except UsageError as error:
            if error.message.startswith("Got unexpected extra argument"):
                error.message += "; what has blanks in it stands in quotes"
            error.message = _NUMBER.sub("write a whole number", _LEAST.sub("must be at least", error.message))
            raise


def word_before_blank(args: Sequence[str]) -> str | None:
    """What stands before the first word that is blank, or is an option with nothing behind its `=`."""
    for before, word in pairwise(("hanmi", *args)):
        if not word.strip() and before not in MAY_BE_BLANK:
            return before
        if word.startswith("--") and word.endswith("=") and word[:-1] not in MAY_BE_BLANK:
            return word.removesuffix("=")
    return None


def command_meant(group: Group, groups: Sequence[str], args: Sequence[str]) -> str | None:
    """What was meant by words whose first is no command of this group, None where nobody can tell."""
    known = ELSEWHERE.get(" ".join([*groups, args[0].lower()]))
    return _mean_turned(group, groups, args) or known or _mean_below(group, groups, args[0])


def _mean_turned(group: Group, groups: Sequence[str], args: Sequence[str]) -> str | None:
    """Two words that are a command the other way round."""
    word, *rest = args
    if not rest or rest[0] not in group.commands:
        return None
    turned = f"`{_join('hanmi', *groups, rest[0], word, *rest[1:])}`"
    if groups:
        return f"the verb comes first: {turned}"
    return f"the verb comes last: {turned}" if word in _verbs(group.commands[rest[0]]) else None


def _mean_below(group: Group, groups: Sequence[str], word: str) -> str | None:
    """The commands of this name in groups below."""
    homes = [name for name, command in group.commands.items() if word in _verbs(command)]
    meant = " or ".join(f"`{' '.join(['hanmi', *groups, home, word])}`" for home in homes)
    return f"did you mean {meant}?" if homes else None


def command_option(root: Group, option: str, args: Sequence[str]) -> str | None:
    """Where an option of commands belongs that stands before them, None where no command has it."""
    takers = {" ".join(path) for path, command in _walk(root) if option in _options_of(command)}
    if not takers:
        return None
    return f"it goes behind the command: `hanmi {_find_given(takers, args) or 'COMMAND'} {option}`"


def _find_given(commands: Collection[str], args: Sequence[str]) -> str:
    """The first of these commands, of one word or two, that stands among the arguments; empty: none."""
    words = [arg for arg in args if not arg.startswith("-")]
    spans = (" ".join(words[at : at + most]) for at in range(len(words)) for most in (2, 1))
    return next((span for span in spans if span in commands), "")


def _mend_option(error: NoSuchOption, hint: str | None) -> None:
    if hint:
        error.message, error.possibilities = f"{error.message}; {hint}", None


def _walk(group: Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if hasattr(command, "commands"):
            yield from _walk(command, (*path, name))


def _options_of(command: Any) -> set[str]:
    return {option for param in command.params for option in param.opts}


def _verbs(command: Any) -> Mapping[str, Any]:
    return getattr(command, "commands", {})


def _join(*words: str) -> str:
    """Words as a shell takes them."""
    return " ".join(f"'{word}'" if " " in word else word for word in words)
