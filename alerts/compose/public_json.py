"""The public JSON of articles, stories, alerts, deliveries and sources, for commands and webhooks alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alerts.turns.official import official_host
from storage.records import Alert, Delivery, Kept, Listed, Mention, Source, SourceStatus, Story, Version
from storage.rows import differences_json, evidence_json

Shape = dict[str, Any]


def shape_article(kept: Kept, *, with_text: bool = False) -> Shape:
    """An article; its text only where asked for, since lists would be heavy with it."""
    return shape_listed(Listed.of(kept)) | ({"text": kept.article.text} if with_text else {})


def shape_listed(listed: Listed) -> Shape:
    """An article as lists show it."""
    return {
        "id": listed.id,
        "url": listed.url,
        "path": listed.path,
        "title": listed.title,
        "subtitle": listed.subtitle,
        "authors": list(listed.authors),
        "outlet": listed.outlet,
        "source": listed.source,
        "lang": listed.lang,
        "published_at": shape_time(listed.published_at),
        "published_by": listed.published_by,
        "published_day_only": listed.published_day_only,
        "fetched_at": shape_time(listed.fetched_at),
        "sighting": listed.sighting,
        "text_from": listed.text_from,
        "teaser": listed.teaser,
        "genre": listed.genre,
        "duplicate_of": listed.copy_of,
        "duplicate_kind": listed.copy_kind,
        "story_id": listed.story,
        "entities": [shape_mention(mention) for mention in listed.mentions],
    }


def shape_mention(mention: Mention) -> Shape:
    """How often an article names an entity; `conflict` is the name that the text gives instead."""
    return {
        "id": mention.entity,
        "count": mention.count,
        "in_title": mention.in_title,
        "conflict": mention.conflict,
    }


def shape_story(story: Story) -> Shape:
    """A story; `origins` counts the independent ones."""
    return {
        "id": story.id,
        "title": story.title,
        "first_seen": shape_time(story.first_seen),
        "last_seen": shape_time(story.last_seen),
        "articles": list(story.articles),
        "outlets": list(story.outlets),
        "origins": story.origins,
        "langs": list(story.langs),
        "entities": list(story.entities),
    }


def shape_alert(alert: Alert) -> Shape:
    """An alert; offsets in its evidence count code points of the sentence."""
    return {
        "id": alert.id,
        "watch": alert.watch,
        "watch_name": alert.watch_name,
        "kind": alert.kind.value,
        "story_id": alert.story,
        "article_id": alert.article,
        "created_at": shape_time(alert.created_at),
        "urgency": alert.urgency.value,
        "late": alert.late,
        "reasons": list(alert.reasons),
        "evidence": evidence_json(alert.evidence),
    }


def shape_delivery(delivery: Delivery) -> Shape:
    """A delivery without its body."""
    return {
        "id": delivery.id,
        "alert_ids": list(delivery.alerts),
        "digest_id": delivery.digest_id,
        "channel": delivery.channel,
        "recipient": delivery.recipient,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "last_error": delivery.last_error,
        "created_at": shape_time(delivery.created_at),
        "next_attempt_at": shape_time(delivery.next_attempt_at),
        "sent_at": shape_time(delivery.sent_at),
        "held": delivery.held,
        "bundle": delivery.bundle,
    }


def mask(shape: Mapping[str, Any]) -> Shape:
    """A delivery whose recipient is shown only so far that its reader knows it again."""
    return {**shape, "recipient": mask_recipient(str(shape["recipient"]))}


def mask_recipient(recipient: str) -> str:
    """`d…@example.org` of an address; of a web address only its host."""
    name, at, domain = recipient.rpartition("@")
    if "://" in recipient:
        scheme, _, rest = recipient.partition("://")
        return f"{scheme}://{rest.partition('/')[0].rpartition('@')[2]}/…"
    return f"{name[:1]}…@{domain}" if at else recipient


def shape_version(version: Version, *, with_text: bool = False) -> Shape:
    """A version of an article, with where it says otherwise than the one before; its text where asked for."""
    shape: Shape = {
        "number": version.number,
        "read_at": shape_time(version.read_at),
        "kind": version.kind.value,
        "title": version.title,
        "differences": differences_json(version.differences),
    }
    return shape | ({"text": version.text} if with_text else {})


MISPLANNED = "a clock that was wrong planned its next poll: it is due in the next cycle"


def shape_source(source: Source, status: SourceStatus, *, is_misplanned: bool = False) -> Shape:
    """A source and how it does; `trouble` is what its readers were told of, None where it is well.

    `remarks` are what it leaves out though it is read: dates, or most of its texts. `is_misplanned` says that
    a wrong clock planned its next poll.
    """
    kind, health = source.kind or status.kind, status.coverage.health
    return {
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "kind": kind.value if kind else None,
        "lang": source.lang,
        "state": status.state.value,
        "paused": source.paused,
        "official": source.official or official_host(source.url) is not None,
        "headlines_only": source.has_headlines_only,
        "last_result": status.last_result,
        "last_error": status.last_error,
        "last_polled_at": shape_time(status.last_polled_at),
        "last_ok_at": shape_time(status.last_ok_at),
        "next_poll_at": shape_time(status.next_poll_at),
        "next_poll_why": MISPLANNED if is_misplanned else None,
        "failures": status.failures,
        "trouble": health.trouble.value if health.trouble else None,
        "trouble_since": shape_time(health.since),
        "trouble_why": health.why or None,
        "remarks": [
            {"flaw": remark.flaw.value, "since": shape_time(remark.since), "why": remark.why}
            for remark in status.coverage.remarks
        ],
    }


def shape_time(moment: datetime | None) -> str | None:
    """ISO 8601 with an offset; None stays None."""
    return moment.isoformat() if moment else None
