"""Decide what an article copies and which story it joins. Runs in the caller's writing transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from flows.judge.accounts import read_bridge
from flows.judge.bridge import weigh_bridge
from flows.judge.copies import choose_candidates, judge_copies
from flows.judge.fingerprints import Sketch, read_sketch
from flows.judge.placing import (
    Place,
    find_across,
    is_young,
    place_by_bridge,
    place_by_passages,
    place_by_topic,
    place_likely,
)
from flows.judge.splitting import ASKED_AT, split_drifted
from flows.judge.stories import CHIEF_TERMS, Weighed, is_numbered_otherwise, list_series, weigh_article
from flows.judge.terms import Topic, read_numbered, read_topic
from storage.bugs import attempt
from storage.database import Transaction
from storage.judging.likeness import (
    Neighbour,
    keep_fingerprints,
    list_kin,
    read_likenesses,
    read_neighbours,
    read_same_words,
)
from storage.judging.merging import free_part, keep_link, merge_stories, read_id, read_root
from storage.judging.originals import keep_original
from storage.judging.stories import begin_part, begin_story, join_story, keep_judged, stretch_to_part
from storage.judging.term_counts import count_terms, read_term_counts
from storage.judging.topics import Writing, begin_topic, join_topic
from storage.records import Article, Copy, CopyKind, Mention, Sighting, Verdict, digest_id
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

Numbered = Mapping[str, frozenset[int]]
"""What an article numbers, with the numbers given (`flows.judge.terms.Topic.numbered`)."""

NO_SKETCH = Sketch(fingerprints=(), text_hash=None, is_cjk=False, tokens=())
"""The sketch of a text whose own cannot be made; it is like nothing."""

KIN = 64
"""Members of a copy group that are compared where an article comes out of turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedArticle:
    """A verdict, and what keeping it asks for so that nothing is computed twice.

    `copies` are all articles found like it, the one that the verdict names first. `weighed` is None for a
    copy: a wire report in thirty outlets says what it says once. `bridged` is what links it to a story in
    another language, None where it has one in its own. `place` is None where the article founds a story.
    """

    verdict: Verdict
    sketch: Sketch
    copies: tuple[Copy, ...]
    weighed: Weighed | None
    bridged: Weighed | None
    place: Place | None

    @property
    def joins(self) -> bool:
        """Whether it joins a story or a part; else it founds one."""
        return self.place is not None and self.place.is_sure

    @property
    def is_to_be_split(self) -> bool:
        """Whether the story that it joins is looked at for two events now."""
        return self.place is not None and self.weighed is not None and self.place.articles + 1 in ASKED_AT


def judge_article(tx: Transaction, article: Article, mentions: Sequence[Mention]) -> JudgedArticle:
    """Judge an article that is not yet in the corpus; reads only.

    Call it in the writing transaction that then inserts the article and calls `keep_verdict`: between
    the two nobody else may add the article that this one is a copy of. What a fault keeps from being
    computed is left out: without its topic a text still finds its copies, and without copies its story.
    """
    sketch = attempt("sketch", lambda: read_sketch(article.text), NO_SKETCH)
    topic = attempt("topic", lambda: read_topic(article.title, article.text), None)
    numbered: Numbered = topic.numbered if topic else {}
    copies, neighbours = attempt("copies", lambda: _find_copies(tx, article, sketch, numbered), ((), ()))
    fitting = [n for n in neighbours if not _is_of_series(numbered, n)]
    place = attempt(
        "story", lambda: place_by_passages(article, copies, fitting, is_teaser=sketch.is_teaser), None
    )
    weighed = bridged = None
    if topic is not None and not _is_copy(copies):
        weighed = attempt("topic", lambda: _weigh(tx, topic), None)
    if weighed is not None:
        place, bridged = _place_by_terms(tx, article, mentions, weighed, place)
    return JudgedArticle(
        verdict=make_verdict(article, copies, place),
        sketch=sketch,
        copies=tuple(copies),
        weighed=weighed,
        bridged=bridged,
        place=place,
    )


