"""Who is described without a name is looked for where anything of the description stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.watch.matcher import compile_watchlist
from storage.records import Article, Entity, Sighting, TextFrom

TEXT = "The consultative body met in Seoul. Ms. Doe of the embassy spoke."


@pytest.mark.parametrize(
    ("described", "is_found"),
    [
        ('"consultative body"', True),
        ('"consultative body" NOT harbour', True),
        ('"consultative body" NOT seoul', False),
        ("(body OR group) @envoy", True),
        ("@envoy SENT spoke", True),
        ("@body", True),
        ("(council OR assembly) seoul", False),
        ("council OR (body SENT seoul)", True),
        ("embass* NEAR/4 spoke", True),
        ("body lang:en", True),
    ],
)
def test_a_description_is_looked_for_by_any_of_its_leaves(described: str, is_found: bool) -> None:
    entities = [
        Entity(id="envoy", name="Doe", kind="person", aliases=("Jane Doe", "Ms. Doe")),
        Entity(id="body", name="Consultative Body", kind="topic", aliases=("consultative body",)),
        Entity(id="group", name="The Group", kind="body", aliases=("NCG",), described=described),
    ]
    article = Article(
        key="https://a.example/1",
        title="Talks",
        text=TEXT,
        lang="en",
        sighting=Sighting.LIVE,
        fetched_at=datetime(2024, 6, 1, tzinfo=UTC),
        text_from=TextFrom.PAGE,
    )
    named = {mention.entity for mention in compile_watchlist(entities, []).read(article).mentions()}
    assert ("group" in named) is is_found
