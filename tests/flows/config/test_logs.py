"""Log lines are text, or one JSON object each, as the configuration has it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.config.loading.load import load_settings
from storage.errors import ConfigurationError

SAY = """
import logging, pathlib, sys
logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")
from flows.cli.call import Invocation
from flows.config.logs import clean_log_records
clean_log_records()
Invocation(config=pathlib.Path(sys.argv[1]), data_dir=None).settings()
log = logging.getLogger("hanmi.test")
log.warning("source silent why=%s", "a\\nb")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("it failed")
"""


@pytest.mark.parametrize("format", ["text", "json"])
def test_each_line_is_of_the_chosen_form(tmp_path: Path, format: str) -> None:
    config = tmp_path / "hanmi.toml"
    config.write_text(f'[log]\nformat = "{format}"\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SAY, str(config)], capture_output=True, check=True, timeout=60
    )
    lines = done.stderr.decode().splitlines()
    if format == "text":
        assert re.fullmatch(r"[-\d]+ [\d:]+\+0900 WARNING hanmi.test source silent why=a b", lines[0])
        return
    first, second = map(json.loads, lines)
    assert first.pop("at").endswith("+00:00")
    assert first == {"level": "WARNING", "logger": "hanmi.test", "message": "source silent why=a b"}
    assert second["trace"].endswith("ZeroDivisionError: division by zero")


def test_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hanmi.toml").write_text('[log]\nformat = "xml"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"log\.format"):
        load_settings(tmp_path / "hanmi.toml")


@pytest.mark.parametrize("key", ["polls", "prefect"])
def test_what_is_kept_for_less_than_a_day_is_refused(tmp_path: Path, key: str) -> None:
    (tmp_path / "hanmi.toml").write_text(f'[retention]\n{key} = "23h"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=rf"retention\.{key}"):
        load_settings(tmp_path / "hanmi.toml")
