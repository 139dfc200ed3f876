"""Two versions of a sentence with the words marked in which they differ."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from alerts.compose.clean import SENTENCE_LIMIT, clean_line
from storage.records import Evidence, TermMatch

_WORD = re.compile(r"\S+")
_MOST_WORDS = 150
"""Words of a sentence that are compared; `SENTENCE_LIMIT` holds no more of any language that is read here."""

_LIKE = 0.3
"""The least share of words in common from which on differing words are marked; below it all of it differs."""


def mark_changes(before: str, after: str) -> tuple[Evidence, Evidence]:
    """Both sides, cleaned, each with its words marked that the other has not; none where all is another."""
    was, now = clean_line(before, SENTENCE_LIMIT), clean_line(after, SENTENCE_LIMIT)
    old, new = _cut(was), _cut(now)
    matcher = SequenceMatcher(None, [was[a:b] for a, b in old], [now[a:b] for a, b in new], autojunk=False)
    if matcher.ratio() < _LIKE:
        return Evidence(text=was, matches=()), Evidence(text=now, matches=())
    steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    return (
        _mark(was, [(old[i][0], old[j - 1][1]) for _, i, j, _, _ in steps if i < j]),
        _mark(now, [(new[k][0], new[m - 1][1]) for _, _, _, k, m in steps if k < m]),
    )


def _cut(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _WORD.finditer(text)][:_MOST_WORDS]


def _mark(text: str, spans: list[tuple[int, int]]) -> Evidence:
    matches = (TermMatch(start=start, end=end, text=text[start:end], term="") for start, end in spans)
    return Evidence(text=text, matches=tuple(matches))
