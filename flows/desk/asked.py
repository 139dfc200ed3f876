"""What an address asks for: filters with the names of the command's options, read with care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams

from flows.config.schedule import read_since
from flows.desk.words import Say, speak

PAGE = 50
MOST = 500
LONGEST_QUERY = 10_000


class Unreadable(ValueError):
    """A filter or field that says nothing: a sentence of the desk's words, which names it."""

    def __init__(self, word: str, **values: object) -> None:
        super().__init__(speak("en")(word, **values))
        self._word, self._values = word, values

    def say(self, t: Say) -> str:
        """The sentence in a reader's language."""
        return t(self._word, **self._values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Filters of a list; None means: any. `after` is the cursor of an earlier part."""

    since: datetime | None = None
    watch: str | None = None
    entity: str | None = None
    source: str | None = None
    lang: str | None = None
    limit: int = PAGE
    after: str | None = None


def read_asked(params: QueryParams, zone: ZoneInfo, now: datetime) -> Asked:
    """The filters of an address. Raises: Unreadable."""
    names = {name: params.get(name) or None for name in ("watch", "entity", "source", "lang")}
    return Asked(
        since=read_time(params.get("since"), zone, now),
        limit=_read_limit(params.get("limit")),
        after=params.get("after") or None,
        **names,
    )


def read_time(text: str | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    """`7d` as so long ago, or a date or time in the zone. Raises: Unreadable."""
    if not text:
        return None
    try:
        return read_since(text.replace(" ", "+"), zone, now)  # a plus that the address had unescaped
    except ValueError as error:
        raise Unreadable("since_unread", given=text[:20], why=error) from None


def _read_limit(text: str | None) -> int:
    if not text:
        return PAGE
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise Unreadable("limit_unread", given=text[:20], most=MOST)
    return min(max(int(text), 1), MOST)
