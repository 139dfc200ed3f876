"""A claim's owner can be told to have ended."""

from __future__ import annotations

import subprocess
import sys

import pytest

from storage.promises.owner import is_gone, this_owner

SHOW = "from storage.promises.owner import this_owner; print(this_owner(), flush=True); input()"


def test_this_process_is_not_gone() -> None:
    assert not is_gone(this_owner())


def test_a_child_is_gone_once_it_was_killed_even_before_it_is_reaped() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SHOW], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        owner = child.stdout.readline().strip()
        assert not is_gone(owner)
        child.kill()
        child.stdout.read()
        for _ in range(1000):
            if is_gone(owner):
                break
        assert is_gone(owner)
    assert is_gone(owner)


def test_a_process_id_that_was_given_anew_is_another_process() -> None:
    stem, _, started = this_owner().rpartition(":")
    assert is_gone(f"{stem}:{int(started or 0) + 1}")


@pytest.mark.parametrize("owner", ["", "x", "a:b:c", "elsewhere/boot/pid:1:5"])
def test_nothing_is_claimed_of_another_machine(owner: str) -> None:
    assert not is_gone(owner)
