"""A watch as somebody writes it into a form: what the form says as a table, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.config.desk_layer import read_thing
from flows.config.settings import Settings
from flows.config.toml.tables import Table
from flows.desk.asked import LONGEST_QUERY, Unreadable
from flows.inspect.discovery.entry import make_entity_id
from flows.inspect.search import check_query
from storage.errors import WatchError
from storage.language.spelt import find_alike
from storage.records import Policy, Watch
from storage.records.desk import EntryKind
from storage.records.entry_texts import EntryCode
from storage.records.reasons import Reason, say_meant

LONGEST_TEXT = 20_000
"""Characters of all examples of one kind together."""

MOST = {
    "query": LONGEST_QUERY,
    "name": LONGEST_QUERY,
    "name_ko": LONGEST_QUERY,
    "must_match": LONGEST_TEXT,
    "must_not_match": LONGEST_TEXT,
}
"""Characters of each field."""

DEFAULT_TO = "(default)"
"""Stands among the channels for: where watches go that name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A watch before it is saved: all of it, `fault`: what is wrong in its query, `faults`: the rest.

    `watch` is None as long as something is wrong.
    """

    id: str
    table: Table
    watch: Watch | None
    fault: WatchError | None = None
    faults: Sequence[str] = field(default_factory=tuple)

    @property
    def goes_by_default(self) -> bool:
        """Whether it goes where watches go that name no channel."""
        return self.table.get("to") is None


def read_draft(settings: Settings, id_: str, before: Table, form: Mapping[str, str]) -> Draft:
    """The watch that a form describes; what the form does not name stays as it was `before`.

    Raises:
        Unreadable: a field is longer than any watch needs.
    """
    said = {**before, **_read_fields(before, form)}
    table = {name: value for name, value in said.items() if value is not None}
    id_ = id_ or make_id(table, [watch.id for watch in settings.watches])
    table["id"] = id_
    fault = find_fault(settings, str(table.get("query", "")))
    thing, faults = read_thing(EntryKind.WATCH, table, settings.timezone, settings.phrases)
    faults += _find_gone(table, [channel.id for channel in settings.channels])
    if fault is not None:
        others = tuple(each for each in faults if not each.startswith("query"))
        return Draft(id=id_, table=table, watch=None, fault=fault, faults=others)
    watch = thing if isinstance(thing, Watch) and not faults else None
    return Draft(id=id_, table=table, watch=watch, faults=tuple(faults))


def _find_gone(table: Table, channels: Sequence[str]) -> list[str]:
    """The channels that it names and that there are not, as faults."""
    gone = [id_ for id_ in table.get("to") or () if id_ not in channels]
    why = (
        say_meant(Reason(EntryCode.NO_CHANNEL, given=repr(id_)), find_alike(id_, channels)) for id_ in gone
    )
    return [Reason(EntryCode.AT_KEY, key="to", why=each) for each in why]


def find_fault(settings: Settings, query: str) -> WatchError | None:
    """What is wrong with a query, at its character; None where it can be asked."""
    try:
        check_query(query, settings.entities, settings.phrases)
    except WatchError as error:
        return error
    return None


def make_id(table: Table, taken: Collection[str]) -> str:
    """An id for what is new, from its name, else from its query."""
    name = str(table.get("name") or table.get("query") or "watch")[:60]
    return make_entity_id([name], taken)


def _read_fields(before: Table, form: Mapping[str, str]) -> dict[str, Any]:
    """What the form says in other words than it was filled in with."""
    for name, most in MOST.items():
        if len(form.get(name, "")) > most:
            raise Unreadable("field_long", field=name, most=most)
    return {
        **_read_lines(before, form),
        **_read_policy(before, form),
        **_read_channels(before, form),
        **_read_examples(before, form),
    }


def _read_lines(before: Table, form: Mapping[str, str]) -> dict[str, Any]:
    said = {name: _unwrap(form[name]).strip() for name in ("name", "name_ko", "query") if name in form}
    return {name: text or None for name, text in said.items() if text != str(before.get(name, "")).strip()}


def _read_policy(before: Table, form: Mapping[str, str]) -> dict[str, Any]:
    policy = form.get("policy")
    is_other = policy in set(Policy) and policy != before.get("policy", Policy.STORY)
    return {"policy": policy} if is_other else {}


def _read_channels(before: Table, form: Mapping[str, str]) -> dict[str, Any]:
    if "to" not in form:
        return {}
    chosen = list(filter(None, form["to"].split("\n")))
    to = None if DEFAULT_TO in chosen else chosen
    return {"to": to} if to != before.get("to") else {}


def _read_examples(before: Table, form: Mapping[str, str]) -> dict[str, Any]:
    written = {name: _unwrap(form[name]) for name in ("must_match", "must_not_match") if name in form}
    return {
        name: list(filter(None, map(str.strip, text.split("\n"))))
        for name, text in written.items()
        if text != list_examples(before.get(name))
    }


def list_examples(examples: Any) -> str:
    """Examples as a form shows them, one a line."""
    return "\n".join(
        " ".join(str(each.get("text", "") if isinstance(each, Mapping) else each).split())
        for each in examples or ()
    )


def _unwrap(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
