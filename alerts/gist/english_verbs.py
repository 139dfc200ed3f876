"""The verb that stands in an English sentence, and how it is done; and the day that stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.gist.english_nouns import Token
from alerts.gist.parts import Manner, find_day, find_weekday
from alerts.gist.verbs import VERB_AFTER_TO, VERB_OF_FORM, VERB_OF_ING, Verb
from storage.language.patterns import compile_later
from storage.language.text import read_words

ADVERBS = read_words("""
also formally officially jointly again later finally abruptly unanimously indefinitely temporarily tentatively
successfully publicly swiftly already recently newly today
""")


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


WEEKDAY = "(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"


_DATE = (
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s"
    r"(?P<day>\d{1,2})(?!\d|[-–]|\s(?:to|and|through)\b)"
)


_WHEN = compile_later(
    rf"(?P<last>last |next |this )?(?:{WEEKDAY}|{_DATE})(?:,\s(?=\d{{4}}))?(?P<year>\s?\d{{4}})?"
)


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands before a verb: how it is done then, and by which forms the verb is known."""

    words: re.Pattern[str]
    manner: Manner
    forms: Mapping[str, Verb]


_ADVERBS = rf"(?:(?:{'|'.join(sorted(ADVERBS))}) )*"
_ON_A_DAY = rf"(?:on (?:{'|'.join(DAYS)}) )?"


_LEADS = (
    _Lead(compile_later(rf"will {_ADVERBS}be "), Manner.TO_SUFFER, VERB_OF_FORM),
    _Lead(compile_later(rf"will {_ADVERBS}"), Manner.PLANNED, VERB_AFTER_TO),
    _Lead(compile_later(r"(?:is|are) (?:(?:scheduled|set|slated) )?to "), Manner.PLANNED, VERB_AFTER_TO),
    _Lead(compile_later(r"(?:is|are) "), Manner.ONGOING, VERB_OF_ING),
    _Lead(compile_later(rf"(?:plans?|scheduled|set|slated) {_ON_A_DAY}to "), Manner.PLANNED, VERB_AFTER_TO),
    _Lead(compile_later(rf"agreed? {_ON_A_DAY}to "), Manner.AGREED, VERB_AFTER_TO),
    _Lead(compile_later(rf"(?:decided|voted) {_ON_A_DAY}to "), Manner.DECIDED, VERB_AFTER_TO),
    _Lead(compile_later(r"(?:was|were|has been|have been) "), Manner.SUFFERED, VERB_OF_FORM),
    _Lead(compile_later(r"(?:has|have) "), Manner.DONE, VERB_OF_FORM),
    _Lead(compile_later(""), Manner.DONE, VERB_OF_FORM),
)


_HEADLINE_LEADS = (
    _Lead(compile_later(rf"to {_ADVERBS}be "), Manner.TO_SUFFER, VERB_OF_FORM),
    _Lead(compile_later(rf"to {_ADVERBS}"), Manner.PLANNED, VERB_AFTER_TO),
    *_LEADS,
)


def read_verb(tokens: Sequence[Token], at: int, *, is_headline: bool) -> tuple[Verb, Manner, int] | None:
    """The verb that stands here, how it is done, and where it ends."""
    at = _skip_adverbs(tokens, at)
    said = "".join(f"{token.low} " for token in tokens[at : at + 8])
    leads = _HEADLINE_LEADS if is_headline else _LEADS
    lead, found = next((one, found) for one in leads if (found := one.words.match(said)))
    begin = _skip_adverbs(tokens, at + found[0].count(" "))
    read = _read_form(tokens, begin, lead.forms)
    if read is None or not (found[0] or is_headline or tokens[begin].low != f"{read[0].base}s"):
        return None  # only a headline tells of the past in the present tense
    return read[0], lead.manner, read[1]


def _skip_adverbs(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].low in ADVERBS:
        at += 1
    return at


def _read_form(tokens: Sequence[Token], at: int, forms: Mapping[str, Verb]) -> tuple[Verb, int] | None:
    """The verb whose form stands here, of as many words as there are, and where it ends."""
    words = [token.low for token in tokens[at : at + 3]]
    for many in range(len(words), 0, -1):
        if verb := forms.get("_".join(words[:many])):
            return verb, at + many
    return None


def skip_day(
    tokens: Sequence[Token], at: int, text: str, on: date | None, *, is_past: bool = True
) -> tuple[int, date | None]:
    """Past a day that stands here, if one does, and which it is."""
    begin = at + 1 if at < len(tokens) and tokens[at].low == "on" else at
    found = _WHEN.match(text, tokens[begin].start) if begin < len(tokens) else None
    if found is None or on is None:
        return at, None
    after = next((n for n, token in enumerate(tokens) if token.start >= found.end()), len(tokens))
    return after, _date(found, on, is_past=is_past)


def _date(found: re.Match[str], on: date, *, is_past: bool) -> date | None:
    """The day that was found; None of another week or year."""
    if found["last"] or found["year"]:
        return None
    if found["weekday"]:
        return find_weekday(on, DAYS.index(found["weekday"].lower()), is_past=is_past)
    month = MONTHS.index(found["month"][:3].lower()) + 1
    return find_day(on, month, int(found["day"]), is_past=is_past)
