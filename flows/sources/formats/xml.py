"""What feeds, sitemaps and OPML share: text that XML allows, and parsing that survives a broken file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from flows.extract.text.charset import decode_document

DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}>")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def decode_xml(body: bytes, content_type: str = "") -> str:
    """The document from its first character on."""
    return decode_document(body, content_type).lstrip("\ufeff \t\r\n\x00")


def drop_forbidden(text: str) -> str:
    """The text without the characters that no XML document may hold."""
    return FORBIDDEN.sub("", text)


def iter_elements(text: str, **wanted: Any) -> Iterator[Any]:
    """The elements that `wanted` (`tag` and `events` of `etree.iterparse`) asks for; of a broken file, those
    before the break.

    Entities and the network are off, and lxml bounds depth and size.
    """
    data = io.BytesIO(DECLARATION.sub("", text).encode("utf-8"))
    parsed = etree.iterparse(
        data, recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, **wanted
    )
    try:
        for _, element in parsed:
            yield element
    except etree.XMLSyntaxError:
        return
