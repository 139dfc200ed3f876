"""The lists show what is asked for, by watch, entity, source and language."""

from __future__ import annotations

import pytest

from tests.corpus import Corpus, an_article

ARTICLES = (
    an_article("ncg", "Allies meet", "The Nuclear Consultative Group meets on Friday.", source="wire"),
    an_article(
        "north", "북한이 대화를 거부했다", "조선중앙통신은 북한이 대화를 거부했다고 전했다.", lang="ko"
    ),
    an_article("ferry", "A ferry sails again", "Welders replaced a third of its hull.", source="harbour"),
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("lists"))
    corpus.configure()
    corpus.keep(*ARTICLES)
    return corpus


@pytest.mark.parametrize("listed", ["articles", "stories"])
@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ((), {"Allies meet", "북한이 대화를 거부했다", "A ferry sails again"}),
        (("--entity", "ncg"), {"Allies meet"}),
        (("--entity", "north-korea"), {"북한이 대화를 거부했다"}),
        (("--source", "harbour"), {"A ferry sails again"}),
        (("--lang", "ko"), {"북한이 대화를 거부했다"}),
        (("--watch", "ncg", "--lang", "ko"), set()),
    ],
)
def test_articles_and_their_stories_are_chosen_alike(
    corpus: Corpus, listed: str, options: tuple[str, ...], titles: set[str]
) -> None:
    assert {line["title"] for line in corpus.lines(listed, *options)} == titles


def test_an_entity_that_nobody_knows_is_no_empty_list_of_stories(corpus: Corpus) -> None:
    assert corpus.hanmi("stories", "--entity", "nobody").exit_code == 2
