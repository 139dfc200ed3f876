"""What waits in the outbox and what was given up, each with advice that works for its channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from alerts.channels.unready import Unready
from flows.config.settings import Settings
from flows.inspect.finding import Finding
from storage.database import Transaction
from storage.language.counts import count_of
from storage.promises.channels import channels_off
from storage.promises.outbox import count_dead, count_states, count_waiting
from storage.promises.outbox_held import list_restored
from storage.records import DeliveryState

DELIVERY = ("delivery", "deliveries")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """How many deliveries wait and how many were given up, by channel; which channels are off, and why.

    What a restore holds is `restored` and not `retrying`, though it had failed before.
    """

    waiting: Mapping[str, int]
    dead: Mapping[str, int]
    off: Mapping[str, str]
    retrying: int
    restored: int


def read_unsent(tx: Transaction) -> Unsent:
    """The outbox as it is now."""
    restored = list_restored(tx)
    failed = sum(delivery.state is DeliveryState.RETRYING for delivery in restored)
    return Unsent(
        waiting=count_waiting(tx),
        dead=count_dead(tx),
        off=channels_off(tx),
        retrying=count_states(tx)[DeliveryState.RETRYING] - failed,
        restored=len(restored),
    )


def look_at_outbox(settings: Settings, unsent: Unsent) -> Iterator[Finding]:
    """Channels that are off or gone, what a restore holds, and what can be sent again as it is."""
    yield from _ended(settings, unsent)
    yield from _orphaned(settings, unsent)
    if unsent.restored:
        says = f"held since a restore, as perhaps sent before: {count_of(unsent.restored, *DELIVERY)}"
        yield Finding("restore", "look", says, "`hanmi deliver --restored` sends them")
    yield _given_up(settings, unsent)


def _ended(settings: Settings, unsent: Unsent) -> Iterator[Finding]:
    """The channels that their receivers ended."""
    for channel in settings.channels:
        if why := unsent.off.get(channel.id):
            dead = unsent.dead.get(channel.id, 0)
            given_up = f", {count_of(dead, *DELIVERY)} so far" if dead else ""
            yield Finding(
                f"channel {channel.id}",
                "mend",
                f"is switched off ({why}); what comes due there is kept and not sent{given_up}",
                f"`hanmi channel test {channel.id}` switches it on and brings back what was missed",
            )


def _orphaned(settings: Settings, unsent: Unsent) -> Iterator[Finding]:
    """Deliveries of channels that were taken out of the configuration, or were given another id."""
    known = {channel.id for channel in settings.channels}
    for id_ in sorted({*unsent.waiting, *unsent.dead} - known):
        waiting, dead = unsent.waiting.get(id_, 0), unsent.dead.get(id_, 0)
        counts = [("waiting for it", waiting), ("given up there", dead)]
        left = ", ".join(f"{what}: {count_of(many, *DELIVERY)}" for what, many in counts if many)
        sends = f"a [[channel]] of the id {id_} sends them"
        yield Finding(
            f"channel {id_}",
            "look",
            f"is not in the configuration; {left}",
            sends if waiting else f"{sends}, with `hanmi redeliver --dead`; else there is nothing to do",
        )


def _given_up(settings: Settings, unsent: Unsent) -> Finding:
    """What was given up on channels that could take it, else what is to be tried again."""
    able = {channel.id for channel in settings.channels} - set(unsent.off)
    dead = sum(many for id_, many in unsent.dead.items() if id_ in able)
    if not dead:
        says = f"{count_of(unsent.retrying, *DELIVERY)} to be tried again"
        return Finding("outbox", "look" if unsent.retrying else "ok", says)
    again = "`hanmi deliveries --dead` says why; `hanmi redeliver --dead` sends them again"
    unready = sorted(c.id for c in settings.channels if isinstance(c, Unready) and unsent.dead.get(c.id))
    first = f"once the secret of {', '.join(unready)} is set: " if unready else ""
    return Finding("outbox", "mend", f"{count_of(dead, *DELIVERY)} given up", f"{first}{again}")
