"""A text means the same whether it comes as a new article or as a new version of one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.config.loading.load import load_settings
from flows.keeping.new_article import FoundIn, keep_article
from flows.keeping.new_version import keep_look
from flows.versions.seen import Reread
from flows.wiring import House, open_house
from storage.corpus.articles import read_article, read_matches
from storage.corpus.inbox import announce_entries
from storage.corpus.looks import claim_looks
from storage.records import Article, Entry, Published, Sighting, TextFrom

NOW = datetime(2026, 3, 5, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
CONFIG = """
[defaults]
sources = false
watchlist = false
[[watch]]
id = "harbour"
query = "harbour"
[[watch]]
id = "islands"
query = "islands"
[[watch]]
id = "twice"
query = "harbour origins >= 2"
"""
NUMBERED = "The {nth} meeting of the harbour council was held on Monday in the hall behind the old cannery."
COMMON = [
    "Eleven of its nineteen members were for the plan, which is to take three years from the spring on.",
    "Work is to begin in May, once the fishing boats have moved to the basin at the northern quay.",
    "A surveyor told the members that the footing of the wall had been laid bare by the tide.",
    "The mayor said that the promenade would stay open while the stones were being carried in.",
    "Residents of the lower town asked for a path that prams and wheelchairs could use as well.",
    "The ferry company offered to lend two of its barges for the heavy stones in the summer months.",
]
ITS_OWN = "The islands are served by the ferry as before, whatever the council does."
"""Told for its own sake, and so looked at again."""

OWN = [
    "Critics pointed to a lighthouse whose foundations cracked in similar circumstances decades earlier.",
    "Insurance adjusters declined comment, citing litigation pending before provincial tribunals upstate.",
    "Economists reckoned tourism revenues might shrink modestly throughout reconstruction regardless.",
]


def write(nth: str, *more: str) -> str:
    return "\n".join([NUMBERED.format(nth=nth), *COMMON, *more])


def an_article(outlet: str, text: str, at: datetime = NOW) -> Article:
    return Article(
        key=f"{outlet}.example/1",
        url=f"https://{outlet}.example/1",
        title="Harbour council votes to rebuild wall",
        text=text,
        lang="en",
        fetched_at=at,
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        outlet=outlet.title(),
        source="dispatch",
        published=Published(at=at, by="feed"),
    )


@contextmanager
def a_house(folder: Path) -> Iterator[House]:
    folder.mkdir()
    (folder / "hanmi.toml").write_text(CONFIG, encoding="utf-8")
    with open_house(load_settings(folder / "hanmi.toml", folder / "data"), console=io.StringIO()) as house:
        yield house


def keep(house: House, article: Article) -> None:
    with house.db.writing() as tx:
        announce_entries(
            tx,
            "dispatch",
            [(article.key, Entry(url=article.url or "", title="", html=""))],
            now=NOW,
            after=NOW,
        )
    keep_article(house, article, now=NOW, origin=FoundIn(entry=article.key))


def read_anew(house: House, article: Article) -> None:
    due = NOW + timedelta(days=1)
    looks = claim_looks(house.db, ["dispatch"], house.owner, due, limit=9)
    look = next(each for each in looks if each.article == article.id)
    with house.db.reading() as tx:
        kept = read_article(tx, article.id)
    assert kept is not None
    keep_look(house, look, kept, Reread(article=article, at=due, etag=None, last_modified=None), now=due)


def what_it_is(house: House, article: Article) -> tuple[str | None, list[str]]:
    with house.db.reading() as tx:
        kept = read_article(tx, article.id)
        met = [match.watch for match in read_matches(tx, article.id)]
    assert kept is not None
    return kept.copy and kept.copy.kind.value, met


@pytest.mark.parametrize(
    ("text", "hours", "kind"),
    [
        pytest.param(write("5th"), 1, "partial", id="on another meeting of a series"),
        pytest.param(write("4th", *OWN), 1, "partial", id="adds to a text that came before it"),
        pytest.param(write("4th", *OWN), -1, None, id="is the original of what came before it"),
        pytest.param("\n".join([*OWN] * 2), 1, None, id="another text altogether"),
    ],
)
def test_a_version_is_judged_as_the_same_text_would_be_if_it_was_new(
    tmp_path: Path, text: str, hours: int, kind: str | None
) -> None:
    first, at = an_article("courier", write("4th")), NOW + hours * HOUR
    final = an_article("dispatch", f"{text}\n{ITS_OWN}", at)
    with a_house(tmp_path / "new") as house:
        keep(house, first)
        keep(house, final)
        as_new = what_it_is(house, final)
    with a_house(tmp_path / "version") as house:
        keep(house, first)
        keep(house, replace(final, text=write("4th", ITS_OWN)))
        read_anew(house, final)
        as_version = what_it_is(house, final)
    assert as_new[0] == as_version[0] == kind
    if kind is not None:  # else it is of a story of its own, where a version stays in that of the article
        assert as_new == as_version
