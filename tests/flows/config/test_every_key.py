"""A configuration that says every key arrives as it is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from alerts.watch.matcher import compile_watchlist
from flows.config.loading.load import load_settings
from flows.config.schedule import Cron
from flows.config.settings import Settings
from storage.records import Policy, SourceKind

FILE = """
timezone = "Asia/Seoul"
data_dir = "data"
[storage]
url = "sqlite:///hanmi.db"
[schedule]
monitor = "*/10 * * * *"
[fetch]
user_agent = "Test/1"
per_host = 3
pause = "2s"
proxy = "http://127.0.0.1:3128"
timeout = "30s"
max_bytes = "12MB"
respect_robots = false
allow_private = ["127.0.0.1", "10.0.0.0/8"]
[alerts]
fresh = "36h"
wait = "90s"
retry = ["5s", "5m"]
quote = 2
ping = "file:ping"
cooldown = "1h"
alive = "0 9 * * 1"
[desk]
listen = "127.0.0.1:8788"
token = "env:HANMI_DESK_TOKEN"
url = "https://hanmi.example.org"
[retention]
polls = "30d"
prefect = "7d"
[log]
format = "json"
[defaults]
sources = false
watchlist = false
to = ["press-office"]
digest = ""
[[source]]
id = "yonhap-en"
name = "Yonhap News Agency"
url = "https://en.example/rss.xml"
kind = "feed"
lang = "en"
official = true
every = "7m"
slowest = "40m"
outlet = "Yonhap"
timezone = "America/New_York"
[[source]]
id = "list"
url = "https://list.example/news"
kind = "page"
selector = "main a"
pattern = "/news/[0-9]+"
[[entity]]
id = "ncg"
name = "Nuclear Consultative Group"
kind = "body"
aliases = ["Nuclear Consultative Group", "NCG", "핵협의그룹"]
never = ["Nordic Cooling Guild"]
valid = "2023-04-26/.."
requires = ["$talks OR nuclear"]
expects = ""
roles = []
[[entity]]
id = "cho"
name = "Cho Tae-yul"
kind = "person"
aliases = ["Cho Tae-yul", "조태열"]
expects = "minister OR $talks"
roles = [{title = ["Foreign Minister", "외교부 장관"], from = "2024-01-10", to = "2025-07-18"}]
[[watch]]
id = "ncg-talks"
name = "NCG talks"
query = '@ncg NEAR/15 $talks'
to = ["press-office", "risk-hook"]
policy = "every"
must_match = ["The NCG held talks.", {text = "The NCG held a meeting.", date = "2024-11-20"}]
must_not_match = ["The NCG is nuclear."]
[[watch]]
id = "rise"
query = "@ncg"
surge = 3
[[watch]]
id = "burden"
idea = "cost OR @ncg"
[[phrase]]
id = "talks"
query = '(meeting OR talks OR 회의 OR 회담)'
[[channel]]
id = "press-office"
kind = "email"
smtp = "smtp+starttls://user@mail.example:587"
password = "env:HANMI_SMTP_PASSWORD"
from = "Hanmi Watch <watch@example.org>"
to = ["desk@example.org"]
quiet = "22:00-06:30 Asia/Seoul"
lang = "en"
gist = true
unsubscribe = true
most = "20/h"
breaks = ["correction", "@ncg", "watch:rise"]
[[channel]]
id = "risk-hook"
kind = "webhook"
url = "https://hook.example/"
secret = "env:HANMI_WEBHOOK_SECRET"
[[channel]]
id = "chat"
kind = "apprise"
url = "env:HANMI_APPRISE_URL"
[[digest]]
cron = "30 7 * * * America/New_York"
to = ["press-office"]
watches = []
"""
SECRETS = {
    "HANMI_DESK_TOKEN": "a-token-of-this-test",
    "HANMI_SMTP_PASSWORD": "a-password",
    "HANMI_WEBHOOK_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,whsec_Nf0Q9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "HANMI_APPRISE_URL": "json://127.0.0.1/",
}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "ping").write_text("https://hc.example.org/ping/secret\n", "utf-8")
    (tmp_path / "hanmi.toml").write_text(FILE, "utf-8")
    return load_settings(tmp_path / "hanmi.toml")


@pytest.mark.sqlite_only  # the address of its file is among them
def test_the_tables_of_the_service_arrive(settings: Settings, tmp_path: Path) -> None:
    assert settings.storage_url == f"sqlite:///{tmp_path / 'hanmi.db'}"
    assert settings.data_dir == tmp_path / "data"
    assert isinstance(settings.monitor, Cron)
    fetch = settings.fetch
    assert (fetch.user_agent, fetch.per_host, fetch.proxy) == ("Test/1", 3, "http://127.0.0.1:3128")
    assert (fetch.pause, fetch.timeout) == (timedelta(seconds=2), timedelta(seconds=30))
    assert (fetch.max_bytes, fetch.respect_robots) == (12_000_000, False)
    assert set(fetch.allow_private) == {ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8")}
    assert (settings.fresh, settings.wait) == (timedelta(hours=36), timedelta(seconds=90))
    assert settings.retry == (timedelta(seconds=5), timedelta(minutes=5))
    assert (settings.quote, settings.ping) == (2, "https://hc.example.org/ping/secret")
    assert settings.cooldown == timedelta(hours=1)
    assert settings.alive is not None
    assert (settings.polls_kept, settings.prefect_kept) == (timedelta(days=30), timedelta(days=7))
    assert settings.log_format == "json"
    desk = settings.desk
    assert (desk.host, desk.port, desk.token) == ("127.0.0.1", 8788, SECRETS["HANMI_DESK_TOKEN"])
    assert desk.url == "https://hanmi.example.org"


def test_sources_watches_and_entities_arrive(settings: Settings) -> None:
    feed, page = settings.sources
    assert (feed.kind, feed.lang, feed.official, feed.outlet) == (SourceKind.FEED, "en", True, "Yonhap")
    assert (feed.every, feed.slowest) == (timedelta(minutes=7), timedelta(minutes=40))
    assert (page.selector, page.pattern) == ("main a", "/news/[0-9]+")
    talks, rise, burden = settings.watches
    assert (talks.policy, talks.to) == (Policy.EVERY, ("press-office", "risk-hook"))
    assert (rise.surge, rise.to, burden.idea) == (3, None, "cost OR @ncg")
    assert [len(entity.phrases) for entity in settings.entities] == [1, 1]
    assert settings.entities[0].valid_from == datetime(2023, 4, 25, 15, tzinfo=UTC)
    compile_watchlist(settings.entities, settings.watches)


def test_channels_and_digests_arrive(settings: Settings) -> None:
    mail, hook, chat = settings.channels
    assert [channel.id for channel in (mail, hook, chat)] == ["press-office", "risk-hook", "chat"]
    assert mail.manners.breaks == ("correction", "@ncg", "watch:rise")
    assert mail.manners.quiet is not None
    assert mail.manners.most is not None
    assert settings.default_to == ("press-office",)
    (digest,) = settings.digests
    assert (digest.to, digest.watches) == (("press-office",), ())
