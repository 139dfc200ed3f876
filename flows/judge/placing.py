"""Where an article belongs: by the passages it shares, by what it is about, or across languages.

A story that stands in another one's way is found here too: an article may show that two are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from alerts.turns.stands import find_past_days
from flows.judge.bridge import measure_bridge
from flows.judge.copies import is_related
from flows.judge.likely import REACH as LIKELY_REACH
from flows.judge.likely import Rival, judge_likely, list_asked
from flows.judge.likely_signs import is_possible, read_account, says_enough, weigh_rival
from flows.judge.linking import judge_bridge
from flows.judge.stories import (
    CANDIDATES,
    REACH,
    Belonging,
    Weighed,
    judge_story,
    judge_twin,
    score_stories,
)
from storage.database import Transaction
from storage.judging.likeness import Neighbour
from storage.judging.merging import LinkKind, StoryLink, read_root
from storage.judging.topics import StorySketch, Writing, find_stories, list_in_writing, read_story_sketches
from storage.language.word_forms import fold_forms
from storage.records import Article, Copy, CopyKind, Mention, Sighting
from storage.records.reason_texts import Code
from storage.records.reasons import Reason, join_reasons

YOUNG = 3
"""Articles up to which a story in one language is held against the others again by what each new one says."""


AGREES = 0.25
"""How much an account that links to a part of a story must belong to the story, or the part is freed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The story that an article joins, or the part of one, and why.

    `link` is how the article links it to another part of it; `gone` is the number of the story that is
    found to be the same and becomes part of this one. `articles` counts what was known of the story in
    the article's script, 0 where that is not known. `is_sure` False says that it begins a part of the story.
    `freed` are the numbers of parts of stories that the article shows to be on events of their own.
    """

    story: int
    id: str
    why: str
    link: StoryLink | None = None
    gone: int | None = None
    articles: int = 0
    is_sure: bool = True
    freed: tuple[int, ...] = ()


def place_by_passages(
    article: Article, copies: Sequence[Copy], neighbours: Sequence[Neighbour], *, is_teaser: bool
) -> Place | None:
    """The story of the article that this one copies or shares passages with.

    A text that two stories have copies of makes them one.
    """
    by_id = {neighbour.likeness.article: neighbour for neighbour in neighbours}
    if copies and (first := by_id.get(copies[0].of)) and _takes_in(article, copies[0], first):
        place = _place(first, Reason(Code.STORY_COPY, kind=copies[0].kind.value, of=copies[0].of))
        return place and _merge_copied(article, place, _list_copied(copies, by_id))
    return None if is_teaser else _place_by_sharing(article, neighbours)


def _takes_in(article: Article, copy: Copy, copied: Neighbour) -> bool:
    """Whether the story of what an article is like may take it in."""
    return copy.kind is not CopyKind.PARTIAL or _may_join(article, copied)


def _place_by_sharing(article: Article, neighbours: Sequence[Neighbour]) -> Place | None:
    for neighbour in neighbours:
        if is_related(neighbour.likeness) and _may_join(article, neighbour):
            return _place(neighbour, Reason(Code.STORY_SHARES, of=neighbour.likeness.article))
    return None


def _list_copied(copies: Sequence[Copy], by_id: Mapping[str, Neighbour]) -> list[Neighbour]:
    """The texts that an article is a copy of, the best first."""
    whole = [copy.of for copy in copies if copy.kind is not CopyKind.PARTIAL]
    return [by_id[id_] for id_ in whole if id_ in by_id]


def place_by_topic(tx: Transaction, article: Article, weighed: Weighed) -> Place | None:
    """The story on the same event, by what the article is about; a second one as like it is the same."""
    when = article.published.at if article.published else None
    found = find_stories(tx, weighed.asked, when, REACH, CANDIDATES)
    sketches = read_story_sketches(tx, found, weighed.topic.script)
    is_live = article.sighting is Sighting.LIVE
    best = judge_story(score_stories(weighed, when, sketches, is_live=is_live))
    if best is None:
        return None
    known = next(sketch.articles for sketch in sketches if sketch.story == best.story)
    why = Reason(Code.STORY_EVENT, score=f"{best.score:.2f}")
    place = Place(story=best.story, id=best.id, why=why, articles=known)
    twin = judge_twin(weighed, when, sketches, best)
    return merge_places(article, place, twin, LinkKind.MERGE) if twin else place


def place_likely(
    tx: Transaction, article: Article, mentions: Sequence[Mention], weighed: Weighed, bridged: Weighed | None
) -> Place | None:
    """The story that is likely on the same event, where none surely is: the article begins a part of it."""
    likely = judge_likely(find_rivals(tx, article, mentions, weighed, bridged))
    return begin_part(article, likely) if likely else None


def find_rivals(
    tx: Transaction, article: Article, mentions: Sequence[Mention], weighed: Weighed, bridged: Weighed | None
) -> list[Rival]:
    """The stories around an article's time that it may be on, and their parts, with what speaks for each.

    They are looked for by its words and by what it says in terms of no language: accounts of one event share
    the cast where they share few words.
    """
    asked = list_asked(weighed)
    if article.published is None or not asked:
        return []
    when = article.published.at
    found = find_stories(tx, asked, when, LIKELY_REACH, CANDIDATES)
    if bridged is not None:
        found += find_stories(tx, bridged.asked, when, LIKELY_REACH, CANDIDATES)
    sketches = read_story_sketches(tx, list(dict.fromkeys(found)), weighed.topic.script)
    is_live = article.sighting is Sighting.LIVE
    possible = (sketch for sketch in sketches if is_possible(weighed, when, sketch))
    scored = score_stories(weighed, when, possible, is_live=is_live)
    bridges = read_story_sketches(tx, [sketch.story for _, sketch in scored], Writing.BRIDGE)
    across = {sketch.story: sketch for sketch in bridges}
    cast = frozenset(fold_forms(word) for mention in mentions for word in mention.entity.split("-"))
    account = read_account(weighed, bridged, when, find_past_days(article), cast)
    rivals = (weigh_rival(account, each, across.get(each[1].story)) for each in scored)
    return [rival for rival in rivals if says_enough(rival)]


def begin_part(article: Article, likely: Belonging) -> Place:
    why = Reason(Code.STORY_LIKELY, score=f"{likely.score:.2f}")
    link = StoryLink(kind=LinkKind.LIKELY, article=article.id, score=round(likely.score, 3), is_sure=False)
    return Place(story=likely.story, id=likely.id, why=why, link=link, is_sure=False)


def place_by_bridge(tx: Transaction, article: Article, bridged: Weighed, script: Writing) -> Place | None:
    """The story of an account in another language, if none in the article's own is in it."""
    found = _find_across(tx, article, bridged, script, own=None)
    if found is None:
        return None
    if found.is_part:
        return begin_part(article, found)
    why = Reason(Code.STORY_LANGUAGE, score=f"{found.score:.2f}")
    link = StoryLink(
        kind=LinkKind.LANGUAGE, article=article.id, score=round(found.score, 3), is_sure=found.is_sure
    )
    freed = _list_freed(tx, article, bridged, [found.story])
    return Place(story=found.story, id=found.id, why=why, link=link, freed=freed)


