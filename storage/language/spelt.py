"""What somebody meant to type."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

_SAME: Mapping[str, str] = {
    "query": "keyword keywords term terms match search words",
    "to": "channel channels recipient recipients address addresses",
    "must_match": "example examples",
    "must_not_match": "exclude exclusions",
    "url": "rss feed link href uri address webhook_url",
    "every": "interval frequency refresh",
    "lang": "language locale",
    "cron": "time at schedule when",
    "smtp": "host server port user username login",
    "listen": "host port address bind",
    "token": "password secret",
    "secret": "key token password",
    "kind": "type",
    "from": "sender",
    "aliases": "names alias synonyms",
    "never": "exclude exclusions",
    "story": "immediate instant now alert once",
    "apprise": "slack telegram teams discord ntfy chat matrix kakao",
    "email": "smtp mail e-mail mailto",
    "feed": "rss atom",
    "body": "organization organisation agency company group institution ministry org",
    "place": "country city location",
    "person": "human politician people",
    "agreement": "treaty deal",
}
"""Names of ours, each with what other programs call it."""

_MEANT: Mapping[str, Sequence[str]] = {
    other: tuple(ours for ours, others in _SAME.items() if other in others.split())
    for other in " ".join(_SAME.values()).split()
}


def find_alike(typed: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The one that is spelled most like it, None where none is as near as `cutoff` (of 1, as difflib counts).

    What other programs call it comes first, where it has another name here (`keywords` for `query`), then
    one with the same letters in another order: fingers turn letters round (`ngc` for `ncg`).
    """
    asked, names = typed.lower(), list(known)
    if asked in names:
        return asked
    if meant := [name for name in _MEANT.get(asked, ()) if name in names]:
        return meant[0]
    turned = [name for name in names if len(name) == len(asked) and sorted(name.lower()) == sorted(asked)]
    near = difflib.get_close_matches(asked, turned or names, n=1, cutoff=cutoff)
    return near[0] if near else None
