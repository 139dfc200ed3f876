"""The acts that an English sentence says happened, did not happen, or are planned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from alerts.turns.acts import ACTS, Found, Mood
from storage.language.text import lower, read_words

_TOKEN = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]|\d[\d,.]*")
# A clause ends at punctuation, and before a word that begins another.
_CUT = re.compile(
    r"(?<![;:—–.!?\"()])[;:—–.!?\"()]++(?:\s|$)|,\s|\s-\s"
    r"|\s(?=(?:after|following|despite|amid|since|which|who|whom|whose|where|while|but|although|though|unless"
    r"|until|if|as|and|because|when|that|over)\s)"
)


_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
"""An abbreviation, whose full stops end no clause."""

_BACKGROUND = read_words("""
after following since which who whom whose where despite although though once amid last previously
""")
_HYPOTHETICAL = read_words("if unless until whether should")
_NOT = read_words("not never no nor without neither cannot nothing nobody none")
_DENYING = read_words("""
deny denies denied denying refute refutes refuted dismiss dismisses dismissed fail fails failed refuse
refuses refused decline declines declined exclude excludes excluded rejects rejected reject false untrue
baseless disputes disputed dispute contradicts contradicting
""")
_MAYBE = read_words("""
may might could would can considers consider considering considered weigh weighs weighing weighed mull mulls
mulling mulled threaten threatens threatened threatening possible possibly possibility likely unlikely seek
seeks sought seeking urge urges urged urging want wants wanted hope hopes hoped eye eyes eyeing potential
perhaps propose proposes proposed proposing call calls called calling suggest suggests suggested ask asks
asked asking demand demands demanded hint hints hinted fear fears feared prospect prospects risk risks ready
willing aims aim aimed trying tries try request requested requests plea push pushes discuss discussed
discussing review reviewing study studying pressure pressed presses expected expects debate debates worry
worries worried talk warns warned warn ought needs need about
""")
_PLANNED = read_words("""
will to shall going set plans plan planned planning scheduled due slated poised
""")
_ARTICLES = read_words("the a an its their his her our this that these those some any of for")
_SPEECH = read_words("said says say saying announced told reported it they")
_SHOTS = read_words("missile missiles ballistic rocket rockets shots artillery shell shells at on upon")
"""What is fired and is no official."""

_SUPPOSED = read_words("would could might")
"""What is said of an attack that nobody made."""

_TERMS = frozenset(("extended deterrence",))
"""Set phrases that a participle begins."""

_WINDOW = 7
"""Words before an act that may say that it did not happen, or only may."""

_NEAR = 5
_GAP = 4
"""Words that may stand between a verb and what belongs to it."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of an act's first word, and the words that must follow it."""

    act: str
    rest: tuple[str, ...]
    is_base: bool
    is_past: bool


@lru_cache(maxsize=1)
def _list_forms() -> dict[str, list[_Form]]:
    """The acts by each form of their first words."""
    found: dict[str, list[_Form]] = {}
    for act in ACTS.values():
        for listed in act.english:
            base, *irregular = listed.split("/")
            head, *rest = base.split("_")
            forms = {head, f"{head}s", *irregular} if irregular else _inflect(head)
            for form in forms:
                is_past = form != head and form.endswith(("ed", "en", "wn", "ght"))
                found.setdefault(form, []).append(_Form(act.name, tuple(rest), form == head, is_past))
    return found


def _inflect(verb: str) -> set[str]:
    """The forms of a regular verb or noun; one that nobody uses does no harm."""
    stem = verb.removesuffix("e")
    forms = {verb, f"{verb}s", f"{stem}ed", f"{stem}ing"}
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        forms |= {f"{verb[:-1]}ies", f"{verb[:-1]}ied"}
    if verb.endswith(("s", "x", "sh", "ch")):
        forms.add(f"{verb}es")
    if len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in "aeiou" and verb[-3] not in "aeiou":
        forms |= {f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"}
    return forms


def read_english(text: str) -> Iterator[Found]:
    """The acts of a headline or sentence, clause by clause, each with its mood."""
    low = _DOTTED.sub(lambda found: found[0].replace(".", ""), lower(text))
    if _list_forms().keys().isdisjoint(word.removesuffix("'s") for word in _TOKEN.findall(low)):
        return  # as most sentences, which need not be cut then
    start, before = 0, Mood.DONE
    for end, after in [*((stop.start(), stop.end()) for stop in _CUT.finditer(low)), (len(low), len(low))]:
        if tokens := _TOKEN.findall(low[start:end]):
            before = _read_opening(tokens[0], before)
            yield from _read_clause(tokens, before)
        start = after


def _read_opening(word: str, before: Mood) -> Mood:
    """The mood that a clause has by its first word."""
    if word in _BACKGROUND:
        return Mood.BACKGROUND
    if word in _HYPOTHETICAL:
        return Mood.MAYBE
    return before if word == "and" else Mood.DONE


def _read_clause(tokens: Sequence[str], opening: Mood) -> Iterator[Found]:
    forms = _list_forms()
    for at, word in enumerate(tokens):
        for form in forms.get(word.removesuffix("'s"), ()):
            end = _follow(tokens, at, form.rest)
            if end is None or (
                form.act == "dismiss" and word.startswith("fir") and _SHOTS.intersection(tokens)
            ):
                continue
            mood = opening if opening is not Mood.DONE else _read_mood(tokens, at, end, form)
            yield Found(form.act, mood)


def _follow(tokens: Sequence[str], at: int, rest: Sequence[str]) -> int | None:
    """Where the words end that must follow the first, each within a few words; None where they do not."""
    for word in rest:
        near = range(at + 1, min(len(tokens), at + 2 + _GAP))
        found = next((n for n in near if _is_of(tokens[n], word)), None)
        if found is None:
            return None
        at = found
    return at


def _is_of(token: str, word: str) -> bool:
    return token == word or (len(word) > 3 and token in (f"{word}s", f"{word}d", f"{word}ed", f"{word}ing"))


def _read_mood(tokens: Sequence[str], at: int, end: int, form: _Form) -> Mood:
    before = tokens[max(0, at - _WINDOW) : at]
    near, prior = before[-_NEAR:], before[-1] if before else ""
    is_before_noun = end + 1 < len(tokens) and tokens[end + 1] not in ("by", "to", "on", "in")
    if " ".join(tokens[at : end + 2]) in _TERMS:
        return Mood.BACKGROUND
    if form.is_past and is_before_noun and (prior in _ARTICLES or prior.endswith("'s")):
        return Mood.BACKGROUND  # the postponed meeting
    if any(word in _NOT or word.endswith("n't") for word in near) or _DENYING.intersection(before):
        return Mood.NOT
    if "out" in before and any(word.startswith(("rule", "ruling")) for word in before):
        return Mood.NOT
    is_supposed = "any" in near or _SUPPOSED.intersection(tokens[end + 1 : end + 3])
    if is_supposed or (_MAYBE.intersection(before) and "will" not in near):
        return Mood.MAYBE
    if prior == "to" and _MAYBE.intersection(tokens[:at]):
        return Mood.MAYBE  # what somebody was asked to do, however long his name
    if "had" in near[-2:] and not _SPEECH.intersection(before):
        return Mood.BACKGROUND
    if "last" in near[-3:] and "year" in near:
        return Mood.BACKGROUND
    if _PLANNED.intersection(near[-3:]) and (form.is_base or "be" in near[-2:]):
        return Mood.PLANNED
    return Mood.DONE
