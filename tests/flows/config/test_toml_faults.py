"""A configuration that is no TOML is answered in plain words; a wrong zone by the one that was meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.config.first_file import read_smtp, read_zone
from flows.config.loading.load import load_settings
from storage.errors import ConfigurationError

HEAD = 'timezone = "Asia/Seoul"\n[[watch]]\nid = "w"\n'

FAULTS = [
    ('name = "A\n', "line 4: the quote at the end of name is missing"),
    ("name = 'A\n", "line 4: the quote at the end of name is missing"),
    ('name = "A"\nquery = """x\nid2 = 3\n', "line 5: the quote at the end of query is missing"),
    ('name = "A"\nname = "B"\n', "line 5: name is given twice"),
    ('id = "v"\n', "line 4: id is given twice"),
    ("[desk]\n[desk]\n", "line 5: desk was given before"),
    ("[watch]\n", "line 4: there is [[watch]] before"),
    ('query = "@ncg "talks""\n', "line 4: quotes stand within the quotes of query; put single"),
    ("name = 'it's'\n", "line 4: quotes stand within the quotes of name; put double"),
    ('query = "a" "b"\n', "line 4: quotes stand within the quotes of query"),
    ('name = "A" B\n', "line 4: something stands behind the end of name"),
    ("name = A B\n", 'line 4: name cannot be read; a text stands in quotes: name = "…"'),
    ("every = 5m\n", 'line 4: every cannot be read; a text stands in quotes: every = "…"'),
    ("name =\n", "line 4: name has no value"),
    ("surge = True\n", "line 4: surge: write true or false in small letters"),
    ("name: A\n", "line 4: there is no = behind the key"),
    ("name\n", "line 4: there is no = behind the key"),
    ("[desk\n", "line 4: a bracket is missing"),
    ("[[channel]\n", "line 4: a bracket is missing"),
    ('to = ["a" "b"]\n', "line 4: a list"),
    ('to = ["a",\nname = "A"\n', "line 5: a list before this line has no ]"),
    ('name = "C:\\dir"\n', "line 4: a backslash in name is written twice"),
    ("= 3\n", "line 4: it is neither"),
    ('name = "a\x01b"\n', "line 4: a character that cannot be seen stands in name"),
]


def refuse(folder: Path, text: str) -> str:
    (folder / "hanmi.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_settings(folder / "hanmi.toml")
    return str(caught.value)


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_what_is_no_toml_is_named_by_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    assert f"is no TOML: {said}" in refuse(tmp_path, HEAD + text)


@pytest.mark.parametrize("text", ['password = "hush" hush\n', "password = hush\n", 'password = "hush\n'])
def test_a_value_is_never_shown(tmp_path: Path, text: str) -> None:
    assert "hush" not in refuse(tmp_path, text)


ZONES = [
    ("Seoul", "Asia/Seoul"), ("seoul", "Asia/Seoul"), ("서울", "Asia/Seoul"), ("KST", "Asia/Seoul"),
    ("Asia/Soul", "Asia/Seoul"), ("New York", "America/New_York"), ("Washington", "America/New_York"),
    ("europe/berlin ", "Europe/Berlin"), ("Tokio", "Asia/Tokyo"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "meant"), ZONES)
def test_a_wrong_zone_is_answered_by_the_one_that_was_meant(asked: str, meant: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"did you mean {meant}?")):
        read_zone(asked)


@pytest.mark.parametrize(
    "text",
    [
        'timezone = "Seoul"\n',
        '[schedule]\nmonitor = "30 7 * * * Seoul"\n',
        '[[digest]]\ncron = "30 7 * * * Seoul"\nto = []\n',
        '[[channel]]\nid = "m"\nkind = "email"\nsmtp = "smtp://localhost"\nfrom = "a@a.example"\n'
        'to = ["a@a.example"]\nquiet = "22:00-06:30 Seoul"\n',
    ],
)
def test_so_it_is_wherever_a_zone_stands(tmp_path: Path, text: str) -> None:
    assert "did you mean Asia/Seoul?" in refuse(tmp_path, text)


def test_a_zone_like_none_has_an_example(tmp_path: Path) -> None:
    said = refuse(tmp_path, f'timezone = "{"x" * 10_000}"\n')
    assert "write it like Asia/Seoul" in said
    assert len(said) < 400


@pytest.mark.parametrize(
    ("server", "is_one"),
    [
        ("desk@example.org", False),
        ("a.b+c@mail", False),
        ("mail.example.org", True),
        ("u@mail.example.org:587", True),
        ("smtp+starttls://u@mail.example.org", True),
        ("localhost:25", True),
    ],
)
def test_an_address_of_mail_is_no_server(server: str, is_one: bool) -> None:
    if is_one:
        assert read_smtp(server)
    else:
        with pytest.raises(ValueError, match="is an address of mail"):
            read_smtp(server)
