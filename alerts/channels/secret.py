"""A text that must not be shown."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """A password, key or address that grants something; hidden in `repr` and `str`."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def __str__(self) -> str:
        return "•••"
