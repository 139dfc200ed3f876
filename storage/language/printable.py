"""Text that strangers wrote, made fit for a line, a text or a terminal: nothing in it gives commands.

Controls (C0, DEL, C1), whole escape sequences and marks that turn the direction of what stands around them
or cannot be seen at all say nothing to a reader. The joiners of Persian and of emoji do, and stay.
"""

from __future__ import annotations

import re

# ECMA-48: strings up to their terminator, CSI sequences, and others; all of no more characters than one has.
# Not those that begin with a C1 control: where a charset was mistaken, that is a quote or a letter.
_ESCAPES = re.compile(
    "\x1b[]PX^_][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\\\)|\x1b\\[[0-?]{0,60}[ -/]{0,9}[@-~]|\x1b[ -/]{0,9}[0-~]"
)
_BREAKS = "\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_BREAK = re.compile(f"\r\n|[\r{_BREAKS}]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_HALVES = re.compile("[\ud800-\udfff]")
_ODD = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BREAKS[1:]}]|{_UNSEEN.pattern}|{_HALVES.pattern}")


def clean_line(text: str) -> str:
    """A title, a name or an outlet as it is kept: on one line, spaces tidied, without what gives commands."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(clean_text(text).split())


def clean_text(text: str) -> str:
    """A text as it is kept: the same over its lines, whose ends are all line feeds.

    Halves of surrogate pairs, which UTF-8 cannot hold, are replaced.
    """
    if _ODD.search(text) is None:
        return text
    plain = _BREAK.sub("\n", _ESCAPES.sub("", text))
    return _HALVES.sub("\ufffd", _UNSEEN.sub("", plain.replace("\x1f", " ")))


def storable(text: str) -> str:
    """A name that the system gave in bytes of no charset (PEP 383), as a database and UTF-8 can hold it."""
    return _HALVES.sub("\ufffd", text.replace("\x00", ""))


def show_line(text: str) -> str:
    """A text on one line of a terminal, without what the terminal would obey."""
    return show_each(_ESCAPES.sub("", text)).strip()


def show_each(text: str) -> str:
    """A text with a blank for each character that a terminal would obey, so that places stay."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " for char in text)


def show_lines(text: str) -> str:
    """A text of several lines, which stay apart, without what a terminal would obey."""
    return "\n".join(show_each(_ESCAPES.sub("", line)) for line in text.split("\n"))
