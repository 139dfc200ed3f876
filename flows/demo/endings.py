"""What became of an article, read from the same explanation that `hanmi explain` prints."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.demo.script import Ending
from flows.inspect.explain import explain_article
from flows.wiring import House

_SHOWN = 3
"""Watches that a line names; the demonstration is not the place for eight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An article's ending, None where it never came in, and the reasons in words."""

    ending: Ending | None
    why: tuple[str, ...]


def read_seen(house: House, address: str) -> Seen:
    """Ask the house what it did with the article of this address."""
    return judge_ending(explain_article(house, address))


def judge_ending(explanation: dict[str, Any]) -> Seen:
    """The ending that an explanation tells of; where watches differ, the one that told most counts."""
    if explanation["article"] is None:
        return Seen(ending=None, why=(_say_unread(explanation["announced"]),))
    met = [watch for watch in explanation["watches"] if watch["matched"]]
    copy, sent = explanation["copy"], _list_sent(explanation)
    kinds = {alert["kind"] for alert in explanation["alerts"] if alert["id"] in sent}
    ending = _choose_ending(kinds, copy, is_met=bool(met))
    return Seen(ending=ending, why=(*_say_copy(copy), *_say_watches(met, sent)))


def _say_unread(announced: dict[str, Any] | None) -> str:
    return str((announced or {}).get("last_error") or "it was not announced")


def _list_sent(explanation: dict[str, Any]) -> set[str]:
    """The alerts that went out."""
    return {alert for delivery in explanation["deliveries"] for alert in delivery["alert_ids"]}


def _choose_ending(kinds: set[str], copy: dict[str, Any] | None, *, is_met: bool) -> Ending:
    """By the kinds of the alerts that went out, else by what was not told of it, and why."""
    if "first" in kinds:
        return Ending.TOLD
    if kinds:
        return Ending.MOVED
    if copy and copy["kind"] != "partial":
        return Ending.COPY
    return Ending.FOLDED if is_met else Ending.NOBODY


def _say_copy(copy: dict[str, Any] | None) -> tuple[str, ...]:
    if copy is None:
        return ()
    of = Path(copy["path"]).name if copy["path"] else copy["outlet"] or copy["of"]
    if copy["kind"] == "partial":
        return (f"shares passages with {of}: “{copy['title']}”",)
    return (f"{copy['kind']} copy of {of}: “{copy['title']}”",)


def _say_watches(met: list[dict[str, Any]], sent: Collection[str]) -> Iterator[str]:
    """A line for each reason, with the watches that it holds for; `sent` are the alerts that went out."""
    reasons: dict[str, list[str]] = {}
    for watch in met:
        decided = f"{watch['verdict']}, {watch['why']}" if watch["verdict"] else "met"
        if watch["alert"] and watch["alert"] not in sent:
            decided = f"on the desk only: {decided}"
        reasons.setdefault(decided, []).append(watch["name"])
    for decided, names in reasons.items():
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield f"{', '.join(names[:_SHOWN])}{more}: {decided}"
