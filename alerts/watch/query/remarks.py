"""What a query may not mean as it is written: operators in lower case, and unknown phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from alerts.watch.query.check import list_descriptions
from alerts.watch.query.parse import parse_query
from alerts.watch.query.phrases import Phrases
from alerts.watch.query.tree import And, Node, Term, walk
from storage.errors import WatchError
from storage.records import Entity, Watch

PHRASE = re.compile(r"\$[A-Za-z][\w.-]*")
LOWER_CASE = re.compile(r"and|or|not|(?:near|adj|atleast)/\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Remark:
    """A word of a query that is read as a word; `at` is its offset, `about` the watch or entity it is of."""

    about: str
    at: int
    word: str

    @property
    def why(self) -> str:
        """What it is read as, and what to write instead."""
        if self.word.startswith("$"):
            return f"“{self.word}” is read as a word: there is no [[phrase]] of the id {self.word[1:]!r}"
        meant = self.word.upper()
        return f"“{self.word}” is read as a word; write {meant} for the operator, or quote the word"


def find_remarks(tree: Node, about: str) -> Iterator[Remark]:
    """The lower-case operators beside other terms of a query, and unknown phrases, by their places."""
    beside = (part for node in walk(tree) if isinstance(node, And) for part in node.parts)
    found = [*_list_words(beside, LOWER_CASE), *_list_words(walk(tree), PHRASE)]
    yield from (Remark(about, term.at, term.text) for term in sorted(found, key=lambda term: term.at))


def _list_words(nodes: Iterable[Node], pattern: re.Pattern[str]) -> list[Term]:
    """The words among nodes that are written so."""
    words = (node for node in nodes if isinstance(node, Term) and not node.quoted)
    return [word for word in words if pattern.fullmatch(word.text)]


def remark_all(entities: Sequence[Entity], watches: Sequence[Watch]) -> list[Remark]:
    """The remarks on every query of a watchlist that can be read."""
    remarks: list[Remark] = []
    for about, query, phrases in _queries(entities, watches):
        try:
            remarks += find_remarks(parse_query(query, about, phrases), about)
        except WatchError:
            continue  # it is named as an error
    return remarks


def _queries(entities: Iterable[Entity], watches: Iterable[Watch]) -> Iterator[tuple[str, str, Phrases]]:
    for watch in watches:
        for query in filter(None, (watch.query, watch.idea)):
            yield f"watch {watch.id}", query, dict(watch.phrases)
    for entity in entities:
        described = (query for _, query in list_descriptions(entity))
        for query in (*entity.requires, *filter(None, [entity.expects]), *described):
            yield f"entity {entity.id}", query, dict(entity.phrases)
