"""Queries cut into tokens: words, phrases, entities, fields, operators; errors point at their character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from alerts.watch.query.tree import About, Scope
from storage.errors import WatchError
from storage.language.spelt import find_alike
from storage.language.text import Folded, fold, runs
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason

MOST_CHARACTERS = 20_000
_FIELDS = (*Scope, *About)
# What other languages write for the operators.
_BORROWED = {"|": "OR", "||": "OR", "&": "AND", "&&": "AND", "!": "NOT"}
_SIGNS = {"-": "NOT ", "!": "NOT ", "+": ""}


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    PHRASE = auto()
    WORD = auto()
    ENTITY = auto()
    FIELD = auto()
    OPERATOR = auto()
    ORIGINS = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its text folded, its place in it, and a count where it has one (`NEAR/n`)."""

    kind: Kind
    text: str
    at: int
    n: int | None = None

    def is_operator(self, *names: str) -> bool:
        """Whether it is one of these operators."""
        return self.kind is Kind.OPERATOR and self.text in names


class Lexer:
    """Cuts the folded query into tokens; offsets are the original's."""

    _BARE = re.compile(r'[^\s()"]+')
    _FIELD = re.compile(r"([A-Za-z_]+):")
    _ORIGINS = re.compile(r"(?i:origins)\s*(>=|≥|<=|≤|==|=|>|<)\s*([^\s()\"]*)")
    _COUNTED = re.compile(r"(NEAR|ADJ|ATLEAST)(?:/(.*))?")

    def __init__(self, text: str, about: str) -> None:
        self.about = about
        self._folded: Folded = fold(text)
        self._text = self._folded.text
        if len(text) > MOST_CHARACTERS:
            raise WatchError(about, Reason(QueryCode.TOO_LONG, most=MOST_CHARACTERS), at=MOST_CHARACTERS)

    def fault(self, at: int, why: str, hint: str = "") -> WatchError:
        """An error at an offset of the folded query."""
        return WatchError(self.about, why, at=self._folded.span(at, at)[0], hint=hint)

    def where(self, at: int) -> int:
        """The original's offset."""
        return self._folded.span(at, at)[0]

    def read(self) -> list[Token]:
        """All tokens, the last of them END."""
        tokens: list[Token] = []
        at = 0
        while at < len(self._text):
            if self._text[at].isspace():
                at += 1
                continue
            token, at = self._read_one(at)
            tokens.append(token)
        return [*tokens, Token(Kind.END, "", at)]

    def _read_one(self, at: int) -> tuple[Token, int]:
        char = self._text[at]
        if char in "()":
            return Token(Kind.OPEN if char == "(" else Kind.CLOSE, char, at), at + 1
        if char == '"':
            return self._read_phrase(at)
        compared = self._ORIGINS.match(self._text, at)
        if compared:
            return self._read_origins(compared), compared.end()
        bare = self._BARE.match(self._text, at)
        assert bare is not None  # neither blank, bracket nor quote
        return self._read_bare(bare.group(), at)

    def _read_phrase(self, at: int) -> tuple[Token, int]:
        end = self._text.find('"', at + 1)
        if end < 0:
            raise self.fault(at, Reason(QueryCode.QUOTE_OPEN), Reason(QueryCode.CLOSE_QUOTE))
        phrase = self._text[at + 1 : end]
        if not runs(phrase):
            raise self.fault(at, Reason(QueryCode.PHRASE_EMPTY))
        return Token(Kind.PHRASE, phrase, at), end + 1

    def _read_origins(self, found: re.Match[str]) -> Token:
        sign, number = found.groups()
        if sign not in (">=", "≥"):
            raise self.fault(
                found.start(1),
                Reason(QueryCode.ORIGINS_COMPARED, sign=sign),
                Reason(QueryCode.WRITE, this="origins >= n"),
            )
        return Token(Kind.ORIGINS, "origins", found.start(), self._read_count(number, found.start(2)))

    def _read_count(self, number: str, at: int) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", number) or int(number) < 1:
            raise self.fault(
                at,
                Reason(QueryCode.NO_COUNT, number=number or Reason(QueryCode.NOTHING)),
                Reason(QueryCode.WHOLE_NUMBER),
            )
        return int(number)

    def _read_bare(self, word: str, at: int) -> tuple[Token, int]:
        counted = self._COUNTED.fullmatch(word)
        if counted:
            return self._read_counted(counted, at), at + len(word)
        if word in ("OR", "AND", "NOT", "SAME", "SENT"):
            return Token(Kind.OPERATOR, word, at), at + len(word)
        named = self._FIELD.match(word)
        if named:
            return self._read_field(named.group(1), at), at + named.end()
        if word.startswith("@"):
            return self._read_entity(word, at), at + len(word)
        if word in _BORROWED:
            raise self.fault(
                at, Reason(QueryCode.NO_OPERATOR, sign=word), Reason(QueryCode.WRITE, this=_BORROWED[word])
            )
        self._check_word(word, at)
        return Token(Kind.WORD, word, at), at + len(word)

    def _read_counted(self, found: re.Match[str], at: int) -> Token:
        name, number = found.groups()
        if number is None:
            raise self.fault(
                at, Reason(QueryCode.NO_NUMBER, name=name), Reason(QueryCode.WRITE_OR_QUOTE, this=f"{name}/5")
            )
        return Token(Kind.OPERATOR, name, at, self._read_count(number, at + len(name) + 1))

    def _read_field(self, name: str, at: int) -> Token:
        if name in _FIELDS:
            return Token(Kind.FIELD, name, at)
        alike = find_alike(name, _FIELDS)
        hint = (
            Reason(QueryCode.DID_YOU_MEAN, this=f"{alike}:")
            if alike
            else Reason(QueryCode.QUOTE_OR_FIELDS, fields=" ".join(_FIELDS))
        )
        raise self.fault(at, Reason(QueryCode.NO_FIELD, name=name), hint)

    def _read_entity(self, word: str, at: int) -> Token:
        if not re.fullmatch(r"@[\w][\w.-]*", word):
            bare = re.match(r"@[\w][\w.-]*", word)
            hint = (
                Reason(QueryCode.WRITE_ALONE, this=bare.group()) if bare else Reason(QueryCode.WRITE_ENTITY)
            )
            raise self.fault(at, Reason(QueryCode.NOT_ENTITY, word=word), hint)
        return Token(Kind.ENTITY, word[1:], at)

    def _check_word(self, word: str, at: int) -> None:
        star = word.find("*")
        if 0 <= star < len(word) - 1:
            raise self.fault(
                at + star, Reason(QueryCode.STAR_WITHIN), Reason(QueryCode.WRITE, this="tariff*")
            )
        if not runs(word):
            raise self.fault(at, Reason(QueryCode.NO_LETTER, word=word))
        if star > 0 and not word[star - 1].isalnum():
            raise self.fault(at + star, Reason(QueryCode.STAR_ALONE))
        if word[0] in _SIGNS:
            raise self.fault(
                at,
                Reason(QueryCode.NO_OPERATOR, sign=word[0]),
                Reason(QueryCode.WRITE_OR_QUOTE, this=f"{_SIGNS[word[0]]}{word[1:]}"),
            )
        if word[0] == ":":
            raise self.fault(
                at, Reason(QueryCode.COLON_APART), Reason(QueryCode.WRITE_OR_QUOTE, this="title:word")
            )
