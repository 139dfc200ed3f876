"""What an English sentence says for sure: its subject, its first verb, and what that is done to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from alerts.gist.english_nouns import Noun, Token, place_of, read_noun, read_tokens
from alerts.gist.english_verbs import ADVERBS, DAYS, MONTHS, WEEKDAY, read_verb, skip_day
from alerts.gist.figures import read_amount
from alerts.gist.nouns import AGENTS, Both
from alerts.gist.parts import HAPPEN, Clause, Line, Manner
from alerts.gist.verbs import Needs
from storage.language.text import read_words

_DATELINE = re.compile(r"^[A-Z][A-Z.,' ]{2,30}(?:[A-Z][a-z]+\.? \d{1,2} )?(?:\([^)]{1,30}\) )?(?:—|–|--|-)\s")


_QUOTES = re.compile('["“”]')


_PARTICLES = read_words("out up off down over back in away through around forward aside")


_OF_WORDS = frozenset(("report", "claim", "reports"))
"""What is denied as untrue; a request that is denied is refused."""


_LONG_AGO = re.compile(
    r"\b(?:in (?:19|20)\d\d|last year|years? (?:ago|earlier)|decades?|at the time|previously"
    r"|earlier this year|in (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December))\b"
)


_OPEN = re.compile(
    r"\b(?:if|whether|would|could|may|might|should|not|never|no|without|likely|possibl[ey]|consider(?:s|ed|ing)?"
    r"|reportedly|alleged(?:ly)?|suspected|denied that|fail(?:s|ed)?|threaten\w*|\w+n't|nor|neither|unless"
    r"|expected|hopes?|hoped|wants?|wanted|tried|trying|seeks?|sought|used to|almost|nearly|had)\b",
    re.IGNORECASE,
)


_SAID = r"(?:said|says|announced|reported|confirmed)"


_ENDS_SAYING = re.compile(
    rf",\s(?P<np>[^,\"]{{2,90}}?)\s{_SAID}(?:\s(?:on\s)?{WEEKDAY})?"
    r"(?:\s(?:in|at|after|to|during|through)\s[^,]{1,80}|,\s[^\"]{0,160})?$"
)


_ACCORDING = re.compile(r",?\saccording to (?P<np>[^,\"]{2,90})$")


_BEGINS_SAYING = re.compile(
    rf"^(?P<np>[^,\"]{{2,90}}?)\s(?:said|says|announced|confirmed)\s(?:on\s)?(?:{WEEKDAY}\s)?"
    r"(?P<that>that\s)?(?=\S)"
)


_FAMILIAR = re.compile(
    r"(?:\w+ )?(?:people|persons?|sources) (?:familiar|briefed|with (?:direct )?knowledge)\b"
)


_STOPS = read_words("""
on in at to with for after by over from during until as amid through against following that which who while
before ahead since despite when where because under between into toward towards about without upon within
""")


_OPENINGS = read_words("in on at after before following during amid with for despite as")


def read_english(line: Line, on: date | None, *, is_headline: bool = False) -> Clause | None:
    """What the sentence says, None where nothing is sure. `on` is the day of the report, None: unknown."""
    line = _tidy(line)
    by, said, is_speaker = _read_frame(line)
    if said is None or _QUOTES.search(said.text):
        return Clause(by=by) if by else None
    clause = _read_clause(said, on, (by,) if by and is_speaker else (), is_headline=is_headline)
    if clause is None:
        return Clause(by=by) if by else None
    return replace(clause, by=by)


def _tidy(line: Line) -> Line:
    """Without dateline, brackets and the full stop."""
    line = line.without_asides(_DATELINE)
    return line.cut(0, len(line.text.rstrip(" .")))


def _read_frame(line: Line) -> tuple[Both | None, Line | None, bool]:
    """Who says so, what is said, and whether it is the speaker who does it: `Samsung said it will …`."""
    for frame in (_ENDS_SAYING, _ACCORDING):
        if found := frame.search(line.text):
            by = _name_one(line.cut(*found.span("np")))
            return by, line.cut(0, found.start()), False
    if (found := _BEGINS_SAYING.match(line.text)) and (by := _name_one(line.cut(*found.span("np")))):
        said = line.cut(found.end())
        if pronoun := re.match(r"(?:it|they|he|she)\s", said.text):
            return by, said.cut(pronoun.end()), True
        if found["that"] or re.match(r"(?:the|[A-Z])\b", said.text):
            return by, said, False
        return by, None, False
    return None, line, False


def _name_one(line: Line) -> Both | None:
    if _FAMILIAR.match(line.text):
        return AGENTS["people familiar with the matter"]
    tokens = read_tokens(line)
    noun = read_noun(tokens, 0)
    return noun.names[0] if noun and noun.end == len(tokens) and len(noun.names) == 1 else None


def _read_clause(
    line: Line, on: date | None, speaker: tuple[Both, ...], *, is_headline: bool
) -> Clause | None:
    tokens = read_tokens(line)
    begin = _skip_opening(tokens)
    subject = Noun(names=speaker) if speaker else read_noun(tokens, begin)
    if subject is None and not is_headline:
        subject = _read_unknown(tokens, begin)
    if subject is None:
        return None
    end = _skip_apposition(tokens, subject.end)
    at, day = skip_day(tokens, end, line.text, on)
    read = read_verb(tokens, at, is_headline=is_headline)
    if read is None or _OPEN.search(line.text[: tokens[read[2] - 1].end]) or _LONG_AGO.search(line.text):
        return None
    verb, manner, at = read
    if (
        subject.thing is not None
        and manner is Manner.DONE
        and verb.base in ("start", "end")
        and _is_end(tokens, read[2])
    ):
        manner = Manner.SUFFERED  # the exercise began
    if manner.is_passive:
        return _finish(
            Clause(verb=verb, manner=manner, thing=subject.thing, of=subject.of), tokens, at, line, on, day
        )
    clause = Clause(who=subject.names, verb=verb, manner=manner)
    if not subject.names:
        return None
    if verb.needs is Needs.NOTHING:
        return _finish(clause, tokens, at, line, on, day)
    return _add_object(clause, tokens, at, line, on, day)


def _skip_opening(tokens: Sequence[Token]) -> int:
    """Past a phrase of time, place or manner that ends with a comma: `After a day of silence, …`."""
    if not tokens or tokens[0].low not in _OPENINGS:
        return 0
    comma = next((n for n, token in enumerate(tokens[:14]) if token.low == ","), None)
    return 0 if comma is None else comma + 1


def _read_unknown(tokens: Sequence[Token], at: int) -> Noun | None:
    """Somebody whose name is not tracked, as it is written: two capitalised words or more, or an acronym."""
    begin = at + 1 if at < len(tokens) and tokens[at].low == "the" else at
    end = begin
    while end < len(tokens) and tokens[end].spot is None and _CAPITAL.fullmatch(tokens[end].text):
        end += 1
    words = [token.text for token in tokens[begin:end]]
    if not words or (len(words) == 1 and not _ACRONYM.fullmatch(words[0])) or len(words) > _LONGEST_NAME:
        return None
    name = " ".join(words)
    return Noun(names=(Both(name, name),), end=end)


_CAPITAL = re.compile(r"[A-Z][A-Za-z.&-]*[A-Za-z]")
_ACRONYM = re.compile(r"[A-Z]{3,6}")
_LONGEST_NAME = 5


def _skip_apposition(tokens: Sequence[Token], at: int) -> int:
    """Past what is said of somebody between two commas: `Cho Tae-yul, the foreign minister, …`."""
    if at >= len(tokens) or tokens[at].low != ",":
        return at
    comma = next((n for n, token in enumerate(tokens[at + 1 : at + 10], at + 1) if token.low == ","), None)
    is_clause = comma is not None and any(token.low in _CLAUSES for token in tokens[at + 1 : comma])
    return at if comma is None or is_clause else comma + 1


_CLAUSES = read_words("which who that whose where when and said says was were is are has had")


def _add_object(
    clause: Clause, tokens: Sequence[Token], at: int, line: Line, on: date | None, day: date | None
) -> Clause | None:
    """The clause with what is done, and to what; None where that is not known."""
    verb = clause.verb
    assert verb is not None
    if verb.base == "agree":
        if at < len(tokens) and tokens[at].low in ("on", "to"):
            at += 1
        else:
            return None
    if verb.base == "meet" and at < len(tokens) and tokens[at].low == "with":
        at += 1
    if verb.needs is Needs.PLACE:
        if at < len(tokens) and tokens[at].low in ("in", "at"):
            at += 1
        place = place_of(tokens[at]) if at < len(tokens) else None
        if place is None or not _is_end(tokens, at + 1):
            return None
        return _finish(replace(clause, place=place), tokens, at + 1, line, on, day)
    if verb.base == "invest":
        return _add_amount(clause, tokens, at, line)
    noun = read_noun(tokens, at)
    is_known = noun is not None and _is_end(tokens, noun.end)
    if noun is None or not is_known or (len(noun.names) != 1 and noun.thing is None):
        return _cut(clause, tokens, at, on, day)
    if verb.needs is Needs.SOMEONE:
        if len(noun.names) != 1:
            return _cut(clause, tokens, at, on, day)
        return _finish(replace(clause, with_whom=noun.names), tokens, noun.end, line, on, day)
    if verb.base == "deny" and noun.thing is not None and noun.thing.en not in _OF_WORDS:
        return None
    if noun.thing is None:
        return _cut(clause, tokens, at, on, day)
    return _finish(replace(clause, thing=noun.thing, of=noun.of), tokens, noun.end, line, on, day)


def _cut(
    clause: Clause, tokens: Sequence[Token], at: int, on: date | None, day: date | None
) -> Clause | None:
    """The clause without what it is done to, where its verb says enough and is followed by a noun."""
    low = tokens[at].low if at < len(tokens) else ""
    is_denied = (
        clause.verb is not None and clause.verb.base == "deny" and low in ("it", "that", "he", "she", "they")
    )
    is_clear = clause.verb is not None and (clause.verb.is_clear or is_denied) and low not in _PARTICLES
    is_followed = at < len(tokens) and tokens[at].low not in _STOPS - {"that"} | {",", ";", "and", "to"}
    if not is_clear or not is_followed:
        return None
    return replace(clause, is_cut=True, day=_fit(day, on, clause.manner))


def _add_amount(clause: Clause, tokens: Sequence[Token], at: int, line: Line) -> Clause | None:
    for end in range(min(len(tokens), at + 3), at, -1):
        phrase = line.text[tokens[at].start : tokens[end - 1].end]
        if amount := read_amount(phrase, "en"):
            return replace(clause, figures=(amount[0],))
    return None


def _finish(
    clause: Clause, tokens: Sequence[Token], at: int, line: Line, on: date | None, day: date | None
) -> Clause | None:
    """The clause with its day and place, as far as they follow at once."""
    verb = clause.verb
    if verb is None or (clause.manner.is_passive and clause.thing is None):
        return None
    place = clause.place
    for _ in range(3):
        if at >= len(tokens) or tokens[at].low == ",":
            break
        after, found = skip_day(tokens, at, line.text, on, is_past=clause.manner.is_past)
        if after > at:
            day, at = found or day, after
            continue
        goes = tokens[at].low in ("in", "at") and at + 1 < len(tokens)
        where = place_of(tokens[at + 1]) if goes else None
        if where is None or place is not None or verb.base not in HAPPEN:
            break
        place, at = where, at + 2
    return replace(clause, place=place, day=_fit(day, on, clause.manner))


def _fit(day: date | None, on: date | None, manner: Manner) -> date | None:
    """A day that can be the act's: past of what happened, to come of what is planned."""
    if day is None or on is None or manner in (Manner.DECIDED, Manner.AGREED):
        return None
    return day if (day <= on) == manner.is_past or day == on else None


def _is_end(tokens: Sequence[Token], at: int) -> bool:
    """Whether a phrase ends here, so that none of its words is left out."""
    if at >= len(tokens):
        return True
    low = tokens[at].low
    return low in _STOPS or low in {",", ";", "and"} or low in DAYS or low in ADVERBS or low[:3] in MONTHS
