"""All code that decides what a text meets counts for the digest of the rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from alerts.watch.rules import CODE, digest_rules
from storage.records import Watch

ROOT = Path(__file__).parents[3]

PLAIN = (
    "storage.bugs",
    "storage.errors",
    "storage.records",
    "storage.corpus.search",
    "alerts.turns.genre",
)
"""What matching imports beside, and what decides nothing of what a text meets: what asks for a genre has no
digest."""


def list_imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield str(node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_the_code_that_matches_lies_in_the_folders_that_count() -> None:
    rooms = [".".join(folder.relative_to(ROOT).parts) for folder in CODE]
    paths = [path for folder in CODE for path in folder.rglob("*.py")]
    assert len(paths) > 40
    imported = {name for path in paths for name in list_imported(path)}
    ours = {name for name in imported if name.split(".")[0] in ("flows", "alerts", "storage")}
    assert {name for name in ours if not name.startswith((*rooms, *PLAIN))} <= {"storage"}


def test_every_field_of_a_watch_counts_or_decides_nothing_of_what_it_meets() -> None:
    plain = {"id": "w", "name": "W", "query": "rice"}
    changed = {
        "query": "tea",
        "idea": "rice",
        "phrases": (("grain", "rice OR rye"),),
    }
    of_telling = {"id", "name", "name_ko", "to", "policy", "must_match", "must_not_match", "surge"}
    assert {field.name for field in fields(Watch)} == {*changed, *of_telling}
    before = digest_rules((), [Watch(**plain)], {}).watches["w"]
    for name, value in changed.items():
        assert digest_rules((), [Watch(**(plain | {name: value}))], {}).watches["w"] != before
