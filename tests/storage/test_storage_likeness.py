"""The index finds what shares passages, over the whole corpus, and is not misled by stock phrases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.judge.fingerprints import read_sketch
from storage.database import Database
from storage.judging.likeness import NEWEST, keep_fingerprints, read_likenesses
from storage.records import CopyKind
from storage.tables import articles, fingerprints
from tests.flows.judge.test_judge_copies import NEWS, make_news
from tests.judging import judge_and_keep, make_article, open_corpus

FOOTER = make_news(99, 1, 60)[0]


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def test_a_copy_is_found_years_later_and_joins_the_group_and_the_story(corpus: Database) -> None:
    first = judge_and_keep(corpus, make_article("one.example/1", "\n".join(NEWS), "NCG to meet"))
    later = make_article("two.example/9", "\n".join(NEWS[:9]), "Nuclear group plans talks", hours=24 * 700)
    verdict = judge_and_keep(corpus, later)
    assert first.copy is None
    assert first.new_story
    assert verdict.copy is not None
    assert verdict.copy.kind is CopyKind.NEAR
    assert verdict.copy.of == verdict.group == first.group
    assert verdict.story == first.story


def test_a_partial_copy_joins_the_story_and_keeps_a_group_of_its_own(corpus: Database) -> None:
    first = judge_and_keep(corpus, make_article("one.example/1", "\n".join(NEWS)))
    text = "\n".join([*make_news(3, 6), *NEWS[:4]])
    verdict = judge_and_keep(corpus, make_article("two.example/2", text))
    assert verdict.copy is not None
    assert verdict.copy.kind is CopyKind.PARTIAL
    assert verdict.story == first.story
    assert verdict.group == make_article("two.example/2", text).id


def test_a_footer_of_three_stories_relates_nothing(corpus: Database) -> None:
    stories = set()
    for n in range(6):
        text = "\n".join([*make_news(n + 20, 2), FOOTER])
        verdict = judge_and_keep(corpus, make_article(f"one.example/{n}", text, hours=n * 2000))
        if n >= 3:
            assert verdict.copy is None
        stories.add(verdict.story)
    assert len(stories) >= 3


def test_thirty_reprints_are_one_group_and_no_boilerplate(corpus: Database) -> None:
    text = "\n".join(NEWS)
    groups = {
        judge_and_keep(corpus, make_article(f"o{n}.example/1", f"Outlet {n} says:\n{text}", hours=n)).group
        for n in range(30)
    }
    assert len(groups) == 1


def test_only_the_newest_articles_of_a_fingerprint_are_read(corpus: Database) -> None:
    with corpus.writing() as tx:
        for number in range(1, NEWEST + 20):
            row = {
                "number": number, "id": f"a-{number}", "key": str(number), "title": "", "text": "",
                "authors": [], "lang": "en", "text_from": "page",
                "published_day_only": False, "published_confidence": 0.0,
                "fetched_at": make_article("k", "").fetched_at, "sighting": "live", "text_hash": 0,
                "fingerprint_count": 2,
            }  # fmt: skip
            tx.execute(articles.insert().values(**row))
            keep_fingerprints(tx, number, (7, 8))
            tx.execute(articles.update().values(story=None))
        assert len(read_likenesses(tx, (7, 8))) == 0  # as many stories as articles: a stock phrase
        tx.execute(fingerprints.delete().where(fingerprints.c.doc > 2))
        assert [found.shared for found in read_likenesses(tx, (7, 8, 9))] == [2, 2]


def test_keeping_twice_changes_nothing(corpus: Database) -> None:
    judge_and_keep(corpus, make_article("one.example/1", "\n".join(NEWS)))
    sketch = read_sketch("\n".join(NEWS))
    with corpus.writing() as tx:
        keep_fingerprints(tx, 1, sketch.fingerprints)
        count = tx.execute(sa.select(sa.func.count()).select_from(fingerprints)).scalar_one()
    assert count == len(sketch.fingerprints)


def test_articles_without_text_are_not_copies_of_one_another(corpus: Database) -> None:
    verdicts = [
        judge_and_keep(corpus, make_article(f"one.example/{n}", "", f"Title {n * 77}")) for n in range(3)
    ]
    assert [verdict.copy for verdict in verdicts] == [None, None, None]


@pytest.mark.parametrize("text", ["Photo: Newsis.", "사진=연합뉴스"])
def test_a_caption_under_other_titles_is_no_copy(corpus: Database, text: str) -> None:
    titles = ("Blossoms open in Jinhae", "한미 정상 통화")
    verdicts = [judge_and_keep(corpus, make_article(f"one.example/{t}", text, t)) for t in titles]
    assert verdicts[1].copy is None
