"""Figures with what they count, said in the other language: `3500억 달러` and `350 billion dollars`."""

from __future__ import annotations

from decimal import Decimal

from alerts.gist.nouns import UNITS, Both, key_of
from storage.language.figures import read_figures

_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_EAST = ((10**12, "조"), (10**8, "억"), (10**4, "만"))
_KOREAN_UNITS = "|".join(sorted((unit for unit in UNITS if not unit.isascii()), key=len, reverse=True))
_ENGLISH_UNITS = "|".join(sorted((unit for unit in UNITS if unit.isascii()), key=len, reverse=True))


def read_amount(phrase: str, lang: str) -> tuple[Both, int] | None:
    """The figure with its unit that a phrase ends with, in both languages, and where it begins."""
    found = list(read_figures(phrase))
    if len(found) != 1 or found[0].kind != "number":
        return None
    figure, after = found[0], phrase[found[0].end :].strip()
    unit = UNITS.get(key_of(after)) if after else None
    before = phrase[: figure.start].rstrip()
    if lang == "en" and before.endswith("$") and not after:
        unit, before = UNITS["dollars"], before[:-1]
    if unit is None:
        return None
    value = Decimal(figure.value)
    return Both(f"{_say(value)} {unit.en}", f"{_say_korean(value)}{_space(unit.ko)}"), len(before)


def _space(unit: str) -> str:
    return f" {unit}" if unit in ("달러",) else unit


def _say(value: Decimal) -> str:
    """A figure as English writes it: 350 billion, 28,500."""
    for scale, name in _SCALES:
        share = value / scale
        if share >= 1 and share == round(share, 3):
            return f"{share.normalize():f} {name}"
    return f"{value:,}"


def _say_korean(value: Decimal) -> str:
    """A figure as Korean writes it: 3500억, 1조5000억, 2만8500."""
    if value != value.to_integral_value() or value < 10_000:
        return f"{value:,}"
    left, parts = int(value), list[str]()
    for scale, name in _EAST:
        if left >= scale:
            parts.append(f"{left // scale}{name}")
            left %= scale
    return "".join([*parts, *([str(left)] if left else [])])
