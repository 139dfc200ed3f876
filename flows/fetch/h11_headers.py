"""h11 reads a header in time that grows with its length alone: one of its expressions, put otherwise.

Importing this module changes h11 for the whole process.
"""

from __future__ import annotations

import re
from importlib.metadata import version

import h11._readers

_BLANKS = rb":[ \t]*"


def mend_pattern(pattern: bytes) -> bytes:
    """h11's expression for a header, where the blanks before a value are never given back.

    h11 0.16 reads `X:` and 60,000 blanks by trying every way of sharing them out between the blanks before
    the value, an empty value and the blanks after it, which held the loop for 10 s. A value begins with no
    blank, so that all of them are before it.
    Raises: RuntimeError where the expression is another than the one that this is for.
    """
    if pattern.count(_BLANKS) != 1:
        raise RuntimeError(
            f"h11 {version('h11')} reads headers by another expression than 0.16 does, and a hostile header "
            f"may hold it up: install 'h11>=0.16,<0.17'"
        )
    return pattern.replace(_BLANKS, _BLANKS + b"+")


h11._readers.header_field_re = re.compile(mend_pattern(h11._readers.header_field_re.pattern))
