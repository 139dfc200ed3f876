"""An article laid out for matching: folded once; words and sentences only when they are asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from alerts.watch.scan.folded import make_plain, shape_text
from alerts.watch.scan.places import Places
from storage.language.text import HAN, HANGUL, Span, fold, lower, paragraphs, sentences
from storage.records import Article

# Between title and body lie more words than any NEAR can ask for.
FAR = 10_000_000
LEDE_WORDS = 60
_EAST = re.compile(f"[{HANGUL}{HAN}]")
_CHUNK = re.compile(r"\S+")
_RUN = re.compile(rf"[{HANGUL}]+|[{HAN}]+|[^\W_{HANGUL}{HAN}]+")
_LATIN = re.compile(rf"[^\W_{HANGUL}{HAN}]*")


class Layout:
    """One article's title, subtitle and text as one folded string, and all that is derived from it.

    Offsets are of `text`, and of `shaped` and `plain` as well (see `plain.py`); `slice_original` gives the
    words as the article has them.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self.at = article.published.at if article.published else None  # when it was published
        body = article.text
        if article.subtitle and article.subtitle not in body[:2000]:
            body = f"{article.subtitle}\n{body}"
        self._original = f"{article.title}\n{body}"
        self._folded = fold(self._original)
        self.text = self._folded.text
        shaped = shape_text(self.text)
        self.shaped = shaped.text
        self.stopped_ends = shaped.ends  # see `Shaped`
        self.unusual = self._folded.unusual  # its characters beyond ASCII and Hangul
        self.plain = make_plain(self.shaped, self.unusual)
        self.is_east = not self.plain.isascii() and _EAST.search(self.plain) is not None
        self.title_end = self._find_title_end(len(article.title))
        self.elsewhere: int | None = None  # signs of another world, once they are counted
        self.credited: Places | None = None  # lines of credit, once they are looked for
        self.civic: int | None = None  # its words of public affairs, once they are counted
        self._line_sentences: dict[int, list[int]] = {}

    @property
    def original(self) -> str:
        """Title, subtitle (where the text does not repeat it) and text, a line each, as they came."""
        return self._original

    def _find_title_end(self, original: int) -> int:
        starts = self._folded.starts
        return original if starts is None else bisect_right(starts, original - 1)

    def place_end(self, end: int) -> int:
        """Where what ends here in `shaped` ends in `text`: past the full stops of an abbreviation."""
        return self.stopped_ends.get(end, end)

    def find_word_end(self, at: int) -> int:
        """Where the run of Latin letters and digits ends that reaches over an offset."""
        found = _LATIN.match(self.shaped, at)
        return found.end() if found else at

    def read_word_before(self, at: int) -> Span | None:
        """The run of Latin letters and digits that ends right before an offset."""
        begin = at
        while begin and (char := self.shaped[begin - 1]).isalnum() and not _EAST.match(char):
            begin -= 1
        return (begin, at) if begin < at else None

    def read_word_after(self, at: int) -> Span | None:
        """The run of Latin letters and digits that begins at an offset."""
        end = self.find_word_end(at)
        return (at, end) if at < end else None

    @cached_property
    def has_brackets(self) -> bool:
        """Whether anything may stand in brackets."""
        return "(" in self.text or "[" in self.text

    @cached_property
    def pieces(self) -> list[str]:
        """The runs of letters or digits of one script, full stops inside abbreviations gone, case kept."""
        return _RUN.findall(self.shaped)

    @cached_property
    def small_pieces(self) -> frozenset[str]:
        """The pieces in small letters, each once."""
        return frozenset(_RUN.findall(lower(self.shaped)))

    def number(self, offset: int) -> int:
        """The number of the word that stands at an offset; the body's begin at FAR."""
        number = bisect_right(self._word_starts, offset) - 1
        return number if number < self._title_words else FAR + number - self._title_words

    @cached_property
    def _word_starts(self) -> list[int]:
        return list(self._find_words(0))

    @cached_property
    def _title_words(self) -> int:
        return bisect_right(self._word_starts, self.title_end - 1) if self.title_end else 0

    def _find_words(self, at: int) -> Iterator[int]:
        """Where the words from an offset on begin: runs; eojeols where there is Hangul or Hanja."""
        if not self.is_east:
            yield from (found.start() for found in _RUN.finditer(self.shaped, at))
            return
        for chunk in _CHUNK.finditer(self.shaped, at):
            if _EAST.search(chunk.group()):
                yield chunk.start()
            else:
                yield from (found.start() for found in _RUN.finditer(self.shaped, *chunk.span()))

    @cached_property
    def lede_end(self) -> int:
        """Where the lede ends: the title and the first words of the body."""
        return next(islice(self._find_words(self.title_end), LEDE_WORDS, None), len(self.text))

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

    def is_one_sentence(self, start: int, end: int) -> bool:
        """Whether a span lies in one sentence; lines without it are not looked at."""
        line, line_end = self.text.rfind("\n", 0, start) + 1, self.text.find("\n", start)
        if 0 <= line_end < end:
            return False
        starts = self._line_sentences.get(line)
        if starts is None:
            spans = sentences(self.text[line : line_end if line_end >= 0 else len(self.text)])
            starts = self._line_sentences[line] = [line + begin for begin, _ in spans]
        return bisect_right(starts, start) == bisect_right(starts, end - 1)

    def slice_original(self, start: int, end: int) -> str:
        """The article's own characters between two folded offsets."""
        begin, stop = self._folded.span(start, end)
        return self._original[begin:stop]

    def place_original(self, start: int, end: int) -> Span:
        """The original's offsets of a folded span."""
        return self._folded.span(start, end)
