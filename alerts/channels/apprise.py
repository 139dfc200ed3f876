"""Chat services through Apprise, in a child process that can be killed at the limit."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from alerts.channels.chat import split_chat
from alerts.channels.limit import SEND_LIMIT_S
from alerts.channels.manners import FREELY, Manners
from alerts.channels.secret import Secret
from alerts.channels.voice import PLAIN, Voice
from storage.records import Delivery, Outcome, Postponed, Sent
from storage.records.reasons import Reason
from storage.records.send_texts import SendCode

_CHILD = Path(__file__).with_name("apprise_child.py")
_FORM = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apprise:
    """One chat service; `url` is an Apprise address (https://appriseit.com/services/) and grants access."""

    id: str
    url: Secret
    limit_s: float = SEND_LIMIT_S
    manners: Manners = FREELY
    voice: Voice = PLAIN

    @property
    def recipients(self) -> tuple[str, ...]:
        """The kind of service; the rest of the address grants something."""
        return (self.url.reveal().partition("://")[0].lower() + "://",)

    def send(self, delivery: Delivery) -> Outcome:
        """Hand the message to the service once.

        A process of its own, because the library takes no limit in total, follows redirects, obeys the
        environment's proxies and logs addresses.
        """
        title, text = split_chat(delivery.body)
        return self._ask_child({"title": title, "body": text})

    def try_address(self) -> Outcome:
        """Whether the library knows such an address, as if it had been sent to; nothing is contacted."""
        return self._ask_child({})

    def _ask_child(self, message: dict[str, str]) -> Outcome:
        try:
            done = subprocess.run(  # noqa: S603 -- our own file, by our own interpreter
                [sys.executable, "-P", str(_CHILD)],
                input=json.dumps({"url": self.url.reveal()} | message).encode(),
                capture_output=True,
                timeout=self.limit_s,
                check=False,
            )
            answer = json.loads(done.stdout)
        except subprocess.TimeoutExpired:
            return Postponed(why=Reason(SendCode.NO_ANSWER_WITHIN, seconds=f"{self.limit_s:g}"))
        except (OSError, ValueError):
            return Postponed(why=Reason(SendCode.NO_APPRISE))
        if answer["ok"]:
            return Sent()
        return Postponed(why=hide_secrets(str(answer["why"]), self.url) or Reason(SendCode.NOT_TAKEN))


def read_apprise_url(text: str) -> Secret:
    """Check the form of an Apprise address. Raises: ValueError with the reason."""
    if not _FORM.fullmatch(text):
        raise ValueError("is not an Apprise address such as slack://…, ntfy://… or mailto://…")
    return Secret(text)


def hide_secrets(words: str, url: Secret) -> str:
    """The library's words without any longer part of the address, on one line and cut short."""
    parts = re.split(r"[/:@?&=,#]+", url.reveal().partition("://")[2])
    for part in sorted((part for part in parts if len(part) >= 4), key=len, reverse=True):
        words = words.replace(part, "•••")
    return " ".join(words.split())[:200]
