"""A story as `hanmi show` prints it: who wrote what first, what each article added, and related stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from alerts.compose.public_json import shape_story, shape_time
from alerts.decide.novelty import Added, Novelty
from flows.judge.chain import ChainLink, read_chain
from storage.bugs import attempt_alone
from storage.corpus.articles import read_articles_numbered
from storage.corpus.origins import trace_origins
from storage.database import Transaction
from storage.judging.merging import StoryLink, read_former_ids, read_links
from storage.lists.story_lists import read_number
from storage.lists.story_reports import Report, read_reports
from storage.records import CopyKind, Kept, Story

Shape = dict[str, Any]

_READ_AT_ONCE = 20


def describe_story(tx: Transaction, story: Story) -> Shape:
    """The public shape of a story, and beside it `former_ids`, `wrote`, `timeline`, `links` and `chain`.

    `wrote` has each independent origin with its articles; `timeline` what each article said that none before
    it did, oldest first; `links` how the story came to hold what it holds; `chain` the stories before and
    after it in a longer saga.
    """
    reports = read_reports(tx, [story.id]).get(story.id, [])
    wrote: dict[str, list[str]] = defaultdict(list)
    for origin, report in zip(_trace(reports), reports, strict=True):
        wrote[origin].append(report.credited.id)
    return shape_story(story) | {
        "former_ids": read_former_ids(tx, story.id),
        "wrote": [{"origin": origin, "articles": articles} for origin, articles in wrote.items()],
        "timeline": list(walk_timeline(tx, story)),
        "links": [_shape_link(link) for link in read_links(tx, story.id)],
        "chain": describe_chain(tx, story),
    }


def describe_chain(tx: Transaction, story: Story) -> Shape:
    """The stories `before` and `after` it in a longer saga."""
    chain = read_chain(tx, read_number(tx, story.id))
    return {
        "before": [_shape_chained(link) for link in chain.before],
        "after": [_shape_chained(link) for link in chain.after],
    }


def walk_timeline(tx: Transaction, story: Story) -> Iterator[Shape]:
    """The articles of a story, oldest first, each with what it added; their texts are read some at a time."""
    reports = read_reports(tx, [story.id]).get(story.id, [])
    traced = zip(_trace(reports), reports, strict=True)
    added, is_first = Added(), True
    while part := list(islice(traced, _READ_AT_ONCE)):
        texts = read_articles_numbered(tx, [report.number for _, report in part])
        for (origin, _), kept in zip(part, texts, strict=True):
            yield _shape_moment(origin, kept, added, is_first=is_first)
            if not _is_copy(kept):
                attempt_alone(kept.article.id, "novelty", partial(added.learn, kept), None)
                is_first = False


def _trace(reports: Sequence[Report]) -> list[str]:
    return trace_origins([report.credited for report in reports])


def _shape_moment(origin: str, kept: Kept, added: Added, *, is_first: bool) -> Shape:
    """One article of a story, and what is new in it; of a copy nothing is."""
    article = kept.article
    shape: Shape = {
        "article": article.id,
        "at": shape_time(article.published.at if article.published else article.fetched_at),
        "outlet": article.outlet,
        "origin": origin,
        "title": article.title,
        "lang": article.lang,
        "copy_of": kept.copy.of if kept.copy else None,
        "copy_kind": kept.copy.kind.value if kept.copy else None,
    }
    if _is_copy(kept):
        return shape | {"new_sentences": 0, "sentences": 0, "new_figures": [], "new_entities": [], "news": []}
    new = attempt_alone(article.id, "novelty", lambda: added.read(kept), Novelty())
    return shape | {
        "new_sentences": new.sentences,
        "sentences": new.of,
        "new_figures": [] if is_first else list(new.figures),
        "new_entities": [] if is_first else list(new.entities),
        "news": list(new.news),
    }


def _is_copy(kept: Kept) -> bool:
    return kept.copy is not None and kept.copy.kind is not CopyKind.PARTIAL


def _shape_link(link: StoryLink) -> Shape:
    return {
        "kind": link.kind.value,
        "article": link.article,
        "other": link.other,
        "score": link.score,
        "sure": link.is_sure,
    }


def _shape_chained(link: ChainLink) -> Shape:
    return {
        "id": link.id,
        "title": link.title,
        "first_seen": shape_time(link.first_seen),
        "last_seen": shape_time(link.last_seen),
        "likeness": link.likeness,
    }
