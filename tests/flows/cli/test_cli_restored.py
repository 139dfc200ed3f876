"""After a restore the newest of what is held is listed, however much there is."""

from __future__ import annotations

import pytest

from flows.cli.backups import MOST_LISTED, _list_held
from tests.storage.test_backup import a_delivery


@pytest.mark.parametrize("count", [1, MOST_LISTED, MOST_LISTED + 5])
def test_no_more_than_a_page_of_what_is_held_is_listed(
    count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    _list_held([a_delivery(f"d-{number:03}") for number in range(count)], "Asia/Seoul")
    said = capsys.readouterr().out
    assert said.count("desk@example.org") == min(count, MOST_LISTED)
    assert f"d-{count - 1:03}" in said
    assert f"{count} deliver" in said
    assert ("`hanmi deliveries` lists all" in said) == (count > MOST_LISTED)
