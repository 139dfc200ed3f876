"""Let an idea tell by what it learned from its readers, from the next run on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from alerts.watch.ideas.model import Model
from flows.learning.models import keep_model
from storage.database import Database
from storage.readers.judgements import accept_judgements
from storage.records import Judgement


def accept_learned(db: Database, watch: str, model: Model, taught: Sequence[Judgement], now: datetime) -> int:
    """Keep a model together with what it learned from; how many judgements are new in it."""
    with db.writing() as tx:
        keep_model(tx, watch, model, now)
        return accept_judgements(tx, taught, now)
