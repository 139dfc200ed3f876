"""What a report adds to all that was told, in either language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.decide.added import measure_added, measure_rest
from storage.records import Kept, Published
from tests.telling import NOW, a_kept

LEAD = (
    "Seoul will pay 1.18 trillion won for American troops this year, the foreign ministry said on Wednesday."
)
TOLD = "한국이 올해 방위비 분담금으로 1조1800억원을 내기로 했다고 외교부가 10일 밝혔다."


def a_report(title: str, text: str, lang: str = "en", *, ago: timedelta = timedelta()) -> Kept:
    made = a_kept(title, title=title, text=text, lang=lang)
    return replace(made, article=replace(made.article, published=Published(at=NOW - ago, by="feed")))


@pytest.mark.parametrize(
    ("title", "lead", "added"),
    [
        ("Seoul to pay 1.18 trillion won", LEAD, 0),
        ("Seoul to pay 1.3 trillion won", LEAD.replace("1.18", "1.3"), 1),
        ("Seoul to pay more", LEAD.replace("1.18", "1.3"), 0),
        ("Seoul to pay 1.3 trillion won for 28,500 troops", LEAD.replace("1.18", "1.3"), 1),
        ("Seoul to take 5 steps", "Seoul will take 5 steps, it said.", 0),
        ("", "", 0),
    ],
)
def test_a_figure_of_title_and_lead_is_added_where_neither_language_told_it(
    title: str, lead: str, added: int
) -> None:
    told = [a_report("방위비 1조1800억원", TOLD, "ko")]
    assert measure_added(a_report(title, lead), told)["added_figures"] == added


@pytest.mark.parametrize(("lead", "is_more"), [(LEAD, False), (LEAD + " A court blocked the tariff.", True)])
def test_words_that_both_languages_have_are_told_in_either(lead: str, is_more: bool) -> None:
    told = [a_report("방위비 1조1800억원", TOLD, "ko"), a_report("Costs", LEAD)]
    assert (measure_added(a_report("Costs", lead), told)["added_words"] > 0) is is_more


def test_a_beginning_is_new_beside_what_was_told_in_its_language_only() -> None:
    report = a_report("Seoul to pay 1.18 trillion won", LEAD)
    foreign = measure_added(report, [a_report("방위비 1조1800억원", TOLD, "ko")])
    own = measure_added(report, [a_report("Dam opens", "A dam was opened.")])
    same = measure_added(report, [report])
    assert foreign["added_beginning"] == same["added_beginning"] == 0 < own["added_beginning"]


def test_what_was_told_in_its_language_counts_as_told_in_its_own() -> None:
    report, korean = a_report("Seoul to pay 1.18 trillion won", LEAD), a_report("방위비", TOLD, "ko")
    each = [measure_rest(report, told) for told in ([korean], [korean, report])]
    assert [rest["own_language"] for rest in each] == [0, 1]


def test_time_since_the_last_alert_counts_ever_less() -> None:
    told = a_report("Costs", LEAD, ago=timedelta(days=9))
    later = [
        measure_rest(a_report("Costs again", LEAD, ago=timedelta(days=9) - after), [told])["rested"]
        for after in (timedelta(hours=-1), timedelta(), timedelta(hours=12), timedelta(hours=24))
    ]
    assert later[0] == later[1] == 0 < later[3] - later[2] < later[2]
