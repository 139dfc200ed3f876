"""The exit status says whether it could do what it was told, and faults of the machine have a line each."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.cli import app
from flows.cli.shortage import name_shortage
from storage.database import Database
from storage.errors import StorageError
from storage.trouble import trouble_of
from tests.corpus import Corpus

DEAD = "https://{}.invalid/feed"


def configure(folder: Path, sources: Sequence[str]) -> Corpus:
    tables = [f'[[source]]\nid = "{id_}"\nurl = "{DEAD.format(id_)}"\n' for id_ in sources]
    corpus = Corpus(folder)
    corpus.configure("[defaults]\nsources = false\nwatchlist = false\n" + "".join(tables))
    return corpus


@pytest.mark.parametrize(
    ("sources", "words", "status"),
    [
        (("a", "b", "c"), (), 1),
        (("a", "b"), ("--all",), 1),
        (("a",), (), 1),
        (("a", "b", "c"), ("--source", "b"), 1),
        (("a", "b", "c"), ("--source", "b", "--source", "c"), 1),
        ((), (), 0),
    ],
)
def test_a_run_that_read_nothing_it_was_told_to_read_has_failed(
    tmp_path: Path, sources: Sequence[str], words: tuple[str, ...], status: int
) -> None:
    corpus = configure(tmp_path, sources)
    assert corpus.hanmi("run", *words, "--json").exit_code == status


def test_nothing_due_is_no_failure(tmp_path: Path) -> None:
    corpus = configure(tmp_path, ("a", "b"))
    assert [corpus.hanmi("run").exit_code for _ in range(2)] == [1, 0]


def test_a_network_that_is_down_is_one_line_and_each_source_with_verbose(tmp_path: Path) -> None:
    ids = [f"source-{n}" for n in range(12)]
    corpus = configure(tmp_path, ids)
    said = corpus.hanmi("run", "--all").stdout
    assert len(said.splitlines()) == 6
    assert "12 sources" in said
    named = corpus.hanmi("--verbose", "run", "--all").stdout
    assert all(id_ in named for id_ in ids)


GOOD = '{"title": "Ministers meet", "text": "The ministers met in Seoul on Monday for three hours."}\n'


@pytest.mark.parametrize(
    ("files", "status", "said"),
    [
        ({"a.txt": b""}, 1, "the file is empty"),
        ({"a.txt": bytes(range(256)) * 40}, 1, ""),
        ({"a.json": b'{"title": '}, 1, "no JSON"),
        ({"a.jsonl": b"[1]\n"}, 1, ""),
        ({"a.docx": b"PK"}, 1, "files of this kind are not read"),
        ({"a.txt": b"", "b.docx": b"PK"}, 1, ""),
        ({"a.jsonl": GOOD.encode() + b"[1]\n"}, 0, ""),
        ({"a.jsonl": GOOD.encode(), "b.txt": b""}, 0, ""),
        ({"a.jsonl": GOOD.encode(), "b.docx": b"PK"}, 0, "files of this kind are not read"),
    ],
    ids=str,
)
def test_a_backfill_that_brought_nothing_in_has_failed(
    tmp_path: Path, files: dict[str, bytes], status: int, said: str
) -> None:
    corpus = configure(tmp_path, ())
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    paths = [str(tmp_path / name) for name in files]
    for _ in range(2):  # what is known already was brought in too
        result = corpus.hanmi("backfill", *paths)
        assert result.exit_code == status, result.output
    assert said in result.output


def test_a_folder_with_nothing_to_read_is_no_failure(tmp_path: Path) -> None:
    corpus = configure(tmp_path, ())
    folder = tmp_path / "drop"
    folder.mkdir()
    assert corpus.hanmi("backfill", str(folder)).exit_code == 0
    (folder / "a.docx").write_bytes(b"PK")
    assert corpus.hanmi("backfill", str(folder)).exit_code == 0


@pytest.mark.parametrize(("ids", "words"), [(("a", "b"), ()), (("a", "b"), ("a",)), (("a",), ())])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_check_in_which_no_source_works_has_failed(
    tmp_path: Path, ids: tuple[str, ...], words: tuple[str, ...], form: tuple[str, ...]
) -> None:
    assert configure(tmp_path, ids).hanmi("source", "check", *words, *form).exit_code == 1


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_an_import_of_which_nothing_could_be_taken_has_failed(tmp_path: Path, form: tuple[str, ...]) -> None:
    corpus = configure(tmp_path, ())
    opml = tmp_path / "a.opml"
    opml.write_text('<opml><body><outline xmlUrl="http://u:p@a.example/rss"/></body></opml>')
    assert corpus.hanmi("source", "import", str(opml), *form).exit_code == 1


SHORTAGES = [
    (MemoryError(), "memory"),
    (RuntimeError("can't start new thread"), "threads"),
    (OSError(errno.EMFILE, "Too many open files"), "files to open"),
    (OSError(errno.ENOMEM, "Cannot allocate memory"), "memory"),
    (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "processes"),
    (ExceptionGroup("of tasks", [ExceptionGroup("one", [MemoryError()])]), "memory"),
]


@pytest.mark.parametrize(("error", "named"), SHORTAGES)
def test_a_shortage_of_the_machine_is_named_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, named: str
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # which `main` sets
    monkeypatch.setattr(app, "app", fail)
    with pytest.raises(SystemExit, match="1"):
        app.main()
    said = capsys.readouterr().err
    assert named in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    "error", [RuntimeError("a bug"), OSError(errno.EPIPE, "pipe"), ExceptionGroup("x", [KeyError()])]
)
def test_what_is_no_shortage_is_not_called_one(error: Exception) -> None:
    assert name_shortage(error) is None


def test_a_database_whose_driver_is_not_installed_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")

    monkeypatch.setattr(sa, "create_engine", fail)
    with pytest.raises(StorageError, match=r"hanmi-watch\[postgresql\]") as caught:
        Database("postgresql+psycopg://u:hidden@127.0.0.1/db")
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    ("why", "hint"),
    [
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused', "start the server"),
        ("failed to resolve host 'db.invalid': [Errno -2] Name or service not known", "spelt right"),
        ("connection timeout expired", "firewall"),
        ('FATAL: password authentication failed for user "u"', "user and password"),
        ('FATAL: database "hanmi" does not exist', "createdb"),
        ('FATAL:  role "u" is not permitted to log in', "LOGIN"),
        ("permission denied for schema public", "this role"),
        ("cannot execute UPDATE in a read-only transaction", "standby"),
        ('FATAL:  too many connections for role "u"', "more connections"),
        ("FATAL:  sorry, too many clients already", "more connections"),
        ("FATAL:  remaining connection slots are reserved for superusers", "more connections"),
        ('prepared statement "_pg3_0" already exists', "by session"),
        ("canceling statement due to statement timeout", "statement_timeout"),
    ],
)
def test_a_server_that_cannot_be_used_says_what_to_look_at(why: str, hint: str) -> None:
    assert hint in trouble_of("postgresql+psycopg://u:***@h/db", why).hint
