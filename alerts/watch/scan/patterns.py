"""Patterns made ready for an automaton: their keys, and what is counted in letters once blanks are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, auto
from itertools import accumulate

from alerts.watch.scan.folded import Gaps, SpacedWords, make_key
from alerts.watch.scan.terms import BARRIER, Edge, Pattern


class Use(IntEnum):
    """What a hit of a pattern stands for."""

    TERM = 0
    ALIAS = auto()
    NEVER = auto()
    GIVEN = auto()  # a given name, that a surname must stand beside
    OFFICE = auto()  # an office with a surname, that one person must hold on the day
    BARE = auto()  # a surname alone, that the article must bear out


# Whose pattern it is: a use of it, and the number of a term or an entity.
Slot = tuple[Use, int]


@dataclass(frozen=True, slots=True)
class Target:
    """A pattern and who asks for it, its offsets counted in letters and digits alone.

    `joints` are where two Latin words meet, `walls` where the term has more than a joint between two words,
    `breaks` where it has a blank. `is_plain` says that it asks for no more than its edges; `is_free` that it
    does not ask for these.
    """

    pattern: Pattern
    slots: tuple[Slot, ...]
    joints: Gaps
    walls: Gaps
    breaks: frozenset[int]
    exact: tuple[tuple[int, str], ...]
    is_plain: bool
    is_free: bool
    is_name: bool
    takes_role: bool
    takes_head: bool

    @property
    def is_hanja(self) -> bool:
        """Whether it is one character that is read as Hangul."""
        return len(self.pattern.key) == 1 and len(self.exact) == 1

    @property
    def squeezed(self) -> str:
        """The key without blanks."""
        return self.pattern.key.replace(" ", "").replace(BARRIER, "")

    def list_word_keys(self) -> Iterator[tuple[str, tuple[bytes, ...]]]:
        """The keys between blanks, and the words that must follow each.

        They are the whole term, and its first words with two blanks behind. These come of a comma, a quote or
        a dash, and are so seldom that it costs less to look on from them than to cut them in every text.
        """
        key = self.pattern.key
        yield key, ()
        words = key.split()
        for at in range(1, len(words)):
            yield f" {' '.join(words[:at])}  ", tuple(make_key(word).encode() for word in words[at:])


def make_target(pattern: Pattern, slots: tuple[Slot, ...]) -> Target:
    """The target of those who own a pattern."""
    key = pattern.key.strip(" ")
    joints = [place for place, char in enumerate(key) if char == " "]
    walls = [place for place, char in enumerate(key) if char == BARRIER]
    at = list(accumulate((char not in " " + BARRIER for char in key), initial=0))
    return Target(
        pattern,
        slots,
        joints=tuple(at[place] for place in joints),
        walls=tuple(at[place] for place in walls),
        breaks=frozenset(at[place] for place in pattern.breaks),
        exact=tuple((at[place], chars) for place, chars in pattern.exact),
        is_plain=not (joints or walls or pattern.exact or any(pattern.capitals) or key[0].isdigit()),
        is_free=pattern.edge is Edge.FREE and not pattern.words,
        is_name=pattern.edge is not Edge.WORD,
        takes_role=pattern.edge is Edge.PERSON,
        takes_head=pattern.edge is Edge.THING,
    )


class WordKey:
    """A key between blanks: the targets that it meets, and those that it begins, by the word that goes on."""

    __slots__ = ("begun", "whole")

    def __init__(self) -> None:
        self.whole: list[tuple[Target, int]] = []  # with what the key has behind the last letter
        self.begun: dict[bytes, list[tuple[Target, tuple[bytes, ...]]]] = {}

    def add(self, target: Target, tail: tuple[bytes, ...]) -> None:
        """`tail` are the words that are not in the key."""
        if not tail:
            self.whole.append((target, 0 if target.pattern.wild else 1))
        else:
            is_open = len(tail) == 1 and target.pattern.wild
            self.begun.setdefault(b"" if is_open else tail[0], []).append((target, tail))

    def list_met(self, words: SpacedWords, end: int) -> list[tuple[Target, int]]:
        """The targets that are met where the key was, and where their last word ends."""
        if self.whole:
            return [(target, end - behind) for target, behind in self.whole]
        word, _ = words.read_word(end)
        begun = [*self.begun.get(word, ()), *self.begun.get(b"", ())]
        met = [(target, _find_tail_end(words, end, tail, wild=target.pattern.wild)) for target, tail in begun]
        return [(target, last) for target, last in met if last is not None]


def _find_tail_end(words: SpacedWords, end: int, tail: tuple[bytes, ...], *, wild: bool) -> int | None:
    """Where words end that go on from an offset, None where others stand there."""
    for number, word in enumerate(tail, 1):
        read, end = words.read_word(end)
        if read != word and not (wild and number == len(tail) and read.startswith(word)):
            return None
    return end
