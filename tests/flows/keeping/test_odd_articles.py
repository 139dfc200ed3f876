"""Whatever a stranger writes is kept and told of: no exception, nothing left out, every message readable."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from shutil import copytree

import pytest
import sqlalchemy as sa

from alerts.compose.feeds.alert_feed import AlertFeed, compose_atom, compose_json_feed, read_items
from alerts.digest.build import promise_digest
from alerts.promise.bundle import bundle_held
from flows.cli.showing.explained import print_explanation
from flows.cli.showing.shown import print_record as print_whole
from flows.config.digest_plans import plan_of_all_watches
from flows.config.loading.load import load_settings
from flows.files.archives import read_path
from flows.files.kinds.archive_items import BadRecord
from flows.inspect.explain import explain_article
from flows.inspect.rehearsing.backtest import rehearse_watches
from flows.inspect.search import compile_query, search_corpus
from flows.inspect.story import describe_story
from flows.keeping.new_article import keep_article, match_again
from flows.keeping.new_version import keep_look
from flows.versions.seen import Reread
from flows.wiring import House, open_house
from storage.corpus.articles import article_numbers, read_article
from storage.corpus.looks import Look
from storage.corpus.search import Bounds
from storage.lists.story_lists import read_story
from storage.promises.digests import span_since
from storage.promises.outbox import list_deliveries
from storage.records import Article, Published, Source
from storage.tables import articles, looks
from tests.odd_articles import (
    EDGES,
    HUGE,
    NOW,
    NUMBERS,
    ODD,
    URLS,
    Odd,
    OddWriter,
    extract_of,
    from_feed,
    from_file,
)
from tests.storage.test_bugs import CHANNELS

CONFIG = (
    """
