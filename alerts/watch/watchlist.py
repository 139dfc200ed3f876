"""Watchlists as people write them: TOML tables to entities and watches, every problem named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from storage import stand_ins
from storage.language.spelt import find_alike
from storage.records import Entity, Example, Policy, Role, Watch
from storage.records.entry_texts import EntryCode
from storage.records.reasons import Reason, say_meant

ENTITY_KINDS = ("person", "body", "place", "agreement", "event", "topic")
ENTITY_KEYS = frozenset(
    ("id", "name", "kind", "aliases", "never", "valid", "requires", "expects", "described", "roles")
)
WATCH_KEYS = frozenset(
    ("id", "name", "name_ko", "query", "idea", "to", "policy", "must_match", "must_not_match", "surge")
)
EXAMPLE_KEYS = frozenset(("text", "date"))
Thing = TypeVar("Thing", Entity, Watch)

ID = re.compile(r"[a-z0-9][a-z0-9_.-]*")
# The days of `valid` and of roles are days of the desk's.
ZONE = ZoneInfo("Asia/Seoul")
_BESIDE_QUERIES = frozenset(("name", "kind"))
"""Those without which an entry's queries can be checked all the same."""
ROLE_KEYS = frozenset(("title", "from", "to", "described", "of"))


class _Fault(Exception):
    """A key of a table is wrong, and why."""

    def __init__(self, key: str, code: EntryCode, near: str | None = None, **values: object) -> None:
        self._lay_at(key, say_meant(Reason(code, **values), near))

    def within(self, key: str) -> _Fault:
        """The same fault of a table that stands under a key."""
        self._lay_at(key, self.why)
        return self

    def _lay_at(self, key: str, why: str) -> None:
        self.key = key
        self.why = Reason(EntryCode.AT_KEY, key=key, why=why)
        super().__init__(self.why)


def read_entities(tables: Sequence[Mapping[str, Any]]) -> tuple[list[Entity], list[str]]:
    """The entities of `[[entity]]` tables and every problem, each as `entity[id].key: reason`."""
    return _read_all("entity", tables, _read_entity)


def read_watches(tables: Sequence[Mapping[str, Any]]) -> tuple[list[Watch], list[str]]:
    """The watches of `[[watch]]` tables and every problem, each as `watch[id].key: reason`.

    Queries are read by `compile_watchlist`, which knows the entities.
    """
    return _read_all("watch", tables, _read_watch)


def read_entity(table: Mapping[str, Any]) -> tuple[Entity | None, list[Reason]]:
    """The entity of a table, None where it says too little, and every fault as `key: reason`."""
    return _read_one(table, _read_entity)


def read_watch(table: Mapping[str, Any]) -> tuple[Watch | None, list[Reason]]:
    """The watch of a table, likewise; its query is read by `compile_watchlist`."""
    return _read_one(table, _read_watch)


def _read_all(
    kind: str, tables: Sequence[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], Thing]
) -> tuple[list[Thing], list[str]]:
    found: dict[str, Thing] = {}
    problems: list[str] = []
    for number, table in enumerate(tables, 1):
        name = f"{kind}[{table.get('id', number)}]"
        thing, faults = _read_one(table, read)
        if thing is not None and thing.id in found:
            faults.append(_Fault("id", EntryCode.TWICE).why)
        problems += [f"{name}.{fault}" for fault in faults]
        if thing is not None:
            found[thing.id] = thing
    return list(found.values()), problems


def _read_one(
    table: Mapping[str, Any], read: Callable[[Mapping[str, Any]], Thing]
) -> tuple[Thing | None, list[Reason]]:
    """What a table says without what is wrong in it, None where that is too little, and every fault."""
    rest, is_whole = dict(table), True
    faults: dict[str, Reason] = {}
    while True:
        try:
            thing = read(rest)
            return thing if is_whole else None, list(faults.values())
        except _Fault as fault:
            key = fault.key
            if key in rest and key not in faults:
                rest.pop(key)
            elif key in stand_ins.ENTRY and rest.get(key) != stand_ins.ENTRY[key]:
                # it is missing: what else is wrong is said too, in its queries where they can be told apart
                rest[key], is_whole = stand_ins.ENTRY[key], is_whole and key in _BESIDE_QUERIES
            else:
                return None, list((faults | {key: faults.get(key, fault.why)}).values())
            faults.setdefault(key, fault.why)


def _read_id(table: Mapping[str, Any]) -> str:
    id_ = _text(table, "id")
    if not ID.fullmatch(id_):
        raise _Fault("id", EntryCode.NO_ID, given=repr(id_))
    return id_


def _read_entity(table: Mapping[str, Any]) -> Entity:
    _refuse_unknown(table, ENTITY_KEYS)
    kind = _text(table, "kind")
    if kind not in ENTITY_KINDS:
        raise _none_of("kind", kind, ENTITY_KINDS)
    aliases = _texts(table, "aliases")
    if not aliases:
        raise _Fault("aliases", EntryCode.GIVE_ONE)
    begins, ends = _read_valid(table)
    return Entity(
        id=_read_id(table),
        name=_text(table, "name"),
        kind=kind,
        aliases=aliases,
        never=_texts(table, "never"),
        valid_from=begins,
        valid_to=ends,
        requires=_texts(table, "requires"),
        expects=_text(table, "expects", "") if table.get("expects") else "",
        described=_text(table, "described", "") if table.get("described") else "",
        roles=_read_roles(table),
    )


