"""Why an article did or did not alert: every step it took, from the rows that each decision left."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from alerts.compose.gist import shape_gist
from alerts.compose.public_json import (
    mask_recipient,
    shape_alert,
    shape_article,
    shape_delivery,
    shape_story,
    shape_time,
    shape_version,
)
from alerts.gist.read import GistReader
from alerts.watch.matcher import Watchlist
from alerts.watch.query.explain import Part, explain_nothing
from alerts.watch.reading import Reading
from storage.address import address_key
from storage.bugs import attempt, naming_faults
from storage.corpus.articles import (
    find_article,
    find_path,
    list_replaced,
    list_sharing,
    read_article,
    read_matches,
)
from storage.corpus.inbox import read_announcement
from storage.corpus.ledger import read_decisions
from storage.corpus.looks import read_look
from storage.corpus.origins import trace_origins
from storage.corpus.versions import read_versions
from storage.database import Database, Transaction
from storage.lists.story_lists import read_story
from storage.lists.story_reports import read_credited
from storage.promises.alerts import alerts_of_article
from storage.promises.outbox import deliveries_of_alert
from storage.readers.unsubscribings import UNSUBSCRIBED, Unsubscribed, read_unsubscribed
from storage.records import Alert, Decision, Delivery, Kept, Match, Watch
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason
from storage.rows import evidence_json

Explanation = dict[str, Any]

PASSAGES = 12
"""Shared passages that are listed, the longest."""


class Inspected(Protocol):
    """What an explanation is read from."""

    @property
    def db(self) -> Database:
        """The corpus."""

    @property
    def watchlist(self) -> Watchlist:
        """The watches as they are now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A corpus with the watches as they are now, where nothing else is opened."""

    db: Database
    watchlist: Watchlist


def explain_article(house: Inspected, asked: str) -> Explanation:
    """What is known of an address, an article's id or a backfilled file's path, and whether anything is.

    The shape is that of `hanmi explain --json`: `known`, `announced` (the inbox), `article`, `copy`, `story`,
    `origin` (who wrote it first), `watches` (each with its evidence, or with what was missing), `versions`
    (once it changed), `looks` (when it is looked at again), `gist` (the fact line), `alerts`, `deliveries`
    and `decisions`; for an address that several articles share `sharing`, with the id and title of each.
    """
    key = address_key(asked)
    with house.db.reading() as tx:
        kept = _find(tx, asked)
        announced = (kept and read_announcement(tx, kept.article.key)) or read_announcement(tx, key)
        sharing = list_replaced(tx, asked) if kept else list_sharing(tx, asked)
        if len(sharing) == 1:
            kept, sharing = read_article(tx, sharing[0][0]), []
        explanation: Explanation = {
            "asked": asked,
            "key": key,
            "known": bool(kept or announced or sharing),
            "announced": announced and {**announced, "announced_at": shape_time(announced["announced_at"])},
            "article": None,
            "gist": None,
            "sharing": [{"id": id_, "title": title} for id_, title in sharing],
            "copy": None,
            "story": None,
            "origin": None,
            "watches": [],
            "alerts": [],
            "versions": [],
            "looks": None,
            "deliveries": [],
            "decisions": [],
        }
        if kept is None:
            return explanation
        return explanation | explain_kept(tx, house.watchlist, kept).explanation


def _find(tx: Transaction, asked: str) -> Kept | None:
    found = find_article(tx, asked)
    if found is None and (id_ := next(filter(None, (find_path(tx, path) for path in _paths(asked))), None)):
        return read_article(tx, id_)
    return found


def _paths(asked: str) -> list[str]:
    """A file as it may have been named when it was brought in: as typed, whole, and from here."""
    with suppress(OSError, ValueError):
        whole = Path(asked).expanduser().absolute()
        near = [os.path.relpath(whole), *([str(whole.resolve())] if whole.exists() else [])]
        return list(dict.fromkeys([asked, str(whole), os.path.normpath(whole), *near]))
    return [asked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What is known of an article of the corpus, and the reading of its text that it was found by.

    `reading` is None where a bug keeps it from being read.
    """

    explanation: Explanation
    reading: Reading | None


def explain_kept(
    tx: Transaction,
    watchlist: Watchlist,
    kept: Kept,
    *,
    gist: GistReader | None = None,
    near_only: bool = False,
) -> Explained:
    """What `explain_article` has of an article that is there.

    `gist` is made for this watchlist; None: here. `near_only`: `missing` is None where nothing of a query
    is met; to say what came nearest of everything takes the longest.
    """
    with naming_faults(kept.article.id):
        return _explain_kept(tx, watchlist, kept, gist, near_only=near_only)


def _explain_kept(
    tx: Transaction, watchlist: Watchlist, kept: Kept, gist: GistReader | None, *, near_only: bool
) -> Explained:
    alerts = alerts_of_article(tx, kept.article.id)
    decisions = read_decisions(tx, (kept.article.id, kept.article.key))
    story = read_story(tx, kept.story)
    origins = story.origins if story else 1
    reading = attempt("names and watches", lambda: watchlist.read(kept.article, origins), None)
    met = {match.watch: match for match in read_matches(tx, kept.article.id)}
    unsubscribed = read_unsubscribed(tx)
    explanation = {
        "article": shape_article(kept),
        "gist": attempt("fact line", lambda: _explain_gist(gist or GistReader(watchlist), reading), None),
        "copy": _explain_copy(tx, kept),
        "story": story and shape_story(story),
        "origin": _find_origin(tx, kept),
        "watches": [
            _explain_watch(watch, reading, met.get(watch.id), alerts, decisions, near_only=near_only)
            | {"unsubscribed": _list_unsubscribed(watch.id, met, decisions, unsubscribed)}
            for watch in watchlist.watches
        ],
        "alerts": [shape_alert(alert) for alert in alerts],
        "versions": [shape_version(version) for version in read_versions(tx, kept.article.id)],
        "looks": _explain_looks(tx, kept.article.id),
        "deliveries": [shape_delivery(each) for each in _list_deliveries(tx, alerts)],
        "decisions": [_shape_decision(decision) for decision in decisions],
    }
    return Explained(explanation=explanation, reading=reading)


