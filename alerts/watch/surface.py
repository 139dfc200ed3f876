"""An article laid out for matching: folded once, in words, sentences and two searchable strings."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from alerts.watch.hangul import read_hanja
from storage.records import Article
from storage.text import HAN, HANGUL, Span, fold, lower, paragraphs, runs, sentences

# Between title and body lie more words than any NEAR can ask for.
FAR = 10_000_000
LEDE_WORDS = 60
_EAST = re.compile(f"[{HANGUL}{HAN}]")
_JOINT = re.compile(r"[ \t·-]*")
_CHUNK = re.compile(r"\S+")
# What no term can hold, so that none reaches over it.
BARRIER = "\x00"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where something stands: folded offsets and the numbers of its first and last word."""

    start: int
    end: int
    first: int
    last: int


class Surface:
    """One article's title, subtitle and text as one folded string, and all that is derived from it.

    Offsets are of `text`; `slice_original` gives the words as the article has them.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        body = article.text
        if article.subtitle and article.subtitle not in body[:2000]:
            body = f"{article.subtitle}\n{body}"
        self._original = f"{article.title}\n{body}"
        self._folded = fold(self._original)
        self.text = self._folded.text
        self.title_end = self._find_title_end(len(article.title))
        self._lay_tokens()

    def _find_title_end(self, original: int) -> int:
        starts = self._folded.starts
        return original if starts is None else bisect_right(starts, original - 1)

    def _lay_tokens(self) -> None:
        text = self.text
        spans = runs(text)
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.is_east = _EAST.search(text) is not None
        self.words = self._number_words()

    def _number_words(self) -> list[int]:
        """The number of the word that each token belongs to; the body's begin at FAR."""
        numbers = self._number_eojeols() if self.is_east else list(range(len(self.starts)))
        titled = bisect_right(self.starts, self.title_end - 1) if self.title_end else 0
        if titled == len(numbers):
            return numbers
        lift = FAR - numbers[titled]
        return numbers[:titled] + [number + lift for number in numbers[titled:]]

    def _number_eojeols(self) -> list[int]:
        numbers: list[int] = []
        token, number, count = 0, 0, len(self.starts)
        for chunk in _CHUNK.finditer(self.text):
            begin = token
            while token < count and self.starts[token] < chunk.end():
                token += 1
            if _EAST.search(chunk.group()):
                numbers.extend([number] * (token - begin))
                number += token > begin
            else:
                numbers.extend(range(number, number + token - begin))
                number += token - begin
        return numbers

    def gap(self, token: int) -> str:
        """What stands between a token and the next one."""
        return self.text[self.ends[token] : self.starts[token + 1]]

    @cached_property
    def pieces(self) -> list[str]:
        """The tokens, full stops inside abbreviations gone, case kept."""
        text = self.text
        cut = [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        return [piece.replace(".", "") if "." in piece else piece for piece in cut]

    @cached_property
    def spaced(self) -> str:
        """All tokens in lower case between single spaces, lines divided by a barrier, for Latin terms."""
        return self._spaced_and_places[0]

    @cached_property
    def token_at(self) -> dict[int, int]:
        """Which token begins at an offset of `spaced`."""
        return self._spaced_and_places[1]

    @cached_property
    def _spaced_and_places(self) -> tuple[str, dict[int, int]]:
        pieces = self.pieces
        marked: list[str] = [" "]
        places: dict[int, int] = {}
        token, at = 0, 1
        line_ends = [found.start() for found in re.finditer("\n", self.text)]
        for line_end in [*line_ends, len(self.text)]:
            stop = bisect_right(self.starts, line_end - 1, lo=token)
            if stop > token:
                line = pieces[token:stop]
                offsets = accumulate((len(piece) + 1 for piece in line[:-1]), initial=at)
                places.update(zip(offsets, range(token, stop), strict=True))
                joined = " ".join(line) + f" {BARRIER} "
                marked.append(joined)
                at += len(joined)
                token = stop
        return lower("".join(marked)), places

    @cached_property
    def squeezed(self) -> str:
        """All tokens without the blanks, dots and hyphens between them, case and Hanja kept."""
        return self._squeezed_and_starts[0]

    @cached_property
    def squeezed_key(self) -> str:
        """`squeezed` in lower case with headline Hanja read, for terms that hold Hangul or Hanja."""
        return read_hanja(lower(self.squeezed))

    @cached_property
    def squeezed_starts(self) -> list[int]:
        """Where each token begins in `squeezed`."""
        return self._squeezed_and_starts[1]

    @cached_property
    def _squeezed_and_starts(self) -> tuple[str, list[int]]:
        text = self.text
        parts: list[str] = []
        places: list[int] = []
        at = stop = 0
        before_is_latin = False
        for piece, start, end in zip(self.pieces, self.starts, self.ends, strict=True):
            # No script that a term is squeezed for begins before the Hangul letters.
            is_latin = piece[0] < "\u1100" or not _EAST.match(piece)
            gap = text[stop:start]
            glue = (
                (" " if before_is_latin and is_latin else "")
                if gap == " "
                else join_tokens(gap, before_is_latin and is_latin)
            )
            parts.append(glue)
            at += len(glue)
            places.append(at)
            parts.append(piece)
            at += len(piece)
            stop, before_is_latin = end, is_latin
        return "".join(parts), places

    @cached_property
    def sentence_spans(self) -> list[Span]:
        """Sentences of the folded text, the title's first."""
        return sentences(self.text)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentence_spans]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [start for start, _ in paragraphs(self.text)]

    def sentence(self, offset: int) -> int:
        """The number of the sentence at an offset."""
        return bisect_right(self._sentence_starts, offset) - 1

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph at an offset; the title is one."""
        return bisect_right(self._paragraph_starts, offset) - 1

    def occur(self, first: int, last: int) -> Occurrence:
        """The occurrence that spans the tokens `first` to `last`."""
        return Occurrence(self.starts[first], self.ends[last], self.words[first], self.words[last])

    def slice_original(self, start: int, end: int) -> str:
        """The article's own characters between two folded offsets."""
        begin, stop = self._folded.span(start, end)
        return self._original[begin:stop]

    def place_original(self, start: int, end: int) -> Span:
        """The original's offsets of a folded span."""
        return self._folded.span(start, end)


def join_tokens(gap: str, are_both_latin: bool) -> str:
    """What stands for a gap between two tokens in a squeezed string."""
    if not gap or _JOINT.fullmatch(gap):
        return " " if are_both_latin else ""
    return BARRIER
