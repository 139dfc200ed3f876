"""Whatever a configuration holds, it is read or refused within seconds, by file, key and reason."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.forked import Forker

WITHIN_S = 30
"""Of a whole command; one to two seconds on a quiet machine. Some of these hung, or took all memory."""

MOST = 4_096_000_000
"""Bytes that it may map."""

CHANNEL = '[[channel]]\nid = "hook"\nkind = "webhook"\nurl = "https://a.example"\nsecret = "file:{}"\n'
WATCH = '[[watch]]\nid = "w"\nquery = {}\n'

Make = Callable[[Path], str]


def write_large(folder: Path) -> str:
    with (folder / "large").open("w") as file:
        file.truncate(1_000_000_000)
    return CHANNEL.format("large")


SELECTOR = '[[source]]\nid = "a"\nurl = "https://a.example"\nselector = "{}"'
PATTERN = "[[source]]\nid = 'a'\nurl = 'https://a.example'\npattern = '{}'"

REFUSED: dict[str, tuple[str | Make, str]] = {
    "lists within lists": ("a = " + "[" * 100_000, "is no TOML"),
    "a secret without end": (CHANNEL.format("/dev/zero"), "channel[hook].secret: /dev/zero"),
    "a secret that is a folder": (CHANNEL.format("."), "channel[hook].secret"),
    "a secret of a gigabyte": (write_large, "it is larger than 100 kB"),
    "brackets without end": (WATCH.format("'" + "(" * 19_000 + "'"), "watch[w].query"),
    "a query without end": (WATCH.format("'" + "a " * 500_000 + "'"), "longer than 20000 characters"),
    "NOT without end": (WATCH.format("'" + "NOT " * 4_900 + "a'"), "watch[w].query"),
    "a duration beyond all numbers": ('[fetch]\npause = "' + "9" * 5_000 + 'd"', "fetch.pause"),
    "a size beyond all numbers": ('[fetch]\nmax_bytes = "' + "9" * 400 + 'GB"', "fetch.max_bytes"),
    "a count beyond all numbers": ("[fetch]\nper_host = " + "9" * 4_000, "fetch.per_host"),
    "a zone that is a path": ('timezone = "../../../../etc/passwd"', "timezone"),
    "a zone with a NUL": ('timezone = "Asia\\u0000Seoul"', "timezone"),
    "an id that commands a terminal": ('[[source]]\nid = "\\u001b[2J"\nurl = "https://a.example"', "source["),
    "a day that never comes": ('[schedule]\nmonitor = "0 0 31 2 *"', "schedule.monitor"),
    "a selector of brackets": (SELECTOR.format(":not(" * 5_000), "source[a].selector"),
    "a pattern of brackets": (PATTERN.format("(" * 50_000), "source[a].pattern"),
    "a port beyond all": ('[desk]\nlisten = "127.0.0.1:99999999999"', "desk.listen"),
    "a table in place of a word": ("timezone = {a = 1}", "timezone"),
    "a word in place of tables": ("watch = 'all'", "watch"),
    "a file of NULs": ("\0" * 100_000, "is no TOML"),
}  # fmt: skip

TAKEN: dict[str, str] = {
    "a hundred thousand aliases": '[[entity]]\nid = "e"\nname = "E"\nkind = "body"\naliases = ['
    + ", ".join(f'"Alias {n}"' for n in range(100_000)) + "]",
    "five thousand sources": "".join(
        f'[[source]]\nid = "s{n}"\nurl = "https://a.example/{n}"\n' for n in range(5_000)
    ),
    "a comment of ten megabytes": "# " + "x" * 10_000_000,
    "ten thousand empty lines and a mark": "\ufeff" + "\r\n" * 10_000,
}  # fmt: skip


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    with Forker() as forker:
        yield forker


def check(forker: Forker, folder: Path, text: str) -> tuple[int, str, float]:
    """The status of a command that reads this configuration, what it says, and how long it takes."""
    path = folder / "hanmi.toml"
    path.write_text(text, encoding="utf-8")
    words = ["run", "--json"] if "secret" in text else ["watch", "check", "--json"]
    began = time.monotonic()
    done = forker.run("--config", str(path), *words, cwd=folder, memory_bytes=MOST, timeout_s=4 * WITHIN_S)
    return done.returncode, done.stderr, time.monotonic() - began


@pytest.mark.parametrize("form", REFUSED)
def test_what_cannot_be_is_refused_by_its_key(form: str, tmp_path: Path, forker: Forker) -> None:
    made, said = REFUSED[form]
    status, err, took_s = check(forker, tmp_path, made if isinstance(made, str) else made(tmp_path))
    assert status == 2, err[-500:]
    assert said in err
    assert "Traceback" not in err
    assert len(err) < 5_000
    assert err.replace("\n", "").isprintable()
    assert took_s < WITHIN_S


@pytest.mark.parametrize("form", TAKEN)
def test_what_is_merely_large_is_read(form: str, tmp_path: Path, forker: Forker) -> None:
    status, err, took_s = check(forker, tmp_path, TAKEN[form])
    assert (status, err) == (0, "")
    assert took_s < 4 * WITHIN_S


@pytest.mark.parametrize("what", ["a folder", "a link to itself", "a device without end"])
def test_a_configuration_that_is_no_file_is_named(what: str, tmp_path: Path, forker: Forker) -> None:
    path = tmp_path / "hanmi.toml"
    match what:
        case "a folder":
            path.mkdir()
        case "a link to itself":
            path.symlink_to(path)
        case _:
            path.symlink_to("/dev/zero")
    words = ["--config", str(path), "watch", "check"]
    done = forker.run(*words, cwd=tmp_path, memory_bytes=MOST, timeout_s=WITHIN_S)
    assert done.returncode == 2
    assert "hanmi.toml: cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
