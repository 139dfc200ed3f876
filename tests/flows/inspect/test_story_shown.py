"""`hanmi show STORY`: who wrote it first, what each article brought, what it was called, and its saga."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.compose.public_json import shape_story
from flows.cli.showing.shown import print_record
from flows.inspect.story import describe_story
from storage.database import Database
from storage.lists.story_lists import read_story
from tests.flows.judge.test_judge_bridge import BRIEF, VISITORS, name
from tests.flows.judge.test_judge_stories import KOREAN, TARIFFS, VISIT, VISIT_TOLD_OTHERWISE, make
from tests.judging import judge_and_keep, make_article, open_corpus

LATER = (
    "Blinken bids Seoul farewell",
    "Blinken bade Seoul farewell on Monday. Cho Tae-yul, the foreign minister, received the secretary for "
    "talks of 70 minutes, and both said that the alliance passed the test of martial law.",
)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def describe(corpus: Database, story: str) -> dict[str, object]:
    with corpus.reading() as tx:
        found = read_story(tx, story)
        assert found is not None
        shape = describe_story(tx, found)
        assert shape_story(found).items() <= shape.items()
        return shape


def test_each_article_says_what_it_brought_and_who_wrote_it(corpus: Database) -> None:
    first = replace(make("one.example/1", VISIT), outlet="The Korea Times")
    credited = replace(
        make("two.example/1", (VISIT_TOLD_OTHERWISE[0], f"SEOUL (Yonhap) -- {VISIT_TOLD_OTHERWISE[1]}"), 2)
    )
    copied = make_article("three.example/1", VISIT[1], VISIT[0], hours=3)
    story = {judge_and_keep(corpus, article).story for article in (first, credited, copied)}.pop()
    shape = describe(corpus, story)
    assert shape["wrote"] == [
        {"origin": "Hankook", "articles": [first.id, copied.id]},
        {"origin": "Yonhap", "articles": [credited.id]},
    ]
    assert shape["origins"] == 2
    timeline = shape["timeline"]
    assert isinstance(timeline, list)
    assert [(moment["new_sentences"], moment["sentences"]) for moment in timeline] == [(1, 1), (1, 1), (0, 0)]
    assert [moment["copy_of"] for moment in timeline] == [None, None, first.id]


def test_a_merged_story_shows_its_former_id_and_what_linked_it(
    corpus: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    english = judge_and_keep(corpus, make("one.example/1", VISIT), VISITORS)
    brief = judge_and_keep(corpus, make("two.example/2", BRIEF, 1), name("south-korea"))
    whole = make("three.example/3", (KOREAN[0], f"{BRIEF[1]} {KOREAN[1]}"), 2)
    judge_and_keep(corpus, whole, VISITORS)
    shape = describe(corpus, brief.story)
    assert (shape["id"], shape["former_ids"]) == (english.story, [brief.story])
    links = shape["links"]
    assert isinstance(links, list)
    assert [(link["kind"], link["article"], link["other"]) for link in links] == [
        ("language", whole.id, brief.story)
    ]
    print_record(shape, "Asia/Seoul")
    printed = capsys.readouterr().out
    assert brief.story in printed
    assert f"language with {brief.story} by {whole.id}" in " ".join(printed.split())


def test_stories_of_one_saga_are_a_chain(corpus: Database) -> None:
    visit = judge_and_keep(corpus, make("one.example/1", VISIT))
    judge_and_keep(corpus, make("two.example/1", TARIFFS, 24))
    farewell = judge_and_keep(corpus, make("three.example/1", LATER, 24 * 12))
    assert farewell.story != visit.story
    before, after = describe(corpus, farewell.story)["chain"], describe(corpus, visit.story)["chain"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert [link["id"] for link in before["before"]] == [visit.story]
    assert [link["id"] for link in after["after"]] == [farewell.story]
    assert before["after"] == after["before"] == []
