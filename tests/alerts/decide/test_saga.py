"""A story that goes on from one that was told is a follow-up, and a mute on that one holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from alerts.decide.gather import gather_and_decide
from alerts.decide.policy.case import Case, Choice, Fold, Tell
from alerts.decide.rehearsal import Rehearsal
from alerts.decide.saga import find_followed
from storage.judging.topics import StorySketch, Writing
from storage.records import AlertKind, Kept, Match, Policy
from storage.records.reasons import join_reasons
from tests.alerts.decide.test_gather import FIRST, NOW, WATCH, a_kept


def a_sketch(number: int, terms: dict[int, float], title: str = "") -> StorySketch:
    return StorySketch(
        story=number,
        id=f"s-{number}",
        script=Writing.BRIDGE,
        articles=1,
        longest=len(terms),
        terms=terms,
        names={},
        numbered={},
        first_seen=NOW,
        last_seen=NOW,
        has_live=True,
        title=title,
    )


OWN = a_sketch(1, {1: 0.8, 2: 0.6})
NOMINATED = a_sketch(2, {1: 0.6, 3: 0.8}, "President names an envoy")
ELSEWHERE = a_sketch(3, {2: 0.3, 4: 0.95})


@pytest.mark.parametrize(
    ("told", "followed"),
    [
        pytest.param([], None, id="nothing told"),
        pytest.param([ELSEWHERE], None, id="hardly alike"),
        pytest.param([OWN], None, id="itself"),
        pytest.param([ELSEWHERE, NOMINATED], NOMINATED, id="the most alike"),
    ],
)
def test_a_story_goes_on_from_the_told_one_that_it_is_like(
    told: list[StorySketch], followed: StorySketch | None
) -> None:
    assert find_followed(OWN, told) is followed


class Followed(Rehearsal):
    """A past in which each story goes on from the nominating; `muted` is the story that is muted."""

    muted = ""

    def find_followed(self, watch: str, kept: Kept, since: datetime) -> StorySketch | None:
        return NOMINATED

    def read_mute(self, watch: str, kept: Kept) -> str | None:
        return "muted" if kept.story == self.muted else None


def decide_after(past: Rehearsal, **changes: object) -> Choice:
    watch = replace(WATCH, **changes)  # type: ignore[arg-type]  # of a table of changes
    case = Case(watch=watch, kept=a_kept("one", FIRST, 0), match=Match(watch="w", evidence=()), now=NOW)
    return gather_and_decide(case, past)[1]


def test_what_goes_on_from_a_told_story_is_a_follow_up_that_names_it() -> None:
    choice = decide_after(Followed())
    assert isinstance(choice, Tell)
    assert choice.kind is AlertKind.FOLLOW_UP
    assert "goes on from one that was told: President names an envoy" in join_reasons(choice.reasons)


def test_a_mute_on_the_story_before_holds_what_goes_on_from_it() -> None:
    past = Followed()
    past.muted = NOMINATED.id
    assert isinstance(decide_after(past), Fold)


def test_a_watch_that_tells_each_article_asks_for_no_story_before() -> None:
    choice = decide_after(Followed(), policy=Policy.EVERY)
    assert isinstance(choice, Tell)
    assert "goes on from" not in join_reasons(choice.reasons)
