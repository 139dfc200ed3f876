"""Corrections: when an article no longer says what an alert said, its recipients are told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from alerts.channels import Channel
from alerts.channels.webhook import Webhook
from alerts.compose.telling import Telling
from alerts.promise.decided import make_decision
from alerts.promise.deliveries import FindThread, compose_safely, delivery_id, due_time, new_delivery
from alerts.promise.past import StoredPast
from alerts.promise.tell import Told, find_threads, list_said, read_telling
from alerts.promise.terms import ReadGist
from storage.bugs import attempt
from storage.corpus.articles import read_matches
from storage.corpus.ledger import keep_decision
from storage.database import Transaction
from storage.language.shorten import shorten
from storage.lists.story_lists import read_story
from storage.promises.alerts import alerts_of_article, keep_alerts
from storage.promises.outbox import deliveries_of_alert, keep_deliveries
from storage.records import (
    Alert,
    AlertKind,
    Delivery,
    DeliveryState,
    Difference,
    Kept,
    Version,
    VersionKind,
)
from storage.records.reason_texts import Code
from storage.records.reasons import Reason, join_reasons
from storage.records.telling import QUOTE

TOLD_KINDS = frozenset({VersionKind.CORRECTION, VersionKind.REMOVAL, VersionKind.RETURN})
"""Versions that are told; all others leave what was told true."""

_REASONS = {
    "title": Code.TITLE_CHANGED,
    "note": Code.NOTE,
    "evidence": Code.EVIDENCE_GONE,
    "removal": Code.REMOVAL,
    "return": Code.RETURN,
    "number": Code.NUMBER_CHANGED,
    "date": Code.DATE_CHANGED,
    "name": Code.NAME_CHANGED,
    "negation": Code.NEGATION_CHANGED,
    "modal": Code.MODAL_CHANGED,
    "contrary": Code.CONTRARY_CHANGED,
}
"""What differs (`storage.records.Difference`), and the reason that it is."""

_SHOWN = 3
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Heard:
    """A reader who was promised alerts on these watches, and when the last is due; None: it was sent."""

    channel: Channel
    recipient: str
    watches: tuple[str, ...]
    waits_until: datetime | None


def say_difference(difference: Difference) -> Reason:
    """One difference as a reason."""
    before, after = _shorten(difference.before), _shorten(difference.after)
    return Reason(_REASONS[difference.what], before=before, after=after)


def _shorten(said: str) -> str:
    """Shorten a text. A reason stays whole so that it can be said in another language."""
    return said if isinstance(said, Reason) else shorten(said, _LONGEST)


def tell_correction(
    tx: Transaction,
    kept: Kept,
    version: Version,
    channels: Sequence[Channel],
    now: datetime,
    *,
    quote: int = QUOTE,
    read_gist: ReadGist | None = None,
) -> Told:
    """Tell the recipients of an article's alerts what its new version corrects, in the same thread.

    `kept` is the article as it is now. Belongs in the transaction that keeps the version; the same version is
    told once. If an alert is still waiting, its correction follows it; if it never arrived, none is sent.
    """
    told = _list_told(tx, kept.article.id) if version.kind in TOLD_KINDS else []
    story = read_story(tx, kept.story)
    if not told or story is None:
        return Told()
    latest = {alert.watch: alert for alert in told}
    new, muted = _keep_corrections(tx, latest, kept, version, now)
    if not new:
        return Told(untold=muted)
    gist = attempt("fact line", partial(read_gist, kept.article), None) if read_gist else None
    said = {watch: list_said([alert], quote) for watch, alert in latest.items()}
    telling = read_telling(tx, kept, story, new, now)
    telling = replace(telling, version=version, quote=quote, gist=gist, said=said)
    heard = [each for alert in told for each in _who_heard(tx, alert, channels)]
    keep_deliveries(tx, _promise_all(telling, heard, find_threads(tx, story.id)))
    return Told(count=len(new), untold=muted, telling=telling)


def _list_told(tx: Transaction, article: str) -> list[Alert]:
    """The alerts that an article raised; its corrections are none."""
    return [alert for alert in alerts_of_article(tx, article) if alert.kind is not AlertKind.CORRECTION]


def _keep_corrections(
    tx: Transaction, latest: Mapping[str, Alert], kept: Kept, version: Version, now: datetime
) -> tuple[tuple[Alert, ...], int]:
    """The corrections of the `latest` alerts by watch, kept and noted, and how many a mute silences."""
    past = StoredPast(tx, now)
    muted = {watch: mute for watch in latest if (mute := past.read_mute(watch, kept))}
    heard = [alert for watch, alert in latest.items() if watch not in muted]
    new = tuple(keep_alerts(tx, [_correct(tx, alert, kept, version, now) for alert in heard]))
    _note(tx, kept, new, muted, now)
    return new, len(muted)


def _correct(tx: Transaction, alert: Alert, kept: Kept, version: Version, now: datetime) -> Alert:
    said = f"{version.kind}\n{kept.article.title}\n{kept.article.text}".encode("utf-8", "replace")
    met = {match.watch: match.evidence for match in read_matches(tx, kept.article.id)}
    return replace(
        alert,
        kind=AlertKind.CORRECTION,
        revision=f"{kept.article.id} {hashlib.sha256(said).hexdigest()[:20]}",
        story=kept.story,
        created_at=now,
        reasons=tuple(map(say_difference, version.differences[:_SHOWN])),
        evidence=met.get(alert.watch, alert.evidence),
        late=False,
    )


def _note(tx: Transaction, kept: Kept, new: Sequence[Alert], muted: dict[str, str], now: datetime) -> None:
    for alert in new:
        _decide(tx, kept, alert.watch, "correction", join_reasons(alert.reasons), now)
    for watch, mute in muted.items():
        _decide(tx, kept, watch, "folded", Reason(Code.CORRECTION_MUTED, mute=mute), now)


def _decide(tx: Transaction, kept: Kept, watch: str, verdict: str, why: str, now: datetime) -> None:
    keep_decision(tx, make_decision(kept.article.id, watch, kept.story, verdict, why, now))


def _who_heard(tx: Transaction, alert: Alert, channels: Sequence[Channel]) -> list[_Heard]:
    """The readers whom an alert reached or will reach; channels that are configured no more are left out."""
    by_id = {channel.id: channel for channel in channels}
    return [
        _Heard(
            channel=by_id[delivery.channel],
            recipient=delivery.recipient,
            watches=(alert.watch,),
            waits_until=delivery.next_attempt_at,
        )
        for delivery in deliveries_of_alert(tx, alert.id)
        if delivery.state is not DeliveryState.DEAD and delivery.channel in by_id
    ]


def _promise_all(telling: Telling, heard: Sequence[_Heard], find_thread: FindThread) -> list[Delivery]:
    """One delivery a reader, a webhook one a watch, each naming the watches that this reader heard of."""
    corrected = {alert.watch for alert in telling.alerts}
    joined: dict[tuple[str, ...], _Heard] = {}
    for each in heard:
        if corrected.issuperset(each.watches):
            apart = each.watches if isinstance(each.channel, Webhook) else ()
            key = (each.channel.id, each.recipient, *apart)
            joined[key] = _join(joined[key], each) if key in joined else each
    made = (_promise(telling.for_watches(each.watches), each, find_thread) for each in joined.values())
    return [delivery for delivery in made if delivery]


def _join(one: _Heard, other: _Heard) -> _Heard:
    """What one reader heard of two watches; the correction waits for the later of their alerts."""
    times = [time for time in (one.waits_until, other.waits_until) if time]
    watches = tuple(dict.fromkeys((*one.watches, *other.watches)))
    return replace(one, watches=watches, waits_until=max(times, default=None))


def _promise(telling: Telling, heard: _Heard, find_thread: FindThread) -> Delivery | None:
    channel, carried = heard.channel, tuple(alert.id for alert in telling.alerts)
    id = delivery_id(channel.id, heard.recipient, carried)
    composed = compose_safely(telling, channel, id, heard.recipient, find_thread)
    if composed is None:
        return None
    content_type, body = composed
    due, held = due_time(channel, telling.now, telling.alerts)
    due = max(due, heard.waits_until) if heard.waits_until else due
    return new_delivery(
        id,
        channel.id,
        heard.recipient,
        content_type,
        body,
        now=telling.now,
        due=due,
        alerts=carried,
        held=held,
    )
