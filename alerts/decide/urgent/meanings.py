"""What the words of a line mean where news cannot wait: deeds, things, marks and moods, and in which form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import add
from typing import NamedTuple

from alerts.decide.urgent.forms import form_english, form_korean, is_none, read_before, read_behind
from alerts.decide.urgent.table import BETWEEN, Meaning, Phrase, read_table
from storage.language.text import read_words

_TOKEN = re.compile(r"[A-Za-z](?:[A-Za-z.'-]*[A-Za-z])?|[가-힣]+|[\u4e00-\u9fff]|\d[\d,.:]*|[?…!\"%]")
_MOST_BETWEEN = 3
_LONGEST_PIECE = 8
_LONGEST = 30
"""Of a word that is longer no more is read."""
_EAST = "\u4e00"
_PARTICLES = read_words(
    "이 가 은 는 을 를 의 에 도 로 와 과 서 측 이나 에서 까지 에는 에게 으로 만"
    " 다 다고 었다 을까 는지 어 으며 습니다 었습니다 었다고 는다 다며 으나 지만 기로 고"
)
"""What may follow a Korean word of one syllable."""


class Heard(NamedTuple):
    """A meaning in a line, `deed` and `launch` and the like: by which word, and in what form it is said."""

    kind: str
    name: str
    at: int
    form: str


def cut_line(line: str) -> tuple[str, ...]:
    """The words and marks of a line."""
    return tuple(_TOKEN.findall(line))


def hear_line(tokens: Sequence[str]) -> tuple[Heard, ...]:
    """What a line means, in the order of its words."""
    found, words = list[Heard](), [token.lower() for token in tokens]
    for at, token in enumerate(tokens):
        if _may_mean(token):
            found += _hear_korean(tokens, at) if is_eastern(token) else _hear_english(tokens, words, at)
    return tuple(found)


def says_deed(tokens: Sequence[str]) -> bool:
    """Whether a line says any deed."""
    words = None
    for at, token in enumerate(tokens):
        is_said, phrases = _list_deeds(token)
        if is_said:
            return True
        if phrases:
            words = words or [each.lower() for each in tokens]
            if any(_begins(words, at, parts) for parts in phrases):
                return True
    return False


def is_eastern(token: str) -> bool:
    """Whether a word is in Hangul or Hanja."""
    return token[0] >= _EAST


@lru_cache(maxsize=8192)
def _may_mean(token: str) -> bool:
    """Whether a word means something, or begins a phrase that does."""
    if is_eastern(token):
        return token in read_table().pairs or bool(_read_pieces(token))
    meanings, phrases, _ = _read_word(token)
    return bool(meanings or phrases)


_Deeds = tuple[bool, tuple[tuple[str, ...], ...]]
_NO_DEED: _Deeds = (False, ())


@lru_cache(maxsize=8192)
def _list_deeds(token: str) -> _Deeds:
    """Whether a word is a deed by itself, and what would have to follow it for it to be one."""
    meanings, phrases = _list_eastern(token) if is_eastern(token) else _read_word(token)[:2]
    if not meanings and not phrases:
        return _NO_DEED  # as nearly every word
    is_said = any(kind == "deed" for kind, _ in meanings)
    return is_said, tuple(parts for parts, (kind, _) in phrases if kind == "deed")


def _list_eastern(token: str) -> tuple[Sequence[Meaning], Sequence[Phrase]]:
    """What a Korean word means, and the phrases that it may begin."""
    seconds = read_table().pairs.get(token, ())
    return [meaning for meaning, _ in _read_pieces(token)], [
        ((f"{second}*",), meaning) for second, meaning in seconds
    ]


def _hear_korean(tokens: Sequence[str], at: int) -> Iterator[Heard]:
    for meaning, form in _read_pieces(tokens[at]):
        yield Heard(*meaning, at, _settle(form, tokens, at))
    for second, meaning in read_table().pairs.get(tokens[at], ()):
        if at + 1 < len(tokens) and tokens[at + 1].startswith(second):
            yield Heard(*meaning, at, form_korean(second, tokens[at + 1][len(second) :]))


def _settle(form: str, tokens: Sequence[str], at: int) -> str:
    """The form of a Korean deed by the words behind it, where its own does not say."""
    if form == "noun":
        return read_behind(tokens, at) or form
    return "not" if form == "of" and is_none(tokens, at) else form


@lru_cache(maxsize=8192)
def _read_pieces(word: str) -> tuple[tuple[Meaning, str], ...]:
    """The meanings within a Korean word, each with its form."""
    found, at, word = list[tuple[Meaning, str]](), 0, word[:_LONGEST]
    if word[0] not in read_table().korean and read_table().openings.isdisjoint(map(add, word, word[1:])):
        return ()  # as nearly every word
    while at < len(word):
        piece = _find_piece(word, at)
        form = form_korean(piece, word[at + len(piece) :]) if piece else ""
        found += [(meaning, form) for meaning in dict.fromkeys(read_table().korean.get(piece, ()))]
        at += max(1, len(piece))
    return tuple(found)


def _find_piece(word: str, at: int) -> str:
    """The longest piece of a word from a place on that means something; one syllable only by itself."""
    known = read_table().korean
    if not (word[at : at + 2] in read_table().openings or (at == 0 and word[0] in known)):
        return ""
    for size in range(min(_LONGEST_PIECE, len(word) - at), 0, -1):
        piece = word[at : at + size]
        if piece in known and (size > 1 or _stands_alone(word, at)):
            return piece
    return ""


def _stands_alone(word: str, at: int) -> bool:
    """Whether a syllable is a word, with nothing but a particle behind it."""
    return at == 0 and (len(word) == 1 or word[1:] in _PARTICLES)


def _hear_english(tokens: Sequence[str], words: Sequence[str], at: int) -> Iterator[Heard]:
    meanings, phrases, form = _read_word(tokens[at])
    found = [*meanings, *(meaning for parts, meaning in phrases if _begins(words, at, parts))]
    form = (read_before(tokens, at) or form) if found else form
    for meaning in dict.fromkeys(found):
        yield Heard(*meaning, at, form)


@lru_cache(maxsize=8192)
def _read_word(token: str) -> tuple[tuple[Meaning, ...], tuple[Phrase, ...], str]:
    """What an English word means by itself, the phrases that it may begin, and its form."""
    table, word = read_table(), token.lower().removesuffix("'s")[:_LONGEST]
    meanings, phrases = [*table.whole.get(word, ())], [*table.phrases.get(word, ())]
    if word[:2] not in table.openings and not (meanings or phrases):
        return (), (), ""  # as nearly every word
    for size in range(2, len(word) + 1):
        meanings += table.begins.get(word[:size], ())
        phrases += table.phrases.get(f"{word[:size]}*", ())
    return tuple(dict.fromkeys(meanings)), tuple(phrases), form_english(word)


def _begins(words: Sequence[str], at: int, parts: Sequence[str]) -> bool:
    """Whether the word at a place begins a phrase of these further words; most are told by the next word."""
    first = parts[0]
    if first[-1] not in "*." and not (at + 1 < len(words) and words[at + 1] == first):
        return False
    return _follows(words, at + 1, parts)


def _follows(words: Sequence[str], at: int, parts: Sequence[str]) -> bool:
    """Whether the further words of a phrase stand from a place on, with some between where it says so."""
    reach = 1
    for part in parts:
        if part == BETWEEN:
            reach += _MOST_BETWEEN
            continue
        at = _pass_part(words, at, at + reach, part)
        if not at:
            return False
        reach = 1
    return True


def _pass_part(words: Sequence[str], at: int, end: int, part: str) -> int:
    """The place behind the first word from `at` to `end` that is this part of a phrase; 0: none is."""
    among = words[at:end]
    if not part.endswith("*"):
        return at + among.index(part) + 1 if part in among else 0
    start = part[:-1]
    return next((at + n + 1 for n, word in enumerate(among) if word.startswith(start)), 0)
