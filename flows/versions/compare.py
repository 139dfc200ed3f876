"""Two forms of one sentence: whether the later says something else, and on which word that turns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from flows.versions.korean_names import are_two_people
from flows.versions.senses import (
    ENGLISH_NO,
    FORCES,
    HONORIFICS,
    KOREAN_NO,
    OFFICES_KO,
    OPPOSITES,
    PLACES,
    PREFIXES_NO,
    SERIES,
)
from flows.versions.tokens import Amount, Tokens, base, content, likeness, may_be_misspelt, stem
from storage.language.letters import is_hangul

OTHERWISE_EQUAL = 0.8
"""Likeness from which on a figure that is gone is a change, though none came in its place."""

MOST_REPLACED = 5
"""Words of a place that a name may be exchanged in; where more changed, the sentence was rewritten."""


class Sign(StrEnum):
    """In what the sense of a sentence changed, the surest first: of several the first is what is told.

    Figures are compared for themselves; a modal (may, will) is often only put in other words.
    """

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    CONTRARY = "contrary"
    NEGATION = "negation"
    MODAL = "modal"


_DAYS = frozenset({"day", "month", "year", "o'clock", "hour", "minute", "week"})
_OFFICE = re.compile(OFFICES_KO)

Span = tuple[tuple[str, ...], tuple[str, ...], str, str]
"""What was replaced: the words before and after, and the word that follows on each side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the two versions say elsewhere.

    `names` gives an entity's id by each of its names in lower case; `capitals` are words written with a
    capital within sentences, in either version; `figures_before` and `figures_after` are those of each.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    capitals: frozenset[str] = frozenset()
    figures_before: frozenset[Amount] = frozenset()
    figures_after: frozenset[Amount] = frozenset()


def find_signs(before: Tokens, after: Tokens, setting: Setting) -> tuple[Sign, ...]:
    """In what the sense of a sentence changed, in the order of `Sign`."""
    spans = list(_replaced(before, after))
    found = {
        *_figure_signs(before, after, setting),
        *([Sign.DATE] if _changed_series(before, after) else []),
        *(sign for span in spans for sign in _span_signs(span, setting)),
    }
    return tuple(sign for sign in Sign if sign in found)


def is_polished(before: Tokens, after: Tokens) -> bool:
    """Whether two forms of a sentence differ in spelling, spacing, punctuation and small words alone."""
    if _joined(before) == _joined(after):
        return True
    for old, new, _, _ in _replaced(before, after):
        lost, gained = content(old) - content(new), content(new) - content(old)
        if not lost and not gained:
            continue
        if len(lost) != len(gained) or not any(may_be_misspelt(a, b) for a in old for b in new):
            return False
    return True


def is_longer(before: Tokens, after: Tokens) -> bool:
    """Whether the later form of a sentence says all that the earlier did, and more."""
    return content(before.words) <= content(after.words) and not Counter(before.figures) - Counter(
        after.figures
    )


def is_contradicted(signs: tuple[Sign, ...]) -> bool:
    """Whether a sentence now says the contrary."""
    return bool({Sign.NEGATION, Sign.CONTRARY} & set(signs))


def _joined(line: Tokens) -> str:
    return "".join(line.words).lower().replace("-", "").replace(".", "").replace("'", "")


def _replaced(before: Tokens, after: Tokens) -> Iterator[Span]:
    old, new = [word.lower() for word in before.words], [word.lower() for word in after.words]
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield before.words[i:j], after.words[k:m], _at(before.words, j), _at(after.words, m)


def _at(words: tuple[str, ...], place: int) -> str:
    return words[place] if place < len(words) else ""


def _figure_signs(before: Tokens, after: Tokens, setting: Setting) -> list[Sign]:
    was, now = Counter(before.figures), Counter(after.figures)
    lost, gained = was - now, now - was
    if not lost and not gained:
        is_swapped = before.figures != after.figures and before.words == after.words
        return [Sign.NUMBER] if is_swapped else []
    values_lost, values_gained = _values(lost), _values(gained)
    if values_lost == values_gained:  # the same numbers: of other things, or with their unit left out
        return [Sign.NUMBER] if _units(lost) and _units(gained) else []
    only_lost = {figure for figure in lost if figure.value in values_lost - values_gained}
    only_gained = {figure for figure in gained if figure.value in values_gained - values_lost}
    values_anywhere_after = {figure.value for figure in setting.figures_after}
    values_anywhere_before = {figure.value for figure in setting.figures_before}
    lost_here = [figure.value not in values_anywhere_after for figure in only_lost]
    new_here = [figure.value not in values_anywhere_before for figure in only_gained]
    if only_lost and only_gained:
        is_changed = before.words == after.words or any(lost_here) or any(new_here)
    else:
        is_changed = bool(lost_here) and all(lost_here) and likeness(before, after) >= OTHERWISE_EQUAL
    return [_name_figures(only_lost)] if is_changed else []


def _values(figures: Counter[Amount]) -> Counter[str]:
    return Counter(figure.value for figure in figures.elements())


def _units(figures: Counter[Amount]) -> set[str]:
    return {figure.unit for figure in figures if figure.unit is not None}


def _name_figures(lost: set[Amount]) -> Sign:
    return Sign.DATE if all(figure.unit in _DAYS for figure in lost) else Sign.NUMBER


def _changed_series(before: Tokens, after: Tokens) -> bool:
    was, now = _series(before), _series(after)
    return any(was[name] - now[name] and now[name] - was[name] for name in was.keys() & now.keys())


