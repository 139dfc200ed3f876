"""Report trouble that lasts over many runs once when it begins and once when it ends.

Each run is a process of its own, so what was said lies in a small file of the data directory.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.errors import ConfigurationError, Conflict, StorageError
from storage.private import write_private

log = logging.getLogger("hanmi.runs")

NAME = "troubles.json"


@dataclass(slots=True)
class Ended:
    """How a run ended; `why` is None unless it failed."""

    why: str | None = None

    def fail(self, why: str) -> str:
        """Note that the run takes nothing, and say why."""
        self.why = why
        return why


@contextmanager
def naming_trouble(run: str) -> Iterator[Ended]:
    """Have a kind of run fail in one line where its configuration is wrong or the database cannot be used.

    What is wrong with the file is for whoever edits it, beside a service that goes on: no bug with a trace.
    """
    from flows.config.loading.load import read_variable  # here, so that the runner stays small

    ended, named = Ended(), read_variable("HANMI_DATA_DIR")  # which the configuration may no longer tell
    try:
        yield ended
    except Conflict:  # nobody else's doing
        raise
    except (ConfigurationError, StorageError) as error:
        ended.why = str(error)
        if named:
            say_trouble(Path(named), run, error)
        else:
            log.error("run fails run=%s why=%s", run, ended.why)
    else:
        if named and ended.why is None:
            say_well(Path(named), run)


def say_trouble(data_dir: Path, run: str, error: Exception) -> bool:
    """Log what stops a kind of run, unless the last run logged the same; returns whether it was logged."""
    said, why = _read(data_dir), str(error)
    if said.get(run) == why:
        return False
    log.error("run fails run=%s why=%s", run, why)
    _write(data_dir, said | {run: why})
    return True


def say_well(data_dir: Path, run: str) -> bool:
    """Log that a kind of run works again, if trouble had been logged."""
    said = _read(data_dir)
    if run not in said:
        return False
    log.warning("run works again run=%s", run)
    _write(data_dir, {other: why for other, why in said.items() if other != run})
    return True


def _read(data_dir: Path) -> dict[str, Any]:
    try:
        said = json.loads((data_dir / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _write(data_dir: Path, said: dict[str, Any]) -> None:
    with suppress(OSError):  # where it cannot be written, it is said again
        write_private(data_dir / NAME, json.dumps(said))
