"""The article published first is the original, in whatever order articles are met."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.tables import articles
from tests.flows.judge.test_judge_copies import NEWS, make_news
from tests.judging import judge_and_keep, make_article, open_corpus

WIRE = "\n".join(NEWS)
CUT = "\n".join(NEWS[:9])
LONGER = "\n".join([*make_news(3, 10), *NEWS[:5]])


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def read_pointers(corpus: Database) -> dict[str, tuple[str | None, str | None, str]]:
    """Each article's parent, kind and original, by keys."""
    with corpus.reading() as tx:
        rows = tx.execute(sa.select(articles)).all()
    key = {row.number: row.key for row in rows}
    return {row.key: (key.get(row.copy_of), row.copy_kind, key[row.copy_group]) for row in rows}


@pytest.mark.parametrize("order", list(permutations([0, 1, 2])), ids=str)
def test_copies_are_the_same_in_whatever_order_they_come(corpus: Database, order: tuple[int, ...]) -> None:
    made = [
        make_article("wire.example/1", WIRE, "The wire"),
        make_article("cut.example/1", CUT, "The cut", hours=2),
        make_article("again.example/1", WIRE, "The wire again", hours=4),
    ]
    for index in order:
        judge_and_keep(corpus, made[index])
    pointers = read_pointers(corpus)
    assert pointers["wire.example/1"] == (None, None, "wire.example/1")
    assert {original for _, _, original in pointers.values()} == {"wire.example/1"}
    assert pointers["cut.example/1"][1] == "near"


def test_a_partial_copy_points_to_the_earlier_text(corpus: Database) -> None:
    judge_and_keep(corpus, make_article("longer.example/1", LONGER, hours=5))
    verdict = judge_and_keep(corpus, make_article("wire.example/1", WIRE))
    assert verdict.copy is not None  # as it looked when it was met
    pointers = read_pointers(corpus)
    assert pointers["longer.example/1"] == ("wire.example/1", "partial", "longer.example/1")
    assert pointers["wire.example/1"] == (None, None, "wire.example/1")


def test_an_undated_article_takes_nobodys_place(corpus: Database) -> None:
    judge_and_keep(corpus, make_article("late.example/1", WIRE, hours=5))
    judge_and_keep(corpus, make_article("undated.example/1", WIRE, hours=None))
    assert read_pointers(corpus)["undated.example/1"][0] == "late.example/1"
