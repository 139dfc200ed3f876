"""Names at the desk: those that discovery offers are accepted or refused, and what is tracked is changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.responses import RedirectResponse, Response

from alerts.watch.matcher import compile_watchlist
from alerts.watch.watchlist import ENTITY_KINDS
from flows.config.desk_changes import save_entry
from flows.config.toml.tables import Table
from flows.desk.asked import Unreadable
from flows.desk.changing.drafts import LONGEST_TEXT, make_id
from flows.desk.changing.editing import find_table, last_revision, read_seen, who_asks
from flows.desk.desk import Asking, Missing
from flows.desk.finding import find_laid
from flows.desk.showing.listing import address_after
from flows.inspect.discovery.discover import Discovered, discover
from storage.lists.paging import place_after
from storage.readers.desk_layer import read_refused_names
from storage.records.desk import EntryKind

LATELY = timedelta(days=7)
OFFERED = 20
LONGEST_LIST = 100


def show_offered(asking: Asking) -> Response:
    """The names that newly rise, each with its evidence; what was refused is not offered again."""
    if asking.is_foreign:
        return RedirectResponse("/entities", 303)
    found = _discover(asking)
    begin = place_after([candidate.names[0] for candidate in found.candidates], asking.asked.after)
    offered = found.candidates[begin : begin + OFFERED]
    is_more = begin + OFFERED < len(found.candidates)
    more = address_after(asking, offered[-1].names[0] if is_more else None)
    return asking.page("offered.html", found=found, offered=offered, more=more, kinds=ENTITY_KINDS)


def _discover(asking: Asking) -> Discovered:
    desk = asking.desk
    with desk.db.reading() as tx:
        refused = read_refused_names(tx)

    def look() -> Discovered:
        watchlist = compile_watchlist(desk.settings.entities, ())
        return discover(desk.db, watchlist, asking.now - LATELY, asking.now, refused=refused)

    return desk.remember_discovery(look, refused, asking.now, asking.is_wanted)


def accept_name(asking: Asking) -> Response:
    """Track a name from the next run on, under the names that the form gives."""
    desk = asking.desk
    table = _read_form(asking.form)
    id_ = make_id(table, [entity.id for entity in desk.settings.entities])
    return _save(asking, id_, table)


def refuse_name(asking: Asking) -> Response:
    """Never offer a name again; the refusal can be taken back with its history."""
    names = _lines(asking.form.get("aliases", ""))
    if not names:
        raise Unreadable("name_missing", field="aliases")
    desk, id_ = asking.desk, make_id({"name": names[0]}, ())
    with desk.db.writing() as tx:
        save_entry(tx, desk.configured, (EntryKind.NAME, id_), {"names": names}, who_asks(asking))
    return RedirectResponse("/entities/offered", 303)


def save_entity(asking: Asking) -> Response:
    """Keep what the form of a tracked name says."""
    id_ = asking.request.path_params["id"]
    if id_ not in asking.desk.entity_names["en"]:
        raise Missing
    return _save(asking, id_, _read_form(asking.form))


def _save(asking: Asking, id_: str, table: Table) -> Response:
    seen = read_seen(asking.form) if "seen" in asking.form else None
    before = find_table(asking, (EntryKind.ENTITY, id_))
    said = {name: value for name, value in table.items() if value != before.get(name, [])}
    with asking.desk.db.writing() as tx:
        save_entry(tx, asking.desk.configured, (EntryKind.ENTITY, id_), said, who_asks(asking), seen=seen)
    return RedirectResponse(f"/entities/{id_}", 303)


def read_entity_state(asking: Asking, id_: str) -> dict[str, Any]:
    """What the form of a tracked name is filled in with."""
    key = (EntryKind.ENTITY, id_)
    return {
        "table": find_table(asking, key),
        "seen": last_revision(asking, key),
        "kinds": ENTITY_KINDS,
        "laid": find_laid(asking, key),
    }


def _read_form(form: Mapping[str, str]) -> dict[str, Any]:
    _check_lengths(form)
    said = {name: form.get(name, "").strip() for name in ("name", "kind")}
    lists = {name: _lines(form[name]) for name in ("aliases", "never") if name in form}
    return {name: text for name, text in said.items() if text} | lists


def _check_lengths(form: Mapping[str, str]) -> None:
    if any(len(value) > LONGEST_TEXT for value in form.values()):
        raise Unreadable("field_long", field="aliases", most=LONGEST_TEXT)


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))[:LONGEST_LIST]
