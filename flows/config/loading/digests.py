"""The digests that the file has, else one of all watches for the people whom alerts reach."""

from __future__ import annotations

from flows.config.schedule import Cron
from flows.config.schema import File
from flows.config.settings import DigestPlan


def read_digests(file: File, problems: list[str]) -> tuple[DigestPlan, ...]:
    plans = []
    for index, table in enumerate(file.digest, start=1):
        if not isinstance(table.cron, Cron):
            problems.append(f"digest[{index}].cron: write cron of five fields, such as 30 7 * * * Asia/Seoul")
            continue
        plans.append(DigestPlan(schedule=table.cron, to=tuple(table.to), watches=tuple(table.watches)))
    return tuple(plans)


PEOPLE = frozenset(("email", "apprise"))
"""The kinds of channels that people read; machines have no use for a morning digest."""


def find_default_digest(file: File, problems: list[str]) -> tuple[DigestPlan, ...]:
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
    people = (table.get("id") for table in file.channel if table.get("kind") in PEOPLE)
    return [id_ for id_ in people if isinstance(id_, str)]
