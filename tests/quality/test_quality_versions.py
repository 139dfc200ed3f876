"""Corrections are told apart from everything else that happens to a text; the floors are in versions.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from alerts.watch.watchlist import read_entities
from flows.config.bundle import SEEDS
from flows.versions.classify import judge_change
from flows.versions.names import read_names
from storage.records import VersionKind
from tests.quality.version_cases import CASES, Case

FLOORS = tomllib.loads((Path(__file__).parent / "versions.toml").read_text("utf-8"))


@cache
def judged() -> list[tuple[Case, VersionKind | None]]:
    tables = tomllib.loads((SEEDS / "watchlist.toml").read_text(encoding="utf-8"))
    names = read_names(tuple(read_entities(tables["entity"])[0]))
    found = ((case, judge_change(case.before, case.after, names)) for case in CASES)
    return [(case, change.kind if change else None) for case, change in found]


def test_there_are_as_many_cases_as_the_floors_speak_of() -> None:
    assert len({(case.lang, case.name) for case in CASES}) == len(CASES) >= FLOORS["kinds"]["cases"]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_versions_are_told_apart(lang: str) -> None:
    of_lang = [(case, kind) for case, kind in judged() if case.lang == lang]
    wrong = [f"{case.name}: {kind}, not {case.kind}" for case, kind in of_lang if kind is not case.kind]
    assert len(wrong) <= (1 - FLOORS["kinds"]["accuracy"]) * len(of_lang), wrong


def test_corrections_are_told_and_nothing_else_is() -> None:
    told = [case for case, kind in judged() if kind is VersionKind.CORRECTION]
    right = [case for case in told if case.kind is VersionKind.CORRECTION]
    wanted = [case for case in CASES if case.kind is VersionKind.CORRECTION]
    assert len(right) >= FLOORS["told"]["precision"] * len(told)
    assert len(right) >= FLOORS["told"]["recall"] * len(wanted)
