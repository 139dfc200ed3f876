"""What a query may not mean as it is written: operators in lower case, unknown phrases and sources."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from alerts.watch.query.check import list_descriptions
from alerts.watch.query.parse import parse_query
from alerts.watch.query.phrases import NONE, Phrases
from alerts.watch.query.tree import About, And, Fact, Node, Term, walk
from storage.errors import WatchError
from storage.language.spelt import find_alike
from storage.records import Entity, Watch
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason

PHRASE = re.compile(r"\$[A-Za-z][\w.-]*")
LOWER_CASE = re.compile(r"and|or|not|(?:near|adj|atleast)/\d+", re.IGNORECASE)
_STARRED = re.compile(r"\w\*")
_WRITTEN = {"kr": "ko", "kor": "ko", "jp": "ja", "jpn": "ja", "cn": "zh", "us": "en", "gb": "en", "eng": "en"}
"""What countries and longer codes are written as for their languages."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A part of a query that is not read as it may be meant, and why.

    `at` is its offset, `about` the watch or entity it is of; `hint` says what to write, where that is known.
    """

    about: str
    at: int
    word: str
    why: str
    hint: str = ""

    @property
    def said(self) -> str:
        """Why, and what to write, in English."""
        return f"{self.why} ({self.hint})" if self.hint else self.why


def find_remarks(
    tree: Node, about: str, phrases: Phrases = NONE, sources: Collection[str] | None = None
) -> Iterator[Remark]:
    """What of a query may be meant otherwise, by the places of it.

    `sources` are the ids of those that are read; None: whatever a query names as one is taken for it.
    """
    found = [
        *_remark_operators(tree, about),
        *_remark_phrases(tree, about, phrases),
        *_remark_stars(tree, about),
        *_remark_facts(tree, about, sources),
    ]
    yield from sorted(found, key=lambda remark: remark.at)


def _remark_operators(tree: Node, about: str) -> Iterator[Remark]:
    beside = (part for node in walk(tree) if isinstance(node, And) for part in node.parts)
    for word in _list_words(beside, LOWER_CASE):
        why = Reason(QueryCode.READ_AS_WORD, word=word.text, meant=word.text.upper())
        yield Remark(about, word.at, word.text, why)


def _remark_phrases(tree: Node, about: str, phrases: Phrases) -> Iterator[Remark]:
    for word in _list_words(walk(tree), PHRASE):
        why = Reason(QueryCode.NO_PHRASE, word=word.text, id=word.text[1:])
        yield Remark(about, word.at, word.text, why, _hint_near(word.text[1:], phrases, "${}"))


def _remark_stars(tree: Node, about: str) -> Iterator[Remark]:
    for node in walk(tree):
        if isinstance(node, Term) and node.quoted and _STARRED.search(node.text):
            yield Remark(about, node.at, node.text, Reason(QueryCode.STAR_QUOTED, word=node.text))


def _remark_facts(tree: Node, about: str, sources: Collection[str] | None) -> Iterator[Remark]:
    for fact in walk(tree):
        if not isinstance(fact, Fact):
            continue
        value = fact.value.lower()
        if fact.about is About.LANG and value in _WRITTEN:
            hint = Reason(QueryCode.DID_YOU_MEAN, this=f"lang:{_WRITTEN[value]}")
            yield Remark(about, fact.at, fact.value, Reason(QueryCode.NOT_SO_WRITTEN, word=fact.value), hint)
        elif fact.about is About.SOURCE and sources is not None and not _is_among(value, fact.wild, sources):
            why = Reason(QueryCode.NO_SOURCE, word=fact.value)
            yield Remark(about, fact.at, fact.value, why, _hint_near(value, sources, "source:{}"))


def _is_among(value: str, wild: bool, ids: Collection[str]) -> bool:
    return any(id_.startswith(value) if wild else id_ == value for id_ in ids)


def _hint_near(name: str, ids: Iterable[str], form: str) -> str:
    alike = find_alike(name, ids)
    return Reason(QueryCode.DID_YOU_MEAN, this=form.format(alike)) if alike else ""


def _list_words(nodes: Iterable[Node], pattern: re.Pattern[str]) -> list[Term]:
    """The words among nodes that are written so."""
    words = (node for node in nodes if isinstance(node, Term) and not node.quoted)
    return [word for word in words if pattern.fullmatch(word.text)]


def remark_query(
    query: str, about: str, phrases: Phrases = NONE, sources: Collection[str] | None = None
) -> list[Remark]:
    """The remarks on a query, none where it cannot be read: that is named as an error."""
    try:
        return list(find_remarks(parse_query(query, about, phrases), about, phrases, sources))
    except WatchError:
        return []


def remark_all(
    entities: Sequence[Entity],
    watches: Sequence[Watch],
    phrases: Mapping[str, str] = NONE,
    sources: Collection[str] | None = None,
) -> list[Remark]:
    """The remarks on every query of a watchlist that can be read; `phrases` are those that may be meant."""
    return [
        remark
        for about, query, known in _queries(entities, watches)
        for remark in remark_query(query, about, {**phrases, **known}, sources)
    ]


def _queries(entities: Iterable[Entity], watches: Iterable[Watch]) -> Iterator[tuple[str, str, Phrases]]:
    for watch in watches:
        for query in filter(None, (watch.query, watch.idea)):
            yield f"watch {watch.id}", query, dict(watch.phrases)
    for entity in entities:
        described = (query for _, query in list_descriptions(entity))
        for query in (*entity.requires, *filter(None, [entity.expects]), *described):
            yield f"entity {entity.id}", query, dict(entity.phrases)
