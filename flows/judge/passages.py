"""The passages that two texts share: whole sentences, in the order of one of the texts."""

from __future__ import annotations

from dataclasses import dataclass

from flows.judge.copies import RUN, RUN_CJK, read_runs
from flows.judge.fingerprints import read_sketch, read_tokens
from storage.language.text import sentences

STANDS = 0.6
"""Share of its words that must stand in the other text, in the same runs, for a sentence to be shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences that follow one another: their place in the text and their words (or syllables)."""

    start: int
    end: int
    words: int


def find_passages(text: str, other: str) -> list[Passage]:
    """What of a text stands in another, edited or not; sentences side by side in a line are one passage."""
    is_cjk = read_sketch(text).is_cjk
    known = frozenset(read_runs(other, is_cjk=is_cjk).runs)
    size = RUN_CJK if is_cjk else RUN
    found: list[Passage] = []
    for start, end in sentences(text):
        tokens = read_tokens(text[start:end])
        covered: set[int] = set()
        for at in range(len(tokens) - size + 1):
            if tokens[at : at + size] in known:
                covered.update(range(at, at + size))
        if not tokens or len(covered) < STANDS * len(tokens):
            continue
        if found and text[found[-1].end : start].strip(" ") == "":
            before = found.pop()
            found.append(Passage(start=before.start, end=end, words=before.words + len(tokens)))
        else:
            found.append(Passage(start=start, end=end, words=len(tokens)))
    return found
