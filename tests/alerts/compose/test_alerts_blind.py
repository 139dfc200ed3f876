"""Alerts and digests say what was not seen: which sources are in trouble, and what a gap swallowed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.compose.html import compose_html
from alerts.compose.text import compose_chat, compose_text
from alerts.compose.unseen import Blind, find_blind
from alerts.compose.webhook import compose_webhook
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from storage.records import Coverage, Health, SourceStatus, Trouble
from tests.newsroom import Newsroom
from tests.telling import a_kept, a_telling, an_alert

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = {"s": "The Star <s>"}
GAP = Blind(
    source="s",
    name="The Star",
    trouble=Trouble.GAP,
    since=NOW - 3 * HOUR,
    until=NOW,
    why="all new",
    regained=7,
)
SILENT = Blind(source="k", name="KCNA", trouble=Trouble.SILENT, since=NOW - 14 * HOUR, why="nothing new")


def status(trouble: Trouble | None, since: datetime | None, **fields: object) -> SourceStatus:
    health = Health(trouble=trouble, since=since, why="because")
    known = SourceStatus(id="s", url="https://a.kr/", last_ok_at=NOW - 30 * HOUR, failures=0)
    return replace(known, coverage=Coverage(health=health), **fields)


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (status(Trouble.FAILING, NOW - 2 * HOUR), (Trouble.FAILING, NOW - 2 * HOUR)),
        (status(Trouble.SILENT, NOW - 50 * HOUR), (Trouble.SILENT, NOW - 50 * HOUR)),
        (status(Trouble.GAP, NOW - 2 * HOUR), None),
        (status(Trouble.FAILING, NOW - 200 * HOUR), None),
        (status(Trouble.FAILING, NOW - 2 * HOUR, last_ok_at=None), None),
        (status(None, None), None),
        (status(None, None, failures=1, failing_since=NOW - HOUR / 2), None),
        (
            status(None, None, failures=2, failing_since=NOW - 2 * HOUR, last_error="HTTP 500"),
            (Trouble.FAILING, NOW - 30 * HOUR),
        ),
    ],
)
def test_trouble_that_is_recent_and_lasts_bears_on_an_alert(
    known: SourceStatus, found: tuple[Trouble, datetime] | None
) -> None:
    blind = find_blind(known, NAMES, NOW)
    assert (blind and (blind.trouble, blind.since)) == found
    assert find_blind(known, {"other": "Other"}, NOW) is None


def test_every_form_of_an_alert_says_what_was_not_seen_in_one_line() -> None:
    telling = replace(a_telling(), unseen=(GAP, SILENT))
    said = (
        "Not seen: The Star (gap 2026-03-02 18:00 KST to 2026-03-02 21:00 KST, 7 found again),"
        " KCNA (silent since 2026-03-02 07:00 KST)"
    )
    assert f"\n{said}\n" in compose_text(telling)
    assert said in compose_chat(telling).decode()
    assert said in compose_html(telling)
    (gap, silent) = json.loads(compose_webhook(telling, telling.alerts[0]))["data"]["unseen"]
    assert (gap["trouble"], gap["regained"], gap["until"]) == ("gap", 7, NOW.isoformat())
    assert (silent["source"], silent["until"]) == ("k", None)


def test_a_korean_alert_says_it_in_korean_and_of_many_only_the_latest() -> None:
    kept = a_kept()
    kept = replace(kept, article=replace(kept.article, lang="ko"))
    telling = replace(a_telling(an_alert(), kept=kept), unseen=(GAP, SILENT, SILENT, SILENT, SILENT))
    assert "보지 못한 곳: The Star (2026-03-02 18:00 KST~2026-03-02 21:00 KST 누락" in compose_text(telling)
    assert "그 밖에 2곳" in compose_text(telling)


def test_with_nothing_missing_nothing_is_said() -> None:
    assert "Not seen" not in compose_text(a_telling())
    assert "Not seen" not in compose_html(a_telling())


@pytest.mark.slow
def test_an_alert_and_a_digest_tell_of_a_gap_that_came_before_them(
    tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink
) -> None:
    room = Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)
    herald, daily = room.open_outlet("herald", window=5), room.open_outlet("daily")
    now = datetime.now(UTC)
    herald.publish(*(made_up_piece(number, published=now) for number in range(5)))
    room.run()
    later = datetime.now(UTC) + timedelta(seconds=2)  # feeds have whole seconds
    herald.publish(*(made_up_piece(number, published=later) for number in range(10, 20)))
    room.run()
    daily.publish(made_up_piece(30, published=now, extra=(ncg_sentence(30),)))
    room.run()
    (told,) = [mail for mail in postbox.mails() if "[NCG]" in str(mail.message["Subject"])]
    assert "Not seen: herald (gap " in told.text()
    assert "not seen in whole: herald" in room.hanmi("digest").output.replace("\n", " ")
