"""A source written into a configuration file."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.enlist import add_source
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
    added = add_source(text, SOURCE, path="hanmi.toml", note="found in the page's head")
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
        add_source(text, SOURCE, path="hanmi.toml")


@given(st.text(max_size=40))
def test_any_name_can_be_written(name: str) -> None:
    source = Source(id="b", name=name.encode("utf-8", "ignore").decode(), url="https://b.kr/")
    table = tomllib.loads(add_source("", source, path="x", note=source.name))["source"][0]
    assert (
        table["name"].split()
        == "".join(c if c > "\x1f" and c != "\x7f" else " " for c in source.name).split()
    )
