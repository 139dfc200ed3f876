"""What goes wrong is raised and told as a reason, which has its sentence in each language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
READING = ("flows/fetch", "flows/sources", "flows/workers", "flows/cycle", "flows/extract", "flows/versions")
FAULTS = frozenset(
    ("FetchError", "AddressRefused", "RobotsRefused", "TooLarge", "TooSlow", "ReadError", "NotAFeed",
     "ChallengePage", "NoText")
)  # fmt: skip
SENDING = ("alerts/channels", "alerts/send", "storage/promises")
OUTCOMES = frozenset(("Postponed", "Rejected", "Gone"))
FOR_A_COMMAND = frozenset(["flows/sources/formats/opml.py"])
"""What it reads is a file that a command names; no page shows why it could not."""


def list_calls(folders: tuple[str, ...], names: frozenset[str]) -> Iterator[tuple[str, ast.Call]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            about = str(path.relative_to(ROOT))
            if about in FOR_A_COMMAND:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                    yield f"{about}:{node.lineno}", node


def is_worded(node: ast.expr) -> bool:
    """Whether it is words of one language: letters in a string that is written out."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    said = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
    return any(char.isalpha() for char in said.replace("HTTP", ""))


def test_why_an_address_was_not_read_is_a_reason() -> None:
    calls = list(list_calls(READING, FAULTS))
    assert len(calls) > 40
    assert [where for where, call in calls if len(call.args) > 1 and is_worded(call.args[1])] == []


def test_why_a_message_was_not_taken_is_a_reason() -> None:
    calls = list(list_calls(SENDING, OUTCOMES))
    assert len(calls) > 15
    assert [where for where, call in calls for word in call.keywords if is_worded(word.value)] == []
