"""Whatever a mail is made of, it says what changed first, nothing twice, and is under 100 kB."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.email import Email, read_address, read_server
from alerts.channels.links import DeskLinks
from alerts.compose.leaving import leave_by
from alerts.compose.mail import Thread, compose_mail
from alerts.compose.several.roundup import roundup_mail
from alerts.compose.telling import Telling
from alerts.compose.text import compose_chat
from alerts.compose.words import words_for
from alerts.digest.build import Plan, compose_digest
from alerts.promise.bundle import compose_bundle
from alerts.promise.gathered_notices import gather_notices
from alerts.promise.notices import (
    Notice,
    failing_notice,
    lost_notice,
    off_notice,
    promise_notice,
    promise_to,
    try_notice,
)
from alerts.promise.way_back import promise_way_back
from flows.sources.health.notices import compose_outage
from storage.promises.digests import DigestLine
from storage.records import (
    AlertKind,
    Difference,
    Evidence,
    Report,
    TermMatch,
    Urgency,
    Version,
    VersionKind,
)
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from tests.mails import parse_mail, read_part
from tests.telling import NOW, a_kept, a_published, a_story, an_alert

ENGLISH = (
    "The Nuclear Consultative Group will meet in Seoul on Friday.",
    "Seoul and Washington signed a new cost-sharing accord.",
    "The minister said that no date had been set.",
    "Some 28,500 troops are stationed in the country.",
    "Trade talks were put off until the spring.",
    "An envoy arrived late on Sunday.",
    "Lawmakers asked for the full text of the deal.",
)
KOREAN = (
    "한미 핵협의그룹 회의가 금요일 서울에서 열린다.",
    "한미 양국은 새 방위비 분담 협정에 서명했다.",
    "장관은 날짜가 정해지지 않았다고 말했다.",
    "주한미군 2만8500명이 주둔하고 있다.",
    "통상 협의는 봄으로 미뤄졌다.",
    "특사가 일요일 늦게 도착했다.",
    "의원들은 협정 전문을 요구했다.",
)
POOLS = {"en": ENGLISH, "ko": KOREAN}
PLACES = {
    "en": ("It said the vote is on 4 December.", "It said the vote is on 5 December."),
    "ko": ("표결은 12월 4일이라고 했다.", "표결은 12월 5일이라고 했다."),
}
GONE = {
    "en": "The chairman promised to publish the minutes.",
    "ko": "위원장은 회의록을 공개하겠다고 약속했다.",
}
COMMAND = re.compile(r"\bhanmi (?:mute|redeliver|channel|source|sources|stories|deliveries|judge|explain)\b")
ID = re.compile(r"\b(?:s|a|d|dg)-[0-9a-f]{6,}\b|\bs-story\w*")
CHANNEL = Email(
    id="press",
    server=read_server("smtps://mail.example", None),
    sender=read_address("Hanmi Watch <watch@example.org>"),
    recipients=("desk@example.org",),
    links=DeskLinks("https://hanmi.example.org", "t0ken"),
    unsubscribes=True,
)

REASONS = (Reason(Code.FIRST), Reason(Code.EARLIER, count=3))
langs = st.sampled_from(["en", "ko"])
some = st.lists(st.integers(0, 6), max_size=6)


def met(text: str) -> Evidence:
    word = text.split()[1]
    at = text.index(word)
    return Evidence(text=text, matches=(TermMatch(start=at, end=at + len(word), text=word, term=word),))


def a_report(title: str, n: int) -> Report:
    return Report(
        title=title, url=f"https://outlet{n}.example/x", outlet=f"Outlet {n}", published=a_published()
    )


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    lang = draw(langs)
    pool = POOLS[lang]
    pick = st.sampled_from(pool)
    kind = draw(st.sampled_from(list(AlertKind)))
    reasons = st.lists(st.sampled_from(REASONS), min_size=1, max_size=2)
    alerts = tuple(
        replace(
            an_alert(
                watch, name, kind=kind, evidence=tuple(met(pool[n]) for n in draw(some)), story="s-story1"
            ),
            reasons=tuple(draw(reasons)),
            urgency=draw(st.sampled_from([Urgency.ALERT, Urgency.FLASH])),
        )
        for watch, name in [("ncg", "NCG"), ("trump", "Trump transition"), ("usfk", "주한미군")][
            : draw(st.integers(1, 3))
        ]
    )
    before, after = PLACES[lang]
    changes = [
        Difference(what="date", before=before, after=after),
        Difference(what="evidence", before=GONE[lang], after=""),
    ]
    version = Version(
        number=2, read_at=NOW, kind=VersionKind.CORRECTION, title="t", text="",
        differences=tuple(changes[: draw(st.integers(1, 2))]),
    )  # fmt: skip
    also = [a_report(draw(pick), n) for n in range(draw(st.integers(0, 4)))]
    earlier = [*also, *(a_report(draw(pick), n + 5) for n in range(draw(st.integers(0, 4))))]
    return Telling(
        article=a_kept(title=draw(pick).rstrip("."), lang=lang, text="\n".join(pool), story="s-story1"),
        story=a_story(id="s-story1"),
        alerts=alerts,
        earlier=tuple(earlier),
        also=tuple(also),
        now=NOW,
        news=tuple(pool[n] for n in draw(some)) if kind is AlertKind.FOLLOW_UP else (),
        version=version if kind is AlertKind.CORRECTION else None,
        quote=draw(st.integers(0, 8)),
    )


def read_text(body: bytes) -> str:
    """The text part of a mail, without its marks."""
    assert len(body) < 100_000
    return read_part(parse_mail(body)).replace("*", "")


def check(body: bytes, *, besides: Sequence[str] = ()) -> str:
    """Each sentence and each line once, no ids and no commands; `besides` are lines of counts."""
    text = read_text(body)
    plain = re.sub(r"https://\S+", "", text)
    for pool in (*POOLS.values(), *PLACES.values(), tuple(GONE.values())):
        for sentence in pool:
            assert plain.count(sentence.rstrip(".")) <= 1, (sentence, text)
    lines = Counter(
        line.strip() for line in text.splitlines() if line.strip() and line.strip() not in besides
    )
    assert [line for line, many in lines.items() if many > 1] == [], text
    assert not COMMAND.search(text), text
    assert not ID.search(plain), text
    return text


@given(tellings(), st.booleans())
def test_an_alert_says_everything_once_and_what_changed_first(telling: Telling, replies: bool) -> None:
    watches = {alert.watch: alert.watch_name for alert in telling.alerts}
    body = compose_mail(
        telling,
        id="d-1",
        sender=CHANNEL.sender,
        recipient="desk@example.org",
        channel=CHANNEL.id,
        reply_to=Thread("<d-0@example.org>", "[NCG] The first") if replies else None,
        links=CHANNEL.links,
        leaving=leave_by(CHANNEL, "d-1", "desk@example.org", watches, NOW),
    )
    first = check(body).splitlines()[0]
    chat = compose_chat(telling).decode().replace("*", "")
    for sentence in POOLS[telling.article.article.lang]:
        assert chat.count(sentence.rstrip(".")) <= 1, chat
    title, words = telling.article.article.title, words_for(telling.article.article.lang)
    if telling.version and telling.quote:
        assert words.kinds[AlertKind.CORRECTION] in first
        assert telling.version.differences[0].after in first
    elif telling.news and telling.quote:
        assert words.kinds[AlertKind.FOLLOW_UP] in first
        assert title in first or any(said in first for said in telling.news)
    else:
        assert title in first


@given(langs, st.lists(st.tuples(some, st.integers(0, 6)), min_size=1, max_size=8), st.booleans())
def test_a_bundle_says_everything_once(lang: str, told: list[tuple[list[int], int]], was_quiet: bool) -> None:
    pool = POOLS[lang]
    made = []
    for n, (evidence, title) in enumerate(told):
        kept = a_kept(
            f"https://o.example/{n}", url=f"https://o.example/{n}", title=f"{n}: {pool[title][:9]}",
            lang=lang, story=f"s-story{n}",
        )  # fmt: skip
        found = tuple(met(pool[each]) for each in evidence)
        made.append((replace(an_alert(evidence=found), reasons=(Reason(Code.FIRST),)), kept))
    roundup = compose_bundle(made, len(made), was_quiet=was_quiet)
    body = roundup_mail(
        roundup, id="d-1", channel=CHANNEL, recipient="desk@example.org", now=NOW, watches={"ncg": "NCG"}
    )
    assert check(body).splitlines()[0] == roundup.title


LINES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 6), some, st.sampled_from(["ncg", "trump"]), st.booleans()),
    min_size=1,
    max_size=10,
)


@given(langs, LINES, st.integers(0, 8), st.sets(st.integers(0, 9)))
def test_a_digest_says_everything_once(
    lang: str, told: list[tuple[int, int, list[int], str, bool]], quote: int, opinions: set[int]
) -> None:
    pool = POOLS[lang]
    lines = [
        DigestLine(
            watch=watch,
            article=f"a-{n}",
            story=f"s-story{story}",
            story_title="",
            report=a_report(f"Headline {story}{title}", n),
            lang=lang,
            evidence=tuple(met(pool[each]) for each in evidence),
            is_late=is_late,
            is_copy=False,
            told=not is_late,
        )
        for n, (story, title, evidence, watch, is_late) in enumerate(told)
    ]
    plan = Plan(key="k", watches={"ncg": "NCG", "trump": "Trump"}, zone=ZoneInfo("Asia/Seoul"), quote=quote)
    roundup = compose_digest(lines, plan, NOW, {f"a-{n}" for n in opinions})
    body = roundup_mail(
        roundup, id="d-1", channel=CHANNEL, recipient="desk@example.org", now=NOW, watches=plan.watches
    )
    text = check(body, besides=[note for section in roundup.sections for note in section.notes])
    assert text.splitlines()[0] == roundup.title
    for story, title, *_ in told:
        assert text.count(f"Headline {story}{title}") <= 2  # once among news and once among opinions


SINCE = NOW - timedelta(hours=9)


@pytest.fixture(scope="module")
def notices() -> list[Notice]:
    failed = replace(promise_notice(try_notice(CHANNEL, NOW), CHANNEL, NOW)[0], attempts=3)
    return [
        try_notice(CHANNEL, NOW),
        off_notice(CHANNEL, "410 Gone", NOW),
        lost_notice(CHANNEL, NOW),
        failing_notice(CHANNEL, failed, "no answer in time", NOW),
        compose_outage(SINCE, NOW, "Asia/Seoul"),
        gather_notices(
            "source.unhealthy",
            [
                promise_to(
                    Notice(type="source.unhealthy", key=str(n), title=f"{n} fails", lines=(f"HTTP {n}.",)),
                    CHANNEL, "desk@example.org", NOW,
                )
                for n in range(200)
            ],
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("channel", [CHANNEL, replace(CHANNEL, links=None)], ids=["desk", "no desk"])
def test_a_notice_says_everything_once_and_names_no_command_where_the_desk_is_reached(
    notices: list[Notice], channel: Email
) -> None:
    for notice in notices:
        body = promise_to(notice, channel, "desk@example.org", NOW).body
        text = read_text(body)
        sentences = re.split(r"(?<=[.:]) |\n", text)
        assert [each for each, many in Counter(filter(None, sentences)).items() if many > 1] == [], text
        if channel.links:
            assert not COMMAND.search(text), text
        else:
            assert bool(notice.hints) is bool(COMMAND.search(text)), text


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_way_back_says_everything_once(lang: str) -> None:
    watches = {"ncg": "NCG", "trump": "Trump transition"}
    mail = promise_way_back(CHANNEL, "desk@example.org", watches, lang, datetime.now(NOW.tzinfo))
    text = check(mail.body)
    assert text.splitlines()[0] == words_for(lang).has_left.format("NCG, Trump transition")


@pytest.mark.parametrize("most", ["reports", "sentences", "watches"])
def test_a_mail_stays_short_however_much_there_is_to_say(most: str) -> None:
    long = "핵협의그룹 " * 90
    reports = tuple(a_report(f"{n} {long}", n) for n in range(10))
    reports = tuple(replace(each, url=f"https://o.example/{n}{'x' * 1900}") for n, each in enumerate(reports))
    evidence = tuple(met(f"{mark} {long}") for mark in "ABCDEFGHIJKLMNOPQRST")
    alerts = tuple(an_alert(f"w-{n}", f"Watch {n} {long}", evidence=evidence) for n in range(40))
    telling = Telling(
        article=a_kept(lang="ko", title=f"회의 결과 {long[::-1]}"),
        story=a_story(),
        alerts=alerts if most == "watches" else alerts[:1],
        earlier=reports,
        also=tuple(replace(each, title=f"또 {each.title}") for each in reports) if most == "reports" else (),
        now=NOW,
        quote=20,
    )
    text = read_text(compose_mail(telling, id="d-1", sender=CHANNEL.sender, recipient="desk@example.org"))
    # names of forty watches leave no room for what is quoted
    assert ("T 핵협의그룹" in text) is (most != "watches")
