"""One thing that the doctor looked at."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["ok", "look", "mend"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `ok`, worth a `look`, or to `mend`; `mend` says how, empty where it is ok."""

    name: str
    state: State
    says: str
    mend: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding as `hanmi doctor --json` prints it."""
        return asdict(self)
