"""Watches written at the desk: a form with the fault at its character and a backtest, saving, taking back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from starlette.responses import RedirectResponse, Response

from alerts.watch.matcher import compile_watchlist
from flows.config.desk_changes import Overtaken, Unsound, Who, revert_entry, save_entry
from flows.config.telling import make_terms
from flows.config.toml.tables import Key, Table
from flows.desk.changing.changes import back, read_form
from flows.desk.changing.drafts import DEFAULT_TO, Draft, list_examples, read_draft
from flows.desk.changing.notes import Note, note_examples, note_watch
from flows.desk.desk import Asking, Missing
from flows.desk.finding import find_laid
from flows.inspect.rehearsing.quick_test import QuickTest, count_by_day, rehearse_newest
from storage.errors import WatchError
from storage.lists.timeline import DatedArticle
from storage.readers.desk_layer import read_changes
from storage.records import Policy
from storage.records.desk import DeskChange, EntryKind

SHOWN = 20
FIELDS = ("name", "name_ko", "query", "policy", "to", "must_match", "must_not_match")


def show_new_watch(asking: Asking) -> Response:
    """A form for a watch that is not there yet; its address may fill it in, as a search does."""
    return _show_form(asking, "", _fields_of(asking))


def show_edit_watch(asking: Asking) -> Response:
    """The form of a watch as it holds now."""
    id_ = asking.request.path_params["id"]
    if id_ not in asking.desk.watch_names["en"]:
        raise Missing
    return _show_form(asking, id_, _fields_of(asking))


def show_trial(asking: Asking) -> Response:
    """What stands beside a form while one types: what is wrong, or a backtest; a part of a page."""
    form = _fields_of(asking)
    id_ = form.get("id", "")
    draft = read_draft(asking.desk.settings, id_, find_table(asking, (EntryKind.WATCH, id_)), form)
    is_full = form.get("test") == "1"
    tested, failed = _test(asking, draft) if is_full else (None, [])
    return asking.page("trial.html", draft=draft, notes=[*_note(asking, draft), *failed], **_chart(tested))


def save_watch(asking: Asking) -> Response:
    """Keep what the form says, unless somebody else changed the watch meanwhile."""
    form, desk = asking.form, asking.desk
    id_ = form.get("id", "")
    draft = read_draft(desk.settings, id_, find_table(asking, (EntryKind.WATCH, id_)), form)
    if draft.watch is None:
        return _show_form(asking, id_, form, status=422)
    said = {name: draft.table.get(name) for name in FIELDS}
    try:
        with desk.db.writing() as tx:
            save_entry(
                tx, desk.configured, (EntryKind.WATCH, draft.id), said, who_asks(asking), seen=read_seen(form)
            )
    except Overtaken as error:
        return _show_form(asking, draft.id, form, status=409, last=error.last)
    except Unsound as error:
        return _show_form(asking, id_, form, status=422, faults=error.faults)
    return RedirectResponse(f"/watches/{draft.id}", 303)


def revert(asking: Asking) -> Response:
    """Take a change of a watch, an entity or a source back, or go to one of its former states."""
    form = asking.form
    try:
        key: Key = (EntryKind(form.get("kind", "")), form.get("id", ""))
        to = int(form["to"]) if form.get("to") else None
    except ValueError:
        raise Missing from None
    with asking.desk.db.writing() as tx:
        revert_entry(tx, asking.desk.configured, key, who_asks(asking), to=to, drop=form.get("drop") == "1")
    return back(asking, "/watches")


def read_history(asking: Asking, key: Key) -> list[dict[str, Any]]:
    """The states of an entry at the desk, the newest first, each with what it changed."""
    with asking.desk.db.reading() as tx:
        states = read_changes(tx, *key)
    written = asking.desk.configured.tables.find_written().get(key)
    below: Table = written.table if written else {}
    said = [below, *({**below, **(state.fields or {})} for state in states)]
    shown = [
        {"state": state, "changed": _mark_changes(was, now)}
        for state, was, now in zip(states, said, said[1:], strict=False)
    ]
    return shown[::-1]


def _mark_changes(was: Table, now: Table) -> list[tuple[Any, ...]]:
    """The fields that differ, each with its words before and after."""
    names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return [(name, *mark_words(was.get(name), now.get(name))) for name in names]


def mark_words(before: Any, after: Any) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Two values as pieces of text, each with whether the other one does not have it."""
    old, new = _say(before).split(" "), _say(after).split(" ")
    olds: list[tuple[str, bool]] = []
    news: list[tuple[str, bool]] = []
    for what, a, b, c, d in SequenceMatcher(None, old[:400], new[:400], autojunk=False).get_opcodes():
        if a < b:
            olds.append((" ".join(old[a:b]), what != "equal"))
        if c < d:
            news.append((" ".join(new[c:d]), what != "equal"))
    return olds, news