def _series(line: Tokens) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for word in line.words:
        plain = base(word) if is_hangul(word) else word.lower().removesuffix("'s")
        if plain == "may" and word != "May":
            continue
        name = SERIES.get(plain)
        if name:
            found.setdefault(name, Counter())[plain if is_hangul(plain) else plain[:3]] += 1
    return found


def _span_signs(span: Span, setting: Setting) -> Iterator[Sign]:
    old, new, _, _ = span
    if _is_name_changed(span, setting):
        yield Sign.NAME
    if _is_contrary(old, new):
        yield Sign.CONTRARY
    lost, gained = _sense(old), _sense(new)
    if lost != gained:
        return
    if _count_no(old) % 2 != _count_no(new) % 2:
        yield Sign.NEGATION
    if _forces(old) ^ _forces(new) and (_forces(old) | _forces(new)) != {"meant"}:
        yield Sign.MODAL


def _sense(words: tuple[str, ...]) -> frozenset[str]:
    """What words say apart from whether it is so and how surely."""
    plain = tuple(
        word
        for word in words
        if word.lower() not in ENGLISH_NO and not KOREAN_NO.match(word) and len(word) > 1
    )
    return content(plain)


def _count_no(words: tuple[str, ...]) -> int:
    text = " ".join(words)
    latin = sum(word.lower() in ENGLISH_NO for word in words)
    return latin + len(KOREAN_NO.findall(text))


def _forces(words: tuple[str, ...]) -> set[str]:
    text = " " + " ".join(words)
    text = text if "May" in words else text.lower()
    return {name for name, pattern in FORCES if pattern.search(text)}


def _is_contrary(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    for one, other in OPPOSITES:
        for a, b in ((one, other), (other, one)):
            if _has(old, a) and _has(new, b) and not _has(new, a) and not _has(old, b):
                return True
    return any(_is_prefixed(a, b) or _is_prefixed(b, a) for a in old for b in new)


def _has(words: tuple[str, ...], stems: list[str]) -> bool:
    return any(_begins(word, each) for word in words for each in stems)


def _begins(word: str, stem_: str) -> bool:
    if is_hangul(word):
        return word.startswith(stem_)
    plain = word.lower()
    return plain == stem_ or stem(word) == stem_ or (len(stem_) >= 4 and plain.startswith(stem_))


def _is_prefixed(a: str, b: str) -> bool:
    """Whether `a` is `b` with a prefix that turns it round."""
    one, other = (base(a), base(b)) if is_hangul(a) else (a.lower(), b.lower())
    if len(other) < (2 if is_hangul(b) else 4):
        return False
    if is_hangul(b):
        return any(one.startswith(prefix + other[:2]) for prefix in PREFIXES_NO)
    return any(one == prefix + other for prefix in PREFIXES_NO)


def _is_name_changed(span: Span, setting: Setting) -> bool:
    old, new, next_old, next_new = span
    if not old or not new or max(len(old), len(new)) > MOST_REPLACED:
        return False
    if len(old) == len(new) and any(
        _are_names_exchanged(a, b, _at(old, i + 1) or next_old, _at(new, i + 1) or next_new, setting)
        for i, (a, b) in enumerate(zip(old, new, strict=True))
    ):
        return True
    was, now = _names_in(old, setting), _names_in(new, setting)
    if not was or not now or {word.lower() for word in was} & {word.lower() for word in now}:
        return False
    if _others(old, was) != _others(new, now):
        return False
    ids_was, ids_now = _ids(was, setting), _ids(now, setting)
    if ids_was or ids_now:
        return not ids_was & ids_now and not (len(ids_was) + len(ids_now) == 1 and _are_near(was, now))
    return not _are_near(was, now)


def _are_near(was: list[str], now: list[str]) -> bool:
    return len(was) == len(now) and all(may_be_misspelt(a, b) for a, b in zip(was, now, strict=True))


def _names_in(words: tuple[str, ...], setting: Setting) -> list[str]:
    return [
        word
        for word in words
        if word[:1].isupper()
        and word.lower() not in HONORIFICS
        and word.lower() not in SERIES
        and (word.lower() in setting.capitals or word.lower() in setting.names)
    ]


def _others(words: tuple[str, ...], names: list[str]) -> frozenset[str]:
    return content(tuple(word for word in words if word not in names and word.lower() not in HONORIFICS))


def _ids(words: list[str], setting: Setting) -> set[str]:
    whole = setting.names.get(" ".join(words).lower())
    return {whole} if whole else {id_ for word in words if (id_ := setting.names.get(word.lower()))}


def _are_names_exchanged(old: str, new: str, next_old: str, next_new: str, setting: Setting) -> bool:
    """Whether a Korean word names a person or a place and the word in its place names another.

    `next_old` and `next_new` are the words that follow: an office there makes a name of what stands before.
    """
    if not is_hangul(old) or not is_hangul(new):
        return False
    a, b = base(old), base(new)
    if a == b or a in SERIES or b in SERIES:
        return False
    id_a, id_b = setting.names.get(a), setting.names.get(b)
    if id_a and id_b:
        return id_a != id_b
    if a in PLACES and b in PLACES:
        return True
    if may_be_misspelt(a, b, most=1):
        return False  # one jamo: the same name, spelt right
    is_in_office = bool(_OFFICE.match(next_old)) and next_old == next_new
    return are_two_people(a, b) or (
        is_in_office and 2 <= len(a) <= 4 and 2 <= len(b) <= 4 and not (a in b or b in a)
    )
