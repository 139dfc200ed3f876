"""Files and folders as the user names them: walked in order, opened within bounds, unpacked if gzipped."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from storage.errors import ReadError, say_os

MAX_WHOLE = 10_000_000
"""Bytes of a file that is read as a whole, after unpacking; a larger one is read in pieces."""
MAX_RATIO = 250
"""How many times its packed size a stream may grow; text grows by 3 to 20, bombs by 1,000."""
FREE_GROWTH = 16_000_000
GZIP_MAGIC = b"\x1f\x8b"


def walk_files(path: Path) -> Iterator[Path]:
    """The files under a path (or the file itself), folders sorted by name, each folder once.

    Links are followed, and a link back into a folder already walked ends there.
    Raises: OSError for a path or folder that cannot be read.
    """
    yield from _walk(path, set())


def _walk(path: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    where = path.stat()
    if (where.st_dev, where.st_ino) in seen:
        return
    seen.add((where.st_dev, where.st_ino))
    for name in sorted(os.listdir(path)):
        if not (name.startswith(".") and (path / name).is_dir()):
            yield from _walk(path / name, seen)


def kind_of(path: Path) -> str:
    """The ending that tells the kind of a file, in lower case and without `.gz`."""
    name = path.name.lower().removesuffix(".gz")
    return os.path.splitext(name)[1]


def open_file(path: Path) -> io.BufferedReader:
    """Open a regular file for reading; gzipped content is unpacked on the way.

    What is read raises ReadError where it is no sound gzip or grows beyond all reason.
    Raises: ReadError for what cannot be opened or is no regular file: a pipe would be waited for.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError(str(path), "it is no regular file")
        stream = path.open("rb")
    except OSError as error:
        raise ReadError(str(path), f"it cannot be read: {say_os(error)}") from error
    if stream.peek(2)[:2] != GZIP_MAGIC:
        return stream
    return io.BufferedReader(_Unpacked(stream, str(path)), 1 << 16)


def read_whole(path: Path) -> bytes | None:
    """All bytes of a file, unpacked; None where there are more than `MAX_WHOLE`. Raises: ReadError."""
    with open_file(path) as stream:
        try:
            if not isinstance(stream.raw, _Unpacked) and path.stat().st_size > MAX_WHOLE:
                return None
            data = stream.read(MAX_WHOLE + 1)
        except OSError as error:
            raise ReadError(str(path), f"it cannot be read: {say_os(error)}") from error
    return data if len(data) <= MAX_WHOLE else None


class _Unpacked(io.RawIOBase):
    """A gzip stream that reports errors in our words and stops at decompression bombs."""

    def __init__(self, packed: io.BufferedReader, about: str) -> None:
        self._packed = packed
        self._stream = gzip.GzipFile(fileobj=packed, mode="rb")
        self._about = about
        self._size = os.fstat(packed.fileno()).st_size
        self._grown = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as files do."""
        view = memoryview(cast(bytearray, buffer))
        try:
            data = self._stream.read1(len(view))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ReadError(self._about, f"the gzip data is damaged: {error}") from error
        self._grown += len(data)
        if self._grown > FREE_GROWTH + MAX_RATIO * self._size:
            raise ReadError(self._about, f"it unpacks to more than {MAX_RATIO} times its size")
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close both layers."""
        self._stream.close()
        self._packed.close()
        super().close()
