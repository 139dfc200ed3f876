"""A source written into a configuration file."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.enlist import add_sources, enlist_sources
from storage.errors import ConfigurationError
from storage.records import Source, SourceKind

TOML = """# our sources
timezone = "Asia/Seoul"   # the desk's

[[source]]
id = "a"                  # the first
url = "https://a.kr/rss"
"""

SOURCE = Source(id="b", name="B", url="https://b.kr/rss", kind=SourceKind.FEED, lang="ko")


@pytest.mark.parametrize(
    "text", [TOML, TOML.rstrip("\n"), "", "# only a comment\n", TOML + "\n[fetch]\npause = '2s'\n"]
)
def test_a_source_is_added_and_the_rest_stays(text: str) -> None:
    added = add_sources(text, [SOURCE], path="hanmi.toml", note="found in the page's head")
    assert added.startswith(text)
    assert tomllib.loads(added)["source"][-1] == {
        "id": "b",
        "name": "B",
        "url": "https://b.kr/rss",
        "kind": "feed",
        "lang": "ko",
    }


@pytest.mark.parametrize(
    "text",
    [TOML.replace('"a" ', '"b" '), "source = []\n", "[source]\nid = 'x'\n", "source = 3\n", "[[source\n"],
)
def test_what_cannot_be_added_to_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError):
        add_sources(text, [SOURCE], path="hanmi.toml")


@given(st.text(max_size=40))
def test_any_name_can_be_written(name: str) -> None:
    source = Source(id="b", name=name.encode("utf-8", "ignore").decode(), url="https://b.kr/")
    table = tomllib.loads(add_sources("", [source], path="x", note=source.name))["source"][0]
    assert (
        table["name"].split()
        == "".join(c if c > "\x1f" and c != "\x7f" else " " for c in source.name).split()
    )


def test_the_file_stays_byte_for_byte(tmp_path: Path) -> None:
    path, real = tmp_path / "hanmi.toml", tmp_path / "real.toml"
    before = ("\ufeff" + TOML).replace("\n", "\r\n").encode()
    real.write_bytes(before)
    real.chmod(0o600)
    path.symlink_to(real)
    enlist_sources(path, [SOURCE, Source(id="c", name="C", url="https://c.kr/rss")], "two of them")
    after = real.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")
    tables = tomllib.loads(after.decode("utf-8-sig"))["source"]
    assert [table["id"] for table in tables] == ["a", "b", "c"]
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["hanmi.toml", "real.toml"]


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    enlist_sources(tmp_path / "hanmi.toml", [SOURCE])
    assert (tmp_path / "hanmi.toml").read_text().startswith("[[source]]")
    with pytest.raises(ConfigurationError):
        enlist_sources(tmp_path / "missing" / "hanmi.toml", [SOURCE])
