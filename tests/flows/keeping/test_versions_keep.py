"""One look is kept whole or not at all, by one machine, and everything that rests on the text follows it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from alerts.promise import corrections as correct
from flows.config.loading.load import load_settings
from flows.keeping.new_article import FoundIn, keep_article
from flows.keeping.new_version import Looked, keep_look
from flows.versions.seen import Missing, Reread, Seen, Unseen
from flows.wiring import House, open_house
from storage.corpus.articles import read_article, read_articles, read_matches
from storage.corpus.inbox import announce_entries
from storage.corpus.ledger import read_decisions
from storage.corpus.looks import Look, claim_looks, hasten_looks, read_look, release_looks
from storage.corpus.search import Bounds, SearchPhrase, list_candidates
from storage.corpus.versions import read_versions, replace_article
from storage.lists.story_lists import list_stories
from storage.promises.alerts import list_alerts
from storage.promises.outbox import list_deliveries
from storage.records import Article, CopyKind, Entry, Kept, Published, Sighting, Teaser, TextFrom
from storage.tables import articles
from storage.whole.pruning import prune_looks

NOW = datetime(2026, 3, 5, 3, tzinfo=UTC)
URL = "https://dispatch.example/1"
KEY = "dispatch.example/1"
CONFIG = """
[defaults]
sources = false
watchlist = false
[[source]]
id = "dispatch"
name = "Dispatch"
url = "https://dispatch.example/rss"
[[watch]]
id = "harbour"
name = "Harbour"
query = "harbour"
[[watch]]
id = "ferry"
name = "Ferry"
query = "ferry"
[[channel]]
id = "hook"
kind = "webhook"
url = "http://127.0.0.1:9/in"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""
TEXT = "\n".join(
    (
        "The council voted on Monday to rebuild the harbour wall that a storm broke in the autumn.",
        "Eleven of the nineteen members were for the plan, which costs 4.2 million crowns over three years.",
        "Work is to begin in May, once the fishing boats have moved to the basin behind the old cannery.",
        "A surveyor told the members that the footing of the wall had been laid bare by the tide since then.",
    )
)
ENTRY = Entry(url=URL, title="Council votes to rebuild wall", html="<p>The council voted.</p>")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "hanmi.toml").write_text(CONFIG, encoding="utf-8")
    settings = load_settings(tmp_path / "hanmi.toml", tmp_path / "data")
    with open_house(settings, console=io.StringIO()) as opened:
        yield opened


def an_article(key: str = KEY, text: str = TEXT, **changes: Any) -> Article:
    plain = Article(
        key=key,
        url=f"https://{key}",
        title="Council votes to rebuild wall",
        text=text,
        lang="en",
        fetched_at=NOW,
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        outlet=key.partition(".")[0],
        source="dispatch",
        published=Published(at=NOW - timedelta(minutes=5), by="feed"),
    )
    return replace(plain, **changes)


def keep(house: House, article: Article) -> None:
    entry = replace(ENTRY, url=article.url or "")
    with house.db.writing() as tx:
        announce_entries(tx, "dispatch", [(article.key, entry)], now=NOW, after=NOW)
    keep_article(house, article, now=NOW, origin=FoundIn(entry=article.key))


def claim(house: House, now: datetime) -> tuple[Look, Kept]:
    (look,) = claim_looks(house.db, ["dispatch"], house.owner, now, limit=9)
    with house.db.reading() as tx:
        (kept,) = read_articles(tx, [look.article])
    return look, kept


def look(house: House, seen: Seen, minutes: int = 10) -> Looked:
    now = NOW + timedelta(minutes=minutes)
    return keep_look(house, *claim(house, now), seen, now=now)


def reread(text: str = TEXT, **changes: Any) -> Reread:
    return Reread(article=an_article(text=text, **changes), at=NOW, etag='"1"', last_modified=None)


CHANGED = reread(TEXT.replace("4.2 million", "2.4 million"))


def test_an_alerted_article_is_due_after_ten_minutes_and_no_other_is(house: House) -> None:
    keep(house, an_article())
    keep(
        house,
        an_article("dispatch.example/2", "Nothing here that anybody asked for, and a walk by the lake. " * 6),
    )
    assert claim_looks(house.db, ["dispatch"], "me", NOW + timedelta(minutes=9), limit=9) == ()
    assert claim_looks(house.db, ["another"], "me", NOW + timedelta(minutes=10), limit=9) == ()
    assert len(claim_looks(house.db, ["dispatch"], "me", NOW + timedelta(minutes=10), limit=9)) == 1


def test_two_machines_never_take_one_look_and_a_dead_ones_is_free_again(house: House) -> None:
    keep(house, an_article())
    due = NOW + timedelta(minutes=10)
    assert len(claim_looks(house.db, ["dispatch"], "elsewhere:1:2", due, limit=9)) == 1
    assert claim_looks(house.db, ["dispatch"], "me", due, limit=9) == ()
    assert len(claim_looks(house.db, ["dispatch"], "me", due + timedelta(seconds=60), limit=9)) == 1
    release_looks(house.db, "me")
    assert len(claim_looks(house.db, ["dispatch"], "elsewhere:1:2", due, limit=9)) == 1


