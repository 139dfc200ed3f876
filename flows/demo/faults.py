"""The ways in which the newsstand can misbehave, as values; `newsstand` acts on them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuses:
    """Takes the connection and resets it before a byte is said, as a dead server behind a balancer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hangs:
    """Takes the request and says nothing for as long as the stand is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endless:
    """Answers 200 and repeats `chunk` for ever; with `pause_s` 0 as fast as it can."""

    chunk: bytes = b"<item><title>and another</title></item>\n"
    pause_s: float = 0.0
    head: bytes = b'<?xml version="1.0"?><rss version="2.0"><channel><title>endless</title>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Drips:
    """Gives the true answer a few bytes at a time."""

    pause_s: float = 0.5
    step: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Gives this answer in place of the true one: an error, a page for a feed, a redirect, garbage."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bomb:
    """Answers with `size` bytes of blanks that travel as a few kilobytes of gzip."""

    size: int = 200_000_000


Fault = Refuses | Hangs | Endless | Drips | Answers | Bomb

_CHALLENGE = b"""<!doctype html><html><head><title>Just a moment...</title></head>
<body><h1>Checking your browser</h1></body></html>"""


def page_for_feed() -> Answers:
    """A challenge page under status 200 where a feed is due."""
    return Answers(body=_CHALLENGE)


def unavailable(retry_after: str | None = None, *, status: int = 503) -> Answers:
    """An error status, with `Retry-After` (seconds or an HTTP date) where given."""
    headers = (("Retry-After", retry_after),) if retry_after is not None else ()
    return Answers(status=status, body=b"<h1>Service unavailable</h1>", headers=headers)


def moved(to: str, *, status: int = 302) -> Answers:
    """A redirect."""
    return Answers(status=status, headers=(("Location", to),))
