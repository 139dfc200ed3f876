"""The documents say what is so: commands exist, configuration loads, no key is left out."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

import pytest

from alerts.channels.opening import KEYS as CHANNEL_KEYS
from alerts.watch.watchlist import ENTITY_KEYS, WATCH_KEYS
from flows.cli.app import COMMANDS
from flows.config.loading.load import load_settings
from flows.config.schedule import read_schedule
from flows.config.schema import (
    AlertsTable,
    DefaultsTable,
    DeskTable,
    DigestTable,
    FetchTable,
    PhraseTable,
    ScheduleTable,
    SourceTable,
    StorageTable,
)

ROOT = Path(__file__).parents[2]
_FIRST = ("README.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = [*(ROOT / name for name in _FIRST), *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}
TOML = [
    textwrap.dedent(piece)
    for text in TEXT.values()
    for piece in re.findall(r"^ *```toml\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
]
TABLES: dict[str, set[str]] = {
    "[storage]": set(StorageTable.model_fields),
    "[schedule]": set(ScheduleTable.model_fields),
    "[fetch]": set(FetchTable.model_fields),
    "[alerts]": set(AlertsTable.model_fields),
    "[desk]": set(DeskTable.model_fields),
    "[defaults]": set(DefaultsTable.model_fields),
    "[[source]]": set(SourceTable.model_fields),
    "[[digest]]": set(DigestTable.model_fields),
    "[[phrase]]": set(PhraseTable.model_fields),
    "[[entity]]": set(ENTITY_KEYS),
    "[[watch]]": set(WATCH_KEYS),
    "[[channel]]": set().union(*CHANNEL_KEYS.values()),
    "Top level": {"timezone", "data_dir"},
}


def named_commands() -> set[str]:
    """The first word after every `hanmi` in code."""
    text = "\n".join(TEXT.values())
    code = "\n".join([*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4}.*$", text, re.MULTILINE)])
    return {found for found in re.findall(r"\bhanmi ([a-z][a-z-]+)", code) if found != "watch"}


def test_every_command_it_names_exists() -> None:
    assert named_commands() <= COMMANDS.keys()


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
    targets = [
        (name, target)
        for name, text in TEXT.items()
        for target in re.findall(r"\]\(([^)#]+)", text)
        if "://" not in target
    ]
    assert len(targets) > 20
    assert [(name, target) for name, target in targets if not ((ROOT / name).parent / target).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, ahead = set[Path](), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
        ahead += [(page.parent / link).resolve() for link in links if "://" not in link]
    assert [page for page in PAGES if page not in reached] == []


def test_the_readme_is_short() -> None:
    assert len(TEXT["README.md"].splitlines()) <= 150


@pytest.mark.parametrize("table", TABLES)
def test_every_key_of_the_configuration_has_its_line(table: str) -> None:
    parts = re.split(r"^## ", TEXT["docs/configuration.md"], flags=re.MULTILINE)
    section = next(part for part in parts if part.startswith((f"`{table}`", table)))
    rows = [row for row in section.splitlines() if row.startswith("| `")]
    named = {key for row in rows for key in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == TABLES[table]


def test_the_path_names_files_that_exist_and_each_once() -> None:
    steps = [row for row in TEXT["docs/design/path.md"].splitlines() if re.match(r"\| \d", row)]
    files = [file for row in steps for file in re.findall(r"`([a-z_/]+\.py)`", row)]
    assert files
    assert [file for file in files if not (ROOT / file).exists()] == []
    assert len(files) == len(set(files))


def test_the_table_of_rules_names_files_and_folders_that_exist() -> None:
    section = TEXT["docs/design/README.md"].partition("## Where a rule lives")[2].partition("\n## ")[0]
    named = re.findall(r"`([a-z_/]+(?:\.py|/))`", section)
    assert len(named) > 10
    assert [each for each in named if not (ROOT / each).exists()] == []


CRONTAB = "".join(re.findall(r"^```crontab\n(.*?)^```", TEXT["docs/operating.md"], re.MULTILINE | re.DOTALL))


def test_the_lines_for_cron_can_be_pasted() -> None:
    lines = [line for line in CRONTAB.splitlines() if line and not re.match(r"[A-Z_]+=\S+$", line)]
    assert {"run", "digest", "backup"} == {re.search(r"/hanmi (\w+)", line)[1] for line in lines}  # type: ignore[index]  # a line without a command is the failure
    for line in lines:
        *fields, command = line.split(maxsplit=5)
        assert read_schedule(" ".join(fields))
        assert "%" not in command  # cron takes it for a line break
        assert re.search(r"(^|; )/\S+/hanmi ", command)  # cron's PATH has no venv


def test_they_name_configuration_and_data() -> None:
    assert {"HANMI_CONFIG=/etc/hanmi.toml", "HANMI_DATA_DIR=/var/lib/hanmi"} <= set(CRONTAB.splitlines())
