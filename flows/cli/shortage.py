"""What a machine runs out of under any command, named where it would otherwise be a trace of this program."""

from __future__ import annotations

import errno

_ERRNO = {
    errno.ENOMEM: "memory",
    errno.EAGAIN: "processes or threads",
    errno.EMFILE: "files to open",
    errno.ENFILE: "files to open",
    errno.ENOSPC: "room on a disk",
    errno.EDQUOT: "room on a disk (its quota)",
}


def name_shortage(error: BaseException) -> str | None:
    """What there was too little of, None where the error is another; groups are looked into."""
    if isinstance(error, BaseExceptionGroup):
        return next((short for each in error.exceptions if (short := name_shortage(each))), None)
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, RuntimeError):
        return "threads" if "can't start new thread" in str(error) else None
    return _ERRNO.get(error.errno or 0) if isinstance(error, OSError) else None
