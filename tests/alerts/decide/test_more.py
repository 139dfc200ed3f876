"""What would be told and reads like more on what was told: folded in its story, held outside of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.decide.added import MOST
from alerts.decide.more import (
    _SAID_AS,
    ANEW,
    BASE,
    NEWS,
    RELATED,
    WEIGHTS,
    More,
    measure_signs,
    weigh_more,
)
from alerts.decide.novelty import Novelty
from alerts.decide.policy.case import UNWEIGHED, Case, Fold, Hold, Tell
from alerts.decide.policy.decide import decide
from alerts.turns.across import share_across
from alerts.turns.form import read_signs
from alerts.turns.read import find_turns
from alerts.turns.stands import find_days, find_figures
from alerts.turns.style import is_feature
from storage.promises.alerts import History
from storage.records import Article, Kept, Match, Policy, Published, Watch
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from tests.telling import NOW, a_kept, an_alert, an_evidence

MORE = More(points=-1, signs=(Reason(Code.SIGN_QUOTES),), is_related=True)


def a_report(title: str, text: str, lang: str = "en", *, ago: timedelta = timedelta()) -> Kept:
    made = a_kept(title, title=title, text=text, lang=lang)
    return replace(made, article=replace(made.article, published=Published(at=NOW - ago, by="feed")))


CAP = a_report(
    "South Korea, US agree to cap car tariffs at 15 percent",
    "Seoul and Washington agreed on Tuesday to cap tariffs on Korean cars at 15 percent, Trade Minister Yeo "
    "Han-koo said after talks with Howard Lutnick.",
    ago=timedelta(hours=5),
)
CAP_IN_KOREAN = a_report(
    "한미, 자동차 관세 15% 상한 합의",
    "여한구 본부장은 하워드 러트닉과 협상한 뒤 한국산 자동차 관세를 15%로 제한한다고 밝혔다.",
    "ko",
)
FEATURE = a_report(
    "Why car workers in Ulsan lie awake",
    "The night shift ends and the canteen of Ulsan fills with former workers.",
)
TURN = a_report(
    "Trump suspends deal on Korean car tariffs",
    "President Trump suspended the tariff deal with South Korea on Wednesday, the White House said.",
)
REAL = (CAP_IN_KOREAN, FEATURE, TURN)


@pytest.mark.parametrize(("report", "is_news"), list(zip(REAL, (False, False, True), strict=True)))
def test_a_repeat_and_a_feature_read_like_more_and_a_turn_like_news(report: Kept, is_news: bool) -> None:
    more = weigh_more(report, [CAP])
    assert (more.points >= 0) is is_news
    assert more.signs


def test_a_feature_may_be_more_on_what_it_shares_nothing_with_and_a_report_is_not() -> None:
    elsewhere = a_report(
        "Swans and joggers", "At ten past six the swans are out, and a former teacher counts them."
    )
    report = a_report("Dam opens", "A dam on the Mekong was opened in Laos, an engineer said.")
    assert all(share_across(each.article, CAP.article) < RELATED for each in (elsewhere, report))
    assert [weigh_more(each, [CAP]).is_related for each in (elsewhere, report)] == [True, False]


@pytest.mark.parametrize(
    ("title", "text", "is_one"),
    [
        (
            "A grandmother's stall outlives another summit",
            "Lee Soon-ja, 71, has sold chestnuts by the gate for three decades. “They come and go.”",
            True,
        ),
        (
            "골목 식당 주인의 한숨",
            "식당을 하는 박모(58) 씨는 요즘 밤잠을 설친다. 손님이 끊긴 지 석 달째다.",
            True,
        ),
        (
            "US lifts tariffs on Korean steel",
            "The United States lifted tariffs on Korean steel on Friday, the Commerce Department said.",
            False,
        ),
        (
            "미, 한국산 철강 관세 철회",
            "미국 상무부는 3일 한국산 철강에 대한 관세를 철회한다고 발표했다.",
            False,
        ),
        ("", "", False),
    ],
)
def test_features_are_known_by_how_they_are_written(title: str, text: str, is_one: bool) -> None:
    lang = "ko" if any("가" <= letter <= "힣" for letter in title) else "en"
    assert is_feature(a_kept(title=title, text=text, lang=lang).article) is is_one


def test_what_reads_like_more_whatever_it_adds_is_not_compared_with_all_that_was_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its signs are those that it has when all is measured, since nothing that is added speaks against it."""
    quote = a_report("“We never left the table”", "Residents remember the first deal on car tariffs.")
    assert BASE + sum(WEIGHTS[name] * value for name, value in measure_signs(quote, [CAP]).items()) < -1
    assert not _SAID_AS.keys() & MOST.keys()
    monkeypatch.setattr("alerts.decide.more.measure_added", _fail)
    more = weigh_more(quote, [CAP])
    assert more.points < 0
    assert Reason(Code.SIGN_QUOTES) in more.signs
    with pytest.raises(AssertionError):
        weigh_more(TURN, [CAP])


