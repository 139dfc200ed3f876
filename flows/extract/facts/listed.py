"""Values of JSON that sites write alone or as a list."""

from __future__ import annotations

from typing import Any


def as_list(value: Any) -> list[Any]:
    """The value itself where it is a list, else a list of it alone."""
    return value if isinstance(value, list) else [value]
