"""Find out whether an article is already in the corpus, by its addresses and its text."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.judge.copies import do_titles_agree
from flows.judge.fingerprints import Sketch, read_sketch, read_tokens
from flows.keeping.build_article import without_address
from storage.address import is_again_key
from storage.corpus.articles import read_articles
from storage.corpus.names import Name, Standing, read_names
from storage.corpus.reused import find_before
from storage.database import Transaction
from storage.records import Article, TextFrom

PASSAGES = 0.3
"""Share of the shorter text's fingerprints that the other must have for the two to be one article's: a line
under every article has less, an article that was rewritten under another of its addresses more."""

LEAST_SHARED = 2
"""Fewer fingerprints in common are chance, or a line that stands under every article."""

DATED_ANEW = 0.8
"""The same where an address is dated anew: a report that grew has all of it, a next bulletin its frame."""

SAME_TEXT = 0.6
"""Share of each text's fingerprints that the other must have for an address that was merely stated."""

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What the names of an article tell: of which it is another sight, and which names it may have.

    `known` is an article's id, None where the corpus has none of it. `article` is the one that was asked for,
    with the names that nobody else has. `shared` are keys that turned out to be those of several articles.
    `doubt` says of a file why it is not kept under its own address.
    """

    known: str | None
    article: Article
    shared: tuple[str, ...] = ()
    doubt: str | None = None


def recognise(tx: Transaction, article: Article, *, landed: str | None = None) -> Recognised:
    """Look an article up by its names; `landed` is the key of the page it was read from.

    Reads another article's text only if the two share a name.
    """
    if is_again_key(article.key):
        article, landed = _under_link(tx, article), None
    names = read_names(tx, (article.key, *article.also, *article.stated))
    if not names:
        return Recognised(known=None, article=article)
    asked = {name.article for name in names if name.standing is not Standing.SHARED}
    others = {other.article.id: other.article for other in read_articles(tx, asked)}
    holder = _find_holder(article, names) if article.text_from is TextFrom.FILE else None
    if holder and not may_be_version(article, others[holder]):
        doubt = f"its address {article.url} is that of another text, {holder}; it is kept without one"
        return replace(recognise(tx, without_address(article)), doubt=doubt)
    return weigh_names(article, names, others, landed=landed)


def _under_link(tx: Transaction, article: Article) -> Article:
    """An article whose address was another's before, to be compared with what stood there."""
    before = find_before(tx, article.key, article.url or "")
    return replace(article, also=tuple(dict.fromkeys((*before, *article.also))))


def _find_holder(article: Article, names: Sequence[Name]) -> str | None:
    """The id of the article that an article's own key leads to."""
    sure = (name.article for name in names if name.key == article.key and name.standing is Standing.SURE)
    return next(sure, None)


def recognise_plainly(tx: Transaction, article: Article) -> Recognised:
    """Look it up by its own key alone, when a bug prevents comparing texts."""
    names = read_names(tx, (article.key, *article.also, *article.stated))
    own = (n.article for n in names if n.key == article.key and n.standing is not Standing.SHARED)
    return Recognised(known=next(own, None), article=_without(article, {name.key for name in names}))


def weigh_names(
    article: Article, names: Sequence[Name], others: Mapping[str, Article], *, landed: str | None = None
) -> Recognised:
    """Decide by the names that are noted already, and the articles that these are noted with.

    An article's own key is its own whatever its page says. Under a further name two texts with passages in
    common are one article's, under one that was merely stated only two that are the same.
    """
    sure = (article.key, *article.also)
    lost: set[str] = set()
    shared: set[str] = set()
    for name in sorted(names, key=lambda name: (name.key != article.key, not name.is_own, name.key)):
        is_there = name.key == landed and may_be_version(article, others[name.article])
        if name.is_own and (name.key == article.key or is_there):
            return Recognised(known=name.article, article=_without(article, lost))
        if name.standing is Standing.SHARED:
            lost.add(name.key)
            continue
        other, is_sure, was_sure = others[name.article], name.key in sure, name.standing is Standing.SURE
        is_same = _is_one(article, other) if is_sure and was_sure else _have_same_text(article, other)
        if is_same and (is_sure or was_sure):
            return Recognised(known=name.article, article=_without(article, lost), shared=tuple(shared))
        if name.key == article.key or (is_sure and not was_sure):
            continue  # it was fetched there, and takes the name over
        lost.add(name.key)
        if is_sure is was_sure and not is_same and not name.is_own:
            shared.add(name.key)
    return Recognised(known=None, article=_without(article, lost), shared=tuple(sorted(shared)))


def _is_one(article: Article, other: Article) -> bool:
    """Whether two texts under one address are one article's.

    Where it was dated anew, nearly all of the shorter text has to stand in the other: two days of a
    ministry's schedule have one frame, and titles that are the same or differ in the day alone.
    """
    if not is_again_key(article.key):
        return say_the_same(article, other)
    a, b = read_sketch(article.text), read_sketch(other.text)
    if _have_one_hash(a, b):
        return True
    is_one_title = _NUMBER.findall(article.title) == _NUMBER.findall(other.title)
    return is_one_title and _shared(a, b) >= LEAST_SHARED and _share_of_shorter(a, b) >= DATED_ANEW


def say_the_same(one: Article, other: Article) -> bool:
    """Whether two texts under one address are one article's: by passages, or the title if one is short."""
    a, b = read_sketch(one.text), read_sketch(other.text)
    if _shared(a, b) >= LEAST_SHARED and _share_of_shorter(a, b) >= PASSAGES:
        return True
    if _have_one_hash(a, b):
        return True
    is_short = a.is_teaser or b.is_teaser
    return is_short and bool(one.title and other.title) and do_titles_agree(one.title, other.title)


def may_be_version(one: Article, other: Article) -> bool:
    """Whether a text may be a version of another: by its title, or by passages in common."""
    return read_tokens(one.title) == read_tokens(other.title) or say_the_same(one, other)


def _have_same_text(one: Article, other: Article) -> bool:
    a, b = read_sketch(one.text), read_sketch(other.text)
    if _have_one_hash(a, b):
        return True
    longer = max(len(a.fingerprints), len(b.fingerprints))
    return not (a.is_teaser or b.is_teaser) and _shared(a, b) >= SAME_TEXT * longer


def _have_one_hash(a: Sketch, b: Sketch) -> bool:
    return a.text_hash is not None and a.text_hash == b.text_hash


def _shared(a: Sketch, b: Sketch) -> int:
    return len(set(a.fingerprints) & set(b.fingerprints))


def _share_of_shorter(a: Sketch, b: Sketch) -> float:
    return _shared(a, b) / max(1, min(len(a.fingerprints), len(b.fingerprints)))


def _without(article: Article, lost: Collection[str]) -> Article:
    return replace(
        article,
        also=tuple(key for key in article.also if key not in lost),
        stated=tuple(key for key in article.stated if key not in lost),
    )
