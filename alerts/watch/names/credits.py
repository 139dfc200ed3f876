"""Lines that say who wrote, edited or photographed; nobody named there is what the article is about."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence, Places
from storage.language.patterns import compile_later

_LINE = compile_later(
    r"[ \t]*(?:"
    r"(?:By|Reporting by|Additional reporting by|Reported by|Written by|Writing by|Editing by|Edited by"
    r"|Compiled by|Photo(?:graph)?s?(?: by)?|Photo credit|Image|Source|Credit)\b:?[ ]+[A-Z]"
    r"[^\n]{0,100}[^\n.!?]"
    r"|(?:사진|그래픽|자료|영상|출처|편집|글)(?:[·/]?(?:사진|제공|출처))? ?[=:/|][^\n]{0,60}"
    r")[ \t]*$"
)
_SIGNED = compile_later(
    r"[ \t]*[^\n.!?]{0,40}(?<![가-힣])[가-힣]{2,4} (?:[가-힣]{0,4}기자|특파원|통신원)"
    r"(?: ?[\w.@=()-]{0,40})?[ \t]*$"
)
_LEAD = compile_later(
    r"[ \t]*[\[(][^\n\])]{1,30}[\])] ?(?:[^\n.!?]{0,12} )?[가-힣]{2,4}(?:·[가-힣]{2,4})* (?:기자|특파원) ?="
)
_LONGEST = 140
"""Characters of a line of credit; a longer one is a paragraph, of which the beginning may be one."""

# What a line of credit begins with that nobody has signed.
_BEGINS = frozenset(" \tBRAWECPIS사그자영출편글")
_OPENS = frozenset("[(")
_NONE = Places(())


def drop_credited(layout: Layout, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """Without what stands in a line of credit; a title is none."""
    lines = _read_credits(layout)
    if lines is _NONE:
        return found
    return [one for one in found if one.end <= layout.title_end or not lines.cover(one.start)]


def has_credits(layout: Layout) -> bool:
    """Whether a text has any line of credit."""
    return _read_credits(layout) is not _NONE


def _read_credits(layout: Layout) -> Places:
    """The lines of credit, looked for once a text."""
    if layout.credited is None:
        layout.credited = _find_credits(layout.text)
    return layout.credited


def _find_credits(text: str) -> Places:
    """The lines of credit, and what of lines begins as one."""
    found, at = [], 0
    for line in text.split("\n"):
        if at and (len(line) < _LONGEST or line[0] in _OPENS) and (length := _measure_credit(line)):
            found.append(Occurrence(at, at + length))
        at += len(line) + 1
    return Places(found) if found else _NONE


def _measure_credit(line: str) -> int:
    """How many characters of a line are credit, from its beginning."""
    is_signed = "기자" in line or "특파원" in line or "통신원" in line
    if 1 < len(line) < _LONGEST and _is_credit(line, is_signed):
        return len(line)
    lead = _LEAD.match(line) if is_signed and line[:1] in _OPENS else None
    return lead.end() if lead else 0


def _is_credit(line: str, is_signed: bool) -> bool:
    if line[0] in _BEGINS and _LINE.match(line):
        return True
    return is_signed and _SIGNED.match(line) is not None
