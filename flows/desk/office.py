"""What the desk's pages work with: settings, database, and the compiled watchlist once a page asks for it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from threading import Lock
from zoneinfo import ZoneInfo

from alerts.channels.console import ConsoleChannel
from alerts.watch.matcher import compile_watchlist
from flows.config.settings import Settings
from flows.desk.words import LANGS
from flows.wiring import House, make_desk
from storage.database import Database
from storage.language.letters import is_hangul
from storage.owner import this_owner
from storage.records import Entity

DEFAULT_SPAN = timedelta(hours=24)
"""How far back Today goes for a reader who never said what he has seen."""


class Office:
    """Safe to use from many threads."""

    def __init__(self, settings: Settings, db: Database) -> None:
        self.settings = settings
        self.db = db
        self._compiling = Lock()
        self.watch_names = {watch.id: watch.name for watch in settings.watches}
        self.entity_names = {lang: name_entities(settings.entities, lang) for lang in LANGS}
        self.source_names = {source.id: source.name for source in settings.sources}
        self.zone = ZoneInfo(settings.timezone)

    @property
    def house(self) -> House:
        """The house that `explain` asks, with the watchlist compiled once. Raises: ConfigurationError."""
        with self._compiling:
            return self._house

    @cached_property
    def _house(self) -> House:
        settings = self.settings
        return House(
            settings=settings,
            db=self.db,
            watchlist=compile_watchlist(settings.entities, settings.watches),
            channels=settings.channels,
            console=ConsoleChannel(sys.stderr),
            desk=make_desk(settings),
            owner=this_owner(),
        )

    def now(self) -> datetime:
        """The database's time."""
        return self.db.now()


def name_entities(entities: Iterable[Entity], lang: str) -> dict[str, str]:
    """What to call each in a language: in Korean its first name in Hangul, where it has one."""

    def name(entity: Entity) -> str:
        korean = (alias for alias in entity.aliases if alias and is_hangul(alias[0]))
        return next(korean, entity.name) if lang == "ko" else entity.name

    return {entity.id: name(entity) for entity in entities}
