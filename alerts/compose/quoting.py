"""Which sentences of an article a message shows: at most so many in all, and none that it says already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from alerts.compose.clean import SENTENCE_LIMIT, clean_line, cut_sentence, join_evidence
from storage.records import Alert, AlertKind, Difference, Evidence

if TYPE_CHECKING:
    from alerts.compose.telling import Telling  # lists of the command line pick sentences without it

T = TypeVar("T")
ALMOST_ALL = 0.8
WHOLE = frozenset(("removal", "return"))
"""What differs where it is the whole article: it is gone, or there again."""
_ENDS = " .…!?\"'“”‘’"


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a message quotes of its article: places that changed, what is new, and what matched."""

    changes: tuple[Difference, ...]
    news: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def choose_quotes(telling: Telling) -> Quoted:
    """The sentences that a message shows, `telling.quote` at most: what changed first, then what matched.

    What matched and stands in the title or among what is new is not said again, nor what its watch told of
    the story before.
    """
    changes = _list_places(telling.version.differences if telling.version else (), telling.quote)
    said = [telling.article.article.title, *(side for each in changes for side in (each.before, each.after))]
    news = leave_said(telling.news, said, str)[: telling.quote - len(changes)]
    found = join_evidence(
        [
            sentence
            for alert in telling.alerts
            for sentence in alert.evidence
            if sentence.text not in telling.said.get(alert.watch, ())
        ]
    )
    fresh = leave_said(found, [*said, *news], lambda sentence: sentence.text)
    evidence = pick_evidence(fresh, telling.quote - len(changes) - len(news))
    return Quoted(changes=tuple(changes), news=tuple(news), evidence=evidence)


def _list_places(differences: Sequence[Difference], most: int) -> list[Difference]:
    """The places of a text that changed, those first that show both how it was and how it is.

    That an article is gone or back is no place in its text.
    """
    places = [each for each in differences if each.what not in WHOLE][:most]
    return sorted(places, key=lambda each: not (each.before and each.after))


def pick_evidence(found: Sequence[Evidence], most: int) -> tuple[Evidence, ...]:
    """At most so many of these sentences, in their order: those that show the most terms between them."""
    left = list(enumerate(found))
    chosen: list[tuple[int, Evidence]] = []
    shown: set[str] = set()
    while left and len(chosen) < most:
        best = max(left, key=lambda one: (len(_terms(one[1]) - shown), -one[0]))
        left.remove(best)
        chosen.append(best)
        shown |= _terms(best[1])
    return tuple(sentence for _, sentence in sorted(chosen, key=lambda one: one[0]))


def quote_alert(alert: Alert, most: int) -> Alert:
    """An alert as programs get it, with at most so many of its sentences; why it was corrected quotes too."""
    evidence = tuple(cut_sentence(sentence) for sentence in pick_evidence(alert.evidence, most))
    reasons = alert.reasons[:most] if alert.kind is AlertKind.CORRECTION else alert.reasons
    return replace(alert, evidence=evidence, reasons=reasons)


def clean_sentence(text: str) -> str:
    """A sentence as messages show it."""
    return clean_line(text, SENTENCE_LIMIT)


def fold_sentence(text: str) -> str:
    """A sentence as it is compared with others: in one case, and without what it ends with."""
    return clean_sentence(text).casefold().strip(_ENDS)


def leave_said(found: Iterable[T], said: Iterable[str], text_of: Callable[[T], str]) -> list[T]:
    """Those that say more than each before them, and than what is `said`."""
    known = [folded for text in said if (folded := fold_sentence(text))]
    left = []
    for one in found:
        folded = fold_sentence(text_of(one))
        if folded and not any(_says_no_more(folded, each) for each in known):
            left.append(one)
            known.append(folded)
    return left


def _says_no_more(folded: str, known: str) -> bool:
    """Whether a sentence stands within a known one, or the known one is almost all of it."""
    return folded in known or (known in folded and len(known) >= ALMOST_ALL * len(folded))


def _terms(sentence: Evidence) -> set[str]:
    return {match.entity or match.term for match in sentence.matches}
