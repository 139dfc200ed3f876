"""The configuration, read once into frozen values; no room but this one reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from alerts.send.retry import STANDARD
from flows.config.bundle import read_seed
from flows.config.loading.channels import lead_to_desk, read_channels
from flows.config.loading.desk import read_desk
from flows.config.loading.digests import find_default_digest, read_digests
from flows.config.loading.references import find_dangling
from flows.config.loading.secrets import locate, read_secret, read_storage_url
from flows.config.loading.shape import check_shape, read_toml
from flows.config.loading.watchlist import check_watchlist, give_phrases_to, read_phrases, read_watchlist
from flows.config.schedule import Cron
from flows.config.schema import FetchTable, File
from flows.config.settings import Settings
from flows.config.toml.hints import name_bundled_meant
from flows.config.toml.homes import name_home
from flows.config.toml.lines import number_problems
from flows.config.toml.source_tables import complete_sources, read_sources
from flows.config.toml.tables import Tables
from flows.fetch.options import FetchOptions
from storage.errors import ConfigurationError, SecretMissing

LONGEST_PROBLEM = 600
"""Characters of what is said of one key."""
ALL_SECRETS = ("channel", "desk")
"""The keys, by how they begin, whose secrets the service needs."""


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
    tables = read_toml(path, named_by="" if config else "$HANMI_CONFIG") if path else {}
    base = path.parent if path else Path.cwd()
    file, problems = check_shape(complete_sources(tables))
    settings = replace(_build(file, base, path, data_dir, problems), tables=_read_tables(file, tables))
    problems += check_watchlist(file, settings)
    problems += [fault for fault in settings.missing if fault.startswith(needs)]
    if problems:
        hinted = (f"{name_home(each)}{name_bundled_meant(each, _list_bundled(file))}" for each in problems)
        raise _name_problems(path, list(map(_shorten, hinted)))
    return settings


def find_config(config: Path | None) -> Path | None:
    """The configuration file that is used, None where there is none and none was asked for."""
    named = config or read_variable("HANMI_CONFIG")
    if named:
        return locate(str(named), Path.cwd())
    beside = Path.cwd() / "hanmi.toml"
    return beside if beside.exists() else None


def read_variable(name: str) -> str | None:
    """A variable of the environment; one that is set to nothing, or to blanks, is not set."""
    value = os.environ.get(name, "")
    return value if value.strip() else None


def child_environment(settings: Settings) -> dict[str, str]:
    """This process's environment with what a child needs to read the same configuration."""
    environment = dict(os.environ, HANMI_DATA_DIR=str(settings.data_dir))
    environment.pop("HANMI_CONFIG", None)
    if settings.config_path:
        environment["HANMI_CONFIG"] = str(settings.config_path)
    return environment


def _name_problems(path: Path | None, problems: list[str]) -> ConfigurationError:
    if path is None:
        return ConfigurationError("built-in defaults", tuple(problems))
    return ConfigurationError(str(path), number_problems(path.read_text("utf-8-sig"), problems))


def _shorten(problem: str) -> str:
    """A problem without the middle of what it quotes, where that is longer than anybody reads."""
    if len(problem) <= LONGEST_PROBLEM:
        return problem
    return f"{problem[: LONGEST_PROBLEM // 2]} … {problem[-LONGEST_PROBLEM // 2 :]}"


def _build(file: File, base: Path, path: Path | None, data_dir: Path | None, problems: list[str]) -> Settings:
    folder, named_by = _data_dir(file, base, data_dir, problems)
    entities, watches = read_watchlist(file, problems)
    phrases = read_phrases(file, entities, problems)
    entities, watches = give_phrases_to(entities, watches, phrases)
    missing = list[str]()
    channels = read_channels(file, base, problems, missing)
    desk = read_desk(file, base, problems, missing)
    channels = tuple(map(partial(lead_to_desk, desk), channels))
    settings = Settings(
        config_path=path,
        data_dir=folder,
        data_dir_by=named_by,
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
            read_seed("sources.toml")["source"] if file.defaults.sources else [],
            file.timezone,
            problems,
        ),
        entities=entities,
        watches=watches,
        phrases=phrases,
        channels=channels,
        digests=read_digests(file, problems) or find_default_digest(file, problems),
        prefect_api_url=read_variable("PREFECT_API_URL"),
        ping=_ping(file, base, problems, missing),
        polls_kept=file.retention.polls,
        prefect_kept=file.retention.prefect,
        log_format=file.log.format,
        quote=file.alerts.quote,
        missing=tuple(missing),
    )
    problems.extend(find_dangling(file, settings))
    return settings


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


def _data_dir(file: File, base: Path, given: Path | None, problems: list[str]) -> tuple[Path, str]:
    """The data directory, and the option or variable that named it; empty where none did."""
    if given:
        return locate(str(given), Path.cwd()), "--data-dir"
    if named := read_variable("HANMI_DATA_DIR"):
        return locate(named, Path.cwd()), "$HANMI_DATA_DIR"
    if not file.data_dir.strip():
        problems.append("data_dir: is empty; name a folder, or leave it out for data")
    return locate(file.data_dir, base), ""


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


def _read_tables(file: File, written: Mapping[str, Any]) -> Tables:
    return Tables(bundled=_list_bundled(file), file=written)


def _list_bundled(file: File) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The bundled entries that this file leaves in force, by kind."""
    watchlist = read_seed("watchlist.toml") if file.defaults.watchlist else {}
    sources = read_seed("sources.toml") if file.defaults.sources else {}
    return {**watchlist, **sources}
