"""Figures in English and Korean text, in plain digits: `1억1천만` and `110 million`, `1,400` and `1천400`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from storage.language.text import lower

_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "십": 10, "백": 10**2, "천": 10**3, "만": 10**4, "억": 10**8, "조": 10**12,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip
_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SMALL = _ONES | _TEENS | _TENS
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_UNITS = "[조억만천백십]{1,2}"
# What follows the first digits tells what they are; the first alternative that fits does. ASCII for the words
# of size: else a dotted capital (BİLLION) would be one of them, which _SCALES does not have.
_FIGURE = re.compile(
    rf"(?P<korean>{_DIGITS}{_UNITS}(?:\s?{_DIGITS}{_UNITS})*(?:(?<!\s){_DIGITS})?)"
    r"|(?P<day>\d{1,2})(?:일(?!\s?(?:간|동안|째|만에))"
    rf"|(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})(?![a-z]))"
    r"|(?P<nth>\d{1,4})(?:차(?!선|로|량|례|원)|(?:st|nd|rd|th)\b)"
    rf"|(?P<plain>{_DIGITS})(?:[ -]?(?P<scale>(?a:hundred|thousand|million|billion|trillion|bn|mn|tn))\b)?",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(rf"\b(?:{_MONTH})\s+$", re.IGNORECASE)
_COUNTED_AFTER = re.compile("(?:회|대|기|주년)")
# Before digits that go on a word or a number: the 52 of a B-52.
_GOES_ON = re.compile(r"(?:[A-Za-z0-9_.]|[A-Za-z]-)\Z")
_DIGIT = re.compile(r"\d")
# In lower case, and its left edge checked by hand: so it is looked for by first letters.
_WORDS = re.compile(rf"(?:{'|'.join(_ORDINALS)})\b")
_NUMBER = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)}))?|{'|'.join(_ONES | _TEENS)})\b"
_SIZE = r"(?:[ -](?:thousand|million|billion|trillion)\b)+"
_HUNDREDS = rf"{_NUMBER}[ -]hundred\b(?: (?:and )?{_NUMBER})?"
_BELOW = rf"(?:{_HUNDREDS}|{_NUMBER})"
# Small numbers in words count little that a desk compares; those of a size do: two trillion won.
_SPELT = re.compile(rf"{_BELOW}{_SIZE}(?: (?:and )?{_BELOW}{_SIZE})*|{_HUNDREDS}")
_SIZES_HOLD = ("hundred", "thousand", "illion")
"""What a figure in words has one of: most texts have none, and are not searched."""
_SPELT_PART = re.compile("[a-z]+")
_PART = re.compile(rf"({_DIGITS})([조억만천백십]*)")
_SHORT = {"bn": "billion", "mn": "million", "tn": "trillion"}
_LARGE = {"만", "억", "조"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: its `value` in plain digits, and the characters that it is written in.

    `kind` says what it counts: `number`, `day` of a month, or `nth` of a series (제5차, the 5th), whose value
    is whole.
    """

    kind: str
    value: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The same for the same figure in any spelling and language."""
        return {"day": f"{self.value}d", "nth": f"{self.value}th"}.get(self.kind, self.value)


def read_figures(text: str) -> Iterator[Figure]:
    """The figures of a folded text; those in words come last."""
    for found in _find_figures(text):
        start, end = found.span()
        before = text[max(0, start - 12) : start]
        if not _GOES_ON.search(before):
            kind, value = _read_figure(found, before, text[end : end + 2])
            yield Figure(kind, f"{value.normalize():f}", start, end)
    low = lower(text)
    for found in _find_words(_WORDS, low):
        yield Figure("nth", str(_ORDINALS[found[0]]), *found.span())
    if any(map(low.__contains__, _SIZES_HOLD)):
        yield from _read_all_spelt(low)


def _read_all_spelt(low: str) -> Iterator[Figure]:
    for found in _find_words(_SPELT, low):
        yield Figure("number", str(_read_spelt(found[0])), *found.span())


def _find_words(pattern: re.Pattern[str], low: str) -> Iterator[re.Match[str]]:
    for found in pattern.finditer(low):
        before = low[found.start() - 1] if found.start() else " "
        if not (before.isalnum() or before == "_"):
            yield found


def _read_spelt(written: str) -> int:
    """`two hundred and fifty thousand` in digits: each thousand, million … closes what stood before it."""
    total = below = 0
    for word in _SPELT_PART.findall(written):
        if word in _SMALL:
            below += _SMALL[word]
        elif word == "hundred":
            below *= _SCALES[word]
        elif word in _SCALES:
            total, below = total + below * _SCALES[word], 0
    return total + below


def _find_figures(text: str) -> Iterator[re.Match[str]]:
    """What `_FIGURE` finds, looked for from digits only: five times as fast as from every character."""
    end = 0
    for digit in _DIGIT.finditer(text):
        if digit.start() >= end and (found := _FIGURE.match(text, digit.start())):
            end = found.end()
            yield found


def _read_figure(found: re.Match[str], before: str, after: str) -> tuple[str, Decimal]:
    if day := found["day"]:
        return "day", Decimal(day)
    if nth := found["nth"]:
        return ("day" if _DAY_BEFORE.search(before) else "nth"), Decimal(nth)
    if korean := found["korean"]:
        return "number", _read_korean(korean)
    value = _read_digits(found["plain"])
    if scale := found["scale"]:
        name = scale.casefold()
        return "number", value * _SCALES[_SHORT.get(name, name)]
    return _name_plain(value, before, after), value


def _name_plain(value: Decimal, before: str, after: str) -> str:
    """What digits alone are, by what stands around them."""
    is_counted = before.rstrip()[-1:] == "제" and _COUNTED_AFTER.match(after) is not None
    if is_counted and value == value.to_integral_value():
        return "nth"
    return "day" if value < 32 and _DAY_BEFORE.search(before) else "number"


def _read_korean(written: str) -> Decimal:
    """`1억1천만` in digits: each 만, 억 or 조 closes what stood before it."""
    total = below = Decimal(0)
    for digits, units in _PART.findall(written):
        value, large = _read_digits(digits), ""
        for unit in units:
            if unit in _LARGE:
                large = unit
            else:
                value *= _SCALES[unit]
        below += value
        if large:
            total, below = total + below * _SCALES[large], Decimal(0)
    return total + below


def _read_digits(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "")[:20].rstrip(".") or "0")
