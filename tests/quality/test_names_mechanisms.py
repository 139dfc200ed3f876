"""Each mechanism of naming that the bench takes out is there, is left out, and is put back."""

from __future__ import annotations

from pkgutil import resolve_name

import pytest

from bench.quality.mechanisms import MECHANISMS, Mechanism


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda one: one.name)
def test_a_mechanism_is_left_out_and_put_back(mechanism: Mechanism) -> None:
    before = [resolve_name(place) for place, _ in mechanism.swaps]
    with mechanism.left_out():
        assert [resolve_name(place) for place, _ in mechanism.swaps] == [swap for _, swap in mechanism.swaps]
    assert [resolve_name(place) for place, _ in mechanism.swaps] == before
