"""The desk's feeds, composed from the database at each request."""

from __future__ import annotations

from datetime import datetime

from alerts.compose.feeds.alert_feed import (
    ATOM,
    JSON_FEED,
    AlertFeed,
    compose_atom,
    compose_json_feed,
    read_items,
)
from flows.desk.office import Office


class FeedReader:
    """Answers which feeds there are and what stands in them. Safe to use from many threads."""

    def __init__(self, office: Office) -> None:
        self._home = office.home
        self._office = office

    def read(self, watch: str | None, kind: str) -> tuple[str, bytes, datetime] | None:
        """The feed of one watch, None: of all, as `atom` or `json`: content type, bytes, time of its newest.

        None comes back for a watch that is not configured.

        Raises:
            StorageError: the database cannot be read.
        """
        names = self._office.watch_names["en"]
        if watch is not None and watch not in names:
            return None
        with self._office.db.reading() as tx:
            items = read_items(tx, watch=watch)
        path = f"/alerts/{watch}.{kind}" if watch else f"/alerts.{kind}"
        title = f"Hanmi Watch: {names[watch]}" if watch else "Hanmi Watch"
        quote = self._office.configured.quote
        feed = AlertFeed(title=title, address=self._home + path, home=self._home, items=items, quote=quote)
        # an empty feed is of this day, so that who asks again hears that nothing changed
        today = self._office.now().replace(hour=0, minute=0, second=0, microsecond=0)
        newest = max((item.alert.created_at for item in items), default=today)
        if kind == "json":
            return JSON_FEED, compose_json_feed(feed), newest
        return ATOM, compose_atom(feed, newest), newest
