"""A weighed article in words: the signs by weight, and the sentences in which the weightiest stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from alerts.watch.ideas.model import UNIT, Standing, Weighed
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.patterns import compile_later
from storage.language.text import HANGUL, Span
from storage.records import Evidence, TermMatch
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason

SHOWN = 8
"""Signs that are named, the weightiest for and against."""

SENTENCES = 3
LONGEST_WORD = 40
"""Characters of a word that are shown on either side of what was recognised in it."""

MARKED = 4
"""Signs marked in a sentence."""

LEAST_MARKED = 4
"""Letters of an English word that is marked."""

PHASES_SAID = {"transition": "before an inauguration", "in-term": "during a term"}

_WORD = compile_later(rf"[\w{HANGUL}'’.-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignShown:
    """A sign in words: the article's own, or the thing's name with them; `weight` in log odds."""

    said: str
    weight: float


def show_signs(layout: Layout, weighed: Weighed) -> tuple[SignShown, ...]:
    """The signs that weigh most, for the idea or against it, the weightiest first."""
    weights: dict[str, float] = defaultdict(float)
    for one in weighed.list_standing():
        for said, weight in _spread(layout, one):
            weights[said] += weight / UNIT
    ordered = sorted(weights.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    return tuple(SignShown(said=said, weight=round(weight, 2)) for said, weight in ordered[:SHOWN])


def say_weighed(signs: tuple[SignShown, ...], weighed: Weighed) -> str:
    """A line: the chance, and the signs that speak for it or against it."""
    side = 1 if weighed.is_told else -1
    named = [sign.said for sign in signs if sign.weight * side > 0]
    chance = f"{weighed.chance:.2f}"
    if not named:
        return Reason(QueryCode.WEIGHED_BLANK, chance=chance)
    return Reason(QueryCode.WEIGHED, chance=chance, signs=", ".join(named))


def _spread(layout: Layout, one: Standing) -> list[tuple[str, float]]:
    """A sign in words with its weight; that of a piece is shared by the words that have it."""
    if one.key[0] != "c":
        return [(_say(layout, one), one.weight)]
    return [(_quote(layout, place), one.weight / len(one.places)) for place in one.places]


def _say(layout: Layout, one: Standing) -> str:
    if one.said:
        return one.said
    kind, _, name = one.key.partition(":")
    words = _quote(layout, one.places[0])
    if kind in "wk":
        return words
    named = name.replace("@", "")
    if kind == "p":
        return f"{named} in one sentence"
    if kind == "x":
        thing, _, phase = named.rpartition(" ")
        return f"{thing} ({words}) {PHASES_SAID[phase]}"
    return f"{named} ({words})"


def _quote(layout: Layout, place: Occurrence) -> str:
    return f"“{layout.slice_original(*_widen(layout, place))}”"


def _widen(layout: Layout, one: Occurrence) -> Span:
    """The whole words over an occurrence, as far as a reader is shown a word."""
    start, end, text = one.start, one.end, layout.text
    while start > max(0, one.start - LONGEST_WORD) and _WORD.match(text[start - 1]):
        start -= 1
    while end < min(len(text), one.end + LONGEST_WORD) and _WORD.match(text[end]):
        end += 1
    return start, end


def choose_weighty(layout: Layout, weighed: Weighed) -> tuple[Evidence, ...]:
    """The sentences with the weightiest signs for the idea, in the order of the text; always one."""
    passages, spans = weighed.passages, weighed.signs.spans
    by_sentence: dict[int, list[tuple[float, Occurrence]]] = defaultdict(list)
    for one in weighed.list_standing():
        for place in one.places:
            number = weighed.signs.find_sentence(place.start)
            by_sentence[number].append((one.weight / len(one.places), place))
    ranked = sorted(by_sentence, key=lambda number: (-sum(w for w, _ in by_sentence[number]), number))
    chosen = sorted(ranked[:SENTENCES]) or list(passages.chosen[:1])
    return tuple(_show(layout, spans[number], by_sentence[number]) for number in chosen)


def _show(layout: Layout, span: Span, signs: list[tuple[float, Occurrence]]) -> Evidence:
    begin, _ = layout.place_original(*span)
    weights: dict[Occurrence, float] = defaultdict(float)
    for weight, place in signs:
        weights[place] += weight
    weighty = sorted((-weight, _widen(layout, place)) for place, weight in weights.items() if weight > 0)
    marked = _choose_marked(layout, span, [place for _, place in weighty])
    matches = [_mark(layout, place, begin) for place in sorted(marked)]
    return Evidence(text=layout.slice_original(*span), matches=tuple(matches))


def _choose_marked(layout: Layout, span: Span, places: Sequence[Span]) -> list[Span]:
    """Of words, the weightiest first, those that are marked in a sentence; none over another."""
    marked: list[Span] = []
    for start, end in places:
        inside = (max(start, span[0]), min(end, span[1]))
        if _is_worth(layout, inside) and not _is_over_any(inside, marked):
            marked.append(inside)
    return marked[:MARKED]


def _is_over_any(place: Span, marked: Sequence[Span]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in marked)


def _is_worth(layout: Layout, place: Span) -> bool:
    """Whether a word says something to a reader: *are* and *the* may weigh, and show nothing."""
    text = layout.text[slice(*place)].strip()
    return len(text) >= LEAST_MARKED or not text.isascii()


def _mark(layout: Layout, place: Span, begin: int) -> TermMatch:
    start, end = layout.place_original(*place)
    text = layout.slice_original(*place)
    return TermMatch(start=start - begin, end=end - begin, text=text, term=text)
