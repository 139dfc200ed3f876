"""Whom or what an English phrase names: only where every word of it is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from alerts.gist.nouns import AGENTS, PLACES, THINGS, Both, key_of, own
from alerts.gist.parts import OWNERS, Line, Spot
from storage.language.patterns import compile_later
from storage.language.text import read_words

_ARTICLES = read_words("the a an its their his her our this")


_ADJECTIVES = read_words("""
planned scheduled joint annual bilateral trilateral high-level senior top new first second third fourth
fifth sixth seventh eighth regular upcoming emergency special combined large-scale military nuclear
defense defence security economic trade foreign key additional two-way three-way inaugural long-awaited
latest third-round final major massive field cabinet-level ministerial vice-ministerial working-level
working two-day three-day four-day one-day official newly appointed acting high-ranking unification
plenary controversial federal appellate district state-run landmark initial formal diplomatic strategic
political anti-submarine naval maritime unprecedented chief allied ruling main
""")


_OFFICES = read_words("""
president prime minister vice deputy foreign defense defence unification trade finance secretary state
leader ambassador envoy chairman commander general adm. admiral gen. national security adviser advisor
director chief first second assistant treasury commerce energy premier chancellor speaker sen. rep.
senator governor president-elect acting top senior nuclear negotiator representative special u.s. mr.
ms. mrs. dr. for affairs fm pm supreme justice industry war
""")


_LONGEST = 4
"""Words of the longest names of things and of those who act."""

_TOKEN = compile_later(r"\d+(?:-day|st|nd|rd|th)\b|\$?\d[\d,.]*\d|\$?\d|[A-Za-z][\w.-]*(?:'s)?|'s\b|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a whole name."""

    text: str
    start: int
    end: int
    spot: Spot | None = None

    @property
    def low(self) -> str:
        return self.text.lower() if self.spot is None else "\0"


@dataclass(frozen=True, slots=True)
class Noun:
    """What a phrase of known words stands for: those who act, or a thing and whose it is."""

    names: tuple[Both, ...] = ()
    thing: Both | None = None
    of: tuple[Both, ...] = ()
    end: int = 0


def read_tokens(line: Line) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    for spot in [*line.spots, None]:
        stop = spot.start if spot else len(line.text)
        tokens += [
            Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(line.text, at, stop)
        ]
        if spot:
            tokens.append(Token(line.text[spot.start : spot.end], spot.start, spot.end, spot))
            at = spot.end
    return [token for token in tokens if token.text not in ("'s", "’")]


def read_noun(tokens: Sequence[Token], at: int) -> Noun | None:
    """The phrase of known words that begins here; None where it stands for nothing that is known."""
    parts: list[Noun] = []
    part = _read_part(tokens, at)
    while part is not None:
        parts.append(part)
        part = _read_listed(tokens, part)
    if len(parts) < 2:
        return parts[0] if parts else None
    names = dict.fromkeys(name for part in parts for name in part.names)
    return Noun(names=tuple(names), end=parts[-1].end)


def _read_listed(tokens: Sequence[Token], last: Noun) -> Noun | None:
    """Who is named beside somebody, after `and` or a comma; None where nobody is."""
    at = last.end
    if last.thing is not None or at + 1 >= len(tokens) or tokens[at].low not in ("and", ","):
        return None
    if _is_apposition(tokens, at):
        return None
    part = _read_part(tokens, at + 1)
    return part if part and part.names and part.thing is None else None


def _is_apposition(tokens: Sequence[Token], at: int) -> bool:
    """Whether what follows says who somebody is: `Cho Tae-yul, the foreign minister`."""
    return tokens[at].low == "," and tokens[at + 1].low in _ARTICLES and not _is_listed(tokens, at)


def _is_listed(tokens: Sequence[Token], at: int) -> bool:
    """Whether what a comma begins goes on to an `and` before the next comma: the US, the UK and Japan."""
    rest = [token.low for token in tokens[at + 1 : at + 8]]
    return "and" in rest and "," not in rest[: rest.index("and")]


def _read_part(tokens: Sequence[Token], at: int) -> Noun | None:
    begin = at
    while at < len(tokens) and _is_known(tokens, at):
        at = _pass_name(tokens, at)
    return _stand_for(tokens, begin, at)


