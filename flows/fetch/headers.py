"""What headers say, read without trust, and what we say in ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

COOKIES = 20

PRINTABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]{0,998}[\x21-\x7e\x80-\xff])?")


def read_location(value: str) -> str:
    """A `Location` header as text; many servers send raw UTF-8 in it."""
    raw = value.encode("latin-1", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return value


def compose_conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers that make a request conditional, by what the server once gave.

    A value that no header may hold, with a line break say, is left out; the server then sends the whole page.
    """
    named = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in named.items() if value is not None and PRINTABLE.fullmatch(value)}


def read_cookies(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The names and values of all cookies that an answer sets; header names are lower-case."""
    pairs = (value.partition(";")[0].partition("=") for key, value in headers if key == "set-cookie")
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def compose_cookies(cookies: Mapping[str, str]) -> dict[str, str]:
    """The header that gives these cookies back, none where they are too many or too long."""
    text = "; ".join(f"{name}={value}" for name, value in list(cookies.items())[:COOKIES])
    return {"Cookie": text} if PRINTABLE.fullmatch(text) else {}
