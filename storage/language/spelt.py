"""What somebody meant to type."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def find_alike(typed: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The one that is spelled most like it, None where none is as near as `cutoff` (of 1, as difflib counts).

    One with the same letters in another order comes first: fingers turn letters round (`ngc` for `ncg`).
    """
    asked, names = typed.lower(), list(known)
    turned = [name for name in names if len(name) == len(asked) and sorted(name.lower()) == sorted(asked)]
    near = difflib.get_close_matches(asked, turned or names, n=1, cutoff=cutoff)
    return near[0] if near else None
