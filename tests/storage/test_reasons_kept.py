"""Decisions and sources keep their reasons as values, and what was kept as words stays as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alerts.compose.words import KOREAN, say_reason
from flows.sources.health.coverage import Gap
from storage.corpus.ledger import keep_decision, read_decisions
from storage.records import Coverage, Decision, Flaw, Health, Remark, Trouble
from storage.records.reason_texts import Code
from storage.records.reasons import Reason, join_reasons
from storage.rows import coverage_json, read_coverage
from tests.judging import open_corpus

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SILENT = Reason(Code.SILENT, hours=30, usual=9)
GAP = Gap(source="a", start=NOW, end=NOW.replace(hour=5), window=20).why


@pytest.mark.parametrize(
    "why",
    [
        GAP,
        join_reasons([Reason(Code.STORY_EVENT, score="0.41"), Reason(Code.STORY_SAME, of="s", score="0.4")]),
        Reason(Code.NAME_SHARED, name='{"code": "first"}'),
        "nothing new for 30 h; the longest before was 9 h",
        '{"code": "nothing of ours"}',
    ],
)
def test_a_decision_gives_its_reason_back(tmp_path: Path, why: str) -> None:
    with open_corpus(tmp_path) as database, database.writing() as tx:
        keep_decision(tx, Decision(at=NOW, step="judge", subject="a", verdict="new", why=why))
        (read,) = read_decisions(tx, ["a"])
    assert read.why == why
    assert isinstance(read.why, Reason) is isinstance(why, Reason)
    assert say_reason(read.why, KOREAN) == say_reason(why, KOREAN)


def test_the_trouble_of_a_source_is_said_in_either_language() -> None:
    remark = Remark(flaw=Flaw.UNDATED, since=NOW, why=Reason(Code.UNDATED, count=6))
    health = Health(trouble=Trouble.SILENT, since=NOW, why=SILENT)
    column = json.loads(json.dumps(coverage_json(Coverage(health=health, remarks=(remark,)))))
    read = read_coverage(column)
    assert read.health.why == "nothing new for 30 h; the longest before was 9 h"
    assert say_reason(read.health.why, KOREAN) == "30시간째 새 소식 없음, 지금까지는 길어야 9시간"
    assert say_reason(read.remarks[0].why, KOREAN) == "항목 6건 모두 날짜가 없음"


def test_the_trouble_that_was_kept_as_words_is_shown_as_it_is() -> None:
    words = {"trouble": "silent", "since": NOW.isoformat(), "why": "nothing new for 30 h"}
    assert say_reason(read_coverage(words).health.why, KOREAN) == "nothing new for 30 h"
