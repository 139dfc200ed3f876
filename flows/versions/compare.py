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
    return all(_is_spelling(old, new) for old, new, _, _ in _replaced(before, after))


def _is_spelling(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Whether words were only spelt otherwise, or small ones exchanged."""
    lost, gained = content(old) - content(new), content(new) - content(old)
    if not lost and not gained:
        return True
    return len(lost) == len(gained) and any(may_be_misspelt(a, b) for a in old for b in new)


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
    if _values(lost) == _values(gained):  # the same numbers: of other things, or with their unit left out
        return [Sign.NUMBER] if _units(lost) and _units(gained) else []
    only_lost, only_gained = _leave_values(lost, gained), _leave_values(gained, lost)
    had = {figure.value for figure in setting.figures_before}
    has = {figure.value for figure in setting.figures_after}
    is_gone = [figure.value not in has for figure in only_lost]
    is_new = [figure.value not in had for figure in only_gained]
    if only_gained:
        is_changed = bool(only_lost) and (before.words == after.words or any(is_gone + is_new))
    else:
        is_changed = bool(is_gone) and all(is_gone) and likeness(before, after) >= OTHERWISE_EQUAL
    return [_name_figures(only_lost)] if is_changed else []


def _leave_values(figures: Counter[Amount], others: Counter[Amount]) -> set[Amount]:
    """The figures whose number stands more often here than there, whatever it counts."""
    left = _values(figures) - _values(others)
    return {figure for figure in figures if figure.value in left}


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
        name = None if word == "may" else SERIES.get(plain)
        if name:
            found.setdefault(name, Counter())[plain if is_hangul(plain) else plain[:3]] += 1
    return found


def _span_signs(span: Span, setting: Setting) -> Iterator[Sign]:
    old, new, _, _ = span
    if _is_name_changed(span, setting):
        yield Sign.NAME
    if _is_contrary(old, new):
        yield Sign.CONTRARY
    if _sense(old) != _sense(new):
        return
    if _count_no(old) % 2 != _count_no(new) % 2:
        yield Sign.NEGATION
    if _forces(old) != _forces(new) and _forces(old) | _forces(new) != {"meant"}:
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
    if any(_turned(old, new, one, other) or _turned(old, new, other, one) for one, other in OPPOSITES):
        return True
    return any(_is_prefixed(a, b) or _is_prefixed(b, a) for a in old for b in new)


def _turned(old: tuple[str, ...], new: tuple[str, ...], one: list[str], other: list[str]) -> bool:
    """Whether the earlier words say the one alone, and the later ones its opposite alone."""
    return _has(old, one) and _has(new, other) and not _has(new, one) and not _has(old, other)


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
    if is_hangul(b):
        return len(other) >= 2 and any(one.startswith(prefix + other[:2]) for prefix in PREFIXES_NO)
    return len(other) >= 4 and any(one == prefix + other for prefix in PREFIXES_NO)


def _is_name_changed(span: Span, setting: Setting) -> bool:
    old, new, _, _ = span
    if not old or not new or max(len(old), len(new)) > MOST_REPLACED:
        return False
    if _is_korean_name_exchanged(span, setting):
        return True
    was, now = _names_in(old, setting), _names_in(new, setting)
    if not was or not now or _others(old, was) != _others(new, now):
        return False
    return _are_others(was, now, setting)


def _is_korean_name_exchanged(span: Span, setting: Setting) -> bool:
    """Whether, word for word, a Korean name stands where another did."""
    old, new, next_old, next_new = span
    if len(old) != len(new):
        return False
    pairs = zip(old, new, (*old[1:], next_old), (*new[1:], next_new), strict=True)
    return any(_are_names_exchanged(a, b, after_a, after_b, setting) for a, b, after_a, after_b in pairs)


def _are_others(was: list[str], now: list[str], setting: Setting) -> bool:
    """Whether names are those of others, and not of the same in another spelling."""
    if {word.lower() for word in was} & {word.lower() for word in now}:
        return False
    ids_was, ids_now = _ids(was, setting), _ids(now, setting)
    if len(ids_was) + len(ids_now) > 1:
        return not ids_was & ids_now
    return not _are_near(was, now)


def _are_near(was: list[str], now: list[str]) -> bool:
    return len(was) == len(now) and all(may_be_misspelt(a, b) for a, b in zip(was, now, strict=True))


def _names_in(words: tuple[str, ...], setting: Setting) -> list[str]:
    return [word for word in words if word[:1].isupper() and _is_name(word.lower(), setting)]


def _is_name(word: str, setting: Setting) -> bool:
    is_known = word in setting.capitals or word in setting.names
    return is_known and word not in HONORIFICS and word not in SERIES


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
    if a == b or {a, b} & SERIES.keys():
        return False
    id_a, id_b = setting.names.get(a), setting.names.get(b)
    if id_a and id_b:
        return id_a != id_b
    if {a, b} <= PLACES:
        return True
    if may_be_misspelt(a, b, most=1):
        return False  # one jamo: the same name, spelt right
    is_in_office = bool(_OFFICE.match(next_old)) and next_old == next_new
    return are_two_people(a, b) or (is_in_office and _may_be_two_names(a, b))


def _may_be_two_names(a: str, b: str) -> bool:
    """Whether both are as long as a Korean name and neither is part of the other."""
    return {len(a), len(b)} <= {2, 3, 4} and a not in b and b not in a
