"""What a command advises can be done, and what it lists is what was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.config.bundle import SEEDS
from tests.corpus import CONFIG, Corpus, an_article

SECRETS = """
[[channel]]
id = "hook"
kind = "webhook"
url = "https://hook.example/"
secret = "env:SPOILT_SECRET"
[[channel]]
id = "other"
kind = "webhook"
url = "https://127.0.0.1:9/"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
[[channel]]
id = "filed"
kind = "webhook"
url = "file:nowhere.txt"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    corpus.configure()
    return corpus


def plain(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def test_the_seeds_come_in_without_a_complaint(corpus: Corpus) -> None:
    report = corpus.document("backfill", str(SEEDS))
    assert report["failures"] == []
    assert (report["files"], report["articles"]["failed"]) == (3, 0)


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (None, "there is no such file (give the file that `hanmi backup` wrote)"),
        ("timezone = 1", "is no backup: it is no SQLite database"),
        ("", "is no file"),
    ],
    ids=["missing", "another file", "folder"],
)
@pytest.mark.sqlite_only  # PostgreSQL has tools of its own for this
def test_a_restore_from_what_is_no_backup_says_what_it_is(
    corpus: Corpus, there: str | None, said: str
) -> None:
    corpus.keep(an_article("a", "Allies meet", "They met."))
    file = corpus.folder / "a.db"
    if there:
        file.write_text(there)
    elif there is not None:
        file.mkdir()
    result = corpus.hanmi("restore", str(file))
    assert said in plain(str(result.exception))
    assert result.exit_code == 1


def test_a_spoilt_secret_is_that_channels_alone(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOILT_SECRET", "no-prefix")
    corpus.configure(CONFIG + SECRETS)
    tested = corpus.hanmi("channel", "test", "other")
    assert "other to" in tested.stdout
    own = corpus.hanmi("channel", "test", "hook")
    assert "whsec_" in str(own.exception)
    assert "no-prefix" not in str(own.exception)
    doctor = corpus.hanmi("doctor").output
    assert "whsec_" in doctor
    assert "no-prefix" not in doctor
    assert "put the secret right where it is kept" in doctor
    assert "write the secret into that file" in doctor
    assert "start the server there, or correct the channel's address" in doctor
    assert corpus.hanmi("articles").exit_code == 0


@pytest.mark.parametrize(
    ("words", "there", "not_there"),
    [
        (("--kind", "watch"), "talks", "north-korea"),
        (("--kind", "entity"), "north-korea", "talks"),
        (("핵협의",), "ncg", "talks"),
        (("NORTH",), "north-korea", "ncg"),
        (("--layer", "file"), "ncg", "bundled"),
        (("ncg", "--kind", "entity"), "entity", "watch "),
    ],
)
def test_the_list_of_entries_is_narrowed(
    corpus: Corpus, words: tuple[str, ...], there: str, not_there: str
) -> None:
    said = corpus.hanmi("watch", "list", *words).stdout
    assert there in said
    assert not_there not in said


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        (("watch", "list", "--kind", "source"), "'source' is none of watch, entity", 2),
        (("watch", "list", "--layer", "x"), "'x' is none of bundled, file, desk", 2),
        (("watch", "list", "zzz"), "None of the watch or entity entries has 'zzz'.", 0),
        (("source", "list", "zzz"), "None of the source entries has 'zzz'.", 0),
    ],
)
def test_a_list_says_what_it_cannot_be_narrowed_by(
    corpus: Corpus, words: tuple[str, ...], said: str, status: int
) -> None:
    result = corpus.hanmi(*words)
    assert said in plain(result.output)
    assert result.exit_code == status


def test_where_there_are_many_watches_the_command_that_lists_them_is_named(corpus: Corpus) -> None:
    corpus.configure("[defaults]\nsources = false\n")
    listed = corpus.hanmi("articles", "--watch", "qqqqqq")
    assert "`hanmi watch list --kind watch` has all" in plain(listed.stderr)
    tested = corpus.hanmi("watch", "test", "qqqqqq")
    assert "`hanmi watch list` has all" in plain(str(tested.exception))


def test_what_is_missing_is_cut_between_words_and_whole_with_all(corpus: Corpus) -> None:
    words = " ".join(f"word{n:03}" for n in range(60))
    corpus.configure(CONFIG + f'[[watch]]\nid = "long"\nquery = "meets AND ({words})"\n')
    article = an_article("m", "Council meets", "It meets on Friday.")
    corpus.keep(article)
    short, whole = (plain(corpus.hanmi("explain", article.id, *more).stdout) for more in ((), ("--all",)))
    assert "word059" in whole
    assert "word059" not in short
    (line,) = [part for part in short.split("watch ") if part.startswith("long: not met: ")]
    assert line.split("other watches")[0].strip().endswith("there;…")
