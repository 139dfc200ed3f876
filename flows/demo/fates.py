"""What became of an article, read from the same explanation that `hanmi explain` prints."""

from __future__ import annotations

from dataclasses import dataclass
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
    """The fate that an explanation tells of; a first alert weighs more than a follow-up, and that than silence."""
    if explanation["article"] is None:
        announced = explanation["announced"] or {}
        return Seen(fate=None, why=(str(announced.get("last_error") or "it was not announced"),))
    met = [watch for watch in explanation["watches"] if watch["matched"]]
    copy = explanation["copy"]
    kinds = {alert["kind"] for alert in explanation["alerts"]}
    if "first" in kinds:
        fate = Fate.TOLD
    elif kinds:
        fate = Fate.MOVED
    elif copy and copy["kind"] != "partial":
        fate = Fate.COPY
    else:
        fate = Fate.FOLDED if met else Fate.NOBODY
    return Seen(fate=fate, why=(*_say_copy(copy), *(_say_watch(watch) for watch in met)))


def _say_copy(copy: dict[str, Any] | None) -> tuple[str, ...]:
    if copy is None:
        return ()
    share = f"{max(copy['of_this'], copy['of_other']):.0%} shared"
    of = copy["path"] or copy["outlet"] or copy["of"]
    return (f"{copy['kind']} copy of “{copy['title']}” ({of}), {share}",)


def _say_watch(watch: dict[str, Any]) -> str:
    terms = dict.fromkeys(match["text"] for each in watch["evidence"] for match in each["matches"])
    decided = f"{watch['verdict']}: {watch['why']}" if watch["verdict"] else "met"
    return f"{watch['name']} [{', '.join(terms)}]: {decided}"
