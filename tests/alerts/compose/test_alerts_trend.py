"""What is named more than usual is told with a chart of one line; what is always named is not."""

from __future__ import annotations

import pytest

from alerts.compose.several.trend import MOST, Trend, draw_bars, find_trends, say_trend, shape_trend


@pytest.mark.parametrize(
    ("counts", "is_trend"),
    [
        ([0] * 13 + [3], True),
        ([0] * 13 + [2], False),  # too few to speak of
        ([10] * 13 + [12], False),  # it is always there
        ([10] * 13 + [20], True),
        ([10] * 13 + [0], False),
    ],
)
def test_a_trend_stands_out_from_its_own_days(counts: list[int], is_trend: bool) -> None:
    assert bool(find_trends({"ncg": counts, "other": [1] * 14}, {})) is is_trend


def test_the_steepest_come_first_and_no_more_than_a_few() -> None:
    counts = {f"e{n}": [1] * 13 + [10 + n] for n in range(8)}
    found = find_trends(counts, {"e7": "Seven"})
    assert [trend.name for trend in found] == ["Seven", "e6", "e5", "e4", "e3"]
    assert len(found) == MOST


def test_on_its_first_day_a_corpus_has_no_trends() -> None:
    assert find_trends({"ncg": [0] * 13 + [40]}, {}) == ()
    assert find_trends({}, {}) == ()


def test_the_bars_fill_the_line_at_the_highest_day() -> None:
    assert draw_bars([0, 1, 4, 7]) == "▁▂▅█"
    assert draw_bars([0, 0]) == "▁▁"
    trend = Trend(entity="ncg", name="NCG", counts=(1, 2, 9))
    assert say_trend(trend) == "9 articles; usually 1.5 a day"
    assert shape_trend(trend) == {"entity": "ncg", "name": "NCG", "articles_a_day": [1, 2, 9]}
