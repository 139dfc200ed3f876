"""One spelling for queries that mean the same: no quotes, brackets or repetitions that nothing needs."""

from __future__ import annotations

import re
from dataclasses import replace

from alerts.watch.query.parse import parse_query
from alerts.watch.query.tree import And, AtLeast, Fact, Node, Not, Or, Term, format_query, map_parts

# Quotes make text of these alone.
_NEEDS_QUOTES = re.compile(r"(?i:origins)|OR|AND|NOT|SAME|SENT|NEAR|ADJ|ATLEAST")
_BARE = re.compile(r"[^\W_]+(?:[-.'][^\W_]+)*")


def respell_query(text: str, about: str = "query") -> str:
    """The query in its one spelling, which means the same and stays as it is. Raises: WatchError."""
    return format_query(_simplify(parse_query(text, about)))


def _simplify(node: Node) -> Node:
    match node:
        case Term() | Fact():
            return _simplify_value(node)
        case And() | Or():
            return _join(type(node), list(map(_simplify, node.parts)))
        case Not(part=Not() as inner):
            return _simplify(inner.part)
        case AtLeast(n=1):
            return _simplify(node.part)
        case _:
            return map_parts(node, _simplify)


def _simplify_value(node: Term | Fact) -> Node:
    """A term or the value of a fact without quotes that it does not need."""
    if isinstance(node, Term):
        return _unquote(node)
    bare = _unquote(Term(node.value, node.quoted, node.wild))
    return replace(node, value=bare.text, quoted=bare.quoted)


def _unquote(term: Term) -> Term:
    text = " ".join(term.text.split())
    is_bare = _BARE.fullmatch(text) is not None and _NEEDS_QUOTES.fullmatch(text) is None
    return Term(text, quoted=term.quoted and not is_bare, wild=term.wild)


def _join(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    """The parts once each, those of a part of the same kind among them."""
    flat = dict.fromkeys(one for part in parts for one in (part.parts if isinstance(part, kind) else (part,)))
    return kind(tuple(flat)) if len(flat) > 1 else next(iter(flat))
