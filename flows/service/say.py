"""A line for whoever may be looking."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from storage.language.printable import show_lines


def say(line: str) -> None:
    """Print lines, without what a terminal would obey.

    Where nobody can read them any more (a closed pipe, a full disk), go on without.
    """
    try:
        print(show_lines(line), flush=True)
    except OSError:
        # What print() could not write it would try again at exit, and fail, and change our exit status.
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
