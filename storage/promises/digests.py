"""Digests: what met the watches since the last one, each article in one digest of a plan and no other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.clock import ahead
from storage.database import Transaction
from storage.promises.alerts import insert_new
from storage.records import (
    CopyKind,
    DeliveryState,
    Difference,
    Evidence,
    Report,
    Sighting,
    VersionKind,
    digest_id,
)
from storage.rows import read_differences, read_evidence, read_published
from storage.tables import alerts, articles, deliveries, digests, matches, mentions, stories, versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The articles of a digest: numbers after `since`, up to and with `upto`.

    `without` are those among them that other digests told, each after its first and up to its second number.
    Articles before these that were corrected stand in it, if that was seen after `after`; None: none do.
    """

    since: int
    upto: int
    without: tuple[tuple[int, int], ...] = ()
    after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """An article that met a watch; `told` says that it was told at once.

    `genre` is what kind of text it is, None: it was kept before that was noted.
    """

    watch: str
    article: str
    story: str
    story_title: str
    report: Report
    lang: str
    evidence: tuple[Evidence, ...]
    is_late: bool
    is_copy: bool
    told: bool
    genre: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """An article that stood in an earlier digest, and what it took back since; `report` is of now."""

    article: str
    story: str
    report: Report
    lang: str
    differences: tuple[Difference, ...]


def next_span(tx: Transaction, plan: str, channel: str, *, opening: datetime) -> Span:
    """What the next digest of a plan holds on a channel.

    It begins where those before it ended that are not dead: what a dead digest would have told stands in
    the next, whatever was told since. One that nobody got, since all had unsubscribed, is not dead. The first
    begins with what was sighted after `opening`.
    """
    promised = sa.select(deliveries.c.digest_id).where(deliveries.c.digest_id.is_not(None))
    alive = promised.where(deliveries.c.state != DeliveryState.DEAD.value)
    is_unwanted = digests.c.id.not_in(promised) & (digests.c.since < digests.c.upto)
    is_alive = (digests.c.id.in_(alive) | is_unwanted).label("is_alive")
    rows = tx.execute(
        sa.select(digests.c.since, digests.c.upto, digests.c.due_at, is_alive)
        .where(digests.c.plan == plan, digests.c.channel == channel)
        .order_by(digests.c.since, digests.c.upto)
    ).all()
    told = [row for row in rows if row.is_alive]
    first = rows[0].since if rows else _last_number(tx, articles.c.fetched_at <= opening)
    since, without = _reach_on(first, told)
    after = max((row.due_at for row in told), default=None)
    return Span(since=since, upto=max(since, _last_number(tx)), without=without, after=after)


def _reach_on(since: int, told: Sequence[sa.Row[Any]]) -> tuple[int, tuple[tuple[int, int], ...]]:
    """How far the digests reach without a gap, and the spans of those beyond it."""
    beyond = []
    for row in told:
        if row.since <= since:
            since = max(since, row.upto)
        else:
            beyond.append((row.since, row.upto))
    return since, tuple(beyond)


def recall_digests(tx: Transaction, now: datetime) -> int:
    """Have digests that a wrong clock promised ahead of their time count as promised now; returns how many.

    What they hold is told; the next is due by the clock, and not after the time that they were meant for.
    """
    return int(tx.execute(digests.update().where(ahead(digests.c.due_at, now)).values(due_at=now)).rowcount)


def open_digest(tx: Transaction, plan: str, channel: str, now: datetime, *, opening: datetime) -> None:
    """Note that a digest is wanted from now on, so that its first holds all sighted after `opening`.

    Nothing where it is noted already.
    """
    if last_digest_at(tx, plan, channel) is None:
        since = _last_number(tx, articles.c.fetched_at <= opening)
        id = digest_id("dg", plan, channel, "opening")
        keep_digest(tx, id, plan, channel, now, Span(since=since, upto=since))


def last_digest_at(tx: Transaction, plan: str, channel: str) -> datetime | None:
    """When the last digest of a plan was due on a channel, or since when one is wanted; None: unknown."""
    of_plan = (digests.c.plan == plan, digests.c.channel == channel)
    return tx.execute(sa.select(sa.func.max(digests.c.due_at)).where(*of_plan)).scalar()


def read_due_at(tx: Transaction, id: str) -> datetime | None:
    """When a digest was due; None where there is none of this id."""
    return tx.execute(sa.select(digests.c.due_at).where(digests.c.id == id)).scalar()


def span_since(tx: Transaction, opening: datetime) -> Span:
    """Everything sighted after a time, for a digest that is only shown."""
    since = _last_number(tx, articles.c.fetched_at <= opening)
    return Span(since=since, upto=_last_number(tx), after=opening)


