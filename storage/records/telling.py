"""What is told: alerts, their deliveries, how an attempt ends, and why each was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from storage.records.ids import digest_id
from storage.records.watches import Evidence

QUOTE = 3
"""The most sentences of one article that is shown, unless the configuration says otherwise."""


class AlertKind(StrEnum):
    """What an alert is within its story."""

    FIRST = "first"
    FOLLOW_UP = "follow-up"
    CORRECTION = "correction"


class Urgency(StrEnum):
    """How soon readers are to know: a flash waits for nothing, a brief is no news of the moment."""

    FLASH = "flash"
    ALERT = "alert"
    BRIEF = "brief"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENT = "sent"
    RETRYING = "retrying"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something told, or about to be, because an article met a watch.

    `subject` is what is told once: the story under `story`, the article under `every`;
    `revision` tells repeated kinds apart and is empty for `first`; `late` marks news that its
    source announced late.
    `watch_name_ko` is what the watch was called among Korean words, empty: as elsewhere.
    `origins` counts the independent origins that the story had by then; `urgency` says how soon readers
    are to know.
    """

    watch: str
    watch_name: str
    kind: AlertKind
    subject: str
    revision: str
    story: str
    article: str
    created_at: datetime
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    late: bool = False
    origins: int = 0
    urgency: Urgency = Urgency.ALERT
    watch_name_ko: str = ""

    def name_in(self, lang: str) -> str:
        """What its watch was called then among words of a language."""
        return (self.watch_name_ko if lang == "ko" else "") or self.watch_name

    @property
    def id(self) -> str:
        """One promise has one id, however often it is made."""
        return digest_id("al", self.watch, self.subject, self.kind, self.revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message for one recipient on one channel, with the bytes as they will be sent.

    `id` is the promise: webhook-id and the stem of the Message-ID. `attempts` counts claims, `failures`
    those in a row that failed, which is the place in the retry table. `next_attempt_at` None means that
    nothing more is due. Deliveries of one channel, recipient and `held` name go out as one bundle when due;
    `bundle` is then the delivery that carries them.
    """

    id: str
    channel: str
    recipient: str
    content_type: str
    body: bytes = field(repr=False)
    alerts: tuple[str, ...]
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    failures: int = 0
    last_error: str | None = None
    sent_at: datetime | None = None
    digest_id: str | None = None
    held: str | None = None
    bundle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The receiver took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """It failed and may work later; `after` is what the receiver asked for, None: our own table."""

    why: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The receiver will never take it (a malformed address, say)."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The receiver asked never to be called again (HTTP 410): the channel is switched off."""

    why: str


Outcome = Sent | Postponed | Rejected | Gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of the ledger: what was decided of which thing, and why (`storage.records.reasons`).

    `subject` is an address key or an id; `step` one of `poll`, `fetch`, `extract`, `judge`,
    `match`, `tell`, `deliver`; `verdict` one word.
    """

    at: datetime
    step: str
    subject: str
    verdict: str
    why: str
    detail: dict[str, Any] = field(default_factory=dict)
