"""What telling works with, by the settings."""

from __future__ import annotations

from alerts.decide.actors import name_in_both, read_actors
from alerts.promise.terms import Routes, TellingTerms
from flows.config.settings import Settings


def make_terms(settings: Settings) -> TellingTerms:
    """What alerting needs from the configuration."""
    return TellingTerms(
        watches={watch.id: watch for watch in settings.watches},
        routes=read_routing(settings),
        sources=settings.source_names,
        official={source.id: source.name for source in settings.sources if source.official},
        actors=read_actors(settings.entities),
        names={entity.id: name_in_both(entity) for entity in settings.entities},
        wait=settings.wait,
        cooldown=settings.cooldown,
        quote=settings.quote,
    )


def read_routing(settings: Settings) -> Routes:
    """Each watch to its channels, and which of these have a digest of it."""
    by_id = {channel.id: channel for channel in settings.channels}
    return Routes(
        channels={
            watch.id: tuple(by_id[id_] for id_ in settings.list_channels(watch)) for watch in settings.watches
        },
        digested=frozenset(
            (watch.id, id_) for watch in settings.watches for id_ in settings.list_digest_channels(watch)
        ),
    )
