"""What could keep the service from doing its work, looked at one by one, and what to do about it."""

from __future__ import annotations

import shutil
import socket
import stat
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx

from alerts.channels import Channel
from alerts.channels.email import Email
from alerts.channels.webhook import Webhook
from flows.config.data_dir import make_data_dir, strangers
from flows.config.database import open_database
from flows.config.settings import Settings
from flows.fetch.headers import read_http_date
from flows.inspect.stored_times import SET_IT, say_jump
from flows.service.lock import read_holder
from flows.wiring import read_routing
from storage.articles import count_articles
from storage.channels import channels_off
from storage.database import Database
from storage.errors import StorageError
from storage.files import copies_of
from storage.outbox import count_states, count_waiting
from storage.private import is_open_to_others
from storage.records import DeliveryState, Policy, SourceState, SourceStatus
from storage.sources import read_statuses

LEAST_DISK = 500_000_000
"""Bytes below which a few days of a busy corpus may fill the disk."""

CLOCK_LIMIT = timedelta(minutes=2)
"""A clock further off than receivers of signed webhooks accept would spoil signatures and sightings."""

KNOWN_TO_FAIL = {"sqlalchemy": "2.1", "fastapi": "0.151"}
"""From these on Prefect 3.8 dies at start (fastapi), or schedules nothing, in silence (SQLAlchemy)."""

