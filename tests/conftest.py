"""What every test may lean on: a clean environment, a newsstand and two sinks on loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink

_FOREIGN = ("HANMI_", "PREFECT_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT")


WHOLE = {"room", "discovered"}
"""Fixtures that are a whole installation; the quick tests do without, and run in seconds."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What uses a whole installation is slow, whoever writes it, and what is long is slow."""
    for item in items:
        if WHOLE & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("long"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the configuration, proxies or Prefect profile of the machine it runs on."""
    for name in os.environ:
        if name.upper().startswith(_FOREIGN):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """A command that runs in this process makes it keep its files from other users; it ends with the test."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    """A newsstand on 127.0.0.1 without outlets yet."""
    with Newsstand() as opened:
        yield opened


@pytest.fixture
def receiver() -> Iterator[WebhookSink]:
    """A webhook receiver that answers 200 unless told otherwise."""
    with WebhookSink() as opened:
        yield opened


@pytest.fixture
def postbox() -> Iterator[MailSink]:
    """An SMTP server that keeps what it is given."""
    with MailSink() as opened:
        yield opened
