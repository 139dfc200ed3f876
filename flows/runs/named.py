"""The names of flow runs: what, when, and on which machine, as a list of a Prefect server shows them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import UTC, datetime


def name_run(flow: str) -> Callable[[], str]:
    """What gives a run of a flow its name when it begins."""

    def name() -> str:
        return f"{flow} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z on {socket.gethostname()}"

    return name
