"""Alerts that were sent or soon will be, and what each watch has reported of a story so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from typing import Any

import sqlalchemy as sa

from storage.clock import ahead, is_ahead
from storage.corpus.ledger import set_mark
from storage.database import Transaction
from storage.lists.narrowing import is_among
from storage.lists.paging import ListPage, begin_after, cut_page
from storage.records import Alert, AlertKind, CopyKind, Report, Urgency
from storage.records.reasons import Reason, read_reason, reason_json
from storage.rows import evidence_json, read_evidence, read_published
from storage.tables import (
    LISTED_AT,
    alerts,
    articles,
    marks,
    matches,
    mentions,
    mutes,
    stories,
    story_aliases,
)

_MUTED = "muted: "
"""How the name of the mark begins that says when a mute was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a watch has been told of a story, oldest first, and which of its articles met the watch.

    Of a story with parts, which are likely but not sure to be on one event, it is the history of one of
    them; `likely` was told of the others.
    """

    told: tuple[Alert, ...] = ()
    met: tuple[str, ...] = ()
    likely: tuple[Alert, ...] = ()


def keep_alerts(tx: Transaction, made: Iterable[Alert]) -> list[Alert]:
    """Note alerts; returns those that were not noted before, in the order given."""
    return [alert for alert in made if insert_new(tx, alerts, _alert_columns(alert))]


def raise_alert(tx: Transaction, alert: Alert, reason: Reason) -> None:
    """Make a flash of an alert that was made before its turn was sure; `reason` says why it is."""
    reasons = [reason_json(each) for each in (reason, *alert.reasons)]
    raised = alerts.update().where(alerts.c.id == alert.id)
    tx.execute(raised.values(urgency=Urgency.FLASH.value, reasons=reasons))


def read_alert(tx: Transaction, id: str) -> Alert | None:
    """One alert by its id."""
    row = tx.execute(sa.select(alerts).where(alerts.c.id == id)).first()
    return _read_alert(row) if row else None


def read_alerts(tx: Transaction, ids: Iterable[str]) -> list[Alert]:
    """Alerts by their ids, in the order of deciding."""
    rows = tx.execute(sa.select(alerts).where(alerts.c.id.in_(list(ids))).order_by(alerts.c.number))
    return [_read_alert(row) for row in rows]


def list_alerts(
    tx: Transaction,
    *,
    since: datetime | None = None,
    watch: str | None = None,
    story: str | None = None,
    entity: str | None = None,
    source: str | None = None,
    lang: str | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> ListPage[Alert]:
    """Alerts, newest first; None means: any. `since` counts the time of deciding.

    `after` is the cursor of an earlier page. Raises: CursorRefused.
    """
    query = begin_after(sa.select(alerts), alerts.c.created_at, alerts.c.number, after)
    query = query.order_by(alerts.c.created_at.desc(), alerts.c.number.desc()).limit(limit and limit + 1)
    if since:
        query = query.where(alerts.c.created_at >= since)
    if watch:
        query = query.where(alerts.c.watch == watch)
    if story:
        query = query.where(alerts.c.story.in_(story_names(story)))
    if source:
        of_source = articles.c.source == source
        query = query.where(_is_among(tx, sa.select(articles.c.id).where(of_source), of_source))
    if lang:
        query = query.where(_is_of_one(articles.c.lang == lang))
    if entity:
        named = (mentions.c.article == articles.c.number, mentions.c.entity == entity)
        naming = sa.select(articles.c.id).join(mentions, named[0]).where(named[1])
        counted = sa.select(mentions.c.article).where(named[1])
        query = query.where(_is_among(tx, naming, *named, counted=counted))
    rows, cursor = cut_page(tx.execute(query).all(), limit, lambda row: (row.created_at, row.number))
    return ListPage(map(_read_alert, rows), next=cursor)


def _is_among(
    tx: Transaction,
    those: sa.Select[Any],
    *what: sa.ColumnElement[bool],
    counted: sa.Select[Any] | None = None,
) -> sa.ColumnElement[bool]:
    """Whether the article of an alert is such, by the ids of all such articles where they are few."""
    return is_among(tx, alerts.c.article, those, _is_of_one(*what), counted)


def _is_of_one(*what: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether the article of an alert is such, asked of each: alerts are few beside articles."""
    return sa.exists().where(articles.c.id == alerts.c.article, *what)


