"""What the desk's pages work with: settings, database, and the compiled watchlist once a page asks for it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from threading import Lock
from zoneinfo import ZoneInfo

from alerts.channels.console import ConsoleChannel
from alerts.gist.read import GistReader
from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.config.desk_layer import LaidSettings
from flows.config.naming import name_entities, name_watches
from flows.config.settings import Settings
from flows.config.telling import make_terms
from flows.desk.timelines import Timelines
from flows.desk.turns import Turns
from flows.desk.words import LANGS
from flows.inspect.discovery.discover import Discovered
from flows.learning.models import teach_watchlist
from flows.wiring import House
from storage.database import Database
from storage.promises.owner import this_owner

DISCOVERY_HOLDS = timedelta(hours=1)

DEFAULT_SPAN = timedelta(hours=24)
"""How far back Today goes for a reader who never said what he has seen."""


class Office:
    """Safe to use from many threads. What is changed at the desk it has from its next `refresh` on."""

    def __init__(self, settings: Settings, db: Database) -> None:
        self.configured = settings
        """What bundle and file say, without the desk's layer."""
        self.db = db
        self.zone = ZoneInfo(settings.timezone)
        self._laid = LaidSettings(settings, db)
        self._view = _View(settings, db)
        self.turns = Turns()
        """Taken by whoever runs a backtest or a discovery, of which each takes seconds."""
        self.timelines = Timelines()
        self._found: tuple[object, Discovered] | None = None

    def refresh(self) -> None:
        """Take in what was changed, here or on another machine. Raises: StorageError."""
        settings = self._laid.now()
        if settings is not self._view.settings:
            self._view = _View(settings, self.db)

    def forget(self) -> None:
        """Compile the watchlist anew when it is asked for next: an idea has learned."""
        self._view = _View(self._view.settings, self.db)

    @property
    def settings(self) -> Settings:
        """The configuration as it holds now."""
        return self._view.settings

    @property
    def watch_names(self) -> dict[str, dict[str, str]]:
        """What each watch is called, by language."""
        return self._view.watch_names

    @property
    def entity_names(self) -> dict[str, dict[str, str]]:
        """What each entity is called, by language."""
        return self._view.entity_names

    @property
    def source_names(self) -> dict[str, str]:
        """What each source that is polled is called."""
        return self._view.source_names

    @property
    def house(self) -> House:
        """The house that `explain` asks, with the watchlist compiled once. Raises: ConfigurationError."""
        return self._view.house

    @property
    def names(self) -> Watchlist:
        """The watchlist compiled once, without what its ideas learned. Raises: ConfigurationError."""
        return self._view.names

    @property
    def gist(self) -> GistReader:
        """What reads fact lines of that house's watchlist, made once. Raises: ConfigurationError."""
        return self._view.gist

    def remember_discovery(
        self,
        look: Callable[[], Discovered],
        refused: frozenset[str],
        now: datetime,
        is_wanted: Callable[[], bool],
    ) -> Discovered:
        """What discovery found within the hour, on the same names; else what `look` finds. Raises: Gone."""
        with self.turns.take(is_wanted):
            key = (self.settings.entities, refused)
            if self._found is None or self._found[0] != key or now - self._found[1].until > DISCOVERY_HOLDS:
                self._found = key, look()
            return self._found[1]

    @property
    def home(self) -> str:
        """How readers reach the desk, without a slash at its end."""
        desk = self.configured.desk
        host = f"[{desk.host}]" if ":" in desk.host else desk.host
        return desk.url or f"http://{host}:{desk.port}"

    def now(self) -> datetime:
        """The database's time."""
        return self.db.now()


class _View:
    """One state of the configuration, and what is made of it."""

    def __init__(self, settings: Settings, db: Database) -> None:
        self.settings = settings
        self._db = db
        self._compiling = Lock()
        self.watch_names = {lang: name_watches(settings.watches, lang) for lang in LANGS}
        self.entity_names = {lang: name_entities(settings.entities, lang) for lang in LANGS}
        self.source_names = settings.source_names

    @property
    def house(self) -> House:
        with self._compiling:
            return self._house

    @property
    def names(self) -> Watchlist:
        with self._compiling:
            return self._names

    @property
    def gist(self) -> GistReader:
        with self._compiling:
            return self._gist

    @cached_property
    def _gist(self) -> GistReader:
        return GistReader(self._house.watchlist)

    @cached_property
    def _names(self) -> Watchlist:
        return compile_watchlist(self.settings.entities, self.settings.watches).compiled()

    @cached_property
    def _house(self) -> House:
        settings = self.settings
        return House(
            settings=settings,
            db=self._db,
            watchlist=teach_watchlist(self._names, settings, self._db),
            channels=settings.channels,
            console=ConsoleChannel(sys.stderr),
            terms=make_terms(settings),
            owner=this_owner(),
        )