def _fail(*_: object) -> None:
    raise AssertionError


class Unread(list[Article]):
    """What was told, which nobody is to read."""

    def __iter__(self) -> Iterator[Article]:
        raise AssertionError


@pytest.mark.parametrize("find", [find_days, find_figures, lambda *given: find_turns(*given).acts])
def test_a_report_that_names_none_is_compared_with_nothing_told(
    find: Callable[[Article, Sequence[Article]], tuple[object, ...]],
) -> None:
    assert find(a_report("Swans and joggers", "At dawn the swans are out.").article, Unread()) == ()
    with pytest.raises(AssertionError):
        find(a_report("Trump suspends 350 deals until Jan. 30", TURN.article.text).article, Unread())


def test_without_anything_told_all_is_news() -> None:
    assert weigh_more(FEATURE, []) == NEWS


def test_every_sign_that_is_measured_has_its_weight() -> None:
    assert measure_signs(TURN, [CAP]).keys() == WEIGHTS.keys()


def a_case(more: More = MORE, *, told: bool = False, digest: bool = True, **changes: object) -> Case:
    case = Case(
        watch=Watch(id="ncg", name="NCG", query="ncg"),
        kept=a_kept(),
        match=Match(watch="ncg", evidence=(an_evidence(),)),
        now=NOW,
        is_digested=digest,
        history=History(told=(an_alert(),), met=("a-0",)) if told else History(),
        novelty=Novelty(of=8, turns=("cancel",)),
        more=more,
    )
    return replace(case, **changes)  # type: ignore[arg-type]  # named as fields


def test_in_its_story_it_counts_without_an_alert() -> None:
    choice = decide(a_case(told=True))
    assert choice == Fold(why=Reason(Code.MORE, signs=Reason(Code.SIGN_QUOTES)))
    assert choice.why == "reads like more on what was told: its title is a quotation"


def test_outside_of_the_story_it_waits_for_the_digest() -> None:
    assert isinstance(decide(a_case()), Hold)


def test_outside_of_the_story_and_without_a_digest_it_is_told_and_marked() -> None:
    choice = decide(a_case(digest=False))
    assert isinstance(choice, Tell)
    assert choice.reasons[0] == (
        "reads like more on what was told (its title is a quotation), but is a story of its own"
        " and so is told all the same"
    )


LIKE_NEWS = More(points=ANEW, favour=(Reason(Code.SIGN_LATER_DAY), Reason(Code.SIGN_SAYS_WHO)))


def test_what_has_little_new_by_count_is_told_where_it_reads_clearly_like_news() -> None:
    choice = decide(a_case(LIKE_NEWS, told=True, novelty=Novelty(of=8)))
    assert isinstance(choice, Tell)
    assert choice.reasons == (
        "reads like news beside what was told: its news is of a later day; it says who said so",
    )


@pytest.mark.parametrize(
    ("changes", "is_close"),
    [
        ({"more": replace(LIKE_NEWS, points=ANEW - 1)}, True),
        ({"more": NEWS}, True),
        ({"novelty": Novelty(of=8, lead=0.4, beside=2)}, False),
        ({"novelty": Novelty(of=8, is_echo=True)}, False),
        ({"cooldown": timedelta(days=400)}, False),
    ],
)
def test_what_hardly_reads_so_rests_or_is_an_echo_stays_silent(
    changes: dict[str, object], is_close: bool
) -> None:
    choice = decide(a_case(**{"more": LIKE_NEWS, "told": True, "novelty": Novelty(of=8), **changes}))  # type: ignore[arg-type]  # named as fields
    assert isinstance(choice, Fold)
    assert choice.is_close is is_close


EACH = Watch(id="ncg", name="NCG", query="ncg", policy=Policy.EVERY)


@pytest.mark.parametrize(
    "changes",
    [
        {"more": replace(MORE, points=0)},
        {"more": replace(MORE, is_related=False)},
        {"watch": EACH},
        {"novelty": Novelty(of=8, official="state.gov")},
        {"novelty": Novelty(of=8, days=("2025-01-20",), is_dated_twice=True), "told": True},
        {"unheard": UNWEIGHED},
    ],
)
def test_what_may_be_news_is_told(changes: dict[str, object]) -> None:
    assert isinstance(decide(a_case(**changes)), Tell)


def test_what_two_languages_say_in_common_is_read_without_a_corpus() -> None:
    assert share_across(CAP_IN_KOREAN.article, CAP.article) > 0.6 > share_across(FEATURE.article, CAP.article)
    assert share_across(a_kept(title="", text="").article, CAP.article) == 0


