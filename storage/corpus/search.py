"""The search index: which articles may hold given words, English and Korean.

It answers with too many articles rather than too few: whoever asks reads what it finds. Latin words stand
in it in lower case. Hangul and Hanja are cut, over blanks too, into pairs of syllables (한국 경제 →
한국 국경 경제 제): no word of a text can be missed for its particles or its spacing, and a word of one
syllable is the beginning of a pair, or the last syllable itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from operator import add
from typing import Any, assert_never

import sqlalchemy as sa

from storage.database import Transaction
from storage.driver import as_numbers, run_many
from storage.language.patterns import compile_later
from storage.language.text import ABBREVIATION, HAN, HANGUL, fold, lower
from storage.lists.paging import begin_after
from storage.records import Article
from storage.tables import LISTED_AT, Moment, articles, mentions

LONGEST_WORD = 64
"""Words are cut here, in the index and in what is asked of it."""

# What a Korean term may be written with between its syllables.
_JOINT = compile_later(r"[ \t·-]+")
_WORDS = compile_later(
    rf"(?:({ABBREVIATION}|[^\W_{HANGUL}{HAN}]+)|([{HANGUL}{HAN}]+(?:[ \t·-]+[{HANGUL}{HAN}]+)*))"
    r"(?:['’]s(?![^\W_]))?"
)
"""A Latin word, or syllables that belong together; as `runs` has them, and none for a possessive."""


@dataclass(frozen=True, slots=True)
class SearchPhrase:
    """Words side by side; `is_open` lets the last one go on, `in_title` holds them to the title."""

    words: tuple[str, ...]
    is_open: bool = False
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of one part or more."""

    parts: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of one part or more."""

    parts: tuple[Asked, ...]


Asked = SearchPhrase | AllOf | AnyOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Which articles are searched; None means: any. `since` counts publishing, where unknown fetching."""

    since: datetime | None = None
    since_fetched: datetime | None = None
    lang: str | None = None
    source: str | None = None
    entity: str | None = None


def list_words(text: str) -> list[str]:
    """The words under which a text is found, in its order."""
    folded = lower(fold(text).text)
    words: list[str] = []
    for western, eastern in _WORDS.findall(folded):
        if western:
            words.append(western.replace(".", "")[:LONGEST_WORD])
        else:
            syllables = _JOINT.sub("", eastern)
            words += (*cut_pairs(syllables), syllables[-1])
    return words


def cut_pairs(syllables: str) -> Iterator[str]:
    """Each syllable with the one that follows it."""
    return map(add, syllables, syllables[1:])


def keep_words(tx: Transaction, number: int, article: Article) -> None:
    """Enter an article, just inserted under this number, into the index."""
    title, body = article.title, f"{article.subtitle or ''}\n{article.text}"
    enter_words(tx, [(number, title, body)])


def enter_words(tx: Transaction, texts: Iterable[tuple[int, str, str]]) -> None:
    """Enter articles by number, title and what else they say."""
    index = _INDEXES[tx.dialect.name]
    rows = [index.write_row(number, title, body) for number, title, body in texts]
    if rows:
        run_many(tx, index.insert, rows)


def leave_words(tx: Transaction, texts: Iterable[tuple[int, str, str]]) -> None:
    """Take articles out of the index; what they say must be what was entered."""
    index = _INDEXES[tx.dialect.name]
    rows = [index.write_row(number, title, body) for number, title, body in texts]
    if rows:
        run_many(tx, index.delete, rows)


def change_words(tx: Transaction, number: int, before: Article, after: Article) -> None:
    """Enter the new version of an article in place of the one that the index has."""
    leave_words(tx, [(number, before.title, f"{before.subtitle or ''}\n{before.text}")])
    keep_words(tx, number, after)