def _is_copy(copies: Sequence[Copy]) -> bool:
    """Whether an article is a copy of the best of what it is like, and no part of it."""
    return bool(copies) and copies[0].kind is not CopyKind.PARTIAL


def _place_by_terms(
    tx: Transaction, article: Article, mentions: Sequence[Mention], weighed: Weighed, place: Place | None
) -> tuple[Place | None, Weighed | None]:
    """Its place by what it is about, where passages gave it none, and what was asked across languages."""
    if place is None:
        place = attempt("story", lambda: place_by_topic(tx, article, weighed), None)
    across = partial(_place_across, tx, article, mentions, weighed, place)
    place, bridged = attempt("story across languages", across, (place, None))
    if place is None:
        place = attempt("likely story", lambda: place_likely(tx, article, mentions, weighed, bridged), None)
    return place, bridged


def make_verdict(article: Article, copies: Sequence[Copy], place: Place | None) -> Verdict:
    copy = copies[0] if copies else None
    group = copy.likeness.group if copy and _is_copy(copies) else article.id
    if place is None:
        story, why = digest_id("s", article.key), Reason(Code.STORY_NEW)
        return Verdict(copy=copy, group=group, story=story, why=why, new_story=True)
    return Verdict(copy=copy, group=group, story=place.id, why=place.why, new_story=False)


def judge_apart(article: Article) -> JudgedArticle:
    """The verdict on an article whose own cannot be kept: it copies nothing and stands alone."""
    why, story = Reason(Code.STORY_UNJUDGED), digest_id("s", article.key)
    verdict = Verdict(copy=None, group=article.id, story=story, why=why, new_story=True)
    return JudgedArticle(verdict=verdict, sketch=NO_SKETCH, copies=(), weighed=None, bridged=None, place=None)


def keep_verdict(
    tx: Transaction, number: int, article: Article, judged: JudgedArticle
) -> tuple[str, int | None]:
    """Write what judging found to the article's row, which was just inserted under this number.

    Returns the id of the article's story and the number of the part of it that it is in, if any. The story is
    the verdict's unless the article showed that this was two, or that a part of it is on something else.
    """
    verdict, sketch, place = judged.verdict, judged.sketch, judged.place
    story = _enter_story(tx, article, verdict, place)
    root = read_root(tx, story)
    part = None if story == root else story
    if part is not None and judged.joins:
        stretch_to_part(tx, part)
    keep_judged(
        tx,
        number,
        copy=verdict.copy,
        story=root,
        part=part,
        why=verdict.why,
        text_hash=sketch.text_hash,
        fingerprint_count=len(sketch.fingerprints),
    )
    keep_fingerprints(tx, number, sketch.fingerprints, is_new=True)
    if verdict.copy is not None:
        keep_original(tx, number, judged.copies)
    keep_topic = join_topic if judged.joins else begin_topic
    for weighed in filter(None, (judged.weighed, judged.bridged)):
        keep_topic(tx, story, weighed.row, _published(article), CHIEF_TERMS)
        count_terms(tx, number, weighed.topic.keys.values(), weighed.counted, weighed.topic.script)
    id = read_id(tx, root) if place is not None and place.freed else verdict.story
    if not judged.is_to_be_split:
        return id, part
    split = partial(split_drifted, tx, story, id, article.id)
    now = attempt("splitting of its story", split, id, within=tx)
    return now, part if now == id else None  # what is split off is a story of its own


def _enter_story(tx: Transaction, article: Article, verdict: Verdict, place: Place | None) -> int:
    """The number of the story, or the part of one, that the article founds or joins.

    Two are made one where the article shows that they are.
    """
    when, is_live = _published(article), article.sighting is Sighting.LIVE
    if place is None:
        return begin_story(tx, verdict.story, article.title, when, is_live=is_live)
    for part in place.freed:
        free_part(tx, part)
    if place.is_sure:
        story = place.story if place.gone is None else merge_stories(tx, place.story, place.gone)
        join_story(tx, story, when, is_live=is_live)
    else:
        story = begin_part(tx, place.story, article, is_live=is_live)
    if place.link is not None:
        keep_link(tx, story, place.link)
    return story


