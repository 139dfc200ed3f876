"""h11's expression for headers is replaced, and another version's is refused in plain words."""

from __future__ import annotations

import h11._readers
import pytest
from h11._abnf import header_field

import flows.fetch.connect  # noqa: F401 - what makes requests is what has to bring the mended expression
from flows.fetch.h11_headers import mend_pattern


def test_the_expression_in_use_is_the_mended_one() -> None:
    original = header_field.encode("ascii")
    assert h11._readers.header_field_re.pattern == mend_pattern(original) != original


@pytest.mark.parametrize("pattern", [rb"(?P<field_name>\w+):\s*(?P<field_value>.*)", rb"a:[ \t]*b:[ \t]*"])
def test_an_expression_of_another_version_is_refused(pattern: bytes) -> None:
    with pytest.raises(RuntimeError, match=r"h11 .* install 'h11>=0\.16,<0\.17'"):
        mend_pattern(pattern)
