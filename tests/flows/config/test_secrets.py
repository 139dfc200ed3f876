"""Where a secret, a path or a database is, in the ways in which people write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.config.loading.load import load_settings
from flows.config.loading.secrets import is_reference, locate, read_secret, read_storage_url
from storage.database import Database, file_of, read_url
from storage.errors import ConfigurationError, SecretMissing


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("HANMI_CONFIG", "HANMI_DATA_DIR", "NOT_SET"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "written", ["env:GIVEN", "ENV:GIVEN", "Env: GIVEN", " env:GIVEN ", "file:given", "File: given"]
)
def test_a_reference_is_understood_as_people_write_it(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIVEN", "said\r\n")
    (tmp_path / "given").write_bytes(b"\xef\xbb\xbfsaid\r\n")
    assert is_reference(written)
    assert read_secret(written, tmp_path) == "said"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("env:NOT_SET", "environment variable NOT_SET is not set$"),
        ("env:EMPTY", "environment variable EMPTY is empty$"),
        ("env:", "nothing stands behind env:"),
        ("file: ", "nothing stands behind file:"),
        ("file:empty", "empty is empty$"),
        ("file:nowhere", "nowhere cannot be read"),
        ("file:a\0b", "cannot be read"),
    ],
)
def test_what_refers_to_nothing_is_no_secret(
    written: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMPTY", " \n")
    (tmp_path / "empty").write_text(" \n")
    with pytest.raises(SecretMissing, match=why):
        read_secret(written, tmp_path)


@pytest.mark.parametrize("token", ["", "   "])
def test_an_empty_token_is_none(token: str) -> None:
    Path("hanmi.toml").write_text(f'[desk]\ntoken = "{token}"\n')
    assert load_settings().desk.token is None
    for open_to_others in ('listen = "0.0.0.0:8787"', 'url = "https://hanmi.example.org"'):
        Path("hanmi.toml").write_text(f'[desk]\ntoken = "{token}"\n{open_to_others}\n')
        with pytest.raises(ConfigurationError, match=r"desk\.token: needed where"):
            load_settings()


def test_a_tilde_is_the_home_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "token").write_text("said")
    (home / "hanmi.toml").write_text(
        'data_dir = "~/data"\n[storage]\nurl = "sqlite:///~/news.db"\n[desk]\ntoken = "file:~/token"\n'
    )
    settings = load_settings(Path("~/hanmi.toml"))
    assert settings.config_path == home / "hanmi.toml"
    assert settings.data_dir == home / "data"
    assert settings.storage_url == f"sqlite:///{home / 'news.db'}"
    assert settings.desk.token == "said"
    monkeypatch.setenv("HANMI_DATA_DIR", "~/other")
    assert load_settings(None).data_dir == home / "other"
    assert locate("~nobody-of-this-name/x", tmp_path) == tmp_path / "~nobody-of-this-name" / "x"


@pytest.mark.parametrize("name", ["a?b", "a#b", "a%20b", "한미 데이터", "?mode=memory", "a;b&c", ":memory:"])
def test_a_database_lies_where_its_path_says_whatever_its_characters(name: str, tmp_path: Path) -> None:
    url = read_storage_url(f"sqlite:///{name}/news.db", tmp_path)
    with Database(url) as database:
        assert database.file == tmp_path / name / "news.db"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert [path.name for path in (tmp_path / name).iterdir()] == ["news.db"]


def test_a_database_in_memory_has_no_file() -> None:
    assert file_of(read_url("sqlite://")) is file_of(read_url("sqlite:///")) is None


@pytest.mark.parametrize("path", ["", ".", "there", "there/", "~", "not-there-yet/"])
def test_a_folder_is_no_database(path: str, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "there").mkdir()
    with pytest.raises(ValueError, match="is a folder; name a file in it"):
        read_storage_url(f"sqlite:///{path}", tmp_path)


@pytest.mark.parametrize(
    "rest",
    [
        "hanmi@db.example/hanmi",
        "hanmi:geheim@db.example:5432/hanmi",
        "hanmi@server:g/e#h?e:im@db.example/hanmi?sslmode=require",
        "hanmi:p%40ss@[::1]:5432/hanmi",
        "/hanmi?host=/var/run/postgresql",
        "db.example",
    ],
)
def test_a_server_is_taken_as_it_is_written(rest: str, tmp_path: Path) -> None:
    url = f"postgresql+psycopg://{rest}"
    assert read_storage_url(f" {url}\n", tmp_path) == url
    assert read_url(url).get_backend_name() == "postgresql"


@pytest.mark.parametrize("rest", ["hanmi:p@ss@db.example/hanmi", "hanmi@db.example:port/hanmi"])
def test_a_server_that_cannot_be_read_is_named_without_its_password(rest: str, tmp_path: Path) -> None:
    Path("hanmi.toml").write_text(f'[storage]\nurl = "postgresql+psycopg://{rest}"\n')
    with pytest.raises(ConfigurationError, match=r"storage\.url: is not of the form .* %40") as caught:
        load_settings()
    assert "p@ss" not in str(caught.value)