def _find_copies(
    tx: Transaction, article: Article, sketch: Sketch, numbered: Numbered
) -> tuple[list[Copy], list[Neighbour]]:
    """The articles that an article is like, as copies, the best first; and all that it was compared with."""
    likenesses = read_likenesses(tx, sketch.fingerprints)
    candidates = choose_candidates(likenesses, read_same_words(tx, sketch.text_hash))
    neighbours = read_neighbours(tx, candidates)
    copies = judge_copies_in_turn(article, sketch, numbered, neighbours)
    if _is_out_of_turn(article, copies, neighbours) and (kin := list_kin(tx, copies, KIN)):
        known = {neighbour.likeness.article for neighbour in neighbours}
        neighbours += read_neighbours(tx, [member for member in kin if member.article not in known])
        copies = judge_copies_in_turn(article, sketch, numbered, neighbours)
    return copies, neighbours


def _place_across(
    tx: Transaction, article: Article, mentions: Sequence[Mention], weighed: Weighed, place: Place | None
) -> tuple[Place | None, Weighed | None]:
    """Its place once stories in the other language are looked at too, and what was asked of them."""
    script = weighed.topic.script
    if article.published is None or not (place is None or is_young(tx, place, script)):
        return place, None
    bridged = _weigh_across(tx, article, mentions, weighed)
    if place is None:
        return place_by_bridge(tx, article, bridged, script), bridged
    return find_across(tx, article, place, bridged, script), bridged


def _weigh(tx: Transaction, topic: Topic) -> Weighed:
    known, counted = read_term_counts(tx, topic.keys.values(), topic.script)
    return weigh_article(topic, known, counted)


def _weigh_across(
    tx: Transaction, article: Article, mentions: Sequence[Mention], weighed: Weighed
) -> Weighed:
    is_cjk = weighed.topic.script is Writing.CJK
    account = read_bridge(article.title, article.text, mentions, is_cjk=is_cjk)
    known = read_term_counts(tx, account.keys.values(), account.script)
    return weigh_bridge(account, *known, is_cjk=is_cjk)


def judge_copies_in_turn(
    article: Article, sketch: Sketch, numbered: Numbered, neighbours: Sequence[Neighbour]
) -> list[Copy]:
    """Of which neighbours an article is a copy, by when each was published and what it numbers."""
    order = _order(article)[0]
    copies = judge_copies(article.title, sketch, article.text, neighbours, order=order)
    return _part_series(numbered, copies, neighbours)


def _is_out_of_turn(article: Article, copies: Sequence[Copy], neighbours: Sequence[Neighbour]) -> bool:
    """Whether an article comes after copies that were published later, or is no copy of a copy's original.

    Then the whole group is compared with it, so that the copies are the same in any order.
    """
    order = _order(article)
    near = {copy.of: copy.likeness.group for copy in copies if copy.kind is not CopyKind.PARTIAL}
    later = any(n.order > order for n in neighbours if n.likeness.article in near)
    return later or not set(near.values()) <= near.keys()


def _order(article: Article) -> tuple[str, str]:
    at = _published(article) or article.fetched_at
    return at.astimezone(UTC).isoformat(), article.key


def _part_series(numbered: Numbered, copies: Sequence[Copy], neighbours: Sequence[Neighbour]) -> list[Copy]:
    """Texts that differ in little but that one is on the 4th meeting and one on the 5th are no copies."""
    others = {n.likeness.article for n in neighbours if _is_of_series(numbered, n)}
    parted = [replace(copy, kind=CopyKind.PARTIAL) if copy.of in others else copy for copy in copies]
    return sorted(parted, key=lambda copy: copy.kind is CopyKind.PARTIAL)


def _is_of_series(numbered: Numbered, neighbour: Neighbour) -> bool:
    """Whether a neighbour is on another number of the series that an article is on."""
    if not list_series(numbered):
        return False
    other: Numbered = attempt(
        "numbers",
        lambda: read_numbered(neighbour.title, neighbour.text),
        {},
        about=neighbour.likeness.article,
    )
    return is_numbered_otherwise(numbered, other)


def _published(article: Article) -> datetime | None:
    return article.published.at if article.published else None
