"""One call of the command: its global options, and what its exit status means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.config.settings import Settings

EXIT_FAILED = 1
"""It ran, and something it was told to do failed."""
EXIT_WRONG = 2
"""The command line or the configuration is wrong; nothing was fetched, written or sent."""


@dataclass(slots=True)
class Invocation:
    """The global options of this call; the configuration is read when a command asks for it."""

    config: Path | None
    data_dir: Path | None
    verbose: bool = False

    def settings(self, *needs: str) -> Settings:
        """The configuration; `needs` is how the keys begin whose secrets this command uses.

        Raises:
            ConfigurationError: it is wrong, or such a secret cannot be read.
        """
        from flows.config.loading.load import load_settings
        from flows.config.logs import choose_format

        settings = load_settings(self.config, self.data_dir, needs=needs)
        choose_format(settings.log_format, settings.timezone)
        return settings
