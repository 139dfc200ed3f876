"""Every error the product raises on purpose, drawn as one tree.

    HanmiError
    ├── ConfigurationError      the command line or hanmi.toml is wrong (exit 2)
    ├── WatchError              one place in a watch or an entity is wrong
    ├── StorageError            the database cannot be used
    │   ├── StorageBusy         another process holds it; trying again helps
    │   ├── MovedAway           it was carried elsewhere, or is not whole yet (exit 2)
    │   ├── StorageFull         its disk has no room; trying again helps once there is some
    │   └── Conflict            another writer was first at a UNIQUE key
    ├── ValueRefused            the database cannot hold a value of one record
    ├── CursorRefused           a list has no place that the cursor given stands for
    ├── EngineError             a Prefect server, or what is registered there, cannot be used
    ├── ListenError             no socket can be had where something of ours is to listen
    ├── LockHeld                another `hanmi serve` runs on this data directory
    ├── FetchError              an address could not be read
    │   ├── AddressRefused      the guard forbids it
    │   ├── RobotsRefused       the site's robots.txt forbids it
    │   ├── TooLarge            more bytes than allowed, after decompression
    │   ├── TooSlow             more time than allowed, in total
    │   └── HttpStatus          the server answered with an error
    ├── ReadError               bytes arrived and are not what they claim to be
    │   ├── NotAFeed            a page, a challenge or garbage where a feed was due
    │   │   └── ChallengePage   a bot check or consent page
    │   └── NoText              a page without an article in it
    └── ChannelError            a channel cannot be set up
    SecretMissing               (a ValueError) a secret that the configuration names cannot be read

A failure of one item is a value in a tally; a failure of storage stops the run.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.records import Extract


class HanmiError(Exception):
    """Something went wrong with a named thing.

    `about` names the thing (an address, a file, a configuration key); `hint` tells
    the operator what to do and may be empty.
    """

    def __init__(self, about: str, why: str, hint: str = "") -> None:
        super().__init__(about, why, hint)
        self.about = about
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        tail = f" ({self.hint})" if self.hint else ""
        return f"{self.about}: {on_one_line(self.why)}{tail}"

    def as_reason(self) -> str:
        """The error as a reason, said in each reader's language; as a text it is that of the error."""
        from storage.records.reason_texts import Code
        from storage.records.reasons import Reason, say_beside  # every command reads this file at start

        said = say_beside(self.about, self.why)
        return Reason(Code.HINTED, what=said, hint=self.hint) if self.hint else said


def on_one_line(text: str) -> str:
    """What a library says over several lines, as one; whatever has one line alone stays as it is."""
    return " ".join(filter(None, map(str.strip, text.splitlines()))) if len(text.splitlines()) > 1 else text


def say_os(error: Exception) -> str:
    """What the system says of a file, for a sentence that has named the file: no number, no path again."""
    said = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    if isinstance(error, OSError) and error.errno and said.startswith("Connect call failed"):
        return os.strerror(error.errno)  # asyncio has words of its own in its place
    return _say_tls(said) if said.startswith("[SSL") else said


def _say_tls(said: str) -> str:
    """What OpenSSL says, without its own code and the place in its source."""
    from storage.records.fetch_texts import FetchCode
    from storage.records.reasons import Reason

    if "WRONG_VERSION_NUMBER" in said:
        return Reason(FetchCode.NO_TLS)
    return re.sub(r"^\[SSL[^\]]*\] ?|\(_ssl\.c:[0-9]+\)$", "", said).strip() or said


class ConfigurationError(HanmiError):
    """The configuration or the command line cannot be used; `problems` lists every fault found."""

    def __init__(self, about: str, problems: tuple[str, ...]) -> None:
        super().__init__(about, "; ".join(problems))
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(f"{self.about}: {problem}" for problem in self.problems)


class WatchError(HanmiError):
    """A watch or an entity is wrong at one place of its text.

    `at` is the offset in code points of the fault within the query, None where the
    fault is not at one character; `about` is `watch ID` or `entity ID`.
    """

    def __init__(self, about: str, why: str, *, at: int | None = None, hint: str = "") -> None:
        super().__init__(about, why, hint)
        self.at = at


class StorageError(HanmiError):
    """The database cannot be used."""


class StorageBusy(StorageError):
    """Another process holds the database longer than we wait."""


class MovedAway(StorageError):
    """The database was carried elsewhere, or is being filled; the configuration names the wrong one."""


class StorageFull(StorageError):
    """There is no room on the database's disk."""


class Conflict(StorageError):
    """Another writer was first at a UNIQUE key: what was to be written is there already."""


class ValueRefused(HanmiError):
    """The database cannot hold a value of one record; every other record is fine."""


class CursorRefused(HanmiError):
    """A list has no place that the cursor given stands for; it was made up, or cut."""


class EngineError(HanmiError):
    """A Prefect server, or what is to be registered there, cannot be used; `about` is its address."""


class ListenError(HanmiError):
    """No socket can be had where something of ours is to listen; `about` is the address."""


class LockHeld(HanmiError):
    """Another service runs on this data directory."""


class FetchError(HanmiError):
    """An address could not be read; `about` is the address."""


class AddressRefused(FetchError):
    """The guard forbids this address: its scheme, its port or where it leads."""


class RobotsRefused(FetchError):
    """The site's robots.txt forbids this address, or could not be read for a fault of the server's."""


class TooLarge(FetchError):
    """The answer is larger than `max_bytes`, counted after decompression."""


class TooSlow(FetchError):
    """The answer did not end within the time allowed in total."""


class HttpStatus(FetchError):
    """The server answered with a status other than 2xx or 304.

    `retry_after` is what the server asked for, None where it did not; `challenge` says that a
    bot check or consent page came with it.
    """

    def __init__(
        self,
        about: str,
        status: int,
        *,
        retry_after: timedelta | None = None,
        challenge: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(about, f"HTTP {status}", hint)
        self.status = status
        self.retry_after = retry_after
        self.challenge = challenge


class ReadError(HanmiError):
    """Bytes arrived and are not what they claim to be; `about` is the address or the file."""


class NotAFeed(ReadError):
    """A page, a challenge or garbage came where a feed was due."""


class ChallengePage(NotAFeed):
    """A bot check or a consent page came where a feed was due."""


class NoText(ReadError):
    """A page or file without an article in it.

    `stated` is what the page states of one for machines, with its description for a text; None where it
    states nothing.
    """

    def __init__(self, about: str, why: str, hint: str = "", *, stated: Extract | None = None) -> None:
        super().__init__(about, why, hint)
        self.stated = stated


class ChannelError(HanmiError):
    """A channel cannot be set up; `about` is `channel ID`."""


class SecretMissing(ValueError):
    """The variable or the file that holds a secret cannot be read; whoever asked knows the key."""