def test_a_look_that_somebody_else_took_over_changes_nothing(house: House) -> None:
    house = replace(house, owner="a-third:1:2")
    keep(house, an_article())
    due = NOW + timedelta(minutes=10)
    late = claim(house, due)
    claim_looks(house.db, ["dispatch"], "elsewhere:1:2", due + timedelta(minutes=2), limit=9)
    assert keep_look(house, *late, CHANGED, now=due) == Looked()
    with house.db.reading() as tx:
        assert read_versions(tx, late[0].article) == ()


def test_a_crash_leaves_nothing_and_the_next_look_promises_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(house, an_article())
    with monkeypatch.context() as broken:
        broken.setattr(correct, "_promise_all", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            look(house, CHANGED)
    with house.db.reading() as tx:
        assert len(list_alerts(tx)) == len(list_deliveries(tx)) == 1
    release_looks(house.db, house.owner)
    assert look(house, CHANGED).is_updated
    with house.db.reading() as tx:
        first = {delivery.id for delivery in list_deliveries(tx)}
    assert look(house, CHANGED, 40) == Looked(), "the same once more"
    with house.db.reading() as tx:
        assert {delivery.id for delivery in list_deliveries(tx)} == first
        assert len(first) == 2


def test_what_rests_on_the_text_follows_it(house: House) -> None:
    keep(house, an_article())
    more = (
        f"{TEXT}\nThe ferry to the islands will be rerouted past the breakwater until the wall is finished."
    )
    assert [told.count for told in look(house, reread(more)).told] == [0, 1]
    with house.db.reading() as tx:
        (kept,) = [read_article(tx, KEY)]
        assert kept is not None
        assert kept.article.text == more
        assert [match.watch for match in read_matches(tx, kept.article.id)] == ["ferry", "harbour"]
        assert len(list_candidates(tx, SearchPhrase(("breakwater",)), Bounds())) == 1
        assert {alert.watch for alert in list_alerts(tx)} == {"ferry", "harbour"}


def test_what_a_new_version_left_out_is_not_found_any_more(house: House) -> None:
    keep(house, an_article())
    look(house, reread(TEXT.replace("cannery", "brewery")))
    with house.db.reading() as tx:
        assert list_candidates(tx, SearchPhrase(("cannery",)), Bounds()) == []
        assert len(list_candidates(tx, SearchPhrase(("brewery",)), Bounds())) == 1


def titles(house: House) -> dict[str, str]:
    with house.db.reading() as tx:
        return {story.id: story.title for story in list_stories(tx)}


def test_a_story_is_called_as_its_founding_article_is_now(house: House) -> None:
    keep(house, an_article(title="Council votes by 61 percent"))
    keep(house, an_article("courier.example/1", title="Council votes by 61 percent"))
    (story,) = titles(house)
    look(house, reread(title="Council votes by 51 percent"))
    assert titles(house) == {story: "Council votes by 51 percent"}


def test_a_story_keeps_its_name_when_another_of_its_articles_is_renamed(house: House) -> None:
    keep(house, an_article("courier.example/1", title="Council votes", published=None, source=None))
    keep(house, an_article(title="Wall to be rebuilt"))
    (story,) = titles(house)
    with house.db.writing() as tx:
        kept = read_article(tx, an_article().id)
        assert kept is not None
        number = tx.execute(sa.select(articles.c.number).where(articles.c.id == kept.article.id)).scalar_one()
        replace_article(tx, number, kept.article, replace(kept.article, title="Sea wall to be rebuilt"))
    assert titles(house) == {story: "Council votes"}


def test_the_sentence_it_was_told_for_is_gone_and_that_is_told(house: House) -> None:
    keep(house, an_article())
    first = TEXT.splitlines()[0]
    looked = look(house, reread(TEXT.replace(first, first.replace("harbour wall", "sea wall"))))
    assert [told.count for told in looked.told] == [1, 0]
    with house.db.reading() as tx:
        (correction, _) = list_alerts(tx)
    assert any(reason.startswith("no longer said: The council voted") for reason in correction.reasons)


BY_OTHER_RULES = reread(
    f"{TEXT.replace('4.2 million', '2.4 million')}\nThe ferry will be rerouted past the breakwater.",
    title="Council votes",
    extraction=1,
)


def test_what_only_other_rules_of_extraction_read_is_no_correction(house: House) -> None:
    keep(house, an_article())
    looked = look(house, replace(BY_OTHER_RULES, is_baseline=True))
    assert not looked.is_updated
    assert [told.count for told in looked.told] == [0, 1]  # the ferry is met only now
    with house.db.reading() as tx:
        kept = read_article(tx, KEY)
        assert kept is not None
        assert read_versions(tx, kept.article.id) == ()
        rows = [row for row in read_decisions(tx, [kept.article.id]) if row.step == "look"]
    noted = {"also": kept.article.also, "genre": kept.article.genre}
    assert kept.article == replace(BY_OTHER_RULES.article, **noted)
    assert [row.verdict for row in rows] == ["baseline"]
    told_again = look(house, reread(kept.article.text.replace("Eleven", "Twelve"), extraction=1), minutes=40)
    assert [told.count for told in told_again.told] == [2, 0]


def test_a_text_that_today_reads_only_in_part_stays_as_it_was_read(house: House) -> None:
    keep(house, an_article())
    cut = Reread(
        article=an_article(title="Council votes", extraction=1),
        at=NOW,
        etag=None,
        last_modified=None,
        doubt="its page shows only a part of the text",
        is_baseline=True,
    )
    assert [told.count for told in look(house, cut).told] == [0, 0]
    with house.db.reading() as tx:
        kept = read_article(tx, KEY)
    assert kept is not None
    assert (kept.article.title, kept.article.extraction) == ("Council votes", 0)


def test_a_copy_that_was_rewritten_is_none_any_more(house: House) -> None:
    keep(house, an_article("courier.example/9"))
    extra = "\nThe ferry sails on as it did, and the mayor thanked the crew for their patience in the storm."
    keep(house, an_article(text=TEXT + extra))
    with house.db.reading() as tx:
        kept = read_article(tx, KEY)
    assert kept is not None
    assert kept.copy is not None
    assert kept.copy.kind is CopyKind.NEAR
    due = NOW + timedelta(minutes=10)
    looks = claim_looks(house.db, ["dispatch"], house.owner, due, limit=9)
    mine = next(each for each in looks if each.article == kept.article.id)
    other = (
        "A painter has opened her studio above the market, where the ferry bell is heard at noon each day.\n"
        * 4
    )
    keep_look(house, mine, kept, reread(other), now=due)
    with house.db.reading() as tx:
        after = read_article(tx, KEY)
    assert after is not None
    assert after.copy is None
    assert after.group == after.article.id


def test_a_page_that_is_missing_once_is_no_removal(house: House) -> None:
    keep(house, an_article())
    assert look(house, Missing(why="HTTP 404", at=NOW)) == Looked()
    assert look(house, Missing(why="HTTP 404", at=NOW), 41).is_updated
    with house.db.reading() as tx:
        assert [version.kind for version in read_versions(tx, an_article().id)] == ["first", "removal"]


def test_a_page_that_was_never_there_is_not_removed(house: House) -> None:
    keep(house, replace(an_article(), text_from=TextFrom.FEED, teaser=Teaser.UNREAD))
    for minutes in (10, 41, 110):
        assert look(house, Missing(why="HTTP 404", at=NOW), minutes) == Looked()


def test_a_page_that_was_back_in_between_was_not_removed(house: House) -> None:
    keep(house, an_article())
    look(house, Missing(why="HTTP 404", at=NOW))
    look(house, reread(), 41)
    assert look(house, Missing(why="HTTP 404", at=NOW), 110) == Looked()


def test_a_look_that_failed_says_nothing_of_a_removal(house: House) -> None:
    keep(house, an_article())
    for minutes in (10, 40, 100):
        assert look(house, Unseen(why="HTTP 503", at=NOW), minutes) == Looked()


@pytest.mark.parametrize(
    ("entry", "is_pulled"),
    [
        (ENTRY, False),
        (replace(ENTRY, title="Council votes not to rebuild wall"), True),
        (replace(ENTRY, updated=NOW), True),
        (replace(ENTRY, html="<p>The council did not vote.</p>"), True),
        (replace(ENTRY, html="<div>The council voted.</div>"), False),
    ],
)
def test_a_source_that_announces_otherwise_makes_an_article_due(
    house: House, entry: Entry, is_pulled: bool
) -> None:
    keep(house, an_article())
    soon = NOW + timedelta(minutes=1)
    with house.db.writing() as tx:
        assert hasten_looks(tx, "another", {KEY: entry}, soon) == []
        assert bool(hasten_looks(tx, "dispatch", {KEY: entry}, soon)) is is_pulled
        assert hasten_looks(tx, "dispatch", {KEY: entry}, soon) == [], "the same is no change"
    assert len(claim_looks(house.db, ["dispatch"], "me", soon, limit=9)) == is_pulled


def test_looks_end_and_are_forgotten(house: House) -> None:
    keep(house, an_article())
    end = 60 * 24 * 30
    look(house, reread(), end)
    with house.db.writing() as tx:
        found = read_look(tx, an_article().id)
        assert found is not None
        assert found[1] is None
        assert prune_looks(tx, before=NOW) == 0
        assert prune_looks(tx, before=NOW + timedelta(days=60)) == 1


def test_a_stream_that_is_gone_is_warned_of_once_a_run(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    class Closed(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    house.console.stream = Closed()
    caplog.set_level(logging.WARNING, "hanmi.keep")
    keep(house, an_article())
    keep(
        house,
        an_article("courier.example/2", "The ferry stays in port.", title="Ferry stays"),
    )
    with house.db.reading() as tx:
        assert len(list_alerts(tx)) == 2
    assert [record.getMessage() for record in caplog.records] == ["console closed: why=Broken pipe"]
