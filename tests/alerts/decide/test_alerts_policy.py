"""When a watch tells, folds or holds, and what it says of why."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.compose.words import ENGLISH, KOREAN, Words, say_reason
from alerts.decide.novelty import Novelty, read_novelty
from alerts.decide.policy.case import Case, Fold, Hold, Tell
from alerts.decide.policy.decide import decide, make_alert
from alerts.turns.genre.read import Genre, Stated
from alerts.turns.official import official_host
from storage.promises.alerts import History
from storage.records import (
    AlertKind,
    Copy,
    CopyKind,
    Likeness,
    Match,
    Mention,
    Policy,
    Published,
    Sighting,
    Watch,
)
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from tests.telling import NOW, a_kept, an_alert, an_evidence

HOUR = timedelta(hours=1)
WATCH = Watch(id="ncg", name="NCG", query="ncg")
UNTOLD = History()
NOTHING = Novelty(of=8)
SOME = Novelty(of=8, sentences=6, figures=("70",))
MUCH = Novelty(of=8, sentences=6, figures=("70", "18", "26"), entities=("camp-david",))
TOLD = History(told=(an_alert(origins=1),), met=("a-0",))
MET = History(met=("a-0", "a-00"))


def a_copy(kind: CopyKind) -> Copy:
    likeness = Likeness(article="a-0", group="a-0", shared=9, of_this=0.9, of_other=0.9)
    return Copy(of="a-0", kind=kind, likeness=likeness)


def a_case(
    *,
    history: History = UNTOLD,
    novelty: Novelty = NOTHING,
    copy: CopyKind | None = None,
    sighting: Sighting = Sighting.LIVE,
    policy: Policy = Policy.STORY,
    after: timedelta = timedelta(minutes=10),
    **changes: object,
) -> Case:
    kept = a_kept(copy=a_copy(copy) if copy else None, sighting=sighting)
    case = Case(
        watch=replace(WATCH, policy=policy),
        kept=kept,
        match=Match(watch="ncg", evidence=(an_evidence(),)),
        history=history,
        novelty=novelty,
        now=NOW + after,
    )
    return replace(case, **changes)  # type: ignore[arg-type]  # named as fields


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (a_case(copy=CopyKind.EXACT, met_by_copy=True), "exact copy of an earlier article"),
        (a_case(copy=CopyKind.NEAR, met_by_copy=True), "near copy of an earlier article"),
        (
            a_case(copy=CopyKind.NEAR, met_by_copy=True, policy=Policy.EVERY),
            "near copy of an earlier article",
        ),
        (a_case(sighting=Sighting.BACKFILL), "never tells"),
        (a_case(muted="ncg until tomorrow"), "muted: ncg until tomorrow"),
        (a_case(copy=CopyKind.PARTIAL, history=MET), "nothing new beside what it shares with"),
        (a_case(copy=CopyKind.PARTIAL, history=TOLD, policy=Policy.EVERY), "nothing new"),
        (a_case(history=TOLD), "has not moved enough (0 of 5 points): nothing new in it"),
        (a_case(history=TOLD, novelty=SOME), "(2 of 5 points): new figures: 70; new sentences: 6 of 8"),
    ],
)
def test_some_articles_are_folded_into_their_story(case: Case, why: str) -> None:
    choice = decide(case)
    assert isinstance(choice, Fold)
    assert why in choice.why


@pytest.mark.parametrize(
    ("case", "kind", "reason"),
    [
        (a_case(), AlertKind.FIRST, "first told of this story for this watch"),
        (a_case(history=MET), AlertKind.FIRST, "earlier articles on it in the corpus: 2"),
        (a_case(copy=CopyKind.NEAR), AlertKind.FIRST, "first told of this story for this watch"),
        (a_case(copy=CopyKind.PARTIAL), AlertKind.FIRST, "first told of this story for this watch"),
        (
            a_case(copy=CopyKind.PARTIAL, history=MET, novelty=Novelty(of=4, sentences=3)),
            AlertKind.FIRST,
            "shares passages with an earlier article; new sentences: 3 of 4",
        ),
        (
            a_case(sighting=Sighting.BACKFILL, tell_backfill=True),
            AlertKind.FIRST,
            "first told of this story for this watch",
        ),
        (a_case(sighting=Sighting.LATE), AlertKind.FIRST, "late: published before, announced only now"),
        (a_case(history=TOLD, policy=Policy.EVERY), AlertKind.FOLLOW_UP, "this watch tells each article"),
        (a_case(history=TOLD, novelty=MUCH), AlertKind.FOLLOW_UP, "new in this story: camp-david"),
        (a_case(history=TOLD, novelty=MUCH), AlertKind.FOLLOW_UP, "new figures: 70, 18, 26"),
    ],
)
def test_some_articles_are_told_with_their_reasons(case: Case, kind: AlertKind, reason: str) -> None:
    choice = decide(case)
    assert isinstance(choice, Tell)
    assert choice.kind is kind
    assert reason in choice.reasons


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (a_case(policy=Policy.DIGEST), "tells in digests"),
        (a_case(sighting=Sighting.LATE, is_digested=True), "stands in the next digest"),
    ],
)
def test_some_articles_are_held_for_the_digest(case: Case, why: str) -> None:
    choice = decide(case)
    assert isinstance(choice, Hold)
    assert why in choice.why


@pytest.mark.parametrize(("kind", "is_told"), [(CopyKind.NEAR, True), (CopyKind.EXACT, False)])
def test_an_edited_copy_is_told_where_headline_and_lead_say_a_turn(kind: CopyKind, is_told: bool) -> None:
    turned = replace(NOTHING, turns=("cancel",), is_turned_twice=True)
    case = a_case(history=TOLD, novelty=turned, copy=kind, met_by_copy=True)
    assert isinstance(decide(case), Tell) is is_told
    assert isinstance(decide(replace(case, novelty=replace(turned, is_turned_twice=False))), Fold)


@pytest.mark.parametrize("copy", [None, CopyKind.NEAR])
def test_a_full_text_is_told_though_its_lede_was_there_without_the_name(copy: CopyKind | None) -> None:
    assert isinstance(decide(a_case(copy=copy, met_by_copy=False)), Tell)


@pytest.mark.parametrize(("hours", "is_told"), [(0.2, False), (2, False), (7, False), (25, True)])
def test_the_same_little_news_is_told_only_when_the_last_word_is_old(hours: float, is_told: bool) -> None:
    case = a_case(history=TOLD, novelty=SOME, after=hours * HOUR)
    assert isinstance(decide(case), Tell) is is_told


def test_an_outlets_own_second_report_weighs_more_than_anothers_first() -> None:
    assert isinstance(decide(a_case(history=TOLD, novelty=SOME)), Fold)
    assert isinstance(decide(a_case(history=TOLD, novelty=replace(SOME, same_outlet=True))), Tell)
    assert isinstance(decide(a_case(history=TOLD, novelty=replace(NOTHING, same_outlet=True))), Fold)


def test_many_follow_ups_make_the_next_one_harder() -> None:
    follow_ups = tuple(
        an_alert(kind=AlertKind.FOLLOW_UP, revision=str(n), at=NOW - timedelta(minutes=n)) for n in (9, 6, 3)
    )
    crowded = History(told=(an_alert(at=NOW - HOUR), *follow_ups))
    assert isinstance(decide(a_case(history=crowded, novelty=MUCH)), Fold)
    assert isinstance(decide(a_case(history=crowded, novelty=MUCH, after=30 * HOUR)), Tell)


ACTORS = frozenset({"kim-yo-jong"})
TITLED = Novelty(of=8, entities=("kim-yo-jong",), titled=("kim-yo-jong",))


@pytest.mark.parametrize(
    ("novelty", "reason"),
    [
        (Novelty(of=8, official="war.gov"), "an official source speaks: war.gov"),
        (Novelty(of=8, turns=("postpone",)), "new on this story: it was postponed"),
    ],
)
def test_who_acts_anew_and_official_sources_are_never_missed(novelty: Novelty, reason: str) -> None:
    names = {"kim-yo-jong": "Kim Yo-jong (김여정)"}
    follow_ups = tuple(an_alert(kind=AlertKind.FOLLOW_UP, revision=str(n), at=NOW) for n in range(9))
    case = a_case(
        history=History(told=(*TOLD.told, *follow_ups)), novelty=novelty, after=timedelta(minutes=1)
    )
    choice = decide(replace(case, actors=ACTORS, names=names, cooldown=HOUR))
    assert isinstance(choice, Tell)
    assert reason in choice.reasons
    assert isinstance(
        decide(replace(case, novelty=replace(novelty, titled=(), official=None, turns=()))), Fold
    )


@pytest.mark.parametrize(("after", "is_told"), [(timedelta(minutes=1), False), (timedelta(hours=13), True)])
def test_who_acts_anew_in_a_title_is_weighed_for_half_a_day_and_never_missed_later(
    after: timedelta, is_told: bool
) -> None:
    follow_ups = tuple(an_alert(kind=AlertKind.FOLLOW_UP, revision=str(n), at=NOW) for n in range(9))
    case = a_case(history=History(told=(*TOLD.told, *follow_ups)), novelty=TITLED, after=after)
    choice = decide(
        replace(case, actors=ACTORS, names={"kim-yo-jong": "Kim Yo-jong (김여정)"}, cooldown=HOUR)
    )
    reasons = choice.reasons if isinstance(choice, Tell) else ()
    assert ("now in the title: Kim Yo-jong (김여정)" in reasons) is is_told


def test_places_and_topics_count_for_one_point_together() -> None:
    case = a_case(history=TOLD, novelty=replace(NOTHING, entities=("seoul", "japan"), titled=("seoul",)))
    assert "(1 of 5 points): new in this story: seoul, japan" in str(decide(case))


@pytest.mark.parametrize(
    ("lead", "beside", "is_told"),
    [(0.7, 1, False), (0.8, 1, True), (0.3, 8, False), (0.4, 8, True), (0.3, 30, True)],
)
def test_a_lead_is_new_beside_what_other_outlets_first_reports_bring(
    lead: float, beside: int, is_told: bool
) -> None:
    novelty = replace(NOTHING, lead=lead, beside=beside, sentences=6)
    assert isinstance(decide(a_case(history=TOLD, novelty=novelty, after=2 * HOUR)), Tell) is is_told


@pytest.mark.parametrize(("share", "hours", "is_told"), [(0.7, 4, True), (0.7, 2, False), (0.5, 4, False)])
def test_a_headline_in_new_words_is_told_once_the_last_word_is_some_hours_old(
    share: float, hours: float, is_told: bool
) -> None:
    case = a_case(history=TOLD, novelty=replace(NOTHING, headline=share), after=hours * HOUR)
    assert isinstance(decide(case), Tell) is is_told


def test_a_story_that_was_told_rests_for_the_cooldown() -> None:
    case = a_case(history=TOLD, novelty=MUCH, cooldown=timedelta(minutes=30))
    assert "told of 10 min ago, within the cooldown of 30 min" in str(decide(case))
    assert isinstance(decide(replace(case, cooldown=timedelta(minutes=5))), Tell)


def test_new_independent_origins_move_a_story() -> None:
    case = a_case(history=TOLD, after=30 * HOUR, novelty=Novelty(of=8, sentences=6), origins=4)
    choice = decide(case)
    assert isinstance(choice, Tell)
    assert "independent origins: 4, at the last alert 1" in choice.reasons
    assert isinstance(decide(replace(case, origins=3)), Fold)


def test_a_flood_of_one_story_is_told_a_few_times() -> None:
    history, told = History(), 0
    for minute in range(500):
        new = Novelty(of=8, sentences=6, figures=("70", "18")[: minute % 3])
        case = a_case(history=history, novelty=new, after=timedelta(minutes=minute), origins=minute)
        choice = decide(case)
        if isinstance(choice, Tell):
            told += 1
            alert = replace(make_alert(case, choice), revision=str(minute))
            history = History(told=(*history.told, alert))
    assert 1 <= told <= 4


OPINION = Stated(Genre.OPINION, "its title: [사설]")


@pytest.mark.parametrize("history", [History(), TOLD])
def test_an_opinion_waits_for_the_digest_unless_it_says_what_was_told_nowhere(history: History) -> None:
    case = replace(a_case(history=history, novelty=MUCH, is_digested=True), stated=OPINION)
    choice = decide(case)
    assert isinstance(choice, Hold)
    assert choice.why == "an opinion, by its title: [사설]: it stands in the next digest"
    assert isinstance(decide(replace(case, passing=("cancel",))), Tell)
    assert isinstance(decide(replace(case, is_digested=False)), Tell)


def test_every_reason_has_its_korean() -> None:
    cases = (
        a_case(history=MET),
        a_case(copy=CopyKind.PARTIAL, history=MET, novelty=Novelty(of=4, sentences=3)),
        a_case(sighting=Sighting.LATE),
        a_case(history=TOLD, policy=Policy.EVERY),
        a_case(history=TOLD, novelty=replace(MUCH, same_outlet=True), origins=9),
        a_case(history=TOLD, novelty=replace(TITLED, official="war.gov", lead=0.9, beside=1), actors=ACTORS),
        a_case(history=TOLD, novelty=replace(NOTHING, turns=("cancel", "sign+", "join!"))),
        a_case(history=TOLD, novelty=replace(NOTHING, days=("2026-03-12",), headed=("4500",))),
        a_case(history=TOLD, novelty=replace(NOTHING, headline=0.7), after=30 * HOUR),
        replace(a_case(history=TOLD, novelty=replace(NOTHING, turns=("die",))), stated=OPINION),
        replace(a_case(), stated=Stated(Genre.BRIEFING, "its title: Headlines"), passing=("die",)),
    )
    reasons = {reason for case in cases if isinstance(tell := decide(case), Tell) for reason in tell.reasons}
    assert len(reasons) >= 12
    for reason in reasons:
        assert re.search("[가-힣]", say_reason(reason, KOREAN)), reason
        assert say_reason(reason, ENGLISH) == reason
    assert say_reason("something else", KOREAN) == "something else"


def test_a_storys_first_alert_has_one_id_whichever_article_tells_it() -> None:
    case = a_case()
    other = replace(case, kept=a_kept("https://news.example/2"))
    first, second = (make_alert(c, Tell(kind=AlertKind.FIRST, reasons=())) for c in (case, other))
    assert first.id == second.id
    again = make_alert(other, Tell(kind=AlertKind.FOLLOW_UP, reasons=()))
    assert (again.subject, again.revision) == ("s-1", other.kept.article.id)
    each = replace(other, watch=replace(WATCH, policy=Policy.EVERY))
    assert make_alert(each, Tell(kind=AlertKind.FOLLOW_UP, reasons=())).subject == other.kept.article.id


# ── novelty ───────────────────────────────────────────────────────────────────────────────

FIRST = a_kept(text="The group met in Seoul on Dec. 12.\nIt talked for three long hours about one paragraph.")


def test_without_earlier_articles_everything_is_new() -> None:
    found = read_novelty(FIRST, [])
    assert (found.sentences, found.of, found.figures) == (2, 2, ("12",))


def test_what_was_said_before_is_not_new() -> None:
    assert read_novelty(FIRST, [FIRST]) == Novelty(of=2, same_outlet=True, beside=1)


def test_new_sentences_figures_and_names_are_found() -> None:
    text = FIRST.article.text + "\nNext it will meet at Camp Haneul with 1,200 troops and 26 planners."
    later = replace(a_kept(text=text), mentions=(Mention(entity="camp", count=1, in_title=True),))
    found = read_novelty(later, [FIRST])
    assert (found.sentences, found.of, found.entities, found.titled) == (1, 3, ("camp",), ("camp",))
    assert found.figures == ("1200", "26")


def test_a_translation_brings_only_names_and_days() -> None:
    korean = a_kept(
        lang="ko",
        outlet="연합뉴스",
        title="한미 핵협의그룹",
        text="핵협의그룹이 12월 15일 서울에서 회의를 열었다고 밝혔다.",
    )
    named = replace(korean, mentions=(Mention(entity="ncg", count=2, in_title=False),))
    days = Novelty(of=1, entities=("ncg",), days=("2024-12-15",))
    later = replace(FIRST.article, published=Published(at=NOW - timedelta(days=2), by="feed"))
    assert read_novelty(named, [replace(FIRST, article=later)]) == days
    assert read_novelty(named, [FIRST]) == replace(days, days=(), is_found=True, is_echo=True)


def test_what_was_told_of_another_story_counts_where_it_is_the_same_news() -> None:
    same = replace(FIRST, article=replace(FIRST.article, key="k-2", outlet="Courier"))
    assert read_novelty(same, [a_kept(text="The mayor opened a bridge in the south of the city.")]).lead > 0.5
    known = read_novelty(same, [a_kept(text="A bridge was opened in the south of the city.")], (), [FIRST])
    assert (known.lead, known.sentences, known.figures) == (0, 0, ())


def test_a_name_that_was_told_in_the_other_language_is_not_new() -> None:
    titled = (Mention(entity="kim-yo-jong", count=2, in_title=True),)
    korean = replace(
        a_kept(lang="ko", title="김여정 담화", text="김여정이 담화를 냈다고 한다."), mentions=titled
    )
    english = replace(FIRST, mentions=titled)
    assert read_novelty(korean, [a_kept("k-0")]).titled == ("kim-yo-jong",)
    assert read_novelty(korean, [a_kept("k-0")], (), [english]).titled == ()


def test_a_past_year_is_background() -> None:
    text = FIRST.article.text + "\nThe group goes back to 2023 and is to have 2028 men."
    assert read_novelty(a_kept(text=text), [FIRST]).figures == ("2028",)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.war.gov/News/1", "war.gov"),
        ("https://www.mofa.go.kr/www/brd", "mofa.go.kr"),
        ("https://www.usfk.mil/x", "usfk.mil"),
        ("https://www.korea.kr/briefing", "korea.kr"),
        ("https://www.mfa.gov.cn/x", "mfa.gov.cn"),
        ("https://www.nato.int/x", "nato.int"),
        ("https://kcna.kp/en", "kcna.kp"),
        ("https://gov.example/x", None),
        ("https://notgov.com/war.gov", None),
        ("https://evilmofa-go.kr/x", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_only_names_that_governments_are_given_are_official(url: str | None, host: str | None) -> None:
    assert official_host(url) == host


@pytest.mark.parametrize("text", ["", "\n\n", "a", "1" * 10_000, "…" * 500])
def test_odd_texts_have_no_news_and_do_no_harm(text: str) -> None:
    assert read_novelty(a_kept(text=text), [FIRST]).sentences == 0


def test_a_doubtful_link_across_languages_silences_nothing() -> None:
    doubt = "told in en only, and the same event only by likeness (0.31)"
    choice = decide(a_case(history=TOLD, novelty=Novelty(of=5), unheard=doubt))
    assert isinstance(choice, Tell)
    assert (choice.kind, choice.reasons[0]) == (AlertKind.FOLLOW_UP, doubt)
    assert isinstance(decide(a_case(history=TOLD, novelty=Novelty(of=5))), Fold)


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
@pytest.mark.parametrize("kind", [CopyKind.EXACT, CopyKind.NEAR])
@pytest.mark.parametrize(
    "code", [Code.SHARES, Code.COPY, Code.NOTHING_OWN, Code.NOTHING_OWN_ON_FILE, Code.RETOLD]
)
def test_a_reason_names_no_id_and_speaks_one_language(code: Code, kind: CopyKind, words: Words) -> None:
    said = say_reason(Reason(code, of="a-0", kind=kind.value, new=1, all=5), words)
    assert "a-0" not in said
    assert words is ENGLISH or not re.search("[A-Za-z]", said)
