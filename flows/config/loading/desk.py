"""Where the desk is served, and the token without which nobody else may reach it."""

from __future__ import annotations

import re
from pathlib import Path

from flows.config.loading.secrets import read_secret
from flows.config.schema import File
from flows.config.settings import DeskSettings
from storage.errors import SecretMissing


def read_desk(file: File, base: Path, problems: list[str], missing: list[str]) -> DeskSettings:
    host, _, port = file.desk.listen.rpartition(":")
    host = host.strip("[]")
    if not host or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535:
        problems.append(f"desk.listen: {file.desk.listen!r} is no address; write it like 127.0.0.1:8787")
        return DeskSettings(host="127.0.0.1", port=0, token=None)
    token = None
    try:
        token = _desk_token(file, host, base)
    except SecretMissing as error:
        missing.append(f"desk.token: {error}")
    except ValueError as error:
        problems.append(f"desk.token: {error}")
    return DeskSettings(host=host, port=int(port), token=token, url=_desk_url(file, problems))


def _desk_token(file: File, host: str, base: Path) -> str | None:
    """The token. Raises: SecretMissing; ValueError where none is given, and others may reach the desk."""
    if token := read_secret(file.desk.token or "", base):
        return token
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError("needed where desk.listen is not on loopback")
    if file.desk.url:
        raise ValueError("needed where desk.url says that readers reach the desk from elsewhere")
    return None


def _desk_url(file: File, problems: list[str]) -> str | None:
    url = (file.desk.url or "").rstrip("/") or None
    if url and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url):
        problems.append(f"desk.url: {url!r} is no address; write it like https://hanmi.example.org")
    return url
