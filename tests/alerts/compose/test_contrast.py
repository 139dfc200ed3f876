"""Every text of a mail can be read on its ground, in light and in dark (WCAG AA)."""

from __future__ import annotations

import re

import pytest

from alerts.compose.html import STYLE

LIGHT, _, DARK = STYLE.partition("@media (prefers-color-scheme: dark)")
ENOUGH = 4.5


def read_rules(sheet: str) -> dict[str, dict[str, str]]:
    """What each selector says of its text and its ground."""
    rules: dict[str, dict[str, str]] = {}
    for selectors, said in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        colours = dict(re.findall(r"(?<![-\w])(color|background): (#[0-9a-f]{6})", said))
        for selector in selectors.split(","):
            rules.setdefault(selector.strip(), {}).update(colours)
    return rules


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sheet", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_stand_out_from_their_ground(sheet: str) -> None:
    rules = read_rules(sheet)
    page = rules["body"]
    checked = 0
    for selector, said in rules.items():
        if said:
            text, ground = said.get("color", page["color"]), said.get("background", page["background"])
            assert contrast(text, ground) >= ENOUGH, (selector, text, ground)
            checked += 1
    assert checked > 10
