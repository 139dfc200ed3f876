"""A story that grew over two events is taken apart again, once it has enough articles to see it.

A story takes each article by its likeness to what is there, so that two events that look alike may grow into
one; whether they did is seen best when each has a few articles, and so is asked at a few sizes only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.judge.accounts import read_bridge
from flows.judge.bridge import weigh_bridge
from flows.judge.placing import YOUNG
from flows.judge.stories import (
    CHIEF_TERMS,
    Weighed,
    is_numbered_otherwise,
    measure_pair,
    weigh_article,
)
from flows.judge.terms import read_topic
from storage.database import Transaction
from storage.judging.merging import LinkKind, Member, StoryLink, keep_link, read_members, split_story
from storage.judging.term_counts import read_term_counts
from storage.judging.topics import Writing, begin_topic, join_topic
from storage.records import digest_id

ASKED_AT = frozenset((4, 6, 8, 12, 16))
"""Numbers of articles, copies aside, at which a story is looked at; beyond them it is what it is."""

FEWEST = 2
"""Articles that either event must have."""

APART = 0.2
"""Mean likeness of the articles of the two parts, below which they are on two events."""

TOGETHER = 0.25
"""Mean likeness that the articles of each part must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An article of a story, weighed anew."""

    member: Member
    weighed: Weighed


def split_drifted(tx: Transaction, story: int, story_id: str, article: str) -> str:
    """Take a story apart if it holds two events; returns the id of the story that the article is in then."""
    members = read_members(tx, story)
    parts = find_parts(_weigh_all(tx, members))
    if parts is None:
        return story_id
    first, second = sorted(parts, key=lambda part: min(account.member.number for account in part))
    groups = {account.member.group for account in second}
    moved = [member.number for member in members if member.group in groups]
    head = min((account.member for account in second), key=lambda member: member.number)
    new_id = digest_id("s", head.key)
    new = split_story(tx, story, moved, new_id, head.title)
    for number, part in ((story, first), (new, second)):
        _found_anew(tx, number, part)
    likeness = round(_mean_of_pairs(first, second), 3)
    for number, other in ((story, new_id), (new, story_id)):
        link = StoryLink(kind=LinkKind.SPLIT, article=article, other=other, score=likeness, is_sure=True)
        keep_link(tx, number, link)
    return new_id if any(account.member.id == article for account in second) else story_id


def find_parts(accounts: Sequence[Account]) -> tuple[list[Account], list[Account]] | None:
    """The two events that the articles of a story are on, None where they are on one, or in two languages."""
    if len({account.weighed.topic.script for account in accounts}) != 1:
        return None
    alike = _compare_all(accounts)
    parts = [[place] for place in range(len(accounts))]
    while len(parts) > 2:
        pairs = [(i, j) for i in range(len(parts)) for j in range(i)]
        into, out = max(pairs, key=lambda pair: (_mean_across(alike, parts[pair[0]], parts[pair[1]]), pair))
        parts[out] += parts.pop(into)
    if len(parts) != 2 or min(map(len, parts)) < FEWEST:
        return None
    if min(_mean_within(alike, part) for part in parts) < TOGETHER:
        return None
    one, other = ([accounts[place] for place in part] for part in parts)
    if _mean_across(alike, *parts) >= APART and not _are_numbered_otherwise(one, other):
        return None
    return one, other


def _are_numbered_otherwise(one: Sequence[Account], other: Sequence[Account]) -> bool:
    """Whether each article of one part numbers a series otherwise than each of the other."""
    return all(
        is_numbered_otherwise(a.weighed.topic.numbered, b.weighed.topic.numbered) for a in one for b in other
    )


def _mean_of_pairs(one: Sequence[Account], other: Sequence[Account]) -> float:
    alike = _compare_all([*one, *other])
    return _mean_across(alike, range(len(one)), range(len(one), len(one) + len(other)))


def _compare_all(accounts: Sequence[Account]) -> list[list[float]]:
    """How alike each article is to each, by their places; once each, for putting together asks often."""
    alike = [[1.0] * len(accounts) for _ in accounts]
    for i, one in enumerate(accounts):
        for j, other in enumerate(accounts[:i]):
            likeness = measure_pair(one.weighed, one.member.when, other.weighed, other.member.when)
            alike[i][j] = alike[j][i] = likeness
    return alike


def _mean_across(alike: Sequence[Sequence[float]], one: Sequence[int], other: Sequence[int]) -> float:
    return sum(alike[i][j] for i in one for j in other) / (len(one) * len(other))


def _mean_within(alike: Sequence[Sequence[float]], part: Sequence[int]) -> float:
    pairs = [(i, j) for place, i in enumerate(part) for j in part[:place]]
    return sum(alike[i][j] for i, j in pairs) / len(pairs)


def _weigh_all(tx: Transaction, members: Sequence[Member]) -> list[Account]:
    """The articles of a story that are no copies, weighed against the corpus as it is now.

    None of them where they are too few to part, or in two languages, which are not parted.
    """
    own = [member for member in members if not member.is_copy]
    topics = [read_topic(member.title, member.text) for member in own]
    scripts = {topic.script for topic in topics}
    if len(own) < 2 * FEWEST or len(scripts) > 1:
        return []
    known = read_term_counts(tx, {key for topic in topics for key in topic.keys.values()}, *scripts)
    return [
        Account(member=member, weighed=weigh_article(topic, *known))
        for member, topic in zip(own, topics, strict=True)
    ]


def _found_anew(tx: Transaction, story: int, part: Sequence[Account]) -> None:
    """Make the sketches of a story from its articles."""
    for place, account in enumerate(part):
        rows = [account.weighed]
        if place < YOUNG and account.member.when is not None:
            rows.append(_weigh_across(tx, account))
        for weighed in rows:
            keep = begin_topic if place == 0 else join_topic
            keep(tx, story, weighed.row, account.member.when, CHIEF_TERMS)


def _weigh_across(tx: Transaction, account: Account) -> Weighed:
    member, is_cjk = account.member, account.weighed.topic.script is Writing.CJK
    topic = read_bridge(member.title, member.text, member.mentions, is_cjk=is_cjk)
    return weigh_bridge(topic, *read_term_counts(tx, topic.keys.values(), topic.script), is_cjk=is_cjk)
