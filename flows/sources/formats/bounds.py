"""Limits on markup, checked before a parser sees it: parsers take quadratic time beyond them."""

from __future__ import annotations

import re
from collections.abc import Callable

from storage.errors import NotAFeed
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

DEEPEST = 10_000
ATTRIBUTES = 2_000
NAMESPACES = 1_000
ENTITIES = 1_000

# CDATA and comments are passed over whole, so that what stands in them does not count.
TOKEN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?P<close>/)?(?P<name>[A-Za-z_][\w:.-]{0,80})(?P<rest>[^<>]*)>",
    re.DOTALL,
)
# HTML's own, which feeds with unescaped text leave open.
VOID = frozenset("br img hr input meta link p li area col source wbr embed param".split())  # noqa: SIM905
BIG_TAG = re.compile(r"<[A-Za-z_][^<>]{10000,}")
NAMESPACE = re.compile(r"xmlns:([\w.-]{1,80})")


def check_markup(text: str, url: str) -> None:
    """Refuse markup that only an attack has: too deep, too many attributes, namespaces or entities.

    Linear in the length, and nearly free for ordinary documents: a mark is counted before what it may begin.
    Raises: NotAFeed.
    """
    for mark, most, count, why in LIMITS:
        if text.count(mark) > most and count(text) > most:
            raise NotAFeed(url, Reason(why, most=most))


def _count_entities(text: str) -> int:
    return text.count("<!ENTITY")


def _count_namespaces(text: str) -> int:
    return len(set(NAMESPACE.findall(text)))


def _count_attributes(text: str) -> int:
    """Those of the tag that has most."""
    return max((tag[0].count("=") for tag in BIG_TAG.finditer(text)), default=0)


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in TOKEN.finditer(text):
        name = token["name"]
        if name is None or token["rest"].endswith("/") or name.lower() in VOID:
            continue
        depth += -1 if token["close"] else 1
        if depth > deepest:
            deepest = depth
            if deepest > DEEPEST:
                break
    return deepest


LIMITS: tuple[tuple[str, int, Callable[[str], int], FetchCode], ...] = (
    ("<!ENTITY", ENTITIES, _count_entities, FetchCode.MANY_ENTITIES),
    ("xmlns:", NAMESPACES, _count_namespaces, FetchCode.MANY_NAMESPACES),
    ("=", ATTRIBUTES, _count_attributes, FetchCode.MANY_ATTRIBUTES),
    ("<", DEEPEST, _depth, FetchCode.ELEMENTS_DEEP),
)
"""The mark that there must be as many of, the limit, what is counted, and what to say."""
