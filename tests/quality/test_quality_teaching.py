"""Twenty judgements of four readers raise what a new idea makes of texts by another hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bench.quality.teaching import ASKED, READERS, read_made, teach_watch

pytestmark = pytest.mark.slow

TEACHING = Path(__file__).with_name("teaching")

# F1 on a hundred unseen texts, by thirty examples and with twenty judgements more. Lowering one is a visible
# change.
# Since names are read by more of what stands around them, other articles are asked about: .675 became .633.
FLOORS = {"opcon": (0.73, 0.76), "burden": (0.67, 0.7), "detained-workers": (0.58, 0.63)}


@pytest.mark.parametrize("name", FLOORS)
def test_twenty_judgements_raise_a_new_idea(name: str) -> None:
    unseen = tomllib.loads((TEACHING / f"{name}_unseen.toml").read_text(encoding="utf-8"))["text"]
    assert len(unseen) == 100
    taught = teach_watch(name, read_made(TEACHING / f"{name}_made.toml"), unseen)
    assert len(set(taught.asked)) == ASKED * len(READERS) == 20
    assert taught.after.f1 > taught.before.f1
    before, after = FLOORS[name]
    assert taught.before.f1 >= before
    assert taught.after.f1 >= after
