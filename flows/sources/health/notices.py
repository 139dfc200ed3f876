"""Notices to readers when a source begins to fail or recovers."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.compose.public_json import shape_source, shape_time
from alerts.compose.words import clock_in, say_reason, words_for
from alerts.promise.notices import SEE_SOURCES, SEE_SOURCES_KO, Hint, Notice, Said
from flows.sources.health.coverage import Turn
from storage.language.counts import count_of
from storage.records import Source, SourceStatus, Trouble

FELL_ILL = {
    Trouble.FAILING: "cannot be read",
    Trouble.CHALLENGE: "answers with a bot check or a consent page",
    Trouble.GAP: "has a gap: articles may be missing",
    Trouble.SILENT: "has gone silent",
}
RECOVERED = {
    Trouble.FAILING: "is read again",
    Trouble.CHALLENGE: "is read again",
    Trouble.GAP: "is read without a gap again",
    Trouble.SILENT: "has news again",
}
FELL_ILL_KO = {
    Trouble.FAILING: "읽을 수 없습니다",
    Trouble.CHALLENGE: "봇 확인이나 동의 화면만 옵니다",
    Trouble.GAP: "빠진 기사가 있습니다",
    Trouble.SILENT: "새 소식이 끊겼습니다",
}
RECOVERED_KO = {
    Trouble.FAILING: "다시 읽습니다",
    Trouble.CHALLENGE: "다시 읽습니다",
    Trouble.GAP: "다시 빠짐없이 읽습니다",
    Trouble.SILENT: "다시 새 소식이 있습니다",
}


def compose_turn(turn: Turn, source: Source, status: SourceStatus, *, regained: int = 0) -> Notice:
    """The notice of a turn; `status` is the source's after it, `regained` counts what a gap gave back."""
    trouble = turn.health.trouble
    assert trouble is not None, "a turn is into trouble or out of it"
    says, says_ko = (RECOVERED, RECOVERED_KO) if turn.is_recovery else (FELL_ILL, FELL_ILL_KO)
    return Notice(
        type="source.recovered" if turn.is_recovery else "source.unhealthy",
        key=f"{turn.source} {turn.revision}",
        title=f"{source.name} {says[trouble]}",
        lines=tuple(filter(None, _lines(turn, source, regained))),
        hints=(_address("Address", source), *(() if turn.is_recovery else (_try_it(source),))),
        data={
            "source": shape_source(source, status),
            "trouble": trouble.value,
            "why": turn.health.why,
            "since": shape_time(turn.health.since),
            "at": shape_time(turn.at),
            "regained": regained,
        },
        korean=Said(
            title=f"{source.name}: {says_ko[trouble]}",
            lines=tuple(filter(None, _lines_ko(turn, source, regained))),
            hints=(_address("주소", source), *(() if turn.is_recovery else (_try_it_ko(source),))),
        ),
    )


def compose_outage(read_at: datetime, at: datetime, zone: str) -> Notice:
    """The notice that no source at all has been read since `read_at`: told once, in place of one for each."""
    why = f"no source could be reached since {_local(read_at, zone)}"
    return Notice(
        type="source.unhealthy",
        key=f"all {read_at.isoformat()}",
        title="no source can be reached",
        lines=(f"{why[0].upper()}{why[1:]}: look at this machine's own network first.",),
        hints=(SEE_SOURCES,),
        data={
            "source": None,
            "trouble": Trouble.FAILING.value,
            "why": why,
            "since": shape_time(read_at),
            "at": shape_time(at),
        },
        korean=Said(
            title="읽을 수 있는 소스가 없습니다",
            lines=(
                f"{_local(read_at, zone)}부터 어떤 소스도 읽지 못했습니다.",
                "이 컴퓨터의 네트워크부터 살펴보십시오.",
            ),
            hints=(SEE_SOURCES_KO,),
        ),
    )


def _address(label: str, source: Source) -> Hint:
    """Where a source is, for all readers, of a desk or not."""
    return Hint(f"{label}: {{}}", source.url, f"{label}: {source.url}")


def _try_it(source: Source) -> Hint:
    return Hint(
        "To look at it and try it: {}",
        f"/sources/{source.id}",
        f"To try it: hanmi source check {source.id}. To see all: hanmi sources",
    )


def _try_it_ko(source: Source) -> Hint:
    return Hint(
        "살펴보고 다시 읽어 보기: {}",
        f"/sources/{source.id}",
        f"다시 읽어 보기: hanmi source check {source.id}. 모두 보기: hanmi sources",
    )


def _lines_ko(turn: Turn, source: Source, regained: int) -> list[str]:
    since = f"{_local(turn.health.since, source.timezone)}부터 " if turn.health.since else ""
    what, why = "문제가 있었습니다" if turn.is_recovery else "문제가 있습니다", turn.health.why
    return [
        f"{since}{what}: {say_reason(why, words_for('ko'))}.",
        f"그 사이 기사 {regained}건을 사이트맵에서 되찾았습니다." if regained else "",
    ]


def _lines(turn: Turn, source: Source, regained: int) -> list[str]:
    since = f" since {_local(turn.health.since, source.timezone)}" if turn.health.since else ""
    what = f"It had been in trouble{since}" if turn.is_recovery else f"In trouble{since}"
    return [
        f"{what}: {turn.health.why}.",
        f"{count_of(regained, 'article')} of that time found in the site's sitemap." if regained else "",
    ]


def _local(moment: datetime, zone: str) -> str:
    return clock_in(moment, ZoneInfo(zone))
