"""Words in an order, or with names, that the command line does not take: what was meant is said."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.cli.typed.hinting import ELSEWHERE
from tests.corpus import Corpus

WRONG = [
    ("--json alerts", "behind the command: `hanmi alerts --json`"),
    ("--limit watch list", "behind the command"),
    ("articles --limit 0", "must be at least 1"),
    ("search ncg --limit ten", "write a whole number"),
    ("--since 7d articles", "behind the command"),
    ("alerts --data-dir /x", "before the command: `hanmi --data-dir … alerts`"),
    ("watch list --config /x", "before the command: `hanmi --config … watch list`"),
    ("source check --verbose", "before the command: `hanmi --verbose … source check`"),
    ("channel press-office test", "`hanmi channel test press-office`"),
    ("watch ncg test --since 7d", "`hanmi watch test ncg --since 7d`"),
    ("watch 'two words' history", "`hanmi watch history 'two words'`"),
    ("source yonhap check", "`hanmi source check yonhap`"),
    ("test watch", "`hanmi watch test`"),
    ("check source yonhap", "`hanmi source check yonhap`"),
    ("list", "`hanmi watch list` or `hanmi source list`"),
    ("history ncg", "`hanmi watch history` or `hanmi source history`"),
    ("discover", "`hanmi watch discover`"),
    ("help", "`hanmi --help`"),
    ("version", "`hanmi --version`"),
    ("status", "`hanmi doctor`"),
    ("entities", "`hanmi watch list`"),
    ("export", "`hanmi articles --csv > articles.csv`"),
    ("source remove x", "[[source]]"),
    ("watch remove x", "[[watch]]"),
    ("mute Test Outlet", "quotes"),
    ("explain a title of words", "quotes"),
]


@pytest.mark.parametrize(("words", "meant"), WRONG)
def test_what_was_meant_is_said(
    tmp_path: Path, words: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    done = Corpus(tmp_path).hanmi(*shlex.split(words))
    assert done.exit_code == 2
    assert meant in done.stderr


BLANK = [
    ("--data-dir '' articles", "behind --data-dir is empty"),
    ("--config= watch check", "behind --config is empty"),
    ("articles --watch ' '", "behind --watch is empty"),
    ("backfill ''", "behind backfill is empty"),
    ("backfill seeds --outlet ''", "behind --outlet is empty"),
    ("forget ' '", "behind forget is empty"),
    ("desk tokens --add ''", "behind --add is empty"),
    ("explain ''", "behind explain is empty"),
    ("source check ''", "behind check is empty"),
    ("judge a-1 on-topic --by ''", "behind --by is empty"),
]


@pytest.mark.parametrize(("words", "said"), BLANK)
def test_a_word_that_is_blank_is_refused_before_anything_is_done(
    tmp_path: Path, words: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    done = Corpus(tmp_path).hanmi(*shlex.split(words))
    assert done.exit_code == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", ["init --lang en --address ''", "init --lang ko --address="])
def test_who_wants_no_mail_may_say_so(tmp_path: Path, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, shlex.split(words))
    assert done.exit_code == 0, done.stderr
    assert "\n[[channel]]" not in (tmp_path / "hanmi.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "guess"), [("artciles", "articles"), ("watch chek", "check"), ("run --al", "--all")]
)
def test_a_misspelt_word_is_still_guessed(tmp_path: Path, words: str, guess: str) -> None:
    done = Corpus(tmp_path).hanmi(*words.split())
    assert done.exit_code == 2
    assert guess in done.stderr


def test_every_command_that_a_hint_names_is_there(tmp_path: Path) -> None:
    named = {
        tuple(word for word in said.split("`")[0].split() if word.isalpha() and word.islower())
        for hint in ELSEWHERE.values()
        for said in hint.split("`hanmi ")[1:]
        if not said.startswith("-")
    }
    assert len(named) > 10
    for words in sorted(named):
        assert Corpus(tmp_path).hanmi(*words, "--help").exit_code == 0, words
