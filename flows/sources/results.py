"""The words for what a poll came to; nothing here reads an answer."""

from __future__ import annotations

from enum import StrEnum

from storage.errors import (
    AddressRefused,
    ChallengePage,
    FetchError,
    HttpStatus,
    ReadError,
    RobotsRefused,
    TooLarge,
    TooSlow,
)


class Result(StrEnum):
    """What a poll came to; the coverage ledger knows no other words."""

    NEW = "new"
    """Read, with entries not seen before."""
    NOTHING_NEW = "nothing-new"
    """Read, and every entry was known."""
    UNCHANGED = "unchanged"
    """The server said 304."""
    EMPTY = "empty"
    """Read, and it announces nothing at all."""
    UNREADABLE = "unreadable"
    """Something came, and it is not what the source claims to be."""
    CHALLENGE = "challenge"
    """A bot check or consent page came."""
    PAYWALL = "paywall"
    """The server wants a login or payment (401, 402)."""
    FORBIDDEN = "forbidden"
    """The server forbids it (403, 451)."""
    MISSING = "missing"
    """The address is gone (404, 410)."""
    THROTTLED = "throttled"
    """We ask too often (429)."""
    FAULT = "fault"
    """The server failed (5xx), or answered with a status that makes no sense."""
    DOWN = "down"
    """No answer: no name, no connection, no certificate, or it broke off."""
    SLOW = "slow"
    """No whole answer within the time allowed."""
    TOO_LARGE = "too-large"
    """More than may be read."""
    REFUSED = "refused"
    """The guard forbids the address, or one that it redirects to."""
    ROBOTS = "robots"
    """The site's robots.txt forbids it."""


OK = frozenset((Result.NEW, Result.NOTHING_NEW, Result.UNCHANGED, Result.EMPTY))
"""The source was read; everything else is a failure of the source."""

BY_STATUS = {
    401: Result.PAYWALL,
    402: Result.PAYWALL,
    403: Result.FORBIDDEN,
    404: Result.MISSING,
    410: Result.MISSING,
    429: Result.THROTTLED,
    451: Result.FORBIDDEN,
}

BY_ERROR: tuple[tuple[type[Exception], Result], ...] = (
    (ChallengePage, Result.CHALLENGE),
    (ReadError, Result.UNREADABLE),
    (AddressRefused, Result.REFUSED),
    (RobotsRefused, Result.ROBOTS),
    (TooLarge, Result.TOO_LARGE),
    (TooSlow, Result.SLOW),
)


def name_failure(error: FetchError | ReadError) -> Result:
    """The word for a poll that failed with this error."""
    if isinstance(error, HttpStatus):
        if error.challenge:
            return Result.CHALLENGE
        return BY_STATUS.get(error.status, Result.FAULT)
    return next((result for kind, result in BY_ERROR if isinstance(error, kind)), Result.DOWN)


def name_reading(entries: int, new: int) -> Result:
    """The word for a poll that read so many entries, of which so many were new."""
    if not entries:
        return Result.EMPTY
    return Result.NEW if new else Result.NOTHING_NEW
