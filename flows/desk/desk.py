"""One desk, and one request to it: its language, its clocks, and how its page is made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from anyio import from_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from flows.config.settings import Settings
from flows.desk.access import Access, Reader
from flows.desk.asked import Asked, Unreadable, read_asked, read_time
from flows.desk.office import DEFAULT_SPAN, Office
from flows.desk.render import Clocks, open_environment, say_fault
from flows.desk.words import LANGS, WORDS, choose_lang, speak
from storage.database import Database
from storage.errors import CursorRefused, HanmiError, StorageBusy, StorageError

UI_COOKIE = "ui"
MARK_COOKIE = "seen"
YEAR_S = 365 * 86_400
LOOK_S = 0.25
"""How often it is asked at most whether a reader still waits."""


UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control and direction marks, which no page shows, whoever wrote them."""


class Missing(Exception):
    """There is nothing at this address."""


class Desk(Office):
    """What answers all requests: the office, the lock on its door, and the templates."""

    def __init__(self, settings: Settings, db: Database, access: Access) -> None:
        super().__init__(settings, db)
        self.access = access
        self.templates = open_environment()


class Asking:
    """One request: who asks, in which language, and for what."""

    def __init__(self, desk: Desk, request: Request, reader: Reader, form: Mapping[str, str]) -> None:
        self.desk = desk
        self.request = request
        self.reader = reader
        self.form = form
        self.now: datetime = desk.now()
        self._looked_at = 0.0
        self._has_gone = False

    @cached_property
    def lang(self) -> str:
        """The language of the page."""
        return read_lang(self.request)

    def is_wanted(self) -> bool:
        """Whether the reader still waits for this answer; asked while something takes seconds."""
        if not self._has_gone and monotonic() - self._looked_at > LOOK_S:
            self._has_gone = from_thread.run(self.request.is_disconnected)
            self._looked_at = monotonic()
        return not self._has_gone

    @property
    def is_foreign(self) -> bool:
        """Whether a page of another site leads here: what takes seconds is not done at its bidding."""
        return self.request.headers.get("sec-fetch-site") == "cross-site"

    @cached_property
    def asked(self) -> Asked:
        """The filters of the address. Raises: Unreadable."""
        return read_asked(self.request.query_params, self.desk.zone, self.now)

    def since_mark(self) -> datetime:
        """Since when Today is asked for: by its address, else by this browser's mark, else a day."""
        if self.asked.since:
            return min(self.asked.since, self.now)
        try:
            mark = read_time(self.request.cookies.get(MARK_COOKIE), self.desk.zone, self.now)
        except Unreadable:
            mark = None
        return min(mark or self.now - DEFAULT_SPAN, self.now)

    def today_address(self) -> str:
        """The address of Today since this browser's mark, with what else was asked for."""
        values = dict(self.request.query_params) | {"since": self.since_mark().isoformat(timespec="seconds")}
        return f"/?{urlencode(values)}"

    def read_limit(self, usual: int) -> int:
        """How many of a list are wanted on a page, where nothing else is said as many as usual."""
        return self.asked.limit if "limit" in self.request.query_params else usual

    @property
    def form_asked(self) -> str | None:
        """`json`, `csv` or `atom`, None for a page."""
        path = self.request.url.path
        asked: str | None = self.request.path_params.get("form") or (
            path.rpartition(".")[2] if path.endswith((".csv", ".json")) else None
        )
        return asked

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of this template."""
        desk, params = self.desk, dict(self.request.query_params)
        made = desk.templates.get_template(template).render(
            t=speak(self.lang),
            ui=self.lang,
            other_ui=next(lang for lang in LANGS if lang != self.lang),
            clocks=Clocks(self.lang, self.now),
            path=self.request.url.path,
            params={name: value for name, value in params.items() if name not in ("ui", "token")},
            reader=self.reader,
            zone=desk.zone,
            names=desk.entity_names[self.lang],
            watch_names=desk.watch_names[self.lang],
            source_names=desk.source_names,
            **values,
        )
        return HTMLResponse(UNSEEN.sub("", made), status)

    def say_refused(self, error: Unreadable | HanmiError) -> Response:
        """What was asked for cannot be: which part of it, in the reader's language."""
        t = speak(self.lang)
        match error:
            case Unreadable():
                said = error.say(t)
            case CursorRefused():
                said = t("cursor_lost", about=error.about)
            case _:
                said = say_fault(error, self.lang)
        return self.say_error(400, "refused", said)

    def say_unusable(self, error: StorageError) -> Response:
        """The database cannot be used now: a page asks again by itself, a change has a button for it."""
        is_busy = isinstance(error, StorageBusy)
        said = speak(self.lang)("busy_do" if is_busy else "unusable_do", why=str(error))
        if self.request.method == "POST" and self.request.url.path != "/login":
            return self.say_error(503, "busy_change" if is_busy else "unusable", said, again=self.form)
        answer = self.say_error(503, "busy" if is_busy else "unusable", said)
        answer.headers["Refresh"] = "5"
        return answer

    def say_error(
        self, status: int, word: str, do: str, *, again: Mapping[str, str] | None = None
    ) -> Response:
        """A page that says what is wrong and what to do; plain words for what is no browser.

        `again` are the fields of a form that can be sent again.
        """
        t = speak(self.lang)
        what, todo = t(word), t(do) if do in WORDS else do
        if "text/html" not in self.request.headers.get("accept", ""):
            return PlainTextResponse(UNSEEN.sub("", f"{what} {todo}\n"), status)
        return self.page("error.html", status=status, what=what, todo=todo, again=again)

    def keep_choices(self, answer: Response) -> Response:
        """Keep the language that an address asked for."""
        if (asked := self.request.query_params.get("ui")) in LANGS:
            answer.set_cookie(UI_COOKIE, str(asked), max_age=YEAR_S, samesite="lax", httponly=True)
        return answer

    def validated(self, body: bytes, content_type: str, *, modified: datetime | None = None) -> Response:
        """An answer with an ETag, and Last-Modified where known; nothing where the reader has it already."""
        tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        headers = {"ETag": tag} | (
            {"Last-Modified": format_datetime(modified.astimezone(UTC), usegmt=True)} if modified else {}
        )
        asked = self.request.headers
        has_it = asked.get("if-none-match") == tag
        if modified and "if-none-match" not in asked:
            has_it = asked.get("if-modified-since") == headers["Last-Modified"]
        if has_it:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=content_type, headers=headers)


def read_lang(request: Request) -> str:
    """The language that an address, a cookie or a browser asks for."""
    asked, kept = request.query_params.get("ui"), request.cookies.get(UI_COOKIE)
    return choose_lang(asked, kept, request.headers.get("accept-language", ""))
