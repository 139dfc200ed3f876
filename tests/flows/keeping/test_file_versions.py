"""What a file says of an article that the corpus has is a version of it, and told only if asked."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from flows.config.loading.load import load_settings
from flows.extract.generation import GENERATION
from flows.files.bring_in import BackfillPlan, bring_in
from flows.keeping.new_article import keep_article
from flows.report import BackfillReport
from flows.wiring import House, open_house
from storage.corpus.articles import article_numbers, read_articles_numbered
from storage.corpus.versions import read_versions
from storage.promises.alerts import list_alerts
from storage.promises.outbox import list_deliveries
from storage.records import Article, Published, Sighting, TextFrom, Version
from storage.tables import articles

NOW = datetime(2026, 3, 5, 3, tzinfo=UTC)
CONFIG = """
timezone = "Asia/Seoul"
[defaults]
sources = false
watchlist = false
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
TITLE = "Council votes to rebuild wall"
TEXT = "\n".join(
    (
        "The council voted on Monday to rebuild the harbour wall that a storm broke in the autumn.",
        "Eleven of the nineteen members were for the plan, which costs 4.2 million crowns over three years.",
        "Work is to begin in May, once the fishing boats have moved to the basin behind the old cannery.",
        "A surveyor told the members that the footing of the wall had been laid bare by the tide since then.",
    )
)
CORRECTED = TEXT.replace("4.2 million", "2.4 million")
OTHER = "A bakery on the square won a prize for its rye bread, which is made with water from the old well."
PLAIN: dict[str, Any] = {
    "url": "https://dispatch.example/1",
    "title": TITLE,
    "text": TEXT,
    "published_at": "2026-03-01",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "hanmi.toml").write_text(CONFIG, encoding="utf-8")
    settings = load_settings(tmp_path / "hanmi.toml", tmp_path / "data")
    with open_house(settings, console=io.StringIO()) as opened:
        yield opened


def bring(house: House, path: Path, *, alert: bool = False, day: int = 0) -> BackfillReport:
    plan = BackfillPlan(paths=(path,), may_tell=alert)
    return bring_in(house, plan, now=NOW + timedelta(days=day))


def records(house: House, *rows: dict[str, Any], alert: bool = False, day: int = 0) -> BackfillReport:
    """Each row brought in by a call of its own; the report of the last."""
    for row in rows:
        path = house.settings.data_dir / "records.jsonl"
        path.write_text(json.dumps(row), encoding="utf-8")
        report = bring(house, path, alert=alert, day=day)
    return report


def kept(house: House) -> list[Article]:
    with house.db.reading() as tx:
        found = [each.article for each in read_articles_numbered(tx, article_numbers(tx))]
    return sorted(found, key=lambda article: article.order, reverse=True)


def the_article(house: House) -> Article:
    (article,) = kept(house)
    return article


def versions(house: House) -> tuple[Version, ...]:
    with house.db.reading() as tx:
        return read_versions(tx, the_article(house).id)


def count(report: BackfillReport) -> dict[str, int]:
    return {name: many for name, many in report.as_json()["articles"].items() if many}


def test_a_corrected_record_is_a_version_and_stands_in_its_place(house: House) -> None:
    records(house, PLAIN)
    assert count(records(house, PLAIN | {"text": CORRECTED})) == {"updated": 1}
    assert the_article(house).text == CORRECTED
    first, second = versions(house)
    assert (first.kind, first.text) == ("first", TEXT)
    assert (second.kind, [d.what for d in second.differences]) == ("correction", ["number"])


@pytest.mark.parametrize(
    "said",
    [PLAIN, PLAIN | {"text": CORRECTED}, PLAIN | {"text": f"  {CORRECTED}\n\n"}, PLAIN | {"outlet": "D"}],
    ids=["the first again", "the second again", "the second with other blanks", "the first with an outlet"],
)
def test_what_equals_any_version_that_is_kept_is_known(house: House, said: dict[str, Any]) -> None:
    records(house, PLAIN, PLAIN | {"text": CORRECTED})
    assert count(records(house, said)) == {"known": 1}
    assert the_article(house).text == CORRECTED
    assert len(versions(house)) == 2


@pytest.mark.parametrize(
    ("change", "is_current"),
    [
        ({"text": CORRECTED, "published_at": "2026-03-02"}, True),
        ({"text": CORRECTED, "published_at": "2026-03-01T08:00:00+09:00"}, True),
        ({"text": CORRECTED, "published_at": None}, True),
        ({"text": CORRECTED, "published_at": "2026-02-27"}, False),
        ({"title": f"{TITLE} in May"}, True),
        ({"text": TEXT.split("\n", maxsplit=1)[0]}, False),
        ({"text": ""}, True),
        ({"title": "Bakery wins", "text": ""}, False),
    ],
    ids=[
        "newer", "the same day", "undated", "older", "another headline", "its first line",
        "no text, same title", "nothing but another title",
    ],
)  # fmt: skip
def test_only_what_is_not_older_and_no_part_of_a_whole_becomes_current(
    house: House, change: dict[str, Any], is_current: bool
) -> None:
    records(house, PLAIN)
    report = records(house, PLAIN | change)
    if change == {"text": ""}:  # says nothing else
        is_current = False
    if change.get("title") == "Bakery wins":  # shares neither title nor passages: an article of its own
        assert count(report) == {"new": 1}
        assert "is that of another text" in report.failures[0].reason
        return
    assert count(report) == {"updated": 1}
    found = the_article(house)
    wanted = PLAIN | change
    assert (found.text == wanted["text"] and found.title == wanted["title"]) is is_current
    assert versions(house)[-1].kind == ("aside" if not is_current else versions(house)[-1].kind)