def _say(value: Any) -> str:
    match value:
        case None:
            return ""
        case list() | tuple():
            return " · ".join(_say(each) for each in value)
        case Mapping():
            return str(value.get("text") or dict(value))
        case _:
            return str(value)


def _fields_of(asking: Asking) -> Mapping[str, str]:
    return read_form(asking.request.url.query.encode())


def read_seen(form: Mapping[str, str]) -> int:
    """The revision that a form was filled in from."""
    seen = form.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0


def who_asks(asking: Asking) -> Who:
    """Under which name, and when, a change is kept."""
    return Who(by=asking.reader.name or "desk", at=asking.now)


def find_table(asking: Asking, key: Key) -> Table:
    """An entry as it holds now, changes that are set aside included; nothing of one that is not there."""
    mine = find_laid(asking, key)
    if mine is not None:
        return mine.table
    written = asking.desk.configured.tables.find_written().get(key)
    return written.table if written else {}


def _show_form(
    asking: Asking,
    id_: str,
    form: Mapping[str, str],
    *,
    status: int = 200,
    last: DeskChange | None = None,
    faults: tuple[str, ...] = (),
) -> Response:
    """The form: filled in as asked, with what is wrong, else with a backtest where one is asked for."""
    desk = asking.desk
    table = find_table(asking, (EntryKind.WATCH, id_))
    draft = read_draft(desk.settings, id_, table, form)
    tested, failed = _test(asking, draft) if form.get("test") == "1" else (None, [])
    return asking.page(
        "watch_form.html",
        status=status,
        id=id_,
        draft=draft,
        values={name: draft.table.get(name) for name in FIELDS},
        examples={name: list_examples(draft.table.get(name)) for name in ("must_match", "must_not_match")},
        seen=last_revision(asking, (EntryKind.WATCH, id_)) if id_ else 0,
        last=last,
        theirs=mark_words(draft.table.get("query"), table.get("query")) if last else None,
        faults=[*draft.faults, *faults],
        policies=list(Policy),
        channels=[channel.id for channel in desk.settings.channels],
        default_to=DEFAULT_TO,
        is_asked=bool(form.get("query")),
        notes=[*_note(asking, draft), *failed],
        **_chart(tested),
    )


def _note(asking: Asking, draft: Draft) -> list[Note]:
    return note_watch(asking.desk.settings, draft.watch) if draft.watch else []


def last_revision(asking: Asking, key: Key) -> int:
    """Of which state of an entry a form tells; 0 of one that the desk says nothing of."""
    with asking.desk.db.reading() as tx:
        states = read_changes(tx, *key)
    return states[-1].revision if states else 0


def _test(asking: Asking, draft: Draft) -> tuple[QuickTest | None, list[Note]]:
    """A backtest of a draft that can be asked, None of any other; and the examples that fail."""
    desk = asking.desk
    if draft.watch is None or asking.is_foreign:
        return None, []
    with desk.turns.take(asking.is_wanted):
        settings = desk.settings
        try:
            watchlist = compile_watchlist(settings.entities, [draft.watch])
            watchlist = watchlist.teach(desk.house.watchlist.learned)
        except WatchError:
            return None, []
        others = [watch for watch in settings.watches if watch.id != draft.id]
        as_saved = replace(settings, watches=(*others, draft.watch))
        tested = rehearse_newest(
            desk.db, watchlist, asking.now, make_terms(as_saved), is_wanted=asking.is_wanted
        )
        return tested, note_examples(watchlist, draft.watch)


def _chart(tested: QuickTest | None) -> dict[str, Any]:
    if tested is None:
        return {"tested": None, "days": ((), ()), "lines": []}
    counts = count_by_day(tested.would, tested.since, tested.until)
    return {
        "tested": tested,
        "days": (tuple(ko for ko, _ in counts), tuple(other for _, other in counts)),
        "lines": _sign(tested)[:SHOWN],
    }


def _sign(tested: QuickTest) -> list[tuple[str, DatedArticle, tuple[str, ...]]]:
    """What would be told and would not be again, the newest first, each with its sign and reasons."""
    signed = [("=" if one.did else "+", one.line, one.reasons) for one in tested.would]
    signed += [("−", line, ()) for line in tested.not_again]
    return sorted(signed, key=lambda each: each[1].at.timestamp() if each[1].at else 0, reverse=True)
