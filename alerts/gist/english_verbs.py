"""The verb that stands in an English sentence, and how it is done; and the day that stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from alerts.gist.english_nouns import Token
from alerts.gist.parts import Manner, find_day, find_weekday
from alerts.gist.verbs import VERB_AFTER_TO, VERB_OF_FORM, VERB_OF_ING, Verb
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


_WHEN = re.compile(
    rf"(?P<last>last |next |this )?(?:{WEEKDAY}|{_DATE})(?:,\s(?=\d{{4}}))?(?P<year>\s?\d{{4}})?"
)


_TO: Mapping[str, Manner] = {
    "plans": Manner.PLANNED,
    "plan": Manner.PLANNED,
    "agreed": Manner.AGREED,
    "agree": Manner.AGREED,
    "decided": Manner.DECIDED,
    "voted": Manner.DECIDED,
    "scheduled": Manner.PLANNED,
    "set": Manner.PLANNED,
    "slated": Manner.PLANNED,
}


def read_verb(tokens: Sequence[Token], at: int, *, is_headline: bool) -> tuple[Verb, Manner, int] | None:
    """The verb that stands here, how it is done, and where it ends."""
    words = [token.low for token in tokens[at : at + 8]]
    skipped = 0

    def skip() -> None:
        nonlocal skipped
        while words and words[0] in ADVERBS:
            words.pop(0)
            skipped += 1

    skip()
    if not words:
        return None
    if words[0] in ("will", "to") and (words[0] == "will" or is_headline):
        words.pop(0)
        skip()
        if words[:1] == ["be"]:
            return _read_form(words[1:], at + skipped + 2, Manner.TO_SUFFER)
        return _read_base(words, at + skipped + 1, Manner.PLANNED)
    if words[0] in ("is", "are") and words[1:2] == ["to"]:
        return _read_base(words[2:], at + skipped + 2, Manner.PLANNED)
    if (
        words[0] in ("is", "are")
        and words[1:2] in (["scheduled"], ["set"], ["slated"])
        and words[2:3] == ["to"]
    ):
        return _read_base(words[3:], at + skipped + 3, Manner.PLANNED)
    if words[0] in ("is", "are") and (verb := VERB_OF_ING.get(words[1] if len(words) > 1 else "")):
        return verb, Manner.ONGOING, at + skipped + 2
    if words[0] in _TO and words[1:2] == ["on"] and words[3:4] == ["to"] and words[2] in DAYS:
        del words[1:3]
        skipped += 2
    if words[0] in _TO and words[1:2] == ["to"]:
        return _read_base(words[2:], at + skipped + 2, _TO[words[0]])
    if words[0] in ("was", "were"):
        return _read_form(words[1:], at + skipped + 1, Manner.SUFFERED)
    if words[0] in ("has", "have"):
        if words[1:2] == ["been"]:
            return _read_form(words[2:], at + skipped + 2, Manner.SUFFERED)
        return _read_form(words[1:], at + skipped + 1, Manner.DONE)
    return _read_form(words, at + skipped, Manner.DONE, may_be_present=is_headline)


def _read_base(words: Sequence[str], at: int, manner: Manner) -> tuple[Verb, Manner, int] | None:
    lead = 1 if words and words[0] in ADVERBS else 0
    words = words[lead:]
    for many in (3, 2, 1):
        verb = VERB_AFTER_TO.get("_".join(words[:many])) if len(words) >= many else None
        if verb is not None:
            return verb, manner, at + lead + many
    return None


def _read_form(
    words: Sequence[str], at: int, manner: Manner, *, may_be_present: bool = True
) -> tuple[Verb, Manner, int] | None:
    lead = 1 if words and words[0] in ADVERBS else 0
    words = words[lead:]
    for many in (2, 1):
        verb = VERB_OF_FORM.get("_".join(words[:many])) if len(words) >= many else None
        if verb is not None:
            is_present = words[0] == f"{verb.base}s"
            return None if is_present and not may_be_present else (verb, manner, at + lead + many)
    return None


def skip_day(
    tokens: Sequence[Token], at: int, text: str, on: date | None, *, is_past: bool = True
) -> tuple[int, date | None]:
    """Past a day that stands here, if one does, and which it is."""
    begin = at
    if begin < len(tokens) and tokens[begin].low == "on":
        begin += 1
    if begin >= len(tokens) or on is None:
        return at, None
    found = _WHEN.match(text, tokens[begin].start)
    if found is None:
        return at, None
    after = next((n for n, token in enumerate(tokens) if token.start >= found.end()), len(tokens))
    if found["last"] or found["year"]:
        return after, None
    if found["weekday"]:
        return after, find_weekday(on, DAYS.index(found["weekday"].lower()), is_past=is_past)
    month = MONTHS.index(found["month"][:3].lower()) + 1
    return after, find_day(on, month, int(found["day"]), is_past=is_past)
