"""What was meant is found by how it is spelled."""

from __future__ import annotations

import pytest

from storage.language.spelt import find_alike

IDS = ("ncg", "unc", "npt", "north-korea", "south-korea", "opcon", "trump")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ngc", "ncg"),
        ("NGC", "ncg"),
        ("cng", "ncg"),
        ("ncgg", "ncg"),
        ("northkorea", "north-korea"),
        ("sotuh-korea", "south-korea"),
        ("turmp", "trump"),
        ("seoul-metro", None),
        ("", None),
    ],
)
def test_letters_that_changed_places_count_before_letters_that_differ(typed: str, meant: str | None) -> None:
    assert find_alike(typed, IDS, cutoff=0.6) == meant
    assert find_alike(typed, reversed(IDS), cutoff=0.6) == meant


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("keywords", ("query", "name", "to"), "query"),
        ("Keywords", ("query", "name", "to"), "query"),
        ("host", ("most", "smtp"), "smtp"),
        ("port", ("listen", "token"), "listen"),
        ("slack", ("apprise", "email", "webhook"), "apprise"),
        ("smtp", ("apprise", "email", "webhook"), "email"),
        ("smtp", ("smtp", "email"), "smtp"),
        ("organization", ("person", "body"), "body"),
        ("keywords", ("ncg", "trump"), None),
    ],
)
def test_what_other_programs_call_it_is_known(typed: str, known: tuple[str, ...], meant: str | None) -> None:
    assert find_alike(typed, known) == meant