@pytest.mark.parametrize(
    ("title", "text", "signs"),
    [
        ("Envoy resigns", "The envoy resigned on Monday, officials said.", {"says_who", "says_day"}),
        ("“We never left”", "Residents remember.", {"title_quotes", "lead_has_bystanders"}),
        ("What now for the alliance?", "Nobody knows.", {"title_asks"}),
        ("A history of the North's satellites", "It began in 1998.", {"title_recalls", "lead_recalls"}),
        ("대사 사임", "대사가 3일 사임했다고 외교부가 밝혔다.", {"says_who", "says_day"}),
        ('"이제 누가 책임지나"', "주민들은 고개를 저었다.", {"title_quotes", "lead_has_bystanders"}),
        ("유엔 패널은 왜 사라졌나", "15년의 기록이다.", {"title_asks"}),
        ("위성 25년 실패의 역사", "광명성이 처음이었다.", {"title_recalls"}),
        ("'자유의 방패' 훈련 중단", "훈련을 멈췄다.", set()),
        ("‘Sensitive country’ listing takes effect", "It is in force.", set()),
        ("'Half our crowd vanished': after the raid", "It is quiet.", {"title_quotes"}),
        ("‘It’s over, we lost’", "It is quiet.", {"title_quotes"}),
        ("", "", set()),
    ],
)
def test_the_form_of_a_text_is_read_from_title_and_lead(title: str, text: str, signs: set[str]) -> None:
    lang = "ko" if any("가" <= letter <= "힣" for letter in title) else "en"
    form = read_signs(a_kept(title=title, text=text, lang=lang).article)
    assert {name for name in WEIGHTS if getattr(form, name, False)} == signs


AUGUST = a_report(
    "USFK takes over drills",
    "Seoul and Washington began drills near Pohang, officials said.",
    ago=timedelta(days=1),
)


@pytest.mark.parametrize(
    ("lead", "later", "told"),
    [
        ("The drills began {today}, the ministry said.", True, False),
        ("The drills began {yesterday}, the ministry said.", False, True),
        ("The drills near Pohang have begun, the ministry said.", False, False),
    ],
)
def test_a_report_looks_back_by_the_day_that_its_news_happened(lead: str, later: bool, told: bool) -> None:
    days = {"today": f"{NOW:%A}", "yesterday": f"{NOW - timedelta(days=1):%A}"}
    report = a_report("South Korea and US begin drills near Pohang", lead.format(**days))
    signs = measure_signs(report, [AUGUST])
    assert (signs["later_day"], signs["told_day"]) == (float(later), float(told))


def test_the_day_of_news_is_compared_and_not_that_of_publishing() -> None:
    """A report in Korean on Thursday's news is of Friday in Seoul, and Friday's turn is later than it."""
    day = NOW - timedelta(days=1)
    told = a_report(
        "폼페이오, 내주 방북",
        f"폼페이오 미국 국무장관은 {day.day}일(현지시간) 다음 주 북한을 방문하겠다고 밝혔다.",
        "ko",
        ago=timedelta(hours=2),
    )
    lead = "President Trump said {} he has asked Secretary of State Mike Pompeo not to go to North Korea."
    turn, repeat = (
        measure_signs(a_report("Trump calls off North Korea visit", lead.format(f"{at:%A}")), [told])
        for at in (NOW, day)
    )
    assert (turn["later_day"], turn["same_day"], turn["told_day"]) == (1.0, 0.0, 0.0)
    assert (repeat["later_day"], repeat["same_day"], repeat["told_day"]) == (0.0, 1.0, 1.0)


def test_what_has_nothing_to_do_with_what_was_told_is_of_no_day_beside_it() -> None:
    other = a_report("Bank raises rate", "The central bank raised its rate, the governor said.")
    signs = measure_signs(replace(other, story="s-other"), [AUGUST])
    assert (signs["later_day"], signs["told_day"], signs["told_story"]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("story", "part", "is_told"), [("s-1", None, True), ("s-1", 2, False), ("s-2", None, False)]
)
def test_its_story_was_told_where_its_part_was(story: str, part: int | None, is_told: bool) -> None:
    told = replace(CAP, story="s-1")
    signs = measure_signs(replace(TURN, story=story, part=part), [told])
    assert signs["told_story"] == float(is_told)


@pytest.mark.parametrize(("ago", "counts"), [(timedelta(hours=90), True), (timedelta(hours=100), False)])
def test_outlets_of_the_other_language_report_it_for_four_days(ago: timedelta, counts: bool) -> None:
    told = replace(CAP, article=replace(CAP.article, published=Published(at=NOW - ago, by="feed")))
    assert (measure_signs(CAP_IN_KOREAN, [told])["across"] > 0) is counts


@pytest.mark.parametrize("report", [TURN, CAP_IN_KOREAN, replace(TURN, story="s-other")])
@pytest.mark.parametrize("enough", [1, 20, 1000])
def test_whether_there_are_enough_points_is_known_without_reading_what_cannot_have_them(
    report: Kept, enough: int
) -> None:
    whole, asked = weigh_more(report, [CAP]), weigh_more(report, [CAP], enough)
    assert (asked.points >= enough) is (whole.points >= enough)
    assert asked == whole or asked.points < enough
