"""A bundle names its first story, stands under its watches, and shows each article as it is now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.compose.several.roundup import roundup_text
from alerts.promise.bundle import compose_bundle
from storage.records import Alert, AlertKind, Kept
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from tests.telling import NOW, a_kept, an_alert, an_evidence

FIRST = Reason(Code.FIRST)
CHANGED = Reason(Code.DATE_CHANGED, before="The NCG meets on Dec. 15.", after="The NCG meets on Dec. 16.")
GONE = Reason(Code.REMOVAL, after="HTTP 404")
TURN = Reason(Code.TURN, turn="it was postponed")


def an(reason: Reason, kind: AlertKind = AlertKind.FIRST, day: int = 15) -> Alert:
    found = (an_evidence(f"The NCG meets on Dec. {day}."),)
    return replace(
        an_alert(kind=kind, evidence=found, at=NOW + timedelta(minutes=day), revision=f"{day}"),
        reasons=(reason,),
    )


def bundle(*alerts: Alert, kept: Kept | None = None) -> str:
    return roundup_text(compose_bundle([(alert, kept or a_kept()) for alert in alerts], len(alerts)))


@pytest.mark.parametrize(
    ("alerts", "said", "unsaid"),
    [
        ([an(FIRST)], "── NCG ──", "first told"),
        ([an(FIRST), an(CHANGED, AlertKind.CORRECTION, 16)], "on Dec. 16", "Dec. 15"),
        ([an(FIRST), an(GONE, AlertKind.CORRECTION)], "Correction: the article was withdrawn", "first told"),
        ([an(CHANGED, AlertKind.CORRECTION, 16)], "Correction: date changed; it said: The NCG", "first told"),
        ([an(TURN, AlertKind.FOLLOW_UP)], "   new on this story: it was postponed", "NCG:"),
    ],
    ids=["first", "corrected while it waited", "withdrawn", "a correction alone", "turned"],
)
def test_a_bundle_says_why_under_each_story_and_shows_the_newest_text(
    alerts: list[Alert], said: str, unsaid: str
) -> None:
    text = bundle(*alerts)
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(("many", "more"), [(1, ""), (3, " and 2 more")])
def test_its_subject_names_the_first_story(many: int, more: str) -> None:
    told = [(an(FIRST), a_kept(f"https://o.example/{n}", title=f"NCG {n}")) for n in range(many)]
    assert compose_bundle(told, many).subject == f"[Hanmi Watch] NCG 0{more}"
