"""A report that is likely, but not surely, on a told story is told as its follow-up, whatever that said."""

from __future__ import annotations

from dataclasses import replace

from alerts.decide.gather import gather_and_decide
from alerts.decide.policy.case import Case, Choice, Fold, Tell
from alerts.decide.rehearsal import Rehearsal, Terms
from storage.judging.merging import LinkKind, StoryLink
from storage.records import AlertKind, Kept, Match, Policy, Watch
from storage.records.reasons import join_reasons
from tests.alerts.decide.test_gather import FIRST, KOREAN, NOW, REPORTED, WATCH, a_kept

MATCH = Match(watch="w", evidence=())
LIKELY = "likely on a story that was told, but that is not sure"
ONE, SAME = a_kept("one", FIRST, 0), a_kept("two", FIRST, 1)
PART, AGAIN = replace(SAME, part=7), replace(a_kept("three", FIRST, 2), part=7)


def tell_all(*reports: Kept, watch: Watch = WATCH, terms: Terms | None = None) -> list[Choice]:
    past = Rehearsal(terms=terms)
    return [past.tell(kept, watch, MATCH, at=kept.article.order[0], origins=1) for kept in reports]


def test_a_part_of_a_told_story_is_told_as_its_follow_up_though_all_of_it_was_said() -> None:
    assert isinstance(tell_all(ONE, SAME)[1], Fold)
    choice = tell_all(ONE, PART)[1]
    assert isinstance(choice, Tell)
    assert choice.kind is AlertKind.FOLLOW_UP
    assert LIKELY in join_reasons(choice.reasons)


def test_once_a_part_was_told_it_falls_silent_by_itself() -> None:
    choices = tell_all(ONE, PART, AGAIN)
    assert [type(choice) for choice in choices] == [Tell, Tell, Fold]


def test_a_part_of_a_story_that_the_watch_did_not_tell_is_a_first_report() -> None:
    choice = tell_all(PART)[0]
    assert isinstance(choice, Tell)
    assert choice.kind is AlertKind.FIRST
    assert LIKELY not in join_reasons(choice.reasons)


def test_what_is_sure_of_a_story_is_a_follow_up_where_only_a_part_of_it_was_told() -> None:
    choice = tell_all(PART, replace(a_kept("three", REPORTED, 2), part=None))[1]
    assert isinstance(choice, Tell)
    assert choice.kind is AlertKind.FOLLOW_UP


def test_a_watch_that_tells_each_article_says_nothing_of_parts() -> None:
    choice = tell_all(ONE, PART, watch=replace(WATCH, policy=Policy.EVERY))[1]
    assert isinstance(choice, Tell)
    assert LIKELY not in join_reasons(choice.reasons)


def test_a_likely_part_raises_no_doubt_about_the_other_language() -> None:
    link = StoryLink(kind=LinkKind.LIKELY, article="a-1", score=0.1, is_sure=False)
    other = replace(link, kind=LinkKind.LANGUAGE, other="s-9")
    reports = a_kept("one", KOREAN, 0, lang="ko"), a_kept("two", REPORTED, 20)
    doubted, sure = (
        tell_all(*reports, terms=Terms(read_links=lambda _, how=how: [how]))[1] for how in (other, link)
    )
    assert isinstance(doubted, Tell)
    assert "the same event only by likeness" in doubted.reasons[0]
    assert not isinstance(sure, Tell) or "only by likeness" not in join_reasons(sure.reasons)


class Muted(Rehearsal):
    """A past in which the story is muted."""

    def read_mute(self, watch: str, kept: Kept) -> str | None:
        return "s-1 until then" if kept.story == "s-1" else None


def test_a_mute_on_the_story_holds_its_parts() -> None:
    case = Case(watch=WATCH, kept=PART, match=MATCH, now=NOW)
    assert isinstance(gather_and_decide(case, Muted())[1], Fold)
