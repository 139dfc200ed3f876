"""An entry's address is made a key once, by whoever reads its source; keeping it makes none again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import storage.address
from flows.sources.formats.keys import key_entries
from storage.address import ARTICLE_IDS, address_key, is_item_key
from storage.corpus.inbox import announce_entries
from storage.corpus.links import part_links
from storage.database import Database
from storage.records import Entry

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ENTRIES = [Entry(url=f"https://www.a.example/news/{n}?utm_source=rss", title=f"News {n}") for n in range(20)]


@pytest.fixture
def shortened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that are shortened, as often as they are."""
    found: list[str] = []

    def shorten(url: str) -> str:
        found.append(url)
        return was(url)

    was: Any = storage.address._shorten
    monkeypatch.setattr(storage.address, "_shorten", shorten)
    return found


def test_a_key_is_made_once_an_entry(shortened: list[str]) -> None:
    key_entries(ENTRIES)
    assert [url for url in shortened if url.startswith("https:")] == [entry.url for entry in ENTRIES]


def test_entries_that_are_kept_are_not_keyed_again(tmp_path: Path, shortened: list[str]) -> None:
    keyed = key_entries(ENTRIES)
    shortened.clear()
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as db, db.writing() as tx:
        apart = part_links(tx, "s", keyed, NOW)
        assert announce_entries(tx, "s", apart.entries, now=NOW, after=None) == {key for key, _ in keyed}
        assert announce_entries(tx, "s", apart.entries, now=NOW, after=None) == frozenset()
    assert shortened == []


def test_entries_that_share_a_link_have_keys_of_their_own() -> None:
    link = "https://a.example/board"
    one, two = Entry(url=link, title="One"), Entry(url=link, title="Two")
    (first, _), (again, _), (second, _), (plain, _) = key_entries([one, one, two, ENTRIES[0]])
    assert first == again != second
    assert is_item_key(first)
    assert is_item_key(second)
    assert plain == address_key(ENTRIES[0].url)
    assert [key for key, _ in key_entries([one, one])] == [address_key(link)] * 2


@pytest.mark.parametrize(
    "address",
    [
        "khan.co.kr/a/article/202411050001", "m.yna.co.kr/amp/view/AKR20241105012300001",
        "news.example.kr/mobile/article.html?idxno=12", "a.go.kr/board/view.do?page=2&seq=7",
        "a.example/news/1", "yna.co.kr/view/1", "",
    ],
)  # fmt: skip
def test_patterns_together_find_what_one_of_them_finds(address: str) -> None:
    one = any(pattern.fullmatch(address) for pattern, _ in ARTICLE_IDS)
    assert bool(storage.address._HAS_ARTICLE_ID.fullmatch(address)) == one
