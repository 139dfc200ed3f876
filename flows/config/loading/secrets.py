"""Values that stand elsewhere, in the environment or in a file, and addresses that hold secrets."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from storage.errors import SecretMissing, say_os

MOST_OF_A_SECRET = 100_000
"""Bytes that are read of a configuration and of a secret: a device may have no end."""


def read_secret(reference: str, base: Path) -> str:
    """What `env:NAME` or `file:PATH` refers to; anything else stands for itself.

    Raises:
        SecretMissing: the variable is not set, or the file cannot be read.
    """
    if reference.startswith("env:"):
        value = os.environ.get(reference[4:], "")
        if not value:
            raise SecretMissing(f"environment variable {reference[4:]} is not set")
        return value
    if reference.startswith("file:"):
        path = base / reference[5:]
        try:
            return read_bounded(path, MOST_OF_A_SECRET).decode("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SecretMissing(f"{path} cannot be read: {say_os(error)}") from error
    return reference


def is_reference(value: object) -> bool:
    """Whether a value of the configuration says where a secret is, and is none itself."""
    return isinstance(value, str) and value.startswith(("env:", "file:"))


def read_storage_url(written: str, base: Path) -> str:
    """The address of a database as `storage.url` has it: paths are relative to `base`.

    Raises:
        ValueError: it is none, or names a variable that is not set.
    """
    url = read_secret(written, base) if written.startswith("env:") else written
    if url.startswith("sqlite:///"):
        return f"sqlite:///{base.absolute() / url.removeprefix('sqlite:///')}"
    if not url.startswith("postgresql+psycopg://"):
        raise ValueError("write sqlite:///FILE, postgresql+psycopg://user@host/database or env:NAME")
    return url


def read_bounded(path: Path, most: int) -> bytes:
    """The bytes of a file, or of a pipe. Raises: OSError, also where there are more than `most`."""
    with path.open("rb") as file:
        body = file.read(most + 1)
    if len(body) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most // 1000:,} kB")
    return body
