"""Descriptions: queries that name an entity without a name; what their first parts find stands for it."""

from __future__ import annotations

from collections.abc import Iterator

from alerts.watch.query.evaluate import Reader
from alerts.watch.query.tree import And, Near, Node, Or, Term, Within
from alerts.watch.scan.places import Occurrence
from alerts.watch.scan.terms import Pattern, make_patterns


def find_described(reader: Reader, node: Node) -> list[Occurrence]:
    """Where a description stands that the article meets; of an OR each branch that is met."""
    match node:
        case And():
            return find_described(reader, node.parts[0]) if reader.meets(node) else []
        case Or():
            return sorted({one for part in node.parts for one in find_described(reader, part)})
        case _:
            return [group[0].occurrence for group in reader.groups(node)]


def list_telling(node: Node) -> Iterator[Pattern]:
    """The patterns of which every article that meets a description has one."""
    match node:
        case And():
            yield from list_telling(node.parts[0])
        case Or():
            for part in node.parts:
                yield from list_telling(part)
        case Near():
            yield from list_telling(node.left)
        case Within():
            yield from list_telling(node.part)
        case Term():
            yield from make_patterns(node.text, wild=node.wild)
