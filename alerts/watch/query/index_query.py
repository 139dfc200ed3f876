"""A query as what the search index is asked, so that only articles that may meet it are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, pairwise, product

from alerts.watch.names.entities import Gazetteer
from alerts.watch.query.rarity import find_required, unite_known
from alerts.watch.query.tree import (
    And,
    AtLeast,
    EntityRef,
    Leaf,
    Near,
    Node,
    Or,
    Scope,
    Term,
    Within,
    format_query,
    leaves,
    parts_of,
)
from alerts.watch.scan.terms import BARRIER, Pattern, make_patterns
from storage.corpus.search import AllOf, AnyOf, Asked, SearchPhrase, cut_pairs
from storage.language.hangul import list_hanja
from storage.language.patterns import compile_later
from storage.language.text import HAN, HANGUL
from storage.records import OnFileOf

_RUN = compile_later(rf"(?P<east>[{HANGUL}{HAN}]+)|[^\s{BARRIER}{HANGUL}{HAN}]+")
# Deeper than this a part is not asked for: the stack of SQLite's parser is small.
_DEEPEST = 12


def find_asked(tree: Node, gazetteer: Gazetteer) -> Asked | None:
    """What the index must say of every article that meets the tree, None where that is nothing.

    The entities of the tree are the gazetteer's.
    """
    return _Asking(gazetteer).ask(tree, in_title=False, depth=0)


def find_asked_of_any(trees: Iterable[Node], gazetteer: Gazetteer) -> Asked | None:
    """What the index must say of every article that meets one of many trees, None where that is nothing.

    Of each tree only its rarest part is asked for, and what several share once: the whole trees of the
    bundled watches are a quarter of a million words, which takes the index longer than reading does.
    """
    wanted: dict[Leaf, None] = {}
    for tree in trees:
        required = find_required(tree, gazetteer)
        if required is None:
            return None
        wanted.update(dict.fromkeys(sorted(required, key=format_query)))
    asking = _Asking(gazetteer)
    return _some(asking.ask(leaf, in_title=False, depth=0) for leaf in wanted)


@dataclass(frozen=True, slots=True)
class Named:
    """Of which articles it is on file whom they name, and which of them name an entity."""

    read: OnFileOf
    list_naming: Callable[[str], AbstractSet[int]]


def find_candidates(
    tree: Node,
    gazetteer: Gazetteer,
    find: Callable[[Asked], AbstractSet[int]],
    named: Named | None = None,
) -> AbstractSet[int] | None:
    """The numbers of the articles that may meet the tree, None where any may; `find` asks the index.

    Whom an article names is taken from `named` where it is on file. The same as asking it the whole of
    `find_asked`, but for each part once: a query that names two persons in five places is half a million
    words long when it is written out, most of them the same.
    """
    return _Finding(gazetteer, find, named).list(tree, in_title=False)


class _Finding:
    def __init__(
        self, gazetteer: Gazetteer, find: Callable[[Asked], AbstractSet[int]], named: Named | None
    ) -> None:
        self._gazetteer = gazetteer
        self._named = named
        self._asking = _Asking(gazetteer)
        self._find = find
        self._known: dict[tuple[Leaf | Or, bool], AbstractSet[int] | None] = {}

    def list(self, node: Node, *, in_title: bool) -> AbstractSet[int] | None:
        match node:
            case Term() | EntityRef():
                return self._ask_once(node, in_title)
            case Or():
                return self._list_any(node, in_title)
            case And() | Near():
                return self._list_every(parts_of(node), in_title)
            case AtLeast() | Within():
                return self.list(node.part, in_title=in_title or _is_of_title(node))
        return None

    def _list_any(self, node: Or, in_title: bool) -> AbstractSet[int] | None:
        """Of the alternatives; words of their own are asked for together."""
        words = tuple(part for part in node.parts if isinstance(part, Term))
        found = [self._ask_once(Or(words), in_title)] if words else []
        found += (self.list(part, in_title=in_title) for part in node.parts if not isinstance(part, Term))
        return unite_known(found)

    def _list_every(self, parts: Iterable[Node], in_title: bool) -> AbstractSet[int] | None:
        """Of all parts together; where the cheap ones rule all out, the others are not asked for."""
        shared: AbstractSet[int] | None = None
        for part in sorted(parts, key=self._weigh):
            if shared is not None and not shared:
                break
            found = self.list(part, in_title=in_title)
            if found is not None:
                shared = found if shared is None else shared & found
        return shared

    def _weigh(self, node: Node) -> int:
        """About how long asking takes: a country has a hundred names."""
        return sum(
            len(self._gazetteer.entities[self._gazetteer.number[leaf.entity]].aliases)
            if isinstance(leaf, EntityRef)
            else 1
            for leaf in leaves(node)
        )

    def _ask_once(self, node: Leaf | Or, in_title: bool) -> AbstractSet[int] | None:
        key = (node, in_title)
        if key not in self._known:
            self._known[key] = self._list_naming(node, in_title) if isinstance(node, EntityRef) else None
            if self._known[key] is None:
                self._known[key] = self._ask_index(node, in_title)
        return self._known[key]

    def _list_naming(self, node: EntityRef, in_title: bool) -> AbstractSet[int] | None:
        """Who names an entity by what is on file, and of the other articles who may; None: nothing is."""
        if self._named is None:
            return None
        read = self._named.read
        found = read.take(self._named.list_naming(node.entity))
        if read.is_all:
            return found
        others = self._ask_index(node, in_title)
        return None if others is None else found | read.leave(others)

    def _ask_index(self, node: Leaf | Or, in_title: bool) -> AbstractSet[int] | None:
        asked = self._asking.ask(node, in_title=in_title, depth=0)
        return None if asked is None else self._find(asked)


class _Asking:
    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def ask(self, node: Node, *, in_title: bool, depth: int) -> Asked | None:
        if depth > _DEEPEST:
            return None
        match node:
            case Term() | EntityRef():
                return self._ask_leaf(node, in_title)
            case Or():
                return _some(self._ask_parts(node, in_title, depth))
            case And() | Near() | AtLeast() | Within():
                return _every(self._ask_parts(node, in_title, depth))
        return None

    def _ask_leaf(self, leaf: Leaf, in_title: bool) -> Asked | None:
        return _some(_ask_pattern(pattern, in_title) for pattern in self._list_patterns(leaf))

    def _ask_parts(self, node: Node, in_title: bool, depth: int) -> Iterator[Asked | None]:
        inside = in_title or _is_of_title(node)
        return (self.ask(part, in_title=inside, depth=depth + 1) for part in parts_of(node))

    def _list_patterns(self, leaf: Leaf) -> Iterable[Pattern]:
        if isinstance(leaf, Term):
            return make_patterns(leaf.text, wild=leaf.wild)
        return self._gazetteer.patterns.list_betraying(self._gazetteer.number[leaf.entity])


def _is_of_title(node: Node) -> bool:
    """Whether a node holds what is below it to the title."""
    return isinstance(node, Within) and node.scope is Scope.TITLE


def _some(parts: Iterable[Asked | None]) -> Asked | None:
    """At least one of the parts; nothing can be asked where one of them asks nothing."""
    known: dict[Asked, None] = {}
    for part in parts:
        if part is None:
            return None
        known.update(dict.fromkeys(part.parts if isinstance(part, AnyOf) else (part,)))
    return _one_or(AnyOf, _leave_said(known))


def _leave_said(parts: Iterable[Asked]) -> list[Asked]:
    """The parts without those that another one finds too."""
    phrases = {part for part in parts if isinstance(part, SearchPhrase)}
    return [part for part in parts if not _is_said(part, phrases)]


def _is_said(part: Asked, phrases: AbstractSet[SearchPhrase]) -> bool:
    """Whether what holds a part holds one of the other phrases too: 한미동맹 is 한미.

    Most names of a country begin with another of its names.
    """
    if isinstance(part, AllOf):
        return any(_is_among(one, phrases) for one in part.parts)
    return isinstance(part, SearchPhrase) and any(shorter in phrases for shorter in _list_shorter(part))


def _list_shorter(phrase: SearchPhrase) -> Iterator[SearchPhrase]:
    """The phrases that stand wherever a longer one does."""
    many = len(phrase.words)
    for at in range(many):
        for end in range(at + 1, many + (at > 0)):
            for in_title in {phrase.in_title, False}:
                yield SearchPhrase(phrase.words[at:end], in_title=in_title)


def _is_among(part: Asked, phrases: AbstractSet[SearchPhrase]) -> bool:
    alternatives = part.parts if isinstance(part, AnyOf) else (part,)
    return all(one in phrases for one in alternatives)


def _every(parts: Iterable[Asked | None]) -> Asked | None:
    """All of the parts that ask something."""
    known: dict[Asked, None] = {}
    for part in parts:
        if part is not None:
            known.update(dict.fromkeys(part.parts if isinstance(part, AllOf) else (part,)))
    return _one_or(AllOf, known)


def _one_or(kind: type[AnyOf] | type[AllOf], parts: Iterable[Asked]) -> Asked | None:
    listed = tuple(parts)
    return kind(listed) if len(listed) > 1 else next(iter(listed), None)


def _ask_pattern(pattern: Pattern, in_title: bool) -> Asked | None:
    if pattern.words:
        return SearchPhrase(tuple(pattern.key.split()), is_open=pattern.wild, in_title=in_title)
    exact = {at + place: char for at, chars in pattern.exact for place, char in enumerate(chars)}
    return _every(
        _ask_run(pattern.key, found.span(), exact, in_title)
        if found["east"]
        else _ask_word(pattern, found, in_title)
        for found in _RUN.finditer(pattern.key)
    )


def _ask_word(pattern: Pattern, found: re.Match[str], in_title: bool) -> Asked:
    """232 in 232조: words end where another script begins, so that it is a word of its own in any text."""
    is_open = pattern.wild and found.end() == len(pattern.key)
    return SearchPhrase((found.group(),), is_open=is_open, in_title=in_title)


def _ask_run(key: str, span: tuple[int, int], exact: dict[int, str], in_title: bool) -> Asked | None:
    """Each pair of syllables in every writing; a term in Hangul alone is met by headline Hanja as well."""
    written = [_list_writings(key[at], exact.get(at)) for at in range(*span)]
    if len(written) == 1:
        return _some(SearchPhrase((char,), is_open=True, in_title=in_title) for char in written[0])
    if max(map(len, written)) == 1:
        return SearchPhrase(tuple(cut_pairs("".join(chain(*written)))), in_title=in_title)
    return _every(_ask_pair(left, right, in_title) for left, right in pairwise(written))


def _ask_pair(left: tuple[str, ...], right: tuple[str, ...], in_title: bool) -> Asked | None:
    return _some(SearchPhrase((one + other,), in_title=in_title) for one, other in product(left, right))


def _list_writings(syllable: str, exact: str | None) -> tuple[str, ...]:
    return (exact,) if exact is not None else (syllable, *list_hanja(syllable))
