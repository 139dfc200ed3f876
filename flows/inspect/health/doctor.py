"""Check one by one what could keep the service from working, and say what to do about it."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from alerts.watch.examples import check_examples
from flows.config.database import open_database
from flows.config.desk_layer import with_desk_if_any
from flows.config.settings import Settings
from flows.config.telling import read_routing
from flows.fetch.ask_time import ask_time
from flows.inspect.finding import Finding
from flows.inspect.health.channels import look_at_channels
from flows.inspect.health.machine import (
    look_at_cycles,
    look_at_data_dir,
    look_at_disk,
    look_at_prefect,
    look_at_service,
)
from flows.inspect.health.outbox import look_at_outbox, read_unsent
from flows.inspect.health.stored_times import SET_IT, say_jump
from flows.learning.models import open_watchlist
from flows.sources.health.outage import name_outage
from storage.corpus.ledger import DESK_TOKEN_MARK, read_mark
from storage.corpus.sources import read_statuses
from storage.database import Database
from storage.errors import HanmiError, StorageBusy, StorageError, say_os
from storage.language.counts import count_of
from storage.lists.metrics import count_articles
from storage.records import Policy, Source, SourceState, SourceStatus
from storage.records.desk import EntryKind
from storage.whole.files import copies_of
from storage.whole.writable import refuse_unwritable

BUSY_WAIT_MS = 2_000
"""How long another may hold the database before that is worth naming."""

MOST_NAMED = 3

DESK_TOKEN_FOR = timedelta(days=30)

WATCH = ("watch", "watches")

CLOCK_LIMIT = timedelta(minutes=2)
"""A clock further off than receivers of signed webhooks accept would spoil signatures and sightings."""

Look = Callable[[Settings], Iterator[Finding]]


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one after the other; the configuration has been read before."""
    with suppress(HanmiError):  # the database's fault is named below
        settings = with_desk_if_any(settings)
    looks = {
        "configuration": _configuration,
        "disk": look_at_disk,
        "data directory": look_at_data_dir,
        "database": _database,
        "prefect": look_at_prefect,
        "service": look_at_service,
        "channels": look_at_channels,
        "digests": _digests,
        "watches": _watches,
        "changes at the desk": _desk_layer,
        "feeds": _feeds,
        "clock": _clock,
        "clock jump": _stored_times,
    }
    for name, look in looks.items():
        yield from _to_its_end(name, look, settings)


def _to_its_end(name: str, look: Look, settings: Settings) -> Iterator[Finding]:
    """What one look finds; what keeps it from looking is a finding too, and hides no other's."""
    try:
        yield from look(settings)
    except HanmiError as error:
        yield Finding(name, "mend", f"{error.about}: {error.why}", error.hint)
    except Exception as error:  # whatever it is: that is what one asks a doctor for
        about = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
        why = f"{about}{say_os(error)}" if isinstance(error, OSError) else repr(error)
        yield Finding(name, "mend", f"cannot be looked at: {why}")


def _configuration(settings: Settings) -> Iterator[Finding]:
    named = settings.config_path or "built-in defaults"
    says = (
        f"{named}: {count_of(len(settings.sources), 'source')}, "
        f"{count_of(len(settings.watches), *WATCH)}, "
        f"{count_of(len(settings.entities), 'entity', 'entities')}, "
        f"{count_of(len(settings.channels), 'channel')}"
    )
    if not settings.channels:
        hint = "add a [[channel]] for mail, webhook or chat; alerts go to console, desk and feed until then"
        yield Finding("configuration", "look", says, hint)
    else:
        yield Finding("configuration", "ok", says)
    for fault in settings.missing:
        yield Finding("secrets", "mend", fault, _say_how_to_set(fault))


def _say_how_to_set(fault: str) -> str:
    """What to do about a secret that cannot be read or used, wherever it is kept."""
    if "environment variable" in fault:
        return "set it where the service runs; other commands go without"
    if "cannot be read" in fault:
        return "write the secret into that file, readable by the user of the service"
    return "put the secret right where it is kept; other channels go on"


def _database(settings: Settings) -> Iterator[Finding]:
    with open_database(settings, busy_wait_ms=BUSY_WAIT_MS) as db:
        with db.reading() as tx:
            articles, statuses, unsent = count_articles(tx), read_statuses(tx), read_unsent(tx)
        yield _writing(db, f"{db.shown_url}: {count_of(articles, 'article')}{_copies(db)}")
        late = look_at_cycles(settings, statuses, db.now())
    if late:
        yield late
    yield from look_at_outbox(settings, unsent)
    yield _sources(settings, statuses)


def _writing(db: Database, says: str) -> Finding:
    """Whether one can write to it; nothing is written."""
    try:
        refuse_unwritable(db)
    except StorageBusy:
        why = f"{db.shown_url}: another process holds it for writing, and nothing is kept meanwhile"
        names = f"`fuser {db.file}`" if db.file else "its pg_stat_activity"
        return Finding("database", "mend", why, f"end what holds it; {names} names it")
    return Finding("database", "ok", says)


def _copies(db: Database) -> str:
    """What lies beside the database from before upgrades; nobody but the user may delete it."""
    copies = copies_of(db.file) if db.file else []
    if not copies:
        return ""
    size = sum(copy.stat().st_size for copy in copies) / 1e6
    return f"; before upgrades it was copied to {', '.join(copy.name for copy in copies)} ({size:.0f} MB)"


