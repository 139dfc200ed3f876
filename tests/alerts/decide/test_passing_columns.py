"""A column is told at once for what somebody who knows told its writer; what argues or chats is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.decide.gather import gather_and_decide
from alerts.decide.passing.columns import find_reported
from alerts.decide.policy.case import Case, Choice, Hold, Tell
from alerts.decide.rehearsal import Rehearsal
from storage.records import Evidence, Match, Policy, TermMatch, Watch
from storage.records.reasons import join_reasons
from tests.alerts.decide.test_gather import NOW, a_kept
from tests.alerts.decide.test_passing import a_briefing, evidence_in

OPENING = "A tenant asks what the repairs will cost. The NCG has never been good at that question."
KNOWN = "The NCG will meet in Seoul, an official said, and 120 staff will come."

REPORTED = [
    "Two officials who were in the room tell me that the NCG agreed to 47 inspections, first on March 14.",
    "According to a person who has read the minutes, 310 million dollars were asked. It was not announced.",
    "This column has learned that 23 of the 60 sites were dropped last Thursday.",
]
REPORTED_KO = [
    "핵협의그룹에 참석한 당국자에게서 들은 이야기는 달랐다. 첫 점검은 14일이고 비용은 310억 원이다.",
    "정부 관계자는 필자에게 점검 대상 23곳을 뺐다고 털어놓았다. 아직 발표하지 않은 내용이다.",
]
ARGUED = [
    "The apprentices at the gate told me that they had worked 47 hours, the next shift begins on March 14.",
    "An official tells me that it takes patience.",
    "The NCG will meet in Seoul. That leaves 310 million dollars and 23 sites to argue about by March 14.",
    "Two officials tell me that the NCG will meet in Seoul and 120 staff will come.",
]


@pytest.mark.parametrize("said", REPORTED)
def test_what_somebody_who_knows_told_the_writer_is_reported(said: str) -> None:
    article = a_briefing(OPENING, said, "Bail before you argue.", title="Opinion: The bill")
    told = a_briefing(KNOWN, title="NCG to meet")
    assert find_reported(article, evidence_in(article, "NCG"), [told]) == (said,)


@pytest.mark.parametrize("said", REPORTED_KO)
def test_a_korean_column_is_read_alike(said: str) -> None:
    article = a_briefing("핵협의그룹은 값을 묻지 않는다.", said, title="[칼럼] 청구서", lang="ko")
    assert find_reported(article, evidence_in(article, "핵협의그룹"), ()) == (said,)


@pytest.mark.parametrize("said", ARGUED)
def test_what_argues_chats_or_has_no_fact_of_its_own_is_not(said: str) -> None:
    article = a_briefing(OPENING, said, title="Opinion: The bill")
    told = a_briefing(KNOWN, title="NCG to meet")
    assert find_reported(article, evidence_in(article, "NCG"), [told]) == ()


def test_what_stands_far_from_what_met_the_watch_is_not_read() -> None:
    article = a_briefing(OPENING, "Another thing.", REPORTED[1], title="Opinion: The bill")
    assert find_reported(article, evidence_in(article, "NCG"), ()) == ()


def decide_on(said: str) -> Choice:
    """What a watch that told of the talks decides on a later column that says this."""
    watch, past = Watch(id="w", name="W", query="ncg", policy=Policy.STORY), Rehearsal()
    first = a_kept("one", KNOWN, 0, title="NCG to meet in Seoul")
    past.tell(first, watch, Match(watch="w", evidence=()), at=first.article.order[0], origins=1)
    kept = a_kept("two", "\n".join((OPENING, said)), 20, title="[COLUMN] The bill")
    evidence = (Evidence(text=OPENING, matches=(TermMatch(start=51, end=54, text="NCG", term="ncg"),)),)
    case = Case(watch=watch, kept=kept, match=Match(watch="w", evidence=evidence), now=NOW, is_digested=True)
    return gather_and_decide(replace(case, now=kept.article.order[0]), past)[1]


def test_a_column_with_a_report_of_its_own_is_told_and_quotes_it() -> None:
    choice = decide_on(REPORTED[0])
    assert isinstance(choice, Tell)
    assert "has in one passage what nothing told says: Two officials" in join_reasons(choice.reasons)


def test_a_column_that_argues_waits_for_the_digest() -> None:
    assert isinstance(decide_on(ARGUED[2]), Hold)
