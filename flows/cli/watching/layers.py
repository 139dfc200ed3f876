"""The commands about layers: where entries come from, what was changed at the desk, and taking it back."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.answer import local_time, print_document, print_lines, print_table, say
from flows.cli.call import Invocation
from flows.cli.typed.known import suggest
from storage.records.desk import DeskChange, EntryKind

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from flows.config.toml.tables import Key, Laid, Written

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
OfId = Annotated[
    str, typer.Argument(metavar="ID", help="Its id; `watch:ID`, `entity:ID` where both have it.")
]


def add_layer_commands(group: typer.Typer, *kinds: EntryKind) -> None:
    """Add `list`, `history`, `revert` and `export` of these kinds of entries to a group of commands."""

    @group.command(name="list")
    def list_entries(
        context: typer.Context,
        words: Annotated[
            str | None, typer.Argument(help="Only those that have this in id, name or alias.")
        ] = None,
        kind: Annotated[str | None, typer.Option(help="Only those of one kind, watch or entity.")] = None,
        layer: Annotated[str | None, typer.Option(help="Only those of bundled, file or desk.")] = None,
        as_json: Json = False,
    ) -> None:
        """Each entry with where it comes from (bundled, file, desk) and who changed it at the desk."""
        _check_one_of(kind, kinds, "--kind")
        _check_layer(layer)
        wanted = [each for each in kinds if kind in (None, each)]
        _list(_settings(context), wanted, words, layer, as_json=as_json)

    @group.command()
    def history(context: typer.Context, id_: OfId, as_json: Json = False) -> None:
        """What was changed of an entry at the desk, by whom and when, the oldest first."""
        settings = _settings(context)
        _show_history(settings, _find_key(settings, kinds, id_), as_json=as_json)

    @group.command()
    def revert(
        context: typer.Context,
        id_: OfId,
        to: Annotated[int | None, typer.Option(min=0, help="To this revision; 0: as below the desk.")] = None,
        drop: Annotated[bool, typer.Option("--drop", help="Drop all that the desk says of it.")] = False,
        by: Annotated[str | None, typer.Option(help="Who does so; left out: your account.")] = None,
        as_json: Json = False,
    ) -> None:
        """Take the last change of an entry back, as a change of its own."""
        if drop and to is not None:
            raise typer.BadParameter("give --to or --drop, not both")
        settings = _settings(context)
        change = _revert(settings, _find_key(settings, kinds, id_), to=to, drop=drop, by=by)
        if as_json:
            print_document(_shape_change(change))
        else:
            say(f"{change.kind} {change.id}: {change.verb}; the desk says: {_say_fields(change)}")

    if EntryKind.SOURCE not in kinds:  # `hanmi source export` writes OPML, as it always did

        @group.command()
        def export(
            context: typer.Context,
            layer: Annotated[str | None, typer.Option(help="Only those of bundled, file or desk.")] = None,
        ) -> None:
            """Every entry as it holds now, as TOML to read, keep or paste."""
            sys.stdout.write(_export(_settings(context), kinds, layer))


def say_remarks(settings: Settings) -> Iterator[str]:
    """What somebody should look at among the changes made at the desk, a line each."""
    for each in settings.laid:
        name = f"{each.change.kind} {each.change.id}"
        if each.fault:
            aside = "set aside" if each.is_aside else "in part set aside"
            yield f"{name}: what was changed at the desk is {aside}: {each.fault}"
        elif each.has_moved_below:
            yield f"{name}: changed at the desk, and what lies below says something else by now"


def _settings(context: typer.Context) -> Settings:
    from flows.config.desk_layer import with_desk_if_any

    invocation: Invocation = context.obj
    return with_desk_if_any(invocation.settings())


class _Entry:
    """An entry with what lies below the desk (None: it was made there) and what the desk says of it."""

    def __init__(self, key: Key, below: Written | None, laid: Laid | None) -> None:
        self.key, self.below, self.laid = key, below, laid

    @property
    def table(self) -> Mapping[str, Any]:
        if self.laid and not self.laid.is_aside:
            return self.laid.table
        return self.below.table if self.below else {}

    @property
    def layer(self) -> str:
        return "desk" if self.laid or not self.below else self.below.layer.value

    def is_of(self, words: str | None, layer: str | None) -> bool:
        """Whether it has these words and is of this layer; None asks for any."""
        return layer in (None, self.layer) and (words is None or self.has(words))

    def has(self, words: str) -> bool:
        """Whether its id, its name or one of its aliases has these words."""
        names = (self.key[1], self.table.get("name", ""), *self.table.get("aliases", ()))
        return any(words.casefold() in str(name).casefold() for name in names)

    def shape(self) -> dict[str, Any]:
        entry = {
            "kind": self.key[0].value,
            "id": self.key[1],
            "name": str(self.table.get("name", self.key[1])),
            "layer": self.layer,
            "below": self.below.layer.value if self.below else None,
        }
        return {**entry, **(_shape_laid(self.laid) if self.laid else NOT_LAID)}

    def row(self, zone: str) -> tuple[str, ...]:
        changed = ""
        if self.laid:
            change = self.laid.change
            fields = ", ".join(sorted(change.fields or {}))
            changed = f"{fields} by {change.by}, {local_time(change.at, zone)} {self.laid.fault}".rstrip()
        return self.key[1], self.key[0].value, self.layer, changed, str(self.table.get("name", self.key[1]))


NOT_LAID: Mapping[str, Any] = {
    "changed_by": None,
    "changed_at": None,
    "fields": [],
    "fault": None,
    "moved_below": False,
}


def _shape_laid(laid: Laid) -> dict[str, Any]:
    """What the desk says of an entry."""
    return {
        "changed_by": laid.change.by,
        "changed_at": laid.change.at.isoformat(),
        "fields": sorted(laid.change.fields or {}),
        "fault": laid.fault or None,
        "moved_below": laid.has_moved_below,
    }


def _entries(settings: Settings, kinds: Sequence[EntryKind]) -> list[_Entry]:
    """Every entry, those that were made at the desk last."""
    laid = {each.key: each for each in settings.laid if each.key[0] in kinds}
    written = {key: each for key, each in settings.tables.find_written().items() if key[0] in kinds}
    return [_Entry(key, written.get(key), laid.get(key)) for key in {**written, **laid}]


def _list(
    settings: Settings, kinds: Sequence[EntryKind], words: str | None, layer: str | None, *, as_json: bool
) -> None:
    entries = [entry for entry in _entries(settings, kinds) if entry.is_of(words, layer)]
    if as_json:
        print_lines(entry.shape() for entry in entries)
        return
    columns = ("id", "kind", "layer", "changed at the desk", "name")
    empty = f"None of the {' or '.join(kinds)} entries has {words!r}." if words else "There are none."
    print_table("Entries", columns, [entry.row(settings.timezone) for entry in entries], empty=empty)


def _check_one_of(asked: str | None, known: Sequence[str], option: str) -> None:
    """Raises: typer.BadParameter: it is none of what is known."""
    if asked is not None and asked not in known:
        raise typer.BadParameter(f"{asked!r} is none of {', '.join(known)}", param_hint=option)


def _check_layer(layer: str | None) -> None:
    from flows.config.toml.tables import Layer

    _check_one_of(layer, tuple(Layer), "--layer")


def _find_key(settings: Settings, kinds: Sequence[EntryKind], asked: str) -> Key:
    """The entry that an id names, dropped ones included. Raises: typer.BadParameter."""
    kinds, asked = _read_kind(kinds, asked)
    known = {*(entry.key for entry in _entries(settings, kinds)), *_once_changed(settings, kinds)}
    found = [key for key in known if key[1] == asked]
    if len(found) != 1:
        raise typer.BadParameter(_say_unclear(kinds, asked, found, known), param_hint="ID")
    return found[0]


def _read_kind(kinds: Sequence[EntryKind], asked: str) -> tuple[Sequence[EntryKind], str]:
    """The kinds that are meant and the id: `entity:ncg` says the kind, where several have that id."""
    prefix, _, rest = asked.partition(":")
    return ([EntryKind(prefix)], rest) if rest and prefix in set(kinds) else (kinds, asked)


def _say_unclear(kinds: Sequence[EntryKind], asked: str, found: list[Key], known: set[Key]) -> str:
    """Why an id names none of the known entries, or several."""
    if found:
        names = " or ".join(sorted(f"{kind}:{id_}" for kind, id_ in found))
        return f"{asked!r} names several things: write {names}"
    return f"there is no {' or '.join(kinds)} {asked!r}{suggest(asked, [id_ for _, id_ in known])}"


def _once_changed(settings: Settings, kinds: Sequence[EntryKind]) -> list[Key]:
    from flows.config.database import open_database
    from storage.readers.desk_layer import read_layer

    with open_database(settings) as db, db.reading() as tx:
        return [(change.kind, change.id) for change in read_layer(tx) if change.kind in kinds]


def _show_history(settings: Settings, key: Key, *, as_json: bool) -> None:
    from flows.config.database import open_database
    from flows.config.toml.toml_text import write_table
    from storage.readers.desk_layer import read_changes

    with open_database(settings) as db, db.reading() as tx:
        states = read_changes(tx, *key)
    if as_json:
        print_lines(map(_shape_change, states))
        return
    for state in states:
        head = f"{state.revision}: {state.verb} by {state.by}, {local_time(state.at, settings.timezone)}"
        if state.fields is None:
            say(f"# {head}; the desk says nothing of it\n")
        else:
            say(write_table(key[0].value, {"id": key[1], **state.fields}, head))
    if not states:
        say(f"nothing of {key[0]} {key[1]} was changed at the desk")


def _revert(settings: Settings, key: Key, *, to: int | None, drop: bool, by: str | None) -> DeskChange:
    from flows.config.database import open_database
    from flows.config.desk_changes import Who, revert_entry

    with open_database(settings) as db, db.writing() as tx:
        who = Who(by=by or getpass.getuser(), at=db.now())
        return revert_entry(tx, settings, key, who, to=to, drop=drop)


def _export(settings: Settings, kinds: Sequence[EntryKind], layer: str | None) -> str:
    from flows.config.toml.toml_text import write_table

    _check_layer(layer)
    parts = []
    for entry in _entries(settings, kinds):
        if entry.table and layer in (None, entry.layer):
            change = entry.laid.change if entry.laid else None
            note = f"desk: by {change.by}, {change.at.isoformat()}" if change else entry.layer
            parts.append(write_table(entry.key[0].value, {**entry.table, "id": entry.key[1]}, note))
    return "\n".join(parts)


def _shape_change(change: DeskChange) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "id": change.id,
        "revision": change.revision,
        "at": change.at.isoformat(),
        "by": change.by,
        "verb": change.verb,
        "fields": None if change.fields is None else dict(change.fields),
    }


def _say_fields(change: DeskChange) -> str:
    return "nothing of it any more" if change.fields is None else ", ".join(sorted(change.fields))
