"""The words around an alert, in the language of its article, and its times on two clocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.compose.clean import clean_line
from alerts.compose.unseen import Blind
from alerts.turns.acts import ACTS_IN_KOREAN
from storage.records import AlertKind, Published, Teaser, Trouble

SEOUL = ZoneInfo("Asia/Seoul")
WASHINGTON = ZoneInfo("America/New_York")

MOST_UNSEEN = 3
"""Sources in trouble that an alert names; it is about its article, and `hanmi sources` has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The labels of a message in one language."""

    lang: str
    news: str
    matched: str
    why: str
    also: str
    origins: str
    earlier: str
    mute: str
    changed: str
    corrected: str
    before: str
    after: str
    late: str
    date_only: str
    undated: str
    seoul: str
    washington: str
    kinds: dict[AlertKind, str]
    teasers: dict[Teaser, str]
    unseen: str
    more: str
    troubles: dict[Trouble, str]


ENGLISH = Words(
    lang="en",
    news="What is new",
    matched="What matched",
    why="Why you are told",
    also="Also reported by",
    origins="independent origins of this story: {}",
    earlier="Earlier on this story",
    mute="To hear no more of this story for a week",
    changed="What changed",
    corrected="you were told of this article, and it has changed",
    before="It said",
    after="It now says",
    late="late: published earlier, announced only now",
    date_only="date only",
    undated="undated",
    seoul="Seoul",
    washington="Washington",
    kinds={AlertKind.FIRST: "", AlertKind.FOLLOW_UP: "Follow-up", AlertKind.CORRECTION: "Correction"},
    teasers={
        Teaser.PAYWALL: "behind a paywall: only its open part was read",
        Teaser.UNREAD: "its page could not be read: these are the feed's own words",
        Teaser.SHORT: "its page had far less text than the feed: these are the feed's own words",
    },
    unseen="Not seen",
    more="{} more",
    troubles={
        Trouble.FAILING: "{name} (cannot be read since {since})",
        Trouble.CHALLENGE: "{name} (bot check or consent page since {since})",
        Trouble.SILENT: "{name} (silent since {since})",
        Trouble.GAP: "{name} (gap {since} to {until}, {regained} found again)",
    },
)

KOREAN = Words(
    lang="ko",
    news="새로운 내용",
    matched="일치한 문장",
    why="알려 드리는 까닭",
    also="함께 보도한 곳",
    origins="이 사안의 독립 출처: {}곳",
    earlier="이 사안의 앞선 보도",
    mute="이 사안 알림을 일주일 동안 끄려면",
    changed="바뀐 내용",
    corrected="앞서 알려 드린 기사가 바뀌었습니다",
    before="앞서",
    after="지금",
    late="늦은 소식: 먼저 발행되었으나 이제야 올라옴",
    date_only="날짜만 확인",
    undated="날짜 미상",
    seoul="서울",
    washington="워싱턴",
    kinds={AlertKind.FIRST: "", AlertKind.FOLLOW_UP: "후속", AlertKind.CORRECTION: "정정"},
    teasers={
        Teaser.PAYWALL: "유료·로그인 기사: 공개된 부분만 읽음",
        Teaser.UNREAD: "기사 페이지를 읽지 못함: 피드에 실린 글만 읽음",
        Teaser.SHORT: "기사 페이지의 글이 피드보다 훨씬 짧음: 피드에 실린 글을 읽음",
    },
    unseen="보지 못한 곳",
    more="그 밖에 {}곳",
    troubles={
        Trouble.FAILING: "{name} ({since}부터 읽지 못함)",
        Trouble.CHALLENGE: "{name} ({since}부터 봇 확인·동의 화면만 옴)",
        Trouble.SILENT: "{name} ({since}부터 새 소식 없음)",
        Trouble.GAP: "{name} ({since}~{until} 누락, {regained}건 되찾음)",
    },
)


_UNTOLD = ", which nothing told of this story has"

_REASONS_KO = tuple(
    (re.compile(pattern), korean)
    for pattern, korean in (
        (r"first told of this story for this watch", "이 주제로 처음 알리는 사안"),
        (r"earlier articles on it in the corpus: (\d+)", "보관된 앞선 기사 {0}건"),
        (
            r"shares passages with (\S+); new sentences: (\d+) of (\d+)",
            "{0} 기사와 같은 대목이 있음, 새 문장 {2}개 중 {1}개",
        ),
        (r"this watch tells each article", "기사마다 알리는 주제"),
        (
            r"a fault of this program kept it from being compared with what was told",
            "프로그램 오류로 앞서 알린 기사와 견주지 못함",
        ),
        (r"new in this story: (.+)", "이 사안에 새로 등장: {0}"),
        (
            r"says (?!not that|that this)(.+), which nothing told of this story has",
            "앞서 알리지 않은 내용: {0}",
        ),
        (
            r"says not that (.+), which nothing told of this story has",
            "앞서 알리지 않은 내용: 사실이 아님({0})",
        ),
        (
            r"says that this is planned: (.+), which nothing told of this story has",
            "앞서 알리지 않은 계획: {0}",
        ),
        (r"says (.+), which nothing told has", "어디서도 알리지 않은 내용: {0}"),
        (r"a day to come that nothing told names: (.+)", "앞서 알리지 않은 날짜: {0}"),
        (r"a figure in the headline that nothing told has: (.+)", "제목의 새 수치: {0}"),
        (r"an opinion, by (.+)", "의견 글({0})"),
        (r"a round-up of news, by (.+)", "뉴스 모음({0})"),
        (r"its headline is new: (.+) of the words", "제목 낱말의 {0}가 새로움"),
        (r"now in the title: (.+)", "제목에 새로 등장: {0}"),
        (r"an official source speaks: (.+)", "공식 발표: {0}"),
        (r"its beginning is new: (.+) of the words", "첫머리 낱말의 {0}가 새로움"),
        (r"new figures: (.+)", "새 수치: {0}"),
        (r"new sentences: (\d+) of (\d+)", "문장 {1}개 중 새 문장 {0}개"),
        (r"(.+) reports on it again", "{0}의 후속 보도"),
        (
            r"independent origins: (\d+), at the last alert (\d+)",
            "독립 출처 {0}곳, 지난 알림 때 {1}곳",
        ),
        (
            r"surge: (\d+) independent texts in 24 hours, usually ([\d.]+),"
            r" by chance (?:less than )?once in ([\d,]+)",
            "언급 급증: 24시간 동안 독립 기사 {0}건, 평소 {1}건, 우연이라면 {2}번에 한 번 이하",
        ),
        (r"the title was: (.+); it is now: (.+)", "앞선 제목: {0}, 지금 제목: {1}"),
        (r"it now says of itself: (.+)", "기사가 스스로 밝힘: {0}"),
        (r"no longer said: (.+)", "빠진 문장: {0}"),
        (r"number changed; it said: (.+); it now says: (.+)", "수치가 바뀜, 앞서: {0}, 지금: {1}"),
        (r"date changed; it said: (.+); it now says: (.+)", "날짜가 바뀜, 앞서: {0}, 지금: {1}"),
        (r"name changed; it said: (.+); it now says: (.+)", "이름이 바뀜, 앞서: {0}, 지금: {1}"),
        (r"negation changed; it said: (.+); it now says: (.+)", "긍정과 부정이 바뀜, 앞서: {0}, 지금: {1}"),
        (r"modal changed; it said: (.+); it now says: (.+)", "확실함의 정도가 바뀜, 앞서: {0}, 지금: {1}"),
        (r"contrary changed; it said: (.+); it now says: (.+)", "반대로 바뀜, 앞서: {0}, 지금: {1}"),
        (r"the article was withdrawn: (.+)", "기사가 내려감: {0}"),
        (r"the article is there again", "기사가 다시 올라옴"),
        (r"late: published before, announced only now", "늦은 소식: 먼저 발행되었으나 이제야 올라옴"),
    )
)
"""The reasons that `alerts.decide.policy` and `alerts.promise.corrections` give, in Korean."""


def say_reason(reason: str, words: Words) -> str:
    """A reason in the language of the message; one that has no Korean stays as it is."""
    if words is KOREAN:
        for pattern, korean in _REASONS_KO:
            if found := pattern.fullmatch(reason):
                return korean.format(*(ACTS_IN_KOREAN.get(part, part) for part in found.groups()))
    return reason


def words_for(lang: str) -> Words:
    """The words for a language; English for those we have none for."""
    return KOREAN if lang == "ko" else ENGLISH


def say_unseen(unseen: Sequence[Blind], words: Words) -> str:
    """What was not seen, in one line, times as in Seoul; empty where nothing is known to be missing."""
    said = [
        words.troubles[blind.trouble].format(
            name=clean_line(blind.name, 80),
            since=clock_in(blind.since, SEOUL),
            until=clock_in(blind.until, SEOUL) if blind.until else "",
            regained=blind.regained,
        )
        for blind in unseen[:MOST_UNSEEN]
    ]
    left = len(unseen) - len(said)
    return (
        f"{words.unseen}: {', '.join([*said, *([words.more.format(left)] if left else [])])}" if said else ""
    )


def both_clocks(published: Published | None, words: Words) -> str:
    """When something was published, as the clocks of both capitals showed it.

    Where only the day is known it is the day at the place of publication, which we take to be within
    twelve hours of UTC. The end of a day that was not over when it was read was cut to the time of reading:
    the day is then that of Seoul, where sources are unless they say otherwise.
    """
    if published is None:
        return words.undated
    if published.day_only:
        return f"{_day_of(published.at).isoformat()} ({words.date_only})"
    seoul, washington = clock_in(published.at, SEOUL), clock_in(published.at, WASHINGTON)
    return f"{words.seoul} {seoul} · {words.washington} {washington}"


def _day_of(end: datetime) -> date:
    is_cut = end.second != 59
    return end.astimezone(SEOUL).date() if is_cut else (end.astimezone(UTC) - timedelta(hours=12)).date()


def clock_in(moment: datetime, zone: ZoneInfo) -> str:
    """A time in a zone, to the minute, with the zone's letters."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")
