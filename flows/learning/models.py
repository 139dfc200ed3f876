"""What each idea of the watchlist has learned: bundled, on file, or learned now."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from alerts.watch.ideas.model import Model, read_model
from alerts.watch.ideas.signs import GENERATION
from alerts.watch.ideas.teaching import choose_teaching
from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.config.settings import Settings
from flows.learning.examples import FOLDER, digest_lessons, list_lessons
from storage.database import Database, Transaction
from storage.errors import HanmiError
from storage.readers.judgements import keep_weights, list_judgements, read_weights
from storage.records import Entity, IdeaWeights, Judgement, Watch
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

log = logging.getLogger("hanmi.learning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ideas:
    """The models of the watches for ideas, by watch; and why a watch has none, or what was left out."""

    models: Mapping[str, Model]
    remarks: Mapping[str, str] = field(default_factory=dict)


def open_watchlist(settings: Settings, db: Database | None) -> Watchlist:
    """The whole watchlist, with what its ideas have learned; None: from the bundled and own examples alone.

    Raises:
        ConfigurationError: a watch or an entity cannot be compiled.
    """
    return teach_watchlist(compile_watchlist(settings.entities, settings.watches), settings, db)


def teach_watchlist(unlearned: Watchlist, settings: Settings, db: Database | None) -> Watchlist:
    """The same watchlist of these settings with what its ideas have learned."""
    if not unlearned.ideas:
        return unlearned
    ideas = find_models(settings.watches, settings.entities, db, settings.timezone)
    return unlearned.teach(ideas.models)


def find_models(
    watches: Sequence[Watch], entities: Sequence[Entity], db: Database | None, zone: str
) -> Ideas:
    """The models of these watches' ideas, by what their readers accepted; what is not on file is learned.

    Without a database nothing is taken from it nor kept. One that cannot be learned is remarked, and its
    query goes on telling.
    """
    models, remarks = dict[str, Model](), dict[str, str]()
    for watch in watches:
        if not watch.idea:
            continue
        accepted = read_accepted(db, watch.id, zone) if db else ()
        model, remark = find_model(watch, entities, accepted, db)
        if model is not None:
            models[watch.id] = model
        if remark:
            remarks[watch.id] = remark
    return Ideas(models=models, remarks=remarks)


def find_model(
    watch: Watch, entities: Sequence[Entity], accepted: Sequence[Judgement], db: Database | None
) -> tuple[Model | None, str]:
    """What a watch knows with these judgements, None where it can know nothing; and what to say of it."""
    digest = digest_lessons(watch, accepted)
    known = _read_bundled_model(watch.id, digest)
    if known is None and db is not None:
        with db.reading() as tx:
            known = _read_kept(tx, watch.id, digest)
    if known is not None:
        return known, ""
    try:
        model, remark = learn(watch, entities, accepted, digest)
    except HanmiError as error:
        log.warning("nothing learned: watch=%s why=%s", watch.id, error)
        return None, error.as_reason()
    if db is not None:
        with db.writing() as tx:
            keep_model(tx, watch.id, model, db.now())
    return model, remark


def learn(
    watch: Watch, entities: Sequence[Entity], accepted: Sequence[Judgement], digest: str
) -> tuple[Model, str]:
    """Learn a watch's idea, and what is to be said of its examples. Raises: CannotLearn."""
    from flows.learning.train import learn_idea  # numpy and the like take a second to import

    watchlist = compile_watchlist(entities, [watch])
    learned = learn_idea(watchlist, watch.id, list_lessons(watch, accepted), digest)
    if not learned.contradicting:
        return learned.model, ""
    named = "; ".join(learned.contradicting[:3])
    if len(learned.contradicting) == 1:
        return learned.model, Reason(Code.LEARN_BOTH_ONE, named=named)
    return learned.model, Reason(Code.LEARN_BOTH, count=len(learned.contradicting), named=named)


def keep_model(tx: Transaction, watch: str, model: Model, now: datetime) -> None:
    """Keep what was learned, so that no other process has to learn it."""
    keep_weights(
        tx,
        IdeaWeights(
            watch=watch, digest=model.digest, generation=GENERATION, learned_at=now, learned=model.write()
        ),
    )


def read_accepted(db: Database, watch: str, zone: str) -> tuple[Judgement, ...]:
    """The judgements that a watch has learned from."""
    with db.reading() as tx:
        judged = list_judgements(tx, watch=watch)
    return tuple(one for one in choose_teaching(judged, zone).teach if one.accepted_at is not None)


def _read_kept(tx: Transaction, watch: str, digest: str) -> Model | None:
    """What is on file; weights of another version of the signs have another digest, and are no model."""
    kept = read_weights(tx, watch, digest)
    return read_model(kept.learned) if kept else None


def _read_bundled_model(watch: str, digest: str) -> Model | None:
    path = FOLDER / f"{watch}.weights.json"
    model = _read_file(path) if path.is_file() else None
    return model if model is not None and model.digest == digest else None


@cache
def _read_file(path: Path) -> Model | None:
    return read_model(path.read_text(encoding="utf-8"))
