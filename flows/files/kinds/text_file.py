"""Text files to text, or what their bytes are instead."""

from __future__ import annotations

import re

from flows.extract.text.charset import (
    BOMS,
    decode_korean,
    decode_utf8,
    decode_western,
    decode_wide,
    try_codec,
)
from storage.errors import ReadError

MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (docx, hwpx, xlsx and odt are such)"),
    (b"\xd0\xcf\x11\xe0", "an old Office or HWP document"),
    (b"HWP Document File", "an HWP document"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF media file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ", "xz-compressed"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed"),
    (b"{\\rtf", "an RTF document"),
)
HINT = "save it as UTF-8 text"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def decode_file(data: bytes, *, path: str) -> str:
    """The text of a file, its line ends as `\\n`.

    Raises: ReadError, which names what the bytes are where that can be told: empty, binary
    (of which kind), or in an encoding that is none of ours.
    """
    _refuse_other(data, path)
    text = _decode_marked(data, path) or _decode_plain(data, path)
    if len(CONTROL.findall(text)) > max(2, len(text) // 200):
        raise ReadError(path, "it is binary, not text", HINT)
    return CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _refuse_other(data: bytes, path: str) -> None:
    """Raises: ReadError where nothing is in it, or its first bytes are those of a kind that is no text."""
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        raise ReadError(path, "the file is empty" if not data else "the file has no text", "remove it")
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise ReadError(path, f"it is {name}, not text", HINT)


def doubt_encoding(data: bytes) -> str | None:
    """What to say of a text that is not in UTF-8 and does not say in what else it is; None: nothing."""
    if any(data.startswith(bom) for bom, _ in BOMS):
        return None
    try:
        decode_utf8(data)
    except UnicodeDecodeError:
        guess = "EUC-KR (CP949)" if decode_korean(data) else "another encoding"
        return f"it is not UTF-8; it was read as {guess}, so look at the result, or {HINT}"
    return None


def _decode_marked(data: bytes, path: str) -> str | None:
    """By a byte order mark or an escape sequence, which say outright what follows."""
    for bom, codec in BOMS:
        if data.startswith(bom):
            return _decode_as(codec, data[len(bom) :], path)
    if b"\x1b$)C" in data[:200]:
        return try_codec(data, "iso2022_kr")
    return None


def _decode_as(codec: str, data: bytes, path: str) -> str:
    """Raises: ReadError where the bytes are not what their mark says; half a character at the end is."""
    whole = data[: len(data) // 2 * 2] if codec.startswith("utf-16") else data
    try:
        return decode_utf8(whole) if codec == "utf-8" else whole.decode(codec)
    except UnicodeDecodeError as error:
        why = f"it says that it is {codec.upper()}, and byte {error.start} is not"
        raise ReadError(path, why, HINT) from error


def _decode_plain(data: bytes, path: str) -> str:
    if b"\x00" in data:
        wide = decode_wide(data)
        if wide is None:
            raise ReadError(path, "it is binary, not text", HINT)
        return wide
    try:
        return decode_utf8(data)
    except UnicodeDecodeError as error:
        return _decode_older(data, path, error)


def _decode_older(data: bytes, path: str, error: UnicodeDecodeError) -> str:
    """Text that is not UTF-8. Raises: ReadError, which says where it is nothing else of ours either."""
    text = decode_korean(data) or decode_wide(data) or decode_western(data)
    if text is None:
        line = data.count(b"\n", 0, error.start) + 1
        where = f"byte 0x{data[error.start]:02x} in line {line}"
        why = f"it is in none of UTF-8, UTF-16, EUC-KR and CP949 ({where})"
        raise ReadError(path, why, HINT) from error
    return text
