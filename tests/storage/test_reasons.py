"""Every reason has its sentence in both languages, and is kept as a value."""

from __future__ import annotations

import copy
import json
import pickle
import re
from string import Formatter

import pytest

from alerts.compose.words import ENGLISH, KOREAN, say_reason
from storage.records.reasons import SENTENCES, Code, Reason, read_reason, reason_json


def names_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def a_reason(code: Code) -> Reason:
    names = names_in(SENTENCES[code].en) | names_in(SENTENCES[code].ko)
    return Reason(code, **{name: f"<{name}>" for name in names})


@pytest.mark.parametrize("code", Code)
def test_every_reason_is_said_in_both_languages(code: Code) -> None:
    reason = a_reason(code)
    english, korean = say_reason(reason, ENGLISH), say_reason(reason, KOREAN)
    assert english == reason
    assert type(english) is str
    assert not re.search("[가-힣]", english)
    assert re.search("[가-힣]", korean)
    assert names_in(SENTENCES[code].ko) <= names_in(SENTENCES[code].en) | {"odds"}
    for sentence in (english, korean):
        assert "{" not in sentence


@pytest.mark.parametrize("code", Code)
def test_a_reason_is_kept_as_a_value(code: Code) -> None:
    reason = a_reason(code)
    column = json.loads(json.dumps(reason_json(reason)))
    for again in (read_reason(column), copy.deepcopy(reason), pickle.loads(pickle.dumps(reason))):
        assert isinstance(again, Reason)
        assert (again, again.code, again.values) == (reason, code, reason.values)
    assert json.dumps([reason]) == json.dumps([str(reason)])


def test_braces_in_a_value_stay_as_they_are() -> None:
    reason = Reason(Code.NAMED, names="{0} {names}")
    assert reason == "new in this story: {0} {names}"
    assert say_reason(reason, KOREAN) == "이 사안에 새로 등장: {0} {names}"


def test_what_was_kept_as_words_and_what_a_later_version_kept_are_shown() -> None:
    assert read_reason("first told of this story for this watch") == "first told of this story for this watch"
    assert read_reason({"code": "of-tomorrow", "values": {"who": "Lee"}}) == "of-tomorrow: Lee"
    assert read_reason({"code": "titled", "values": {"who": "Lee"}}) == "titled: Lee"


def test_a_turn_is_named_in_the_readers_language() -> None:
    assert say_reason(Reason(Code.TURN, turn="it was postponed"), KOREAN).endswith("연기됐다")
