"""Backtests at the desk are run one at a time, and for nobody who has gone."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.desk.turns import MOST_WAITING, Gone, Turns
from storage.errors import StorageBusy
from tests.flows.desk.stand import make_settings, open_desk


def test_who_has_gone_loses_his_turn() -> None:
    turns = Turns()
    with turns.take(), pytest.raises(Gone), turns.take(lambda: False):
        pass
    with pytest.raises(Gone), turns.take(lambda: False):  # his turn came as he went
        pass
    with turns.take(lambda: True):
        pass


def test_not_all_threads_wait_for_a_turn() -> None:
    turns, ends = Turns(), threading.Event()

    def wait() -> None:
        with turns.take(lambda: not ends.is_set()):
            pass

    def wait_quietly() -> None:
        with suppress(Gone):
            wait()

    with turns.take():
        waiting = [threading.Thread(target=wait_quietly) for _ in range(MOST_WAITING)]
        for each in waiting:
            each.start()
        while turns.waiting < MOST_WAITING:
            ends.wait(0.01)
        with pytest.raises(StorageBusy, match="try again in a minute"):
            wait()
        ends.set()
        for each in waiting:
            each.join()
    wait_quietly()


def test_a_backtest_that_nobody_waits_for_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.desk.changing import editing

    began, go_on, asked = threading.Event(), threading.Event(), []
    real = editing.rehearse_newest

    def rehearse(db: Any, watchlist: Any, *rest: Any, **named: Any) -> Any:
        asked.append(watchlist.watches[0].query)
        began.set()
        go_on.wait()
        return real(db, watchlist, *rest, **named)

    monkeypatch.setattr(editing, "rehearse_newest", rehearse)
    with open_desk(make_settings(tmp_path)) as (client, _):
        first = threading.Thread(target=client.get, args=("/watches/try?test=1&query=first",))
        first.start()
        began.wait()
        for query in ("second", "third", "fourth"):  # typed, and typed on before there was an answer
            with pytest.raises(httpx.ReadTimeout):
                client.get(f"/watches/try?test=1&query={query}", timeout=0.2)
        go_on.set()
        assert "matching articles" in client.get("/watches/try?test=1&query=last").text
        first.join()
    assert asked == ["first", "last"]
