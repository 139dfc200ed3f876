"""The desk's feeds, composed from the database at each request."""

from __future__ import annotations

from datetime import UTC, datetime

from alerts.compose.feed import ATOM, JSON_FEED, AlertFeed, compose_atom, compose_json_feed, read_items
from flows.desk.office import Office


class FeedReader:
    """Answers which feeds there are and what stands in them. Safe to use from many threads."""

    def __init__(self, office: Office) -> None:
        desk = office.settings.desk
        host = f"[{desk.host}]" if ":" in desk.host else desk.host
        self._home = f"http://{host}:{desk.port}"
        self._office = office

    def read(self, watch: str | None, kind: str) -> tuple[str, bytes] | None:
        """The feed of one watch, None: of all, as `atom` or `json`: its content type and its bytes.

        None comes back for a watch that is not configured.

        Raises:
            StorageError: the database cannot be read.
        """
        names = self._office.watch_names
        if watch is not None and watch not in names:
            return None
        with self._office.db.reading() as tx:
            items = read_items(tx, watch=watch)
        path = f"/alerts/{watch}.{kind}" if watch else f"/alerts.{kind}"
        title = f"Hanmi Watch: {names[watch]}" if watch else "Hanmi Watch"
        feed = AlertFeed(title=title, address=self._home + path, home=self._home, items=items)
        if kind == "json":
            return JSON_FEED, compose_json_feed(feed)
        return ATOM, compose_atom(feed, datetime.now(UTC))
