"""A whole installation on loopback: outlets, sinks, a configuration, and the command line in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from flows.cli.app import app
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand, Outlet
from flows.demo.sinks import WebhookSink
from flows.demo.stage import route_bundled

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

_HEAD = """timezone = "Asia/Seoul"
data_dir = "data"
[fetch]
pause = "0s"
per_host = 8
timeout = "2s"
max_bytes = "2MB"
allow_private = ["127.0.0.0/8"]
[alerts]
retry = ["1s", "1s", "1s"]
[defaults]
sources = false
to = []
digest = ""
"""

_CHANNELS = """
[[channel]]
id = "press-office"
kind = "email"
smtp = "{smtp}"
from = "Hanmi Watch <watch@example.org>"
to = ["desk@example.org"]
[[channel]]
id = "risk-hook"
kind = "webhook"
url = "{hook}"
secret = "{secret}"
"""


@dataclass
class Newsroom:
    """One data directory with its configuration; `open_outlet` adds sources to it."""

    folder: Path
    stand: Newsstand
    receiver: WebhookSink
    postbox: MailSink
    sources: list[tuple[str, str]] = field(default_factory=list)
    storage: str = ""
    every: str = ""
    """How often each source is polled; empty: as often as the program finds right."""

    @property
    def config(self) -> Path:
        return self.folder / "hanmi.toml"

    def open_outlet(self, id: str, *, feed: str = "rss", **habits: Any) -> Outlet:
        """A new outlet that the configuration subscribes to."""
        outlet = self.stand.outlet(id, **{"title": id.title(), **habits})
        self.sources.append((id, getattr(outlet, feed)))
        return outlet

    def write_config(self, more: str = "") -> None:
        tables = [f'[[source]]\nid = "{id}"\nurl = "{url}"\nkind = "feed"\n' for id, url in self.sources]
        if self.every:
            tables = [f'{table}every = "{self.every}"\nslowest = "{self.every}"\n' for table in tables]
        channels = _CHANNELS.format(smtp=self.postbox.url, hook=self.receiver.url, secret=SECRET)
        watches = route_bundled(("ncg", "trump-transition"))
        storage = f'[storage]\nurl = "{self.storage}"\n' if self.storage else ""
        text = _HEAD + storage + "".join(tables) + channels + watches + more
        self.config.write_text(text, encoding="utf-8")

    def hanmi(self, *words: str) -> Result:
        """Run one command as a user would."""
        return CliRunner().invoke(app, ["--config", str(self.config), *words])

    def document(self, *words: str) -> Any:
        """The one JSON document that a command prints."""
        result = self.hanmi(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def lines(self, *words: str) -> list[Any]:
        """The JSON objects that a listing command prints."""
        result = self.hanmi(*words, "--json")
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    def run(self) -> Any:
        """One cycle over all sources."""
        if not self.config.exists():
            self.write_config()
        result = self.hanmi("run", "--all", "--json")
        assert result.exit_code in (0, 1), result.output  # 1 where no source could be read
        return json.loads(result.stdout)

    def told(self) -> tuple[int, int]:
        """How many webhooks were accepted, and how many mails arrived, notices about sources left out."""
        hooks = [json.loads(each.body)["type"] for each in self.receiver.received(accepted=True)]
        mails = [str(each.message["Subject"]) for each in self.postbox.mails()]
        return (
            sum(not type_.startswith("source.") for type_ in hooks),
            sum(not subject.startswith("[Hanmi Watch] ") for subject in mails),
        )

    def notices(self) -> list[Any]:
        """What the webhook was told about sources, in order."""
        told = [json.loads(each.body) for each in self.receiver.received(accepted=True)]
        return [each for each in told if each["type"].startswith("source.")]
