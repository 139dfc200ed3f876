"""A figure in a reason has its noun, as the article writes it."""

from __future__ import annotations

import pytest

from alerts.turns.named_figures import name_figures
from tests.telling import a_kept


@pytest.mark.parametrize(
    ("title", "text", "value", "named"),
    [
        ("Seoul sends 70 officials to Washington", "", "70", "70 officials"),
        ("US to keep 28,500 troops in Korea", "", "28500", "28,500 troops"),
        ("Seoul pledges $350 billion", "", "350000000000", "$350 billion"),
        ("Trump sets 15 percent tariff on cars", "", "15", "15 percent tariff"),
        ("Talks end", "They met on Dec. 18 in Seoul.", "18", "Dec. 18"),
        ("Talks end", "They met on 18 December.", "18", "18 December"),
        ("당국자 70명 방미", "", "70", "당국자 70명"),
        ("주한미군 2만8500명 유지", "", "28500", "주한미군 2만8500명"),
        ("자동차 관세 15%로 인하", "", "15", "관세 15%"),
        ("회담 종료", "양측은 18일 만났다.", "18", "18일"),
        ("한국인 300여명 구금", "", "300", "한국인 300여명"),
        ("Cost is 41 of the total", "", "41", "41"),
        ("Talks end", "", "99", "99"),
    ],
)
def test_a_figure_is_named_as_it_is_written(title: str, text: str, value: str, named: str) -> None:
    assert name_figures(a_kept(title=title, text=text).article, [value]) == (named,)


def test_hostile_texts_are_read_in_bounded_time() -> None:
    name_figures(a_kept(title="1 " * 40_000, text="가 1" * 40_000).article, ["1"] * 5)
