"""Channels opened: one that lacks a secret cannot send, and all that is wrong in one is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from alerts.channels import Channel
from flows.config.loading.secrets import is_reference, read_secret
from flows.config.schema import File
from flows.config.settings import DeskSettings
from storage.errors import ChannelError, SecretMissing


def read_channels(file: File, base: Path, problems: list[str], missing: list[str]) -> tuple[Channel, ...]:
    opened: dict[str, Channel] = {}
    for table in file.channel:
        channel, faults, lacking = _open_channel(table, base, file.timezone)
        problems += faults
        missing += lacking
        if channel is None:
            continue
        if channel.id in opened:
            problems.append(f"channel[{channel.id}]: the id is given twice")
        opened[channel.id] = channel
    return tuple(opened.values())


def _open_channel(
    table: Mapping[str, Any], base: Path, zone: str
) -> tuple[Channel | None, list[str], list[str]]:
    """The channel, None where it cannot be, every fault, and every secret that cannot be read.

    One key after another is left out and named; a stand-in takes the place of what a channel must have, so
    that the other keys are checked all the same.
    """
    # mail and webhooks take some 40 ms to import, and a list without a channel needs neither
    from alerts.channels.opening import open_channel, stand_in_for
    from alerts.channels.unready import Unready

    rest, faults, missing = dict(table), dict[str, str](), dict[str, str]()
    while True:
        try:
            channel = open_channel(rest, lambda reference: read_secret(reference, base), zone=zone)
        except ChannelError as error:
            key = error.why.partition(":")[0]
            if key in faults:  # now it is missing
                return None, list(faults.values()), list(missing.values())
            if _lacks_secret(error, rest.get(key)):
                missing[key] = _name_channel_fault(error)
                rest[key] = stand_in_for(key)
            else:
                faults[key] = _name_channel_fault(error)
                _replace_key(rest, key)
        else:
            ready = Unready(channel, "; ".join(missing.values())) if missing else channel
            return ready, list(faults.values()), list(missing.values())


def _name_channel_fault(error: ChannelError) -> str:
    hint = f" ({error.hint})" if error.hint else ""
    return f"channel[{error.about.removeprefix('channel ')}].{error.why}{hint}"


def _lacks_secret(error: ChannelError, value: object) -> bool:
    """Whether what is wrong is a secret, which a command may not need."""
    return isinstance(error.__cause__, SecretMissing) or is_reference(value)


def _replace_key(table: dict[str, Any], key: str) -> None:
    """Leave out a key that is wrong; one that a channel must have would be missing next."""
    from alerts.channels.opening import NEEDED, guess_kind, stand_in_for

    if key == "kind":
        table[key] = guess_kind(table)
    else:
        table.pop(key, None)
    if key in NEEDED.get(str(table.get("kind")), ()):
        table[key] = stand_in_for(key)


def lead_to_desk(desk: DeskSettings, channel: Channel) -> Channel:
    """A channel whose mails have links to the desk, where readers reach it."""
    from alerts.channels.email import Email  # whoever has a channel has imported it
    from alerts.channels.unready import Unready

    if desk.url is None or desk.token is None:
        return channel
    if isinstance(channel, Unready):
        return replace(channel, channel=lead_to_desk(desk, channel.channel))
    if not isinstance(channel, Email):
        return channel
    from alerts.channels.links import DeskLinks

    return replace(channel, links=DeskLinks(desk.url, desk.token))
