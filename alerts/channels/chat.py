"""The words of a chat message: its title in the first line, then an empty line and the rest."""

from __future__ import annotations


def join_chat(title: str, text: str) -> bytes:
    """A delivery's body from a title of one line and a text."""
    return f"{title}\n\n{text}".encode("utf-8", "replace")


def split_chat(body: bytes) -> tuple[str, str]:
    """The reverse of `join_chat`."""
    title, _, text = body.decode("utf-8", "replace").partition("\n\n")
    return title, text
