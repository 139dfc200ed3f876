"""Whatever has the wrong shape is named with its key, in words that say what to write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from flows.config.loading.shape import check_shape
from flows.config.schema import File
from flows.config.toml.source_tables import try_source_table

WRONG: tuple[Any, ...] = (
    *(5, -1, 99, 2.5, True, "", "x y", "1h", [], [5], {}, {"a": 1}, [{"a": 1}]),
    *(date(2024, 11, 20), [date(2024, 11, 20)], datetime(2024, 11, 20, tzinfo=UTC), time(7, 30)),
)
LIBRARY = ("Input should", "valid dictionary", "datetime.", "Table", "Value error")


def places(model: type[BaseModel], *above: str) -> Iterator[tuple[str, ...]]:
    """Every table and key, by their names from the top."""
    for name, field in model.model_fields.items():
        yield (*above, name)
        kinds = [kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type)]
        for kind in kinds:
            if issubclass(kind, BaseModel):
                yield from places(kind, *above, name)


def tables_with(place: tuple[str, ...], value: Any) -> dict[str, Any]:
    if len(place) == 1:
        return {place[0]: value}
    inner = {place[1]: value}
    is_list = place[0] in ("source", "digest", "phrase")
    return {place[0]: [inner] if is_list else inner}


@pytest.mark.parametrize("place", list(places(File)), ids=".".join)
def test_no_words_of_a_library_reach_the_reader(place: tuple[str, ...]) -> None:
    for value in WRONG:
        _, problems = check_shape(tables_with(place, value))
        for problem in problems:
            assert not any(words in problem for words in LIBRARY), problem


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        ({"timezone": 9}, "timezone: must be a text in quotes"),
        ({"fetch": {"per_host": "2"}}, "fetch.per_host: must be a whole number, without quotes"),
        ({"fetch": {"per_host": 0}}, "fetch.per_host: must be at least 1"),
        ({"fetch": {"respect_robots": "no"}}, "fetch.respect_robots: must be true or false, without quotes"),
        ({"fetch": {"allow_private": "::1"}}, "fetch.allow_private: must be a list in square brackets"),
        ({"alerts": {"quote": 99}}, "alerts.quote: must be at most 20"),
        ({"retention": {"polls": "1h"}}, "retention.polls: '1h' is less than a day"),
        ({"log": {"format": "xml"}}, "log.format: must be 'text' or 'json'"),
        ({"alerts": [{"fresh": "1h"}]}, "alerts: there is one alone; write [alerts], with one bracket"),
        ({"source": ["https://a.example"]}, "source[1]: must be a table; write [[source]]"),
        ({"retention": {"polls": date(2024, 1, 1)}}, "retention.polls: 2024-01-01 is no duration"),
        ({"schedule": {"monitor": "0 */9 * * * *"}}, "schedule.monitor: '0 */9 * * * *' has six fields"),
        ({"digest": "x"}, "digest: must be a list"),
    ],
)
def test_it_says_what_to_write(tables: dict[str, Any], problem: str) -> None:
    _, (said,) = check_shape(tables)
    assert said.startswith(problem)


def test_a_source_typed_at_the_desk_is_answered_alike() -> None:
    _, faults = try_source_table({"id": "a", "url": "https://a.example", "kind": "rss", "paused": 1}, "UTC")
    assert faults == [
        "kind: must be 'feed', 'sitemap' or 'page'",
        "paused: must be true or false, without quotes",
    ]
