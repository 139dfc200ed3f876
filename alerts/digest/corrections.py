"""Corrections in a digest: what an earlier one told of and what was taken back since, before the news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from alerts.compose.several.round_words import round_words
from alerts.compose.several.roundup import Section
from alerts.compose.words import say_reason, words_for
from alerts.promise.corrections import say_difference
from storage.corpus.ledger import read_decisions
from storage.database import Transaction
from storage.promises.alerts import read_mutes, read_story_ids
from storage.promises.digests import Corrected, Span, list_corrected
from storage.records import AlertKind

_STOOD = frozenset({AlertKind.FIRST.value, AlertKind.FOLLOW_UP.value, "held"})
"""Verdicts of an article that a digest has told of; what was folded or muted stands under its story."""

_SHOWN = 3


def read_corrected(
    tx: Transaction,
    watches: Mapping[str, str],
    span: Span,
    at: datetime,
    left: Mapping[str, datetime],
    quote: int,
    lang: str,
) -> list[Section]:
    """A section for each article of earlier digests on these watches (names by id) corrected since.

    Of the watches that the reader `left` only what was told before that. `quote` is the most places that are
    shown of one, `lang` the digest's language.
    """
    mutes = frozenset(read_mutes(tx, at))
    sections = []
    for corrected in list_corrected(tx, span, at):
        told = _read_told(tx, corrected.article)
        left_before = {watch for watch, told_at in told.items() if watch in left and told_at > left[watch]}
        heard = [watch for watch in told if watch in watches and watch not in mutes | left_before]
        quiet = {corrected.report.outlet, *read_story_ids(tx, corrected.story)} & mutes
        if heard and not quiet:
            sections.append(
                _section(corrected, [watches[watch] for watch in heard], min(_SHOWN, quote), lang)
            )
    return sections


def _read_told(tx: Transaction, article: str) -> dict[str, datetime]:
    """The watches in whose digest an article stood, and since when."""
    told: dict[str, datetime] = {}
    for decision in read_decisions(tx, [article]):
        if decision.step == "tell" and decision.verdict in _STOOD:
            told.setdefault(str(decision.detail["watch"]), decision.at)
    return told


def _section(corrected: Corrected, names: list[str], most: int, lang: str) -> Section:
    words = words_for(lang)
    reasons = [say_reason(say_difference(each), words) for each in corrected.differences[:most]]
    label = words.kinds[AlertKind.CORRECTION]
    return Section(
        story=corrected.story,
        reports=(corrected.report,),
        notes=(f"{label} · {', '.join(names)}", *reasons),
        evidence=(),
        lang=lang,
        group=round_words(lang).corrections,
    )
