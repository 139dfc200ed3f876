"""No message, feed, webhook or export shows more sentences of one article than `quote` says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from alerts.compose.feeds.alert_feed import AlertFeed, Item, compose_atom, compose_json_feed
from alerts.compose.quoting import choose_quotes, pick_evidence
from alerts.compose.several.roundup import roundup_text
from alerts.compose.telling import Telling
from alerts.compose.text import compose_chat, compose_text
from alerts.compose.webhook import compose_webhook
from alerts.promise.bundle import compose_bundle
from flows.inspect.exported import quote_shape
from storage.records import AlertKind, Difference, Evidence, TermMatch, Version, VersionKind
from storage.records.telling import QUOTE
from storage.rows import evidence_json
from tests.telling import NOW, a_kept, a_telling, an_alert

WORDS = ("alpha", "bravo", "cedar", "delta", "ember", "frost")
SENTENCES = tuple(f"The {word} clause was read aloud in room {n}." for n, word in enumerate(WORDS, 1))


def shown(text: str) -> int:
    return sum(f"room {n}." in text for n in range(1, 7))


def met(text: str, *terms: str) -> Evidence:
    found = tuple(
        TermMatch(start=text.index(term), end=text.index(term) + len(term), text=term, term=term)
        for term in terms
    )
    return Evidence(text=text, matches=found)


def a_long_telling(quote: int, **changes: Any) -> Telling:
    evidence = tuple(met(sentence, "clause") for sentence in SENTENCES)
    return replace(a_telling(an_alert(evidence=evidence)), quote=quote, **changes)


def change(n: int) -> Difference:
    before = f"The vote was held on the {n + 10}th of the month."
    return Difference(what="date", before=before, after=before.replace("th", "st"))


@pytest.mark.parametrize("quote", [0, 1, 3, 6])
def test_no_form_shows_more(quote: int) -> None:
    telling = a_long_telling(quote)
    alert = telling.alerts[0]
    item = Item(alert=alert, kept=telling.article)
    feed = AlertFeed(title="t", address="http://a/", home="http://a/", items=[item], quote=quote)
    webhook = json.loads(compose_webhook(telling, alert))["data"]["alert"]
    listed = json.loads(compose_json_feed(feed))["items"][0]
    for text in (
        compose_text(telling),
        compose_chat(telling).decode(),
        json.dumps(webhook["evidence"]),
        compose_atom(feed, NOW).decode(),
        listed["content_text"],
        listed["content_html"],
        json.dumps(listed["_hanmi"]),
        json.dumps(quote_shape({"evidence": evidence_json(alert.evidence)}, quote)),
        json.dumps(quote_shape({"alerts": [{"evidence": evidence_json(alert.evidence)}]}, quote)),
    ):
        assert shown(text) == quote, text
    bundle = compose_bundle([(alert, a_kept())], 1, quote=quote)
    assert shown(roundup_text(bundle)) == min(quote, 2)


def test_what_is_new_takes_the_place_of_what_matched() -> None:
    telling = a_long_telling(3, news=("A second source spoke of room 9.", "A third one did of room 8."))
    quoted = choose_quotes(telling)
    assert (len(quoted.news), len(quoted.evidence)) == (2, 1)
    many = choose_quotes(replace(telling, news=tuple(f"It rained in the {word} hall." for word in WORDS)))
    assert (len(many.news), len(many.evidence)) == (3, 0)


def test_a_correction_shows_its_places_first() -> None:
    version = Version(
        number=2, read_at=NOW, kind=VersionKind.CORRECTION, title="t", text="",
        differences=tuple(map(change, range(6))),
    )  # fmt: skip
    telling = a_long_telling(2, version=version)
    telling = replace(telling, alerts=(replace(telling.alerts[0], kind=AlertKind.CORRECTION),))
    text = compose_text(telling)
    assert (text.count("The vote was held"), shown(text)) == (4, 0)
    body = json.loads(compose_webhook(telling, telling.alerts[0]))["data"]
    assert len(body["correction"]["differences"]) == 2


def test_those_that_show_the_most_terms_between_them_are_picked_in_their_order() -> None:
    found = [
        met("One alpha.", "alpha"),
        met("Two alpha.", "alpha"),
        met("Three bravo.", "bravo"),
        met("Four alpha cedar.", "alpha", "cedar"),
    ]
    assert [one.text for one in pick_evidence(found, 2)] == ["Three bravo.", "Four alpha cedar."]
    assert [one.text for one in pick_evidence(found, 3)] == [
        "One alpha.",
        "Three bravo.",
        "Four alpha cedar.",
    ]
    assert pick_evidence(found, 9) == tuple(found)


def test_three_is_the_most_where_nothing_else_is_said() -> None:
    assert a_telling().quote == QUOTE == 3
