"""A command line that is wrong ends with 2, and names the option or argument that is."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.app import app

FILE = """
[defaults]
sources = false
[[source]]
id = "wire"
url = "http://127.0.0.1:1/rss"
[[channel]]
id = "hook"
kind = "webhook"
url = "http://127.0.0.1:1/hook"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("articles --since soon", "for --since: 'soon' is neither"),
        ("articles --since-fetched soon", "for --since-fetched: 'soon' is neither"),
        ("stories --since soon", "for --since: 'soon' is neither"),
        ("alerts --since soon", "for --since: 'soon' is neither"),
        ("deliveries --since soon", "for --since: 'soon' is neither"),
        ("search ncg --since soon", "for --since: 'soon' is neither"),
        ("search ncg --since-fetched soon", "for --since-fetched: 'soon' is neither"),
        ("watch test --since soon", "for --since: 'soon' is neither"),
        ("watch discover --since soon", "for --since: 'soon' is neither"),
        ("articles --watch nccg", "for --watch: there is no watch 'nccg'; did you mean ncg?"),
        ("articles --source wires", "for --source: there is no source 'wires'; did you mean wire?"),
        ("articles --entity nccg", "for --entity: there is no entity 'nccg'; did you mean ncg?"),
        ("run --source wires", "for --source: there is no source 'wires'; did you mean wire?"),
        ("source check wires", "for ID: there is no source 'wires'; did you mean wire?"),
        ("channel test hooks", "for ID: there is no channel 'hooks'; did you mean hook?"),
        ("watch history nccg", "for ID: there is no watch or entity 'nccg'; did you mean ncg?"),
        ("mute nccg", "nccg: neither a story nor a watch nor an outlet of the corpus; did you mean ncg?"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, words: str, said: str) -> None:
    (tmp_path / "hanmi.toml").write_text(FILE, "utf-8")
    result = CliRunner(env={"COLUMNS": "200"}).invoke(
        app, ["--config", str(tmp_path / "hanmi.toml"), *words.split()]
    )
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert result.exit_code == 2
