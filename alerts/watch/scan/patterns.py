"""Patterns made ready for an automaton: their keys, and what is counted in letters once blanks are gone."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum, auto
from functools import cached_property
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
    LED = auto()  # what heads of states are called without a name; the number is that of a saying


# Whose pattern it is: a use of it, and the number of a term or an entity.
Slot = tuple[Use, int]


class Target:
    """A pattern and who asks for it, its offsets counted in letters and digits alone.

    Of thousands of patterns a text meets a few: what only a hit asks for is computed at the first.
    """

    def __init__(self, pattern: Pattern, slots: tuple[Slot, ...]) -> None:
        self.pattern = pattern
        self.slots = slots

    @property
    def hanja(self) -> str | None:
        """The one character that it is, where that is read as Hangul; else None."""
        is_one = len(self.pattern.key) == 1 and len(self.pattern.exact) == 1
        return self.pattern.exact[0][1] if is_one else None

    @property
    def squeezed(self) -> str:
        """The key without blanks."""
        return self.pattern.key.replace(" ", "").replace(BARRIER, "")

    @cached_property
    def joints(self) -> Gaps:
        """Where two Latin words meet."""
        return self._list_places(" ")

    @cached_property
    def walls(self) -> Gaps:
        """Where the term has more than a joint between two words."""
        return self._list_places(BARRIER)

    @cached_property
    def breaks(self) -> frozenset[int]:
        """Where it has a blank."""
        return frozenset(self._counted[place] for place in self.pattern.breaks)

    @cached_property
    def exact(self) -> tuple[tuple[int, str], ...]:
        """Characters that the unfolded text must show, by their places."""
        return tuple((self._counted[place], chars) for place, chars in self.pattern.exact)

    @cached_property
    def is_plain(self) -> bool:
        """Whether it asks for no more than its edges."""
        pattern, key = self.pattern, self.pattern.key.strip(" ")
        is_divided = " " in key or BARRIER in key
        return not (is_divided or pattern.exact or any(pattern.capitals) or key[0].isdigit())

    @cached_property
    def is_bare(self) -> bool:
        """Whether it ends where its letters do as well."""
        return self.is_plain and not self.pattern.wild

    @cached_property
    def spellings(self) -> set[str]:
        """How its words were written where they stood, if that alone says that they do; filled by texts."""
        return set()

    @cached_property
    def has_words(self) -> bool:
        """Whether it has Latin words that ask for more than their edges."""
        return self.pattern.words > 0 and not self.is_plain

    @cached_property
    def is_free(self) -> bool:
        """Whether it does not ask for edges either."""
        return self.pattern.edge is Edge.FREE and not self.pattern.words

    @cached_property
    def wild_name(self) -> bool:
        """Whether it is a name that goes on with anything."""
        return self.pattern.wild and self.pattern.edge is not Edge.WORD

    @cached_property
    def _counted(self) -> tuple[int, ...]:
        """How many letters stand before each place of the key."""
        key = self.pattern.key.strip(" ")
        return tuple(accumulate((char not in " " + BARRIER for char in key), initial=0))

    def _list_places(self, mark: str) -> Gaps:
        key = self.pattern.key.strip(" ")
        return tuple(self._counted[place] for place, char in enumerate(key) if char == mark)

    def list_word_keys(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The keys between blanks, and the words that must follow each.

        They are the whole term, and its first words with two blanks behind. These come of a comma, a quote or
        a dash, and are so seldom that it costs less to look on from them than to cut them in every text.
        """
        key = self.pattern.key
        yield key, ()
        words = key.split()
        for at in range(1, len(words)):
            yield f" {' '.join(words[:at])}  ", tuple(make_key(word) for word in words[at:])


class WordKey:
    """A key between blanks: the targets that it meets, and those that it begins, by the word that goes on."""

    __slots__ = ("begun", "ends_in_blank", "whole")

    def __init__(self) -> None:
        self.ends_in_blank = True  # whether all that it meets ends where it does
        self.whole: list[tuple[Target, int]] = []  # with what the key has behind the last letter
        self.begun: dict[str, list[tuple[Target, tuple[str, ...]]]] = {}

    def add(self, target: Target, tail: tuple[str, ...]) -> None:
        """`tail` are the words that are not in the key."""
        if not tail:
            self.whole.append((target, 0 if target.pattern.wild else 1))
            self.ends_in_blank = self.ends_in_blank and not target.pattern.wild
        else:
            is_open = len(tail) == 1 and target.pattern.wild
            self.begun.setdefault("" if is_open else tail[0], []).append((target, tail))

    def list_begun(self, words: SpacedWords, end: int) -> list[tuple[Target, int]]:
        """The targets that a key begins, where the rest follows; with what is behind their last letter."""
        word, _ = words.read_word(end)
        begun = [*self.begun.get(word, ()), *self.begun.get("", ())]
        met = [(target, _find_tail_end(words, end, tail, wild=target.pattern.wild)) for target, tail in begun]
        return [(target, end - last) for target, last in met if last is not None]


def _find_tail_end(words: SpacedWords, end: int, tail: tuple[str, ...], *, wild: bool) -> int | None:
    """Where words end that go on from an offset, None where others stand there."""
    for number, word in enumerate(tail, 1):
        read, end = words.read_word(end)
        if read != word and not (wild and number == len(tail) and read.startswith(word)):
            return None
    return end
