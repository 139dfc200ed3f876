"""Expressions that are compiled once they are asked for: a command asks for few of all that there are."""

from __future__ import annotations

import re
from typing import Any, cast

_ASKED = (
    "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn",
    "flags", "groups", "groupindex",
)  # fmt: skip


class _Compiled:
    """An expression with all that is asked of a `re.Pattern`."""

    __slots__ = ("_given", "pattern", *_ASKED)


class _Later(_Compiled):
    """An expression that is compiled by the first question; from then on it is found like any attribute."""

    __slots__ = ()

    def __init__(self, expression: str, given: int) -> None:
        self.pattern = expression
        self._given = given

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._given)
        for each in _ASKED:
            setattr(self, each, getattr(compiled, each))
        self.__class__ = _Compiled  # type: ignore[assignment]  # without `__getattr__`, which costs
        return getattr(self, name)


def compile_later(expression: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, compiled at first use; it cannot be given to functions of `re`.

    A wrong expression raises `re.error` then. Threads may ask at once: each finds the same.
    """
    return cast("re.Pattern[str]", _Later(expression, flags))
