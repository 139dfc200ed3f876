"""A turn that cannot wait is told at once, from an official text or two origins, and nothing alike is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alerts.channels.email import read_address
from alerts.channels.manners import FREELY, Manners, read_rate
from alerts.channels.quiet import read_quiet
from alerts.compose.mail import Thread, compose_mail
from alerts.compose.public_json import shape_alert
from alerts.decide.gather import gather_and_decide
from alerts.decide.policy import Case, Hold, Tell, make_alert
from alerts.decide.rehearsal import Rehearsal
from alerts.decide.urgency import find_urgent
from alerts.promise.deliveries import due_time
from storage.records import AlertKind, Article, Kept, Match, Policy, Sighting, Urgency, Watch
from storage.records.reasons import join_reasons
from tests.alerts.channels.test_alerts_manners import MAIL
from tests.alerts.decide.test_gather import NOW, a_kept
from tests.telling import a_telling, an_alert

DIGEST = Watch(id="w", name="W", query="korea", policy=Policy.DIGEST)
STORY = replace(DIGEST, policy=Policy.STORY)
CANCELS = "Austin cancels visit to South Korea"
CANCELLED = "The defense secretary has cancelled his visit to South Korea, the Pentagon said on Thursday."
DENIED = "The Pentagon said on Friday that no new date for the trip to South Korea had been set."


def an_article(title: str, text: str, lang: str = "en") -> Article:
    return a_kept("one", text, 0, title=title, lang=lang).article


@pytest.mark.parametrize(
    ("title", "text", "lang", "act"),
    [
        ("Yoon declares martial law", "President Yoon declared martial law on Tuesday.", "en", "declare"),
        ("N. Korea fires missile: JCS", "North Korea fired a ballistic missile on Sunday.", "en", "fire"),
        (CANCELS, CANCELLED, "en", "cancel"),
        ("North shells island", "The North shelled the island of Yeonpyeong on Friday.", "en", "attack"),
        ("Trump withdraws from accord", "Trump withdrew from the accord on Monday.", "en", "withdraw"),
        ("Defense minister resigns", "The defense minister resigned on Wednesday.", "en", "resign"),
        ("Kim Jong Un dies", "Kim Jong Un died on Saturday, state media said.", "en", "die"),
        ("尹대통령, 비상계엄 선포", "윤석열 대통령이 3일 밤 비상계엄을 선포했다.", "ko", "declare"),
        ("[속보] 북, 탄도미사일 발사", "북한이 14일 동해상으로 탄도미사일을 발사했다.", "ko", "fire"),
        ("美 국방장관, 방한 전격 취소", "오스틴 국방장관이 방한을 취소했다고 밝혔다.", "ko", "cancel"),
        ("국방부 장관 사의 표명", "국방부 장관이 4일 사의를 표명했다.", "ko", "resign"),
        ("북한, 연평도 포격", "북한군이 5일 연평도를 포격했다고 합참이 밝혔다.", "ko", "attack"),
    ],
)
def test_a_turn_of_this_kind_cannot_wait(title: str, text: str, lang: str, act: str) -> None:
    urgent = find_urgent(an_article(title, text, lang))
    assert urgent is not None
    assert urgent.act == act


@pytest.mark.parametrize(
    ("title", "text", "lang"),
    [
        ("One year after Yoon declared martial law", "A year ago Yoon declared martial law.", "en"),
        ("Allies fire missiles in drill", "The allies fired missiles in a drill on Monday.", "en"),
        ("North threatens to fire missiles", "The North threatened to fire missiles on Monday.", "en"),
        ("Pentagon denies Austin cancelled visit", "It denied that he cancelled his visit.", "en"),
        ("Seoul considers cancelling summit", "Seoul considers cancelling the summit.", "en"),
        ("Trump attacks trade deal", "Trump attacked the trade deal as unfair on Monday.", "en"),
        ("Concert cancelled", "The concert was cancelled on Monday because of rain.", "en"),
        ("Former minister dies", "A former minister died on Monday.", "en"),
        ("Minister's dog dies", "The dog of a baker died on Monday.", "en"),
        (
            "비상계엄 선포 1년",
            "비상계엄 선포 1년을 맞아 집회가 열렸다. 윤 전 대통령은 비상계엄을 선포했다.",
            "ko",
        ),
        ("한미, 미사일 발사 훈련", "한미가 동해에서 미사일을 발사했다.", "ko"),
        ("국방부, 방한 취소 부인", "국방부는 장관의 방한 취소를 부인했다.", "ko"),
        ("北, 미사일 발사 위협", "북한이 미사일을 발사하겠다고 위협했다.", "ko"),
        ("[사설] 방한 취소의 뜻", "장관이 방한을 취소했다. 무거운 뜻이다.", "ko"),
    ],
)
def test_what_is_like_it_can_wait(title: str, text: str, lang: str) -> None:
    assert find_urgent(an_article(title, text, lang)) is None


def test_what_came_late_can_wait() -> None:
    assert find_urgent(replace(an_article(CANCELS, CANCELLED), sighting=Sighting.LATE)) is None


class MutedPast(Rehearsal):
    """A past in which everything is muted."""

    def read_mute(self, watch: str, kept: Kept) -> str | None:  # as Past has it
        return "muted"


def decide_on(watch: Watch, kept: Kept, origins: int, past: Rehearsal | None = None) -> tuple[Case, object]:
    past = past or Rehearsal()
    past._origins = origins
    return gather_and_decide(Case(watch=watch, kept=kept, match=Match(watch="w", evidence=()), now=NOW), past)


def test_a_watch_that_reports_in_digests_tells_a_flash_of_two_origins() -> None:
    case, choice = decide_on(DIGEST, a_kept("one", CANCELLED, 0, title=CANCELS), 2)
    assert isinstance(choice, Tell)
    assert make_alert(case, choice).urgency is Urgency.FLASH
    assert "it cannot wait: it was called off, say 2 independent origins" in join_reasons(choice.reasons)


def test_one_origin_is_not_enough_unless_it_is_official() -> None:
    kept = a_kept("one", CANCELLED, 0, title=CANCELS)
    assert isinstance(decide_on(DIGEST, kept, 1)[1], Hold)
    said = replace(kept, article=replace(kept.article, url="https://www.war.gov/News/1"))
    case, choice = decide_on(DIGEST, said, 1)
    assert isinstance(choice, Tell)
    assert "says an official source, war.gov" in join_reasons(choice.reasons)
    case, choice = decide_on(STORY, kept, 1)
    assert isinstance(choice, Tell)
    assert make_alert(case, choice).urgency is Urgency.ALERT


def test_a_source_may_be_official_by_what_its_table_says() -> None:
    article = replace(an_article(CANCELS, CANCELLED), source="usfk")
    by_source = find_urgent(article, {"usfk": "US Forces Korea"})
    assert by_source is not None
    assert by_source.by == "US Forces Korea"
    other = find_urgent(article, {"mnd": "Ministry"})
    assert other is not None
    assert other.by is None


def test_a_mute_holds_a_flash_too() -> None:
    kept = a_kept("one", CANCELLED, 0, title=CANCELS)
    assert not isinstance(decide_on(DIGEST, kept, 3, MutedPast())[1], Tell)


def test_what_a_flash_was_told_for_is_told_once() -> None:
    past, match = Rehearsal(), Match(watch="w", evidence=())
    first = a_kept("one", CANCELLED, 0, title=CANCELS)
    again = a_kept("two", CANCELLED, 1, title="U.S. defense chief calls off visit to South Korea")
    other = a_kept("three", DENIED, 2, title="No new date for Austin trip to South Korea")
    told = [
        past.tell(kept, DIGEST, match, at=kept.article.order[0], origins=2) for kept in (first, again, other)
    ]
    assert [type(choice) for choice in told] == [Tell, Hold, Hold]


def test_a_flash_on_a_story_that_was_told_is_told_again_at_once() -> None:
    past, match = Rehearsal(), Match(watch="w", evidence=())
    first = a_kept(
        "one", "Austin will visit South Korea next week, officials said.", 0, title="Austin to visit"
    )
    again = a_kept("two", CANCELLED, 1, title=CANCELS)
    later = a_kept("three", CANCELLED, 1.2, title="Pentagon chief calls off visit to South Korea")
    told = [
        past.tell(kept, STORY, match, at=kept.article.order[0], origins=2) for kept in (first, again, later)
    ]
    assert [type(choice) for choice in told[:2]] == [Tell, Tell]
    assert "it cannot wait" in join_reasons(told[1].reasons if isinstance(told[1], Tell) else ())
    assert not isinstance(told[2], Tell)


def test_neither_quiet_hours_nor_a_limit_hold_a_flash() -> None:
    night = datetime(2024, 12, 3, 14, tzinfo=UTC)  # 23:00 in Seoul
    quiet = replace(
        MAIL, manners=Manners(quiet=read_quiet("22:00-06:30", "Asia/Seoul"), most=read_rate("1/h"))
    )
    flash = replace(an_alert(), urgency=Urgency.FLASH)
    assert due_time(quiet, night, [flash]) == (night, None)
    assert due_time(quiet, night, [an_alert()])[0] == night + timedelta(hours=7.5)
    assert FREELY.reason_to_break([flash]) == "flash"


def test_a_flash_says_so_in_a_subject_of_its_own_and_in_json() -> None:
    flash = replace(an_alert(kind=AlertKind.FOLLOW_UP), urgency=Urgency.FLASH)
    mail = compose_mail(
        a_telling(flash),
        id="d-1",
        sender=read_address("watch@example.org"),
        recipient="desk@example.org",
        reply_to=Thread("<d-0@example.org>", "[NCG] Allies meet"),
    )
    assert mail.startswith(b"Subject: [FLASH NCG] NCG meets in Washington\r\n")
    assert b"In-Reply-To: <d-0@example.org>" in mail
    assert shape_alert(flash)["urgency"] == "flash"
