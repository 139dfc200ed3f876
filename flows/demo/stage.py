"""The demonstration's stage: outlets, sinks, a data directory, and the configuration that ties them."""

from __future__ import annotations

import base64
import json
import secrets
import tomllib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.config.bundle import SEEDS
from flows.demo.newsstand import Newsstand, Outlet
from flows.demo.piece import Piece
from flows.demo.script import DemoScript, Mending, Printing, Scene
from flows.demo.sinks import MailSink, WebhookSink

_CONFIG = """# Written by `hanmi demo`: three outlets, a mailbox and a webhook receiver, all on this machine.
timezone = "Asia/Seoul"
data_dir = "data"

[fetch]
pause = "0s"                            # the newsstand does not mind
allow_private = ["127.0.0.1"]

[desk]
listen = "127.0.0.1:0"

[defaults]
sources = false
to = []                                 # the other bundled watches tell on the console and the desk only

{sources}
[[channel]]
id = "press-office"
kind = "email"
smtp = "{smtp}"
from = "Hanmi Watch <watch@hanmi.example>"
to = ["desk@press.example"]

[[channel]]
id = "risk-hook"
kind = "webhook"
url = "{hook}"
secret = "file:webhook.secret"

{watches}"""

_WATCH = """[[watch]]
id = "{id}"
name = "{name}"
name_ko = "{name_ko}"
query = {query}
to = ["press-office", "risk-hook"]

"""

_SOURCE = """[[source]]
id = "{id}"
name = "{title}"
url = "{url}"
kind = "feed"
lang = "{lang}"
every = "10s"
slowest = "10s"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """All that stands on the stage; `secret` signs the webhooks."""

    folder: Path
    config: Path
    stand: Newsstand
    outlets: dict[str, Outlet]
    mailbox: MailSink
    receiver: WebhookSink
    secret: str

    def print_act(self, act: Scene, now: datetime) -> list[tuple[Printing, str]]:
        """Publish an act's pieces; returns each with its address."""
        return [(printing, self._print(printing.outlet, printing.piece(now))) for printing in act.printings]

    def print_mended(self, mending: Mending) -> str:
        """Publish a piece anew with what was wrong put right; returns its address."""
        outlet = self.outlets[mending.outlet]
        piece = next(each for each in outlet.pieces() if each.slug == mending.slug)
        return outlet.publish(mending.mend(piece))[0]

    def _print(self, outlet: str, piece: Piece) -> str:
        return self.outlets[outlet].publish(piece)[0]


@contextmanager
def open_stage(script: DemoScript, folder: Path) -> Iterator[Stage]:
    """Open the outlets and sinks, and write `hanmi.toml` and the webhook's secret into the folder."""
    with Newsstand() as stand, MailSink() as mailbox, WebhookSink() as receiver:
        outlets = {
            company.id: stand.outlet(company.id, title=company.title, lang=company.lang)
            for company in script.companies
        }
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        stage = Stage(
            folder=folder,
            config=folder / "hanmi.toml",
            stand=stand,
            outlets=outlets,
            mailbox=mailbox,
            receiver=receiver,
            secret=secret,
        )
        _write_files(stage, script)
        yield stage


def route_bundled(ids: Collection[str]) -> str:
    """The bundled watches of these ids as tables for `hanmi.toml`, told by mail and webhook."""
    bundled = tomllib.loads((SEEDS / "watchlist.toml").read_text(encoding="utf-8"))["watch"]
    chosen = [watch for watch in bundled if watch["id"] in ids]
    # A JSON string is a TOML basic string too, as long as nothing beyond the basic plane is in it.
    return "".join(_WATCH.format_map(watch | {"query": json.dumps(watch["query"])}) for watch in chosen)


def _write_files(stage: Stage, script: DemoScript) -> None:
    sources = "\n".join(
        _SOURCE.format(
            id=company.id,
            title=company.title,
            lang=company.lang,
            url=getattr(stage.outlets[company.id], company.feed),
        )
        for company in script.companies
    )
    text = _CONFIG.format(
        sources=sources,
        smtp=stage.mailbox.url,
        hook=stage.receiver.url,
        watches=route_bundled(("ncg", "trump-transition")),
    )
    stage.config.write_text(text, encoding="utf-8")
    (stage.folder / "webhook.secret").write_text(stage.secret + "\n", encoding="utf-8")
