"""Limits on markup, checked before a parser sees it: parsers take quadratic time beyond them."""

from __future__ import annotations

import re

from storage.errors import NotAFeed

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

    Linear in the length, and nearly free for ordinary documents.
    Raises: NotAFeed.
    """
    if text.count("<!ENTITY") > ENTITIES:
        raise NotAFeed(url, f"it declares more than {ENTITIES} entities")
    if text.count("xmlns:") > NAMESPACES and len(set(NAMESPACE.findall(text))) > NAMESPACES:
        raise NotAFeed(url, f"it declares more than {NAMESPACES} namespaces")
    if text.count("=") > ATTRIBUTES and any(tag[0].count("=") > ATTRIBUTES for tag in BIG_TAG.finditer(text)):
        raise NotAFeed(url, f"a tag has more than {ATTRIBUTES} attributes")
    # As many tags must open as the depth is.
    if text.count("<") > DEEPEST and _depth(text) > DEEPEST:
        raise NotAFeed(url, f"its elements lie more than {DEEPEST} deep in one another")


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
