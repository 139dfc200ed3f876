"""What doctor says of a channel, as far as that is seen without sending."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from flows.config.loading.load import load_settings
from flows.inspect.finding import Finding
from flows.inspect.health.channels import look_at_channels

MAIL = 'kind = "email"\nfrom = "watch@example.org"\nto = ["desk@example.org"]\n'


@pytest.fixture
def port() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


def look(folder: Path, channel: str) -> Finding:
    (folder / "hanmi.toml").write_text(f'[[channel]]\nid = "x"\n{channel}\n', encoding="utf-8")
    (found,) = look_at_channels(load_settings(folder / "hanmi.toml", folder / "data", needs=()))
    return found


@pytest.mark.parametrize("url", ["json://127.0.0.1:9/x", "ntfy://topic", "slack://TokenA/TokenB/TokenC/"])
def test_a_chat_service_that_the_library_knows_is_set(tmp_path: Path, url: str) -> None:
    found = look(tmp_path, f'kind = "apprise"\nurl = "{url}"')
    assert (found.state, found.says) == ("ok", "is set")


@pytest.mark.parametrize(
    "url", ["slak://hidden-token/b/c", "slack://hidden-token", "https://127.0.0.1/hidden-token"]
)
def test_an_address_that_no_chat_service_has_is_named_before_anything_is_lost(
    tmp_path: Path, url: str
) -> None:
    found = look(tmp_path, f'kind = "apprise"\nurl = "{url}"')
    assert (found.state, "apprise does not know" in found.says) == ("mend", True)
    assert "hidden-token" not in found.says


@pytest.mark.parametrize(("user", "state"), [("", "look"), ("desk@", "ok")])
def test_a_password_that_nobody_logs_in_with_is_named(
    tmp_path: Path, port: int, user: str, state: str
) -> None:
    found = look(tmp_path, f'{MAIL}smtp = "smtps://{user}127.0.0.1:{port}"\npassword = "p"')
    assert found.state == state
    assert ("names no user" in found.says) is (state == "look")


def test_mail_without_login_is_well(tmp_path: Path, port: int) -> None:
    assert look(tmp_path, f'{MAIL}smtp = "smtp://127.0.0.1:{port}"').state == "ok"
