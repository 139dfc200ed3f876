"""Records of files are kept many in a transaction, and none of them pays for another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

import flows.keeping.new_article as keeping
from flows.config.loading.load import load_settings
from flows.files.bring_in import BackfillPlan, bring_in
from flows.files.keep_spooled import TOGETHER, TOGETHER_CHARACTERS, cut_parts
from flows.report import BackfillReport
from flows.wiring import House, open_house
from storage.corpus.articles import insert_article
from storage.database import Transaction
from storage.errors import StorageFull
from storage.records import Article, Sighting, TextFrom
from tests.flows.files.test_backfill import write_config, write_records

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(load_settings(write_config(tmp_path / "data"))) as opened:
        yield opened


def make_rows(count: int) -> list[dict[str, str]]:
    return [
        {"url": f"https://a.example/{number:03}", "title": f"Report {number}", "text": f"Text {number} " * 9}
        for number in range(count)
    ]


def bring(house: House, tmp_path: Path, count: int, *, may_tell: bool = False) -> BackfillReport:
    plan = BackfillPlan(paths=(write_records(tmp_path / "rows.jsonl", make_rows(count)),), may_tell=may_tell)
    return bring_in(house, plan, now=NOW)


def list_titles(house: House) -> list[str]:
    with house.db.reading() as tx:
        return sorted(tx.execute(sa.text("SELECT title FROM articles")).scalars())


def count_commits(house: House, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that gets one entry for each transaction that writes, from now on."""
    commits, writing = list[int](), type(house.db).writing

    def count(db: object) -> object:
        if getattr(db, "_shared", None) is None:
            commits.append(1)
        return writing(db)  # type: ignore[arg-type]  # the method, called as Python calls it

    monkeypatch.setattr(type(house.db), "writing", count)
    return commits


@pytest.mark.parametrize(("may_tell", "transactions"), [(False, 3), (True, 2 * TOGETHER + 1)])
def test_records_share_a_transaction_unless_somebody_may_be_told(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, may_tell: bool, transactions: int
) -> None:
    commits = count_commits(house, monkeypatch)
    monkeypatch.setattr("flows.files.bring_in.send_promised", lambda *_: None)
    assert bring(house, tmp_path, 2 * TOGETHER + 1, may_tell=may_tell).new == 2 * TOGETHER + 1
    assert len(commits) == transactions


@pytest.mark.parametrize("step", ["insert_article", "judge_article", "keep_matches", "keep_verdict"])
def test_a_record_that_a_bug_keeps_out_is_named_and_all_others_are_kept(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    honest, called = getattr(keeping, step), list[int]()

    def fail_once(*given: object, **named: object) -> object:
        called.append(1)
        if len(called) == 3:
            raise ZeroDivisionError(step)
        return honest(*given, **named)

    monkeypatch.setattr(keeping, step, fail_once)
    report = bring(house, tmp_path, 6)
    kept = [f"Report {number}" for number in range(6)]
    if step != "keep_verdict":  # without which an article is kept, and stands alone
        lost = report.failures[0]
        assert (report.new, report.failed, Path(lost.path).name) == (5, 1, "rows.jsonl:3")
        assert step in lost.reason
        kept.remove("Report 2")
    assert list_titles(house) == kept


def test_when_the_disk_is_full_the_run_ends_and_nothing_is_lost_by_running_it_again(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_up(tx: Transaction, article: Article) -> int:
        if article.title == f"Report {TOGETHER + 3}":
            raise StorageFull("hanmi.db", "database or disk is full")
        return insert_article(tx, article)

    monkeypatch.setattr(keeping, "insert_article", fill_up)
    with pytest.raises(StorageFull):
        bring(house, tmp_path, 2 * TOGETHER)
    assert len(list_titles(house)) == TOGETHER
    monkeypatch.setattr(keeping, "insert_article", insert_article)
    again = bring(house, tmp_path, 2 * TOGETHER)
    assert (again.new, again.known, again.failed) == (TOGETHER, TOGETHER, 0)
    assert len(list_titles(house)) == 2 * TOGETHER


@pytest.mark.parametrize(
    ("texts", "sizes"),
    [
        ([], []),
        ([10], [1]),
        ([10] * (TOGETHER + 2), [TOGETHER, 2]),
        ([TOGETHER_CHARACTERS + 1, 10, 10], [1, 2]),
        ([10, TOGETHER_CHARACTERS, 10], [1, 1, 1]),
        ([10, -1, 10, 10], [1, 1, 2]),  # -1: a file of one article
        ([-1, -1], [1, 1]),
    ],
)
def test_a_part_ends_with_so_many_records_or_characters_and_before_a_file(
    texts: list[int], sizes: list[int]
) -> None:
    spooled = [(make_article(max(size, 10)), "a.txt" if size < 0 else "a.jsonl:1") for size in texts]
    parts = list(cut_parts(spooled))
    assert [len(part) for part in parts] == sizes
    assert [each for part in parts for each in part] == spooled


def make_article(size: int) -> Article:
    return Article(
        key="a.example/1",
        title="One",
        text="x" * size,
        lang="en",
        fetched_at=NOW,
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
        path="a.txt",
    )
