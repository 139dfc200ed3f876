"""Lists for spreadsheets: the table that the desk exports, written by the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.corpus import Corpus, an_article

LISTS = ("articles", "stories", "alerts", "deliveries", "sources", "search")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("csv"))
    corpus.configure()
    text = "The Nuclear Consultative Group met in Seoul, and talks on cost sharing went on."
    corpus.keep(
        *(
            an_article(f"{n}", f'=SUM(A{n}) is no formula, "quoted", 회담 {n}', f"{text} {n}")
            for n in range(60)
        )
    )
    return corpus


def rows(corpus: Corpus, *words: str) -> list[list[str]]:
    done = corpus.hanmi(*words, "--csv")
    assert done.exit_code == 0, done.output
    written = done.stdout_bytes.decode()
    assert written.startswith("\ufeff")
    assert written.count("\n") == written.count("\r\n")  # RFC 4180
    return list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))


@pytest.mark.parametrize("listed", LISTS)
def test_every_list_can_be_opened_by_a_spreadsheet(corpus: Corpus, listed: str) -> None:
    words = [listed, "talks"] if listed == "search" else [listed]
    head, *body = rows(corpus, *words)
    assert head[0] == "id"
    assert len(body) == len(corpus.lines(*words))
    assert all(len(row) == len(head) for row in body)


def test_it_is_whole_and_no_cell_is_a_formula(corpus: Corpus) -> None:
    head, *body = rows(corpus, "articles")
    assert len(body) == 60
    titles = [row[head.index("title")] for row in body]
    assert all(title.startswith("'=SUM") for title in titles)
    assert {"published_at_utc", "published_at_local"} <= set(head)
    assert len(rows(corpus, "articles", "--limit", "2")) == 3


def test_an_empty_list_is_a_table_with_its_head(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    assert len(rows(corpus, "alerts")) == 1


@pytest.mark.parametrize("listed", ["articles", "sources", "search x"])
def test_two_forms_at_once_are_refused(corpus: Corpus, listed: str) -> None:
    done = corpus.hanmi(*listed.split(), "--csv", "--json")
    assert done.exit_code == 2
    assert "not both" in done.stderr


def test_several_words_are_one_query(corpus: Corpus) -> None:
    found = corpus.lines("search", "talks", "회담", "Seoul", "--limit", "3")
    assert found == corpus.lines("search", "talks 회담 Seoul", "--limit", "3")
    assert len(found) == 3
