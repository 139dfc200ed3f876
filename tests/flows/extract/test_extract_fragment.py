"""A feed's own words come out as text."""

from __future__ import annotations

import pytest

from flows.extract.text.fragment import extract_fragment


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain  words", "plain words"),
        ("<p>One.</p><p>Two &amp; three.</p>", "One.\nTwo & three."),
        ("before<br>after <b>bold</b> end", "before\nafter bold end"),
        ("seen<script>alert(1)</script> too<style>p{}</style>", "seen too"),
        ("<!-- hidden -->shown<p>", "shown"),
        ("before <object data='x.swf'>and after", "before and after"),
        ("한미 <b>핵협의그룹</b>이 열렸다.", "한미 핵협의그룹이 열렸다."),
        ("a < b and <p", "a < b and"),
    ],
)
def test_markup_becomes_lines_of_text(markup: str, text: str) -> None:
    assert extract_fragment(markup) == text


def test_deep_nesting_ends() -> None:
    assert extract_fragment("<div>" * 20_000 + "deep") in ("deep", "")