def is_young(tx: Transaction, place: Place, script: Writing) -> bool:
    """Whether a story has so few articles that the next one may say better what it is about."""
    if place.gone is not None:
        return False
    known = place.articles or sum(s.articles for s in read_story_sketches(tx, [place.story], script))
    return known <= YOUNG


def find_across(tx: Transaction, article: Article, place: Place, bridged: Weighed, script: Writing) -> Place:
    """A place, merged with the story in another language that is found to be on the same event."""
    other = Writing.OTHER if script is Writing.CJK else Writing.CJK
    found = _find_across(tx, article, bridged, script, own=place.story)
    if found is None or found.is_part or list_in_writing(tx, [place.story], other):
        return place
    freed = _list_freed(tx, article, bridged, [place.story, found.story])
    return replace(merge_places(article, place, found, LinkKind.LANGUAGE), freed=freed)


def _list_freed(
    tx: Transaction, article: Article, bridged: Weighed, numbers: Sequence[int]
) -> tuple[int, ...]:
    """Which of these are parts of stories that an article, though it links them, does not itself link to.

    A part is likely on its story by words of one language; an account in another one knows better.
    """
    roots = {number: read_root(tx, number) for number in numbers}
    parts = [number for number in numbers if roots[number] != number]
    linked = _list_linked(tx, article, bridged, [roots[part] for part in parts])
    return tuple(part for part in parts if roots[part] not in linked)


def _list_linked(tx: Transaction, article: Article, bridged: Weighed, numbers: Sequence[int]) -> set[int]:
    """Which of these stories an article belongs to across languages, whatever else it belongs to."""
    assert article.published is not None, "undated accounts are not linked"
    sketches = read_story_sketches(tx, numbers, Writing.BRIDGE)
    return {s.story for s in sketches if measure_bridge(bridged, article.published.at, s) >= AGREES}


def merge_places(article: Article, place: Place, twin: Belonging, kind: LinkKind) -> Place:
    """A place whose story is one with another: the one that was founded first keeps its id."""
    kept, gone = ((place.story, place.id), (twin.story, twin.id))
    if gone[0] < kept[0]:
        kept, gone = gone, kept
    link = StoryLink(
        kind=kind, article=article.id, score=round(twin.score, 3), is_sure=twin.is_sure, other=gone[1]
    )
    same = Reason(Code.STORY_SAME, of=gone[1], score=f"{twin.score:.2f}")
    why = join_reasons([place.why, same])
    return Place(story=kept[0], id=kept[1], why=why, link=link, gone=gone[0], articles=place.articles)


def _find_across(
    tx: Transaction, article: Article, bridged: Weighed, script: Writing, own: int | None
) -> Belonging | None:
    assert article.published is not None, "undated accounts are not linked"
    return judge_bridge(bridged, article.published.at, list_across(tx, article, bridged, script, own))


def list_across(
    tx: Transaction, article: Article, bridged: Weighed, script: Writing, own: int | None = None
) -> list[StorySketch]:
    """The stories with a time, but for an article's `own`, that nothing in its language tells yet."""
    assert article.published is not None, "undated accounts are not linked"
    found = find_stories(tx, bridged.asked, article.published.at, REACH, CANDIDATES)
    told = list_in_writing(tx, found, script)
    others = [story for story in found if story not in told and story != own]
    sketches = read_story_sketches(tx, others, Writing.BRIDGE)
    return [sketch for sketch in sketches if sketch.first_seen is not None]


def _merge_copied(article: Article, place: Place, same: Iterable[Neighbour]) -> Place:
    for neighbour in same:
        if neighbour.story and neighbour.story_id and neighbour.story != place.story:
            twin = Belonging(story=neighbour.story, id=neighbour.story_id, score=1.0)
            return merge_places(article, place, twin, LinkKind.MERGE)
    return place


def _place(neighbour: Neighbour, why: str) -> Place | None:
    if neighbour.story is None or neighbour.story_id is None:
        return None
    return Place(story=neighbour.story, id=neighbour.story_id, why=why)


def _may_join(article: Article, neighbour: Neighbour) -> bool:
    """An undated text joins a story with live articles only as a copy."""
    return article.published is not None or not neighbour.story_is_live
