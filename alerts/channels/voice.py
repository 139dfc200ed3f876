"""How a channel speaks to its readers: in which language, and whether it reads the other one out to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LANGS = ("en", "ko")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The language of our own words on a channel; None: that of the article, in digests English.

    With `gist` an article in another language has a line in this one of what was recognised of it.
    """

    lang: str | None = None
    gist: bool = False


PLAIN = Voice()
"""What a channel says unless it is told otherwise."""


def read_lang(value: object) -> str:
    """The language that a channel is to speak. Raises: ValueError with those that there are."""
    if value not in LANGS:
        raise ValueError(f"{value!r} is no language of ours; write en or ko")
    return str(value)


def read_gist(table: Mapping[str, Any]) -> bool:
    """Whether a channel has fact lines. Raises: ValueError where that cannot be."""
    wanted = table.get("gist", False)
    if not isinstance(wanted, bool):
        raise ValueError("must be true or false")
    if wanted and "lang" not in table:
        raise ValueError('needs `lang = "en"` or "ko" beside it, the language to read other articles out in')
    return wanted
