"""A regular sign of life, if configured: the service is running, and what it did since the last one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.compose.words import clock_in
from alerts.promise.notices import Hint, Notice, Said, promise_notice
from flows.config.settings import Settings
from storage.clock import is_ahead
from storage.corpus.ledger import read_mark, set_mark
from storage.corpus.sources import read_statuses
from storage.database import Database, Transaction
from storage.language.counts import count_of
from storage.lists.metrics import count_articles
from storage.promises.alerts import list_alerts
from storage.promises.channels import channels_off
from storage.promises.outbox import count_states, keep_deliveries
from storage.records import Delivery, DeliveryState, SourceState

MARK = "sign-of-life"


def promise_alive(db: Database, settings: Settings, now: datetime) -> list[Delivery]:
    """Promise a sign of life on every channel if one is due. The first comes at its next regular time.

    After downtime there is one; after one that a wrong clock gave ahead of its time it waits for the next
    time. Any number of services may ask.
    """
    due_at = settings.alive.before(now, settings.timezone) if settings.alive else None
    if due_at is None:
        return []
    with db.reading() as tx:
        if _is_said(_read_last(tx, now), due_at):
            return []
    with db.writing() as tx:
        last = _read_last(tx, now)
        if _is_said(last, due_at):
            return []
        set_mark(tx, MARK, now.isoformat(), now)
        if last is None:
            return []
        notice = _compose(tx, settings, last, due_at)
        promised = [each for channel in settings.channels for each in promise_notice(notice, channel, now)]
        return keep_deliveries(tx, promised)


def _read_last(tx: Transaction, now: datetime) -> datetime | None:
    """When the last one was sent; None if never, or if a wrong clock puts it in the future."""
    written = read_mark(tx, MARK)
    last = datetime.fromisoformat(written) if written else None
    return None if is_ahead(last, now) else last


def _is_said(last: datetime | None, due_at: datetime) -> bool:
    return last is not None and last >= due_at


def _compose(tx: Transaction, settings: Settings, last: datetime, due_at: datetime) -> Notice:
    ids = {source.id for source in settings.sources}
    states = [status.state for id, status in read_statuses(tx).items() if id in ids]
    counts = {
        "sources_ok": sum(state is SourceState.OK for state in states),
        "sources": len(ids),
        "articles": count_articles(tx),
        "alerts": len(list_alerts(tx, since=last)),
        "dead": count_states(tx)[DeliveryState.DEAD],
        "channels_off": len(channels_off(tx)),
    }
    since = clock_in(last, ZoneInfo(settings.timezone))
    return Notice(
        type="service.alive",
        key=f"{due_at.isoformat()} after {last.isoformat()}",  # a wrong clock may have taken the first alone
        title=f"running: {counts['sources_ok']} of {counts['sources']} sources well, "
        f"{count_of(counts['alerts'], 'alert')}",
        lines=(
            f"Alerts since {since}: {counts['alerts']}. Articles in the corpus: {counts['articles']}.",
            f"Sources that are well: {counts['sources_ok']} of {counts['sources']}.",
            f"Deliveries given up: {counts['dead']}. Channels switched off: {counts['channels_off']}.",
        ),
        hints=(Hint("To see the sources: {}", "/sources", "To see the sources: hanmi sources"),),
        data={"since": last.isoformat(), **counts},
        korean=Said(
            title=f"가동 중: 소스 {counts['sources']}곳 중 {counts['sources_ok']}곳 정상, "
            f"알림 {counts['alerts']}건",
            lines=(
                f"{since} 이후 알림 {counts['alerts']}건, 보관된 기사 {counts['articles']}건.",
                f"정상인 소스: {counts['sources']}곳 중 {counts['sources_ok']}곳.",
                f"전달을 포기한 것 {counts['dead']}건, 꺼진 채널 {counts['channels_off']}개.",
            ),
            hints=(Hint("소스 보기: {}", "/sources", "소스 보기: hanmi sources"),),
        ),
    )
