"""What the supervisor does in threads of its own: due deliveries, and the desk."""

from __future__ import annotations

import time

from flows.config.settings import Settings
from flows.desk.open_desk import open_desk
from flows.desk.server import DeskServer
from flows.service.resident import DeliveryLoop, outbox_pass
from flows.service.troubles import WORLDLY, Troubles, why_of
from storage.database import Database

LAST_SEND_S = 1.0
DESK_AGAIN_S = 30.0
"""How long until a desk that could not listen tries again."""


class Rooms:
    """Deliveries and desk of one service over one open database, which `close` closes too."""

    def __init__(self, settings: Settings, db: Database, troubles: Troubles) -> None:
        self._settings = settings
        self._db = db
        self._troubles = troubles
        self._deliveries = DeliveryLoop(outbox_pass(settings, db), troubles, db.now)
        self._desk: DeskServer | None = None
        self._desk_again = 0.0
        self.desk_trouble = ""

    @property
    def desk_address(self) -> str | None:
        """Where the desk listens, None where it does not."""
        return self._desk.address if self._desk else None

    @property
    def login_address(self) -> str | None:
        """Where to log in at a desk without a token, None where it does not listen or asks for one."""
        return self._desk.login_address if self._desk else None

    def tend(self) -> None:
        """Start what does not run: at first, and after whatever kept it from running."""
        with self._troubles.step("thread of deliveries"):
            self._deliveries.keep_running()
        if self.desk_address is None and time.monotonic() >= self._desk_again:
            self._desk_again = time.monotonic() + DESK_AGAIN_S
            self._open_desk()

    def _open_desk(self) -> None:
        """`desk_trouble` says afterwards why it does not listen; empty: it does."""
        try:
            self._desk = self._desk or open_desk(self._settings, self._db)
            self._desk.open()
        except WORLDLY as error:
            self.desk_trouble = why_of(error)
            self._troubles.note("desk", self.desk_trouble)
        else:
            self.desk_trouble = ""
            self._troubles.over("desk")

    def close(self) -> None:
        """Send nothing more, answer nobody any more, and close the database."""
        if self._desk:
            self._desk.close()
        self._deliveries.stop(LAST_SEND_S)
        self._db.close()
