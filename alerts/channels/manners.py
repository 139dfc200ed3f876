"""When a channel holds back: in quiet hours, beyond the most it sends in a time, and what breaks through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.channels.quiet import Quiet
from storage.records import Alert, AlertKind, Urgency

_RATE = re.compile(r"([1-9]\d{0,5})\s*+/\s*+(?:(\d{1,4})\s*+)?(m|h|d)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_NAMED = re.compile(r"@(?P<entity>[a-z0-9][a-z0-9_.-]*)|watch:(?P<watch>[a-z0-9][a-z0-9_.-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many messages within any stretch of time so long; shown as it was `written`."""

    many: int
    per: timedelta
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a channel spares its readers; the default spares nobody.

    `most` counts messages to one recipient. `breaks` name what is held by neither: a kind of alert
    (`correction`), an entity that the sentences told of name (`@ncg`), a watch (`watch:ncg`).
    """

    quiet: Quiet | None = None
    most: Rate | None = None
    breaks: tuple[str, ...] = ()

    def reason_to_break(self, alerts: Iterable[Alert]) -> str | None:
        """The first of `breaks` that one of these alerts is, a flash always; None: they wait like others."""
        alerts = list(alerts)
        if any(alert.urgency is Urgency.FLASH for alert in alerts):
            return Urgency.FLASH.value
        signs = {sign for alert in alerts for sign in _read_signs(alert)}
        return next((each for each in self.breaks if each in signs), None)


FREELY = Manners()
"""Nothing is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What becomes of messages due at once: the first `alone` each by itself, the others together in one.

    The others go now, or at `until` where that is set. Of 9 due with 4 places left, 3 go alone and 6 in one.
    """

    alone: int
    until: datetime | None = None


def share_slots(due: int, sent: Sequence[datetime], rate: Rate) -> Shares:
    """Divide what a rate leaves free: all alone where there is room, else the last place is for the rest.

    `sent` are the times of the messages within the rate's stretch before now. Nothing is dropped, and
    nothing waits while there is a place.
    """
    free = rate.many - len(sent)
    if free > 0:
        return Shares(alone=due if due <= free else free - 1)
    return Shares(alone=0, until=sorted(sent)[len(sent) - rate.many] + rate.per)


def read_rate(text: str) -> Rate:
    """Read `20/h`, `5/10m` or `100/d`. Raises: ValueError with the form."""
    found = _RATE.fullmatch(text.strip())
    if not found or (found[2] and not int(found[2])):
        raise ValueError(f"{text!r} is no rate; write it like 20/h, 5/10m or 100/d")
    return Rate(many=int(found[1]), per=int(found[2] or 1) * _UNITS[found[3]], written=text.strip())


def read_breaks(texts: Sequence[str]) -> tuple[str, ...]:
    """Check what breaks through. Raises: ValueError with the forms."""
    for text in texts:
        if text not in set(AlertKind) and not _NAMED.fullmatch(text):
            kinds = ", ".join(AlertKind)
            raise ValueError(
                f"{text!r} names nothing that could break through; write {kinds}, @entity or watch:ID"
            )
    return tuple(texts)


def named_in(breaks: Iterable[str]) -> tuple[set[str], set[str]]:
    """The entities and the watches that are named, by id."""
    found = [named for text in breaks if (named := _NAMED.fullmatch(text))]
    return {f["entity"] for f in found if f["entity"]}, {f["watch"] for f in found if f["watch"]}


def _read_signs(alert: Alert) -> set[str]:
    named = {match.entity for sentence in alert.evidence for match in sentence.matches if match.entity}
    return {alert.kind.value, f"watch:{alert.watch}", *(f"@{entity}" for entity in named)}
