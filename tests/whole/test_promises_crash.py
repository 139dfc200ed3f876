"""Kill -9 at thirty moments of a busy cycle: the next cycle ends where an undisturbed one would have."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.piece import Piece
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from tests.newsroom import Newsroom

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
class Outcome:
    """What was kept and told, without what depends on the clock."""

    articles: dict[str, tuple[str, ...]]
    alerts: set[str]
    deliveries: dict[str, str]
    webhook_ids: set[str]
    message_ids: set[str]


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill a cycle.

    Once it was served `pages` of the pages still missing and the receiver `webhooks` in all, and then after
    `judging` of the time that judging the missing articles takes. `alone` leaves its workers to notice by
    themselves; else they are killed with it.
    """

    phase: str
    pages: float = 0.0
    webhooks: int = 0
    judging: float = 0.0
    alone: bool = True


@pytest.mark.long
def test_thirty_kills_change_nothing(
    tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink
) -> None:
    receiver.always(Reply(hang_s=0.01))  # so that there is time for kills among deliveries
    room = Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)
    publish_all(room)

    calm = open_folder(room, "calm")
    took_s = run_to_the_end(calm)["seconds"]
    judge_s = (receiver.received()[0].at - stand.asked()[-1].at).total_seconds()
    expected = read_outcome(calm)
    assert len(expected.webhook_ids) == ALERTS
    assert len(expected.articles) == ARTICLES
    print(f"\nundisturbed: {took_s:.1f} s for {ARTICLES} articles and {ALERTS} alerts")

    chance = random.Random(SEED)
    kills = 0
    for storm in count(1):
        stormy = open_folder(room, f"storm-{storm}")
        fallen = [kill for moment in draw_moments(chance) if (kill := kill_at(stormy, moment, judge_s))]
        run_to_the_end(stormy)
        settle_deliveries(stormy)
        print(f"storm {storm}: {'; '.join(fallen)}; sent twice: {count_repeats(stormy)}")
        assert read_outcome(stormy) == expected
        assert len({(each.id, each.body) for each in receiver.received()}) == ALERTS
        kills += len(fallen)
        if kills >= KILLS:
            break


def draw_moments(chance: random.Random) -> tuple[Moment, ...]:
    """Two moments while pages are read, two while articles are judged, two while alerts are sent."""
    return (
        *(Moment("reading", pages=chance.random(), alone=alone) for alone in (True, False)),
        *(
            Moment("judging", pages=1.0, judging=chance.uniform(0, 0.9), alone=alone)
            for alone in (True, False)
        ),
        Moment("sending", webhooks=chance.randrange(1, ALERTS // 2), alone=True),
        Moment("sending", webhooks=chance.randrange(ALERTS // 2, ALERTS), alone=False),
    )


def open_folder(room: Newsroom, name: str) -> Newsroom:
    """A new data directory beside the others, over the same outlets, with empty sinks."""
    opened = replace(room, folder=room.folder / name)
    opened.folder.mkdir()
    opened.write_config()
    room.stand.forget()
    room.receiver.forget()
    room.postbox.forget()
    return opened


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
    # Spelt out: of a text about nothing the letters alone may be another body's.
    spelt = "핵협의그룹(NCG)" if lang == "ko" else "Nuclear Consultative Group (NCG)"
    extra = tuple(re.sub(r"(?<!\()\bNCG\b", spelt, sentence, flags=re.ASCII) for sentence in extra)
    return made_up_piece(number, published=now - timedelta(minutes=5, seconds=number), lang=lang, extra=extra)


def start_cycle(room: Newsroom) -> subprocess.Popen[str]:
    """One `hanmi run --all --json` in a process group of its own; returns once Python has come up."""
    with (room.folder / "stderr.log").open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, "--config", str(room.config), "run", "--all", "--json"],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            start_new_session=True,
            cwd=Path(__file__).parents[2],
        )
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    return process


def run_to_the_end(room: Newsroom) -> Any:
    process = start_cycle(room)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0, (room.folder / "stderr.log").read_text()
    return json.loads(out)


def kill_at(room: Newsroom, moment: Moment, judge_s: float) -> str | None:
    """Start a cycle and kill it at the moment; says how far it had come, None where it ended before."""
    missing = ARTICLES - len(room.lines("articles"))
    pages = count_pages(room) + moment.pages * missing
    process = start_cycle(room)
    if not reaches(process, room, pages, moment.webhooks, moment.judging * judge_s * missing / ARTICLES):
        process.communicate()
        assert process.returncode == 0, (room.folder / "stderr.log").read_text()
        return None
    (os.kill if moment.alone else os.killpg)(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    assert_no_one_left(process.pid)
    return f"{moment.phase} {len(room.lines('articles'))} kept {len(room.receiver.received())} sent"


def reaches(
    process: subprocess.Popen[str], room: Newsroom, pages: float, webhooks: int, more_s: float
) -> bool:
    """Wait for so many pages and webhooks and a little longer; False where the cycle ends first."""
    while process.poll() is None:
        if count_pages(room) >= pages and len(room.receiver.received()) >= webhooks:
            wait_or_webhook(room, more_s)
            return process.poll() is None
        time.sleep(0.005)
    return False


def wait_or_webhook(room: Newsroom, limit_s: float) -> None:
    """Wait so long, or until the next webhook: the moment must not slip into the next phase."""
    seen, until = len(room.receiver.received()), time.monotonic() + limit_s
    while time.monotonic() < until and len(room.receiver.received()) == seen:
        time.sleep(0.005)


def count_pages(room: Newsroom) -> int:
    return sum("/articles/" in each.path for each in room.stand.asked())


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


def settle_deliveries(room: Newsroom) -> None:
    """Send what a killed cycle had claimed or the receiver had not answered in time."""
    for _ in range(20):
        if {each["state"] for each in room.lines("deliveries")} <= {"sent"}:
            return
        time.sleep(0.5)
        room.document("deliver")


def read_outcome(room: Newsroom) -> Outcome:
    return Outcome(
        articles={each["url"]: tuple(str(each[fact]) for fact in FACTS) for each in room.lines("articles")},
        alerts={each["id"] for each in room.lines("alerts")},
        deliveries={each["id"]: each["state"] for each in room.lines("deliveries")},
        webhook_ids={each.id for each in room.receiver.received(accepted=True)},
        message_ids={str(mail.message["Message-ID"]) for mail in room.postbox.mails()},
    )


def count_repeats(room: Newsroom) -> str:
    """How many webhooks and mails came again under an id that had come before."""
    webhooks, mails = room.receiver.received(), room.postbox.mails()
    again = len(webhooks) - len({each.id for each in webhooks})
    mailed_again = len(mails) - len({str(mail.message["Message-ID"]) for mail in mails})
    return f"{again} webhooks, {mailed_again} mails"
