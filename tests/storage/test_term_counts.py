"""How common terms are is known exactly, though it is remembered between articles."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database, Transaction, savepoint
from storage.driver import read_rows
from storage.judging import term_counts
from storage.judging.term_counts import SAMPLE, SAMPLED_FROM, count_terms, read_term_counts
from storage.judging.topics import Writing
from tests.judging import open_corpus

SCRIPTS = tuple(Writing)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def test_terms_are_counted_in_full_first_and_by_a_sample_later(corpus: Database) -> None:
    with corpus.writing() as tx:
        count_terms(tx, 1, [5], 0, Writing.CJK)
        count_terms(tx, SAMPLE + 1, [5], SAMPLED_FROM, Writing.CJK)  # passed over
        count_terms(tx, SAMPLE, [5], SAMPLED_FROM, Writing.CJK)  # counts for all of them
        assert read_term_counts(tx, [5, 6], Writing.CJK) == ({5: 1 + SAMPLE}, 1 + SAMPLE)
        assert read_term_counts(tx, [6], Writing.OTHER) == ({}, 0)


class GivenUp(Exception):
    """An article that is not kept."""


class Machine:
    """One of several that judge, each with what it remembers, beside what is true of all they kept."""

    def __init__(self, db: Database, terms: Counter[int], totals: Counter[Writing]) -> None:
        self.db, self.terms, self.totals = db, terms, totals

    def judge(self, terms: Sequence[int], script: Writing, *, is_kept: bool, is_undone: bool) -> None:
        with suppress(GivenUp), self.db.writing() as tx:
            if is_undone:
                with suppress(GivenUp), savepoint(tx):
                    read_term_counts(tx, [*terms, 41], script)
                    count_terms(tx, 1, [*terms, 41], 0, script)
                    raise GivenUp
            known, counted = read_term_counts(tx, terms, script)
            assert known == {term: self.terms[term] for term in terms if self.terms[term]}
            assert counted == self.totals[script]
            count_terms(tx, 1, terms, 0, script)
            after = {term: self.terms[term] + 1 for term in terms}
            assert read_term_counts(tx, terms, script) == (after, counted + 1)
            if not is_kept:
                raise GivenUp
            self.terms.update(terms)
            self.totals[script] += 1


def check_machines(urls: Sequence[str], seed: int, rounds: int = 60) -> None:
    chance = random.Random(seed)
    terms: Counter[int] = Counter()
    totals: Counter[Writing] = Counter()
    with ExitStack() as stack:
        machines = [Machine(stack.enter_context(Database(url)), terms, totals) for url in urls]
        for _ in range(rounds):
            asked = chance.sample(range(1, 40), chance.randint(1, 12))
            one = chance.choice(machines)
            is_kept, is_undone = chance.random() < 0.7, chance.random() < 0.3
            one.judge(asked, chance.choice(SCRIPTS), is_kept=is_kept, is_undone=is_undone)


def check_remembered(url: str) -> None:
    """Terms that were asked for are not looked up again, whatever transactions lie between."""
    asked: list[set[int]] = []

    def look_up(tx: Transaction, statement: str, *, numbers: str, **values: Any) -> Any:
        asked.append(set(json.loads(numbers)))
        return read_rows(tx, statement, numbers=numbers, **values)

    with Database(url) as db, pytest.MonkeyPatch.context() as patch:
        patch.setattr(term_counts, "read_rows", look_up)
        for terms in ([101, 102, 103], [102, 103, 104]):
            with db.writing() as tx:
                read_term_counts(tx, terms, Writing.CJK)
                count_terms(tx, 1, terms, 0, Writing.CJK)
    assert {-1, -2, -3, 101, 102, 103} in asked
    assert {-1, -2, -3, 104} in asked


def test_terms_are_looked_up_once(tmp_path: Path) -> None:
    check_remembered(f"sqlite:///{tmp_path / 'hanmi.db'}")


@pytest.mark.parametrize("seed", range(3))
def test_what_another_counted_and_what_was_taken_back_is_known(tmp_path: Path, seed: int) -> None:
    check_machines([f"sqlite:///{tmp_path / 'hanmi.db'}"] * 2, seed)


def test_so_it_is_where_no_more_can_be_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_counts, "REMEMBERED", 10)
    check_machines([f"sqlite:///{tmp_path / 'hanmi.db'}"] * 2, seed=7)
