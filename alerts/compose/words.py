"""The words around an alert, in the language of its article, and its times on two clocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.compose.clean import clean_line
from alerts.compose.unseen import Blind
from alerts.turns.acts import ACTS_IN_KOREAN
from alerts.turns.genre.marks_korean import say_mark
from storage.records import AlertKind, Published, Teaser, Trouble
from storage.records.articles import day_ending
from storage.records.reason_texts import Code
from storage.records.reasons import ALL_SENTENCES, Reason

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
    story_page: str
    on_topic: str
    off_topic: str
    unsubscribe: str
    watches: str
    has_left: str
    still_comes: str
    take_back: str
    changed: str
    corrected: str
    before: str
    after: str
    gone: str
    not_found: str
    wholes: dict[str, tuple[str, str]]
    late: str
    date_only: str
    undated: str
    seoul: str
    washington: str
    kinds: dict[AlertKind, str]
    flash: str
    published: str
    seen: str
    noticed: str
    sent: str
    stated_by: dict[str, str]
    teasers: dict[Teaser, str]
    headline_only: str
    unseen: str
    more: str
    troubles: dict[Trouble, str]


ENGLISH = Words(
    lang="en",
    news="What is new",
    matched="What matched",
    why="Why this was sent",
    also="Also reported by",
    origins="at least {} independent origins of this story",
    earlier="Earlier on this story",
    mute="Mute this story for a week",
    story_page="The story at the desk",
    on_topic="on topic",
    off_topic="off topic",
    unsubscribe="Unsubscribe from {}",
    watches="these {} watches, or some of them",
    has_left="You have unsubscribed from {}",
    still_comes="You get no more on this, except corrections of what you were told.",
    take_back="Get it again",
    changed="What changed",
    corrected="you were told of this article, and it has changed",
    before="It said",
    after="It now says",
    gone="It no longer says",
    not_found="page not found",
    wholes={
        "removal": ("Withdrawn", "you were told of this article, and it can no longer be read ({})"),
        "return": ("Available again", "you were told that this article was gone, and it can be read again"),
    },
    late="late: published earlier, announced only now",
    date_only="date only",
    undated="undated",
    seoul="Seoul",
    washington="Washington",
    kinds={AlertKind.FIRST: "Alert", AlertKind.FOLLOW_UP: "Follow-up", AlertKind.CORRECTION: "Correction"},
    flash="Flash",
    published="Published",
    seen="Seen",
    noticed="Noticed",
    sent="Sent",
    stated_by={
        "feed": "per its feed",
        "file": "per its file",
        "url": "per its address",
        "": "per its page",
    },
    teasers={
        Teaser.PAYWALL: "behind a paywall: only its open part was read",
        Teaser.UNREAD: "its text could not be read: this is what its feed or its page's summary says",
        Teaser.SHORT: "its page had far less text than the feed: these are the feed's own words",
    },
    headline_only="headline only: we could not read the article",
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
    why="알려 드리는 이유",
    also="함께 보도한 곳",
    origins="이 사안의 독립 출처 {}곳 이상",
    earlier="이 사안의 앞선 보도",
    mute="이 사안 알림을 일주일 동안 끄기",
    story_page="데스크에서 사안 보기",
    on_topic="주제에 맞음",
    off_topic="주제 아님",
    unsubscribe="{} 수신 거부",
    watches="주제 {}개 모두 또는 일부",
    has_left="{} 수신을 거부하셨습니다",
    still_comes="이미 알려 드린 내용의 정정 말고는 더 보내 드리지 않습니다.",
    take_back="다시 받기",
    changed="바뀐 내용",
    corrected="앞서 알려 드린 기사가 바뀌었습니다",
    before="앞서",
    after="지금",
    gone="빠진 문장",
    not_found="페이지 없음",
    wholes={
        "removal": ("기사 삭제", "앞서 알려 드린 기사가 더는 열리지 않습니다({})"),
        "return": ("다시 게재", "내려갔던 기사가 다시 올라왔습니다"),
    },
    late="늦은 소식: 먼저 발행되었으나 이제야 올라옴",
    date_only="날짜만 확인",
    undated="날짜 미상",
    seoul="서울",
    washington="워싱턴",
    kinds={AlertKind.FIRST: "알림", AlertKind.FOLLOW_UP: "후속", AlertKind.CORRECTION: "정정"},
    flash="긴급",
    published="발행",
    seen="확인",
    noticed="변경 확인",
    sent="발송",
    stated_by={"feed": "피드 기준", "file": "파일 기준", "url": "주소 기준", "": "기사 기준"},
    teasers={
        Teaser.PAYWALL: "유료·로그인 기사: 공개된 부분만 읽음",
        Teaser.UNREAD: "기사 본문을 읽지 못함: 피드나 페이지 요약에 실린 글만 읽음",
        Teaser.SHORT: "기사 페이지의 글이 피드보다 훨씬 짧음: 피드에 실린 글을 읽음",
    },
    headline_only="제목만 읽음: 기사 본문은 읽지 못함",
    unseen="보지 못한 곳",
    more="그 밖에 {}곳",
    troubles={
        Trouble.FAILING: "{name} ({since}부터 읽지 못함)",
        Trouble.CHALLENGE: "{name} ({since}부터 봇 확인·동의 화면만 옴)",
        Trouble.SILENT: "{name} ({since}부터 새 소식 없음)",
        Trouble.GAP: "{name} ({since}~{until} 누락, {regained}건 되찾음)",
    },
)


def say_reason(reason: str, words: Words) -> str:
    """A reason in the language of the message; what was kept as words stays as it is."""
    if not isinstance(reason, Reason):
        return str(reason)
    said = {name: _say_value(value, words) for name, value in reason.values.items()}
    if reason.code in _NAMING:
        said["names"] = _BOTH.sub(r"\2" if words is KOREAN else r"\1", said["names"])
    sentences = ALL_SENTENCES[reason.code]
    return (sentences.ko if words is KOREAN else sentences.en).format(**said)


_NAMING = frozenset((Code.NAMED, Code.TITLED))
_BOTH = re.compile(r"([^\s,()][^,()]{0,80}?) \(([^(),]{0,40}[가-힣][^(),]{0,40})\)")
"""A name in both languages, of which a message has that of its own."""


def _say_value(value: str, words: Words) -> str:
    if isinstance(value, Reason):
        return say_reason(value, words)
    return (ACTS_IN_KOREAN.get(value) or _COPIES.get(value) or say_mark(value)) if words is KOREAN else value


_COPIES = {"exact": "그대로", "near": "조금 고침"}
"""How a copy is one, in Korean."""


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

    Where only the day is known it is the day at the place of publication.
    """
    if published is None:
        return words.undated
    if published.day_only:
        return f"{day_ending(published.at).isoformat()} ({words.date_only})"
    return clocks_of(published.at, words)


def clocks_of(moment: datetime, words: Words) -> str:
    """A moment as the clocks of both capitals showed it."""
    return f"{words.seoul} {clock_in(moment, SEOUL)} · {words.washington} {clock_in(moment, WASHINGTON)}"


def clock_in(moment: datetime, zone: ZoneInfo) -> str:
    """A time in a zone, to the minute, with the zone's letters."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")
