"""Every reason has its sentence in both languages, and is kept as a value."""

from __future__ import annotations

import copy
import json
import pickle
import re
from pathlib import Path
from string import Formatter

import pytest

from alerts.compose.words import ENGLISH, KOREAN, say_reason
from alerts.turns.genre import read as genre
from alerts.turns.genre.marks_korean import say_mark
from storage.records.desk_texts import DeskCode
from storage.records.entry_texts import EntryCode
from storage.records.fetch_texts import FetchCode
from storage.records.query_texts import QueryCode
from storage.records.reason_texts import Code
from storage.records.reasons import (
    ALL_SENTENCES,
    AnyCode,
    Reason,
    join_reasons,
    read_reason,
    read_reason_text,
    reason_json,
    write_reason_text,
)
from storage.records.send_texts import SendCode

CODES: tuple[AnyCode, ...] = (*Code, *QueryCode, *FetchCode, *SendCode, *DeskCode, *EntryCode)
SAME = frozenset([Code.TOGETHER, Code.HINTED, QueryCode.WITH_NEAREST, FetchCode.SAYING, EntryCode.AT_KEY])
"""Those whose sentence is nothing but values."""


def names_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def a_reason(code: AnyCode) -> Reason:
    names = names_in(ALL_SENTENCES[code].en) | names_in(ALL_SENTENCES[code].ko)
    return Reason(code, **{name: f"<{name}>" for name in names})


def test_no_code_stands_for_two_sentences() -> None:
    assert len(ALL_SENTENCES) == len(CODES)


def test_every_reason_is_said_in_both_languages() -> None:
    for code in CODES:
        reason = a_reason(code)
        english, korean = say_reason(reason, ENGLISH), say_reason(reason, KOREAN)
        assert english == reason, code
        assert type(english) is str, code
        assert not re.search("[가-힣]", english), code
        assert re.search("[가-힣]", korean) or code in SAME, code
        assert names_in(ALL_SENTENCES[code].ko) <= names_in(ALL_SENTENCES[code].en) | {"odds"}, code
        assert "{" not in english + korean, code


def test_a_reason_is_kept_as_a_value() -> None:
    for code in CODES:
        reason = a_reason(code)
        column = json.loads(json.dumps(reason_json(reason)))
        for again in (read_reason(column), copy.deepcopy(reason), pickle.loads(pickle.dumps(reason))):
            assert isinstance(again, Reason)
            assert (again, again.code, again.values) == (reason, code, reason.values)
    assert json.dumps([reason]) == json.dumps([str(reason)])


def test_several_reasons_are_one_value_in_either_language() -> None:
    event, same = Reason(Code.STORY_EVENT, score="0.41"), Reason(Code.STORY_SAME, of="s_2", score="0.38")
    both = join_reasons([event, same])
    assert both == "on the same event, score 0.41; s_2 is the same story, score 0.38"
    assert say_reason(both, KOREAN) == "같은 사안(점수 0.41); s_2도 같은 사안(점수 0.38)"
    assert say_reason(read_reason_text(write_reason_text(both)), KOREAN) == say_reason(both, KOREAN)
    assert join_reasons([event]) is event


@pytest.mark.parametrize(
    "text",
    [
        "first told of this story for this watch",
        "{",
        '{"code": "first"',
        '{"code": "first"}',
        '{"code": "first", "values": 3}',
        '{"code": "first", "values": {"a": 3}}',
        '{"code": "' + '{"a": ' * 100_000,
    ],
)
def test_a_text_that_only_looks_like_a_reason_stays_as_it_is(text: str) -> None:
    assert read_reason_text(text) == text
    assert not isinstance(read_reason_text(text), Reason)


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


@pytest.mark.parametrize(
    ("mark", "korean"),
    [
        ("how it is written", "글쓰기 방식"),
        ("its title: Factbox -", "제목: Factbox -"),
        ("its form, a talk with somebody", "형식: 대담"),
        ("its form: it begins with nothing said or done", "형식: 발언이나 일로 시작하지 않음"),
        ("its words: nobody else has it", "표현: 단독"),
        ("title: words of a stranger", "title: words of a stranger"),
    ],
)
def test_by_what_a_kind_is_known_is_said_in_korean(mark: str, korean: str) -> None:
    assert say_reason(Reason(Code.ANALYSIS, by=mark), KOREAN) == f"해설·기획 기사({korean})"
    assert say_reason(Reason(Code.ANALYSIS, by=mark), ENGLISH) == f"a feature, by {mark}"


def test_every_mark_of_a_kind_has_its_korean() -> None:
    """Each text in the code that names by what a kind is known, found where it is made."""
    folder = Path(genre.__file__).parent
    code = "".join((folder / name).read_text(encoding="utf-8") for name in ("read.py", "form.py"))
    marks = re.findall(r'f?"(its (?:title|source|section|form|words)[^"]*|how it [^"]*)"', code)
    assert len(marks) > 15
    for mark in marks:
        said = say_mark(mark.partition("{")[0] + ("x" if "{" in mark else ""))
        assert re.search("[가-힣]", said), mark
        assert not re.search(r"\b(its|how|form)\b", said), mark
