"""Stories do not depend on the order in which files are read, and little on the calls that bring them in."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from flows.config.loading.load import load_settings
from flows.files.bring_in import BackfillPlan, bring_in
from flows.wiring import open_house
from storage.tables import articles, stories
from tests.quality.test_quality_judge import FLOORS, measure_b_cubed

CASES = tomllib.loads((Path(__file__).parents[2] / "quality" / "bilingual.toml").read_text("utf-8"))["case"][
    :16
]
BEGAN = datetime(2025, 1, 5, 3, tzinfo=UTC)

Record = dict[str, Any]


def make_records(chance: random.Random) -> list[Record]:
    """Each event in both languages and in a third account that shortens the English one; some are undated."""
    records: list[Record] = []
    for number, case in enumerate(CASES):
        for lang, cut in (("en", None), ("ko", None), ("en", 1)):
            title, *paragraphs = case[lang]
            at = BEGAN + timedelta(days=case["day"], hours=chance.uniform(-9, 9))
            records.append(
                {
                    "url": f"https://{lang}{cut or ''}.example/{number}",
                    "title": title if cut is None else f"Brief: {title}",
                    "text": "\n".join(paragraphs[:cut]),
                    "published_at": at.isoformat() if chance.random() < 0.95 else None,
                    "lang": lang,
                }
            )
    return records


def find_stories(folder: Path, calls: Sequence[Sequence[Record]]) -> dict[str, str]:
    """The story of each address after these calls, one file a call, in a corpus of their own."""
    folder.mkdir()
    config = folder / "hanmi.toml"
    config.write_text("[defaults]\nsources = false\nto = []\n", "utf-8")
    with open_house(load_settings(config)) as house:
        for number, records in enumerate(calls):
            file = folder / f"{number}.jsonl"
            file.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
            report = bring_in(house, BackfillPlan(paths=(file,)), now=BEGAN + timedelta(days=60))
            assert not report.failures
        with house.db.reading() as tx:
            query = sa.select(articles.c.url, stories.c.id).join(
                stories, stories.c.number == articles.c.story
            )
            return {row.url: row.id for row in tx.execute(query)}


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return find_stories(tmp_path_factory.mktemp("order") / "one", [make_records(random.Random(1))])


def test_any_order_within_a_call_gives_the_same_stories(in_order: Mapping[str, str], tmp_path: Path) -> None:
    shuffled = make_records(random.Random(1))
    random.Random(2).shuffle(shuffled)
    assert find_stories(tmp_path / "other", [shuffled]) == in_order


def test_calls_in_any_order_give_nearly_the_same_stories(in_order: Mapping[str, str], tmp_path: Path) -> None:
    records, chance = make_records(random.Random(1)), random.Random(3)
    calls: list[list[Record]] = [[], [], []]
    for record in records:
        chance.choice(calls).append(record)
    found = find_stories(tmp_path / "three", calls)
    ids = {id: number for number, id in enumerate(dict.fromkeys(in_order.values()))}
    pairs = [(ids[story], found[url]) for url, story in in_order.items()]
    assert measure_b_cubed(pairs) >= FLOORS["order"]["b_cubed"]