def list_candidates(
    tx: Transaction,
    asked: Asked | AbstractSet[int] | None,
    bounds: Bounds,
    *,
    after: str | None = None,
) -> list[int]:
    """The numbers of articles that may hold what is asked (None: any), the last published first.

    `asked` may be the numbers that the index gave for it; `after` is a cursor of articles by that time.
    """
    query = begin_after(sa.select(articles.c.number), LISTED_AT, articles.c.number, after)
    query = query.order_by(LISTED_AT.desc(), articles.c.number.desc())
    if asked is not None:
        query = query.where(may_hold(tx, asked))
    if bounds.since:
        query = query.where(sa.bindparam("since", bounds.since, type_=Moment) <= LISTED_AT)
    if bounds.since_fetched:
        query = query.where(articles.c.fetched_at >= bounds.since_fetched)
    if bounds.lang:
        query = query.where(articles.c.lang == bounds.lang)
    if bounds.source:
        query = query.where(articles.c.source == bounds.source)
    if bounds.entity:
        named = sa.select(mentions.c.article).where(mentions.c.entity == bounds.entity)
        query = query.where(articles.c.number.in_(named))
    return list(tx.execute(query).scalars())


def find_numbers(
    tx: Transaction, asked: Asked, *, between: tuple[int, int] | None = None
) -> AbstractSet[int]:
    """The numbers of all articles that may hold what is asked, or of those from one number to another."""
    index = _INDEXES[tx.dialect.name]
    values: dict[str, object] = {"asked": index.write_asked(asked)}
    if between is None:
        return frozenset(tx.execute(sa.text(index.find), values).scalars())
    values |= {"first": between[0], "last": between[1]}
    return frozenset(tx.execute(sa.text(f"{index.find} {index.between}"), values).scalars())


def may_hold(tx: Transaction, asked: Asked | AbstractSet[int]) -> sa.ColumnElement[bool]:
    """A condition on `articles`: the index does not rule out that the article holds what is asked.

    Of numbers that were found in it before: the article's is among them.
    """
    index = _INDEXES[tx.dialect.name]
    if isinstance(asked, AbstractSet):
        numbers: sa.BindParameter[str] = sa.bindparam("numbers", as_numbers(asked), unique=True)
        return articles.c.number.in_(sa.text(index.among).bindparams(numbers).columns(n=sa.Integer))
    value: sa.BindParameter[str] = sa.bindparam("asked", index.write_asked(asked), unique=True)
    return articles.c.number.in_(sa.text(index.find).bindparams(value).columns(number=sa.Integer))


class _Fts5:
    """SQLite's FTS5, without content of its own."""

    insert = "INSERT INTO article_words (rowid, title, body) VALUES (:number, :title, :body)"
    delete = (
        "INSERT INTO article_words (article_words, rowid, title, body)"
        " VALUES ('delete', :number, :title, :body)"
    )
    find = "SELECT rowid AS number FROM article_words WHERE article_words MATCH :asked"
    between = "AND rowid BETWEEN :first AND :last"
    among = "SELECT value AS n FROM json_each(:numbers)"

    @staticmethod
    def write_row(number: int, title: str, body: str) -> dict[str, Any]:
        return {"number": number, "title": " ".join(list_words(title)), "body": " ".join(list_words(body))}

    @classmethod
    def write_asked(cls, asked: Asked) -> str:
        match asked:
            case SearchPhrase():
                return cls._write_phrase(asked)
            case AllOf():
                return _join(" AND ", map(cls.write_asked, asked.parts))
            case AnyOf():
                return _join(" OR ", map(cls.write_asked, asked.parts))
        assert_never(asked)

    @staticmethod
    def _write_phrase(asked: SearchPhrase) -> str:
        words = " ".join(word[:LONGEST_WORD] for word in asked.words)
        return f'{"title : " if asked.in_title else ""}"{words}"{" *" if asked.is_open else ""}'


