"""Where the rules of telling turn: each weight, limit and condition at both sides of its edge."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.decide.more import More
from alerts.decide.novelty import Novelty
from alerts.decide.policy.case import UNWEIGHED, Case, Fold, Hold, Tell
from alerts.decide.policy.decide import decide, make_alert, waits_for_digest
from alerts.decide.surge import Rise, Surge
from alerts.decide.urgent.urgency import Urgent
from alerts.turns.genre.read import Genre, Stated
from storage.promises.alerts import History
from storage.records import (
    AlertKind,
    Copy,
    CopyKind,
    Likeness,
    Match,
    Policy,
    Sighting,
    Urgency,
    Watch,
)
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from tests.telling import NOW, a_kept, an_alert, an_evidence

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
ACTORS = frozenset("abcde")
TOLD = History(told=(an_alert(origins=1),), met=("a-0",))
MANY = History(
    told=(*TOLD.told, *(an_alert(kind=AlertKind.FOLLOW_UP, revision=str(n), at=NOW) for n in range(20)))
)
"""So often told lately that nothing is enough: what is weighed is said, not told."""


def a_case(
    novelty: Novelty | None = None,
    *,
    history: History = MANY,
    after: timedelta = timedelta(minutes=10),
    copy: CopyKind | None = None,
    of_this: float = 0.5,
    **changes: object,
) -> Case:
    likeness = Likeness(article="a-0", group="a-0", shared=9, of_this=of_this, of_other=0.9)
    kept = a_kept(copy=Copy(of="a-0", kind=copy, likeness=likeness) if copy else None)
    case = Case(
        watch=Watch(id="ncg", name="NCG", query="ncg"),
        kept=kept,
        match=Match(watch="ncg", evidence=(an_evidence(),)),
        history=history,
        novelty=novelty or Novelty(of=9),
        now=NOW + after,
        actors=ACTORS,
    )
    return replace(case, **changes)  # type: ignore[arg-type]  # named as fields


def weigh(case: Case) -> tuple[int, int, str]:
    """The points, how many are needed, and what was heard, of an article that moved its story too little."""
    choice = decide(case)
    assert isinstance(choice, Fold), choice
    found = re.fullmatch(r".*\((\d+) of (\d+) points\): (.*)", str(choice.why))
    assert found, choice.why
    return int(found[1]), int(found[2]), found[3]


def points(novelty: Novelty, **changes: object) -> int:
    return weigh(a_case(novelty, **changes))[0]  # type: ignore[arg-type]  # named as fields


@pytest.mark.parametrize(
    ("entities", "titled", "weight"),
    [
        ("", "", 0), ("a", "", 1), ("ab", "", 2), ("abc", "", 3), ("abcd", "", 4), ("abcde", "", 4),
        ("a", "a", 2), ("ab", "ax", 3), ("ab", "b", 3), ("ab", "ab", 4), ("abc", "abc", 4),
        ("x", "", 1), ("xy", "", 1), ("x", "x", 1), ("ax", "", 2), ("ax", "x", 2), ("axy", "a", 3),
    ],
)  # fmt: skip
def test_actors_weigh_each_places_together_and_a_title_doubles(
    entities: str, titled: str, weight: int
) -> None:
    assert points(Novelty(of=9, entities=tuple(entities), titled=tuple(titled))) == weight


def test_names_are_said_first_five_at_most_and_not_those_whom_the_title_said() -> None:
    new = Novelty(of=9, entities=("a", "u", "v", "w", "x", "y"), titled=("a",), figures=tuple("1234567"))
    heard = weigh(a_case(new, names={"u": "Ursa"}))[2]
    assert heard == "new in this story: Ursa, v, w, x, y; new figures: 1, 2, 3, 4, 5"
    assert "v, w, x, y, z;" not in weigh(a_case(replace(new, entities=(*new.entities, "z"))))[2]
    assert "new in" not in weigh(a_case(replace(new, entities=("a",))))[2]


@pytest.mark.parametrize(("figures", "weight"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (9, 3)])
def test_figures_weigh_one_each_and_three_at_most(figures: int, weight: int) -> None:
    assert points(Novelty(of=9, figures=tuple(str(n) for n in range(figures)))) == weight


@pytest.mark.parametrize(
    ("beside", "lead", "weight"),
    [(0, 1.0, 0), (1, 0.76, 0), (1, 0.77, 3), (2, 0.59, 0), (2, 0.60, 3), (8, 0.35, 0), (8, 0.37, 3)],
)
def test_a_lead_weighs_three_from_the_share_that_others_bring(beside: int, lead: float, weight: int) -> None:
    assert points(Novelty(of=9, beside=beside, lead=lead)) == weight


def test_the_same_outlet_again_weighs_three_more_and_is_said_only_where_something_is_new() -> None:
    both = weigh(a_case(Novelty(of=9, same_outlet=True, figures=("7",))))
    assert both[0] == 4
    assert "Example News" in both[2]
    assert points(Novelty(of=9, same_outlet=True)) == 0


@pytest.mark.parametrize(
    ("new", "of", "weight"),
    [(2, 2, 0), (3, 3, 1), (3, 5, 1), (3, 6, 0), (4, 6, 1), (5, 9, 0), (6, 10, 1), (90, 100, 1)],
)
def test_sentences_weigh_one_from_three_and_three_fifths_on(new: int, of: int, weight: int) -> None:
    assert points(Novelty(of=of, sentences=new)) == weight


@pytest.mark.parametrize(
    ("last", "now", "weight"),
    [
        (0, 2, 0), (0, 3, 1), (1, 3, 0), (1, 4, 1), (3, 5, 0), (3, 6, 1), (4, 7, 0), (4, 8, 1), (10, 19, 0),
        (10, 20, 1),
    ],
)  # fmt: skip
def test_origins_weigh_one_once_they_doubled_and_are_three_more(last: int, now: int, weight: int) -> None:
    told = replace(MANY, told=tuple(replace(alert, origins=last) for alert in MANY.told))
    assert points(Novelty(of=9), history=told, origins=now) == weight


@pytest.mark.parametrize(
    ("age", "needed"),
    [
        (timedelta(), 5), (HOUR - SECOND, 5), (HOUR, 4), (6 * HOUR - SECOND, 4), (6 * HOUR, 3),
        (24 * HOUR - SECOND, 3), (24 * HOUR, 2), (90 * HOUR, 2),
    ],
)  # fmt: skip
def test_the_older_the_last_word_the_less_is_needed(age: timedelta, needed: int) -> None:
    assert weigh(a_case(history=TOLD, after=age))[1] == needed


@pytest.mark.parametrize(
    ("kinds", "ago", "more"),
    [
        ("F", 1, 0), ("FF", 1, 1), ("FFF", 1, 2), ("1", 1, 0), ("11", 1, 0), ("1F1", 1, 0), ("FF", 23.9, 1),
        ("FF", 24, 0), ("FF", 24.5, 0),
    ],
)  # fmt: skip
def test_each_follow_up_within_a_day_but_one_asks_one_point_more(kinds: str, ago: float, more: int) -> None:
    """The last alert is one hour old in each, so that three are asked by age after 6 hours: 4 here."""
    told = [
        an_alert(
            kind=AlertKind.FOLLOW_UP if kind == "F" else AlertKind.FIRST,
            revision=f"{n}",
            at=NOW - timedelta(hours=ago),
        )
        for n, kind in enumerate(kinds)
    ]
    last = an_alert(at=NOW - HOUR)
    assert weigh(a_case(history=History(told=(*told, last)), after=timedelta()))[1] == 4 + more


@pytest.mark.parametrize(("after", "is_told"), [(12 * HOUR - SECOND, False), (12 * HOUR, True)])
def test_whom_the_title_names_anew_is_never_missed_half_a_day_after(after: timedelta, is_told: bool) -> None:
    new = Novelty(of=9, entities=("a",), titled=("a",))
    assert isinstance(decide(a_case(new, after=after)), Tell) is is_told


def test_whom_the_title_names_is_said_beside_another_sign_however_soon() -> None:
    choice = decide(a_case(Novelty(of=9, entities=("a",), titled=("a",), days=("2024-12-09",))))
    assert isinstance(choice, Tell)
    assert any("now in the title: a" in reason for reason in choice.reasons)


@pytest.mark.parametrize(
    ("share", "after", "is_told"),
    [(0.6, 3 * HOUR, True), (0.59, 3 * HOUR, False), (0.6, 3 * HOUR - SECOND, False)],
)
def test_a_headline_counts_from_three_fifths_and_three_hours(
    share: float, after: timedelta, is_told: bool
) -> None:
    assert isinstance(decide(a_case(Novelty(of=9, headline=share), after=after)), Tell) is is_told


def test_a_new_headline_is_no_second_reason_beside_a_turn() -> None:
    choice = decide(a_case(Novelty(of=9, headline=0.9, turns=("cancel",)), after=5 * HOUR))
    assert isinstance(choice, Tell)
    assert not any("headline" in reason for reason in choice.reasons)


def test_a_turn_a_denied_one_and_a_planned_one_are_said_otherwise() -> None:
    said = set()
    for turn in ("cancel", "cancel!", "cancel+"):
        choice = decide(a_case(Novelty(of=9, turns=(turn,))))
        assert isinstance(choice, Tell)
        said.add(choice.reasons)
    assert len(said) == 3
    assert ("new on this story: it was called off",) in said


def test_three_turns_three_days_and_three_figures_are_said_at_most() -> None:
    turns, four = ("cancel", "sign", "resign", "launch"), ("1", "2", "3", "4")
    choice = decide(a_case(Novelty(of=9, turns=turns, days=four, headed=four)))
    assert isinstance(choice, Tell)
    assert sum("new on this story" in reason for reason in choice.reasons) >= 3
    assert len(choice.reasons) == 5
    assert all("4" not in reason for reason in choice.reasons)
    assert sum("1, 2, 3" in reason for reason in choice.reasons) == 2


@pytest.mark.parametrize(
    ("figures", "entities", "is_told"), [("12", "", False), ("123", "a", False), ("123", "abc", True)]
)
def test_an_echo_asks_two_points_more(figures: str, entities: str, is_told: bool) -> None:
    """Five are asked soon after a first alert: of an echo seven, 3 + 4 with a place."""
    new = Novelty(of=9, is_echo=True, figures=tuple(figures), entities=tuple(entities))
    choice = decide(a_case(replace(new, entities=(*new.entities, *("x" * bool(entities)))), history=TOLD))
    assert isinstance(choice, Tell) is is_told
    if not is_told:
        assert "points" not in str(choice)


def test_exactly_what_an_echo_asks_is_enough_and_one_less_is_not() -> None:
    six = Novelty(of=9, is_echo=True, figures=tuple("123"), entities=tuple("abc"))
    assert isinstance(decide(a_case(six, history=TOLD)), Fold)
    seven = replace(six, entities=tuple("abcd"))
    assert isinstance(decide(a_case(seven, history=TOLD)), Tell)
    assert isinstance(decide(a_case(replace(six, is_echo=False), history=TOLD)), Tell)


@pytest.mark.parametrize(
    ("novelty", "is_told"),
    [
        (Novelty(of=9), True),
        (Novelty(of=9, is_found=True), False),
        (Novelty(of=9, is_found=True, entities=("a",), titled=("a",)), True),
        (Novelty(of=9, is_found=True, entities=("x",), titled=("x",)), False),
        (Novelty(of=9, is_found=True, entities=("a", "x"), titled=("a", "x")), True),
        (Novelty(of=9, is_found=True, is_echo=True, entities=("a",), titled=("a",)), False),
        (Novelty(of=9, is_echo=True), True),
    ],
)
def test_a_doubt_across_languages_tells_unless_all_of_it_was_told(novelty: Novelty, is_told: bool) -> None:
    choice = decide(a_case(novelty, unheard="told in ko only"))
    assert isinstance(choice, Tell) is is_told
    if isinstance(choice, Tell):
        assert choice.reasons == ("told in ko only",)


@pytest.mark.parametrize(
    ("of_this", "new", "is_told"),
    [
        (0.9, Novelty(of=9, sentences=1), False),
        (0.9, Novelty(of=9, sentences=2), True),
        (0.89, Novelty(of=9, sentences=1), True),
        (0.9, Novelty(of=9, sentences=1, is_turned_twice=True), True),
        (0.5, Novelty(of=9), False),
        (0.5, Novelty(of=9, entities=("x",)), True),
        (0.5, Novelty(of=9, figures=("7",)), True),
        (0.5, Novelty(of=9, turns=("cancel",)), True),
        (0.5, Novelty(of=9, days=("2024-12-09",)), True),
    ],
)
def test_a_text_that_shares_passages_needs_something_of_its_own(
    of_this: float, new: Novelty, is_told: bool
) -> None:
    watch = Watch(id="ncg", name="NCG", query="ncg", policy=Policy.EVERY)
    case = a_case(new, history=TOLD, copy=CopyKind.PARTIAL, of_this=of_this, watch=watch)
    assert isinstance(decide(case), Tell) is is_told
    assert isinstance(decide(replace(case, unheard="who knows")), Tell)
    first = replace(case, history=History(met=("a-0",)))
    assert isinstance(decide(first), Tell) is is_told
    assert isinstance(decide(replace(first, history=History())), Tell)


@pytest.mark.parametrize(("known", "is_said"), [((), False), (("a-0",), True)])
def test_what_a_first_report_shares_is_said_where_the_watch_knew_it(
    known: tuple[str, ...], is_said: bool
) -> None:
    case = a_case(Novelty(of=9, sentences=4), history=History(met=known), copy=CopyKind.PARTIAL)
    choice = decide(case)
    assert isinstance(choice, Tell)
    assert any("shares passages" in reason for reason in choice.reasons) is is_said
    near = decide(a_case(Novelty(of=9, sentences=4), history=History(met=known), copy=CopyKind.NEAR))
    assert isinstance(near, Tell)
    assert not any("shares passages" in reason for reason in near.reasons)


@pytest.mark.parametrize(("history", "is_told"), [(History(met=("a-0",)), False), (TOLD, True)])
def test_a_turn_in_a_near_copy_is_told_only_of_a_story_that_was(history: History, is_told: bool) -> None:
    new = Novelty(of=9, turns=("cancel",), is_turned_twice=True)
    case = a_case(new, history=history, copy=CopyKind.NEAR, met_by_copy=True)
    assert isinstance(decide(case), Tell) is is_told


SURGING = Watch(id="ncg", name="NCG", query="ncg", surge=3.0)
RISE = Rise(count=60, usual=2.0, chance=1e-9)


@pytest.mark.parametrize(
    ("surge", "kind"),
    [
        (Surge(rise=RISE), Tell),
        (Surge(rise=RISE, told=NOW), Fold),
        (Surge(rise=Rise(count=2)), Fold),
        (None, Fold),
    ],
)
def test_a_surge_is_told_once_and_only_where_it_is_one(surge: Surge | None, kind: type) -> None:
    choice = decide(a_case(history=History(), watch=SURGING, surge=surge))
    assert isinstance(choice, kind)
    if isinstance(choice, Tell):
        assert (choice.kind, choice.late, len(choice.reasons)) == (AlertKind.FIRST, False, 1)
        alert = make_alert(a_case(watch=SURGING), choice)
        assert (alert.subject, alert.revision) == (alert.article, "")


@pytest.mark.parametrize(
    ("watch", "digested", "waits"),
    [
        (Watch(id="ncg", name="NCG", query="ncg"), True, True),
        (Watch(id="ncg", name="NCG", query="ncg"), False, False),
        (Watch(id="ncg", name="NCG", query="ncg", policy=Policy.EVERY), True, False),
        (SURGING, True, False),
    ],
)
def test_an_opinion_waits_only_for_a_watch_that_tells_stories_in_digests(
    watch: Watch, digested: bool, waits: bool
) -> None:
    case = a_case(watch=watch, is_digested=digested, stated=Stated(Genre.OPINION, "its title"))
    assert waits_for_digest(case) is waits
    assert isinstance(decide(case), Hold) is waits
    told = decide(replace(case, passing=("cancel",), history=History(), surge=Surge(rise=RISE)))
    assert isinstance(told, Tell)
    assert not any("stands in the next digest" in reason for reason in told.reasons)
    assert not waits_for_digest(replace(case, passing=("cancel",)))
    assert not waits_for_digest(replace(case, stated=Stated()))


@pytest.mark.parametrize("sighting", [Sighting.LIVE, Sighting.LATE])
@pytest.mark.parametrize(
    "case",
    [
        a_case(history=History()),
        a_case(history=TOLD, watch=Watch(id="n", name="N", query="n", policy=Policy.EVERY)),
        a_case(Novelty(of=9, turns=("cancel",))),
        a_case(Novelty(of=9), unheard="who knows"),
        a_case(Novelty(of=9, figures=tuple("123"), entities=tuple("abcd")), history=TOLD),
        a_case(history=History(), watch=SURGING, surge=Surge(rise=RISE)),
    ],
    ids=["first", "each", "turn", "doubt", "moved", "surge"],
)
def test_late_news_is_said_to_be_late_and_no_other(case: Case, sighting: Sighting) -> None:
    kept = replace(case.kept, article=replace(case.kept.article, sighting=sighting))
    choice = decide(replace(case, kept=kept))
    assert isinstance(choice, Tell)
    is_late = sighting is Sighting.LATE
    assert choice.late is is_late
    assert any(reason.startswith("late: ") for reason in choice.reasons) is is_late
    assert make_alert(case, choice).late is is_late


@pytest.mark.parametrize(("minutes", "said"), [(1, "1 min"), (119, "119 min"), (120, "2 h"), (180, "3 h")])
def test_how_long_ago_is_said_in_minutes_below_two_hours(minutes: int, said: str) -> None:
    case = a_case(Novelty(of=9), history=TOLD, after=timedelta(minutes=minutes), cooldown=24 * HOUR)
    assert f"told of {said} ago, within the cooldown of 24 h" in str(decide(case))


@pytest.mark.parametrize(("after", "rests"), [(HOUR - SECOND, True), (HOUR, False)])
def test_a_story_rests_until_the_cooldown_is_over(after: timedelta, rests: bool) -> None:
    case = a_case(Novelty(of=9), history=TOLD, after=after, cooldown=HOUR)
    assert ("within the cooldown" in str(decide(case))) is rests


EACH = Watch(id="ncg", name="NCG", query="ncg", policy=Policy.EVERY)
URGENT = Urgent("cancel", "mofa.go.kr")


@pytest.mark.parametrize(
    ("history", "is_told", "urgent", "is_flash"),
    [
        (History(), True, URGENT, True),  # nothing was told: all of it is news
        (TOLD, False, URGENT, True),
        (TOLD, True, URGENT, False),  # told for another turn: the urgent one they know
        (TOLD, False, None, False),
    ],
    ids=["first", "new turn", "known turn", "not urgent"],
)
def test_a_flash_is_a_turn_that_cannot_wait_and_that_its_readers_do_not_know(
    history: History, is_told: bool, urgent: Urgent | None, is_flash: bool
) -> None:
    new = Novelty(of=9, turns=("sign",))
    case = a_case(new, history=history, urgent=urgent, is_urgent_told=is_told)
    choice = decide(case)
    assert isinstance(choice, Tell)
    assert (choice.reasons[0] == URGENT.reason()) is is_flash
    assert (URGENT.reason() in choice.reasons) is is_flash
    assert make_alert(case, choice).urgency is (Urgency.FLASH if is_flash else Urgency.ALERT)


@pytest.mark.parametrize(
    ("genre", "sighting", "urgency"),
    [
        (Genre.NEWS, Sighting.LIVE, Urgency.ALERT),
        (Genre.NEWS, Sighting.LATE, Urgency.BRIEF),
        (Genre.OPINION, Sighting.LIVE, Urgency.BRIEF),
    ],
)
def test_what_is_late_or_no_news_is_told_in_brief(genre: Genre, sighting: Sighting, urgency: Urgency) -> None:
    case = a_case(history=History(), stated=Stated(genre, "its title"))
    kept = replace(case.kept, article=replace(case.kept.article, sighting=sighting))
    choice = decide(replace(case, kept=kept))
    assert isinstance(choice, Tell)
    assert make_alert(case, choice).urgency is urgency


def test_a_mute_silences_a_watch_that_reports_in_digests_there_too() -> None:
    case = a_case(Novelty(of=9, turns=("cancel",)), is_raised=True)
    assert isinstance(decide(case), Hold)
    muted = decide(replace(case, muted="until noon"))
    assert isinstance(muted, Fold)
    assert str(muted.why) == "muted: until noon"


READS_LIKE_MORE = More(points=-1, signs=(Reason(Code.SIGN_QUOTES),))
RELATED = replace(READS_LIKE_MORE, is_related=True)
SAYS_MORE = "reads like more on what was told"


@pytest.mark.parametrize(
    ("more", "history", "digested", "kind"),
    [
        (READS_LIKE_MORE, TOLD, False, Fold),
        (READS_LIKE_MORE, TOLD, True, Fold),
        (RELATED, History(), True, Hold),
        (RELATED, History(), False, Tell),
    ],
    ids=["known", "known, with a digest", "related, with a digest", "related"],
)
def test_what_reads_like_more_is_silent_in_its_story_and_elsewhere_in_a_digest_or_told_as_such(
    more: More, history: History, digested: bool, kind: type
) -> None:
    case = a_case(Novelty(of=9, turns=("sign",)), history=history, more=more, is_digested=digested)
    choice = decide(case)
    assert isinstance(choice, kind)
    said = choice.reasons[0] if isinstance(choice, Tell) else choice.why
    assert said.startswith(SAYS_MORE)
    assert isinstance(decide(replace(case, more=replace(more, points=0))), Tell)


@pytest.mark.parametrize(
    "case",
    [
        a_case(history=History(), more=READS_LIKE_MORE, is_digested=True),
        a_case(history=TOLD, watch=EACH, more=RELATED),
        a_case(history=TOLD, watch=SURGING, surge=Surge(rise=RISE), more=RELATED),
        a_case(Novelty(of=9, official="mofa.go.kr"), history=TOLD, more=RELATED),
        a_case(Novelty(of=9), history=TOLD, unheard=UNWEIGHED, more=RELATED),
    ],
    ids=["beside nothing", "each is told", "surge", "official first word", "not weighed"],
)
def test_what_readers_asked_for_whatever_it_says_is_never_doubted(case: Case) -> None:
    choice = decide(case)
    assert isinstance(choice, Tell)
    assert not any(SAYS_MORE in reason for reason in choice.reasons)


def test_a_text_that_shares_passages_with_one_that_met_is_not_silent_by_that() -> None:
    case = a_case(Novelty(of=9, turns=("cancel",)), copy=CopyKind.PARTIAL, met_by_copy=True)
    assert isinstance(decide(case), Tell)


def test_a_near_copy_of_what_met_no_watch_is_told_where_each_is() -> None:
    """A copy may meet a watch that its original does not: by its title, say."""
    assert isinstance(decide(a_case(Novelty(of=9), history=TOLD, copy=CopyKind.NEAR, watch=EACH)), Tell)


def test_each_alert_of_a_watch_that_tells_each_is_of_its_article_and_replaces_none() -> None:
    case = a_case(history=TOLD, watch=EACH)
    choice = decide(case)
    assert isinstance(choice, Tell)
    assert choice.kind is AlertKind.FOLLOW_UP
    alert = make_alert(case, choice)
    assert (alert.subject, alert.revision) == (alert.article, "")
    of_story = make_alert(replace(case, watch=Watch(id="ncg", name="NCG", query="ncg")), choice)
    assert (of_story.subject, of_story.revision) == (of_story.story, of_story.article)
