"""What commands say, as one would say it: one of a thing, a file that cannot be read, what is asked first."""

from __future__ import annotations

import logging
import re
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from flows.cli import backups
from flows.config.data_dir import make_data_dir
from flows.config.loading.load import load_settings
from flows.config.loading.secrets import read_secret
from flows.config.logs import ZonedLines, choose_format
from flows.fetch.connect import _say_private
from flows.service.rooms import Rooms
from flows.service.troubles import Troubles
from storage.errors import ConfigurationError, SecretMissing, say_os
from storage.language.counts import count_of
from tests.corpus import Corpus, an_article

ROOT = Path(__file__).parents[3]
NOUNS = "articles|alerts|deliveries|channels|watches|judgements|examples|entities|outlets|rows|digests|texts"
COUNTED = re.compile(rf"\{{[^{{}}]*\}} ({NOUNS})\b")
NOTHING = "[defaults]\nsources = false\nwatchlist = false\n"
NEVER_ONE = re.compile(
    r"len\(names\)\} watches told|\{name\} alerts again|ENTITIES|FEWEST|count_of|found.read|of_now"
)
"""What is said of two or more alone."""


ROOMS = [f"flows/{room}" for room in ("cli", "inspect", "service", "sources", "learning")]


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_says_1_articles(room: str) -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if COUNTED.search(line) and not NEVER_ONE.search(line)
    ]
    assert found == []


def test_one_thing_is_one_thing() -> None:
    assert count_of(1, "delivery", "deliveries") == "1 delivery"
    assert count_of(0, "article") == "0 articles"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    corpus.configure()
    return corpus


def test_an_empty_choice_reads_as_english(corpus: Corpus) -> None:
    said = corpus.hanmi("articles", "--lang", "en", "--since", "1d").output
    assert "are what was asked" not in said
    corpus.keep(an_article("a", "NCG meets", "The NCG met in Seoul."))
    assert "No articles match" in corpus.hanmi("articles", "--lang", "en", "--since", "2090-01-01").stdout


def test_an_id_of_two_things_names_the_choice(corpus: Corpus) -> None:
    said = " ".join(corpus.hanmi("watch", "history", "ncg").stderr.replace("│", " ").split())
    assert "names several things: write entity:ncg or watch:ncg" in said


@pytest.mark.parametrize(
    ("host", "said"), [("127.0.0.1", "it is not public"), ("a.example", "it leads to 127.0.0.1, which")]
)
def test_an_address_does_not_lead_to_itself(host: str, said: str) -> None:
    assert _say_private(host, "127.0.0.1").startswith(said)


# ── files ────────────────────────────────────────────────────────────────────────────────────


def named_once(said: str, path: Path) -> None:
    assert "Errno" not in said
    assert said.count(str(path)) == 1


@pytest.mark.parametrize("kind", [PermissionError, IsADirectoryError, OSError])
def test_what_the_system_says_comes_without_number_and_path(kind: type[OSError]) -> None:
    assert say_os(kind(13, "Permission denied", "/etc/hanmi.toml")) == "Permission denied"
    assert say_os(OSError("odd")) == "odd"


def test_a_configuration_that_cannot_be_read_is_named_once(tmp_path: Path) -> None:
    (folder := tmp_path / "hanmi.toml").mkdir()
    with pytest.raises(ConfigurationError) as caught:
        load_settings(folder)
    named_once(str(caught.value), folder)


def test_a_secret_that_cannot_be_read_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(SecretMissing) as caught:
        read_secret(f"file:{tmp_path / 'none'}", tmp_path)
    named_once(str(caught.value), tmp_path / "none")


@pytest.mark.parametrize("has_config", [True, False])
def test_a_data_directory_that_cannot_be_made_is_named_once(
    tmp_path: Path, has_config: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.chdir(tmp_path)
    if has_config:
        (tmp_path / "hanmi.toml").write_text("[defaults]\nsources = false\nwatchlist = false\n")
    settings = load_settings(data_dir=tmp_path / "file" / "data")
    with pytest.raises(ConfigurationError) as caught:
        make_data_dir(settings)
    named_once(str(caught.value), tmp_path / "file" / "data")
    assert ("data_dir: " in str(caught.value)) is has_config


# ── the service ──────────────────────────────────────────────────────────────────────────────


def test_a_page_that_cannot_listen_is_said_with_its_reason(corpus: Corpus) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, corpus.open() as house:
        port = taken.getsockname()[1]
        corpus.configure(f'[desk]\nlisten = "127.0.0.1:{port}"\n{NOTHING}')
        rooms = Rooms(load_settings(corpus.config), house.db, Troubles())
        rooms.tend()
        assert "another program listens there" in rooms.desk_trouble
        assert str(port) in rooms.desk_trouble
        rooms.close()


def test_log_lines_have_the_zone_of_the_configuration() -> None:
    record = logging.LogRecord("hanmi.x", logging.ERROR, "x.py", 1, "step fails", (), None)
    record.created = datetime(2026, 11, 22, 9, tzinfo=UTC).timestamp()
    assert ZonedLines("Asia/Seoul").format(record).startswith("2026-11-22 18:00:00+0900 ERROR")


@pytest.mark.parametrize(("name", "zone"), [("text", "Asia/Seoul"), ("json", None)])
def test_the_format_is_that_of_every_handler(
    name: str, zone: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = logging.StreamHandler()
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    choose_format(name, zone)
    assert handler.formatter is not None


# ── what is asked first, and helps ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [("forget", " "), ("forget", "--yes", ""), ("desk", "tokens", "--add", "")])
def test_an_empty_name_is_nobodys(corpus: Corpus, words: tuple[str, ...]) -> None:
    result = corpus.hanmi(*words)
    assert (result.exit_code, "it is empty" in result.stderr) == (2, True)


def test_nobody_is_forgotten_by_a_slip(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "_is_terminal", lambda: True)
    monkeypatch.setattr(typer, "confirm", lambda *_, **__: False)
    done = corpus.hanmi("forget", "root")
    assert done.exit_code == 1
    assert "nothing was removed" in done.stderr
    assert corpus.hanmi("forget", "root", "--yes").exit_code == 0


@pytest.mark.parametrize("words", ["source check", "watch list", "show", "explain", "redeliver", "judge"])
def test_no_help_has_brackets_within_brackets(corpus: Corpus, words: str) -> None:
    assert "[[" not in corpus.hanmi(*words.split(), "--help").stdout


@pytest.mark.parametrize(
    ("listed", "by"),
    [("articles", "Published"), ("stories", "article of"), ("alerts", "Alerted"), ("deliveries", "Promised")],
)
def test_since_says_by_what_each_list_goes(corpus: Corpus, listed: str, by: str) -> None:
    said = corpus.hanmi(listed, "--help").stdout
    assert by in said.partition("--since ")[2]