class _TextSearch:
    """PostgreSQL's tsvector: words with their places, those of the title a second time under a mark.

    A tsvector counts places to 16,383, and 255 of one word: an article that has more stands under a mark that
    every phrase finds. Between title and body a place is left free, so that no phrase reaches over it.
    """

    insert = "INSERT INTO article_words (number, words) VALUES (:number, CAST(:words AS tsvector))"
    delete = "DELETE FROM article_words WHERE number = :number"
    find = "SELECT number FROM article_words WHERE words @@ CAST(:asked AS tsquery)"
    between = "AND number BETWEEN :first AND :last"
    among = "SELECT CAST(value AS INTEGER) AS n FROM json_array_elements_text(CAST(:numbers AS json))"
    MARK = "~"
    TOO_MANY = "+"
    UNPLACED = "-"
    LAST_PLACE = 16_383
    MOST_PLACES = 255
    # A tsvector holds a megabyte.
    MOST_BYTES = 900_000
    # Words of a phrase that are looked for side by side; the rest must be there.
    LONGEST_PHRASE = 64

    # So few words cannot be too many for it, whatever they are.
    FEW = MOST_BYTES // (4 * LONGEST_WORD + 16)
    # A word whose places take no more letters has fewer than the most.
    SHORT = 2 * MOST_PLACES - 1

    @classmethod
    def write_row(cls, number: int, title: str, body: str) -> dict[str, Any]:
        titled, said = list_words(title), list_words(body)
        words = cls._write_few(titled, said) or cls._write_many(titled, said)
        return {"number": number, "words": words}

    @classmethod
    def _write_few(cls, titled: Sequence[str], said: Sequence[str]) -> str | None:
        """What `_write_many` gives, in a third of its time; None where something may have to be bounded."""
        if 2 * len(titled) + len(said) > cls.FEW:
            return None
        places: dict[str, str] = {}
        for at, word in enumerate(titled, 1):
            for each in (word, cls.MARK + word):
                places[each] = f"{places[each]},{at}" if each in places else f"{at}"
        for at, word in enumerate(said, len(titled) + 2):
            places[word] = f"{places[word]},{at}" if word in places else f"{at}"
        if max(map(len, places.values()), default=0) > cls.SHORT:
            return None
        return " ".join([f"'{word}':{found}" for word, found in places.items()])

    @classmethod
    def _write_many(cls, titled: Sequence[str], said: Sequence[str]) -> str:
        places: dict[str, list[int]] = {}
        for at, word in enumerate(titled, 1):
            places.setdefault(word, []).append(at)
            places.setdefault(cls.MARK + word, []).append(at)
        for at, word in enumerate(said, len(titled) + 2):
            places.setdefault(word, []).append(at)
        is_whole = len(titled) + 1 + len(said) <= cls.LAST_PLACE
        if not is_whole or any(len(found) > cls.MOST_PLACES for found in places.values()):
            places[cls.UNPLACED] = []
        return " ".join(cls._bound(places))

    @classmethod
    def _bound(cls, places: Mapping[str, Sequence[int]]) -> Iterator[str]:
        """As many as there is room for; where not for all, a word that makes every query find the article."""
        room = cls.MOST_BYTES
        for word, found in places.items():
            kept = [at for at in found[: cls.MOST_PLACES] if at <= cls.LAST_PLACE]
            room -= len(word.encode()) + 8 + 2 * len(kept)
            if room < 0:
                yield f"'{cls.TOO_MANY}'"
                return
            yield f"'{word}'" + (f":{','.join(map(str, kept))}" if kept else "")

    @classmethod
    def write_asked(cls, asked: Asked) -> str:
        return f"({cls._write(asked)}) | '{cls.TOO_MANY}'"

    @classmethod
    def _write(cls, asked: Asked) -> str:
        match asked:
            case SearchPhrase():
                return cls._write_phrase(cls._write_words(asked))
            case AllOf():
                return _join(" & ", map(cls._write, asked.parts))
            case AnyOf():
                return _join(" | ", map(cls._write, asked.parts))
        assert_never(asked)

    @classmethod
    def _write_words(cls, asked: SearchPhrase) -> list[str]:
        mark = cls.MARK if asked.in_title else ""
        words = [f"'{mark}{word[:LONGEST_WORD]}'" for word in asked.words]
        if asked.is_open:
            words[-1] += ":*"
        return words

    @classmethod
    def _write_phrase(cls, words: Sequence[str]) -> str:
        """Side by side; or all somewhere, in an article whose places are not all known."""
        if len(words) == 1:
            return words[0]
        near, rest = words[: cls.LONGEST_PHRASE], words[cls.LONGEST_PHRASE :]
        side_by_side = " <-> ".join(near)
        placed, anywhere = _join(" & ", [f"({side_by_side})", *rest]), " & ".join(words)
        return f"({placed} | '{cls.UNPLACED}' & {anywhere})"


_INDEXES: dict[str, type[_Fts5] | type[_TextSearch]] = {"sqlite": _Fts5, "postgresql": _TextSearch}


def _join(operator: str, parts: Iterable[str]) -> str:
    written: Sequence[str] = list(parts)
    return written[0] if len(written) == 1 else f"({operator.join(written)})"
