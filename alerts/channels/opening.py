"""From a `[[channel]]` table to a channel that can send, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from email.headerregistry import Address
from typing import Any, TypeVar

from ada_url import URL

from alerts.channels import Channel
from alerts.channels.apprise import Apprise, read_apprise_url
from alerts.channels.email import Email, part_addresses, read_address, read_server
from alerts.channels.manners import Manners, read_breaks, read_rate
from alerts.channels.quiet import read_quiet
from alerts.channels.secret import Secret
from alerts.channels.voice import Voice, read_gist, read_lang
from alerts.channels.webhook import Webhook, read_key
from storage import stand_ins
from storage.errors import ChannelError, SecretMissing
from storage.language.spelt import find_alike

T = TypeVar("T")

ReadSecret = Callable[[str], str]
"""Gives the text that `env:NAME` or `file:PATH` stands for, and other text as it is.

Raises: SecretMissing.
"""

_MANNERS = {"quiet", "most", "breaks"}
_VOICE = {"lang", "gist"}
KEYS = {
    "webhook": {"id", "kind", "url", "secret"} | _VOICE,
    "email": {"id", "kind", "smtp", "password", "from", "to", "unsubscribe"} | _MANNERS | _VOICE,
    "apprise": {"id", "kind", "url"} | _MANNERS | _VOICE,
}
_SHARED = set.intersection(*KEYS.values())

NEEDED = {"webhook": {"url", "secret"}, "email": {"smtp", "from", "to"}, "apprise": {"url"}}
"""Which of them a channel cannot do without."""


def guess_kind(table: Mapping[str, Any]) -> str | None:
    """The kind that a table whose own is no kind seems to be of: as it is spelt, or by its other keys."""
    if alike := find_alike(str(table.get("kind", "")), sorted(KEYS)):
        return alike
    owned = {kind: len((keys - _SHARED) & set(table)) for kind, keys in KEYS.items()}
    first, second = sorted(owned.values(), reverse=True)[:2]
    return max(owned, key=owned.__getitem__) if first > second else None


def open_channel(table: Mapping[str, Any], read_secret: ReadSecret, *, zone: str = "Asia/Seoul") -> Channel:
    """Check one `[[channel]]` table and make the channel; nothing is contacted.

    `zone` is where quiet hours hold that name none.

    Raises:
        ChannelError: about `channel ID`, with the key and the reason.
    """
    id = _text(table, "id", "?")
    kind = _text(table, "kind", id)
    if kind not in KEYS:
        raise ChannelError(
            f"channel {id}", f"kind: {kind!r} is none of {', '.join(sorted(KEYS))}{_near(kind, KEYS)}"
        )
    if unknown := sorted(set(table) - KEYS[kind]):
        raise ChannelError(
            f"channel {id}",
            f"{unknown[0]}: a channel of kind {kind} has no such key{_near(unknown[0], KEYS[kind])}",
        )
    match kind:
        case "webhook":
            return _open_webhook(id, table, read_secret)
        case "email":
            return _open_email(id, table, read_secret, _manners(id, table, zone))
        case _:
            url = _secret(id, table, "url", read_secret)
            return Apprise(
                id=id,
                url=_checked(id, "url", read_apprise_url, url.reveal()),
                manners=_manners(id, table, zone),
                voice=_voice(id, table),
            )


def _near(asked: str, known: Iterable[str]) -> str:
    alike = find_alike(asked, sorted(known))
    return f"; did you mean {alike}?" if alike else ""


def _open_webhook(id: str, table: Mapping[str, Any], read_secret: ReadSecret) -> Webhook:
    url = _secret(id, table, "url", read_secret)
    _checked(id, "url", _check_url, url.reveal())
    written = _secret(id, table, "secret", read_secret).reveal()
    secrets = tuple(Secret(part.strip()) for part in written.split(",") if part.strip())
    if not secrets:
        raise ChannelError(f"channel {id}", "secret: is empty")
    for secret in secrets:
        _checked(id, "secret", read_key, secret)
    return Webhook(id=id, url=url, secrets=secrets, voice=_voice(id, table))


def _open_email(id: str, table: Mapping[str, Any], read_secret: ReadSecret, manners: Manners) -> Email:
    password = _secret(id, table, "password", read_secret) if table.get("password") else None
    smtp = _text(table, "smtp", id)
    to = table.get("to")
    if not isinstance(to, list) or not to or not all(isinstance(item, str) for item in to):
        raise ChannelError(f"channel {id}", "to: must be a list of one or more addresses")
    recipients = [address.addr_spec for address in _checked(id, "to", _read_addresses, to)]
    unsubscribes = table.get("unsubscribe", False)
    if not isinstance(unsubscribes, bool):
        raise ChannelError(f"channel {id}", "unsubscribe: must be true or false")
    return Email(
        id=id,
        server=_checked(id, "smtp", read_server, smtp, password),
        sender=_checked(id, "from", read_address, _text(table, "from", id)),
        recipients=tuple(dict.fromkeys(recipients)),
        manners=manners,
        voice=_voice(id, table),
        unsubscribes=unsubscribes,
    )


def _read_addresses(written: Iterable[str]) -> list[Address]:
    """Every address of a list, of which a text may hold several.

    Raises: ValueError, which names each that is no address.
    """
    read, faults = [], []
    for text in (part for several in written for part in part_addresses(several) or [several]):
        try:
            read.append(read_address(text))
        except ValueError as error:
            faults.append(str(error))
    if faults:
        raise ValueError("; ".join(faults))
    return read


def _check_url(text: str) -> None:
    try:
        url = URL(text)
    except ValueError:
        raise ValueError("is not a web address") from None
    if url.protocol not in ("http:", "https:"):
        raise ValueError(f"must begin with https:// or http://, not {url.protocol}")
    if url.username or url.password:
        raise ValueError("must not hold a user or password")


def _manners(id: str, table: Mapping[str, Any], zone: str) -> Manners:
    quiet = _checked(id, "quiet", read_quiet, _text(table, "quiet", id), zone) if table.get("quiet") else None
    most = _checked(id, "most", read_rate, _text(table, "most", id)) if "most" in table else None
    breaks = table.get("breaks", [])
    if not isinstance(breaks, list) or not all(isinstance(item, str) for item in breaks):
        raise ChannelError(f"channel {id}", "breaks: must be a list of texts")
    return Manners(quiet=quiet, most=most, breaks=_checked(id, "breaks", read_breaks, breaks))


def _voice(id: str, table: Mapping[str, Any]) -> Voice:
    lang = _checked(id, "lang", read_lang, table["lang"]) if "lang" in table else None
    return Voice(lang=lang, gist=_checked(id, "gist", read_gist, table))


def _secret(id: str, table: Mapping[str, Any], key: str, read_secret: ReadSecret) -> Secret:
    text = _checked(id, key, read_secret, _text(table, key, id)).strip()
    if not text:
        raise ChannelError(f"channel {id}", f"{key}: is empty")
    return Secret(text)


def _text(table: Mapping[str, Any], key: str, id: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        why = "is missing" if value is None else "must be a text in quotes"
        raise ChannelError(f"channel {id}", f"{key}: {why}")
    if not value.strip():
        raise ChannelError(f"channel {id}", f"{key}: is empty")
    return value


def _checked(id: str, key: str, read: Callable[..., T], *given: object) -> T:
    try:
        return read(*given)
    except SecretMissing as error:
        raise ChannelError(f"channel {id}", f"{key}: {error}") from error
    except ValueError as error:
        raise ChannelError(f"channel {id}", f"{key}: {error}") from None


def stand_in_for(key: str) -> Any:
    """A value of the right form for one that cannot be used, so that the keys beside it can be checked."""
    return stand_ins.CHANNEL.get(key, stand_ins.ANY)
