"""`hanmi watch format --write` changes the queries of one's own file, and nothing else in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from flows.config.toml.respell import put_queries, respell_file
from storage.errors import ConfigurationError
from tests.corpus import Corpus

MINE = '''# mine
[[watch]]          # one
id = "w"
name = "a query = here"
query = "(“trump”)   b"   # why so
[[watch]]
"query" = """
  ncg
  (talks)
"""
id = 'v'
to = [] # none
[[watch]]
id = "x"
query = 'ncg AND talks'
[[watch]]
id = "ncg"
policy = "digest"
'''


def test_one_spelling_comes_into_the_file_and_its_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "hanmi.toml"
    path.write_bytes(MINE.replace("\n", "\r\n").encode())
    assert respell_file(path, write=False) == {"w": "trump AND b", "v": "ncg AND talks"}
    assert path.read_bytes() == MINE.replace("\n", "\r\n").encode()
    respell_file(path, write=True)
    text = path.read_bytes().decode()
    for kept in (
        "# mine\r\n",
        "[[watch]]          # one\r\n",
        "# why so\r\n",
        'name = "a query = here"',
        "# none",
    ):
        assert kept in text
    assert "query = 'trump AND b'   # why so" in text
    assert [each.get("query") for each in tomllib.loads(text)["watch"]] == [
        "trump AND b", "ncg AND talks", "ncg AND talks", None,
    ]  # fmt: skip
    assert respell_file(path, write=True) == {}
    assert path.read_bytes().decode() == text


def test_bundled_queries_are_left_alone_and_a_link_stays_a_link(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure('[[watch]]\nid = "mine"\nquery = "a   (b)"\nto = []\n')
    real = tmp_path / "real.toml"
    corpus.config.rename(real)
    corpus.config.symlink_to(real)
    real.chmod(0o640)
    said = corpus.hanmi("watch", "format").stdout
    assert said == "mine\n  a AND b\n--write puts them into the configuration; its comments stay.\n"
    assert corpus.document("watch", "format", "--write") == {"spelled": {"mine": "a AND b"}}
    assert corpus.config.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "already" in corpus.hanmi("watch", "format").stdout


def test_what_cannot_be_found_for_sure_is_refused_and_nothing_written() -> None:
    text = 'watch = [{id = "w", query = "a  b"}]\n'
    with pytest.raises(ConfigurationError, match="is not found in the file as it is written"):
        put_queries(text, {"w": "a AND b"}, path="x")


@pytest.mark.parametrize("query", ['it\'s AND "a b"', '"it\'s"', "핵협의그룹 OR ncg", "a\\b"])
def test_any_query_can_stand_in_the_file(query: str) -> None:
    text = put_queries('[[watch]]\nid = "w"\nquery = "x"\n', {"w": query}, path="x")
    assert tomllib.loads(text)["watch"][0]["query"] == query