def test_calls_in_any_order_leave_the_newest_text(house: House) -> None:
    first = PLAIN | {"published_at": "2026-03-01"}
    second = PLAIN | {"published_at": "2026-03-02", "text": TEXT.replace("Monday", "Tuesday")}
    third = PLAIN | {"published_at": "2026-03-03", "text": CORRECTED}
    records(house, first, third, second)
    assert the_article(house).text == CORRECTED
    assert [each.kind for each in versions(house)] == ["first", "correction", "aside"]
    assert count(records(house, first)) == {"known": 1}


def test_what_was_read_from_a_page_is_not_replaced_by_a_file(house: House) -> None:
    page = Article(
        key="dispatch.example/1",
        url="https://dispatch.example/1",
        title=TITLE,
        text=TEXT,
        lang="en",
        fetched_at=NOW,
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        published=Published(at=NOW - timedelta(minutes=5), by="feed"),
    )
    keep_article(house, page, now=NOW)
    assert count(records(house, PLAIN | {"text": CORRECTED, "published_at": "2026-03-09"})) == {"updated": 1}
    assert the_article(house).text == TEXT
    assert versions(house)[-1].text == CORRECTED


@pytest.mark.parametrize(("alert", "kinds"), [(False, ["first"]), (True, ["correction", "first"])])
def test_a_correction_is_sent_only_with_alert(house: House, alert: bool, kinds: list[str]) -> None:
    records(house, PLAIN, alert=True)
    report = records(house, PLAIN | {"text": CORRECTED}, alert=alert)
    assert report.created == len(kinds) - 1
    with house.db.reading() as tx:
        assert [each.kind for each in list_alerts(tx)] == kinds
        assert len(list_deliveries(tx)) == len(kinds)


@pytest.mark.parametrize(("alert", "watches"), [(False, []), (True, ["ferry"])])
def test_what_only_the_corrected_text_meets_alerts_if_asked(
    house: House, alert: bool, watches: list[str]
) -> None:
    records(house, PLAIN)
    records(house, PLAIN | {"text": f"{TEXT}\nThe ferry will sail from the cannery until then."}, alert=alert)
    with house.db.reading() as tx:
        assert [each.watch for each in list_alerts(tx)] == watches
    listed = kept(house)
    assert len(listed) == 1


def test_a_file_at_a_known_path_is_a_version_whatever_folder_it_was_named_from(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "note.txt"
    file.write_text(f"{TITLE}\n\n{TEXT}\n", encoding="utf-8")
    bring(house, file)
    file.write_text(f"{TITLE}\n\n{CORRECTED}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert count(bring(house, Path("note.txt"))) == {"updated": 1}
    assert "2.4 million" in the_article(house).text
    file.write_text(f"{TITLE}\n\n{TEXT}\n", encoding="utf-8")
    assert count(bring(house, file)) == {"known": 1}
    assert len(versions(house)) == 2


def test_a_path_that_another_text_lies_at_now_has_two_articles_and_a_doubt(
    house: House, tmp_path: Path
) -> None:
    file = tmp_path / "note.txt"
    file.write_text(f"{TITLE}\n\n{TEXT}\n", encoding="utf-8")
    bring(house, file)
    file.write_text(f"Bakery wins a prize\n\n{OTHER}\n", encoding="utf-8")
    report = bring(house, file)
    assert count(report) == {"new": 1}
    assert "the file held another text before" in report.failures[0].reason
    file.write_text(f"Bakery wins a prize\n\n{OTHER} It was the third.\n", encoding="utf-8")
    assert count(bring(house, file)) == {"updated": 1}
    assert len(kept(house)) == 2


def test_files_of_one_name_in_two_folders_are_no_versions_of_each_other(house: House, tmp_path: Path) -> None:
    for day in ("monday", "tuesday"):
        (tmp_path / day).mkdir()
        text = f"Briefing\n\nOn {day} the council met. {OTHER if day == 'monday' else TEXT}\n"
        (tmp_path / day / "briefing.txt").write_text(text, encoding="utf-8")
    assert count(bring(house, tmp_path / "monday")) == {"new": 1}
    assert count(bring(house, tmp_path / "tuesday")) == {"new": 1}


@pytest.mark.parametrize(("name", "is_version"), [("page.txt", False), ("records.jsonl", True)])
def test_what_other_rules_read_otherwise_is_no_version(
    house: House, tmp_path: Path, name: str, is_version: bool
) -> None:
    path = tmp_path / name
    plain = f"{TITLE}\n\n{TEXT}\n" if name == "page.txt" else json.dumps(PLAIN)
    path.write_text(plain, encoding="utf-8")
    bring(house, path)
    with house.db.writing() as tx:  # as if an older version had read it
        tx.execute(sa.update(articles).values(extraction=GENERATION - 1))
    path.write_text(plain.replace("4.2 million", "2.4 million"), encoding="utf-8")
    assert count(bring(house, path)) == ({"updated": 1} if is_version else {"known": 1})
    assert "2.4 million" in the_article(house).text
    assert bool(versions(house)) is is_version


def test_a_text_that_cannot_be_compared_is_a_rewrite(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.keeping import file_version

    def fail(*_: object) -> None:
        raise ValueError("a bug")

    records(house, PLAIN)
    monkeypatch.setattr(file_version, "judge_change", fail)
    report = records(house, PLAIN | {"text": CORRECTED})
    assert (count(report), report.faults) == ({"updated": 1}, 1)
    assert versions(house)[-1].kind == "rewrite"
    assert replace(the_article(house)).text == CORRECTED
