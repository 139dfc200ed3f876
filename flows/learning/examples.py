"""The examples that a watch for an idea learns from: bundled, its own, and what readers judged."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from alerts.watch.examples import SOMETIME, read_example
from alerts.watch.ideas.signs import GENERATION
from flows.config.bundle import SEEDS
from storage.records import Article, Judgement, Opinion, Published, Sighting, TextFrom, Watch

FOLDER = SEEDS / "ideas"
"""Of the bundled ideas: `ID.toml` with the examples, `ID.weights.json` with what they teach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A text that is on an idea or is not; `by` is who says so: bundled, watchlist, or a reader."""

    article: Article
    is_on: bool
    by: str

    @property
    def digest(self) -> str:
        """The same for the same text, day and verdict."""
        published = self.article.published
        day = published.at.astimezone(UTC).isoformat() if published else ""
        said = (self.article.title, self.article.text, day, str(self.is_on))
        return hashlib.sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def bundled_file(watch: str) -> Path | None:
    """The examples that ship with a watch, None where there are none."""
    path = FOLDER / f"{watch}.toml"
    return path if path.is_file() else None


@cache
def read_bundled(path: Path) -> tuple[Lesson, ...]:
    """The examples of a bundled file."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["example"]
    return tuple(_read_lesson(table["text"], table["on"], table.get("date"), "bundled") for table in tables)


def list_lessons(watch: Watch, accepted: Iterable[Judgement] = ()) -> list[Lesson]:
    """All that a watch learns from, in the order of the digests, each text once."""
    path = bundled_file(watch.id)
    lessons = list(read_bundled(path)) if path else []
    for examples, is_on in ((watch.must_match, True), (watch.must_not_match, False)):
        lessons += [_read_lesson(one.text, is_on, one.day, "watchlist") for one in examples]
    lessons += [read_judged(one) for one in accepted]
    by_digest = {lesson.digest: lesson for lesson in lessons}
    return [by_digest[digest] for digest in sorted(by_digest)]


def read_judged(judgement: Judgement) -> Lesson:
    """What a reader judged, as it read then."""
    at = judgement.published_at
    article = Article(
        key=f"text:{judgement.article}",
        title=judgement.title,
        text=judgement.text,
        lang=judgement.lang,
        fetched_at=at or SOMETIME,
        published=Published(at=at, by="file") if at else None,
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )
    return Lesson(article=article, is_on=judgement.opinion is Opinion.ON_TOPIC, by=judgement.by)


def digest_lessons(watch: Watch, accepted: Sequence[Judgement] = ()) -> str:
    """Of everything that decides what a watch learns: the queries, the examples, the kind of signs.

    A bundled file counts by its bytes, so that it need not be read where its weights are at hand.
    """
    path = bundled_file(watch.id)
    own = list_lessons(replace(watch, id=""), accepted)
    parts = [str(GENERATION), watch.query, watch.idea, *(lesson.digest for lesson in own)]
    parts += [f"${id_} {query}" for id_, query in watch.phrases]
    parts.append(hashlib.sha256(path.read_bytes()).hexdigest() if path else "")
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _read_lesson(text: str, is_on: bool, day: date | None, by: str) -> Lesson:
    article = read_example(text, day)
    fetched = datetime.combine(day, time(12), UTC) if day else SOMETIME
    return Lesson(article=replace(article, fetched_at=fetched), is_on=is_on, by=by)
