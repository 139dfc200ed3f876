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
from alerts.decide.policy.case import Case, Hold, Tell
from alerts.decide.policy.decide import make_alert
from alerts.decide.rehearsal import Rehearsal
from alerts.decide.urgent.urgency import find_urgent
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
        (
            "U.S. team walks out of talks",
            "The delegation stormed out of the talks on Tuesday.",
            "en",
            "cancel",
        ),
        ("Vance bows out", "Vice President Vance relinquished his office on Monday.", "en", "resign"),
        ("Rocket flies over Japan", "North Korea hurled a rocket over Japan on Monday.", "en", "fire"),
        ("Tanks surround parliament", "The army rolled into the capital and seized power.", "en", "attack"),
        ("Moscow renounces test ban treaty", "Russia revoked the pact on Friday.", "en", "withdraw"),
        ("서부전선서 응사", "군이 20일 군사분계선 북쪽으로 자주포 29발을 쐈다.", "ko", "attack"),
        ("30년 집권 대통령 숨져", "대통령이 전선에서 다쳐 20일 사망했다.", "ko", "die"),
        ("美 대표단, 협상장 박차고 나가", "미국 대표단이 19일 협상 도중 퇴장했다.", "ko", "cancel"),
        ("북한, 남북 통신선 차단", "북한이 9일 연락선을 모두 끊었다.", "ko", "withdraw"),
        ("미 F-16 추락", "주한미군 F-16 1대가 4일 서해에 추락했다. 조종사는 탈출했다.", "ko", "accident"),
        (
            "텍사스 공장 급습, 한국인 210명 체포",
            "미 당국이 공장을 급습해 한국인 210명을 체포했다.",
            "ko",
            "arrest",
        ),
        ("경계경보 발령", "오늘 6시 32분 서울지역에 경계경보 발령. 즉시 대피하시기 바랍니다.", "ko", "alarm"),
        ("외교부장 전격 면직", "상무위원회가 25일 외교부장을 면하고 후임을 임명했다.", "ko", "dismiss"),
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
        ("Union walks out of wage talks", "The union walked out of the talks on Monday.", "en"),
        (
            "State of emergency declared over wildfires",
            "A state of emergency was declared over wildfires.",
            "en",
        ),
        ("Troops practise storming beach", "Troops stormed a beach on Monday in practice.", "en"),
        ("Seoul cuts metal tariffs", "Seoul ended the tariffs of the trade agreement.", "en"),
        ("산불에 비상사태 선포", "정부가 산불로 비상사태를 선포했다.", "ko"),
        ("노사 협상 결렬", "현대차 노사의 임금 협상이 4일 결렬됐다.", "ko"),
        ("대표팀 '비상사태 선포'", "축구 대표팀이 비상사태를 선포했다.", "ko"),
        ("국산 미사일 시험발사", "국방과학연구소가 미사일을 시험발사했다.", "ko"),
    ],
)
def test_what_is_like_it_can_wait(title: str, text: str, lang: str) -> None:
    assert find_urgent(an_article(title, text, lang)) is None


@pytest.mark.parametrize(
    ("text", "lang", "is_flash"),
    [
        (
            "The parties met. We announce that Russia is suspending its participation in the treaty.",
            "en",
            True,
        ),
        ("The Congress decides: the minister is removed from the post of councillor.", "en", True),
        ("A ballistic missile has been launched. Ships are asked to keep away.", "en", True),
        ("The leaders spoke. The President regretted the missile strike of last week.", "en", False),
        ("정부는 「군사비밀정보의 보호에 관한 협정」을 종료하기로 결정하였으며 통보할 것입니다.", "ko", True),
        ("참석자들은 군사합의의 효력을 정지하는 안건을 국무회의에 상정하기로 하였습니다.", "ko", False),
    ],
)
def test_a_notice_says_it_in_formal_words(text: str, lang: str, is_flash: bool) -> None:
    notice = replace(an_article("Notice" if lang == "en" else "발표문", text, lang), source="office")
    assert (find_urgent(notice, {"office": "an office"}) is not None) is is_flash


def test_what_came_late_can_wait() -> None:
    assert find_urgent(replace(an_article(CANCELS, CANCELLED), sighting=Sighting.LATE)) is None


class BorneOut(Rehearsal):
    """A past in which another outlet has what each report of a turn says."""

    def list_beside(self, kept: Kept, since: datetime) -> dict[str, str]:  # as Past has it
        self._remember(other := a_kept("other", CANCELLED, 0, title=CANCELS))
        return {other.article.id: "Courier"}


class MutedPast(Rehearsal):
    """A past in which everything is muted."""

    def read_mute(self, watch: str, kept: Kept) -> str | None:  # as Past has it
        return "muted"


