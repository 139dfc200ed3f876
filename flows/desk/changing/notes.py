"""What stands beside a watch that can be saved, and may not tell what is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from alerts.watch.examples import check_examples
from alerts.watch.matcher import Watchlist
from alerts.watch.query.remarks import remark_all, remark_query
from flows.config.settings import Settings
from storage.language.shorten import shorten_line
from storage.records import Policy, Watch
from storage.records.desk_texts import DeskCode
from storage.records.reasons import Reason

MOST = 20
"""As many notes are shown of one watch; who reads so many knows enough."""
LONGEST_EXAMPLE = 120


@dataclass(frozen=True, slots=True)
class Note:
    """Why a watch may not tell what is meant, and what to write, where that is known."""

    why: str
    hint: str = ""


def note_query(query: str, phrases: Mapping[str, str]) -> list[Note]:
    """What of a query that is searched by may be meant otherwise."""
    return [Note(remark.why, remark.hint) for remark in remark_query(query, "query", phrases)][:MOST]


def note_watch(settings: Settings, watch: Watch) -> list[Note]:
    """What of the watch's queries may be meant otherwise, and whether nobody would hear of it."""
    sources = [source.id for source in settings.sources]
    remarks = remark_all((), [watch], settings.phrases, sources)
    return [*_note_unheard(settings, watch), *(Note(each.why, each.hint) for each in remarks)][:MOST]


def _note_unheard(settings: Settings, watch: Watch) -> Iterator[Note]:
    """Without any channel the desk is what was asked for."""
    to = settings.list_channels(watch)
    if watch.policy is Policy.DIGEST and to and settings.list_digest_channels(watch).isdisjoint(to):
        yield Note(Reason(DeskCode.NO_DIGEST, to=", ".join(to)), Reason(DeskCode.OTHER_POLICY))


def note_examples(watchlist: Watchlist, watch: Watch) -> list[Note]:
    """The examples that come out otherwise than they should."""
    failed = check_examples(watchlist, [watch])
    codes = {"match": DeskCode.EXAMPLE_UNMET, "no match": DeskCode.EXAMPLE_MET}
    return [
        Note(Reason(codes[each.expected], text=shorten_line(each.example, LONGEST_EXAMPLE)))
        for each in failed
    ][:MOST]
