"""Lines that say who wrote, edited or photographed; nobody named there is what the article is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alerts.watch.scan.layout import Layout, Occurrence

_LINE = re.compile(
    r"[ \t]*(?:"
    r"(?:By|Reporting by|Additional reporting by|Reported by|Written by|Writing by|Editing by|Edited by"
    r"|Compiled by|Photo(?:graph)?s?(?: by)?|Photo credit|Image|Source|Credit)\b:?[ ]+[A-Z]"
    r"[^\n]{0,100}[^\n.!?]"
    r"|(?:사진|그래픽|자료|영상|출처|편집|글)(?:[·/]?(?:사진|제공|출처))? ?[=:/|][^\n]{0,60}"
    r"|[^\n.!?]{0,40}(?<![가-힣])[가-힣]{2,4} (?:[가-힣]{0,4}기자|특파원|통신원)"
    r"(?: ?[\w.@=()-]{0,40})?"
    r")[ \t]*$"
)
_LEAD = re.compile(
    r"[ \t]*[\[(][^\n\])]{1,30}[\])] ?(?:[^\n.!?]{0,12} )?[가-힣]{2,4}(?:·[가-힣]{2,4})* (?:기자|특파원) ?="
)
_LONGEST = 140
"""Characters of a line of credit; a longer one is a paragraph, of which the beginning may be one."""


def drop_credited(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """Without what stands in a line of credit; a title is none."""
    return [one for one in found if one.end <= layout.title_end or not _is_credited(layout.text, one)]


def _is_credited(text: str, one: Occurrence) -> bool:
    begin = text.rfind("\n", max(0, one.start - _LONGEST), one.start) + 1
    if not begin:
        return False
    end = text.find("\n", one.end, begin + _LONGEST)
    if end < 0 and len(text) <= begin + _LONGEST:
        end = len(text)
    if end >= 0 and _LINE.match(text, begin, end):
        return True
    lead = _LEAD.match(text, begin) if text[begin] in "[(" else None
    return lead is not None and one.end <= lead.end()
