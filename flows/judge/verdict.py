"""The judge's door: what an article is a copy of and which story it belongs to, in its own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.judge.copies import choose_candidates, is_related, judge_copy
from flows.judge.fingerprints import Sketch, read_sketch
from flows.judge.stories import CANDIDATES, CHIEF_TERMS, REACH, Weighed, judge_story, weigh_article
from flows.judge.terms import read_topic
from storage.database import Transaction
from storage.likeness import (
    Neighbour,
    claim_judging,
    keep_fingerprints,
    read_likenesses,
    read_neighbours,
    read_same_words,
)
from storage.records import Article, Copy, CopyKind, Mention, Sighting, Verdict, digest_id
from storage.stories import found_story, join_story, keep_judged, read_story_id
from storage.topics import (
    count_terms,
    find_stories,
    keep_topic,
    read_story_sketches,
    read_term_counts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict, and what keeping it asks for so that nothing is computed twice."""

    verdict: Verdict
    sketch: Sketch
    weighed: Weighed
    story: int | None
    """The number of the story that the article joins, None where it founds one."""


def judge_article(tx: Transaction, article: Article, mentions: Sequence[Mention]) -> Judgement:  # noqa: ARG001
    """Judge an article that is not yet in the corpus; reads only.

    Call it in the writing transaction that then inserts the article and calls `keep_verdict`: between
    the two nobody else may add the article that this one is a copy of.
    """
    claim_judging(tx)
    sketch = read_sketch(article.text)
    likenesses = read_likenesses(tx, sketch.fingerprints)
    candidates = choose_candidates(likenesses, read_same_words(tx, sketch.text_hash))
    neighbours = read_neighbours(tx, candidates)
    copy = judge_copy(article.title, sketch, article.text, neighbours)
    weighed = _weigh(tx, article)
    story, why = _choose_story(tx, article, copy, neighbours, weighed)
    verdict = Verdict(
        copy=copy,
        group=copy.likeness.group if copy and copy.kind is not CopyKind.PARTIAL else article.id,
        story=read_story_id(tx, story) if story is not None else digest_id("s", article.key),
        why=why,
        new_story=story is None,
    )
    return Judgement(verdict=verdict, sketch=sketch, weighed=weighed, story=story)


def keep_verdict(tx: Transaction, number: int, article: Article, judgement: Judgement) -> None:
    """Write what judging found to the article's row, which was just inserted under this number."""
    verdict, weighed, story = judgement.verdict, judgement.weighed, judgement.story
    when = article.published.at if article.published else None
    is_live = article.sighting is Sighting.LIVE
    if story is None:
        story = found_story(tx, verdict.story, article.title, when, is_live=is_live)
    else:
        join_story(tx, story, when, is_live=is_live)
    keep_judged(
        tx,
        number,
        copy=verdict.copy,
        story=story,
        why=verdict.why,
        text_hash=judgement.sketch.text_hash,
        fingerprint_count=len(judgement.sketch.fingerprints),
    )
    keep_fingerprints(tx, number, judgement.sketch.fingerprints)
    if verdict.copy is not None and verdict.copy.kind is not CopyKind.PARTIAL:
        return  # a wire report in thirty outlets says what it says once
    keep_topic(tx, story, weighed.row, when, CHIEF_TERMS)
    count_terms(tx, number, weighed.topic.keys.values(), weighed.counted, is_cjk=weighed.topic.is_cjk)


def _weigh(tx: Transaction, article: Article) -> Weighed:
    topic = read_topic(article.title, article.text)
    known, counted = read_term_counts(tx, topic.keys.values(), is_cjk=topic.is_cjk)
    return weigh_article(topic, known, counted)


def _choose_story(
    tx: Transaction, article: Article, copy: Copy | None, neighbours: Sequence[Neighbour], weighed: Weighed
) -> tuple[int | None, str]:
    """The story that the article joins, None: it founds one; and why, in words."""
    shared = _story_of_passages(article, copy, neighbours)
    if shared is not None:
        return shared
    when = article.published.at if article.published else None
    found = find_stories(tx, weighed.asked, when, REACH, CANDIDATES)
    sketches = read_story_sketches(tx, found, is_cjk=weighed.topic.is_cjk)
    belonging = judge_story(weighed, when, sketches, is_live=article.sighting is Sighting.LIVE)
    if belonging is None:
        return None, "nothing earlier is on this event"
    return belonging.story, f"on the same event, score {belonging.score:.2f}"


def _story_of_passages(
    article: Article, copy: Copy | None, neighbours: Sequence[Neighbour]
) -> tuple[int, str] | None:
    """The story of the article that this one copies or shares passages with."""
    for neighbour in neighbours:
        if copy is not None and neighbour.likeness.article == copy.of and neighbour.story is not None:
            if copy.kind is CopyKind.PARTIAL and not _may_join(article, neighbour):
                continue
            return neighbour.story, f"{copy.kind.value} copy of {copy.of}"
    for neighbour in neighbours:
        if neighbour.story is not None and is_related(neighbour.likeness) and _may_join(article, neighbour):
            return neighbour.story, f"shares passages with {neighbour.likeness.article}"
    return None


def _may_join(article: Article, neighbour: Neighbour) -> bool:
    """An undated text joins a story with live articles only as a copy."""
    return article.published is not None or not neighbour.story_is_live
