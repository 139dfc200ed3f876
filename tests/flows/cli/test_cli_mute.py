"""What is muted is asked for and found: by a story's beginning, an alert, an article, an outlet's letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus import Corpus, an_article

ARTICLE = an_article("ncg", "Allies meet", "The Nuclear Consultative Group meets.", outlet="Test Outlet")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    corpus.configure()
    corpus.keep(ARTICLE)
    return corpus


def test_nothing_is_muted_and_that_is_said(corpus: Corpus) -> None:
    assert "Nothing is muted." in corpus.hanmi("mute").stdout
    assert corpus.document("mute") == {"muted": []}


def test_what_is_muted_is_listed_with_its_title(corpus: Corpus) -> None:
    story = corpus.lines("stories")[0]["id"]
    for subject in (story, "ncg", "Test Outlet"):
        assert corpus.hanmi("mute", subject).exit_code == 0
    said = corpus.hanmi("mute").stdout
    assert all(word in said for word in (story, "Allies meet", "ncg", "NCG", "Test Outlet"))
    assert {each["subject"] for each in corpus.document("mute")["muted"]} == {story, "ncg", "Test Outlet"}


def test_what_was_not_muted_does_not_alert_again(corpus: Corpus) -> None:
    corpus.hanmi("mute", "ncg")
    said = [corpus.hanmi("mute", "ncg", "--for", "0s").stdout for _ in range(2)]
    assert said == ["ncg alerts again\n", "ncg was not muted, and goes on alerting\n"]


def test_a_mute_of_what_is_gone_can_be_lifted(corpus: Corpus) -> None:
    corpus.hanmi("mute", "talks")
    corpus.configure("[defaults]\nsources = false\nwatchlist = false\n")
    assert corpus.hanmi("mute", "talks", "--for", "0s").stdout == "talks alerts again\n"


@pytest.mark.parametrize("kind", ["alert", "article", "address", "story", "short"])
def test_the_story_is_muted_by_whatever_is_at_hand(corpus: Corpus, kind: str) -> None:
    story, alert = corpus.lines("stories")[0]["id"], corpus.lines("alerts")[0]["id"]
    asked = {"alert": alert, "article": ARTICLE.id, "address": ARTICLE.url or "", "story": story,
             "short": story[:7]}[kind]  # fmt: skip
    result = corpus.hanmi("mute", asked)
    assert result.stdout.startswith(f"{story} is muted until")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Test Outlett", "did you mean 'Test Outlet'?"),
        ("tets outlet", "did you mean 'Test Outlet'?"),
        ("ncgg", "did you mean ncg?"),
        ("nowhere at all", "neither a story nor a watch nor an outlet"),
    ],
)
def test_what_is_misspelled_gets_the_nearest(corpus: Corpus, asked: str, said: str) -> None:
    result = corpus.hanmi("mute", asked)
    assert said in result.stderr
    assert result.exit_code == 2


@pytest.mark.parametrize("asked", ["test outlet", "TEST OUTLET", " Test Outlet "])
def test_an_outlet_is_known_by_its_letters(corpus: Corpus, asked: str) -> None:
    assert corpus.hanmi("mute", asked).stdout.startswith("Test Outlet is muted until")