def _read_watch(table: Mapping[str, Any]) -> Watch:
    _refuse_unknown(table, WATCH_KEYS)
    policy = _text(table, "policy", Policy.STORY.value)
    if policy not in set(Policy):
        raise _none_of("policy", policy, tuple(Policy))
    return Watch(
        id=_read_id(table),
        name=_text(table, "name", _text(table, "id")),
        query=_read_query(table),
        name_ko=_text(table, "name_ko") if table.get("name_ko") else "",
        idea=_text(table, "idea") if table.get("idea") else "",
        to=_texts(table, "to") if "to" in table else None,
        policy=Policy(policy),
        must_match=_examples(table, "must_match"),
        must_not_match=_examples(table, "must_not_match"),
        surge=_read_surge(table, policy),
    )


def _read_query(table: Mapping[str, Any]) -> str:
    """The query; a watch for an idea may have none, and then nothing is sure."""
    return "" if table.get("idea") and not table.get("query") else _text(table, "query")


def _read_surge(table: Mapping[str, Any], policy: str) -> float | None:
    """How many times the usual; it tells once a surge, so that a policy beside it would say nothing."""
    times = table.get("surge")
    if times is None:
        return None
    if isinstance(times, bool) or not isinstance(times, int | float) or not 1 < times <= 1000:
        raise _Fault("surge", EntryCode.NO_RISE, given=repr(times))
    if table.get("idea"):
        raise _Fault("surge", EntryCode.RISE_OF_IDEA)
    if policy != Policy.STORY:
        raise _Fault("surge", EntryCode.RISE_AND_POLICY, policy=repr(policy))
    return float(times)


def _read_roles(table: Mapping[str, Any]) -> tuple[Role, ...]:
    """`{title = [...], from = "2024-01-10", to = "2025-07-18"}`, both days included."""
    roles = table.get("roles", [])
    if not isinstance(roles, list) or not all(isinstance(role, dict) for role in roles):
        raise _Fault("roles", EntryCode.NO_TABLES)
    return tuple(_read_role(role) for role in roles)


def _read_role(role: Mapping[str, Any]) -> Role:
    try:
        _refuse_unknown(role, ROLE_KEYS)
        titles = _texts(role, "title")
        described, state = (_text(role, key) if role.get(key) else "" for key in ("described", "of"))
    except _Fault as fault:
        raise fault.within("roles") from None
    if not titles:
        raise _Fault("title", EntryCode.GIVE_ONE).within("roles")
    if empty := next((title for title in titles if not any(map(str.isalnum, title))), None):
        raise _Fault("title", EntryCode.NOT_A_LETTER, given=repr(empty)).within("roles")
    begins, ends = _read_period("roles", f"{role.get('from', '..')}/{role.get('to', '..')}")
    return Role(titles=titles, begins=begins, ends=ends, described=described, of=state)


def _read_valid(table: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """`2023-04-26/..`: the days on which the aliases hold, both included, either end open."""
    return _read_period("valid", _text(table, "valid") if table.get("valid", "") != "" else "../..")


def _read_period(key: str, value: str) -> tuple[datetime | None, datetime | None]:
    ends = value.split("/")
    try:
        if len(ends) != 2:
            raise ValueError
        begins, until = map(_read_day, ends)
    except ValueError:
        raise _Fault(key, EntryCode.NO_PERIOD, given=repr(value)) from None
    if begins and until and until < begins:
        raise _Fault(key, EntryCode.ENDS_FIRST, given=repr(value))
    return _place_day(begins, time.min), _place_day(until, time.max)


def _place_day(day: date | None, at: time) -> datetime | None:
    return datetime.combine(day, at, ZONE) if day else None


def _read_day(text: str) -> date | None:
    """A day; None for an open end. Raises: ValueError."""
    return None if text.strip() in ("", "..") else date.fromisoformat(text.strip())


def _none_of(key: str, given: str, known: Sequence[str]) -> _Fault:
    """The fault of a value that is none of those known, with the one that was meant if one is near."""
    near = find_alike(given, known)
    return _Fault(key, EntryCode.NONE_OF_KNOWN, near, given=repr(given), known=", ".join(known))


def _refuse_unknown(table: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := sorted(set(table) - known):
        raise _Fault(unknown[0], EntryCode.NO_KEY, find_alike(unknown[0], sorted(known)))


def _text(table: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if value is None:
        raise _Fault(key, EntryCode.MISSING)
    if not isinstance(value, str):
        raise _Fault(key, EntryCode.NO_TEXT)
    if not value.strip():
        raise _Fault(key, EntryCode.BLANK)
    return value


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Fault(key, EntryCode.NO_TEXTS)
    if not all(map(str.strip, value)):
        raise _Fault(key, EntryCode.BLANK_WITHIN)
    return tuple(value)


def _examples(table: Mapping[str, Any], key: str) -> tuple[Example, ...]:
    """Texts, or tables `{text = "…", date = "2024-11-20"}`; a TOML date is as good as a text."""
    value = table.get(key, [])
    if not isinstance(value, list):
        raise _Fault(key, EntryCode.NO_TEXTS)
    return tuple(_read_example(item, key) for item in value)


def _read_example(item: Any, key: str) -> Example:
    if isinstance(item, str) and not item.strip():
        raise _Fault(key, EntryCode.BLANK_WITHIN)
    if isinstance(item, str):
        return Example(text=item)
    if not isinstance(item, Mapping):
        raise _Fault(key, EntryCode.NO_TEXTS)
    try:
        _refuse_unknown(item, EXAMPLE_KEYS)
        text, day = _text(item, "text"), item.get("date")
    except _Fault as fault:
        raise fault.within(key) from None
    try:
        read = day if day is None else date.fromisoformat(str(day))
    except ValueError:
        raise _Fault(key, EntryCode.NO_DAY, given=repr(day)) from None
    return Example(text=text, day=read)
