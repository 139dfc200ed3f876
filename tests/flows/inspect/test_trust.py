"""How far to trust what is told: figures that page and documents share, blind hours, what leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.compose.unseen import sum_unseen
from flows.config.database import open_database
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.inspect.first_sight import FirstSight, read_first_sights
from flows.inspect.trust import read_trust
from storage.corpus.sources import register_sources
from storage.database import Database
from storage.tables import sources
from tests.flows.desk.stand import FILE, make_settings, open_desk

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
MEASURED = (Path(__file__).parents[3] / "docs/measured.md").read_text(encoding="utf-8")
CHANNELS = """
[alerts]
ping = "https://hc.example.org/ping/secret"
[[channel]]
id = "press"
kind = "email"
smtp = "smtp://mail.example:25"
from = "watch@example.org"
to = ["minji@example.org"]
[[channel]]
id = "room"
kind = "apprise"
url = "json://user:secret@chat.example/"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "hanmi.toml"
    path.write_text(CHANNELS + FILE, encoding="utf-8")
    return load_settings(path)


@pytest.fixture
def db(settings: Settings) -> Iterator[Database]:
    with open_database(settings) as opened:
        with opened.writing() as tx:
            register_sources(tx, settings.sources, NOW)
        yield opened


@pytest.mark.parametrize("each", read_first_sights().kinds, ids=lambda each: each.id)
def test_the_documents_say_what_the_page_says(each: FirstSight) -> None:
    shares = (f"{share:.3f}".lstrip("0") if share is not None else "–" for share in (each.right, each.found))
    row = f"| {each.what['en']} | {' | '.join(shares)} | {each.tried['en']} | `{each.by}` |"
    assert row in MEASURED


def test_the_documents_say_what_the_page_says_of_floods() -> None:
    flood = read_first_sights().floods
    assert (
        f"{flood.floods} floods: {flood.told} of {flood.wanted} wanted, {flood.needless} needless" in MEASURED
    )


@pytest.mark.parametrize("each", read_first_sights().kinds, ids=lambda each: each.id)
def test_a_figure_is_a_share_and_has_words_in_both_languages(each: FirstSight) -> None:
    assert all(share is None or 0 <= share <= 1 for share in (each.right, each.found))
    assert each.right is not None or each.found is not None
    for words in (each.what, each.tried):
        assert set(words) == {"en", "ko"}
        assert re.search("[가-힣]", words["ko"])


FAILING = {"failures": 9, "last_ok_at": NOW - timedelta(hours=5), "failing_since": NOW - timedelta(hours=4)}


@pytest.mark.parametrize(
    ("state", "hours"),
    [
        (FAILING, 5),
        (FAILING | {"last_ok_at": NOW - timedelta(days=90)}, 48),  # since the day that was asked for
        (FAILING | {"failing_since": NOW - timedelta(minutes=9)}, None),  # it may be over at the next poll
        (FAILING | {"last_ok_at": None}, None),  # never read: nothing of it is missed
        ({"failures": 0, "last_ok_at": NOW}, None),
    ],
)
def test_what_cannot_be_read_now_counts_as_not_seen(
    settings: Settings, db: Database, state: dict[str, object], hours: int | None
) -> None:
    with db.writing() as tx:
        tx.execute(sources.update().values(**state))
        lost = sum_unseen(tx, {"wire": "Wire"}, NOW - timedelta(days=2), NOW)
    assert lost == ({"wire": timedelta(hours=hours)} if hours else {})


def test_what_leaves_the_machine_is_named_without_its_secrets(settings: Settings, db: Database) -> None:
    with db.reading() as tx:
        trust = read_trust(tx, settings, NOW - timedelta(days=28), NOW)
    said = {each.channel: (each.how, each.to) for each in trust.channels}
    assert said == {
        "press": ("by_mail", ("m…@example.org",)),
        "room": ("by_chat", ("json://",)),
        "hook": ("by_webhook", ("https://hook.example",)),
    }
    assert (trust.ping, trust.sources) == ("hc.example.org", 1)
    assert "secret" not in str(trust)


@pytest.mark.parametrize(("lang", "said"), [("en", "How often it is right"), ("ko", "얼마나 자주 맞나")])
def test_the_page_says_all_of_it(tmp_path: Path, lang: str, said: str) -> None:
    with open_desk(make_settings(tmp_path, count=1)) as (reader, _):
        page = reader.get("/trust", params={"ui": lang}).text
    assert said in page
    assert "https://hook.example" in page
    kinds = read_first_sights().kinds
    assert [each.id for each in kinds if each.what[lang] not in page] == []


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Never read: 1 of 1 source."), ("ko", "1곳은 한 번도 읽지 못함")]
)
@pytest.mark.parametrize("path", ["/trust?", "/?since=2020-01-01&", "/?since=2999-01-01&"])
def test_a_source_that_was_never_read_is_not_said_to_be_seen(
    tmp_path: Path, path: str, lang: str, said: str
) -> None:
    with open_desk(make_settings(tmp_path, count=1)) as (reader, db):
        with db.writing() as tx:  # polled, and every time in vain
            tx.execute(sources.update().values(last_ok_at=None, last_polled_at=NOW, failures=9))
        page = reader.get(f"{path}ui={lang}").text
        assert said in page
        assert not re.search("Every source was seen|모든 출처를 보았|are read, the last|마지막은", page)
        with db.writing() as tx:
            tx.execute(sources.update().values(last_ok_at=NOW, failures=0))
        assert said not in reader.get(f"{path}ui={lang}").text
