"""A beginning is read again until it is filled in, though it met no watch and its feed says nothing new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.keeping.new_version import Looked, keep_look
from flows.versions.seen import Reread, Seen, Unchanged, Unseen
from flows.wiring import House
from storage.corpus.articles import read_article, read_matches
from storage.corpus.looks import claim_looks
from storage.records import Article, Sighting, Teaser, TextFrom
from tests.flows.keeping.test_one_life import NOW, OWN, a_house, an_article, keep, write

BEGUN = replace(an_article("dispatch", "More on this as we have it."), title="Vote in the lower town")
FILLED = replace(BEGUN, text=write("4th"))
OF_OTHERS = replace(BEGUN, text="\n".join(OWN * 3))
UNREAD = replace(BEGUN, text="To follow.", text_from=TextFrom.FEED, teaser=Teaser.UNREAD)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path / "house") as opened:
        yield opened


def look(
    house: House, minutes: int, article: Article | None = None, seen: Seen | None = None
) -> Looked | None:
    """The look that is due so long after the first sight, None where none is."""
    now = NOW + timedelta(minutes=minutes)
    looks = claim_looks(house.db, ["dispatch"], house.owner, now, limit=9)
    if not looks:
        return None
    with house.db.reading() as tx:
        kept = read_article(tx, BEGUN.id)
    assert kept is not None
    anew = Reread(article=article or kept.article, at=now, etag=None, last_modified=None)
    return keep_look(house, looks[0], kept, seen or anew, now=now)


def met(house: House) -> list[str]:
    with house.db.reading() as tx:
        return [match.watch for match in read_matches(tx, BEGUN.id)]


@pytest.mark.parametrize("begun", [BEGUN, UNREAD, replace(BEGUN, text="")], ids=["short", "unread", "empty"])
@pytest.mark.parametrize("filled_at", [11, 41, 101])
def test_a_beginning_that_is_filled_in_is_told(house: House, begun: Article, filled_at: int) -> None:
    keep(house, begun)
    for minutes in (minutes for minutes in (11, 41, 101) if minutes < filled_at):
        assert look(house, minutes) == Looked()
    looked = look(house, filled_at, FILLED)
    assert looked is not None
    assert sum(told.count for told in looked.told) == 1
    assert met(house) == ["harbour"]
    assert look(house, filled_at + 11) is not None, "what was told is looked at as ever"


@pytest.mark.parametrize(
    "article",
    [
        OF_OTHERS,
        replace(BEGUN, teaser=Teaser.PAYWALL),
        replace(BEGUN, sighting=Sighting.BACKFILL),
    ],
    ids=["whole", "behind a paywall", "old"],
)
def test_what_is_no_beginning_and_met_no_watch_is_not_read_again(house: House, article: Article) -> None:
    keep(house, article)
    assert look(house, 60 * 24) is None


def test_a_beginning_that_grew_past_every_watch_is_done(house: House) -> None:
    keep(house, BEGUN)
    assert look(house, 11, OF_OTHERS) is not None
    assert look(house, 60 * 24) is None


@pytest.mark.parametrize("seen", [Unchanged(at=NOW), Unseen(why="HTTP 503", at=NOW)])
def test_a_beginning_that_does_not_grow_is_read_three_times(house: House, seen: Seen) -> None:
    keep(house, BEGUN)
    assert [look(house, minutes, seen=seen) for minutes in (11, 41, 101)] == [Looked()] * 3
    assert look(house, 60 * 24) is None