def _sources(settings: Settings, statuses: dict[str, SourceStatus]) -> Finding:
    active = settings.active_sources
    polled = [statuses.get(source.id, SourceStatus(id=source.id, url=source.url)) for source in active]
    counts = Counter(status.state for status in polled)
    says = _say_sources(settings, active, counts)
    if not settings.sources:
        hint = "nothing is read: add a [[source]], or `hanmi source add URL`"
        return Finding("sources", "look", says, hint)
    if outage := name_outage((each.last_result, each.last_error) for each in polled):
        hint = "see to this machine's network, its name server and any firewall"
        return Finding("sources", "mend", f"{says}: {outage}", hint)
    if counts[SourceState.FAILING] or counts[SourceState.SILENT]:
        return Finding("sources", "look", says, "`hanmi sources` names them and what is wrong")
    return Finding("sources", "ok", says)


def _say_sources(settings: Settings, active: Sequence[Source], counts: Counter[SourceState]) -> str:
    """How many sources there are of each state, and how many give too little or nothing."""
    says = ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "none"
    if paused := len(settings.sources) - len(active):
        says += f", {paused} paused"
    if blind := sum(source.has_headlines_only for source in active):
        says += f"; {blind} of them give headlines only"
    return says


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
        names = _name_first(lost)
        many = count_of(len(lost), "watch tells", "watches tell")
        says = f"{many} in digests only, and no channel of theirs has one: {names}"
        yield Finding(
            "digests", "look", says, "add a [[digest]] for one of their channels, or another policy"
        )
    elif settings.digests:
        yield Finding("digests", "ok", f"{count_of(len(settings.digests), 'digest')} set")


def _name_first(names: Sequence[str]) -> str:
    first = ", ".join(names[:MOST_NAMED])
    return first if len(names) <= MOST_NAMED else f"{first} …"


def _watches(settings: Settings) -> Iterator[Finding]:
    """Whether the examples of the watches come out as they say."""
    failed = check_examples(open_watchlist(settings, None), settings.watches)
    if failed:
        names = list(dict.fromkeys(each.watch for each in failed))
        many = count_of(len(failed), "example comes", "examples come")
        says = f"{many} out otherwise than it should: {_name_first(names)}"
        yield Finding("watches", "mend", says, "`hanmi watch check` has each")
    elif settings.watches:
        yield Finding(
            "watches",
            "ok",
            f"{count_of(len(settings.watches), 'watch', 'watches')}, and the examples come out",
        )
    else:
        yield Finding("watches", "look", "none", "nothing is told: add a [[watch]]")


def _desk_layer(settings: Settings) -> Iterator[Finding]:
    """What was changed at the desk and cannot be any more, or lies on something that has changed."""
    for each in settings.laid:
        name = f"{each.change.kind} {each.change.id}"
        if each.fault:
            aside = "what was changed at the desk is set aside" if each.is_aside else "in part set aside"
            back = f"`hanmi {_group(each.change.kind)} revert {each.change.id}`"
            yield Finding(name, "mend", f"{aside}: {each.fault}", f"mend it at the desk, or {back}")
        elif each.has_moved_below:
            says = "was changed at the desk, and what lies below says something else by now"
            yield Finding(name, "look", says, f"`hanmi {_group(each.change.kind)} history {each.change.id}`")


def _feeds(settings: Settings) -> Iterator[Finding]:
    """Whether the desk's own token stands in the address of a feed, which a feed reader shows to others."""
    day, old = None, ""
    with suppress(StorageError), open_database(settings, busy_wait_ms=BUSY_WAIT_MS) as db, db.reading() as tx:
        day = read_mark(tx, DESK_TOKEN_MARK)
        old = f"{db.now() - DESK_TOKEN_FOR:%Y-%m-%d}"
    if settings.desk.token and day and day > old:
        says = f"the desk's token stood in a feed's address on {day}: who has it may change everything"
        yield Finding(
            "feeds", "look", says, "`hanmi desk tokens --add NAME` makes one that opens feeds alone"
        )


def _group(kind: EntryKind) -> str:
    return "source" if kind is EntryKind.SOURCE else "watch"


def _clock(settings: Settings) -> Iterator[Finding]:
    """Our clock against that of the first sources that answer; nobody else's is asked."""
    for source in settings.sources[:3]:
        sent = datetime.now(UTC)
        _see_descriptors()
        theirs = asyncio.run(ask_time(settings.fetch, source.url))
        if theirs is None:
            continue
        off = abs(theirs - sent)
        says = f"{off.total_seconds():.0f} s from {urlsplit(source.url).netloc}'s"
        if off > CLOCK_LIMIT:
            yield Finding("clock", "mend", says, "let NTP set the clock")
        else:
            yield Finding("clock", "ok", says)
        return
    yield Finding("clock", "look", "no source answered, so the clock was not compared")


def _see_descriptors() -> None:
    """Raises: OSError: there are too few for an event loop, which is not undone where it is made by half."""
    with ExitStack() as opened:
        for each in (*socket.socketpair(), *socket.socketpair()):
            opened.callback(each.close)


def _stored_times(settings: Settings) -> Iterator[Finding]:
    """Whether a clock has jumped; a database that cannot be read was named before."""
    with suppress(StorageError):
        if says := say_jump(settings):
            yield Finding("clock jump", "look", says, SET_IT)
