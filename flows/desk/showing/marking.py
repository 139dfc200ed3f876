"""An article's text cut into parts, so that a page can mark each tracked name with who it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alerts.watch.reading import Reading
from storage.bugs import attempt
from storage.records import Article

Place = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a paragraph; `entity` is whom it names, None for all else."""

    text: str
    entity: str | None = None


def mark_text(reading: Reading | None, article: Article) -> list[list[Part]]:
    """The paragraphs of an article below its title, each as parts; unmarked where it could not be read."""

    def mark() -> list[list[Part]]:
        if reading is None:
            return plain
        original = reading.layout.original
        begin = len(article.title) + 1
        return list(_cut(original, begin, reading.places()))

    plain = [[Part(line)] for line in article.text.split("\n") if line.strip()]
    return attempt("marking of names", mark, plain)


def _cut(text: str, at: int, places: list[Place]) -> Iterator[list[Part]]:
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if parts := list(
            _mark(text, at, end, [place for place in places if at <= place[0] and place[1] <= end])
        ):
            yield parts
        at = end + 1


def _mark(text: str, at: int, end: int, places: list[Place]) -> Iterator[Part]:
    for start, stop, entity in places:
        if start < at:
            continue  # it lies within one that is marked
        if at < start:
            yield Part(text[at:start])
        yield Part(text[start:stop], entity)
        at = stop
    if at < end:
        yield Part(text[at:end])
