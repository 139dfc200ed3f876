"""`hanmi demo` plays its script through the real pipeline and says what became of everything."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from flows.demo import show
from flows.demo.endings import judge_ending
from flows.demo.script import Ending, read_script
from flows.demo.show import play_demo

pytestmark = pytest.mark.slow

NOTHING: dict[str, Any] = {
    "article": {},
    "announced": None,
    "copy": None,
    "watches": [],
    "alerts": [],
    "deliveries": [],
}
MET = {"name": "NCG", "matched": True, "verdict": "folded", "why": "because", "alert": None}
NOT_MET = {"name": "NCG", "matched": False, "verdict": None, "why": None, "alert": None}
COPY = {"kind": "near", "of": "a-1", "title": "T", "outlet": "Daily", "path": None}


def alert(kind: str) -> dict[str, Any]:
    return {"alerts": [{"id": "al-1", "kind": kind}], "deliveries": [{"alert_ids": ["al-1"]}]}


@pytest.mark.parametrize(
    ("facts", "ending"),
    [
        ({"article": None}, None),
        ({"watches": [NOT_MET]}, Ending.NOBODY),
        ({"watches": [MET]}, Ending.FOLDED),
        ({"watches": [MET], "copy": COPY}, Ending.COPY),
        ({"watches": [MET], "copy": {**COPY, "kind": "partial"}}, Ending.FOLDED),
        ({"watches": [MET], **alert("first")}, Ending.TOLD),
        ({"watches": [MET], **alert("follow-up")}, Ending.MOVED),
        ({"watches": [MET], **alert("first"), "deliveries": []}, Ending.FOLDED),
    ],
)
def test_an_explanation_tells_a_fate(facts: dict[str, Any], ending: Ending | None) -> None:
    assert judge_ending({**NOTHING, **facts}).ending == ending


def test_the_demonstration_goes_as_written() -> None:
    said = io.StringIO()
    assert play_demo(Console(file=said, width=200)), said.getvalue()
    text = said.getvalue()
    for act in read_script().acts:
        assert act.title in text
        assert all(printing.draft.title in text for printing in act.printings)
    assert "the script expects" not in text
    assert read_script().mending.title in text
    assert "alert.correction  “핵협의그룹 안다” 51%" in text
    assert "✓ signed" in text
    assert "✗" not in text
    assert "Everything came as the script says" in text


@pytest.mark.slow
def test_a_demonstration_that_stays_goes_on_until_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = iter([None, None, None])

    def pause(_: float) -> None:
        try:
            next(pauses)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(show, "sleep", pause)
    said = io.StringIO()
    assert play_demo(Console(file=said, width=200), stay=True)
    after = said.getvalue().partition("stays open until Ctrl-C")[2]
    assert after.count(" alerted ") == 1
    assert after.count("no match") == 2
    assert "The stand is closed" in after