def _explain_gist(reader: GistReader, reading: Reading | None) -> Explanation | None:
    """The line that readers of the other language have under the title, and the sentence it is read from."""
    gist = reader.read_from(reading) if reading else None
    return shape_gist(gist, "en" if gist.lang == "ko" else "ko") if gist else None


def _find_origin(tx: Transaction, kept: Kept) -> str | None:
    """Who wrote the article first, as its story counts origins."""
    story = read_credited(tx, kept.story)
    traced = zip(trace_origins(story), story, strict=True)
    return next((origin for origin, one in traced if one.id == kept.article.id), None)


def _explain_copy(tx: Transaction, kept: Kept) -> Explanation | None:
    """Of what it is a copy, how much of each text stands in the other (0 to 1), and which passages."""
    if kept.copy is None:
        return None
    parent = read_article(tx, kept.copy.of)
    return {
        "of": kept.copy.of,
        "kind": kept.copy.kind.value,
        "of_this": round(kept.copy.likeness.of_this, 3),
        "of_other": round(kept.copy.likeness.of_other, 3),
        "title": parent and parent.article.title,
        "outlet": parent and parent.article.outlet,
        "url": parent and parent.article.url,
        "path": parent and parent.article.path,
        "passages": attempt("passages", lambda: _list_passages(kept.article.text, parent.article.text), [])
        if parent
        else [],
    }


def _list_passages(text: str, other: str) -> list[Explanation]:
    """What of this text stands in the other: the longest passages, in their order, with their places."""
    from flows.judge.passages import find_passages  # what judges is needed for copies alone

    longest = sorted(find_passages(text, other), key=lambda passage: -passage.words)[:PASSAGES]
    return [
        {"start": passage.start, "end": passage.end, "text": text[passage.start : passage.end]}
        for passage in sorted(longest, key=lambda passage: passage.start)
    ]


def _explain_looks(tx: Transaction, article: str) -> Explanation | None:
    """When the article was last looked at again and when it will be; None where it is not."""
    found = read_look(tx, article)
    if found is None:
        return None
    look, next_at = found
    return {
        "since": shape_time(look.since),
        "last_look_at": shape_time(look.last_look_at),
        "next_look_at": shape_time(next_at),
        "missed_at": shape_time(look.missed_at),
        "removed_at": shape_time(look.removed_at),
    }


def _explain_watch(
    watch: Watch,
    reading: Reading | None,
    match: Match | None,
    alerts: list[Alert],
    decisions: list[Decision],
    *,
    near_only: bool,
) -> Explanation:
    told = next((alert.id for alert in alerts if alert.watch == watch.id), None)
    decided = [d for d in decisions if d.step == "tell" and d.detail.get("watch") == watch.id]
    is_far = near_only and reading is not None and not reading.comes_near(watch.id)
    return {
        "id": watch.id,
        "name": watch.name,
        "matched": match is not None,
        "evidence": evidence_json(match.evidence) if match else [],
        "missing": None if match or is_far else _explain_missing(watch.id, reading),
        "signs": [] if is_far else _explain_signs(watch.id, reading),
        "alert": told,
        "verdict": decided[-1].verdict if decided else None,
        "why": decided[-1].why if decided else None,
    }


def _list_deliveries(tx: Transaction, alerts: Iterable[Alert]) -> list[Delivery]:
    """What carries these alerts; one message may carry several."""
    found = (each for alert in alerts for each in deliveries_of_alert(tx, alert.id))
    return list({each.id: each for each in found}.values())


def _list_unsubscribed(
    watch: str, met: Mapping[str, Match], decisions: list[Decision], unsubscribed: Unsubscribed
) -> list[str]:
    """Who was left out then, and who would be in a digest now, since they unsubscribed; masked."""
    if watch not in met:
        return []
    then = [
        str(each.detail["recipient"])
        for each in decisions
        if each.step == UNSUBSCRIBED and each.detail.get("watch") == watch
    ]
    return sorted({*then, *map(mask_recipient, unsubscribed.who(watch))})


def _explain_signs(watch: str, reading: Reading | None) -> list[Explanation]:
    """What speaks for and against the idea of a watch, the weightiest first; none where none is weighed."""
    if reading is None or watch not in reading.watchlist.ideas:
        return []
    return [asdict(sign) for sign in attempt(f"signs for {watch}", lambda: reading.explain_signs(watch), ())]


def _explain_missing(watch: str, reading: Reading | None) -> Explanation:
    found = attempt(f"explanation of {watch}", lambda: reading.explain(watch), None) if reading else None
    found = found or explain_nothing(watch, Reason(QueryCode.UNEXPLAINED))
    return {"watch": found.watch, "met": found.met, "why": found.why, "part": _shape_part(found.part)}


def _shape_part(part: Part) -> Explanation:
    """As `asdict` has it, which copies every text of a thousand parts."""
    return {
        "kind": part.kind,
        "query": part.query,
        "met": part.met,
        "found": part.found,
        "nearest": part.nearest,
        "parts": tuple(map(_shape_part, part.parts)),
    }


def _shape_decision(decision: Decision) -> Explanation:
    return {
        "at": shape_time(decision.at),
        "step": decision.step,
        "verdict": decision.verdict,
        "why": decision.why,
        "detail": decision.detail,
    }
