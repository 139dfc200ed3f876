"""The configuration, read once into frozen values; the one module that reads the environment."""

from __future__ import annotations

import errno
import os
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache, partial, reduce
from operator import getitem
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from alerts.channels import Channel
from alerts.send.retry import STANDARD
from alerts.watch.watchlist import read_entities, read_watches
from flows.config.references import find_dangling
from flows.config.schedule import Cron, Schedule
from flows.config.schema import FetchTable, File
from flows.config.toml.faults import say_toml_fault
from flows.config.toml.hints import name_key_meant, say_bad_bytes
from flows.config.toml.lines import number_problems
from flows.config.toml.source_tables import read_sources
from flows.config.toml.tables import Laid, Tables, inherit
from flows.fetch.options import FetchOptions
from storage.errors import ChannelError, ConfigurationError, SecretMissing, WatchError, say_os
from storage.records import Entity, Source, Watch
from storage.records.telling import QUOTE

PACKAGE = Path(__file__).parent.parent
_SEEDS = (PACKAGE / "seeds", PACKAGE.parent / "seeds")
SEEDS = next(folder for folder in _SEEDS if (folder / "articles").is_dir())
"""What the service starts from: inside the installed package, or beside it in a checkout."""

SAMPLE = Path(__file__).with_name("sample.toml")
"""What `hanmi init` writes."""

MOST_OF_A_FILE = 50_000_000
MOST_OF_A_SECRET = 100_000
"""Bytes that are read of a configuration and of a secret: a device may have no end."""

LONGEST_PROBLEM = 600
"""Characters of what is said of one key."""

