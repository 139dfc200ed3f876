"""The shape of `hanmi.toml`: every table and key, its type and its default."""

from __future__ import annotations

import ipaddress
import re
from datetime import timedelta
from typing import Annotated, Any, Literal

import ada_url
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from flows.config.schedule import Schedule, read_duration, read_schedule, show_value
from flows.fetch.options import USER_AGENT, Network
from storage.records import SourceKind
from storage.records.entry_texts import EntryCode
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason
from storage.records.telling import QUOTE
from storage.zone_names import read_zone

SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(B|kB|KB|MB|GB|KiB|MiB|GiB)?")
LARGEST = 10**18
MOST_QUOTED = 20
"""Sentences of one article that are still a quotation."""
BYTES = {"B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


def read_size(value: Any) -> int:
    """A size in bytes such as `10MB` or `512KiB`.

    Raises:
        ValueError: it is none, with the form in words.
    """
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    found = SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found or not float(found[1]):
        raise ValueError(f"{show_value(value)} is no size; write it like 500kB or 10MB")
    size = float(found[1]) * BYTES[found[2] or "B"]
    if size > LARGEST:
        raise ValueError(f"{value!r} is larger than any disk; write it like 500kB or 10MB")
    return int(size)


def check_zone(name: str) -> str:
    """A zone of the IANA database. Raises: ValueError where it is none."""
    read_zone(name)
    return name


def read_network(text: Any) -> Network:
    """An address or network. Raises: ValueError where it is none."""
    try:
        return ipaddress.ip_network(text if isinstance(text, str) else "", strict=False)
    except ValueError:
        raise ValueError(
            f"{show_value(text)} is no address or network; write it like 127.0.0.1 or 10.0.0.0/8"
        ) from None


def check_id(text: str) -> str:
    """An id: lower-case letters, digits and hyphens. Raises: ValueError where it is none."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", text):
        raise ValueError(Reason(EntryCode.NO_ID, given=repr(text)))
    return text


def check_web_address(text: str) -> str:
    """An address that can be fetched. Raises: ValueError where it is none."""
    is_written_so = re.fullmatch(r"https?://[^\s/?#@]+([/?#]\S*)?", text)
    if not is_written_so or not ada_url.check_url(text):
        raise ValueError(Reason(FetchCode.NO_WEB_ADDRESS, text=repr(text)))
    return text


def check_proxy(text: str) -> str:
    """The address of an HTTP proxy, or nothing. Raises: ValueError where it is neither."""
    if text and not (re.fullmatch(r"https?://\S+", text) and ada_url.check_url(text)):
        raise ValueError(f"{text!r} is no proxy; write it like http://proxy.example:3128")
    return text


def check_header(text: str) -> str:
    """What may stand in an HTTP header. Raises: ValueError where it may not."""
    if not text.strip() or not text.isascii() or not text.isprintable():
        raise ValueError(f"{text!r} cannot be sent; use printable ASCII on one line")
    return text


def check_lang(text: str) -> str:
    """A language code such as `en`. Raises: ValueError where it is none."""
    if not re.fullmatch(r"[a-z]{2,3}", text):
        raise ValueError(Reason(EntryCode.NO_LANG, given=repr(text)))
    return text


def check_pattern(text: str) -> str:
    """A regular expression. Raises: ValueError where it is none."""
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    except (RecursionError, OverflowError):
        raise ValueError(f"{text!r} is nested too deep for a regular expression") from None
    return text


def check_selector(text: str) -> str:
    """A CSS selector. Raises: ValueError where it is none."""
    from cssselect import SelectorError  # few configurations have one
    from lxml.cssselect import CSSSelector

    try:
        CSSSelector(text)
    except (SelectorError, RecursionError) as error:
        raise ValueError(f"{text!r} is no CSS selector: {error}") from None
    return text


def read_limit(value: Any) -> timedelta:
    """A duration that is longer than nothing. Raises: ValueError where it is none."""
    duration = read_duration(value)
    if not duration:
        raise ValueError(f"{value!r} leaves no time at all")
    return duration


def read_kept(value: Any) -> timedelta:
    """How long something is kept. Raises: ValueError where it is no duration of a day or more."""
    duration = read_duration(value)
    if duration < SHORTEST_KEPT:
        raise ValueError(f"{value!r} is less than a day, the shortest that is kept")
    return duration


def read_daily(value: Any) -> Schedule | None:
    """When something recurs, None where the text is empty. Raises: ValueError where it is neither."""
    return None if value == "" else read_schedule(value)


Duration = Annotated[timedelta, BeforeValidator(read_duration)]
Size = Annotated[int, BeforeValidator(read_size)]
Zone = Annotated[str, AfterValidator(check_zone)]
PrivateNetwork = Annotated[Network, BeforeValidator(read_network)]
Id = Annotated[str, AfterValidator(check_id)]
Kept = Annotated[timedelta, BeforeValidator(read_kept)]
SHORTEST_KEPT = timedelta(days=1)
WebAddress = Annotated[str, AfterValidator(check_web_address)]
Table = dict[str, Any]


class Strict(BaseModel):
    """A table in which an unknown key is an error: a misspelt key must not be passed over."""

    model_config = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)


class StorageTable(Strict):
    """`[storage]`"""

    url: str | None = None


class ScheduleTable(Strict):
    """`[schedule]`"""

    monitor: Annotated[Schedule, BeforeValidator(read_schedule)] = Field(
        default_factory=lambda: read_schedule("5m")
    )


class FetchTable(Strict):
    """`[fetch]`"""

    user_agent: Annotated[str, AfterValidator(check_header)] = USER_AGENT
    per_host: Annotated[int, Field(ge=1, le=64)] = 2
    pause: Duration = timedelta(seconds=1)
    proxy: Annotated[str, AfterValidator(check_proxy)] = ""
    timeout: Annotated[timedelta, BeforeValidator(read_limit)] = timedelta(seconds=20)
    max_bytes: Size = 10_000_000
    respect_robots: bool = True
    allow_private: list[PrivateNetwork] = []


class AlertsTable(Strict):
    """`[alerts]`"""

    fresh: Duration = timedelta(hours=24)
    wait: Duration = timedelta()
    cooldown: Duration = timedelta()
    alive: Annotated[Schedule, BeforeValidator(read_schedule)] | None = None
    retry: list[Duration] | None = None
    ping: str = ""
    quote: Annotated[int, Field(ge=0, le=MOST_QUOTED)] = QUOTE


class RetentionTable(Strict):
    """`[retention]`"""

    polls: Kept = timedelta(days=90)
    prefect: Kept = timedelta(days=14)


class LogTable(Strict):
    """`[log]`"""

    format: Literal["text", "json"] = "text"


class DeskTable(Strict):
    """`[desk]`; `url` is where readers reach it"""

    listen: str = "127.0.0.1:8787"
    token: str | None = None
    url: str | None = None


class DefaultsTable(Strict):
    """`[defaults]`"""

    sources: bool = True
    watchlist: bool = True
    to: list[str] | None = None
    digest: Annotated[Schedule | None, BeforeValidator(read_daily)] = Field(
        default_factory=lambda: read_daily("30 7 * * *")
    )


class SourceTable(Strict):
    """`[[source]]`; `selector` and `pattern` find the articles' links on a listing page.

    `seen` and `seen_in` say when and where the address was last seen; an `official` source speaks for a
    government or body; a `paused` one is not polled.
    """

    id: Id
    url: WebAddress
    name: str | None = None
    kind: Annotated[SourceKind, Field(strict=False)] | None = None
    lang: Annotated[str, AfterValidator(check_lang)] | None = None
    outlet: str | None = None
    every: Annotated[timedelta, BeforeValidator(read_limit)] = timedelta(minutes=5)
    slowest: Duration | None = None
    timezone: Zone | None = None
    selector: Annotated[str, AfterValidator(check_selector)] | None = None
    pattern: Annotated[str, AfterValidator(check_pattern)] | None = None
    seen: str | None = None
    seen_in: str | None = None
    note: str | None = None
    official: bool = False
    paused: bool = False


class DigestTable(Strict):
    """`[[digest]]`"""

    cron: Annotated[Schedule, BeforeValidator(read_schedule)]
    to: list[str]
    watches: list[Id] = []


class PhraseTable(Strict):
    """`[[phrase]]`"""

    id: Id
    query: str


class File(Strict):
    """The whole of `hanmi.toml`; watches, entities and channels are read by the rooms that know them."""

    timezone: Zone = "Asia/Seoul"
    data_dir: str = "data"
    storage: StorageTable = StorageTable()
    schedule: ScheduleTable = Field(default_factory=ScheduleTable)
    fetch: FetchTable = FetchTable()
    alerts: AlertsTable = AlertsTable()
    desk: DeskTable = DeskTable()
    retention: RetentionTable = RetentionTable()
    log: LogTable = LogTable()
    defaults: DefaultsTable = DefaultsTable()
    source: list[SourceTable] = []
    entity: list[Table] = []
    watch: list[Table] = []
    phrase: list[PhraseTable] = []
    channel: list[Table] = []
    digest: list[DigestTable] = []
