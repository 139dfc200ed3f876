"""What a report turns by: the acts of its headline and lead, the days it names, and how that is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from alerts.turns.acts import ACTS, CONFUSED_ACTS, CONFUSED_AT_ONCE, FOLLOWS, Act, Found, Mood
from alerts.turns.english import read_english
from alerts.turns.korean import read_korean
from storage.language.text import first_sentences, fold
from storage.records import Article

LEAD_SENTENCES = 2
"""Sentences in which a report says its news."""

TOLD_SENTENCES = 5
"""Sentences of what was told in which an act is remembered."""

AT_ONCE = timedelta(hours=12)
"""How soon after one another reports in two languages are most likely on one turn."""

_ALL_SENTENCES = 12
"""As many of what was told are read where it is about a passage of a round-up."""

_MOST_CHARACTERS = 600
"""Of one sentence; a text may have no full stop at all."""


_NEVER_CONFUSED = frozenset(("attack", "fire", "die", "declare"))
"""What is told once too often rather than once too seldom."""

_OF_PEOPLE = frozenset(("resign", "dismiss", "die"))
"""What was told of somebody only where headline or first sentence have it: further down it is another's."""

_UNDOING = frozenset(("cancel", "postpone", "suspend"))
_UNDONE = frozenset(
    ("sign", "approve", "hold", "visit", "launch", "fire", "announce", "agree", "join", "depart")
)
"""What is named as what does not come: the signing of an accord falls through."""


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts of a report, each as `name`, with `!` where it did not happen and `+` where it is planned.

    `headline` are those of the title, `lead` those of the first sentences.
    """

    headline: frozenset[str] = field(default_factory=frozenset)
    lead: frozenset[str] = field(default_factory=frozenset)

    @property
    def all(self) -> frozenset[str]:
        """Those of both."""
        return self.headline | self.lead


@lru_cache(maxsize=512)
def _read(title: str, text: str, lang: str, many: int) -> Acts:
    folded = fold(text[: many * _MOST_CHARACTERS]).text
    is_told = many > LEAD_SENTENCES
    lines = [
        folded[start : min(end, start + _MOST_CHARACTERS)] for start, end in first_sentences(folded, many)
    ]
    head = _settle(_read_line(fold(title[:_MOST_CHARACTERS]).text, lang, is_headline=True), is_told=is_told)
    named = (found for line in lines for found in _read_line(line, lang, is_headline=False))
    lead = _settle(named, is_told=is_told)
    # A noun in a headline does not say whether it is a plan; the lead does.
    moved = {act for act in head if f"{act}+" in lead and act not in lead}
    return Acts(frozenset((head - moved) | {f"{act}+" for act in moved}), frozenset(lead))


def _read_line(line: str, lang: str, *, is_headline: bool) -> Iterator[Found]:
    """The acts of a headline or sentence; what falls through did not happen, though it is named beside."""
    found = list(read_korean(line, is_headline=is_headline) if lang == "ko" else read_english(line))
    is_undone = any(each.act in _UNDOING and each.mood is Mood.DONE for each in found)
    for each in found:
        if not (is_undone and each.mood is Mood.DONE and each.act in _UNDONE):
            yield each


def read_acts(article: Article, many: int = LEAD_SENTENCES) -> Acts:
    """What a report says happened, in its title and as many sentences."""
    return _read(article.title, article.text, article.lang, many)


def read_sentence(sentence: str, lang: str) -> Set[str]:
    """What one sentence says happened, as `Acts` names it."""
    return _settle(_read_line(fold(sentence[:_MOST_CHARACTERS]).text, lang, is_headline=False))


def _settle(found: Iterable[Found], *, is_told: bool = False) -> set[str]:
    """Acts by name and mood; a plan is as good as done but for events; what only may happen is left out.

    Of what `is_told`, a common act that only may happen is known too: an aim is no news as a plan.
    """
    settled: set[str] = set()
    for name, mood in found:
        act = ACTS[name]
        if mood is Mood.MAYBE and is_told and act.is_common:
            settled.add(name)
        is_marked = (mood is Mood.NOT and not act.is_denial) or (mood is Mood.PLANNED and act.is_event)
        if mood not in (Mood.MAYBE, Mood.BACKGROUND):
            settled.add(f"{name}{mood.value}" if is_marked else name)
    return settled


@dataclass(frozen=True, slots=True)
class Turns:
    """The acts of a report that nothing told has, the headline's first; `both` are those of a headline
    whose lead has one too, `twice` those that headline and lead share."""

    acts: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


def find_turns(article: Article, told: Sequence[Article]) -> Turns:
    """The acts of a report that no headline or lead of what was told has, in either language."""
    own = read_acts(article)
    if not own.all:
        return Turns()  # as of most: what was told need not be read
    known = _list_known(article, told, TOLD_SENTENCES)
    new = [act for act in sorted(own.headline) if act not in known]
    more = [act for act in sorted(own.lead - own.headline) if act not in known]
    if told and article.order[0] - max(other.order[0] for other in told) < AT_ONCE:
        lead = []  # what is just told is put in other words by others; a turn of its own has a headline
    else:
        lead = [act for act in more if not _act_of(act).is_common]
    return Turns(
        acts=(*new, *lead),
        both=tuple(new) if any(act in own.lead or act in more for act in (*new, *more)) else (),
        twice=tuple(act for act in new if _is_said_again(act, own.lead)),
    )


def _is_said_again(act: str, lead: Set[str]) -> bool:
    """Whether a lead has an act of a headline too, or another of its kind: what is shelved is called off."""
    names = {_act_of(each).name for each in lead}
    return act in lead or any(act in kind and names & kind for kind in CONFUSED_ACTS)


def _list_known(article: Article, told: Sequence[Article], many: int) -> Set[str]:
    """The acts that what was told has; of another language also those of one kind, as words differ."""
    acts = {other.id: _list_told(other, many) for other in told}
    known = set[str]().union(*map(_expand, acts.values()))
    for other in told:
        if other.lang != article.lang:
            is_at_once = article.order[0] - other.order[0] < AT_ONCE
            names = {_act_of(act).name for act in acts[other.id]}
            kinds = [kind for kind in (CONFUSED_AT_ONCE if is_at_once else CONFUSED_ACTS) if names & kind]
            known |= {f"{name}{mark}" for kind in kinds for name in kind for mark in ("", "+")}
    if told and all(other.lang != article.lang for other in told):
        known |= {f"{name}+" for name in ACTS}  # what is planned is told by its day: plans are worded freely
    return known


def _list_told(article: Article, many: int) -> frozenset[str]:
    """The acts by which a report that was told is remembered."""
    acts = read_acts(article, many).all
    if acts & _OF_PEOPLE:
        acts -= _OF_PEOPLE - read_acts(article, 1).all
    return frozenset(acts)


def list_confused(act: str) -> Set[str]:
    """An act with those that outlets confuse it with within hours; none where shots are fired."""
    if act in _NEVER_CONFUSED:
        return frozenset((act,))
    return frozenset((act,)).union(*(kind for kind in CONFUSED_AT_ONCE if act in kind)) - _NEVER_CONFUSED


def find_news(passages: Sequence[str], lang: str, told: Sequence[Article]) -> tuple[str, ...]:
    """The acts that passages say happened and that nothing told has, however deep in its text."""
    acts = {
        act
        for passage in passages
        for act in read_sentence(passage, lang)
        if act in ACTS and not ACTS[act].is_common
    }
    if not acts:
        return ()
    return tuple(sorted(acts.difference(*(_expand(read_acts(other, _ALL_SENTENCES).all) for other in told))))


def read_passage(passage: str, lang: str) -> Set[str]:
    """What the sentences of a passage say happened, as `Acts` names it."""
    folded = fold(passage).text
    spans = first_sentences(folded, _ALL_SENTENCES)
    return {act for start, end in spans for act in read_sentence(folded[start:end], lang)}


def find_new_acts(acts: Set[str], article: Article, told: Sequence[Article]) -> Set[str]:
    """Those of some acts that nothing told has, however deep in its text, in either language."""
    return acts - _list_known(article, told, _ALL_SENTENCES) if acts else acts


@lru_cache(maxsize=1024)
def _expand(acts: frozenset[str]) -> Set[str]:
    """The acts with what is no news beside them."""
    known = set(acts)
    for act in acts:
        known |= FOLLOWS.get(act, frozenset())
        if _act_of(act).is_event and act[-1] not in "+!":
            known.add(f"{act}+")  # what happened was planned
    return known


def _act_of(act: str) -> Act:
    return ACTS[act.rstrip("!+")]


def name_turn(act: str) -> str:
    """What a turn is about, whether it is one, none or planned."""
    return _act_of(act).said
