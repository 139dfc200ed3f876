"""Who wrote a story's articles first: whom they are credited to, and the texts that they print.

A credit is read from a text once (`storage.corpus.credits`), when the article is kept or its text is
replaced. The origins of a story follow from the credits, however its copies are grouped and its articles
merged or split later. Five outlets that print one agency's report are one origin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from storage.address import split_address
from storage.bugs import attempt_alone
from storage.language.agencies import name_family
from storage.records import CopyKind

EMBEDDED = 0.5
"""Share of a text that stands in another, from which on it has the other's origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """What an article's origin follows from; `within` is the text that it mostly stands in."""

    id: str
    group: str
    credit: str | None
    outlet: str | None
    url: str | None
    within: str | None = None


def is_embedded(copy_kind: str | None, of_this: float | None) -> bool:
    """Whether an article of this copy kind mostly stands in the other, which has its origin then."""
    return copy_kind == CopyKind.PARTIAL.value and of_this is not None and of_this >= EMBEDDED


def count_origins(story: Sequence[Credited]) -> int:
    """How many of a story's articles were written independently."""
    return len(set(trace_origins(story)))


def trace_origins(story: Sequence[Credited]) -> list[str]:
    """The origin of each article of a story: whoever its text is credited to, else who printed it first.

    A text has one origin in all its copies, and a text that stands mostly in another has the other's. Where
    that is not known, an article without an outlet is its own origin.
    """
    groups, by_id = _name_groups(story), {one.id: one.group for one in story}
    return [groups[_trace(one, by_id)] for one in story]


def list_others(
    story: Sequence[tuple[Credited, datetime]], id: str, since: datetime, most: int
) -> dict[str, str]:
    """The articles of a story since then of another origin than this one's, with theirs, the latest first."""
    origins = trace_origins([one for one, _ in story])
    traced = {one.id: (origin, at) for (one, at), origin in zip(story, origins, strict=True)}
    own, _ = traced.get(id, (None, since))
    others = ((each, origin) for each, (origin, at) in reversed(traced.items()) if at >= since)
    return dict(islice(((each, origin) for each, origin in others if origin != own), most))


def _name_groups(story: Sequence[Credited]) -> dict[str, str]:
    """The origin of each copy group: the first credit in it, else who printed the first of it."""
    groups: dict[str, str] = {}
    for one in story:  # oldest first
        if one.credit:
            groups.setdefault(one.group, one.credit)
    for one in story:
        if one.group not in groups:
            groups[one.group] = _name_safely(one) or one.group
    return groups


def _trace(one: Credited, groups: dict[str, str]) -> str:
    """The group whose origin an article has: its own, or that of the text that it mostly stands in."""
    if one.within is None or one.credit:
        return one.group
    return groups.get(one.within, one.group)


def _name_safely(one: Credited) -> str | None:
    """A story must not become unreadable for a bug that is met at one of its articles."""
    return attempt_alone(one.id, "origin", lambda: name_printer(one.outlet, one.url), None)


def name_printer(outlet: str | None, url: str | None) -> str | None:
    """The family of the outlet that printed an article, else its site; None where neither is known."""
    if outlet:
        return name_family(outlet)
    host = split_address(url).hostname
    return name_family(host.removeprefix("www.")) if host else None
