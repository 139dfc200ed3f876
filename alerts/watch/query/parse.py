"""Queries read into trees by recursive descent; every error points at its character.

query = or
or    = and { "OR" and }
and   = not { ["AND"] not }
not   = ["NOT"] near
near  = unit { ("NEAR/n" | "ADJ/n" | "SAME" | "SENT") unit }
unit  = [field ":"] ( term | "(" or ")" ) | "ATLEAST/n" unit | "origins >= n"
term  = word | word* | "a phrase" | @entity | $phrase
"""

from __future__ import annotations

import re
from functools import lru_cache

from alerts.turns.genre.names import Genre
from alerts.watch.query.phrases import NONE, Phrases
from alerts.watch.query.soundness import find_unsound
from alerts.watch.query.tokens import Kind, Lexer, Token
from alerts.watch.query.tree import (
    About,
    And,
    AtLeast,
    EntityRef,
    Fact,
    How,
    Near,
    Node,
    Not,
    Or,
    Origins,
    Scope,
    Term,
    Within,
    move_tree,
    parts_of,
    walk,
)
from storage.errors import WatchError
from storage.language.spelt import find_alike
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason

# Deep enough for any person, shallow enough for Python's stack.
DEEPEST = 60
_LANGUAGES = {"korean": "ko", "english": "en"}


def parse_query(text: str, about: str = "query", phrases: Phrases = NONE) -> Node:
    """The tree of a query; entity ids are not looked up here.

    `about` names the query in errors. `phrases` are what `$name` may stand for; the name of none is a word.

    Raises: WatchError, with the offset in `text`.
    """
    if len(text) + sum(map(len, phrases.values())) > _MOST_KEPT:
        return _parse(text, about, phrases)
    return _parse_kept(text, about, tuple(phrases.items()))


_MOST_KEPT = 2_000
"""Characters of a query, with its phrases, whose tree is kept in memory; bundled ones have 1,800 at most."""


@lru_cache(maxsize=1_024)
def _parse_kept(text: str, about: str, phrases: tuple[tuple[str, str], ...]) -> Node:
    """The tree of a query that is asked for again: a watchlist is read anew whenever the desk changes it."""
    return _parse(text, about, dict(phrases))


def _parse(text: str, about: str, phrases: Phrases) -> Node:
    tree = _Parser(Lexer(text, about), phrases).parse()
    unsound = find_unsound(tree)
    if unsound is not None:
        raise WatchError(about, unsound.why, at=unsound.at, hint=unsound.hint)
    return tree


