"""What deliveries carry, in a few words: a title with its watch, a digest, or a notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.inspect.carried import Carried
    from storage.database import Transaction
    from storage.records import Delivery


def say_carried(tx: Transaction, deliveries: Iterable[Delivery]) -> Mapping[str, str]:
    """What each of these says, by their ids: the first title that it tells of, and how many more."""
    from flows.inspect.carried import read_carried

    return {id_: _say(carried) for id_, carried in read_carried(tx, deliveries).items()}


def _say(carried: Carried) -> str:
    if carried.article is None:
        return "a digest" if carried.is_digest else "a notice about this service"
    more = f", and {carried.more} more" if carried.more else ""
    return f"{carried.title}{more} [{', '.join(carried.watches)}]"