def count_told(tx: Transaction, since: datetime) -> dict[str, int]:
    """How often each watch told since then."""
    counted = sa.select(alerts.c.watch, sa.func.count()).where(alerts.c.created_at >= since)
    return {row[0]: row[1] for row in tx.execute(counted.group_by(alerts.c.watch))}


def alerts_of_article(tx: Transaction, article: str) -> list[Alert]:
    """The alerts that an article led to, oldest first."""
    rows = tx.execute(sa.select(alerts).where(alerts.c.article == article).order_by(alerts.c.number))
    return [_read_alert(row) for row in rows]


def list_told(tx: Transaction, watch: str, *, since: datetime, limit: int) -> list[str]:
    """The articles that a watch told of since then, the last told first, whatever the clock showed."""
    return _list_last(tx, alerts.c.article, watch, since, limit)


def list_told_stories(tx: Transaction, watch: str, *, since: datetime, limit: int) -> list[str]:
    """The stories that a watch told of since then by the ids they had, the last told first."""
    return _list_last(tx, alerts.c.story, watch, since, limit)


def _list_last(tx: Transaction, what: sa.Column[str], watch: str, since: datetime, limit: int) -> list[str]:
    """One column of the alerts of a watch since then, the last first, none twice.

    Those of the watch are read first, by their index: a plan that PostgreSQL keeps would walk all alerts from
    the newest on until there are enough, which of a watch that seldom tells are never.
    """
    lately = sa.select(alerts.c.number, what.label("told"))
    lately = lately.where(alerts.c.watch == watch, alerts.c.created_at > since)
    found = lately.cte("lately").prefix_with("MATERIALIZED", dialect="postgresql")
    told = sa.select(found.c.told).order_by(found.c.number.desc()).limit(limit)
    return list(dict.fromkeys(tx.execute(told).scalars()))


def read_history(
    tx: Transaction,
    watch: str,
    story: str,
    *,
    part: int | None = None,
    without: str = "",
    now: datetime | None = None,
) -> History:
    """What a watch was told of a story under any of its ids, and its articles that met the watch.

    `part` is the part of the story that is asked about, None: what is in none. The article `without` is left
    out of what met. What was told in the future of `now` has the time of the next thing that any watch told,
    or now.
    """
    rows = tx.execute(
        sa.select(alerts, articles.c.part)
        .outerjoin(articles, articles.c.id == alerts.c.article)
        .where(alerts.c.watch == watch, alerts.c.story.in_(story_names(story)))
        .order_by(alerts.c.number)
    ).all()
    met = tx.execute(
        sa.select(articles.c.id)
        .join(matches, matches.c.article == articles.c.number)
        .join(stories, stories.c.number == articles.c.story)
        .where(matches.c.watch == watch, stories.c.id == story, articles.c.id != without)
        .where(articles.c.part.is_not_distinct_from(part))
        .order_by(articles.c.number)
    )
    told = [(row.part == part, _read_told(tx, row, now)) for row in rows]
    return History(
        told=tuple(alert for is_of_part, alert in told if is_of_part),
        met=tuple(met.scalars()),
        likely=tuple(alert for is_of_part, alert in told if not is_of_part),
    )


def list_reports(
    tx: Transaction, story: str, *, without: Iterable[str] = (), limit: int = 50
) -> list[tuple[Report, bool]]:
    """The newest reports of a story, each with whether it is an exact or near copy of another.

    The articles `without` are left out.
    """
    rows = tx.execute(
        sa.select(articles)
        .join(stories, stories.c.number == articles.c.story)
        .where(stories.c.id == story, articles.c.id.not_in(list(without)))
        .order_by(LISTED_AT.desc(), articles.c.number.desc())
        .limit(limit)
    )
    return [
        (
            Report(title=row.title, url=row.url, outlet=row.outlet, published=read_published(row)),
            row.copy_kind in (CopyKind.EXACT.value, CopyKind.NEAR.value),
        )
        for row in rows
    ]


def read_story_ids(tx: Transaction, story: str) -> frozenset[str]:
    """Every id that a story has or once had, whichever of them is given."""
    return frozenset(tx.execute(story_names(story)).scalars())


