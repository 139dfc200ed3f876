"""Sources at the desk: polled at the next run, paused, and found at a site before they are added."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from starlette.responses import RedirectResponse, Response

from flows.config.desk_changes import save_entry
from flows.config.schema import check_web_address
from flows.config.toml.tables import Key
from flows.desk.asked import Unreadable
from flows.desk.changing.changes import back
from flows.desk.changing.editing import read_seen, who_asks
from flows.desk.desk import Asking, Missing
from flows.desk.render import say_fault, say_why
from flows.inspect.source_list import find_same
from storage.corpus.sources import register_sources, wish_poll
from storage.errors import FetchError
from storage.records import Source
from storage.records.desk import EntryKind
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

MOST_TIME = timedelta(seconds=45)
"""How long a site is looked through before a reader is told that it takes too long."""

SHOWN = 12


def poll_now(asking: Asking) -> Response:
    """Have a source polled by the next run, whatever its pace."""
    source, desk = _find(asking), asking.desk
    with desk.db.writing() as tx:
        register_sources(tx, [source], asking.now)
        wish_poll(tx, source.id, asking.now)
    return back(asking, f"/sources/{source.id}")


def pause(asking: Asking) -> Response:
    """Have a source polled no more, or again."""
    source = _find(asking)
    key = (EntryKind.SOURCE, source.id)
    written = asking.desk.configured.tables.find_written().get(key)
    is_paused_below = bool(written and written.table.get("paused"))
    # None: as it is below, which is less to keep and to take back
    polled = False if is_paused_below else None
    _save(asking, key, {"paused": True if asking.form.get("paused") == "1" else polled})
    return back(asking, f"/sources/{source.id}")


def show_new_source(asking: Asking) -> Response:
    """Where the address of a site is given."""
    return asking.page("source_form.html", url="", found=None, wrong=None)


def try_site(asking: Asking) -> Response:
    """What a site offers: each feed, sitemap or list with what it would bring. Nothing is kept."""
    url, lang = asking.form.get("url", "").strip(), asking.lang
    address = url if "://" in url else f"https://{url}"
    try:
        check_web_address(address)
        found = asyncio.run(asyncio.wait_for(_discover(asking, address), MOST_TIME.total_seconds()))
    except ValueError as error:
        return asking.page(
            "source_form.html", status=422, url=url, found=None, wrong=say_why(error.args[0], lang)
        )
    except FetchError as error:
        return asking.page("source_form.html", url=url, found=None, wrong=say_fault(error, lang))
    except TimeoutError:
        why = Reason(FetchCode.ANSWER_SLOW, seconds=f"{MOST_TIME.total_seconds():.0f}")
        wrong = f"{address}: {say_why(why, lang)}"
        return asking.page("source_form.html", url=url, found=None, wrong=wrong)
    return asking.page("source_form.html", url=url, found=found, wrong=None)


async def _discover(asking: Asking, address: str) -> list[dict[str, Any]]:
    # what fetches and reads is 6 MB that no other page needs
    from flows.inspect.rehearsing.tryout import discover_site, make_source
    from flows.sources.discover import rank_trials

    settings = asking.desk.settings
    trials = rank_trials(await discover_site(settings, address), asking.now)
    found = []
    for trial in trials[:SHOWN]:
        same = find_same(settings, trial.candidate.url)
        found.append(
            {"trial": trial, "source": same or make_source(settings, trial), "is_known": same is not None}
        )
    return found


def add_source(asking: Asking) -> Response:
    """Keep a source that was found; its first articles come with the next run."""
    form, desk = asking.form, asking.desk
    if same := find_same(desk.settings, form.get("url", "")):
        return RedirectResponse(f"/sources/{same.id}", 303)
    id_ = form.get("id", "")
    if desk.settings.source(id_):
        raise Unreadable("source_there", id=id_)
    table = {name: form[name] for name in ("name", "url", "kind", "lang") if form.get(name)}
    _save(asking, (EntryKind.SOURCE, id_), table)
    return RedirectResponse(f"/sources/{id_}", 303)


def _find(asking: Asking) -> Source:
    source = asking.desk.settings.source(asking.request.path_params["id"])
    if source is None:
        raise Missing
    return source


def _save(asking: Asking, key: Key, table: dict[str, Any]) -> None:
    seen = read_seen(asking.form) if "seen" in asking.form else None
    with asking.desk.db.writing() as tx:
        save_entry(tx, asking.desk.configured, key, table, who_asks(asking), seen=seen)
