"""What an account is about in terms of no language, with the entities that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from flows.judge.terms import FEWEST_DIGITS, FIGURES, LEDE_CHARACTERS, REMEMBERED, Topic, term_key
from storage.judging.topics import Writing
from storage.language.across import TITLE_COUNTS, read_terms_across, read_widely, spell_out
from storage.language.figures import read_figures
from storage.language.text import fold
from storage.records import Mention

BODY_CHARACTERS = 1500
"""How much of a text says what it is about."""

SERIES_CHARACTERS = 30
"""How far after an ordinal it is said what it counts."""


def read_bridge(title: str, text: str, mentions: Iterable[Mention], *, is_cjk: bool) -> Topic:
    """What an article is about in terms that do not depend on its language.

    Entities are `@id`, figures `#value`, abbreviations `=NCG`, words `~english`, names `^sound`.
    """
    said, numbered = _read_account(title, text[:BODY_CHARACTERS], is_cjk)
    found = said.copy()
    for mention in mentions:
        for part in spell_out(mention.entity):
            found.pop(part, None)
        found[f"@{mention.entity}"] += mention.count + TITLE_COUNTS * mention.in_title
    keys = {term: term_key(f"bridge {term}") for term in found}
    figures = frozenset(keys[term] for term in found if term[0] == "#" and len(term) > FEWEST_DIGITS)
    if figures:
        numbered = {**numbered, FIGURES: figures}
    return Topic(counts=found, keys=keys, names={}, numbered=numbered, script=Writing.BRIDGE)


@lru_cache(maxsize=REMEMBERED)
def _read_account(title: str, body: str, is_cjk: bool) -> tuple[Counter[str], Mapping[str, frozenset[int]]]:
    """What is said in a text in terms of no language, and what it numbers."""
    head, body = fold(title).text, fold(body).text
    numbered = _read_numbered(f"{head}\n{body[:LEDE_CHARACTERS]}", is_cjk=is_cjk)
    return read_widely(head, body, is_cjk=is_cjk), numbered


def _read_numbered(text: str, *, is_cjk: bool) -> dict[str, frozenset[int]]:
    """What a head numbers, by the words after the number: `5th` of `~meeting` and `=NCG`."""
    found: dict[str, set[int]] = {}
    for figure in read_figures(text):
        if figure.kind == "nth" and int(figure.value) > 2:
            after = text[figure.end : figure.end + SERIES_CHARACTERS]
            for term in read_terms_across(after, frozenset(), is_cjk=is_cjk):
                if term[0] in "~=":
                    found.setdefault(term, set()).add(int(figure.value))
    return {what: frozenset(numbers) for what, numbers in sorted(found.items())}
