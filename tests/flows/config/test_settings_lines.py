"""What is wrong in a configuration is said with its line, and all of it at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.config.bundle import SAMPLE
from flows.config.loading.load import load_settings
from flows.config.toml.lines import number_problems
from storage.errors import ConfigurationError

WRONG = '''timezon = "Asia/Seoul"
[fetch]
pausee = "1s"          # a comment = with a sign
timeout = "soon"

[[channel]]
kind = "email"
id = "mail"
smtp = "smtp://localhost"
to = [
    "no address",
    "nor this",
]
from = "nobody"

[[channel]]
id = "hook"
kind = "webhook"
url = "ftp://a.example"
secret = "abc"

[[watch]]
id = "v"
query = """
[[channel]]
to = @nobody
"""
[[watch]]
id = "w"
polcy = "story"
query = "@foo AND @bar"
to = ["one", "two"]
[[digest]]
cron = "30 7 * * *"
to = ["three", "mail"]
watches = ["four"]
'''


@pytest.fixture
def said(tmp_path: Path) -> dict[str, str]:
    """Each problem by its line and key."""
    path = tmp_path / "hanmi.toml"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_settings(path)
    found = {}
    for problem in caught.value.problems:
        line = re.search(r" \(line (\d+)\)$", problem)
        key = problem.partition(": ")[0]
        found[f"{line[1] if line else '?'} {key} {len(found)}"] = problem
    return found


@pytest.mark.parametrize(
    ("line", "key", "reason"),
    [
        (1, "timezon", "did you mean timezone?"),
        (3, "fetch.pausee", "did you mean pause?"),
        (4, "fetch.timeout", "'soon' is no duration"),
        (10, "channel[mail].to", "'no address' is not an address; 'nor this' is not an address"),
        (14, "channel[mail].from", "'nobody' is not an address"),
        (19, "channel[hook].url", "must begin with https://"),
        (20, "channel[hook].secret", "`echo whsec_$(openssl rand -base64 32)` makes one"),
        (24, "watch[v].query", ""),
        (30, "watch[w].polcy", "did you mean policy?"),
        (31, "watch[w].query", "there is no entity @foo"),
        (31, "watch[w].query", "there is no entity @bar"),
        (32, "watch[w].to", "there is no channel 'one'"),
        (32, "watch[w].to", "there is no channel 'two'"),
        (35, "digest[1].to", "there is no channel 'three'"),
        (36, "digest[1].watches", "there is no watch 'four'"),
    ],
)
def test_each_fault_is_named_with_its_line(said: dict[str, str], line: int, key: str, reason: str) -> None:
    found = [problem for place, problem in said.items() if place.startswith(f"{line} {key} ")]
    assert any(reason in problem for problem in found), said


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("fetch = {pause = 1}", "fetch.pause: no", 1),
        ("# x\n\n[ fetch ] # y\n  pause=1", "fetch.pause: no", 4),
        ("[fetch]\n'pause' = 1", "fetch.pause: no", 2),
        ("[fetch]\na = 1", "fetch.pause: is missing", 1),
        ("[[source]]\nid='a'\n[[source]]\nurl='x'", "source[2].id: is missing", 3),
        ("[[source]]\nurl='x'\nid='a'", "source[a].url: no", 2),
        ("[[watch]]\nid = 'a'\nquery = '''\nid = 'b'\n'''\nto = []", "watch[a].to: no", 6),
        ("a = 1", "desk.token: needed", None),
        ("", "the whole of it", None),
        ("[channel]\nid = 'a'", "channel: there can be several: write [[channel]]", 1),
    ],
)
def test_a_key_is_found_however_it_is_written(text: str, problem: str, line: int | None) -> None:
    assert number_problems(text, [problem]) == (f"{problem} (line {line})" if line else problem,)


def test_every_key_of_the_sample_is_found() -> None:
    text = re.sub(r"(?m)^# (?=[\w\[])", "", SAMPLE.read_text(encoding="utf-8"))
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("pause = "):
            assert number_problems(text, ["fetch.pause: x"]) == (f"fetch.pause: x (line {number})",)


@pytest.mark.parametrize(
    ("entity", "problem"),
    [
        ('kind = "organisation"\naliases = ["Foo"]', "entity[mine].kind: 'organisation' is none of"),
        (
            'kind = "body"\naliases = ["Foo"]\nrequires = ["@mine"]',
            "entity[mine].requires: goes in a circle: @mine",
        ),
    ],
)
def test_an_entity_with_a_fault_is_not_said_to_be_missing(tmp_path: Path, entity: str, problem: str) -> None:
    path = tmp_path / "hanmi.toml"
    path.write_text(
        f'[[entity]]\nid = "mine"\nname = "Mine"\n{entity}\n[[watch]]\nid = "w"\nquery = "@mine talks"\n',
        "utf-8",
    )
    with pytest.raises(ConfigurationError) as caught:
        load_settings(path)
    assert len(caught.value.problems) == 1
    assert problem in caught.value.problems[0]
