"""`hanmi show` lays a thing out for people: its title, what is known of it, and nothing that is empty."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.cli.showing.shown import print_record


def test_an_article_is_shown_by_its_title_and_what_is_known_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_record(
        {
            "id": "a-1",
            "subtitle": None,
            "title": "NCG meets\x1b[2J",
            "authors": ["Mina Roh", "Ohn Dari"],
            "published_at": "2024-11-24T21:37:31+00:00",
            "published_day_only": False,
            "entities": [{"id": "ncg", "count": 3, "in_title": True, "conflict": None}],
            "text": "One.\nTwo.",
            "versions": [],
        },
        "Asia/Seoul",
    )
    assert capsys.readouterr().out.splitlines() == [
        "NCG meets",
        "id: a-1",
        "authors: Mina Roh, Ohn Dari",
        "published at: 2024-11-25 06:37 (Asia/Seoul)",
        "entities: ncg 3",
        "",
        "One.",
        "",
        "Two.",
        "",
    ]


def test_an_alert_is_shown_with_its_reasons_and_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    match = {"start": 4, "end": 7, "text": "NCG", "term": "@ncg", "entity": "ncg"}
    print_record(
        {
            "id": "al-1",
            "late": True,
            "reasons": ["new figures: 12", "new sentences: 3 of 4"],
            "evidence": [{"text": "The NCG met.", "matches": [match]}],
        },
        "Asia/Seoul",
    )
    said = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert said == [
        "id: al-1",
        "late: yes",
        "reasons: new figures: 12; new sentences: 3 of 4",
        "evidence:",
        "    The NCG met.",
    ]


@pytest.mark.parametrize(
    ("typed", "place", "offered"),
    [("hanmi ar", "1", "articles"), ("hanmi watch d", "2", "discover"), ("hanmi channel t", "2", "test")],
)
def test_a_shell_completes_commands(typed: str, place: str, offered: str) -> None:
    asked = {"_HANMI_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": place}
    result = CliRunner().invoke(app, [], env=asked, prog_name="hanmi")
    assert result.stdout.split() == [offered]
