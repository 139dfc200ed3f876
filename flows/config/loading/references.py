"""What a configuration names and has not: channels, watches, entities, a desk that links could lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from alerts.channels.manners import named_in
from flows.config.schema import File
from flows.config.settings import Settings
from flows.config.toml.hints import nearest
from storage.records import Policy, Watch


def find_dangling(file: File, settings: Settings) -> list[str]:
    """References to channels and watches that the file has not, be they sound or not."""
    channels = {table.get("id") for table in file.channel}
    watches = {watch.id for watch in settings.watches} | {table.get("id") for table in file.watch}
    return [
        *_dangling_channels(file, channels),
        *_unheard(file, settings),
        *_dangling_breaks(settings, watches, {table.get("id") for table in file.entity}),
        *_dangling_watches(file, watches),
        *_surging_watches(file, settings),
        *_leading_nowhere(file),
    ]


def _list_addressed(file: File) -> list[tuple[str, Sequence[Any]]]:
    """The channels that are named, and under which key; those of a watch or digest that has a fault too."""
    return [
        ("defaults.to", file.defaults.to or ()),
        *((f"watch[{table.get('id')}].to", _list_texts(table.get("to"))) for table in file.watch),
        *((f"digest[{n}].to", digest.to) for n, digest in enumerate(file.digest, 1)),
    ]


def _list_texts(written: Any) -> list[str]:
    """The texts of a list as it is written; what is none is named where its shape is checked."""
    return [text for text in written if isinstance(text, str) and text] if isinstance(written, list) else []


def _dangling_channels(file: File, channels: set[Any]) -> Iterator[str]:
    for key, to in _list_addressed(file):
        for id_ in to:
            if id_ not in channels:
                yield f"{key}: there is no channel {id_!r}{nearest(id_, channels)}"


def _list_digest_watches(file: File) -> list[tuple[int, str]]:
    """The watches that digests name, each with the number of its digest."""
    return [(n, id_) for n, digest in enumerate(file.digest, 1) for id_ in digest.watches]


def _dangling_watches(file: File, watches: set[Any]) -> Iterator[str]:
    for n, id_ in _list_digest_watches(file):
        if id_ not in watches:
            yield f"digest[{n}].watches: there is no watch {id_!r}{nearest(id_, watches)}"


def _surging_watches(file: File, settings: Settings) -> Iterator[str]:
    surging = {watch.id for watch in settings.watches if watch.surge is not None}
    for n, id_ in _list_digest_watches(file):
        if id_ in surging:
            yield (
                f"digest[{n}].watches: {id_!r} waits for a surge, which is told at once "
                "and stands in no digest"
            )


def _dangling_breaks(settings: Settings, watches: set[Any], written: set[Any]) -> Iterator[str]:
    """Entities and watches that break through a channel's quiet and that there are not."""
    entities = {entity.id for entity in settings.entities} | written
    for channel in settings.channels:
        named, told = named_in(channel.manners.breaks)
        for what, asked, known in (("entity", named, entities), ("watch", told, watches)):
            for id_ in sorted(asked - known):
                yield f"channel[{channel.id}].breaks: there is no {what} {id_!r}{nearest(id_, known)}"


def _unheard(file: File, settings: Settings) -> Iterator[str]:
    """The watches of this file that report in digests only, and stand in none on any channel of theirs."""
    for watch in _list_quiet(file, settings):
        to = settings.list_channels(watch)
        if to and settings.list_digest_channels(watch).isdisjoint(to):
            yield (
                f"watch[{watch.id}].policy: it reports in digests only, and {', '.join(to)} has none of it; "
                "add a [[digest]], or take another policy"
            )


def _list_quiet(file: File, settings: Settings) -> list[Watch]:
    """The file's watches that are written to report in digests only, and do."""
    own = {table.get("id") for table in file.watch if table.get("policy") == Policy.DIGEST}
    return [watch for watch in settings.watches if watch.id in own and watch.policy is Policy.DIGEST]


def _leading_nowhere(file: File) -> Iterator[str]:
    """The channels whose mails would have a link to unsubscribe by, and no desk that it could lead to."""
    if not file.desk.url:
        for table in file.channel:
            if table.get("unsubscribe") is True and table.get("kind") == "email":
                yield (
                    f"channel[{table.get('id')}].unsubscribe: needs [desk] url, since the link to "
                    "unsubscribe by leads to the desk; write where readers reach it, like https://hanmi.example.org"
                )
