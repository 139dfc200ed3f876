"""A key that stands in the wrong table is sent home."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.config.loading.load import load_settings
from storage.errors import ConfigurationError

HOOK = (
    '[[channel]]\nid = "hook"\nkind = "webhook"\nurl = "https://hooks.example"\n'
    'secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"\n'
)
TABLES = {
    "[schedule]": "monitor",
    "[fetch]": "user_agent per_host proxy timeout max_bytes respect_robots allow_private",
    "[alerts]": "fresh wait quote ping cooldown alive retry",
    "[retention]": "polls prefect",
    "[log]": "format",
    "[desk]": "listen",
    "[[source]]": "every slowest selector pattern official paused outlet",
    "[[watch]]": "policy must_match must_not_match surge idea name_ko",
    "[[channel]]": "quiet most breaks smtp gist unsubscribe",
    "[[digest]]": "cron watches",
}


def fault_of(folder: Path, text: str) -> str:
    """All that is said of a file."""
    path = folder / "hanmi.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        load_settings(path)
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[alerts]\nquiet = "22:00-06:30"', "alerts.quiet: there is no such key; it belongs under [["),
        ('quiet = "22:00-06:30"', "quiet: there is no such key; it belongs under [[channel]]"),
        ('[[watch]]\nid = "w"\nquery = "x"\nquiet = "1"', "quiet: there is no such key; it belongs under [["),
        (HOOK + 'policy = "story"', "a channel of kind webhook has no such key; it belongs under [[watch]]"),
        (HOOK + 'quiet = "1"', "has no such key; channels of kind apprise and email have it"),
        ('[storage]\ndata_dir = "x"', "data_dir: there is no such key; it belongs above the first table"),
        ('[desk]\ntimezone = "Asia/Seoul"', "it belongs above the first table or under [[source]]"),
        ('[alerts]\nlang = "ko"', "it belongs under [[source]] or under [[channel]]"),
        ('[defaults]\nid = "x"', "defaults.id: there is no such key (line 2)"),
    ],
)  # fmt: skip
def test_a_key_in_the_wrong_table_is_sent_home(tmp_path: Path, text: str, said: str) -> None:
    assert said in fault_of(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('[[source]]\nid = "a"\nurl = "https://a.example"\npause = true', "paused"),
        ('[desk]\npassword = "x"', "token"),
        ("[alerts]\nquotes = 3", "quote"),
    ],
)
def test_a_misspelt_key_of_its_own_table_stays_there(tmp_path: Path, text: str, meant: str) -> None:
    assert f"there is no such key; did you mean {meant}?" in fault_of(tmp_path, text)


@pytest.mark.parametrize("home", TABLES)
def test_every_key_is_sent_home_from_a_table_that_has_nothing_like_it(tmp_path: Path, home: str) -> None:
    away = "[log]" if home != "[log]" else "[schedule]"
    for key in TABLES[home].split():
        assert f"it belongs under {home}" in fault_of(tmp_path, f"{away}\n{key} = 1"), key
