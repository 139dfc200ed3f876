"""Ids that somebody asks for, against those that there are: a misspelt one must not read as no news."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flows.config.settings import Settings
from storage.database import Transaction
from storage.language.spelt import find_alike
from storage.lists.names_in_use import is_in_use
from storage.readers.desk_layer import read_layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An id of a kind that is nowhere, beside those that are configured or were made at the desk."""

    what: str
    id: str
    configured: Collection[str]

    @property
    def nearest(self) -> str | None:
        """The configured id that is spelled most like it."""
        return find_nearest(self.id, self.configured)


def find_unknown(tx: Transaction, settings: Settings, **asked: str | None) -> Unknown | None:
    """The first of these ids (`watch`, `entity`, `source`, `lang`) that is unknown; None asks for any.

    What was taken out of the configuration can still be listed; English and Korean are always known.
    """
    configured: dict[str, Collection[str]] = {
        "watch": {each.id for each in settings.watches},
        "entity": {each.id for each in settings.entities},
        "source": {each.id for each in settings.sources},
        "lang": {"en", "ko", *(each.lang for each in settings.sources if each.lang)},
    }
    for what, id_ in asked.items():
        if id_ is None or id_ in configured[what] or is_in_use(tx, what, id_):
            continue
        made = {each.id for each in read_layer(tx) if each.fields is not None and each.kind == what}
        if id_ not in made:
            return Unknown(what=what, id=id_, configured={*configured[what], *made})
    return None


def find_nearest(asked: str, known: Collection[str]) -> str | None:
    """The id that is spelled most like what was asked for, else the first that has it within."""
    alike = find_alike(asked, known, cutoff=0.5)
    within = (each for each in sorted(known) if len(asked) > 2 and asked.lower() in each)
    return alike or next(within, None)
