"""What an address names among the things of the configuration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from flows.config.toml.tables import Key, Laid
from flows.desk.desk import Asking, Missing


class Named(Protocol):
    """Whatever has an id."""

    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=Named)


def find_asked(asking: Asking, among: Iterable[Thing]) -> Thing:
    """The one whose id stands in the address. Raises: Missing."""
    id_ = asking.request.path_params["id"]
    found = next((each for each in among if each.id == id_), None)
    if found is None:
        raise Missing
    return found


def find_laid(asking: Asking, key: Key) -> Laid | None:
    """What the desk says of an entry; None where it says nothing."""
    return next((each for each in asking.desk.settings.laid if each.key == key), None)
