"""How common terms are is known exactly, though it is remembered where a server would have to be asked."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from storage.database import Database
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

    def judge(self, terms: Sequence[int], script: Writing, *, is_kept: bool) -> None:
        with suppress(GivenUp), self.db.writing() as tx:
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
            one.judge(asked, chance.choice(SCRIPTS), is_kept=chance.random() < 0.7)


@pytest.mark.parametrize("seed", range(3))
def test_what_another_counted_and_what_was_taken_back_is_known(tmp_path: Path, seed: int) -> None:
    check_machines([f"sqlite:///{tmp_path / 'hanmi.db'}"] * 2, seed)


def test_so_it_is_where_no_more_can_be_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_counts, "REMEMBERED", 10)
    check_machines([f"sqlite:///{tmp_path / 'hanmi.db'}"] * 2, seed=7)