class _Parser:
    """Reads one token ahead, and only forward."""

    def __init__(self, lexer: Lexer, phrases: Phrases) -> None:
        self._lexer = lexer
        self._phrases = phrases
        self._tokens = lexer.read()
        self._next = 0
        self._depth = 0

    def parse(self) -> Node:
        """The whole query. Raises: WatchError."""
        if self._peek().kind is Kind.END:
            raise self._fault(self._peek(), Reason(QueryCode.EMPTY), Reason(QueryCode.WRITE_SOMETHING))
        tree = self._parse_or()
        left = self._peek()
        if left.kind is Kind.CLOSE:
            raise self._fault(left, Reason(QueryCode.NEVER_OPENED))
        if left.kind is not Kind.END:
            raise self._fault(left, Reason(QueryCode.CANNOT_STAND, word=left.text))
        return tree

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _is_operator(self, *names: str) -> bool:
        return self._peek().is_operator(*names)

    def _fault(self, token: Token, why: str, hint: str = "") -> WatchError:
        return self._lexer.fault(token.at, why, hint)

    def _parse_or(self) -> Node:
        parts = [self._parse_and()]
        while self._is_operator("OR"):
            self._take()
            parts.append(self._parse_and())
        return _join(Or, parts)

    def _parse_and(self) -> Node:
        parts = [self._parse_not()]
        while not self._ends_and():
            if self._is_operator("AND"):
                self._take()
            parts.append(self._parse_not())
        return _join(And, parts)

    def _ends_and(self) -> bool:
        return self._peek().kind in (Kind.CLOSE, Kind.END) or self._is_operator("OR")

    def _parse_not(self) -> Node:
        if not self._is_operator("NOT"):
            return self._parse_near()
        at = self._take().at
        if self._is_operator("NOT"):
            raise self._fault(self._peek(), Reason(QueryCode.NOT_OF_NOT), Reason(QueryCode.LEAVE_OUT))
        return Not(self._parse_near(), at=self._lexer.where(at))

    def _parse_near(self) -> Node:
        start = self._peek()
        left = self._parse_unit()
        if not self._is_operator("NEAR", "ADJ", "SAME", "SENT"):
            return left
        self._check_operand(left, start)
        while self._is_operator("NEAR", "ADJ", "SAME", "SENT"):
            operator = self._take()
            begin = self._peek()
            right = self._parse_unit()
            self._check_operand(right, begin)
            left = Near(left, right, How(operator.text), operator.n, at=self._lexer.where(start.at))
        return left

    def _check_operand(self, node: Node, start: Token) -> None:
        if not _is_terms(node):
            raise self._fault(
                start,
                Reason(QueryCode.BETWEEN_TERMS),
                Reason(QueryCode.WRITE, this="(a OR b) NEAR/5 (c OR d)"),
            )

    def _parse_unit(self) -> Node:
        token = self._take()
        leaf = self._read_leaf(token)
        if leaf is not None:
            return leaf
        match token.kind:
            case Kind.OPEN:
                return self._parse_bracket(token)
            case Kind.FIELD:
                return self._parse_field(token)
            case Kind.OPERATOR if token.text == "ATLEAST" and token.n is not None:
                return self._parse_at_least(token, token.n)
        raise self._miss_operand(token)

    def _read_leaf(self, token: Token) -> Node | None:
        """What a token is by itself, and what a phrase stands for; None where more belongs to it."""
        at = self._lexer.where(token.at)
        match token.kind:
            case Kind.WORD:
                return self._read_word(token.text, at)
            case Kind.PHRASE:
                return Term(token.text, quoted=True, at=at)
            case Kind.ENTITY:
                return EntityRef(token.text, at=at)
            case Kind.ORIGINS if token.n is not None:
                return Origins(token.n, at=at)
        return None

    def _read_word(self, word: str, at: int) -> Node:
        if word[0] == "$" and word[1:] in self._phrases:
            return move_tree(parse_query(self._phrases[word[1:]], f"phrase {word[1:]}"), at)
        return Term(word.rstrip("*"), wild=word.endswith("*"), at=at)

    def _miss_operand(self, token: Token) -> WatchError:
        if self._next < 2:
            return self._miss_before(token)
        before = self._tokens[self._next - 2]
        if token.kind is Kind.CLOSE and before.kind is Kind.OPEN:
            return self._fault(before, Reason(QueryCode.BRACKETS_EMPTY))
        if token.is_operator("NOT"):
            return self._fault(
                token,
                Reason(QueryCode.NOT_AFTER, word=before.text),
                Reason(QueryCode.WRITE, this="a NOT (b …)"),
            )
        return self._miss_after(before) or self._miss_before(token)

    def _miss_after(self, before: Token) -> WatchError | None:
        """What is wrong with an operator or a field that nothing follows; None of other tokens."""
        if before.kind not in (Kind.OPERATOR, Kind.FIELD):
            return None
        return self._fault(
            before, Reason(QueryCode.NOTHING_FOLLOWS, word=before.text), Reason(QueryCode.QUOTE_TEXT)
        )

    def _miss_before(self, token: Token) -> WatchError:
        if token.kind is not Kind.OPERATOR:
            return self._fault(token, Reason(QueryCode.TERM_MISSING))
        return self._fault(
            token, Reason(QueryCode.NOTHING_BEFORE, word=token.text), Reason(QueryCode.QUOTE_TEXT)
        )

    def _parse_bracket(self, opened: Token) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._fault(opened, Reason(QueryCode.BRACKETS_DEEP, most=DEEPEST))
        if self._peek().kind is Kind.END:
            raise self._fault(opened, Reason(QueryCode.NOT_CLOSED), Reason(QueryCode.CLOSE_BRACKET))
        inner = self._parse_or()
        if self._peek().kind is not Kind.CLOSE:
            raise self._fault(opened, Reason(QueryCode.NOT_CLOSED), Reason(QueryCode.CLOSE_BRACKET))
        self._take()
        self._depth -= 1
        return inner

    def _parse_nested(self, token: Token) -> Node:
        """A unit below a prefix, which nests as a bracket does."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._fault(token, Reason(QueryCode.PREFIXES_DEEP, most=DEEPEST))
        part = self._parse_unit()
        self._depth -= 1
        return part

    def _parse_at_least(self, token: Token, n: int) -> Node:
        part = self._parse_nested(token)
        if not _is_countable(part):
            raise self._fault(token, Reason(QueryCode.AT_LEAST_OF))
        return AtLeast(n, part, at=self._lexer.where(token.at))

    def _parse_field(self, token: Token) -> Node:
        part = self._parse_nested(token)
        at = self._lexer.where(token.at)
        if token.text in tuple(About):
            return self._read_facts(About(token.text), part, token, at)
        outside = _find_outside_text(part)
        if outside is not None:
            raise self._fault(
                token,
                Reason(QueryCode.TEXT_ONLY, field=token.text, other=outside),
                Reason(QueryCode.MOVE_OUT),
            )
        return Within(Scope(token.text), part, at=at)

    def _read_facts(self, about: About, part: Node, token: Token, at: int) -> Node:
        match part:
            case Term():
                self._check_language(about, part, token)
                self._check_genre(about, part, token)
                return Fact(about, part.text, part.quoted, part.wild, at=at)
            case Or():
                return Or(tuple(self._read_facts(about, one, token, at) for one in part.parts), at=at)
        raise self._fault(token, Reason(QueryCode.NAMES_ONLY, field=about))

    def _check_language(self, about: About, value: Term, token: Token) -> None:
        if about is About.LANG and not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", value.text):
            lang = _LANGUAGES.get(value.text.lower())
            hint = (
                Reason(QueryCode.WRITE, this=f"lang:{lang}")
                if lang
                else Reason(QueryCode.SUCH_AS, this="ko, en")
            )
            raise self._fault(token, Reason(QueryCode.NO_LANGUAGE, word=value.text), hint)

    def _check_genre(self, about: About, value: Term, token: Token) -> None:
        name = value.text.lower()
        if about is About.GENRE and not any(
            genre.startswith(name) if value.wild else genre == name for genre in Genre
        ):
            alike = find_alike(name, Genre)
            hint = (
                Reason(QueryCode.DID_YOU_MEAN, this=alike)
                if alike
                else Reason(QueryCode.THERE_ARE, these=" ".join(Genre))
            )
            raise self._fault(token, Reason(QueryCode.NO_GENRE, word=value.text), hint)


def _join(kind: type[Or] | type[And], parts: list[Node]) -> Node:
    if len(parts) == 1:
        return parts[0]
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else [part])
    return kind(tuple(flat), at=parts[0].at)


def _is_terms(node: Node) -> bool:
    if isinstance(node, Or | Within):
        return all(map(_is_terms, parts_of(node)))
    return isinstance(node, Term | EntityRef)


def _is_countable(node: Node) -> bool:
    if isinstance(node, Near | Or | Within):
        return all(map(_is_countable, parts_of(node)))
    return isinstance(node, Term | EntityRef)


def _find_outside_text(tree: Node) -> str | None:
    """The first part of a tree that says nothing of the text."""
    for node in walk(tree):
        if isinstance(node, Fact):
            return f"{node.about}:"
        if isinstance(node, Origins):
            return "origins"
    return None
