"""How far to trust what is told: how often it is right, where we were blind, what leaves this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from alerts.channels import Channel
from alerts.channels.apprise import Apprise
from alerts.channels.email import Email
from alerts.channels.unready import open_channel
from alerts.channels.webhook import Webhook
from alerts.compose.public_json import mask_recipient
from alerts.compose.unseen import Blind, read_blind, sum_unseen
from flows.config.settings import Settings
from flows.inspect.first_sight import Measured, read_first_sights
from storage.corpus.sources import read_last_good, read_statuses
from storage.database import Transaction

KINDS: tuple[tuple[type, str], ...] = ((Email, "by_mail"), (Webhook, "by_webhook"), (Apprise, "by_chat"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A channel: how it sends, and to whom, so far that a reader knows them again."""

    channel: str
    how: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What bears on that: `lost` has how long each source was not seen in the time asked for.

    `unread` counts the sources that were never read. `parts` says why a source is not read whole, None
    where it gives headlines only; `ping` is the host that hears of each good cycle.
    """

    measured: Measured
    blind: Sequence[Blind]
    lost: dict[str, timedelta]
    parts: Sequence[tuple[str, str | None]]
    sources: int
    unread: int
    channels: Sequence[Leaving]
    ping: str | None

    @property
    def hours(self) -> float:
        """How many hours all sources together were not seen."""
        return sum(self.lost.values(), timedelta()) / timedelta(hours=1)


def read_trust(tx: Transaction, settings: Settings, since: datetime, now: datetime) -> Trust:
    """What bears on how far to trust what these settings have us tell."""
    names = settings.source_names
    return Trust(
        measured=read_first_sights(),
        blind=read_blind(tx, names, now),
        lost=sum_unseen(tx, names, since, now),
        parts=tuple(_list_parts(tx, settings)),
        sources=len(names),
        unread=read_last_good(tx, names)[1],
        channels=tuple(_describe(channel) for channel in settings.channels),
        ping=urlsplit(settings.ping).hostname if settings.ping else None,
    )


def _list_parts(tx: Transaction, settings: Settings) -> Iterator[tuple[str, str | None]]:
    """The ids of the sources of which only a part is read, with the reason."""
    statuses = read_statuses(tx)
    for source in settings.sources:
        if source.has_headlines_only:
            yield source.id, None
        status = statuses.get(source.id)
        for remark in status.coverage.remarks if status else ():
            yield source.id, remark.why


def _describe(channel: Channel) -> Leaving:
    opened = open_channel(channel)
    how = next((word for kind, word in KINDS if isinstance(opened, kind)), "by_other")
    is_mail = isinstance(opened, Email)
    to = tuple(map(mask_recipient, channel.recipients)) if is_mail else channel.recipients
    return Leaving(channel=channel.id, how=how, to=to)
