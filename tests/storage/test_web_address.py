"""A web address has the parts that the parser has, whatever is written."""

from __future__ import annotations

import ada_url
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.web_address import read_web_address

NAMES = ("href", "protocol", "host", "hostname", "port", "pathname", "search", "hash", "origin")

PIECES = st.sampled_from(
    (
        *(
            "a.kr",
            "www.",
            "127.0.0.1",
            "0x7f.1",
            "[::1]",
            "[::ffff:1.2.3.4]",
            "xn--3e0b",
            "한글.한국",
            "u:p@",
            "@",
        ),
        *(
            ":80",
            ":443",
            ":8080",
            ":",
            "/",
            "//",
            "\\",
            "?",
            "?a=b",
            "#",
            "#x",
            "%2f",
            "%40",
            "%zz",
            " ",
            "\t",
        ),
        *("\n", "..", "/./", ";", "&", "é", "\ud800", "[", "]", "^", "|", "http:", "https://", "ftp://"),
    )
)
WRITTEN = st.one_of(
    st.text(),
    st.lists(PIECES, max_size=8).map("".join),
    st.tuples(
        st.sampled_from(("http://", "https://", "HTTP:")), st.lists(PIECES, max_size=8).map("".join)
    ).map("".join),
)


@given(WRITTEN)
def test_an_address_has_the_parts_that_the_parser_has(text: str) -> None:
    try:
        parsed = ada_url.URL(text)
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011 - the parser's, whose message says nothing
            read_web_address(text)
        return
    read = read_web_address(text)
    if parsed.protocol not in ("http:", "https:"):
        assert read is None
        return
    assert read is not None
    assert [getattr(read, name) for name in NAMES] == [getattr(parsed, name) for name in NAMES]
    assert bool(read.login) == bool(parsed.username or parsed.password)