ALL_SECRETS = ("channel", "desk")
"""The keys, by how they begin, whose secrets the service needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Where the desk page and the feeds are served; `token` None asks for none.

    `url` is how readers reach it from elsewhere, without a slash at its end; None where they do not.
    """

    host: str
    port: int
    token: str | None = field(repr=False)
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """A digest that is due by cron, for these channels; no watches means all."""

    schedule: Cron
    to: tuple[str, ...]
    watches: tuple[str, ...]

    def holds(self, watch: Watch) -> bool:
        """Whether a watch stands in it.

        One that waits for a surge tells at once or not at all: every article that names its entities would
        fill a digest.
        """
        return watch.surge is None and (not self.watches or watch.id in self.watches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that the configuration says, checked and with its defaults."""

    config_path: Path | None
    data_dir: Path
    timezone: str
    storage_url: str = field(repr=False)
    monitor: Schedule
    fetch: FetchOptions
    fresh: timedelta
    wait: timedelta
    cooldown: timedelta
    alive: Cron | None
    retry: tuple[timedelta, ...]
    desk: DeskSettings
    default_to: tuple[str, ...] | None
    sources: tuple[Source, ...]
    entities: tuple[Entity, ...]
    watches: tuple[Watch, ...]
    channels: tuple[Channel, ...]
    digests: tuple[DigestPlan, ...]
    prefect_api_url: str | None
    ping: str | None = field(default=None, repr=False)
    polls_kept: timedelta = timedelta(days=90)
    prefect_kept: timedelta = timedelta(days=14)
    log_format: str = "text"
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Named parts of queries, by id; what watches and entities name of them they have themselves."""
    quote: int = QUOTE
    """The most sentences of one article in messages, feeds, webhooks and exports."""
    missing: tuple[str, ...] = ()
    """The secrets that could not be read and are not needed now, each as `key: reason`."""
    tables: Tables = field(default_factory=Tables, repr=False, compare=False)
    """What bundle and file say, for the desk's layer to lie on."""
    laid: tuple[Laid, ...] = ()
    """The entries that the desk says something of, once its layer was read from the database."""

    def source(self, id_: str) -> Source | None:
        """The configured source of this id."""
        return next((source for source in self.sources if source.id == id_), None)

    @property
    def active_sources(self) -> tuple[Source, ...]:
        """The sources that are polled: all but those that are paused."""
        return tuple(source for source in self.sources if not source.paused)

    @property
    def source_names(self) -> dict[str, str]:
        """What each source that is polled is called, by its id."""
        return {source.id: source.name for source in self.active_sources}

    @property
    def everywhere(self) -> tuple[str, ...]:
        """The channels of what names none: the default ones, else all."""
        if self.default_to is not None:
            return self.default_to
        return tuple(channel.id for channel in self.channels)

    def list_channels(self, watch: Watch) -> tuple[str, ...]:
        """Where a watch reports: to its own channels, else everywhere."""
        return self.everywhere if watch.to is None else watch.to


def load_settings(
    config: Path | None = None, data_dir: Path | None = None, *, needs: tuple[str, ...] = ALL_SECRETS
) -> Settings:
    """Read the configuration: the file given, `$HANMI_CONFIG`, `./hanmi.toml`, or the built-in defaults.

    A secret that cannot be read is a problem where its key begins with one of `needs`; elsewhere it stands in
    `missing`, and a channel that lacks it cannot send.

    Raises:
        ConfigurationError: with every problem found, each naming its key.
    """
    path = find_config(config)
    tables = _read_toml(path) if path else {}
    base = path.parent if path else Path.cwd()
    file, problems = _check_shape(tables)
    settings = replace(_build(file, base, path, data_dir, problems), tables=_read_tables(file, tables))
    problems += _check_watchlist(file, settings)
    problems += [fault for fault in settings.missing if fault.startswith(needs)]
    if problems:
        raise _name_problems(path, list(map(_shorten, problems)))
    return settings


def _check_watchlist(file: File, settings: Settings) -> list[str]:
    """What cannot be compiled of the file's entities and watches."""
    if not file.entity and not file.watch:
        return []
    # the bundled watchlist alone is checked by the tests: compiling it takes a tenth of a second, and its
    # compiler some 40 ms to import
    from alerts.watch.query.check import check_all

    return list(map(_name_fault, check_all(settings.entities, settings.watches).errors))


def _name_problems(path: Path | None, problems: list[str]) -> ConfigurationError:
    if path is None:
        return ConfigurationError("built-in defaults", tuple(problems))
    return ConfigurationError(str(path), number_problems(path.read_text("utf-8-sig"), problems))


def _shorten(problem: str) -> str:
    """A problem without the middle of what it quotes, where that is longer than anybody reads."""
    if len(problem) <= LONGEST_PROBLEM:
        return problem
    return f"{problem[: LONGEST_PROBLEM // 2]} … {problem[-LONGEST_PROBLEM // 2 :]}"


def find_config(config: Path | None) -> Path | None:
    """The configuration file that is used, None where there is none and none was asked for."""
    named = config or (Path(os.environ["HANMI_CONFIG"]) if os.environ.get("HANMI_CONFIG") else None)
    if named:
        return named.absolute()
    beside = Path.cwd() / "hanmi.toml"
    return beside if beside.exists() else None


def child_environment(settings: Settings) -> dict[str, str]:
    """This process's environment with what a child needs to read the same configuration."""
    environment = dict(os.environ, HANMI_DATA_DIR=str(settings.data_dir))
    environment.pop("HANMI_CONFIG", None)
    if settings.config_path:
        environment["HANMI_CONFIG"] = str(settings.config_path)
    return environment


def read_secret(reference: str, base: Path) -> str:
    """What `env:NAME` or `file:PATH` refers to; anything else stands for itself.

    Raises:
        SecretMissing: the variable is not set, or the file cannot be read.
    """
    if reference.startswith("env:"):
        value = os.environ.get(reference[4:], "")
        if not value:
            raise SecretMissing(f"environment variable {reference[4:]} is not set")
        return value
    if reference.startswith("file:"):
        path = base / reference[5:]
        try:
            return read_bounded(path, MOST_OF_A_SECRET).decode("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SecretMissing(f"{path} cannot be read: {say_os(error)}") from error
    return reference


def is_reference(value: object) -> bool:
    """Whether a value of the configuration says where a secret is, and is none itself."""
    return isinstance(value, str) and value.startswith(("env:", "file:"))


def read_storage_url(written: str, base: Path) -> str:
    """The address of a database as `storage.url` has it: paths are relative to `base`.

    Raises:
        ValueError: it is none, or names a variable that is not set.
    """
    url = read_secret(written, base) if written.startswith("env:") else written
    if url.startswith("sqlite:///"):
        return f"sqlite:///{base.absolute() / url.removeprefix('sqlite:///')}"
    if not url.startswith("postgresql+psycopg://"):
        raise ValueError("write sqlite:///FILE, postgresql+psycopg://user@host/database or env:NAME")
    return url


def read_bounded(path: Path, most: int) -> bytes:
    """The bytes of a file, or of a pipe. Raises: OSError, also where there are more than `most`."""
    with path.open("rb") as file:
        body = file.read(most + 1)
    if len(body) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most // 1000:,} kB")
    return body


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        body = read_bounded(path, MOST_OF_A_FILE)
        text = body.decode("utf-8-sig")
        return tomllib.loads(text)
    except FileNotFoundError:
        raise ConfigurationError(str(path), ("there is no such file; `hanmi init` writes one",)) from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(str(path), (say_bad_bytes(body),)) from error
    except OSError as error:
        raise ConfigurationError(str(path), (f"cannot be read: {say_os(error)}",)) from error
    except RecursionError:
        raise ConfigurationError(str(path), ("is no TOML: it is nested too deep",)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(str(path), (f"is no TOML: {say_toml_fault(text, error)}",)) from error


def _check_shape(tables: Mapping[str, Any]) -> tuple[File, list[str]]:
    """The file without what is wrong in its shape, so that the rest is checked too, and all that is wrong."""
    rest, problems = deepcopy(dict(tables)), dict[str, str]()
    while True:
        try:
            return File.model_validate(rest), [f"{key}: {why}" for key, why in problems.items()]
        except ValidationError as error:
            faults = error.errors()
            for fault in faults:  # a key that was left out and is asked for now was named before
                problems.setdefault(_name_key(rest, fault["loc"]), _reason(fault))
            _leave_out(rest, {_culprit(fault["loc"], fault["type"]) for fault in faults})


def _culprit(where: Sequence[int | str], kind: str) -> tuple[int | str, ...]:
    """What must go for a fault to be gone: an item that lacks something, or has a wrong id, goes whole."""
    return tuple(where[:-1] if kind == "missing" or where[-1] == "id" else where)


def _leave_out(tables: Any, culprits: Collection[tuple[int | str, ...]]) -> None:
    """Take these out in place, the last of a list first; what goes with its item is not asked for again."""
    for where in sorted(culprits, reverse=True):
        if any(where[:n] in culprits for n in range(1, len(where))):
            continue
        holder = reduce(getitem, where[:-1], tables)
        del holder[where[-1]]


def _name_key(tables: Mapping[str, Any], where: Sequence[int | str]) -> str:
    """A place as `table.key`; an item of a list is named by its id where it has one."""
    key = ""
    value: Any = tables
    for part in where:
        value = _step(value, part)
        if isinstance(part, int):
            name = value.get("id") if isinstance(value, Mapping) else None
            key += f"[{name or part + 1}]"
        else:
            key += f".{part}" if key else part
    return key


def _reason(fault: Mapping[str, Any]) -> str:
    where = fault["loc"]
    if fault["type"] == "list_type" and len(where) == 1 and isinstance(fault.get("input"), Mapping):
        return f"there can be several: write [[{where[0]}]], with two brackets"
    if fault["type"] == "extra_forbidden":
        return f"there is no such key{name_key_meant(File, where)}"
    said = {"missing": "is missing"}
    return said.get(fault["type"]) or str(fault["msg"]).removeprefix("Value error, ")


def _step(value: Any, part: int | str) -> Any:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None


def _build(file: File, base: Path, path: Path | None, data_dir: Path | None, problems: list[str]) -> Settings:
    folder = _data_dir(file, base, data_dir)
    entities, watches = _watchlist(file, problems)
    phrases = _phrases(file, entities, problems)
    entities, watches = _give_phrases(entities, watches, phrases)
    missing = list[str]()
    channels = _channels(file, base, problems, missing)
    desk = _desk(file, base, problems, missing)
    channels = tuple(map(partial(_lead_to_desk, desk), channels))
    settings = Settings(
        config_path=path,
        data_dir=folder,
        timezone=file.timezone,
        storage_url=_storage_url(file.storage.url, base, folder, problems),
        monitor=file.schedule.monitor,
        fetch=_fetch_options(file.fetch),
        fresh=file.alerts.fresh,
        wait=file.alerts.wait,
        cooldown=file.alerts.cooldown,
        alive=_alive(file, problems),
        retry=tuple(file.alerts.retry) if file.alerts.retry is not None else STANDARD,
        desk=desk,
        default_to=tuple(file.defaults.to) if file.defaults.to is not None else None,
        sources=read_sources(
            file.source,
            _seed("sources.toml")["source"] if file.defaults.sources else [],
            file.timezone,
            problems,
        ),
        entities=entities,
        watches=watches,
        phrases=phrases,
        channels=channels,
        digests=_digests(file, problems) or _default_digest(file, problems),
        prefect_api_url=os.environ.get("PREFECT_API_URL") or None,
        ping=_ping(file, base, problems, missing),
        polls_kept=file.retention.polls,
        prefect_kept=file.retention.prefect,
        log_format=file.log.format,
        quote=file.alerts.quote,
        missing=tuple(missing),
    )
    problems.extend(find_dangling(file, settings))
    return settings


def _give_phrases(
    entities: tuple[Entity, ...], watches: tuple[Watch, ...], phrases: Mapping[str, str]
) -> tuple[tuple[Entity, ...], tuple[Watch, ...]]:
    """The same, each with the named parts of queries that it names."""
    if not phrases:
        return entities, watches
    from alerts.watch.query.phrases import give_entity_phrases, give_phrases

    given = tuple(give_entity_phrases(entity, phrases) for entity in entities)
    return given, tuple(give_phrases(watch, phrases) for watch in watches)


def _ping(file: File, base: Path, problems: list[str], missing: list[str]) -> str | None:
    """The address that is called after a good cycle; services that take such calls put a secret in it."""
    try:
        address = read_secret(file.alerts.ping, base)
    except SecretMissing as error:
        missing.append(f"alerts.ping: {error}")
        return None
    if address and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s#]*)?", address):
        problems.append("alerts.ping: is no address; write it like https://hc.example.org/ping/…")
    return address or None


def _data_dir(file: File, base: Path, given: Path | None) -> Path:
    if given:
        return given.absolute()
    if from_environment := os.environ.get("HANMI_DATA_DIR"):
        return Path(from_environment).absolute()
    return (base / file.data_dir).absolute()


def _storage_url(url: str | None, base: Path, folder: Path, problems: list[str]) -> str:
    if url is None:
        return f"sqlite:///{folder / 'hanmi.db'}"
    try:
        return read_storage_url(url, base)
    except ValueError as error:
        problems.append(f"storage.url: {error}")
        return url


def _fetch_options(table: FetchTable) -> FetchOptions:
    values = table.model_dump()
    return FetchOptions(**{**values, "allow_private": tuple(values["allow_private"])})


def _alive(file: File, problems: list[str]) -> Cron | None:
    written = file.alerts.alive
    if written is None or isinstance(written, Cron):
        return written
    problems.append("alerts.alive: write cron of five fields, such as 0 9 * * 1 Asia/Seoul")
    return None


def _desk(file: File, base: Path, problems: list[str], missing: list[str]) -> DeskSettings:
    host, _, port = file.desk.listen.rpartition(":")
    host = host.strip("[]")
    if not host or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535:
        problems.append(f"desk.listen: {file.desk.listen!r} is no address; write it like 127.0.0.1:8787")
        return DeskSettings(host="127.0.0.1", port=0, token=None)
    token = None
    try:
        token = _desk_token(file, host, base)
    except SecretMissing as error:
        missing.append(f"desk.token: {error}")
    except ValueError as error:
        problems.append(f"desk.token: {error}")
    return DeskSettings(host=host, port=int(port), token=token, url=_desk_url(file, problems))


def _desk_token(file: File, host: str, base: Path) -> str | None:
    """The token. Raises: SecretMissing; ValueError where none is given, and others may reach the desk."""
    if file.desk.token is not None:
        return read_secret(file.desk.token, base)
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError("needed where desk.listen is not on loopback")
    if file.desk.url:
        raise ValueError("needed where desk.url says that readers reach the desk from elsewhere")
    return None


def _desk_url(file: File, problems: list[str]) -> str | None:
    url = (file.desk.url or "").rstrip("/") or None
    if url and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url):
        problems.append(f"desk.url: {url!r} is no address; write it like https://hanmi.example.org")
    return url


def _watchlist(file: File, problems: list[str]) -> tuple[tuple[Entity, ...], tuple[Watch, ...]]:
    seeds = _seed("watchlist.toml") if file.defaults.watchlist else {}
    entities: dict[str, Entity] = {}
    watches: dict[str, Watch] = {}
    for entity_tables, watch_tables in (
        (seeds.get("entity", []), seeds.get("watch", [])),
        (file.entity, file.watch),
    ):
        found, faults = read_entities(entity_tables)
        met, more_faults = read_watches([inherit(table, seeds.get("watch", [])) for table in watch_tables])
        problems += [*faults, *more_faults]
        entities |= {entity.id: entity for entity in found}
        watches |= {watch.id: watch for watch in met}
    return tuple(entities.values()), tuple(watches.values())


def _phrases(file: File, entities: Sequence[Entity], problems: list[str]) -> Mapping[str, str]:
    """The named parts of queries that are sound, by id."""
    if not file.phrase:
        return {}
    from alerts.watch.query.check import check_phrases

    phrases = {table.id: table.query for table in file.phrase}
    problems += _name_twice(file)
    faults = check_phrases(phrases, entities)
    problems += map(_name_fault, faults)
    faulty = {fault.about.removeprefix("phrase ") for fault in faults}
    return {id_: query for id_, query in phrases.items() if id_ not in faulty}


def _name_twice(file: File) -> list[str]:
    given = Counter(table.id for table in file.phrase)
    return [f"phrase[{id_}].id: it is given twice" for id_, times in given.items() if times > 1]


def _name_fault(fault: WatchError) -> str:
    """What is wrong in a watch or an entity (`watch ID`, `entity ID, requires`) as `key: reason`."""
    kind, _, rest = fault.about.partition(" ")
    id_, _, part = rest.partition(", ")
    key = f"{kind}[{id_}].{part or ('aliases' if kind == 'entity' else 'query')}"
    place = "" if fault.at is None else f"character {fault.at + 1}: "
    hint = f" ({fault.hint})" if fault.hint else ""
    return f"{key}: {place}{fault.why}{hint}"


def _channels(file: File, base: Path, problems: list[str], missing: list[str]) -> tuple[Channel, ...]:
    opened: dict[str, Channel] = {}
    for table in file.channel:
        channel, faults, lacking = _open_channel(table, base, file.timezone)
        problems += faults
        missing += lacking
        if channel is None:
            continue
        if channel.id in opened:
            problems.append(f"channel[{channel.id}]: the id is given twice")
        opened[channel.id] = channel
    return tuple(opened.values())


def _open_channel(
    table: Mapping[str, Any], base: Path, zone: str
) -> tuple[Channel | None, list[str], list[str]]:
    """The channel, None where it cannot be, every fault, and every secret that cannot be read.

    One key after another is left out and named; a stand-in takes the place of what a channel must have, so
    that the other keys are checked all the same.
    """
    # mail and webhooks take some 40 ms to import, and a list without a channel needs neither
    from alerts.channels.opening import open_channel, stand_in_for
    from alerts.channels.unready import Unready

    rest, faults, missing = dict(table), dict[str, str](), dict[str, str]()
    while True:
        try:
            channel = open_channel(rest, lambda reference: read_secret(reference, base), zone=zone)
        except ChannelError as error:
            key = error.why.partition(":")[0]
            if key in faults:  # now it is missing
                return None, list(faults.values()), list(missing.values())
            if _lacks_secret(error, rest.get(key)):
                missing[key] = _name_channel_fault(error)
                rest[key] = stand_in_for(key)
            else:
                faults[key] = _name_channel_fault(error)
                _replace_key(rest, key)
        else:
            ready = Unready(channel, "; ".join(missing.values())) if missing else channel
            return ready, list(faults.values()), list(missing.values())


def _name_channel_fault(error: ChannelError) -> str:
    hint = f" ({error.hint})" if error.hint else ""
    return f"channel[{error.about.removeprefix('channel ')}].{error.why}{hint}"


def _lacks_secret(error: ChannelError, value: object) -> bool:
    """Whether what is wrong is a secret, which a command may not need."""
    return isinstance(error.__cause__, SecretMissing) or is_reference(value)


def _replace_key(table: dict[str, Any], key: str) -> None:
    """Leave out a key that is wrong; one that a channel must have would be missing next."""
    from alerts.channels.opening import NEEDED, stand_in_for

    table.pop(key, None)
    if key in NEEDED.get(str(table.get("kind")), ()):
        table[key] = stand_in_for(key)


def _lead_to_desk(desk: DeskSettings, channel: Channel) -> Channel:
    """A channel whose mails have links to the desk, where readers reach it."""
    from alerts.channels.email import Email  # whoever has a channel has imported it
    from alerts.channels.unready import Unready

    if desk.url is None or desk.token is None:
        return channel
    if isinstance(channel, Unready):
        return replace(channel, channel=_lead_to_desk(desk, channel.channel))
    if not isinstance(channel, Email):
        return channel
    from alerts.channels.links import DeskLinks

    return replace(channel, links=DeskLinks(desk.url, desk.token))


def _digests(file: File, problems: list[str]) -> tuple[DigestPlan, ...]:
    plans = []
    for index, table in enumerate(file.digest, start=1):
        if not isinstance(table.cron, Cron):
            problems.append(f"digest[{index}].cron: write cron of five fields, such as 30 7 * * * Asia/Seoul")
            continue
        plans.append(DigestPlan(schedule=table.cron, to=tuple(table.to), watches=tuple(table.watches)))
    return tuple(plans)


PEOPLE = frozenset(("email", "apprise"))
"""The kinds of channels that people read; machines have no use for a morning digest."""


def _default_digest(file: File, problems: list[str]) -> tuple[DigestPlan, ...]:
    """One digest of all watches to the people whom alerts reach, where the file has none of its own."""
    written, to = file.defaults.digest, _list_readers(file)
    if file.digest or not to or written is None:
        return ()
    if not isinstance(written, Cron):
        problems.append('defaults.digest: write cron of five fields, such as 30 7 * * *, or "" for none')
        return ()
    return (DigestPlan(schedule=written, to=to, watches=()),)


def _list_readers(file: File) -> tuple[str, ...]:
    """The channels of people to which alerts go that name none."""
    people = _list_people(file)
    reached = people if file.defaults.to is None else file.defaults.to
    return tuple(id_ for id_ in people if id_ in reached)


def _list_people(file: File) -> list[str]:
    return [str(table["id"]) for table in file.channel if table.get("kind") in PEOPLE and "id" in table]


def _read_tables(file: File, written: Mapping[str, Any]) -> Tables:
    watchlist = _seed("watchlist.toml") if file.defaults.watchlist else {}
    sources = _seed("sources.toml") if file.defaults.sources else {}
    return Tables(bundled={**watchlist, **sources}, file=written)


@cache
def _seed(name: str) -> dict[str, Any]:
    """A bundled file, which nobody changes."""
    return tomllib.loads((SEEDS / name).read_text(encoding="utf-8"))
