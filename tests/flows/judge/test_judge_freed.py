"""A likely part of a story is a story of its own once an account in another language tells of it alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.judging.merging import LinkKind, read_links
from storage.records import Article, Mention
from storage.tables import articles, stories
from tests.flows.judge.test_judge_likely import FARMERS, TALKS, make
from tests.judging import judge_and_keep, make_article, open_corpus, where

FARMERS_IN_KOREAN = (
    "쌀 농가, 협상장 앞 콤바인 시위 끝내… 쿼터 확대는 보류",
    "정부청사 앞 두 개 차로에 콤바인을 세워 둔 농민들이 저녁에 콤바인을 몰고 돌아갔다. 통상차관보는 쌀 "
    "쿼터를 넓히라는 해처의 요구가 수용도 철회도 되지 않았다고 했다. 해외 부품 비중 조항은 통과됐다.",
)
TALKS_IN_KOREAN = (
    "한미, 2차 협상서 자동차 부품 원산지 합의… 쌀은 평행선",
    "한국과 미국의 통상 당국자들이 서울에서 수요일 끝난 2차 협상에서 자동차 부품 원산지 문안에 "
    "합의했으나 쌀에서는 이견을 좁히지 못했다고 산업부가 밝혔다. 해처 부대표는 말없이 떠났다. 농민들은 "
    "콤바인을 정부청사 앞에 세웠다.",
)


def name(*entities: str) -> tuple[Mention, ...]:
    return tuple(Mention(entity=entity, count=2, in_title=True) for entity in entities)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def tell(corpus: Database, korean: tuple[str, str], named: dict[str, tuple[Mention, ...]]) -> list[Article]:
    """A story, a part of it, and an account in Korean."""
    told = [make("one", TALKS), make("two", FARMERS, 5)]
    told.append(make_article("three.example/1", korean[1], korean[0], hours=7, lang="ko"))
    for article, key in zip(told, ("talks", "farmers", "korean"), strict=True):
        judge_and_keep(corpus, article, named[key])
    return told


def test_what_korean_tells_of_a_part_alone_makes_it_a_story(corpus: Database) -> None:
    named = {
        "talks": name("ustr"),
        "farmers": name("rice-quota", "farmers-union"),
        "korean": name("rice-quota", "farmers-union"),
    }
    talks, farmers, korean = tell(corpus, FARMERS_IN_KOREAN, named)
    assert where(corpus, farmers) == where(corpus, korean)
    story, part = where(corpus, farmers)
    assert part is None
    assert story != where(corpus, talks)[0]
    with corpus.reading() as tx:
        assert [link.kind for link in read_links(tx, story)] == [LinkKind.LANGUAGE]
        assert read_links(tx, where(corpus, talks)[0]) == []
        rows = tx.execute(sa.select(stories).order_by(stories.c.number)).all()
        counted = tx.execute(sa.select(articles.c.story, sa.func.count()).group_by(articles.c.story)).all()
    assert [row.within for row in rows] == [None, None]
    assert rows[0].last_seen < rows[1].first_seen
    assert sorted(count for _, count in counted) == [1, 2]


def test_what_korean_tells_of_both_leaves_the_part_where_it_is(corpus: Database) -> None:
    everybody = name("ustr", "rice-quota", "farmers-union")
    named = {"talks": everybody, "farmers": everybody, "korean": everybody}
    talks, farmers, korean = tell(corpus, TALKS_IN_KOREAN, named)
    assert where(corpus, farmers)[0] == where(corpus, talks)[0] == where(corpus, korean)[0]
    assert where(corpus, farmers)[1] is not None
