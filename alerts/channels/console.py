"""The console: alerts as a few readable lines on a stream."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TextIO

from alerts.channels.chat import split_chat
from alerts.channels.manners import FREELY, Manners
from alerts.channels.voice import PLAIN, Voice
from storage.language.printable import show_each
from storage.records import Delivery, Outcome, Postponed, Sent
from storage.records.reasons import Reason
from storage.records.send_texts import SendCode


@dataclass(slots=True)
class ConsoleChannel:
    """A stream that someone may be looking at; None means standard error.

    `was_lost` says that showing failed before, which is worth one warning a run.
    """

    stream: TextIO | None = None
    id: str = "console"
    manners: Manners = FREELY
    voice: Voice = PLAIN
    was_lost: bool = False

    @property
    def recipients(self) -> tuple[str, ...]:
        """The one that there is."""
        return ("console",)

    def send(self, delivery: Delivery) -> Outcome:
        """Print a chat message."""
        try:
            self.show(*split_chat(delivery.body))
        except OSError as error:
            return Postponed(why=error.strerror or Reason(SendCode.STREAM_CLOSED))
        return Sent()

    def show(self, title: str, text: str) -> None:
        """Print a title and indented lines; what the stream cannot show is replaced."""
        stream = self.stream or sys.stderr
        lines = [title, *("    " + line if line else "" for line in text.splitlines())]
        encoding = stream.encoding or "utf-8"
        shown = "\n".join(map(show_each, lines))
        stream.write(shown.encode(encoding, "replace").decode(encoding) + "\n")
        stream.flush()
