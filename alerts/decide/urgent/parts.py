"""The headline and first sentences of an article with their words: all that is read of what cannot wait."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from alerts.decide.urgent.meanings import cut_line
from storage.language.text import first_sentences, fold
from storage.records import Article

_MOST_OF_TITLE = 300
_MOST_OF_TEXT = 1000
_MOST_OF_LINE = 320
_SENTENCES = 6


class Part(NamedTuple):
    """A headline or a sentence, as it stands and word by word."""

    text: str
    tokens: tuple[str, ...]


def cut_parts(article: Article) -> tuple[Part, ...]:
    """The headline and the first sentences of an article; of each no more than is read."""
    return _cut(article.title[:_MOST_OF_TITLE], article.text[:_MOST_OF_TEXT])


@lru_cache(maxsize=64)
def _cut(title: str, text: str) -> tuple[Part, ...]:
    folded = fold(text).text
    spans = first_sentences(folded, _SENTENCES)
    whole = (fold(title).text.strip(), *(folded[start:end] for start, end in spans))
    return tuple(Part(part, cut_line(part)) for part in (each[:_MOST_OF_LINE] for each in whole))
