"""A good cycle is told to an address; a bad one is not, and an address that fails costs nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from flows.config.loading.load import load_settings
from flows.runs.ping import call_ping
from storage.errors import ConfigurationError
from tests.corpus import Corpus


@contextmanager
def watchdog(status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """Somebody who listens for calls; the address, and the paths that were called."""
    called: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/ping/token-1", called
        server.shutdown()


def configure(folder: Path, ping: str, sources: str = "") -> Corpus:
    corpus = Corpus(folder)
    corpus.configure(f'[alerts]\nping = "{ping}"\n[defaults]\nsources = false\nwatchlist = false\n{sources}')
    return corpus


def test_a_good_cycle_is_told_and_a_bad_one_is_not(tmp_path: Path) -> None:
    with watchdog() as (address, called):
        configure(tmp_path, address).hanmi("run")
        assert called == ["/ping/token-1"]
        dead = '[[source]]\nid = "a"\nurl = "https://a.invalid/rss"\n'
        assert configure(tmp_path, address, dead).hanmi("run", "--all").exit_code == 1
        assert called == ["/ping/token-1"]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_answer_that_is_not_good_is_a_warning_without_the_address(
    tmp_path: Path, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with watchdog(status) as (address, called), caplog.at_level(logging.WARNING):
        corpus = configure(tmp_path, address)
        assert not call_ping(load_settings(corpus.config))
        assert called == ["/ping/token-1"]  # no redirect is followed
    assert str(status) in caplog.text
    assert "token-1" not in caplog.text


def test_nobody_there_costs_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    corpus = configure(tmp_path, "http://127.0.0.1:9/token-1")
    assert corpus.hanmi("run").exit_code == 0
    assert "token-1" not in caplog.text


def test_the_address_may_be_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = configure(tmp_path, "env:HANMI_PING")
    assert "alerts.ping" in load_settings(corpus.config, needs=("channel",)).missing[0]
    monkeypatch.setenv("HANMI_PING", "https://hc.example.org/x")
    settings = load_settings(corpus.config)
    assert settings.ping == "https://hc.example.org/x"
    assert "hc.example.org" not in repr(settings)


@pytest.mark.parametrize("ping", ["hc.example.org", "ftp://x/y", "https://user:secret@x/"])
def test_what_is_no_address_is_refused(tmp_path: Path, ping: str) -> None:
    with pytest.raises(ConfigurationError, match=r"alerts\.ping"):
        load_settings(configure(tmp_path, ping).config)