State = Literal["ok", "look", "mend"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `ok`, worth a `look`, or to `mend`; `mend` says how, empty where it is ok."""

    name: str
    state: State
    says: str
    mend: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding as `hanmi doctor --json` prints it."""
        return asdict(self)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one after the other; the configuration has been read before."""
    yield _configuration(settings)
    yield from _database(settings)
    yield _disk(settings)
    yield from _data_dir(settings)
    yield _prefect(settings)
    yield _service(settings)
    yield from _channels(settings)
    yield from _digests(settings)
    yield _clock(settings)
    yield from _stored_times(settings)


def _configuration(settings: Settings) -> Finding:
    named = settings.config_path or "built-in defaults"
    says = (
        f"{named}: {len(settings.sources)} sources, {len(settings.watches)} watches, "
        f"{len(settings.entities)} entities, {len(settings.channels)} channels"
    )
    if not settings.channels:
        return Finding(
            "configuration", "look", says, "no channel is set: alerts go to the console and feed only"
        )
    return Finding("configuration", "ok", says)


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        with open_database(settings) as db, db.reading() as tx:
            articles, states, statuses = count_articles(tx), count_states(tx), read_statuses(tx)
            off, waiting_at = channels_off(tx), count_waiting(tx)
    except StorageError as error:
        yield Finding("database", "mend", str(error), error.hint or "see that the path is writable")
        return
    yield Finding("database", "ok", f"{db.shown_url}: {articles} articles{_copies(db)}")
    yield from _ended(settings, off)
    yield from _orphaned(settings, waiting_at)
    dead = states.get(DeliveryState.DEAD, 0)
    waiting = states.get(DeliveryState.RETRYING, 0)
    if dead:
        yield Finding(
            "outbox", "mend", f"{dead} deliveries given up", "`hanmi redeliver --dead` sends them again"
        )
    else:
        yield Finding("outbox", "look" if waiting else "ok", f"{waiting} deliveries to be tried again")
    yield _sources(settings, statuses)


def _copies(db: Database) -> str:
    """What lies beside the database from before upgrades; nobody but the user may delete it."""
    copies = copies_of(db.file) if db.file else []
    if not copies:
        return ""
    size = sum(copy.stat().st_size for copy in copies) / 1e6
    return f"; before upgrades it was copied to {', '.join(copy.name for copy in copies)} ({size:.0f} MB)"


def _ended(settings: Settings, off: Mapping[str, str]) -> Iterator[Finding]:
    """The channels that their receivers ended."""
    for channel in settings.channels:
        if why := off.get(channel.id):
            yield Finding(
                f"channel {channel.id}",
                "mend",
                f"is switched off ({why}); what comes due there is kept as dead",
                f"`hanmi channel test {channel.id}` switches it on and brings back what was missed",
            )


def _orphaned(settings: Settings, waiting_at: Mapping[str, int]) -> Iterator[Finding]:
    """Deliveries of channels that were taken out of the configuration, or were given another id."""
    known = {channel.id for channel in settings.channels}
    for id_, many in sorted(waiting_at.items()):
        if id_ not in known:
            yield Finding(
                f"channel {id_}",
                "look",
                f"is not in the configuration, and {many} deliveries wait for it",
                f"a [[channel]] of the id {id_} sends them",
            )


def _sources(settings: Settings, statuses: dict[str, SourceStatus]) -> Finding:
    counts = Counter(
        statuses.get(source.id, SourceStatus(id=source.id, url=source.url)).state
        for source in settings.sources
    )
    says = ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "none"
    if counts[SourceState.FAILING] or counts[SourceState.SILENT]:
        return Finding("sources", "look", says, "`hanmi sources` names them and what is wrong")
    return Finding("sources", "ok", says)


def _disk(settings: Settings) -> Finding:
    make_data_dir(settings)
    free = shutil.disk_usage(settings.data_dir).free
    says = f"{settings.data_dir}: {free / 1e9:.1f} GB free"
    if free < LEAST_DISK:
        return Finding("disk", "mend", says, "make room, or set data_dir to another disk")
    return Finding("disk", "ok", says)


def _data_dir(settings: Settings) -> Iterator[Finding]:
    """Whether other users of the machine can look into it."""
    folder = settings.data_dir
    found = folder.stat()
    if is_open_to_others(found):
        theirs = strangers(settings)
        why = f"holds {theirs[0]} too" if theirs else "is another user's"
        mode = f"mode {stat.S_IMODE(found.st_mode):o}"
        says = f"{folder} is open to others ({mode}), and left so since it {why}"
        yield Finding("data directory", "look", says, f"chmod 700 {folder}")


def _prefect(settings: Settings) -> Finding:
    try:
        versions = {name: version(name) for name in ("prefect", "sqlalchemy", "fastapi")}
    except PackageNotFoundError as error:
        return Finding(
            "prefect", "mend", f"{error} is not installed", "install hanmi-watch with its constraints.txt"
        )
    says = ", ".join(f"{name} {number}" for name, number in versions.items())
    for name, limit in KNOWN_TO_FAIL.items():
        if _numbers(versions[name]) >= _numbers(limit):
            return Finding(
                "prefect", "mend", says, f"{name} must be below {limit}: install with constraints.txt"
            )
    where = settings.prefect_api_url or "a server of its own"
    return Finding("prefect", "ok", f"{says}; `hanmi serve` uses {where}")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def _service(settings: Settings) -> Finding:
    holder = read_holder(settings.data_dir)
    if holder is None:
        return Finding("service", "look", "`hanmi serve` does not run on this data directory")
    return Finding("service", "ok", f"`hanmi serve` runs on this data directory ({holder})")


def _channels(settings: Settings) -> Iterator[Finding]:
    for channel in settings.channels:
        name, address = f"channel {channel.id}", _endpoint(channel)
        if address is None:
            yield Finding(name, "ok", "is set")
        elif trouble := _try_connecting(address):
            yield Finding(
                name, "mend", f"{address[0]}:{address[1]}: {trouble}", "its deliveries wait meanwhile"
            )
        else:
            yield Finding(name, "ok", f"{address[0]}:{address[1]} answers")


def _digests(settings: Settings) -> Iterator[Finding]:
    """Watches that tell in digests only, and through no channel that has one: nobody would hear of them."""
    routes = read_routing(settings)
    lost = [
        watch.id
        for watch in settings.watches
        if watch.policy is Policy.DIGEST
        and (routed := routes.channels[watch.id])  # without any, the desk is what the user asked for
        and not any((watch.id, channel.id) in routes.digested for channel in routed)
    ]
    if lost:
        names = ", ".join(lost[:3]) + (" …" if len(lost) > 3 else "")
        says = f"{len(lost)} watches tell in digests only, and no channel of theirs has one: {names}"
        yield Finding(
            "digests", "look", says, "add a [[digest]] for one of their channels, or another policy"
        )
    elif settings.digests:
        yield Finding("digests", "ok", f"{len(settings.digests)} set")


def _endpoint(channel: Channel) -> tuple[str, int] | None:
    """Host and port that a channel sends to, None where only its library knows."""
    if isinstance(channel, Email):
        return channel.server.host, channel.server.port
    if isinstance(channel, Webhook):
        parts = urlsplit(channel.url.reveal())
        return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    return None


def _clock(settings: Settings) -> Finding:
    """Our clock against that of the first sources that answer; nobody else's is asked."""
    for source in settings.sources[:3]:
        parts = urlsplit(source.url)
        try:
            sent = time.time()
            answer = httpx.head(f"{parts.scheme}://{parts.netloc}/", timeout=5, trust_env=False)
            theirs = read_http_date(answer.headers["date"])
        except (httpx.HTTPError, httpx.InvalidURL, KeyError, ValueError):
            continue
        if theirs is None:
            continue
        off = abs(theirs - datetime.fromtimestamp(sent, UTC))
        says = f"{off.total_seconds():.0f} s from {parts.netloc}'s"
        if off > CLOCK_LIMIT:
            return Finding("clock", "mend", says, "let NTP set the clock")
        return Finding("clock", "ok", says)
    return Finding("clock", "look", "no source answered, so the clock was not compared")


def _stored_times(settings: Settings) -> Iterator[Finding]:
    """Whether a clock has jumped; a database that cannot be read was named before."""
    with suppress(StorageError):
        if says := say_jump(settings):
            yield Finding("clock jump", "look", says, SET_IT)


def _try_connecting(address: tuple[str, int]) -> str | None:
    """Why no connection can be made, None where one can; nothing is sent."""
    try:
        socket.create_connection(address, timeout=5).close()
    except OSError as error:
        return error.strerror or str(error)
    return None
