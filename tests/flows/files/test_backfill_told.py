"""What a backfill says of what it could not take as it stood: dates, languages, files of any size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.config.loading.load import load_settings
from flows.files.bring_in import BackfillPlan, bring_in, read_asked_date
from flows.report import BackfillReport
from flows.wiring import House, open_house
from storage.corpus.articles import article_numbers, read_articles_numbered
from storage.records import Article

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TEXT = "The two ministers met in Seoul on Monday and spoke for three hours about the cost of the troops."
PAGE = (
    '<!doctype html><html lang="en"><head><title>Ministers meet</title><meta property='
    '"article:published_time" content="2024-05-06T07:08:00+09:00"></head><body><article>'
    "<h1>Ministers meet</h1>"
    + "".join(f"<p>{TEXT} This is paragraph {n}.</p>" for n in range(4))
    + "</article></body></html>"
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    config = tmp_path / "hanmi.toml"
    config.write_text("[defaults]\nsources = false\nwatchlist = false\n", encoding="utf-8")
    with open_house(load_settings(config)) as opened:
        yield opened


def bring(house: House, path: Path, *, date: str | None = None) -> BackfillReport:
    published = read_asked_date(date, "Asia/Seoul", NOW) if date else None
    return bring_in(house, BackfillPlan(paths=(path,), published=published), now=NOW)


def kept(house: House) -> list[Article]:
    with house.db.reading() as tx:
        found = [each.article for each in read_articles_numbered(tx, article_numbers(tx))]
    return sorted(found, key=lambda article: article.order, reverse=True)


def write(folder: Path, kind: str, date: str) -> Path:
    """A file whose article is dated by these words."""
    path = folder / f"a.{kind.partition(' ')[0]}"
    record = {"title": "Ministers meet", "published_at": date}
    match kind:
        case "jsonl" | "json":
            written = json.dumps(record | {"text": TEXT})
        case "jsonl of a page":
            written = json.dumps(record | {"html": PAGE})
        case "csv":
            written = f"title,text,date\nMinisters meet,{TEXT},{date}\n"
        case _:
            written = f"---\ntitle: Ministers meet\ndate: {date}\n---\n\n{TEXT}\n"
    path.write_text(written, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "option", "instead", "day"),
    [
        ("jsonl", None, "it was brought in without one", None),
        ("jsonl", "2024-03-04", "it has that of --date instead", "2024-03-04"),
        ("json", "2024-03-04", "it has that of --date instead", "2024-03-04"),
        ("csv", "2024-03-04", "it has that of --date instead", "2024-03-04"),
        ("md", "2024-03-04", "it has that of --date instead", "2024-03-04"),
        ("txt", None, "it was brought in without one", None),
        ("jsonl of a page", None, "it has the one that its page or text states instead", "2024-05-05"),
        ("jsonl of a page", "2024-03-04", "it has the one that its page or text states", "2024-05-05"),
    ],
)
def test_a_date_that_is_none_is_told_with_what_stands_instead(
    house: House, tmp_path: Path, kind: str, option: str | None, instead: str, day: str | None
) -> None:
    report = bring(house, write(tmp_path, kind, "the day after"), date=option)
    (failure,) = report.failures
    assert f"'the day after' is no date; {instead}" in failure.reason
    (article,) = kept(house)
    assert (article.published and article.published.at.date().isoformat()) == day


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "md", "txt", "jsonl of a page"])
@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("02/03/2025", "'02/03/2025' can be read as more than one day"),
        ("05.11.24", "'05.11.24' can be read as more than one day"),
        ("31.02.2025", "'31.02.2025' is no date"),
    ],
)
def test_a_date_that_may_be_two_is_named_and_not_guessed(
    house: House, tmp_path: Path, kind: str, date: str, why: str
) -> None:
    (failure,) = bring(house, write(tmp_path, kind, date)).failures
    assert failure.reason.startswith(f"{why}; ")
    (article,) = kept(house)
    assert article.published is None or article.published.at.date().isoformat() == "2024-05-05"


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "md", "txt"])
@pytest.mark.parametrize(("option", "day"), [(None, None), ("2024-03-04", "2024-03-04")])
def test_a_date_of_days_to_come_is_named_and_never_todays(
    house: House, tmp_path: Path, kind: str, option: str | None, day: str | None
) -> None:
    (failure,) = bring(house, write(tmp_path, kind, "2031-01-01"), date=option).failures
    assert failure.reason.startswith("2031-01-01 is a day to come; it ")
    (article,) = kept(house)
    assert (article.published and article.published.at.date().isoformat()) == day


@pytest.mark.parametrize("kind", ["jsonl", "csv", "md", "txt"])
@pytest.mark.parametrize("date", ["30.11.2024", "30/11/2024", "11/30/2024"])
def test_a_european_date_of_a_file_is_read(house: House, tmp_path: Path, kind: str, date: str) -> None:
    assert bring(house, write(tmp_path, kind, date)).failures == []
    (article,) = kept(house)
    assert article.published
    assert article.published.at.date().isoformat() == "2024-11-30"


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("02/03/2025", "can be read as more than one day; write it like 2026-11-22"),
        ("05.11.24", "can be read as more than one day; write it like 2026-11-22"),
        ("2031-01-01", "is a day to come"),
        ("soon", "is no date; write it like 2026-11-22"),
        ("", "is no date; write it like 2026-11-22"),
    ],
)
def test_the_option_refuses_what_it_would_have_to_guess(date: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_asked_date(date, "Asia/Seoul", NOW)


@pytest.mark.parametrize(
    ("date", "day"),
    [("05.11.2024", "2024-11-05"), ("30.11.2024", "2024-11-30"), ("13/02/2025", "2025-02-13")],
)
def test_the_option_reads_the_day_before_the_month_where_that_is_sure(date: str, day: str) -> None:
    found = read_asked_date(date, "Asia/Seoul", NOW)
    assert found.at.astimezone(ZoneInfo("Asia/Seoul")).date().isoformat() == day


@pytest.mark.parametrize("kind", ["jsonl", "csv", "md", "txt"])
def test_a_date_that_is_one_is_not_told_of(house: House, tmp_path: Path, kind: str) -> None:
    assert bring(house, write(tmp_path, kind, "2024-03-04"), date="2020-01-01").failures == []


@pytest.mark.parametrize(
    ("declared", "lang"),
    [("한국어", "ko"), ("Korean", "ko"), ("en-US", "en"), ("ja", "ja"), ("English", "en"), ("?", "en")],
)
def test_the_language_that_a_texts_head_declares_is_kept(
    house: House, tmp_path: Path, declared: str, lang: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: Ministers meet\nlang: {declared}\n---\n\n{TEXT}\n", encoding="utf-8")
    bring(house, path)
    assert [article.lang for article in kept(house)] == [lang]
