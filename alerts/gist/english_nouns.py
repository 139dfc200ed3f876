"""Whom or what an English phrase names: only where every word of it is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from alerts.gist.nouns import AGENTS, PLACES, THINGS, Both, key_of, own
from alerts.gist.parts import Line, Spot
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


_TOKEN = re.compile(r"\d+(?:-day|st|nd|rd|th)\b|\$?\d[\d,.]*\d|\$?\d|[A-Za-z][\w.-]*(?:'s)?|'s\b|[^\s\w]")


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
    while True:
        part = _read_part(tokens, at)
        if part is None:
            return None
        parts.append(part)
        at = part.end
        if at + 1 >= len(tokens) or tokens[at].low not in ("and", ",") or part.thing is not None:
            break
        follows = _read_part(tokens, at + 1)
        if follows is None or follows.thing is not None or not follows.names:
            break
        if tokens[at].low == "," and tokens[at + 1].low in _ARTICLES and not _is_listed(tokens, at):
            break  # Cho Tae-yul, the foreign minister
        at += 1
    if len(parts) == 1:
        return parts[0]
    return Noun(names=tuple(dict.fromkeys(name for part in parts for name in part.names)), end=at)


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
    for many in range(4, 0, -1):
        chunk = tokens[at : at + many]
        if len(chunk) == many and all(token.spot is None for token in chunk):
            name = key_of(" ".join(token.text for token in chunk).removesuffix("'s"))
            if name in THINGS or name in AGENTS:
                return at + many
    return None


def _stand_for(tokens: Sequence[Token], begin: int, end: int) -> Noun | None:
    """Whom or what a run of known words stands for; its last word or name says it."""
    if begin >= end:
        return None
    chunk = tokens[begin:end]
    spots = [token.spot for token in chunk if token.spot]
    people = [spot for spot in spots if spot.kind == "person"]
    last = chunk[-1]
    if people:
        is_last = last.spot is people[-1] and len({spot.entity for spot in people}) == 1
        return Noun(names=(people[-1].name,), end=end) if is_last else None
    if last.spot is not None:
        if last.spot.kind == "body" or (last.spot.kind == "place" and len(spots) == 1 and _is_bare(chunk)):
            return Noun(names=(last.spot.name,), end=end)
        if last.spot.kind in ("event", "agreement"):
            return Noun(thing=last.spot.name, end=end)
        return None
    for many in range(min(4, len(chunk)), 0, -1):
        name = key_of(" ".join(token.text for token in chunk[-many:]))
        if any(token.spot for token in chunk[-many:]):
            continue
        owners = [spot for spot in spots if spot.kind in ("body", "agreement", "event")]
        if name in THINGS:
            whose = tuple(spot.name for spot in owners[-1:]) if len(owners) == 1 else ()
            thing, of, at = THINGS[name], whose, end
            if not of and at < len(tokens) and tokens[at].low == "of":
                of, at = _read_of(tokens, at)
            elif at < len(tokens) and tokens[at].low in ("between", "with", "over"):
                among = read_noun(tokens, at + 1)
                at = among.end if among else at
            return Noun(thing=thing, of=of, end=at)
        if name in AGENTS:
            agent = AGENTS[name]
            owner = (owners or spots)[-1:] if len(owners or spots) == 1 else []
            if len(spots) > 1 and not owner:
                return None
            return Noun(names=(own(agent, owner[0].name) if owner else agent,), end=end)
    return None


def _read_of(tokens: Sequence[Token], at: int) -> tuple[tuple[Both, ...], int]:
    """Whose a thing is: `of the Nuclear Consultative Group`."""
    after = at + 1
    while after < len(tokens) and tokens[after].low in _ARTICLES:
        after += 1
    spot = tokens[after].spot if after < len(tokens) else None
    if spot is not None and spot.kind in ("body", "agreement", "event"):
        return (spot.name,), after + 1
    return (), at


def _is_bare(chunk: Sequence[Token]) -> bool:
    return all(token.spot or token.low in _ARTICLES for token in chunk)


def place_of(token: Token) -> Both | None:
    if place := PLACES.get(key_of(token.text)):
        return place
    return token.spot.name if token.spot is not None and token.spot.kind == "place" else None
