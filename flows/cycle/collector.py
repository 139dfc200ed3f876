"""Keep the garbage collector from what a cycle finds there: modules, watchlist and models, which stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def sparing_what_is_there() -> Iterator[None]:
    """Until the block ends, look for garbage only among what was made in it.

    A full collection takes 70 ms on what a process has loaded, a fifth of a cycle over 300 unchanged feeds,
    and finds nothing there. What was garbage by then is collected after the block.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
