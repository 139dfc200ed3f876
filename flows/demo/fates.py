"""What became of an article, read from the same explanation that `hanmi explain` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.demo.script import Fate
from flows.explain import explain_article
from flows.wiring import House


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An article's fate, None where it never came in, and the reasons in words."""

    fate: Fate | None
    why: tuple[str, ...]


def read_seen(house: House, address: str) -> Seen:
    """Ask the house what it did with the article of this address."""
    return judge_fate(explain_article(house, address))


def judge_fate(explanation: dict[str, Any]) -> Seen:
    """The fate that an explanation tells of; where watches differ, the one that told most counts."""
    if explanation["article"] is None:
        announced = explanation["announced"] or {}
        return Seen(fate=None, why=(str(announced.get("last_error") or "it was not announced"),))
    met = [watch for watch in explanation["watches"] if watch["matched"]]
    copy = explanation["copy"]
    kinds = {alert["kind"] for alert in explanation["alerts"] if _was_sent(alert, explanation)}
    if "first" in kinds:
        fate = Fate.TOLD
    elif kinds:
        fate = Fate.MOVED
    elif copy and copy["kind"] != "partial":
        fate = Fate.COPY
    else:
        fate = Fate.FOLDED if met else Fate.NOBODY
    return Seen(fate=fate, why=(*_say_copy(copy), *_say_watches(met)))


def _was_sent(alert: dict[str, Any], explanation: dict[str, Any]) -> bool:
    """Whether the alert goes out to somebody, beyond console and desk."""
    return any(alert["id"] in delivery["alert_ids"] for delivery in explanation["deliveries"])


def _say_copy(copy: dict[str, Any] | None) -> tuple[str, ...]:
    if copy is None:
        return ()
    of = Path(copy["path"]).name if copy["path"] else copy["outlet"] or copy["of"]
    if copy["kind"] == "partial":
        return (f"shares passages with {of}: “{copy['title']}”",)
    return (f"{copy['kind']} copy of {of}: “{copy['title']}”",)


def _say_watches(met: list[dict[str, Any]]) -> Iterator[str]:
    """A line for each reason, with the watches that it holds for."""
    reasons: dict[str, list[str]] = {}
    for watch in met:
        decided = f"{watch['verdict']}, {watch['why']}" if watch["verdict"] else "met"
        reasons.setdefault(decided, []).append(watch["name"])
    for decided, names in reasons.items():
        yield f"{', '.join(names)}: {decided}"
