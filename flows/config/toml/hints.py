"""What somebody meant who wrote the configuration wrongly, where that can be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from storage.language.spelt import find_alike

_CHANGES_NOTHING = re.compile(r"(?P<kind>watch|source)\[(?P<id>[^\]]+)\]\.(?:query|url): is missing")
"""What is said of an entry that could only be what a bundled one is, if there were one of its id."""

CURLY = "“”„‟‘’‚‛＂＇"
"""What word processors make of quotes."""


def nearest(asked: object, known: Iterable[object]) -> str:
    """The nearest of what there is, as the end of a sentence; nothing where none is near."""
    alike = find_alike(str(asked), sorted(map(str, known)))
    return f"; did you mean {alike}?" if alike else ""


def name_bundled_meant(problem: str, bundled: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The bundled watch or source, by id or name, that an entry without a query or address was to change."""
    found = _CHANGES_NOTHING.fullmatch(problem)
    if found is None:
        return ""
    tables = bundled.get(found["kind"], ())
    ids = {str(table["name"]).replace(" ", "-").lower(): table["id"] for table in tables}
    ids |= {table["id"]: table["id"] for table in tables}
    alike = find_alike(found["id"], ids)
    return f"; did you mean the bundled {found['kind']} {ids[alike]}?" if alike else ""


def name_key_meant(model: type[BaseModel], where: Sequence[int | str]) -> str:
    """The key that a misspelt one at this place of the file comes nearest to."""
    return nearest(where[-1], _model_at(model, where[:-1]).model_fields)


def say_bad_bytes(body: bytes) -> str:
    """What a file that is not UTF-8 is, and what to do."""
    for name, charset in (("UTF-16", "utf-16"), ("CP949", "cp949")):
        if charset == "utf-16" and body[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            body.decode(charset)
        except UnicodeDecodeError:
            continue
        return f"is not UTF-8 (it reads as {name}); save it as UTF-8"
    line = body[: _first_bad(body)].count(b"\n") + 1
    return f"is not UTF-8 (line {line}); save it as UTF-8"


def find_curly(text: str, line: int | None) -> str:
    """Why a text that is no TOML is none, where its quotes are curly at that line; None: at any line."""
    for number, written in enumerate(text.splitlines(), 1):
        if (line is None or number == line) and any(char in CURLY for char in written.partition("#")[0]):
            return f"line {number} has curly quotes; write straight ones (\" or ')"
    return ""


def _first_bad(body: bytes) -> int:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(body)


def _model_at(model: type[BaseModel], where: Sequence[int | str]) -> type[BaseModel]:
    """The table at a place; the nearest above it where that is a plain one."""
    for part in where:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        kind = model.model_fields[part].annotation
        inner = next(iter(get_args(kind)), kind)
        model = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else model
    return model