def _is_known(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    low = token.low.removesuffix("'s")
    if re.fullmatch(r"\d+(?:-day|st|nd|rd|th)", low):
        return True
    if low == "of":
        return at > 0 and tokens[at - 1].low in ("secretary", "minister", "ministry", "department")
    if token.spot is not None or low in _ARTICLES | _ADJECTIVES | _OFFICES:
        return True
    return _longest(tokens, at) is not None


def _pass_name(tokens: Sequence[Token], at: int) -> int:
    return _longest(tokens, at) or at + 1


def _longest(tokens: Sequence[Token], at: int) -> int | None:
    """Where the longest known name of a thing or of somebody who acts ends that begins here."""
    words = list(takewhile(_is_word, tokens[at : at + _LONGEST]))
    for many in range(len(words), 0, -1):
        name = key_of(" ".join(word.text for word in words[:many]).removesuffix("'s"))
        if name in THINGS or name in AGENTS:
            return at + many
    return None


def _is_word(token: Token) -> bool:
    return token.spot is None


def _stand_for(tokens: Sequence[Token], begin: int, end: int) -> Noun | None:
    """Whom or what a run of known words stands for; its last word or name says it."""
    if begin >= end:
        return None
    chunk = tokens[begin:end]
    if any(token.spot and token.spot.kind == "person" for token in chunk):
        return _name_person(chunk, end)
    if chunk[-1].spot is not None:
        return _name_last(chunk, chunk[-1].spot, end)
    return _name_by_words(tokens, chunk, end)


def _name_person(chunk: Sequence[Token], end: int) -> Noun | None:
    """The one person named, at the end of a phrase: `President Joe Biden`."""
    people = [token.spot for token in chunk if token.spot and token.spot.kind == "person"]
    is_last = chunk[-1].spot is people[-1] and len({person.entity for person in people}) == 1
    return Noun(names=(people[-1].name,), end=end) if is_last else None


def _name_last(chunk: Sequence[Token], last: Spot, end: int) -> Noun | None:
    """The body, country, event or accord whose name ends a phrase."""
    is_country = last.kind == "place" and _is_bare(chunk) and sum(1 for token in chunk if token.spot) == 1
    if last.kind == "body" or is_country:
        return Noun(names=(last.name,), end=end)
    return Noun(thing=last.name, end=end) if last.kind in ("event", "agreement") else None


def _name_by_words(tokens: Sequence[Token], chunk: Sequence[Token], end: int) -> Noun | None:
    """The thing, or who acts, that the words at the end of a phrase name, and whose it is."""
    spots = [token.spot for token in chunk if token.spot]
    owners = [spot for spot in spots if spot.kind in OWNERS]
    name = _find_last_name(chunk)
    if name in THINGS:
        of = (owners[0].name,) if len(owners) == 1 else ()
        return _name_thing(Noun(thing=THINGS[name], of=of, end=end), tokens)
    return _name_agent(AGENTS[name], spots, owners or spots, end) if name in AGENTS else None


def _find_last_name(chunk: Sequence[Token]) -> str:
    """The longest known name of a thing or of somebody who acts that ends a phrase; empty where none does."""
    words = [word.text for word in takewhile(_is_word, reversed(chunk))][::-1]
    names = (key_of(" ".join(words[-many:])) for many in range(min(_LONGEST, len(words)), 0, -1))
    return next((name for name in names if name in THINGS or name in AGENTS), "")


def _name_thing(noun: Noun, tokens: Sequence[Token]) -> Noun:
    """A thing with what follows it and is its own: whose it is, or between whom."""
    at = noun.end
    follows = tokens[at].low if at < len(tokens) else ""
    if follows == "of" and not noun.of:
        of, at = _read_of(tokens, at)
        return Noun(thing=noun.thing, of=of, end=at)
    among = read_noun(tokens, at + 1) if follows in ("between", "with", "over") else None
    return replace(noun, end=among.end) if among else noun


def _name_agent(agent: Both, spots: Sequence[Spot], owners: Sequence[Spot], end: int) -> Noun | None:
    """Who acts, of the one country or body named beside them; None where it may be one of several."""
    if len(owners) == 1:
        return Noun(names=(own(agent, owners[0].name),), end=end)
    return None if len(spots) > 1 else Noun(names=(agent,), end=end)


def _read_of(tokens: Sequence[Token], at: int) -> tuple[tuple[Both, ...], int]:
    """Whose a thing is: `of the Nuclear Consultative Group`."""
    after = at + 1
    while after < len(tokens) and tokens[after].low in _ARTICLES:
        after += 1
    spot = tokens[after].spot if after < len(tokens) else None
    if spot is not None and spot.kind in OWNERS:
        return (spot.name,), after + 1
    return (), at


def _is_bare(chunk: Sequence[Token]) -> bool:
    return all(token.spot or token.low in _ARTICLES for token in chunk)


def place_of(token: Token) -> Both | None:
    if place := PLACES.get(key_of(token.text)):
        return place
    return token.spot.name if token.spot is not None and token.spot.kind == "place" else None
