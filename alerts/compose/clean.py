"""Making hostile text fit to be shown: no control or direction marks, no line breaks, not too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from storage.language.shorten import find_begin, find_end, shorten
from storage.records import Evidence, TermMatch

TITLE_LIMIT = 300
SENTENCE_LIMIT = 600
URL_LIMIT = 2000
_AROUND = 160
"""Code points kept on each side of a match where a sentence is too long to be shown."""

_JOINERS = "\u200c\u200d"
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TextRun:
    """A part of a sentence; `is_term` where it carried the decision."""

    text: str
    is_term: bool


def clean_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """One line of at most `limit` code points that says the same to the eye."""
    line = _SPACE.sub(" ", _visible(text[: limit * 4])).strip()
    return shorten(line, limit)


def clean_url(url: str | None) -> str | None:
    """A web address that may stand in a link; None for any other."""
    if url is None or len(url) > URL_LIMIT or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def clean_surrogates(text: str) -> str:
    """The text with lone surrogates, which UTF-8 cannot hold, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def cut_sentence(sentence: Evidence, limit: int = SENTENCE_LIMIT) -> Evidence:
    """A sentence that is not too long: what stands around its first match, offsets moved along."""
    length = len(sentence.text)
    if length <= limit:
        return sentence
    first = min((match.start for match in sentence.matches), default=0)
    start = min(first, find_begin(sentence.text, first - _AROUND))
    end = find_end(sentence.text, start + limit)
    head, tail = "…" if start else "", "…" if end < length else ""
    shift = len(head) - start
    matches = tuple(
        TermMatch(start=m.start + shift, end=m.end + shift, text=m.text, term=m.term, entity=m.entity)
        for m in sentence.matches
        if m.start >= start and m.end <= end
    )
    return Evidence(text=head + sentence.text[start:end] + tail, matches=matches)


def cut_pieces(sentence: Evidence) -> list[TextRun]:
    """A sentence cut at its terms, cleaned; overlapping terms are one piece."""
    short = cut_sentence(sentence)
    pieces, at = [], 0
    for start, end in _spans(short):
        pieces += [
            TextRun(_tidy(short.text[at:start]), False),
            TextRun(_tidy(short.text[start:end]), True),
        ]
        at = end
    pieces.append(TextRun(_tidy(short.text[at:]), False))
    return [piece for piece in pieces if piece.text]


def join_evidence(found: Sequence[Evidence]) -> list[Evidence]:
    """Each sentence once, with the terms of all the watches that it met."""
    terms: dict[str, dict[tuple[int, int], TermMatch]] = {}
    for sentence in found:
        spans = terms.setdefault(sentence.text, {})
        spans.update({(match.start, match.end): match for match in sentence.matches})
    return [Evidence(text=text, matches=tuple(spans.values())) for text, spans in terms.items()]


def _spans(sentence: Evidence) -> list[tuple[int, int]]:
    """Where terms stand, in order, within the text and without overlap."""
    spans: list[tuple[int, int]] = []
    for match in sorted(sentence.matches, key=lambda match: (match.start, match.end)):
        start, end = max(0, match.start), min(len(sentence.text), match.end)
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif start < end:
            spans.append((start, end))
    return spans


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", _visible(text))


def _visible(text: str) -> str:
    text = clean_surrogates(text)
    if text.isprintable():
        return text
    return text.translate({ord(char): _stand_in(char) for char in set(text) if not char.isprintable()})


def _stand_in(char: str) -> str:
    """Nothing for unseen marks, which can reorder what stands around them; a space for the rest.

    The joiners of emoji and of Persian reorder nothing and are a part of what is seen.
    """
    if char in _JOINERS:
        return char
    return "" if unicodedata.category(char) == "Cf" else " "
