"""Kill -9 at thirty moments of a busy cycle: the next cycle ends where an undisturbed one would have."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from newsroom import Newsroom

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.piece import Piece
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence

ARTICLES = 200
ALERTS = 50
KILLS = 30
OUTLETS = 4
REPRINTS = 20
"""Of the articles, how many reprint another's text: the order in which they are judged must not matter."""

SEED = 20260305
FACTS = (
    *("id", "title", "authors", "outlet", "lang", "published_at", "sighting"),
    *("duplicate_of", "duplicate_kind", "story_id", "entities"),
)
RUN = "import sys; from flows.cli import main; print('here', flush=True); sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a cycle leaves behind, without what depends on the clock."""

    articles: dict[str, tuple[Any, ...]]
    alerts: set[str]
    deliveries: dict[str, str]


@pytest.mark.slow
def test_thirty_kills_change_nothing(
    tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink
) -> None:
    receiver.always(Reply(hang_s=0.02))  # so that kills fall among deliveries as well
    calm = Newsroom(folder=tmp_path / "calm", stand=stand, receiver=receiver, postbox=postbox)
    publish_all(calm)
    stormy = replace(calm, folder=tmp_path / "stormy")
    for room in (calm, stormy):
        room.folder.mkdir()
        room.write_config()

    started = time.monotonic()
    assert run_to_the_end(calm)["alerts"]["created"] == ALERTS
    took_s = time.monotonic() - started
    calm_ids, calm_mails = webhook_ids(receiver), message_ids(postbox)
    assert len(calm_ids) == ALERTS
    receiver.forget()
    postbox.forget()

    moments = list(kill_often(stormy, took_s))
    run_to_the_end(stormy)
    wait_out_leases(stormy)

    report_figures(moments, took_s, receiver, postbox)
    assert read_corpus(stormy) == read_corpus(calm)
    assert webhook_ids(receiver) == calm_ids
    assert message_ids(postbox) == calm_mails
    assert len({(each.id, each.body) for each in receiver.received()}) == ALERTS


def publish_all(room: Newsroom) -> None:
    """Two hundred articles over four outlets, every fourth one on the NCG in a story of its own."""
    outlets = [room.open_outlet(f"outlet-{number}", window=ARTICLES) for number in range(OUTLETS)]
    now = datetime.now(UTC).replace(microsecond=0)
    originals = [compose_piece(number, now) for number in range(ARTICLES - REPRINTS)]
    for number, piece in enumerate(originals):
        outlets[number % OUTLETS].publish(piece)
    for number, piece in enumerate(originals[:REPRINTS]):
        later = now - timedelta(minutes=1, seconds=number)
        again = replace(piece, slug=f"{piece.slug}-again", published=later)
        outlets[(number + 1) % OUTLETS].publish(again)


def compose_piece(number: int, now: datetime) -> Piece:
    extra = (ncg_sentence(number),) if number < ALERTS else ()
    lang = "ko" if number % 5 == 4 else "en"
    if extra and lang == "ko":
        extra = (ncg_sentence(number, "ko"),)
    return made_up_piece(number, published=now - timedelta(minutes=5, seconds=number), lang=lang, extra=extra)


def start_cycle(room: Newsroom) -> subprocess.Popen[str]:
    """One `hanmi run --all --json` in a process group of its own; returns once Python has come up."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "--config", str(room.config), "run", "--all", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    return process


def run_to_the_end(room: Newsroom) -> Any:
    process = start_cycle(room)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return json.loads(out)


def kill_often(room: Newsroom, took_s: float) -> Iterator[tuple[float, int, int]]:
    """Kill thirty cycles at random; yields each moment, and the articles kept and webhooks seen by then.

    The moments are drawn so that thirty of them together last about as long as the undisturbed cycle,
    hence fall over all of its phases. Half of the kills take the workers along, half leave them to notice.
    """
    chance = random.Random(SEED)
    for number in range(KILLS):
        process = start_cycle(room)
        moment = chance.uniform(0, 2.5 * took_s / KILLS + 1.0)
        with suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        (os.killpg if number % 2 else os.kill)(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        assert_no_one_left(process.pid)
        yield moment, len(room.lines("articles")), len(room.receiver.received())


def assert_no_one_left(group: int) -> None:
    """The workers of a killed cycle end by themselves."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("a worker outlived its cycle by five seconds")


def wait_out_leases(room: Newsroom) -> None:
    """Give what a killed cycle had postponed its second chance."""
    for _ in range(20):
        states = {each["state"] for each in room.lines("deliveries")}
        if states <= {"sent"}:
            return
        time.sleep(0.5)
        room.document("deliver")


def read_corpus(room: Newsroom) -> Corpus:
    articles = {each["url"]: tuple(str(each[fact]) for fact in FACTS) for each in room.lines("articles")}
    return Corpus(
        articles=articles,
        alerts={each["id"] for each in room.lines("alerts")},
        deliveries={each["id"]: each["state"] for each in room.lines("deliveries")},
    )


def webhook_ids(receiver: WebhookSink) -> set[str]:
    return {each.id for each in receiver.received(accepted=True)}


def message_ids(postbox: MailSink) -> set[str]:
    return {str(mail.message["Message-ID"]) for mail in postbox.mails()}


def report_figures(
    moments: list[tuple[float, int, int]], took_s: float, receiver: WebhookSink, postbox: MailSink
) -> None:
    """Print where the kills fell; `pytest -s` shows it."""
    print(f"\nundisturbed: {took_s:.1f} s for {ARTICLES} articles and {ALERTS} alerts")
    for moment, kept, sent in moments:
        print(f"killed after {moment:4.2f} s, {kept:3} articles kept, {sent:3} webhooks seen")
    print(f"webhooks sent twice: {len(receiver.received()) - len(webhook_ids(receiver))}")
    print(f"mails sent twice: {len(postbox.mails()) - len(message_ids(postbox))}")
