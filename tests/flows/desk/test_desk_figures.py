"""What the desk shows to what watches over it, and to readers of feeds."""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.config.database import open_database
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.desk.access import Access
from flows.desk.desk import Desk
from flows.desk.server import DeskServer
from flows.files.bring_in import BackfillPlan, bring_in
from flows.inspect.health.doctor import examine
from flows.inspect.health.metrics import write_metrics
from flows.wiring import open_house
from storage.database import Database
from storage.readers.feed_tokens import find_feed_token, make_feed_token, revoke_feed_token
from storage.tables import sources
from tests.flows.desk.stand import FILE, LISTEN, make_settings, open_desk

SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[a-z0-9.]+"(,[a-z]+="[a-z0-9.]+")*\})? -?[0-9.e+]+')


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("figures")
    settings = make_settings(folder, count=4)
    with open_house(settings, console=io.StringIO()) as house:
        (folder / "news.jsonl").write_text(
            '{"url": "https://wire.example/now", "title": "NCG meets", "text": "The NCG met in Busan today.",'
            f' "published_at": "{(house.db.now() - timedelta(minutes=7)).isoformat()}"}}',
            encoding="utf-8",
        )
        bring_in(house, BackfillPlan(paths=(folder / "news.jsonl",), may_tell=True), now=house.db.now())
    return settings


@pytest.fixture
def db(settings: Settings) -> Iterator[Database]:
    with open_database(settings) as opened:
        yield opened


def samples(text: str) -> dict[str, float]:
    found = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            assert SAMPLE.fullmatch(line), line
            name, _, value = line.rpartition(" ")
            found[name] = float(value)
    return found


def test_metrics_say_how_the_service_does(settings: Settings, db: Database) -> None:
    with db.writing() as tx:
        tx.execute(sources.delete().where(sources.c.id == "wire"))
        polled = db.now() - timedelta(minutes=3)
        tx.execute(sources.insert().values(id="wire", url="x", failures=0, last_polled_at=polled))
    found = samples(write_metrics(settings, db, db.now()))
    assert 179 < found["hanmi_cycle_age_seconds"] < 200
    assert found["hanmi_articles"] == 5
    assert sum(value for name, value in found.items() if name.startswith("hanmi_deliveries")) == 1
    assert 0 <= found["hanmi_outbox_oldest_seconds"] < 600
    assert 400 < found['hanmi_told_lag_seconds{quantile="0.95"}'] < 1000
    assert found["hanmi_told_lag_seconds_count"] == 1
    assert found["hanmi_database_bytes"] > 100_000
    assert sum(value for name, value in found.items() if name.startswith("hanmi_sources")) == 1


def test_metrics_of_an_empty_database_claim_nothing(tmp_path: Path) -> None:
    (tmp_path / "hanmi.toml").write_text("[defaults]\nsources = false\n")
    empty = load_settings(tmp_path / "hanmi.toml")
    with open_database(empty) as db:
        found = samples(write_metrics(empty, db, db.now()))
    assert "hanmi_cycle_age_seconds" not in found
    assert found["hanmi_told_lag_seconds_count"] == 0


@pytest.fixture
def guarded(settings: Settings, db: Database) -> Iterator[httpx.Client]:
    listen = replace(LISTEN, token="t0ken")
    server = DeskServer(Desk(settings, db, Access(listen, "")), listen)
    server.open()
    with httpx.Client(base_url=str(server.address), trust_env=False) as client:
        yield client
    server.close()


def test_metrics_ask_for_the_token_where_there_is_one(guarded: httpx.Client) -> None:
    assert guarded.get("/metrics").status_code == 403
    answer = guarded.get("/metrics", headers={"Authorization": "Bearer t0ken"})
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert samples(answer.text)


def test_a_token_of_feeds_opens_feeds_and_nothing_else(guarded: httpx.Client, db: Database) -> None:
    with db.writing() as tx:
        token = make_feed_token(tx, "reader", "민지", db.now())
        assert make_feed_token(tx, "reader", "민지", db.now()) is None
    for path in ("/alerts.atom", "/alerts.json", "/alerts/ncg.json", "/stories.atom", "/search.atom"):
        assert guarded.get(path, params={"token": token}).status_code == 200, path
    for path in ("/", "/alerts", "/alerts.csv", "/stories", "/stories.json", "/metrics", "/login.atom"):
        assert guarded.get(path, params={"token": token}).status_code in (403, 404), path
    assert guarded.get("/stories.json", headers={"Authorization": f"Bearer {token}"}).status_code == 403
    assert guarded.get("/alerts.atom", params={"token": "hf_guess"}).status_code == 403
    assert guarded.post("/alerts.atom", params={"token": token}).status_code == 403
    with db.writing() as tx:
        found = find_feed_token(tx, str(token))
        assert found is not None
        assert found.used_at is not None
        assert revoke_feed_token(tx, "reader")
    assert guarded.get("/alerts.atom", params={"token": token}).status_code == 403


def test_the_desk_token_in_a_feeds_address_works_and_is_warned_of(
    settings: Settings, guarded: httpx.Client
) -> None:
    with_token = replace(settings, desk=replace(settings.desk, token="t0ken"))
    assert "feeds" not in {each.name for each in examine(with_token)}
    assert guarded.get("/alerts.atom?token=t0ken").status_code == 200
    (found,) = (each for each in examine(with_token) if each.name == "feeds")
    assert "hanmi desk tokens" in found.mend
    assert "t0ken" not in found.says


def test_tokens_are_made_and_revoked_at_the_desk(settings: Settings) -> None:
    with open_desk(settings) as (reader, _):
        page = reader.post("/feeds/token", data={"name": " news  reader "}).text
        token = re.search(r"<code>(hf_[^<]+)</code>", page)
        assert token
        assert token[1] not in reader.get("/feeds").text
        assert "news reader" in reader.get("/feeds").text
        assert reader.post("/feeds/token", data={"name": "news reader"}).status_code == 400
        assert reader.post("/feeds/token", data={"name": " "}).status_code == 400
        reader.post("/feeds/revoke", data={"name": "news reader"})
        assert "news reader" not in reader.get("/feeds").text
        reader.post("/logout")
        assert reader.post("/feeds/token", data={"name": "x"}).headers["location"] == "/login"


def test_tokens_are_made_and_revoked_on_the_command_line(settings: Settings) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(
            app, ["--config", str(settings.config_path), "desk", "tokens", *arguments]
        )
        return result.exit_code, result.output

    status, said = run("--add", "mail")
    assert status == 0
    assert said.startswith("hf_")
    assert run("--add", "mail")[0] == 2
    assert "mail" in run()[1]
    assert said.splitlines()[0] not in run("--json")[1]
    assert run("--revoke", "mail")[0] == 0
    assert run("--revoke", "mail")[0] == 2


def test_the_desk_alone_serves_and_ends(tmp_path: Path) -> None:
    (tmp_path / "hanmi.toml").write_text(FILE + '[desk]\nlisten = "127.0.0.1:0"\n', encoding="utf-8")
    command = [sys.executable, "-c", "from flows.cli import main; main()", "--config", "hanmi.toml", "desk"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    address = re.search(r"http://[0-9.:]+", process.stdout.readline())
    login = process.stdout.readline()
    try:
        assert address
        assert httpx.get(f"{address[0]}/healthz", trust_env=False).text == "ok\n"
        assert "/login?key=" in login
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        process.stdout.close()
