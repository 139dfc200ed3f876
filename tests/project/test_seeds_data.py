"""The bundled data keeps its promises: ids, languages, counts, formats, and where each address was seen."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from flows.config.schema import SourceTable
from tests.each import check_each

SEEDS = Path(__file__).parents[2] / "seeds"
WATCHLIST: dict[str, list[dict[str, Any]]] = tomllib.loads((SEEDS / "watchlist.toml").read_text("utf-8"))
SOURCES: list[dict[str, Any]] = tomllib.loads((SEEDS / "sources.toml").read_text("utf-8"))["source"]
ENTITIES = WATCHLIST["entity"]
WATCHES = WATCHLIST["watch"]

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HANGUL = re.compile("[가-힣]")
LATIN = re.compile("[A-Za-z]")
# Ids that users and the README name; they stay.
PROMISED = {
    "ncg",
    "trump",
    "north-korea",
    "cho-tae-yul",
    "yoon-suk-yeol",
    "camp-david",
    "washington-declaration",
}


def by_id(entry: dict[str, Any]) -> str:
    return str(entry["id"])


def squeeze(alias: str) -> str:
    return re.sub(r"[\s-]", "", alias.lower())


@pytest.mark.parametrize("entries", [ENTITIES, WATCHES, SOURCES], ids=["entities", "watches", "sources"])
def test_ids_are_unique_and_kebab_case(entries: list[dict[str, Any]]) -> None:
    ids = [by_id(entry) for entry in entries]
    assert [found for found, count in Counter(ids).items() if count > 1] == []
    assert [found for found in ids if not KEBAB.fullmatch(found)] == []


def test_there_are_enough_entities_watches_and_sources() -> None:
    assert len(ENTITIES) >= 150
    assert len(WATCHES) >= 20
    assert len(SOURCES) >= 60
    assert {by_id(entity) for entity in ENTITIES} >= PROMISED
    assert {by_id(watch) for watch in WATCHES} >= {"ncg", "trump-transition"}


def test_entities_are_named_in_both_languages() -> None:
    check_each(ENTITIES, check_entity, by_id)


def check_entity(entity: dict[str, Any]) -> None:
    aliases = entity["aliases"]
    assert all(alias.strip() == alias and alias for alias in aliases)
    assert any(HANGUL.search(alias) for alias in aliases)
    assert any(LATIN.search(alias) for alias in aliases)
    assert entity["kind"] in {"person", "body", "place", "agreement", "event", "topic"}
    assert len({*aliases}) == len(aliases)
    assert not {*aliases} & {*entity.get("never", [])}


def test_no_alias_stands_for_two_entities() -> None:
    owners: dict[str, set[str]] = {}
    for entity in ENTITIES:
        for alias in entity["aliases"]:
            owners.setdefault(squeeze(alias), set()).add(by_id(entity))
    assert {alias: ids for alias, ids in owners.items() if len(ids) > 1} == {}


def test_a_role_has_titles_in_both_languages_and_ends_after_it_began() -> None:
    check_each([entity for entity in ENTITIES if "roles" in entity], check_roles, by_id)


def check_roles(entity: dict[str, Any]) -> None:
    for role in entity["roles"]:
        titles = role["title"]
        assert any(HANGUL.search(title) for title in titles)
        assert any(LATIN.search(title) for title in titles)
        begins = date.fromisoformat(role["from"])
        assert begins <= date.fromisoformat(role.get("to", "9999-12-31"))


def test_watches_are_shown_by_examples_in_both_languages() -> None:
    check_each(WATCHES, check_examples, by_id)


def check_examples(watch: dict[str, Any]) -> None:
    for key in ("must_match", "must_not_match"):
        examples = watch[key]
        korean = sum(HANGUL.search(example) is not None for example in examples)
        assert len(set(examples)) == len(examples) >= 4
        assert korean >= 2
        assert len(examples) - korean >= 2


def test_watches_have_no_end_date() -> None:
    assert [by_id(watch) for watch in WATCHES if "valid" in watch] == []


def test_sources_say_what_they_are_and_where_they_were_seen() -> None:
    check_each(SOURCES, check_source, by_id)


def check_source(source: dict[str, Any]) -> None:
    parts = urlsplit(source["url"])
    assert parts.scheme in {"http", "https"}
    assert "." in parts.netloc
    assert " " not in source["url"]
    assert source["url"].isascii()
    assert source["kind"] in {"feed", "sitemap", "page"}
    assert source["lang"] in {"en", "ko"}
    assert source["every"] in {"5m", "10m", "30m", "1h"}
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", source["seen"])
    assert len(source["seen_in"]) > 10
    ZoneInfo(source.get("timezone", "Asia/Seoul"))


def test_no_address_is_polled_twice() -> None:
    addresses = Counter(re.sub(r"^https?://(www\.)?", "", source["url"]).rstrip("/") for source in SOURCES)
    assert [address for address, count in addresses.items() if count > 1] == []


def test_sources_that_are_known_dead_are_left_out() -> None:
    dead = (
        "state.gov/rss",
        "defense.gov/",
        "korea.kr/rss",
        "yonhapnewstv.co.kr/browse/feed",
        "fs.jtbc.co.kr",
    )
    assert [source["id"] for source in SOURCES if any(part in source["url"] for part in dead)] == []


def test_only_query_feeds_leave_the_outlet_to_their_entries() -> None:
    unnamed = [source for source in SOURCES if "outlet" not in source]
    assert all(urlsplit(source["url"]).netloc == "news.google.com" for source in unnamed)
    assert {source["lang"] for source in unnamed} == {"en", "ko"}


def test_sources_are_read_as_the_configuration_reads_them() -> None:
    assert all(SourceTable.model_validate(source).timezone for source in SOURCES)
