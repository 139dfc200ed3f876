"""Feeds at the desk: their addresses, and tokens that open them and nothing else."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from flows.desk.asked import Unreadable
from flows.desk.changing.editing import who_asks
from flows.desk.desk import Asking, Desk
from storage.clock import is_ahead
from storage.corpus.ledger import DESK_TOKEN_MARK, read_mark, set_mark
from storage.errors import StorageError
from storage.readers.feed_tokens import (
    find_feed_token,
    list_feed_tokens,
    make_feed_token,
    note_feed_read,
    revoke_feed_token,
)

log = logging.getLogger("hanmi.desk")

NOTED_EVERY = timedelta(days=1)
LONGEST_NAME = 60


def is_feed(path: str) -> bool:
    """Whether an address is a feed, which a token in it may open."""
    return path.endswith(".atom") or (path.startswith("/alerts") and path.endswith(".json"))


def open_feed(desk: Desk, request: Request) -> Response | None:
    """None where the token in a feed's address opens it, else what is said instead."""
    try:
        with desk.db.reading() as tx:
            found = find_feed_token(tx, request.query_params["token"])
        if found is None or request.method != "GET":
            return PlainTextResponse("not allowed: this token opens no feed\n", 403)
        now = desk.now()
        if _is_to_be_noted(found.used_at, now):
            with desk.db.writing() as tx:
                note_feed_read(tx, found.name, now)
    except StorageError as error:
        log.warning("feed failed why=%s", error)
        return PlainTextResponse("the database is busy; try again\n", 503, headers={"Retry-After": "30"})
    return None


def _is_to_be_noted(used_at: datetime | None, now: datetime) -> bool:
    return used_at is None or is_ahead(used_at, now) or now - used_at > NOTED_EVERY


def note_desk_token(asking: Asking) -> None:
    """Note that the desk's own token stands in a feed's address, where others may read it."""
    desk = asking.desk
    with desk.db.reading() as tx:
        noted = read_mark(tx, DESK_TOKEN_MARK)
    if noted != f"{asking.now:%Y-%m-%d}":
        with desk.db.writing() as tx:
            set_mark(tx, DESK_TOKEN_MARK, f"{asking.now:%Y-%m-%d}", asking.now)


def show_feeds(asking: Asking) -> Response:
    """The addresses of the feeds, and who has a token for them."""
    return _show(asking)


def make_token(asking: Asking) -> Response:
    """A new token of a feed, shown this once."""
    name = " ".join(asking.form.get("name", "").split())[:LONGEST_NAME]
    if not name:
        raise Unreadable("name_missing", field="name")
    with asking.desk.db.writing() as tx:
        token = make_feed_token(tx, name, who_asks(asking).by, asking.now)
    if token is None:
        raise Unreadable("token_there", name=name)
    return _show(asking, token)


def revoke_token(asking: Asking) -> Response:
    """Have a token open nothing any more."""
    with asking.desk.db.writing() as tx:
        revoke_feed_token(tx, asking.form.get("name", ""))
    return RedirectResponse("/feeds", 303)


def _show(asking: Asking, token: str | None = None) -> Response:
    desk = asking.desk
    with desk.db.reading() as tx:
        tokens = list_feed_tokens(tx) if asking.reader.may_change else []
    return asking.page(
        "feeds.html", tokens=tokens, token=token, home=desk.home, watches=desk.settings.watches
    )
