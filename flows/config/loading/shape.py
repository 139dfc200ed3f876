"""The file as tables of the right shape: what is wrong is named and left out, and the rest checked too."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from flows.config.loading.secrets import read_bounded
from flows.config.schema import File
from flows.config.toml.faults import say_toml_fault
from flows.config.toml.hints import name_key_meant, say_bad_bytes
from flows.config.toml.shape_said import say_shape
from storage import stand_ins
from storage.errors import ConfigurationError, say_os

MOST_OF_A_FILE = 50_000_000


def read_toml(path: Path, *, named_by: str = "") -> dict[str, Any]:
    """The tables of a configuration, which a variable may have named. Raises: ConfigurationError."""
    try:
        body = read_bounded(path, MOST_OF_A_FILE)
        text = body.decode("utf-8-sig")
        return tomllib.loads(text)
    except FileNotFoundError:
        hint = f"{named_by} names it" if named_by else "`hanmi init` writes one"
        raise ConfigurationError(str(path), (f"there is no such file; {hint}",)) from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(str(path), (say_bad_bytes(body),)) from error
    except OSError as error:
        raise ConfigurationError(str(path), (f"cannot be read: {say_os(error)}",)) from error
    except RecursionError:
        raise ConfigurationError(str(path), ("is no TOML: it is nested too deep",)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(str(path), (f"is no TOML: {say_toml_fault(text, error)}",)) from error


def check_shape(tables: Mapping[str, Any]) -> tuple[File, list[str]]:
    """The file without what is wrong in its shape, so that the rest is checked too, and all that is wrong."""
    rest, problems = deepcopy(dict(tables)), dict[str, str]()
    while True:
        try:
            return File.model_validate(rest), [f"{key}: {why}" for key, why in problems.items()]
        except ValidationError as error:
            faults = error.errors()
            for fault in faults:  # a key that was left out and is asked for now was named before
                problems.setdefault(_name_key(rest, fault["loc"]), _reason(fault))
            _leave_out(rest, {_culprit(fault["loc"], fault["type"]) for fault in faults})


def _culprit(where: Sequence[int | str], kind: str) -> tuple[int | str, ...]:
    """What must go for a fault to be gone: an item that lacks something, or has a wrong id, goes whole."""
    if _names_stand_in(where):
        return tuple(where)
    return tuple(where[:-1] if kind == "missing" or where[-1] == "id" else where)


def _names_stand_in(where: Sequence[int | str]) -> bool:
    return len(where) == 3 and (where[0], where[2]) in stand_ins.ITEM


def _leave_out(tables: Any, culprits: Collection[tuple[int | str, ...]]) -> None:
    """Take these out in place, the last of a list first; what goes with its item is not asked for again."""
    for where in sorted(culprits, reverse=True):
        if any(where[:n] in culprits for n in range(1, len(where))):
            continue
        holder = reduce(getitem, where[:-1], tables)
        if _names_stand_in(where):
            holder[where[-1]] = stand_ins.ITEM[str(where[0]), str(where[-1])]
        else:
            del holder[where[-1]]


def _name_key(tables: Mapping[str, Any], where: Sequence[int | str]) -> str:
    """A place as `table.key`; an item of a list is named by its id where it has one."""
    key = ""
    value: Any = tables
    for part in where:
        value = _step(value, part)
        if isinstance(part, int):
            name = value.get("id") if isinstance(value, Mapping) else None
            key += f"[{name if name and isinstance(name, str) else part + 1}]"
        else:
            key += f".{part}" if key else part
    return key


def _reason(fault: Mapping[str, Any]) -> str:
    where = fault["loc"]
    if fault["type"] == "list_type" and len(where) == 1 and isinstance(fault.get("input"), Mapping):
        return f"there can be several: write [[{where[0]}]], with two brackets"
    if fault["type"] == "extra_forbidden":
        return f"there is no such key{name_key_meant(File, where)}"
    return say_shape(fault)


def _step(value: Any, part: int | str) -> Any:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None
