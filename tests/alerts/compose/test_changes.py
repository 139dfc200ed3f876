"""What a correction changed, word by word, and what a mail says of its kind and times."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.compose.changes import mark_changes
from alerts.compose.html import compose_html
from alerts.compose.several.roundup import Roundup, roundup_html
from alerts.compose.text import compose_text, mark_text
from storage.records import AlertKind, Difference, Urgency, Version, VersionKind
from tests.telling import NOW, a_telling, an_alert

PAIRS = [
    ("It meets on April 14.", "It meets on April 21.", "It meets on April *14.*", "It meets on April *21.*"),
    ("회의에 70명이 온다.", "회의에 40명이 온다.", "회의에 *70명이* 온다.", "회의에 *40명이* 온다."),
    ("It is agreed.", "It is not agreed.", "It is agreed.", "It is *not* agreed."),
    ("The talks end.", "", "The talks end.", ""),
    (
        "Allies meet in Seoul",
        "Nuclear umbrella tops agenda",
        "Allies meet in Seoul",
        "Nuclear umbrella tops agenda",
    ),
    ("a\u202e b", "a c", "a *b*", "a *c*"),
]


@pytest.mark.parametrize(("before", "after", "was", "now"), PAIRS)
def test_the_words_that_changed_are_marked(before: str, after: str, was: str, now: str) -> None:
    assert tuple(map(mark_text, mark_changes(before, after))) == (was, now)


def test_a_correction_marks_them_in_both_forms() -> None:
    difference = Difference(what="date", before="It meets on April 14.", after="It meets on April 21.")
    version = Version(
        number=2,
        read_at=NOW + timedelta(minutes=9),
        kind=VersionKind.CORRECTION,
        title="",
        text="",
        differences=(difference,),
    )
    told = replace(a_telling(an_alert(kind=AlertKind.CORRECTION)), version=version)
    text, html = compose_text(told), compose_html(told)
    assert text.startswith("Correction: It meets on April *14.* → It meets on April *21.*\n")
    assert '<mark class="was">14.</mark>' in html
    assert '<mark class="now">21.</mark>' in html
    assert "Noticed: Seoul 2024-12-03 18:39 KST" in text


@pytest.mark.parametrize(
    ("kind", "urgency", "said", "badge"),
    [
        (AlertKind.FIRST, Urgency.ALERT, "Alert: ", '<span class="kind first">Alert</span>'),
        (AlertKind.FOLLOW_UP, Urgency.ALERT, "Follow-up: ", '<span class="kind follow-up">Follow-up</span>'),
        (AlertKind.FIRST, Urgency.FLASH, "Flash: ", '<span class="kind flash">Flash</span>'),
    ],
)
def test_each_kind_has_its_word_and_its_colour(
    kind: AlertKind, urgency: Urgency, said: str, badge: str
) -> None:
    told = a_telling(replace(an_alert(kind=kind), urgency=urgency))
    assert compose_text(told).startswith(said)
    assert badge in compose_html(told)


def test_a_digest_and_what_was_held_have_theirs() -> None:
    digest = Roundup(title="x", sections=())
    held = Roundup(title="x", sections=(), lang="ko", is_digest=False)
    assert '<span class="kind digest">Digest</span>' in roundup_html(digest)
    assert '<span class="kind first">알림</span>' in roundup_html(held)
