"""How soon news is told, and how fast the outbox empties: `python -m bench.speed.deliver [--articles 200]`.

First deliveries alone, a thousand signed webhooks promised and due, to one receiver on loopback and to four:
deliveries a second, CPU of each, and where its time goes (claim, send, settle). Then the whole path under
load: ten outlets publish, one article in two meets a watch of its own story, cycles follow each other as fast
as they can, the resident loop delivers beside them; from the moment of publishing to that of receiving.
"""

from __future__ import annotations

import argparse
import base64
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.table import Table

from alerts.channels.secret import Secret
from alerts.channels.webhook import Webhook
from alerts.promise.deliveries import new_delivery
from alerts.send import sender as sending
from flows.config.database import open_database
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.service.prefect.recorded import run_monitor
from flows.service.resident import DeliveryLoop, outbox_pass
from flows.service.troubles import Troubles
from storage.database import Database
from storage.promises.outbox import keep_deliveries

KEY = Secret("whsec_" + base64.b64encode(b"k" * 24).decode())
BODY = b'{"type":"alert.created","data":"' + b"x" * 4000 + b'"}'
OUTLETS = 10
STEPS = ("claim_delivery", "settle_delivery")
CONFIG = """
[fetch]
pause = "0s"
per_host = 8
allow_private = ["127.0.0.0/8"]
[defaults]
sources = false
watchlist = true
[[channel]]
id = "hook"
kind = "webhook"
url = "{hook}"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""
SOURCE = '[[source]]\nid = "{id}"\nurl = "{url}"\nkind = "feed"\nevery = "15s"\n'


@contextmanager
def time_steps(spent: dict[str, float]) -> Iterator[None]:
    """Add up the seconds that claiming, sending and settling take while this is open."""
    originals = {name: getattr(sending, name) for name in STEPS}
    send = Webhook.send

    def timed(name: str, call):  # type: ignore[no-untyped-def]  # any of three signatures
        def run(*given, **named):  # type: ignore[no-untyped-def]
            began = time.perf_counter()
            try:
                return call(*given, **named)
            finally:
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - began

        return run

    for name, original in originals.items():
        setattr(sending, name, timed(name, original))
    # Put in its place, since what is timed is the real sending, and back again in any case.
    Webhook.send = timed("send", send)  # type: ignore[method-assign]
    try:
        yield
    finally:
        Webhook.send = send  # type: ignore[method-assign]
        for name, original in originals.items():
            setattr(sending, name, original)


def empty_outbox(folder: Path, many: int, receivers: int) -> tuple[float, float, dict[str, float]]:
    """Send so many deliveries over so many channels: seconds, CPU seconds, and seconds by step."""
    with ExitStack() as stack:
        sinks = [stack.enter_context(WebhookSink()) for _ in range(receivers)]
        hooks = [Webhook(id=f"h{n}", url=Secret(s.url), secrets=(KEY,)) for n, s in enumerate(sinks)]
        db = Database(f"sqlite:///{folder / f'{receivers}.db'}")
        stack.callback(db.close)
        now = datetime.now(UTC)
        made = [
            new_delivery(f"d-{n}", f"h{n % receivers}", "r", "application/json", BODY, now=now, due=now)
            for n in range(many)
        ]
        with db.writing() as tx:
            keep_deliveries(tx, made)
        spent: dict[str, float] = {}
        began, cpu = time.monotonic(), time.process_time()
        with time_steps(spent):
            tally = sending.send_due(db, hooks, owner="bench", chance=lambda: 0.0)
        assert tally.sent == many
        return time.monotonic() - began, time.process_time() - cpu, spent


def tell_under_load(folder: Path, articles: int) -> tuple[list[float], float]:
    """From publishing to receiving, in seconds for each article that meets a watch; and the whole time."""
    with ExitStack() as stack:
        stand, sink = stack.enter_context(Newsstand()), stack.enter_context(WebhookSink())
        outlets = [stand.outlet(f"outlet-{n}", title=f"Outlet {n}") for n in range(OUTLETS)]
        settings = _configure(
            folder, sink.url, {f"outlet-{n}": outlet.rss for n, outlet in enumerate(outlets)}
        )
        run_monitor(settings, every=True, quiet=True)  # the first poll of a source is no news
        published: dict[str, float] = {}
        stop = threading.Event()

        def publish() -> None:
            for number in range(articles):
                extra = (ncg_sentence(number),) if number % 2 == 0 else ()
                piece = made_up_piece(number + 1, published=datetime.now(UTC), extra=extra)
                (address,) = outlets[number % OUTLETS].publish(replace(piece))
                if extra:
                    published[address] = time.time()
                time.sleep(0.1)
            stop.set()

        db = stack.enter_context(_closing(open_database(settings)))
        loop = DeliveryLoop(outbox_pass(settings, db), Troubles())
        loop.keep_running()
        began = time.monotonic()
        publisher = threading.Thread(target=publish)
        publisher.start()
        while not stop.is_set():
            run_monitor(settings, every=True, quiet=True)
        publisher.join()
        run_monitor(settings, every=True, quiet=True)
        took = time.monotonic() - began
        loop.stop(5)
        return _latencies(sink, published), took


def _latencies(sink: WebhookSink, published: dict[str, float]) -> list[float]:
    found = []
    for received in sink.received(accepted=True):
        address = next((each for each in published if each.encode() in received.body), None)
        if address is not None:
            found.append(received.at.timestamp() - published.pop(address))
    return found


def _configure(folder: Path, hook: str, feeds: dict[str, str]) -> Settings:
    text = CONFIG.format(hook=hook) + "".join(SOURCE.format(id=id, url=url) for id, url in feeds.items())
    (folder / "hanmi.toml").write_text(text, encoding="utf-8")
    return load_settings(folder / "hanmi.toml", folder / "data")


@contextmanager
def _closing(db: Database) -> Iterator[Database]:
    try:
        yield db
    finally:
        db.close()


def main() -> None:
    """Run both and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print_sending(Path(folder), asked.deliveries)
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()):  # the console's own alerts
        latencies, took = tell_under_load(Path(folder), asked.articles)
    cuts = statistics.quantiles(latencies, n=20)
    print(
        f"published to received: {len(latencies)} told of {asked.articles} articles in {took:.0f} s;"
        f" p50 {statistics.median(latencies):.2f} s, p95 {cuts[18]:.2f} s, most {max(latencies):.2f} s"
    )


def print_sending(folder: Path, many: int) -> None:
    """Measure and print how fast the outbox empties."""
    table = Table(
        "receivers", "a second", "CPU ms each", "claim ms", "send ms", "settle ms", title=f"{many} webhooks"
    )
    for receivers in (1, 4):
        seconds, cpu, spent = empty_outbox(folder, many, receivers)
        each: Sequence[float] = [
            spent.get(name, 0.0) / many * 1000 for name in ("claim_delivery", "send", "settle_delivery")
        ]
        row = [f"{many / seconds:.0f}", f"{cpu / many * 1000:.2f}", *(f"{ms:.2f}" for ms in each)]
        table.add_row(str(receivers), *row)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
