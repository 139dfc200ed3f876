"""Values that stand elsewhere, in the environment or in a file, and addresses that hold secrets."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from storage.errors import SecretMissing, say_os

MOST_OF_A_SECRET = 100_000
"""Bytes that are read of a configuration and of a secret: a device may have no end."""


_REFERENCE = re.compile(r"\s*(env|file)\s*:\s*(.*?)\s*", re.IGNORECASE | re.DOTALL)
_SERVER = re.compile(
    r"postgresql\+psycopg://([^:/]*(:[^@]*)?@)?([^/:?@]*|\[[^/?\]]+\])(:[0-9]*)?(/[^?]*)?(\?.*)?"
)
"""What SQLAlchemy reads, with a port that is a number and no @ in the host."""


def read_secret(reference: str, base: Path) -> str:
    """What `env:NAME` or `file:PATH` refers to; anything else stands for itself. Without spaces around it.

    Raises:
        SecretMissing: the variable is not set, the file cannot be read, or nothing stands there.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return reference.strip()
    kind, name = found[1].lower(), found[2]
    if not name:
        raise SecretMissing(f"nothing stands behind {kind}:, write env:NAME or file:PATH")
    if kind == "file":
        return _read_secret_file(locate(name, base))
    if value := os.environ.get(name, "").strip():
        return value
    raise SecretMissing(f"environment variable {name} is {'empty' if name in os.environ else 'not set'}")


def _read_secret_file(path: Path) -> str:
    try:
        value = read_bounded(path, MOST_OF_A_SECRET).decode("utf-8-sig").strip()
    except (OSError, ValueError) as error:
        raise SecretMissing(f"{path} cannot be read: {say_os(error)}") from error
    if not value:
        raise SecretMissing(f"{path} is empty")
    return value


def is_reference(value: object) -> bool:
    """Whether a value of the configuration says where a secret is, and is none itself."""
    return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None


def locate(path: str, base: Path) -> Path:
    """A path as people write it: relative to `base`, and `~` is a home directory."""
    return base.absolute() / os.path.expanduser(path)


def read_storage_url(written: str, base: Path) -> str:
    """The address of a database as `storage.url` has it: paths are relative to `base`.

    Raises:
        ValueError: it is none, or names a variable that is not set.
    """
    url = read_secret(written, base) if is_reference(written) else written.strip()
    if url.startswith("sqlite:///"):
        return f"sqlite:///{_locate_database(url.removeprefix('sqlite:///'), base)}"
    if not url.startswith("postgresql+psycopg://"):
        raise ValueError("write sqlite:///FILE, postgresql+psycopg://user@host/database or env:NAME")
    if not _SERVER.fullmatch(url):
        raise ValueError(
            "is not of the form postgresql+psycopg://user:password@host:5432/database; "
            "an @ in a password is written %40"
        )
    return url


def _locate_database(path: str, base: Path) -> Path:
    found = locate(path, base)
    if not path or path.endswith("/") or found.is_dir():
        beside = f"{path.rstrip('/')}/" if path else ""
        raise ValueError(f"{found} is a folder; name a file in it: sqlite:///{beside}hanmi.db")
    return found


def read_bounded(path: Path, most: int) -> bytes:
    """The bytes of a file, or of a pipe. Raises: OSError, also where there are more than `most`."""
    with path.open("rb") as file:
        body = file.read(most + 1)
    if len(body) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most // 1000:,} kB")
    return body
