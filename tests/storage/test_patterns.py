"""An expression that is compiled later finds what one that is compiled at once finds."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import alerts
import storage
from storage.language.patterns import compile_later


def list_later() -> dict[str, re.Pattern[str]]:
    """Every expression of a module that is compiled later, by its name."""
    kind = type(compile_later("")).__base__
    assert kind is not None
    modules = [
        importlib.import_module(found.name)
        for room in (alerts, storage)
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
        if "migrations" not in found.name
    ]
    return {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, kind)
    }


def test_every_expression_that_is_compiled_later_is_one() -> None:
    later = list_later()
    assert len(later) > 100
    assert all(re.compile(each.pattern, each.flags).groups == each.groups for each in later.values())


@pytest.mark.parametrize("text", ["", "a", "b a, A", "한미 a"])
def test_it_answers_as_a_pattern_does(text: str) -> None:
    once, later = re.compile(r"(?P<it>a),?", re.IGNORECASE), compile_later(r"(?P<it>a),?", re.IGNORECASE)
    assert later.findall(text) == once.findall(text)
    assert [found.span("it") for found in later.finditer(text)] == [
        found.span("it") for found in once.finditer(text)
    ]
    assert later.sub(r"<\g<it>>", text) == once.sub(r"<\g<it>>", text)
    assert later.split(text) == once.split(text)
    assert (later.pattern, later.flags, later.groups) == (once.pattern, once.flags, once.groups)


def test_it_is_compiled_by_the_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    once = re.compile
    monkeypatch.setattr(re, "compile", lambda said, flags=0: compiled.append(said) or once(said, flags))
    later = compile_later("zygote")
    assert (later.pattern, compiled) == ("zygote", [])
    assert later.match("zygotes")
    assert not later.fullmatch("zygotes")
    assert compiled == ["zygote"]


def test_what_is_wrong_is_said_at_the_first_question() -> None:
    with pytest.raises(re.error):
        compile_later("(").search("")


def test_it_has_nothing_that_a_pattern_has_not() -> None:
    assert not hasattr(compile_later("a"), "serach")
