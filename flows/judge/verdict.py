"""The judge's door: what an article is a copy of and which story it belongs to, in its own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.judge.copies import choose_candidates, is_related, judge_copy
from flows.judge.fingerprints import Sketch, read_sketch
from storage.database import Transaction
from storage.likeness import (
    Neighbour,
    keep_copy,
    keep_fingerprints,
    read_likenesses,
    read_neighbours,
    read_same_words,
)
from storage.records import Article, Copy, Mention, Verdict, digest_id
from storage.stories import found_story, join_story, read_story_id, read_story_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict, and what keeping it asks for so that nothing is computed twice."""

    verdict: Verdict
    sketch: Sketch


def judge_article(tx: Transaction, article: Article, mentions: Sequence[Mention]) -> Judgement:  # noqa: ARG001
    """Judge an article that is not yet in the corpus; reads only.

    Call it in the writing transaction that then inserts the article and calls `keep_verdict`: between
    the two nobody else may add the article that this one is a copy of.
    """
    sketch = read_sketch(article.text)
    likenesses = read_likenesses(tx, sketch.fingerprints)
    candidates = choose_candidates(likenesses, read_same_words(tx, sketch.text_hash))
    neighbours = read_neighbours(tx, candidates)
    copy = judge_copy(article.title, sketch, article.text, neighbours)
    story, why = _choose_story(copy, neighbours)
    verdict = Verdict(
        copy=copy,
        group=copy.likeness.group if copy and copy.kind != "partial" else article.id,
        story=read_story_id(tx, story) if story is not None else digest_id("s", article.key),
        why=why,
        new_story=story is None,
    )
    return Judgement(verdict=verdict, sketch=sketch)


def keep_verdict(tx: Transaction, number: int, article: Article, judgement: Judgement) -> None:
    """Write what judging found to the article's row, which was just inserted under this number."""
    verdict = judgement.verdict
    keep_fingerprints(tx, number, judgement.sketch.fingerprints, judgement.sketch.text_hash)
    keep_copy(tx, number, verdict.copy)
    if verdict.new_story:
        story = found_story(tx, verdict.story, article.title)
    else:
        story = read_story_number(tx, verdict.story)
    join_story(tx, number, story, article.published.at if article.published else None, verdict.why)


def _choose_story(copy: Copy | None, neighbours: Sequence[Neighbour]) -> tuple[int | None, str]:
    by_id = {neighbour.likeness.article: neighbour for neighbour in neighbours}
    if copy is not None and (parent := by_id[copy.of]).story is not None:
        return parent.story, f"{copy.kind.value} copy of {copy.of}"
    for neighbour in neighbours:
        if neighbour.story is not None and is_related(neighbour.likeness):
            return neighbour.story, f"shares passages with {neighbour.likeness.article}"
    return None, "nothing earlier is on this event"
