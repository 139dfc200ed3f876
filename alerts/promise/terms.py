"""What telling works with: the settings that decide who is told of what, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from alerts.channels import Channel
from storage.records import Alert, Article, Watch
from storage.records.gist import Gist
from storage.records.telling import QUOTE

ReadGist = Callable[[Article], Gist | None]
"""Reads the fact line of an article, None where nothing is recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Which channels each watch tells through, in the order of the configuration.

    `digested` are the watches and channels, by id, that share a digest: what is late stands there instead.
    """

    channels: Mapping[str, Sequence[Channel]]
    digested: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def of(self, alert: Alert) -> list[Channel]:
        """The channels that tell this alert at once."""
        routed = self.channels.get(alert.watch, ())
        return [
            channel for channel in routed if not (alert.late and (alert.watch, channel.id) in self.digested)
        ]

    def find(self, id: str) -> Channel | None:
        """The channel of this id, None where no watch tells through it."""
        return next((each for routed in self.channels.values() for each in routed if each.id == id), None)

    def is_read_out(self, alerts: Sequence[Alert], lang: str) -> bool:
        """Whether an article in a language is told on a channel that has fact lines in another."""
        voices = (channel.voice for alert in alerts for channel in self.of(alert))
        return any(voice.gist and voice.lang != lang for voice in voices)

    def is_digested(self, watch: str) -> bool:
        """Whether every channel of a watch has a digest that the watch stands in."""
        routed = self.channels.get(watch, ())
        return bool(routed) and all((watch, channel.id) in self.digested for channel in routed)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingTerms:
    """What telling works with: the watches by id, their routes, and how long reprints are gathered.

    `sources` are the names by id of those whose trouble is told with an alert, `official` of those that speak
    for a government or body; `actors` are the tracked
    persons and bodies, by id, `names` those of all entities as people read them; a story that was told rests
    for `cooldown`. `quote` is the most sentences of one article that a message shows.
    """

    watches: Mapping[str, Watch]
    routes: Routes
    sources: Mapping[str, str] = field(default_factory=dict)
    official: Mapping[str, str] = field(default_factory=dict)
    actors: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    wait: timedelta = timedelta()
    cooldown: timedelta = timedelta()
    tell_backfill: bool = False
    quote: int = QUOTE
    read_gist: ReadGist | None = field(default=None, repr=False)
