"""The child process of the Apprise channel: reads one message from stdin, sends it, says how it went."""

from __future__ import annotations

import importlib
import json
import logging
import sys
from typing import Any


class _Heard(logging.Handler):
    """Collects what the library warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())


def go_direct(requests: Any) -> None:
    """Let no request of this process follow a redirect or use the environment's proxies and passwords."""
    original = requests.Session.request

    def request(session: Any, method: str, url: str, *more: Any, **options: Any) -> Any:
        session.trust_env = False
        return original(session, method, url, *more, **(options | {"allow_redirects": False}))

    requests.Session.request = request


def main() -> None:
    """Send what stdin holds: an object of `url`, `title` and `body`; print an object of `ok` and `why`.

    With a `url` alone it only says whether the library knows such an address.
    """
    order = json.load(sys.stdin)
    heard = _Heard()
    apprise = importlib.import_module("apprise")
    go_direct(importlib.import_module("requests"))
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.addHandler(heard)
    service = apprise.Apprise()
    known = service.add(order["url"])
    ok = known and (
        "body" not in order
        or bool(
            service.notify(title=order["title"], body=order["body"], body_format=apprise.NotifyFormat.TEXT)
        )
    )
    why = "; ".join(heard.words) if known else "apprise does not know this kind of address"
    print(json.dumps({"ok": ok, "why": why}))


if __name__ == "__main__":
    main()
