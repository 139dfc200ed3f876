"""What an English sentence says for sure: its subject, its first verb, and what that is done to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from alerts.gist.english_nouns import Noun, Token, place_of, read_noun, read_tokens
from alerts.gist.english_verbs import ADVERBS, DAYS, MONTHS, WEEKDAY, read_verb, skip_day
from alerts.gist.figures import read_amount
from alerts.gist.nouns import AGENTS, Both
from alerts.gist.parts import HAPPEN, Clause, Line, Manner
from alerts.gist.verbs import Needs, Verb
from storage.language.patterns import compile_later
from storage.language.text import read_words

_DATELINE = compile_later(
    r"^[A-Z][A-Z.,' ]{2,30}(?:[A-Z][a-z]+\.? \d{1,2} )?(?:\([^)]{1,30}\) )?(?:—|–|--|-)\s"
)


_QUOTES = compile_later('["“”]')


_PARTICLES = read_words("out up off down over back in away through around forward aside")


_OF_WORDS = frozenset(("report", "claim", "reports"))
"""What is denied as untrue; a request that is denied is refused."""


_LONG_AGO = compile_later(
    r"\b(?:in (?:19|20)\d\d|last year|years? (?:ago|earlier)|decades?|at the time|previously"
    r"|earlier this year|in (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December))\b"
)


_OPEN = compile_later(
    r"\b(?:if|whether|would|could|may|might|should|not|never|no|without|likely|possibl[ey]|consider(?:s|ed|ing)?"
    r"|reportedly|alleged(?:ly)?|suspected|denied that|fail(?:s|ed)?|threaten\w*|\w+n't|nor|neither|unless"
    r"|expected|hopes?|hoped|wants?|wanted|tried|trying|seeks?|sought|used to|almost|nearly|had)\b",
    re.IGNORECASE,
)


_SAID = r"(?:said|says|announced|reported|confirmed)"


_ENDS_SAYING = compile_later(
    rf",\s(?P<np>[^,\"]{{2,90}}?)\s{_SAID}(?:\s(?:on\s)?{WEEKDAY})?"
    r"(?:\s(?:in|at|after|to|during|through)\s[^,]{1,80}|,\s[^\"]{0,160})?$"
)


_ACCORDING = compile_later(r",?\saccording to (?P<np>[^,\"]{2,90})$")


_BEGINS_SAYING = compile_later(
    rf"^(?P<np>[^,\"]{{2,90}}?)\s(?:said|says|announced|confirmed)\s(?:on\s)?(?:{WEEKDAY}\s)?"
    r"(?P<that>that\s)?(?=\S)"
)


_FAMILIAR = compile_later(
    r"(?:\w+ )?(?:people|persons?|sources) (?:familiar|briefed|with (?:direct )?knowledge)\b"
)


_STOPS = read_words("""
on in at to with for after by over from during until as amid through against following that which who while
before ahead since despite when where because under between into toward towards about without upon within
""")


_OPENINGS = read_words("in on at after before following during amid with for despite as")


def read_english(line: Line, on: date | None, *, is_headline: bool = False) -> Clause | None:
    """What the sentence says, None where nothing is sure. `on` is the day of the report, None: unknown."""
    frame = _read_frame(_tidy(line))
    clause = _read_said(frame, on, is_headline=is_headline)
    if clause is not None:
        return replace(clause, by=frame.by)
    return Clause(by=frame.by) if frame.by else None


def _read_said(frame: _Frame, on: date | None, *, is_headline: bool) -> Clause | None:
    """What is said, where it is said without quotation marks."""
    if frame.said is None or _QUOTES.search(frame.said.text):
        return None
    speaker = (frame.by,) if frame.by and frame.is_speaker else ()
    return _read_clause(_Sentence(frame.said, read_tokens(frame.said), on), speaker, is_headline=is_headline)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Who says so, what is said, and whether it is the speaker who does it: `Samsung said it will …`."""

    by: Both | None
    said: Line | None
    is_speaker: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with its words, and the day of the report."""

    line: Line
    tokens: Sequence[Token]
    on: date | None

    def low(self, at: int) -> str:
        """The word that stands there, empty past the end."""
        return self.tokens[at].low if at < len(self.tokens) else ""

    def place(self, at: int) -> Both | None:
        """The place that is named there."""
        return place_of(self.tokens[at]) if at < len(self.tokens) else None

    def ends(self, at: int) -> bool:
        """Whether a phrase ends there, so that none of its words is left out."""
        low = self.low(at)
        return low in _ENDS or low[:3] in MONTHS


def _tidy(line: Line) -> Line:
    """Without dateline, brackets and the full stop."""
    line = line.without_asides(_DATELINE)
    return line.cut(0, len(line.text.rstrip(" .")))


def _read_frame(line: Line) -> _Frame:
    for frame in (_ENDS_SAYING, _ACCORDING):
        if found := frame.search(line.text):
            return _Frame(_name_one(line.cut(*found.span("np"))), line.cut(0, found.start()))
    found = _BEGINS_SAYING.match(line.text)
    by = _name_one(line.cut(*found.span("np"))) if found else None
    if found is None or by is None:
        return _Frame(None, line)
    said = line.cut(found.end())
    if pronoun := re.match(r"(?:it|they|he|she)\s", said.text):
        return _Frame(by, said.cut(pronoun.end()), is_speaker=True)
    is_clause = found["that"] or re.match(r"(?:the|[A-Z])\b", said.text)
    return _Frame(by, said if is_clause else None)


def _name_one(line: Line) -> Both | None:
    if _FAMILIAR.match(line.text):
        return AGENTS["people familiar with the matter"]
    tokens = read_tokens(line)
    if tokens and tokens[0].low in _OWN:
        return None  # the ministry of whoever was named before
    noun = read_noun(tokens, 0)
    return noun.names[0] if noun and noun.end == len(tokens) and len(noun.names) == 1 else None


_OWN = read_words("its their his her")


def _read_clause(said: _Sentence, speaker: tuple[Both, ...], *, is_headline: bool) -> Clause | None:
    subject = Noun(names=speaker) if speaker else _read_subject(said, is_headline=is_headline)
    if subject is None:
        return None
    at, day = skip_day(said.tokens, _skip_apposition(said.tokens, subject.end), said.line.text, said.on)
    read = read_verb(said.tokens, at, is_headline=is_headline)
    if read is None or _is_open(said, read[2]):
        return None
    verb, manner, at = read
    if manner.is_passive or _happens(verb, manner, subject, said, at):
        suffered = manner if manner.is_passive else Manner.SUFFERED
        clause = Clause(verb=verb, manner=suffered, thing=subject.thing, of=subject.of)
        return _finish(clause, verb, said, at, day) if subject.thing else None
    return _read_act(Clause(who=subject.names, verb=verb, manner=manner), verb, said, at, day)


def _is_open(said: _Sentence, end: int) -> bool:
    """Whether a sentence says what may be, up to its verb, or tells of long ago."""
    text = said.line.text
    return bool(_OPEN.search(text[: said.tokens[end - 1].end]) or _LONG_AGO.search(text))


def _happens(verb: Verb, manner: Manner, subject: Noun, said: _Sentence, at: int) -> bool:
    """Whether a thing is said to happen with the verb of an act: `the exercise began`."""
    is_bare = manner is Manner.DONE and verb.base in ("start", "end")
    return is_bare and subject.thing is not None and said.ends(at)


def _read_subject(said: _Sentence, *, is_headline: bool) -> Noun | None:
    begin = _skip_opening(said.tokens)
    subject = read_noun(said.tokens, begin)
    return _read_unknown(said.tokens, begin) if subject is None and not is_headline else subject


def _read_act(clause: Clause, verb: Verb, said: _Sentence, at: int, day: date | None) -> Clause | None:
    """What somebody does, with what it is done to where that must be said."""
    if not clause.who:
        return None
    read = _finish if verb.needs is Needs.NOTHING else _add_object
    return read(clause, verb, said, at, day)


def _skip_opening(tokens: Sequence[Token]) -> int:
    """Past a phrase of time, place or manner that ends with a comma: `After a day of silence, …`."""
    if not tokens or tokens[0].low not in _OPENINGS:
        return 0
    comma = next((n for n, token in enumerate(tokens[:14]) if token.low == ","), None)
    return 0 if comma is None else comma + 1


def _read_unknown(tokens: Sequence[Token], at: int) -> Noun | None:
    """Somebody whose name is not tracked, as it is written: two capitalised words or more, or an acronym."""
    begin = at + 1 if at < len(tokens) and tokens[at].low == "the" else at
    words = [token.text for token in takewhile(_is_capital, tokens[begin:])]
    name = " ".join(words)
    if not 2 <= len(words) <= _LONGEST_NAME and not _ACRONYM.fullmatch(name):
        return None
    return Noun(names=(Both(name, name),), end=begin + len(words))


def _is_capital(token: Token) -> bool:
    return token.spot is None and bool(_CAPITAL.fullmatch(token.text))


_CAPITAL = compile_later(r"[A-Z][A-Za-z.&-]*[A-Za-z]")
_ACRONYM = compile_later(r"[A-Z]{3,6}")
_LONGEST_NAME = 5


def _skip_apposition(tokens: Sequence[Token], at: int) -> int:
    """Past what is said of somebody between two commas: `Cho Tae-yul, the foreign minister, …`."""
    words = [token.low for token in tokens[at : at + 10]]
    if words[:1] != [","] or "," not in words[1:]:
        return at
    comma = words.index(",", 1)
    return at if _CLAUSES.intersection(words[1:comma]) else at + comma + 1


_CLAUSES = read_words("which who that whose where when and said says was were is are has had")


def _add_object(clause: Clause, verb: Verb, said: _Sentence, at: int, day: date | None) -> Clause | None:
    """The clause with what is done, and to what; None where that is not known."""
    leads = _BEFORE_PLACES if verb.needs is Needs.PLACE else _BEFORE_OBJECTS.get(verb.base, ())
    if said.low(at) in leads:
        at += 1
    elif verb.base == "agree":
        return None  # agreed with whom, not on what
    if verb.needs is Needs.PLACE:
        return _add_place(clause, verb, said, at, day)
    if verb.base == "invest":
        return _add_amount(clause, said, at)
    if _is_idiom(verb, said, at) or (verb.base == "choose" and not _is_name(said, at)):
        return None
    noun = read_noun(said.tokens, at)
    if noun is not None and _fits(verb, noun, said):
        return _add_noun(clause, verb, noun, said, day)
    return _cut(clause, verb, said, at, day)


_BEFORE_OBJECTS = {"agree": ("on", "to"), "meet": ("with",)}
_BEFORE_PLACES = ("in", "at")


def _fits(verb: Verb, noun: Noun, said: _Sentence) -> bool:
    """Whether a verb is done to what a whole phrase names: to one person, or to a thing."""
    is_known = len(noun.names) == 1 if verb.needs is Needs.SOMEONE else noun.thing is not None
    return is_known and said.ends(noun.end)


def _add_place(clause: Clause, verb: Verb, said: _Sentence, at: int, day: date | None) -> Clause | None:
    place = said.place(at)
    if place is None or not said.ends(at + 1):
        return None
    return _finish(replace(clause, place=place), verb, said, at + 1, day)


def _add_noun(clause: Clause, verb: Verb, noun: Noun, said: _Sentence, day: date | None) -> Clause | None:
    if verb.needs is Needs.SOMEONE:
        return _finish(replace(clause, with_whom=noun.names), verb, said, noun.end, day)
    if noun.thing is not None and not _is_done_to(verb, noun.thing):
        return None
    return _finish(replace(clause, thing=noun.thing, of=noun.of), verb, said, noun.end, day)


def _is_done_to(verb: Verb, thing: Both) -> bool:
    """Whether a verb means with a thing what it says: weapons are launched, envoys are dismissed."""
    if verb.base == "fire":
        return _WEAPONS.search(thing.en) is not None
    return verb.base != "deny" or thing.en in _OF_WORDS


_WEAPONS = compile_later(r"missile|ICBM|satellite|rocket|projectile|shell|torpedo")


def _cut(clause: Clause, verb: Verb, said: _Sentence, at: int, day: date | None) -> Clause | None:
    """The clause without what it is done to, where its verb says enough and is followed by a noun."""
    low = said.low(at)
    is_denied = verb.base == "deny" and low in ("it", "that", "he", "she", "they")
    if not (verb.is_clear or is_denied) or low in _NO_OBJECTS:
        return None
    return replace(clause, is_cut=True, day=_fit(day, said.on, clause.manner))


def _is_name(said: _Sentence, at: int) -> bool:
    """Whether somebody's name or description stands there: who named a number has chosen nobody."""
    is_chosen = said.low(at - 1) != "named"
    return at < len(said.tokens) and (is_chosen or said.tokens[at].text[:1].isupper())