def story_names(story: str) -> sa.Select[tuple[str]]:
    """A query for every id that a story has or once had, whichever of them is given."""
    by_former = sa.select(story_aliases.c.story).where(story_aliases.c.former == story)
    numbers = sa.select(stories.c.number).where(stories.c.id == story).union(by_former).subquery()
    wanted = sa.select(numbers.c.number)
    names = sa.union(
        sa.select(sa.literal(story).label("id")),
        sa.select(stories.c.id).where(stories.c.number.in_(wanted)),
        sa.select(story_aliases.c.former).where(story_aliases.c.story.in_(wanted)),
    ).subquery()
    return sa.select(names.c.id)


def keep_mute(tx: Transaction, subject: str, until: datetime, now: datetime) -> None:
    """Tell nothing of a story or watch (by id) or outlet (by name) until then.

    When it was asked for is noted, so that `settle_mutes` knows for how long.
    """
    lift_mute(tx, subject)
    tx.execute(mutes.insert().values(subject=subject, until=until))
    set_mark(tx, _MUTED + subject, until.isoformat(), now)


def settle_mutes(tx: Transaction, now: datetime) -> int:
    """Have mutes asked for by a wrong clock, in the future, last from now as long as was asked; how many."""
    asked = sa.select(mutes.c.subject, mutes.c.until, marks.c.at).join_from(
        mutes, marks, marks.c.name == sa.literal(_MUTED) + mutes.c.subject
    )
    found = tx.execute(asked.where(ahead(marks.c.at, now))).all()
    for row in found:
        keep_mute(tx, row.subject, now + (row.until - row.at), now)
    return len(found)


def lift_mute(tx: Transaction, subject: str) -> bool:
    """Tell of it again at once; whether it was muted."""
    tx.execute(marks.delete().where(marks.c.name == _MUTED + subject))
    return tx.execute(mutes.delete().where(mutes.c.subject == subject)).rowcount > 0


def read_mutes(tx: Transaction, now: datetime) -> dict[str, datetime]:
    """What is muted now, and until when."""
    return {row.subject: row.until for row in tx.execute(sa.select(mutes).where(mutes.c.until > now))}


def insert_new(tx: Transaction, table: sa.Table, values: dict[str, Any]) -> bool:
    """Add a row unless one of its unique keys is there; whether it was added."""
    insert = import_module(f"sqlalchemy.dialects.{tx.dialect.name}").insert  # each takes long to import
    added = insert(table).values(**values).on_conflict_do_nothing()
    # on PostgreSQL the count is lost otherwise, to the primary key that SQLAlchemy asks back
    return tx.execute(added, execution_options={"preserve_rowcount": True}).rowcount == 1


def _alert_columns(alert: Alert) -> dict[str, Any]:
    same = (
        "id",
        "watch",
        "watch_name",
        "watch_name_ko",
        "subject",
        "revision",
        "story",
        "article",
        "created_at",
    )
    return {name: getattr(alert, name) for name in same} | {
        "kind": alert.kind.value,
        "reasons": [reason_json(reason) for reason in alert.reasons],
        "evidence": evidence_json(alert.evidence),
        "late": alert.late,
        "origins": alert.origins,
        "urgency": alert.urgency.value,
    }


def _read_told(tx: Transaction, row: sa.Row[Any], now: datetime | None) -> Alert:
    alert = _read_alert(row)
    if now is None or not is_ahead(alert.created_at, now):
        return alert
    # A wrong clock's; what was decided after it was decided later, by whatever clock.
    later = tx.execute(
        sa.select(sa.func.min(alerts.c.created_at)).where(alerts.c.number > row.number)
    ).scalar()
    return replace(alert, created_at=min(later or now, now))


def _read_alert(row: sa.Row[Any]) -> Alert:
    return Alert(
        watch=row.watch,
        watch_name=row.watch_name,
        watch_name_ko=row.watch_name_ko,
        kind=AlertKind(row.kind),
        subject=row.subject,
        revision=row.revision,
        story=row.story,
        article=row.article,
        created_at=row.created_at,
        reasons=tuple(map(read_reason, row.reasons)),
        evidence=read_evidence(row.evidence),
        late=row.late,
        origins=row.origins,
        urgency=Urgency(row.urgency),
    )
