"""Everything that the configuration says, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from alerts.channels import Channel
from flows.config.schedule import Cron, Schedule
from flows.config.toml.tables import Laid, Tables
from flows.fetch.options import FetchOptions
from storage.records import Entity, Source, Watch
from storage.records.telling import QUOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Where the desk page and the feeds are served; `token` None asks for none.

    `url` is how readers reach it from elsewhere, without a slash at its end; None where they do not.
    """

    host: str
    port: int
    token: str | None = field(repr=False)
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """A digest that is due by cron, for these channels; no watches means all."""

    schedule: Cron
    to: tuple[str, ...]
    watches: tuple[str, ...]

    def holds(self, watch: Watch) -> bool:
        """Whether a watch stands in it.

        One that waits for a surge tells at once or not at all: every article that names its entities would
        fill a digest.
        """
        return watch.surge is None and (not self.watches or watch.id in self.watches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that the configuration says, checked and with its defaults."""

    config_path: Path | None
    data_dir: Path
    data_dir_by: str = ""
    """The option or the variable that named the data directory; empty: the configuration, or nobody."""
    timezone: str
    storage_url: str = field(repr=False)
    monitor: Schedule
    fetch: FetchOptions
    fresh: timedelta
    wait: timedelta
    cooldown: timedelta
    alive: Cron | None
    retry: tuple[timedelta, ...]
    desk: DeskSettings
    default_to: tuple[str, ...] | None
    sources: tuple[Source, ...]
    entities: tuple[Entity, ...]
    watches: tuple[Watch, ...]
    channels: tuple[Channel, ...]
    digests: tuple[DigestPlan, ...]
    prefect_api_url: str | None
    ping: str | None = field(default=None, repr=False)
    polls_kept: timedelta = timedelta(days=90)
    prefect_kept: timedelta = timedelta(days=14)
    log_format: str = "text"
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Named parts of queries, by id; what watches and entities name of them they have themselves."""
    quote: int = QUOTE
    """The most sentences of one article in messages, feeds, webhooks and exports."""
    missing: tuple[str, ...] = ()
    """The secrets that could not be read and are not needed now, each as `key: reason`."""
    tables: Tables = field(default_factory=Tables, repr=False, compare=False)
    """What bundle and file say, for the desk's layer to lie on."""
    laid: tuple[Laid, ...] = ()
    """The entries that the desk says something of, once its layer was read from the database."""

    def source(self, id_: str) -> Source | None:
        """The configured source of this id."""
        return next((source for source in self.sources if source.id == id_), None)

    @property
    def active_sources(self) -> tuple[Source, ...]:
        """The sources that are polled: all but those that are paused."""
        return tuple(source for source in self.sources if not source.paused)

    @property
    def source_names(self) -> dict[str, str]:
        """What each source that is polled is called, by its id."""
        return {source.id: source.name for source in self.active_sources}

    @property
    def everywhere(self) -> tuple[str, ...]:
        """The channels of what names none: the default ones, else all."""
        if self.default_to is not None:
            return self.default_to
        return tuple(channel.id for channel in self.channels)

    def list_channels(self, watch: Watch) -> tuple[str, ...]:
        """Where a watch reports: to its own channels, else everywhere."""
        return self.everywhere if watch.to is None else watch.to

    def list_digest_channels(self, watch: Watch) -> set[str]:
        """The channels that have a digest of a watch."""
        return {id_ for plan in self.digests if plan.holds(watch) for id_ in plan.to}