def _is_idiom(verb: Verb, said: _Sentence, at: int) -> bool:
    """Whether a verb says something else with the word behind it: who buys time acquires nothing."""
    return not _IDIOMS.get(verb.base, frozenset()).isdisjoint((said.low(at), said.low(at + 1)))


_IDIOMS = {
    "buy": read_words("time into"),
    "join": read_words("forces hands ranks"),
    "pass": read_words("muster judgment torch baton buck"),
    "seize": read_words("on moment initiative chance opportunity"),
    "set up": read_words("shop camp"),
    "close": read_words("ranks"),
    "return": read_words("fire favor favour"),
}

_NO_OBJECTS = (_STOPS - {"that"}) | _PARTICLES | {",", ";", "and", "to", ""}


def _add_amount(clause: Clause, said: _Sentence, at: int) -> Clause | None:
    for end in range(min(len(said.tokens), at + 3), at, -1):
        phrase = said.line.text[said.tokens[at].start : said.tokens[end - 1].end]
        if amount := read_amount(phrase, "en"):
            return replace(clause, figures=(amount[0],))
    return None


def _finish(clause: Clause, verb: Verb, said: _Sentence, at: int, day: date | None) -> Clause:
    """The clause with its day and place, as far as they follow at once."""
    place = clause.place
    for _ in range(3):
        if said.low(at) in ("", ","):
            break
        after, found = skip_day(said.tokens, at, said.line.text, said.on, is_past=clause.manner.is_past)
        if after > at:
            day, at = found or day, after
            continue
        where = None if place else _read_where(verb, said, at)
        if where is None:
            break
        place, at = where, at + 2
    return replace(clause, place=place, day=_fit(day, said.on, clause.manner))


def _read_where(verb: Verb, said: _Sentence, at: int) -> Both | None:
    """The place after `in`, of what takes place somewhere."""
    return said.place(at + 1) if verb.base in HAPPEN and said.low(at) in _BEFORE_PLACES else None


def _fit(day: date | None, on: date | None, manner: Manner) -> date | None:
    """A day that can be the act's: past of what happened, to come of what is planned."""
    if day is None or on is None or manner in (Manner.DECIDED, Manner.AGREED):
        return None
    return day if (day <= on) == manner.is_past or day == on else None


_ENDS = _STOPS | ADVERBS | frozenset(DAYS) | {",", ";", "and", ""}
