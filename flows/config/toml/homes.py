"""Where a key is at home that stands in a table that has none of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from pydantic import BaseModel

from alerts.watch.watchlist import ENTITY_KEYS, WATCH_KEYS
from flows.config.schema import File
from storage.language.patterns import compile_later
from storage.language.spelt import find_alike

_NO_KEY = compile_later(
    r"(?:(?P<table>\w+)(?:\[[^\]]*\])?\.)?(?:[\w.\[\]-]+\.)?(?P<key>[^\s.:]+): "
    r"(?P<fault>there is no such key|a channel of kind (?P<kind>\w+) has no such key)"
    r"(?:; did you mean (?P<near>\S+)\?| \(did you mean (?P<nigh>\S+)\?\))?(?P<rest>.*)"
)
_TOP = "above the first table"
_MANY = 3
"""In more tables than this a key is too common to say where it was meant to stand."""
_SURE = 0.8
"""As near as this a key is one of its table, misspelt, whatever other tables have."""


def name_home(problem: str) -> str:
    """What is said of a key that is not there, with the tables that have it, unless it is only misspelt."""
    found = _NO_KEY.match(problem)
    if found is None:
        return problem
    key, near = found["key"], found["near"] or found["nigh"]
    if near and find_alike(key, [near], cutoff=_SURE):
        return problem
    homes = _kinds_with(key) if found["kind"] else []
    said = f"channels of kind {' and '.join(homes)} have it" if homes else ""
    if not homes and 0 < len(homes := _homes(key, found["table"])) <= _MANY:
        said = f"it belongs {' or '.join(homes)}"
    return f"{problem[: found.end('fault')]}; {said}{found['rest']}" if said else problem


def _kinds_with(key: str) -> list[str]:
    from alerts.channels.opening import KEYS  # mail and webhooks take their time to import

    return sorted(kind for kind, keys in KEYS.items() if key in keys)


def _homes(key: str, table: str | None) -> list[str]:
    plain = [_TOP] if table and key in File.model_fields and not _is_table(key) else []
    return plain + [
        f"under {name}" for name, keys in _tables().items() if key in keys and table != name.strip("[]")
    ]


def _tables() -> Mapping[str, Collection[str]]:
    """The keys of every table, under its name as it is written."""
    from alerts.channels.opening import KEYS

    models = {name: _model_of(name) for name in File.model_fields}
    written = {
        f"[[{name}]]" if _is_list(name) else f"[{name}]": model.model_fields
        for name, model in models.items()
        if model
    }
    named = {"[[entity]]": ENTITY_KEYS, "[[watch]]": WATCH_KEYS, "[[channel]]": set().union(*KEYS.values())}
    return {**written, **named}


def _is_list(name: str) -> bool:
    return bool(get_args(File.model_fields[name].annotation))


def _is_table(name: str) -> bool:
    return _is_list(name) or _model_of(name) is not None


def _model_of(name: str) -> type[BaseModel] | None:
    kind = File.model_fields[name].annotation
    inner = next(iter(get_args(kind)), kind)
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
