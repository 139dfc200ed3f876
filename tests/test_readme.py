"""The README says what is so: its commands exist, its configuration loads, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest

from flows.cli.app import open_app
from flows.config.settings import load_settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOML = re.findall(r"^```toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def named_commands() -> set[str]:
    """The first word after every `hanmi` in code."""
    code = "\n".join([*re.findall(r"`([^`\n]+)`", README), *re.findall(r"^ {4}.*$", README, re.MULTILINE)])
    return {found for found in re.findall(r"\bhanmi ([a-z][a-z-]+)", code) if found != "watch"}


def test_every_command_it_names_exists() -> None:
    app = open_app()
    known = {info.name or info.callback.__name__ for info in app.registered_commands if info.callback}
    known |= {group.name for group in app.registered_groups if isinstance(group.name, str)}
    assert named_commands() <= known


@pytest.mark.parametrize("text", TOML, ids=range(len(TOML)))
def test_every_piece_of_configuration_loads(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANMI_SMTP_PASSWORD", "secret")
    monkeypatch.setenv("HANMI_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    monkeypatch.setenv("HANMI_APPRISE_URL", "json://127.0.0.1:9/")
    tomllib.loads(text)
    channels = "" if "[[channel]]" in text else CHANNEL
    path = tmp_path / "hanmi.toml"
    path.write_text(f"{text}\n{channels}", encoding="utf-8")
    assert load_settings(path)


CHANNEL = """
[[channel]]
id = "press-office"
kind = "webhook"
url = "https://hooks.example.org/hanmi"
secret = "env:HANMI_WEBHOOK_SECRET"
"""


def test_every_link_within_leads_to_a_file() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_ci_runs_the_command_that_it_gives_for_the_tests() -> None:
    block = re.search(r"<!-- tests -->\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert block
    assert "pytest" in block[1]
    assert len(block[1].splitlines()) == 1
    script = ROOT / ".ci" / "run"
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    assert shlex.split(block[1])