def keep_digest(tx: Transaction, id: str, plan: str, channel: str, due_at: datetime, span: Span) -> bool:
    """Note that a digest is promised; False where it was before."""
    return insert_new(
        tx,
        digests,
        {
            "id": id,
            "plan": plan,
            "channel": channel,
            "due_at": due_at,
            "since": span.since,
            "upto": span.upto,
        },
    )


def list_lines(tx: Transaction, span: Span, watches: Collection[str]) -> list[DigestLine]:
    """The articles of a span that met any of these watches, oldest first, less what backfill brought."""
    told = sa.exists().where(alerts.c.article == articles.c.id, alerts.c.watch == matches.c.watch)
    rows = tx.execute(
        sa.select(
            articles,
            matches.c.watch,
            matches.c.evidence,
            stories.c.id.label("story_id"),
            stories.c.title.label("story_title"),
            told.label("told"),
        )
        .join(matches, matches.c.article == articles.c.number)
        .join(stories, stories.c.number == articles.c.story)
        .where(articles.c.number > span.since, articles.c.number <= span.upto)
        .where(*(~articles.c.number.between(start + 1, end) for start, end in span.without))
        .where(articles.c.sighting != Sighting.BACKFILL.value, matches.c.watch.in_(list(watches)))
        .order_by(articles.c.number, matches.c.watch)
    )
    return [
        DigestLine(
            watch=row.watch,
            article=row.id,
            story=row.story_id,
            story_title=row.story_title,
            report=Report(title=row.title, url=row.url, outlet=row.outlet, published=read_published(row)),
            lang=row.lang,
            evidence=read_evidence(row.evidence),
            is_late=row.sighting == Sighting.LATE.value,
            is_copy=row.copy_kind in (CopyKind.EXACT.value, CopyKind.NEAR.value),
            told=row.told,
            genre=row.genre,
        )
        for row in rows
    ]


def list_corrected(tx: Transaction, span: Span, at: datetime) -> list[Corrected]:
    """The articles before a span of which something was taken back since the last digest, up to `at`.

    Oldest correction first.
    """
    if span.after is None:
        return []
    told = [kind.value for kind in (VersionKind.CORRECTION, VersionKind.REMOVAL, VersionKind.RETURN)]
    rows = tx.execute(
        sa.select(
            articles,
            stories.c.id.label("story_id"),
            versions.c.kind,
            versions.c.differences,
        )
        .join(articles, articles.c.number == versions.c.article)
        .join(stories, stories.c.number == articles.c.story)
        .where(versions.c.read_at > span.after, versions.c.read_at <= at, versions.c.kind.in_(told))
        .where(articles.c.number <= span.since)
        .where(articles.c.sighting != Sighting.BACKFILL.value)  # no digest told of it
        .order_by(versions.c.read_at, versions.c.article)
    )
    return [
        Corrected(
            article=row.id,
            story=row.story_id,
            report=Report(title=row.title, url=row.url, outlet=row.outlet, published=read_published(row)),
            lang=row.lang,
            differences=read_differences(row.differences),
        )
        for row in rows
    ]


def count_entities(
    tx: Transaction, watches: Collection[str], at: datetime, days: int
) -> dict[str, tuple[int, ...]]:
    """How many articles that met these watches named each entity, by days of 24 hours that end `at`.

    The last day is last. Neither copies nor what backfill brought count.
    """
    bounds = [
        _last_number(tx, articles.c.fetched_at <= at - timedelta(days=ago)) for ago in range(days, -1, -1)
    ]
    number = articles.c.number
    day = sa.case(*((number <= bound, place) for place, bound in enumerate(bounds[1:])))
    met = sa.select(matches.c.article).where(matches.c.watch.in_(list(watches)))
    named = (
        sa.select(mentions.c.entity, day.label("day"))
        .join(articles, number == mentions.c.article)
        .where(number > bounds[0], number <= bounds[-1], number.in_(met), mentions.c.conflict.is_(None))
        .where(articles.c.sighting != Sighting.BACKFILL.value)
        .where(articles.c.copy_kind.is_(None) | (articles.c.copy_kind == CopyKind.PARTIAL.value))
        .subquery()
    )
    many = sa.func.count().label("many")
    rows = tx.execute(sa.select(named.c.entity, named.c.day, many).group_by(named.c.entity, named.c.day))
    counts: dict[str, list[int]] = {}
    for row in rows:
        counts.setdefault(row.entity, [0] * days)[row.day] = row.many
    return {entity: tuple(by_day) for entity, by_day in counts.items()}


def _last_number(tx: Transaction, *conditions: sa.ColumnElement[bool]) -> int:
    return tx.execute(sa.select(sa.func.max(articles.c.number)).where(*conditions)).scalar() or 0
