"""What `hanmi redeliver` says of what it sent again, or could not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from flows.cli.answer import local_time, print_table, say
from storage.records import Delivery, DeliveryState

OUTCOMES = {
    DeliveryState.SENT: "sent",
    DeliveryState.RETRYING: "to be tried again",
    DeliveryState.DEAD: "given up again",
    DeliveryState.PENDING: "waiting",
}


def is_lost(delivery: Delivery, working: Collection[str]) -> bool:
    """Whether it was not sent and will not be: given up, or its channel is gone or switched off.

    `working` are the channels that are configured and on.
    """
    if delivery.state is DeliveryState.PENDING:
        return delivery.channel not in working
    return delivery.state is DeliveryState.DEAD


def print_redelivered(
    after: Sequence[Delivery], carried: Mapping[str, str], working: Collection[str], zone: str
) -> None:
    """What became of each, and of all of them in the title."""
    if not after:
        say("Nothing to send again: no delivery was given up.")
        return
    counts = Counter(delivery.state for delivery in after)
    outcome = ", ".join(f"{counts[state]} {said}" for state, said in OUTCOMES.items() if counts[state])
    rows = [
        (d.channel, d.recipient, carried[d.id], _say_state(d, working, zone), d.last_error or "", d.id)
        for d in after
    ]
    columns = ("channel", "recipient", "what", "state", "last error", "id")
    print_table(f"Redelivery: {outcome}", columns, rows, below=("last error", "id"))
    if any(is_lost(each, working) and each.channel not in working for each in after):
        say("A channel that is off or gone takes nothing; `hanmi doctor` says what it needs")


def _say_state(delivery: Delivery, working: Collection[str], zone: str) -> str:
    state = delivery.state.value
    if delivery.state is DeliveryState.PENDING and delivery.channel not in working:
        return f"{state}, its channel is gone or off"
    at = delivery.next_attempt_at
    return f"{state}, next {local_time(at, zone)} ({zone})" if at else state
