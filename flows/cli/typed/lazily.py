"""Commands that are made when they are asked for: of the dozen modules that have them a call imports one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.main import get_group

Command = Any
"""A command as typer makes it of a function."""


class LazyCommands(MutableMapping[str, Command]):
    """Commands by name, in the order of `homes`, which has the module of each.

    A module is imported once one of its commands is asked for; listing the names imports none.
    """

    def __init__(self, homes: Mapping[str, str]) -> None:
        self._homes = dict(homes)
        self._made: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        if name not in self._made:
            self._made = make_commands(self._homes[name]) | self._made
        return self._made[name]

    def __setitem__(self, name: str, command: Command) -> None:
        self._homes.setdefault(name, "")
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._homes[name]
        self._made.pop(name, None)

    def __contains__(self, name: object) -> bool:
        return name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


def make_commands(module: str) -> dict[str, Command]:
    """The commands that a module's `add_commands` adds, by name."""
    part = typer.Typer(pretty_exceptions_enable=False)
    import_module(module).add_commands(part)
    return dict(get_group(part).commands)
