"""How many of a thing there are, as English says it."""

from __future__ import annotations


def count_of(number: int, one: str, many: str | None = None) -> str:
    """A number of things: `1 article`, `3 articles`; `many` where an s does not do."""
    return f"{number} {one if number == 1 else many or one + 's'}"
