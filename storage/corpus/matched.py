"""By which rules articles were matched: what is on file by the rules of today need not be read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection

from storage.database import Transaction
from storage.driver import as_numbers, as_words, read_json, read_rows, run_statement
from storage.records import Match, MatchRules, OnFileOf
from storage.rows import read_evidence

_ADD_RULES = """
    {insert} match_rules (digest, names, watches) VALUES (:digest, :names, :watches) {once}
"""

_NOTE = """
    INSERT INTO matched_articles (article, rules)
    SELECT CAST(:article AS INTEGER), number FROM match_rules WHERE digest = :digest
    ON CONFLICT (article) DO UPDATE SET rules = excluded.rules
"""

_FORGET = "DELETE FROM matched_articles WHERE article = :article"

_RULES = "SELECT number, names, watches FROM match_rules"

_MATCHED = "SELECT article FROM matched_articles WHERE rules IN (SELECT n FROM {numbers} AS rules_of_now)"

_MATCHED_AMONG = """
    SELECT article, rules FROM matched_articles WHERE article IN (SELECT n FROM {numbers} AS wanted)
"""

# Where there are no other rules all rows are counted, which costs a tenth of looking at each.
_ARE_ALL = """
    SELECT (SELECT COUNT(*) FROM articles) = CASE
        WHEN EXISTS (SELECT 1 FROM match_rules WHERE number NOT IN (SELECT n FROM {numbers} AS rules_of_now))
        THEN (SELECT COUNT(*) FROM matched_articles WHERE rules IN (SELECT n FROM {numbers} AS rules_of_now))
        ELSE (SELECT COUNT(*) FROM matched_articles)
    END
"""

_MET = """
    SELECT article FROM matches
    WHERE watch IN (SELECT w FROM {words} AS wanted) AND article BETWEEN :first AND :last
"""

_MATCHES = """
    SELECT article, watch, evidence FROM matches
    WHERE article IN (SELECT n FROM {numbers} AS wanted) ORDER BY watch
"""

_NAMING = "SELECT article FROM mentions WHERE entity = :entity AND article BETWEEN :first AND :last"

EVERY = (0, 1 << 62)
"""All numbers of articles, from one to another."""


def note_matched(tx: Transaction, number: int, rules: MatchRules | None) -> None:
    """Note that an article's mentions and matches are all that these rules find; None: they may not be."""
    if rules is None:
        run_statement(tx, _FORGET, article=number)
        return
    watches = json.dumps(rules.watches, sort_keys=True)
    digest = hashlib.sha256(f"{rules.names} {watches}".encode()).hexdigest()[:32]
    if not run_statement(tx, _NOTE, article=number, digest=digest):
        run_statement(tx, _ADD_RULES, digest=digest, names=rules.names, watches=watches)
        run_statement(tx, _NOTE, article=number, digest=digest)


def list_rules(tx: Transaction) -> dict[int, MatchRules]:
    """All rules by which articles were matched, by their numbers."""
    return {
        number: MatchRules(names=names, watches=read_json(watches))
        for number, names, watches in read_rows(tx, _RULES)
    }


def find_by_rules(tx: Transaction, rules: Collection[int], among: Collection[int] | None = None) -> OnFileOf:
    """The articles that were matched by these rules; where all were, none of a million is listed.

    With `among` only these articles are asked about, and all are all of them.
    """
    if not rules:
        return OnFileOf()
    if among is not None:
        return _find_among(tx, rules, among)
    numbers = as_numbers(rules)
    if read_rows(tx, _ARE_ALL, numbers=numbers)[0][0]:
        return OnFileOf(is_all=True)
    return OnFileOf(some=frozenset(article for (article,) in read_rows(tx, _MATCHED, numbers=numbers)))


def _find_among(tx: Transaction, rules: Collection[int], among: Collection[int]) -> OnFileOf:
    by = read_rows(tx, _MATCHED_AMONG, numbers=as_numbers(among))
    some = frozenset(article for article, number in by if number in rules)
    return OnFileOf(is_all=True) if len(some) == len(among) else OnFileOf(some=some)


def list_met(tx: Transaction, watches: Collection[str], between: tuple[int, int] = EVERY) -> frozenset[int]:
    """The numbers, from one to another, of the articles that are on file as meeting one of these watches."""
    first, last = between
    rows = read_rows(tx, _MET, words=as_words(watches), first=first, last=last)
    return frozenset(article for (article,) in rows)


def list_naming(tx: Transaction, entity: str, between: tuple[int, int] = EVERY) -> frozenset[int]:
    """The numbers, from one to another, of the articles that are on file as naming an entity."""
    first, last = between
    rows = read_rows(tx, _NAMING, entity=entity, first=first, last=last)
    return frozenset(article for (article,) in rows)


def read_matches_numbered(tx: Transaction, numbers: Collection[int]) -> dict[int, dict[str, Match]]:
    """What articles are on file as meeting, by number and watch."""
    found: dict[int, dict[str, Match]] = {number: {} for number in numbers}
    for article, watch, evidence in read_rows(tx, _MATCHES, numbers=as_numbers(numbers)):
        found[article][watch] = Match(watch=watch, evidence=read_evidence(read_json(evidence)))
    return found
