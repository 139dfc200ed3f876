"""A progress bar on stderr for long work, shown only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import TracebackType
from typing import TypeVar

Item = TypeVar("Item")


class Progress:
    """One bar; `total` None where it is not known. Without `shown` it does nothing.

    If the terminal is closed, the bar goes and the work continues.
    """

    def __init__(self, title: str, *, total: int | None = None, shown: bool) -> None:
        self._bar = None
        if shown:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(title, total=total)

    def __enter__(self) -> Progress:
        self._streams = sys.stdout, sys.stderr
        if self._bar:
            self._draw(self._bar.start)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._draw(self._bar.stop)

    def step(self) -> None:
        """One more is done."""
        if self._bar:
            self._draw(partial(self._bar.advance, self._task))

    def _draw(self, act: Callable[[], None]) -> None:
        try:
            act()
        except OSError:
            self._bar = None
            # what is printed went through the bar, and would meet the same error there
            sys.stdout, sys.stderr = self._streams

    def over(self, items: Iterable[Item]) -> Iterator[Item]:
        """Iterate over the items and count each when it is done."""
        for item in items:
            yield item
            self.step()