def decide_on(watch: Watch, kept: Kept, origins: int, past: Rehearsal | None = None) -> tuple[Case, object]:
    past = past or (Rehearsal() if origins < 2 else BorneOut())
    past._origins = origins
    return gather_and_decide(Case(watch=watch, kept=kept, match=Match(watch="w", evidence=()), now=NOW), past)


def test_a_watch_that_reports_in_digests_tells_a_flash_of_two_origins() -> None:
    case, choice = decide_on(DIGEST, a_kept("one", CANCELLED, 0, title=CANCELS), 2)
    assert isinstance(choice, Tell)
    assert make_alert(case, choice).urgency is Urgency.FLASH
    assert (
        "it cannot wait: it was called off or put off; independent origins that have it: 2"
        in join_reasons(choice.reasons)
    )


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


@pytest.mark.parametrize(
    ("outlet", "hours", "text", "is_flash"),
    [
        ("Courier", 1.0, CANCELLED, True),
        ("Courier", 30.0, CANCELLED, False),
        ("Courier", 1.0, "Austin will visit South Korea next week, the Pentagon said.", False),
        ("Example News", 1.0, CANCELLED, False),
    ],
    ids=["another outlet", "days before", "another outlet on something else", "the outlet itself"],
)
def test_an_old_story_of_many_origins_bears_no_turn_out_that_one_alone_reports(
    outlet: str, hours: float, text: str, is_flash: bool
) -> None:
    past, match = Rehearsal(), Match(watch="w", evidence=())
    before = a_kept("before", text, 0, title=CANCELS if text == CANCELLED else "Austin to visit Seoul")
    before = replace(before, article=replace(before.article, outlet=outlet))
    now = a_kept("now", CANCELLED + " He gave no reason.", hours, title="Pentagon chief calls off visit")
    now = replace(now, article=replace(now.article, outlet="Example News"))
    past.tell(before, DIGEST, match, at=before.article.order[0], origins=7)
    choice = past.tell(now, DIGEST, match, at=now.article.order[0], origins=8)
    assert isinstance(choice, Tell) is is_flash


def test_what_a_flash_was_told_for_is_told_once() -> None:
    past, match = BorneOut(), Match(watch="w", evidence=())
    first = a_kept("one", CANCELLED, 0, title=CANCELS)
    again = a_kept("two", CANCELLED, 1, title="U.S. defense chief calls off visit to South Korea")
    other = a_kept("three", DENIED, 2, title="No new date for Austin trip to South Korea")
    told = [
        past.tell(kept, DIGEST, match, at=kept.article.order[0], origins=2) for kept in (first, again, other)
    ]
    assert [type(choice) for choice in told] == [Tell, Hold, Hold]


def test_a_flash_on_a_story_that_was_told_is_told_again_at_once() -> None:
    past, match = BorneOut(), Match(watch="w", evidence=())
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


@pytest.mark.parametrize(("hours", "is_told"), [(3, False), (30, True)])
def test_a_flash_is_told_once_in_two_languages_that_have_two_words_for_it(hours: int, is_told: bool) -> None:
    past, match = BorneOut(), Match(watch="w", evidence=())
    text = "North Korea withdrew from Friday's high-level talks with the South, Seoul's ministry said."
    first = a_kept("one", text, 0, title="North Korea walks away from talks with South")
    again = a_kept(
        "two",
        "북한이 16일 남북고위급회담을 취소했다고 통일부가 이날 밝혔다.",
        hours,
        title="북한, 남북고위급회담 전격 취소",
    )
    again = replace(again, article=replace(again.article, lang="ko"))
    told = [past.tell(kept, STORY, match, at=kept.article.order[0], origins=2) for kept in (first, again)]
    assert [isinstance(choice, Tell) for choice in told] == [True, is_told]


@pytest.mark.parametrize(("hours", "is_told"), [(4, False), (30, True)])
def test_a_flash_that_another_story_told_hours_ago_is_told_once(hours: int, is_told: bool) -> None:
    past, match = BorneOut(), Match(watch="w", evidence=())
    sought = "내란 특검이 19일 윤석열 전 대통령에게 사형을 구형했다."
    told = "A Seoul court sentenced former President Yoon Suk Yeol to life in prison on Thursday."
    again = "서울중앙지법이 19일 윤석열 전 대통령에게 무기징역을 선고했다."
    reports = (
        a_kept("one", sought, 0, title="특검, 윤석열에 사형 구형", lang="ko", story="s1"),
        a_kept("two", told, 48, title="Yoon sentenced to life in prison", story="s2"),
        a_kept("three", again, 48 + hours, title="윤석열 무기징역 선고", lang="ko", story="s1"),
    )
    choices = [past.tell(kept, STORY, match, at=kept.article.order[0], origins=2) for kept in reports]
    assert [isinstance(choice, Tell) for choice in choices] == [True, True, is_told]


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
