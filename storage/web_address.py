"""A web address and its parts, as a browser reads them (WHATWG URL)."""

from __future__ import annotations

import re
from typing import NamedTuple

import ada_url

_PARTS = re.compile(
    r"(https?:)//(?:([^/?#@]*+)@)?((\[[^\]]*+\]|[^/?#:]++)(?::(\d++))?)([^?#]*+)(\?[^#]++)?\??(#.++)?#?",
    re.DOTALL,
)


class WebAddress(NamedTuple):
    """An address of http or https, normalised: `href` is the whole of it.

    The names are the standard's: `host` is `hostname` with its port, `port` is empty where it is the scheme's
    own, and `search` and `hash` begin with their marks, empty where nothing follows them.
    """

    href: str
    protocol: str
    login: str
    host: str
    hostname: str
    port: str
    pathname: str
    search: str
    hash: str

    @property
    def origin(self) -> str:
        """Scheme and host."""
        return f"{self.protocol}//{self.host}"


def read_web_address(text: str) -> WebAddress | None:
    """The address, None where it is of another scheme. Raises: ValueError for what is no address.

    One pattern over what the parser normalised: to ask it for each part takes five times as long.
    """
    href = ada_url.normalize_url(text)
    found = _PARTS.fullmatch(href)
    if found is None:
        return None
    return WebAddress(href, *found.groups(""))
