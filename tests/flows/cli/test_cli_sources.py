"""Sources found, tried, and taken in and out of the configuration, as a user does it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.demo.faults import page_for_feed, unavailable
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece
from flows.sources.discover import Candidate, Trial, rank_trials
from storage.records import SourceKind
from tests.newsroom import Newsroom

NOW = datetime.now(UTC)


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    room = Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)
    room.open_outlet("courier").publish(made_up_piece(1, published=NOW))
    room.write_config("# the desk's own words\n")
    return room


def sources(room: Newsroom) -> list[dict[str, Any]]:
    """The sources that the configuration holds."""
    return list(tomllib.loads(room.config.read_text(encoding="utf-8"))["source"])


def test_a_site_is_added_by_its_front_page(room: Newsroom) -> None:
    before = room.config.read_text(encoding="utf-8")
    daily = room.stand.outlet("daily", title="The Daily", lang="ko")
    daily.publish(*(made_up_piece(n, published=NOW - timedelta(hours=n)) for n in range(3)))
    document = room.document("source", "add", daily.front)
    assert document["added"]["url"] == daily.rss
    # The Atom feed brings the same, and is not offered beside it; the page's own list is the last resort.
    assert [each["url"] for each in document["candidates"]] == [daily.rss, daily.front]
    assert room.config.read_text(encoding="utf-8").startswith(before)
    added = sources(room)[-1]
    assert (added["id"], added["url"], added["kind"], added["lang"]) == ("the-daily", daily.rss, "feed", "ko")
    assert room.document("run", "--source", "the-daily")["articles"]["new"] == 3


def test_another_may_be_picked_and_named(room: Newsroom) -> None:
    daily = room.stand.outlet("daily", title="The Daily")
    daily.publish(*(made_up_piece(n, published=NOW) for n in range(3)))
    result = room.hanmi("source", "add", daily.front, "--pick", "2", "--id", "daily-list")
    assert result.exit_code == 0, result.output
    assert (sources(room)[-1]["url"], sources(room)[-1]["kind"]) == (daily.front, "page")
    assert "daily-list" in result.output


def test_what_is_configured_already_is_not_written_again(room: Newsroom) -> None:
    before = room.config.read_bytes()
    document = room.document("source", "add", room.sources[0][1])
    assert (document["added"], document["known"]) == (None, "courier")
    assert room.config.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["http://127.0.0.1:1/"], 1),
        (["{front}", "--pick", "9"], 1),
        (["{front}", "--id", "courier"], 2),
        (["{front}", "--id", "No Id"], 2),
        (["ftp://a.kr/"], 2),
        (["http://user:word@a.kr/"], 2),
    ],
)
def test_what_cannot_be_added_says_why_and_writes_nothing(
    room: Newsroom, words: list[str], status: int
) -> None:
    daily = room.stand.outlet("daily", title="The Daily")
    daily.publish(made_up_piece(2, published=NOW))
    before = room.config.read_bytes()
    result = room.hanmi("source", "add", *(word.format(front=daily.front) for word in words))
    assert result.exit_code == status, result.output
    assert result.stderr.strip()
    assert room.config.read_bytes() == before


def test_a_site_that_announces_nothing_is_a_failure(room: Newsroom) -> None:
    room.stand.misbehave("/", page_for_feed())
    result = room.hanmi("source", "add", f"{room.stand.outlet('empty', title='E').front}", "--json")
    assert result.exit_code == 1, result.output


def test_check_reports_each_source_and_a_dead_one_is_no_failed_run(room: Newsroom) -> None:
    dead, odd, old = (room.open_outlet(id) for id in ("dead", "odd", "old"))
    for outlet in (dead, odd):
        outlet.publish(made_up_piece(3, published=NOW))
    old.publish(made_up_piece(4, published=NOW - timedelta(days=90)))
    room.stand.misbehave(dead.rss, unavailable())
    room.stand.misbehave(odd.rss, page_for_feed())
    room.write_config()
    found = {each["id"]: each for each in room.lines("source", "check")}
    assert {id: each["result"] for id, each in found.items()} == {
        "courier": "ok",
        "dead": "fault",
        "odd": found["odd"]["result"],
        "old": "ok",
    }
    assert found["odd"]["result"] in ("unreadable", "challenge")
    assert found["courier"]["why"] is None
    assert "90 days" in found["old"]["why"]
    assert room.hanmi("source", "check").exit_code == 0
    (one,) = room.lines("source", "check", "courier")
    assert (one["kind"], one["entries"], one["dated"]) == ("feed", 1, 1)
    assert room.hanmi("source", "check", "nobody").exit_code == 2
    assert not (room.folder / "data").exists()


def test_what_is_exported_can_be_imported(room: Newsroom, tmp_path: Path) -> None:
    room.open_outlet("herald", feed="atom")
    room.write_config()
    opml = tmp_path / "list.opml"
    result = room.hanmi("source", "export")
    assert result.exit_code == 0
    opml.write_text(result.stdout, encoding="utf-8")
    assert room.document("source", "import", str(opml))["added"] == []
    room.sources.clear()
    room.open_outlet("third")
    room.write_config()
    document = room.document("source", "import", str(opml))
    assert [each["id"] for each in document["added"]] == ["courier", "herald"]
    assert [each["id"] for each in sources(room)] == ["third", "courier", "herald"]


def test_addresses_that_cannot_be_configured_are_refused_by_name(room: Newsroom, tmp_path: Path) -> None:
    opml = tmp_path / "list.opml"
    urls = ("http://user:word@a.kr/rss", "https://b.kr/rss", "ftp://c.kr/rss")
    outlines = "".join(f'<outline type="rss" text="x" xmlUrl="{url}"/>' for url in urls)
    opml.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>", encoding="utf-8")
    document = room.document("source", "import", str(opml))
    assert [each["url"] for each in document["added"]] == ["https://b.kr/rss"]
    refused = {each["url"]: each["reason"] for each in document["refused"]}
    assert "'ftp://c.kr/rss' is no web address" in refused["ftp://c.kr/rss"]
    assert len(refused) <= 2
    assert room.hanmi("sources").exit_code == 0


@pytest.mark.parametrize("content", [b"", b"\xff\xfe<opml", b"<rss/>", b"<opml><body/></opml>"])
def test_what_is_no_opml_changes_nothing(room: Newsroom, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list.opml").write_bytes(content)
    before = room.config.read_bytes()
    assert room.hanmi("source", "import", str(tmp_path / "list.opml")).exit_code != 0
    assert room.hanmi("source", "import", str(tmp_path / "missing.opml")).exit_code == 2
    assert room.config.read_bytes() == before


def test_the_best_comes_first() -> None:
    def trial(path: str, kind: SourceKind = SourceKind.FEED, **more: Any) -> Trial:
        candidate = Candidate(url=f"https://a.kr{path}", found_in="here")
        return replace(
            Trial(candidate=candidate, kind=kind, entries=5, dated=5, newest=NOW - timedelta(hours=1)), **more
        )

    trials = [
        trial("/", SourceKind.PAGE),
        trial("/comments/feed"),
        trial("/old", newest=NOW - timedelta(days=900)),
        trial("/undated", dated=0, newest=None),
        trial("/rss"),
        trial("/sitemap.xml", SourceKind.SITEMAP),
        trial("/empty", entries=0),
        trial("/dead", why="HTTP 404"),
    ]
    paths = [each.candidate.url.removeprefix("https://a.kr") for each in rank_trials(trials, NOW)]
    assert paths == ["/rss", "/sitemap.xml", "/undated", "/old", "/comments/feed", "/"]


def test_without_a_configuration_one_is_begun(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(room.folder)
    opml = room.folder / "list.opml"
    opml.write_text('<opml version="2.0"><body><outline text="B" xmlUrl="https://b.kr/rss"/></body></opml>')
    room.config.unlink()
    result = CliRunner().invoke(app, ["source", "import", str(opml), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["added"][0]["id"] == "b-kr-b"
    assert room.config.exists()
