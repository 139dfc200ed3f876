"""What commands say, as one would say it: one of a thing, a file that cannot be read, what is asked first."""

from __future__ import annotations

import errno
import json
import logging
import os
import re
import socket
import ssl
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import typer

from flows.cli import backups
from flows.config.data_dir import make_data_dir
from flows.config.loading.load import load_settings
from flows.config.loading.secrets import read_secret
from flows.config.logs import ZonedLines, choose_format
from flows.fetch.connect import _say_private
from flows.service.rooms import Rooms
from flows.service.troubles import Troubles
from storage.errors import ConfigurationError, SecretMissing, StorageError, on_one_line, say_os
from storage.language.counts import count_of
from storage.trouble import name_trouble
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


@pytest.mark.parametrize("by", ["option", "variable", "key", "nobody"])
def test_a_data_directory_that_cannot_be_made_is_named_once_and_by_what_named_it(
    tmp_path: Path, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, config = tmp_path / "file" / "data", tmp_path / "hanmi.toml"
    (tmp_path / "file").write_text("")
    monkeypatch.chdir(tmp_path)
    if by == "variable":
        monkeypatch.setenv("HANMI_DATA_DIR", str(folder))
    if by == "nobody":
        folder = tmp_path / "data"
        folder.write_text("")
    else:
        config.write_text(NOTHING if by != "key" else f"data_dir = '{folder}'\n{NOTHING}")
    with pytest.raises(ConfigurationError) as caught:
        make_data_dir(load_settings(data_dir=folder if by == "option" else None))
    said = str(caught.value)
    named_once(said, folder)
    begins = {"option": "--data-dir: ", "variable": "$HANMI_DATA_DIR: ", "key": f"{config}: data_dir: "}
    assert said.startswith(begins.get(by, "data directory: "))
    assert ("is no folder" in said) is (by == "nobody")


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_variable_of_blanks_is_not_set(tmp_path: Path, blank: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HANMI_CONFIG", "HANMI_DATA_DIR", "PREFECT_API_URL"):
        monkeypatch.setenv(name, blank)
    settings = load_settings()
    assert (settings.config_path, settings.prefect_api_url) == (None, None)
    assert settings.data_dir == tmp_path / "data"


def test_a_configuration_that_is_not_there_is_asked_for_by_whoever_named_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANMI_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(ConfigurationError, match=r"no such file; \$HANMI_CONFIG names it"):
        load_settings()
    with pytest.raises(ConfigurationError, match="no such file; `hanmi init` writes one"):
        load_settings(tmp_path / "other.toml")


REFUSED = 'connection to server at "127.0.0.1" failed: Connection refused\n\tIs the server running there?\n'


def test_what_a_library_says_over_several_lines_is_one() -> None:
    orig = sa.exc.OperationalError("SELECT 1", {}, Exception(REFUSED))
    named = name_trouble("postgresql://db/x", orig)
    said = 'connection to server at "127.0.0.1" failed: Connection refused Is the server running there?'
    assert named.why == said
    assert str(StorageError("db", REFUSED, "start it")) == f"db: {said} (start it)"
    assert on_one_line("as it  is") == "as it  is"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)"),
            "what answers there speaks no TLS",
        ),
        (ssl.SSLError(1, "[SSL: TLSV1_ALERT_X] tlsv1 alert x (_ssl.c:9)"), "tlsv1 alert x"),
        (ssl.SSLError(1, "[SSL] unknown error (_ssl.c:9)"), "unknown error"),
        (OSError(errno.ECONNREFUSED, "Connect call failed ('127.0.0.1', 1)"), "Connection refused"),
        (OSError(errno.ENOENT, "No such file"), "No such file"),
        (ValueError(), "ValueError"),
    ],
)
def test_what_the_system_says_is_said_without_its_numbers(error: Exception, said: str) -> None:
    assert say_os(error) == said


# ── the terminal ─────────────────────────────────────────────────────────────────────────────


def shown(corpus: Corpus, *words: str, **variables: str) -> str:
    """What a process of its own prints, which must not fail."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "--config", str(corpus.config)]
    done = subprocess.run(
        [*command, *words], env=os.environ | variables, capture_output=True, cwd=ROOT, check=True
    )
    return done.stdout.decode(variables.get("PYTHONIOENCODING", "utf-8"))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("encoding", ["ascii", "cp949", "utf-8"])
def test_what_an_encoding_lacks_is_printed_as_a_number(corpus: Corpus, encoding: str) -> None:
    title = "Café 한미 협의 \N{SMILING FACE WITH SUNGLASSES}"
    corpus.keep(an_article("a", title, "A text of no weight."))
    listed = shown(corpus, "articles", PYTHONIOENCODING=encoding)
    assert title.encode(encoding, "backslashreplace").decode(encoding) in listed
    lines = shown(corpus, "articles", "--json", PYTHONIOENCODING=encoding)
    assert json.loads(lines)["title"] == title


@pytest.mark.sqlite_only
def test_a_width_of_nothing_is_no_width(corpus: Corpus) -> None:
    corpus.keep(an_article("a", "Five words of a title", "A text of no weight."))
    assert "Five words of a title" in shown(corpus, "articles", COLUMNS="0")
    assert "Where everything is written" in shown(corpus, "--help", COLUMNS="0")


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