timezone = "Asia/Seoul"
data_dir = "data"
[defaults]
sources = false
watchlist = false
digest = ""
[[entity]]
id = "ncg"
name = "Nuclear Consultative Group"
kind = "body"
aliases = ["Nuclear Consultative Group", "NCG", "핵협의그룹"]
[[entity]]
id = "trump"
name = "Donald Trump"
kind = "person"
aliases = ["Donald Trump", "Trump", "트럼프"]
[[watch]]
id = "ncg"
name = "NCG {0} %s"
query = "@ncg"
[[watch]]
id = "each"
query = "ncg OR 핵협의그룹 OR 회담"
policy = "every"
[[watch]]
id = "near"
query = "(@ncg NEAR/15 (talks OR 회의)) OR @trump origins >= 2"
"""
    + CHANNELS
)
SOURCE = Source(id="wire", name="Wire", url="https://wire.example/")
PLAIN = Odd(
    title="NCG talks",
    text="The NCG met in Seoul.",
    subtitle=None,
    authors=(),
    outlet="The Dispatch",
    lang="en",
    url="https://news.example/1",
    published=Published(at=NOW - timedelta(hours=1), by="feed"),
    teaser=None,
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    (folder / "hanmi.toml").write_text(CONFIG, encoding="utf-8")
    with open_house(load_settings(folder / "hanmi.toml"), console=io.StringIO()):
        return folder


@pytest.fixture
def house(empty: Path, tmp_path: Path) -> Iterator[House]:
    copytree(empty, tmp_path, dirs_exist_ok=True)
    with open_house(load_settings(tmp_path / "hanmi.toml"), console=io.StringIO()) as opened:
        yield opened


def keep(house: House, article: Article) -> None:
    """Keep an article, in whole, and find it again."""
    keeping = keep_article(house, article, now=NOW, tell_backfill=True)
    assert keeping.faults == ()
    with house.db.reading() as tx:
        assert read_article(tx, article.id) is not None or keeping.state == "known"


def change(house: House, article: Article, after: Article) -> None:
    """Look at an article again, whose page says something else."""
    with house.db.writing() as tx:
        kept = read_article(tx, article.id)
        number = tx.execute(sa.select(articles.c.number).where(articles.c.id == article.id)).scalar()
        tx.execute(looks.delete().where(looks.c.article == number))
        tx.execute(looks.insert().values(article=number, since=NOW, pulled=0, claimed_by=house.owner))
    assert kept is not None
    seen = Reread(article=after, at=NOW, etag=None, last_modified=None)
    look = Look(article=article.id, number=int(number or 0), since=NOW)
    assert keep_look(house, look, kept, seen, now=NOW).faults == ()


def check_outbox(house: House) -> int:
    """How many messages were promised; each is what its channel takes."""
    with house.db.reading() as tx:
        promised = list_deliveries(tx)
    for delivery in promised:
        if delivery.channel == "mail":
            assert delivery.body.isascii()
            parts = list(message_from_bytes(delivery.body).walk())
            assert [part.get_content_type() for part in parts[1:]] == ["text/plain", "text/html"]
            assert all(part.get_payload(decode=True) for part in parts[1:])
        elif delivery.channel == "hook":
            assert json.loads(delivery.body)["type"]
        else:
            assert delivery.body.decode().strip()
    return len(promised)


def check_readers(house: House) -> None:
    """Digests, bundles, feeds, backtests and searches of what is there; a bug is raised, not named."""
    with house.db.writing() as tx:
        span = span_since(tx, NOW - timedelta(days=9))
        for channel in house.channels:
            plan = plan_of_all_watches(house.settings)
            assert promise_digest(tx, plan, channel, NOW, NOW, span=span, is_asked=True)
        faults = tx.exec_driver_sql("SELECT why FROM decisions WHERE step = 'fault'").scalars().all()
        held = "UPDATE deliveries SET held = 'quiet until', next_attempt_at = '2026-11-22'"
        tx.exec_driver_sql(f"{held} WHERE channel != 'hook'")
        assert bundle_held(tx, house.channels, NOW)
        items = read_items(tx, limit=1_000)
    assert faults == []
    feed = AlertFeed(title="t", address="http://a/", home="http://a/", items=items)
    assert len(ET.fromstring(compose_atom(feed, NOW)).findall("{*}entry")) == len(items)
    assert len(json.loads(compose_json_feed(feed))["items"]) == len(items)
    assert rehearse_watches(house.db, house.watchlist, NOW - timedelta(days=400)).faults == ()
    for query in ("ncg", "@ncg NEAR/5 talks", "북한", "title:ncg", "origins >= 2"):
        list(search_corpus(house.db, compile_query(query, house.settings.entities), Bounds()))
    with house.db.reading() as tx:
        numbers = article_numbers(tx)
    assert [match_again(house, number, now=NOW).faults for number in numbers] == [()] * len(numbers)


def show(house: House, article: Article) -> None:
    """Explain and show an article and its story."""
    print_explanation(explain_article(house, article.id), "Asia/Seoul")
    with house.db.reading() as tx:
        kept = read_article(tx, article.id)
        story = read_story(tx, kept.story) if kept else None
        assert story is not None
        print_whole(describe_story(tx, story), "America/New_York")


SEEDS = [(0, 8), *(pytest.param(seed, 30, marks=pytest.mark.long) for seed in range(1, 6))]


@pytest.mark.parametrize(("seed", "many"), SEEDS)
def test_odd_articles_are_kept_told_of_and_read_again(house: House, seed: int, many: int) -> None:
    writer = OddWriter(seed, huge=("가" * 600, "a" * 900))
    for number in range(many):
        odd, key = writer.write(), f"{number}\udcff.txt"
        article = from_file(odd, key) if number % 2 else from_feed(odd, SOURCE, f"k{number}")
        keep(house, article)
        later = extract_of(writer.write())
        more = later.text if number % 3 else f"{article.text}\n{later.text}"
        change(house, article, replace(article, title=later.title, text=more, authors=later.authors))
        if number % 4 == 0:
            show(house, article)
    assert check_outbox(house) > many / 2
    check_readers(house)
    check_outbox(house)


def test_every_number_and_odd_character_in_titles_texts_and_outlets(house: House) -> None:
    pieces = (*NUMBERS, *ODD)
    for at in range(0, len(pieces), 12):
        group = pieces[at : at + 12]
        said = [
            f"The {piece}th round of NCG talks, 제{piece}차 회의, {piece}명 NCG{piece}" for piece in group
        ]
        text = "\n".join(f"{each}. It was on May {piece}." for each, piece in zip(said, group, strict=True))
        odd = replace(PLAIN, title=said[0], text=text, url=f"https://n.example/{at}", outlet=group[-1])
        article = from_file(odd, "x.txt")
        keep(house, article)
        change(house, article, replace(article, title=extract_of(replace(odd, title=said[-1])).title))
    assert check_outbox(house) > 20


def test_every_edge_of_time(house: House) -> None:
    for number, at in enumerate(EDGES):
        published = Published(at=at, by="feed", day_only=bool(number % 2))
        odd = replace(PLAIN, published=published, url=f"https://n.example/{number}")
        article = from_feed(odd, SOURCE, f"k{number}")
        # what lies ahead is cut to now; here it must do as it is
        keep(house, replace(article, published=published))
        if number < 2:
            show(house, article)
    check_readers(house)
    check_outbox(house)


def test_every_address(house: House) -> None:
    for number, url in enumerate(URLS):
        odd = replace(PLAIN, url=url.format(number), outlet=None, text=f"The NCG met {number} times.")
        make = from_file(odd, "x.txt") if number % 2 else from_feed(odd, SOURCE, f"k{number}")
        keep(house, make)
    show(house, make)
    check_outbox(house)


@pytest.mark.slow
@pytest.mark.parametrize("huge", HUGE, ids=[ascii(huge[:4]) for huge in HUGE])
def test_every_huge_piece(house: House, huge: str) -> None:
    for number, text in enumerate((f"NCG {huge}", "The NCG met in Seoul.")):
        odd = replace(PLAIN, title=huge, text=text, url=f"https://n.example/{number}", outlet=huge)
        article = from_file(odd, "x.txt")
        keep(house, article)
    change(house, article, replace(article, text=f"{article.text}\nMore of it."))
    assert check_outbox(house) >= 3


VALUES = (
    None, True, 0, -1, 1.5, float("nan"), float("inf"), 10**400, "", [], {}, ["a", None, 1], {"name": "x"},
    {"id": 5}, "\ud800", "\x00", "2026-02-30", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00",
    "12345678901234567890", "Sun, 32 Foo 2026 25:61:61 +9999", "٢٠٢٦-٠١-٠١", "2026-01-01T00:00:00+99:99",
    "²⁰26-01-01", "http://[",
)  # fmt: skip


def test_every_odd_value_in_a_record_is_kept_or_named(house: House, tmp_path: Path) -> None:
    plain = {
        "url": "https://a.example/1",
        "title": "NCG met",
        "text": "The NCG met.",
        "published_at": "2026-11-20",
        "outlet": "The Dispatch",
        "authors": ["Mina Roh"],
        "lang": "en",
        "source": "wire",
        "html": "<p>The NCG met.</p>",
    }
    records = [
        {**plain, "url": f"https://a.example/{name}/{number}", name: value}
        for name in plain
        for number, value in enumerate(VALUES)
    ]
    page = "<html><head><title>A title</title></head><body><h1>A title</h1><p>The NCG met.</p></body></html>"
    records.append({**plain, "url": "http://[", "text": "", "html": page})
    written = [json.dumps(record).replace("Infinity", "1e999") for record in records]
    (tmp_path / "records.jsonl").write_text("\n".join(written), encoding="utf-8")
    found = list(read_path(tmp_path / "records.jsonl"))[1:]
    assert len(found) == len(records)
    reasons = [item.reason for item in found if isinstance(item, BadRecord)]
    assert [reason for reason in reasons if "fault" in reason or "failed" in reason] == []


def test_a_published_time_can_be_reckoned_with() -> None:
    for at in EDGES:
        published = Published(at=at, by="feed").at
        assert published - timedelta(days=300) < published < published + timedelta(days=300)
        assert published.utcoffset() == timedelta()
    assert Published(at=EDGES[-1], by="feed").at == EDGES[-1]
    assert isinstance(Published(at=EDGES[0], by="feed").at, datetime)
