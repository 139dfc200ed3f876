"""A call for more runs, where a cycle has more than one run takes at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

CallHelp = Callable[[int], Awaitable[None]]
"""Asks for so many runs more, to share the cycle; it raises nothing."""


class Help:
    """Asks once for more runs, beside the work of this one."""

    def __init__(self, call: CallHelp | None) -> None:
        self._call = call
        self._task: asyncio.Future[None] | None = None

    def ask(self, batches: int) -> None:
        """Have runs come for so many batches; nothing if they were asked for, or there are none."""
        if batches and self._call and self._task is None:
            self._task = asyncio.ensure_future(self._call(batches))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
