"""The examples that hold a watch to what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import product

from alerts.watch.matcher import Watchlist
from alerts.watch.query.tree import Origins, walk
from storage.language.letters import has_hangul
from storage.records import Article, Match, Published, Sighting, TextFrom, Watch

SOMETIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedExample:
    """An example that came out otherwise than it says; `expected` is `match` or `no match`."""

    watch: str
    example: str
    expected: str
    why: str


def check_examples(watchlist: Watchlist, watches: Sequence[Watch]) -> list[FailedExample]:
    """Every `must_match` and `must_not_match` text that comes out otherwise.

    A text with a line break has a title, its first line; one without has none. How many origins its story
    would have a text cannot say: it matches where any number of them makes it match.
    """
    return [failed for watch in watches for failed in _check_watch(watchlist, watch)]


def read_example(text: str, day: date | None = None) -> Article:
    """An example as an article of a day, at noon; None: an undated one."""
    title, _, body = text.partition("\n") if "\n" in text.strip() else ("", "", text)
    return Article(
        key="text:example",
        title=title.strip(),
        text=body.strip(),
        lang="ko" if has_hangul(text) else "en",
        fetched_at=SOMETIME,
        published=Published(at=datetime.combine(day, time(12), UTC), by="file") if day else None,
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )


def _check_watch(watchlist: Watchlist, watch: Watch) -> Iterator[FailedExample]:
    for example, expected in (*product(watch.must_match, [True]), *product(watch.must_not_match, [False])):
        met = _find_match(watchlist, watch, read_example(example.text, example.day))
        if (met is not None) is not expected:
            yield FailedExample(
                watch=watch.id,
                example=example.text,
                expected="match" if expected else "no match",
                why=_say_match(met),
            )


def _say_match(met: Match | None) -> str:
    if met is None:
        return "it does not match"
    hits = dict.fromkeys(hit.text for evidence in met.evidence for hit in evidence.matches)
    return f"it matches: {', '.join(hits)}"


def _find_match(watchlist: Watchlist, watch: Watch, article: Article) -> Match | None:
    asked = {node.n for node in walk(watchlist.queries[watch.id]) if isinstance(node, Origins)}
    found = (watchlist.read(article, origins).match(watch) for origins in sorted({1, *asked}))
    return next(filter(None, found), None)
