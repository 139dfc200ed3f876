"""Digests that are due or asked for: promise them, or read them without sending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from alerts.compose.several.roundup import Roundup
from alerts.compose.unseen import Blind, read_gap
from alerts.compose.words import Words, clock_in, say_reason, words_for
from alerts.digest.build import PERIOD, Plan, promise_digest, read_digest
from alerts.promise.terms import ReadGist
from flows.config.digest_plans import (
    DigestRoute,
    open_digests,
    plan_of_all_watches,
    read_asked_routes,
    read_routes,
)
from flows.config.settings import Settings
from flows.sources.results import Result
from storage.bugs import attempt, naming_faults
from storage.clock import is_ahead
from storage.corpus.ledger import read_gaps
from storage.corpus.sources import read_statuses
from storage.database import Database, Transaction
from storage.promises.digests import Span, last_digest_at, next_span, recall_digests, span_since
from storage.records import Delivery, Flaw, SourceStatus, Trouble

UNSEEN_AFTER = timedelta(hours=1)
"""A source that could not be read for so long is named in a digest: what it published was not seen."""

MOST_UNSEEN = 10


def promise_due(
    db: Database, settings: Settings, now: datetime, read_gist: ReadGist | None = None
) -> list[Delivery]:
    """Promise every digest whose time has passed since the last one, on each of its channels.

    After downtime only the last that was missed, which holds all since the one before. Any number of
    services may ask: each digest is promised once.
    """
    routes = read_routes(settings)
    with db.reading() as tx:
        is_quiet = not any(_is_called_for(tx, route, settings, now) for route in routes)
    if is_quiet:
        return []
    with db.writing() as tx:
        recall_digests(tx, now)
        open_digests(tx, settings, now, routes)
        promised: list[Delivery] = []
        for route in routes:
            due_at = route.due_at(settings, now)
            last = last_digest_at(tx, route.plan.key, route.channel.id)
            if due_at and last and last < due_at:
                with naming_faults(f"digest to {route.channel.id}"):
                    promise = partial(_promise_due, tx, settings, route, due_at, now, last, read_gist)
                    promised += attempt("digest", promise, [], within=tx)
    return promised


def _promise_due(
    tx: Transaction,
    settings: Settings,
    route: DigestRoute,
    due_at: datetime,
    now: datetime,
    last: datetime,
    read_gist: ReadGist | None,
) -> list[Delivery]:
    lang = route.channel.voice.lang
    unseen = partial(read_unseen, tx, settings, now, since=last, lang=lang)
    notes = attempt("what was not seen", lambda: tuple(unseen()), ())
    return promise_digest(tx, route.plan.noting(notes), route.channel, due_at, now, read_gist=read_gist)


def promise_asked(
    db: Database,
    settings: Settings,
    now: datetime,
    period: timedelta | None,
    read_gist: ReadGist | None = None,
) -> list[Delivery]:
    """Promise the digests now because somebody asks: since the last ones, or of a period.

    One of a period stands beside the others: what it holds stands in the next one all the same.
    """
    promised: list[Delivery] = []
    with db.writing() as tx:
        recall_digests(tx, now)
        for route in read_asked_routes(settings):
            lang = route.channel.voice.lang
            notes = tuple(read_unseen(tx, settings, now, since=now - (period or PERIOD), lang=lang))
            plan, span = route.plan.noting(notes), None
            if period is not None:
                plan, span = plan.apart(), span_since(tx, now - period)
            promised += promise_digest(
                tx, plan, route.channel, now, now, span=span, is_asked=True, read_gist=read_gist
            )
    return promised


def read_asked_digests(
    tx: Transaction, settings: Settings, now: datetime, period: timedelta | None
) -> Iterator[tuple[Plan, str | None, Roundup]]:
    """The digests as they would be now, each with its plan and channel; nothing is promised.

    Of a period there is one a plan; its channel is None.
    """
    notes = tuple(read_unseen(tx, settings, now, since=now - (period or PERIOD)))
    routes = read_asked_routes(settings)
    if period is not None or not routes:
        plans = {route.plan.key: route.plan for route in routes} or {"": plan_of_all_watches(settings)}
        for plan in plans.values():
            yield (
                plan,
                None,
                read_digest(tx, plan.noting(notes), span_since(tx, now - (period or PERIOD)), now),
            )
        return
    for route in routes:
        span, lang = _next_span(tx, route, now), route.channel.voice.lang
        notes = tuple(read_unseen(tx, settings, now, since=now - PERIOD, lang=lang))
        plan = route.plan.noting(notes).speaking(route.channel.voice, None)
        yield route.plan, route.channel.id, read_digest(tx, plan, span, now)


_UNSEEN = {
    "en": {
        "read": "last read {}",
        "never": "never read",
        "silence": "no answer",
        "unread": "not seen: {name}, {read}: {why}",
        "more": "not seen: {many} more sources; {where}",
        "gap": "not seen in whole: {name}, {since} to {until}: {why}; found again: {many}",
        "lack": "not seen in whole: {name}: {why}",
        "silent": "silent: {name}: {why}",
        "lacks": "not seen in whole: {many} more; {where}",
        "page": "all are at {}",
        "command": "`hanmi sources` names them",
    },
    "ko": {
        "read": "마지막으로 읽은 때 {}",
        "never": "읽은 적 없음",
        "silence": "응답 없음",
        "unread": "읽지 못함: {name}, {read}: {why}",
        "more": "읽지 못함: 그 밖에 {many}곳, {where}",
        "gap": "일부 빠짐: {name}, {since}~{until}: {why}, 되찾은 기사 {many}건",
        "lack": "일부 빠짐: {name}: {why}",
        "silent": "새 소식 없음: {name}: {why}",
        "lacks": "일부 빠짐: 그 밖에 {many}건, {where}",
        "page": "모두 보기 {}",
        "command": "모두 보기 `hanmi sources`",
    },
}
"""What is said of what was missed, by language."""


_FAILED: dict[str, dict[str, str]] = {
    "en": {
        Result.UNREADABLE: "its page cannot be read",
        Result.CHALLENGE: "a bot check or a consent page comes",
        Result.PAYWALL: "it wants a login or payment",
        Result.FORBIDDEN: "the site refuses access",
        Result.MISSING: "page not found",
        Result.THROTTLED: "the site says that it is asked too often",
        Result.FAULT: "the site has a fault",
        Result.DOWN: "the site cannot be reached",
        Result.SLOW: "the site answers too slowly",
        Result.TOO_LARGE: "its page is too large",
        Result.REFUSED: "its address is not allowed",
        Result.ROBOTS: "the site does not allow programs",
    },
    "ko": {
        Result.UNREADABLE: "페이지를 읽을 수 없음",
        Result.CHALLENGE: "봇 확인이나 동의 화면만 옴",
        Result.PAYWALL: "로그인이나 결제를 요구함",
        Result.FORBIDDEN: "사이트가 접근을 거부함",
        Result.MISSING: "페이지를 찾을 수 없음",
        Result.THROTTLED: "사이트가 요청이 너무 잦다고 답함",
        Result.FAULT: "사이트에 오류가 있음",
        Result.DOWN: "사이트에 연결할 수 없음",
        Result.SLOW: "사이트의 응답이 너무 느림",
        Result.TOO_LARGE: "페이지가 너무 큼",
        Result.REFUSED: "허용되지 않은 주소",
        Result.ROBOTS: "사이트가 프로그램의 접근을 허용하지 않음",
    },
}
"""Why a source was not read, by the result of its last poll."""


def read_unseen(
    tx: Transaction, settings: Settings, now: datetime, *, since: datetime, lang: str | None = None
) -> Iterator[str]:
    """What was missed, a line each: sources unread for long, gaps since then, and texts left out."""
    zone, home, said = ZoneInfo(settings.timezone), settings.desk.url, _UNSEEN[lang or "en"]
    words = words_for(lang or "en")
    where = said["page"].format(f"{home}/sources") if home else said["command"]
    names = {source.id: source.name for source in settings.sources}
    known = read_statuses(tx)
    statuses = [known[id] for id in names if id in known]
    unread = [_say_unread(names[one.id], one, lang or "en", zone) for one in statuses if _is_unseen(one, now)]
    yield from _first_of(unread, said["more"], where)
    for gap in read_gaps(tx, names, since, now):
        yield _say_gap(read_gap(gap, names), said, words, zone)
    lacks = [line for status in statuses for line in _say_lacks(names[status.id], status, said, words)]
    yield from _first_of(lacks, said["lacks"], where)


def _first_of(lines: Sequence[str], more: str, where: str) -> Iterator[str]:
    """The first lines, and how many more there are."""
    yield from lines[:MOST_UNSEEN]
    if len(lines) > MOST_UNSEEN:
        yield more.format(many=len(lines) - MOST_UNSEEN, where=where)


def _say_unread(name: str, status: SourceStatus, lang: str, zone: ZoneInfo) -> str:
    """That a source is not read, since when, and why, in words for readers: the desk has the rest."""
    said = _UNSEEN[lang]
    read = said["read"].format(clock_in(status.last_ok_at, zone)) if status.last_ok_at else said["never"]
    known = _FAILED[lang].get(status.last_result or "")
    why = known or status.last_error or status.last_result or said["silence"]
    return said["unread"].format(name=name, read=read, why=why)


def _say_gap(blind: Blind, said: Mapping[str, str], words: Words, zone: ZoneInfo) -> str:
    """From when until when a source was not seen in whole."""
    return said["gap"].format(
        name=blind.name,
        since=clock_in(blind.since, zone),
        until=clock_in(blind.until or blind.since, zone),
        why=say_reason(blind.why, words),
        many=blind.regained,
    )


def _say_lacks(name: str, status: SourceStatus, said: Mapping[str, str], words: Words) -> Iterator[str]:
    """What a working source leaves out. Missing dates are not listed: they hide nothing."""
    health = status.coverage.health
    if health.trouble is Trouble.SILENT:
        yield said["silent"].format(name=name, why=say_reason(health.why, words))
    for remark in status.coverage.remarks:
        if remark.flaw is not Flaw.UNDATED:
            yield said["lack"].format(name=name, why=say_reason(remark.why, words))


def _is_unseen(status: SourceStatus, now: datetime) -> bool:
    since = min(status.last_ok_at or now, status.failing_since or now)  # the first may be a wrong clock's
    return status.failures > 0 and now - since > UNSEEN_AFTER


def _is_called_for(tx: Transaction, route: DigestRoute, settings: Settings, now: datetime) -> bool:
    """Whether a digest is due, not yet noted as wanted, or promised ahead of its time."""
    last, due_at = last_digest_at(tx, route.plan.key, route.channel.id), route.due_at(settings, now)
    return last is None or is_ahead(last, now) or (due_at is not None and last < due_at)


def _next_span(tx: Transaction, route: DigestRoute, now: datetime) -> Span:
    return next_span(tx, route.plan.key, route.channel.id, opening=now - PERIOD)
