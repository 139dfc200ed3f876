"""Learn what links accounts across languages: `python -m bench.learn.links [--write]`.

The weights are those of a conditional logit, as of `bench.learn.stories`: which of the stories in the other
language an account is on, or none of them. Lessons are the accounts of the days that are told in both
languages, and of our own field's month, met with the stories as the weights that ship made them, wrong parts
and all: what is written is learned again from that until it stays. Printed is for each set how many accounts
the lessons of all others link to their event, and to another one.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from alerts.watch.matcher import Watchlist, compile_watchlist
from bench.learn.stories import QUALITY, Lesson, learn_or_print
from bench.quality.stories import OWN_PAIRS, Told, keep_each, make_account, read_clusters, read_pairs
from flows.config.loading.load import load_settings
from flows.judge.bridge_signs import list_linkable
from flows.judge.likely import Rival, Weights, choose
from flows.judge.linking import FEWEST, LIKELY, WEIGHTS
from flows.judge.placing import list_across
from flows.judge.verdict import JudgedArticle, judge_article
from storage.database import Transaction
from storage.judging.merging import LinkKind
from storage.records import Article, Mention
from storage.tables import articles

DAYS = ("oneday", "oneday_b", "oneday_c", "oneday_d", "oneday_e", "oneday_f", "oneday_g")
SPANS = (20.0, 5.0)
"""Days within which the made-up events of our own field are told."""


def main() -> None:
    """Print what each set left out comes to; with `--write` ship the weights."""
    learn_or_print(__doc__, WEIGHTS, read_lessons, (*DAYS, "own"), find_linked)


def find_linked(rivals: Sequence[Rival], weights: Weights) -> int | None:
    """The story that an account is linked to."""
    found = choose(rivals, weights, LIKELY, FEWEST)
    return None if found is None else found[0]


def read_lessons() -> list[Lesson]:
    """What the sets teach."""
    with tempfile.TemporaryDirectory() as folder:
        watchlist = compile_watchlist(load_settings(None, Path(folder)).entities, ())
    sets = [(day, list(read_clusters(QUALITY / f"stories_blind_{day}.jsonl"))) for day in DAYS]
    sets += [("own", list(read_pairs(OWN_PAIRS, days, random.Random(1)))) for days in SPANS]
    return [one for name, told in sets for one in meet(told, watchlist, frozenset({name}))]


def meet(told: Sequence[Told], watchlist: Watchlist, batches: frozenset[str]) -> list[Lesson]:
    """What accounts teach that are held against the stories in the other language."""
    made = [make_account(one) for one in told]
    event = {article.id: one.event for article, one in zip(made, told, strict=True)}
    lessons: list[Lesson] = []

    def judge(tx: Transaction, article: Article, mentions: Sequence[Mention]) -> JudgedArticle:
        judged = judge_article(tx, article, mentions)
        if judged.weighed is None or judged.bridged is None or _has_own(judged):
            return judged
        assert article.published is not None, "undated accounts are not linked"
        sketches = list_across(tx, article, judged.bridged, judged.weighed.topic.script)
        rivals = list_linkable(judged.bridged, article.published.at, sketches)
        right = _list_right(tx, event, event[article.id]) & {sketch.story for sketch in sketches}
        lessons.append(Lesson(batches=batches, rivals=rivals, right=frozenset(right), is_new=not right))
        return judged

    with keep_each(made, watchlist, judge):
        return lessons


def _has_own(judged: JudgedArticle) -> bool:
    """Whether an account surely is on a story in its own language."""
    place = judged.place
    if place is None or not place.is_sure:
        return False
    return place.link is None or place.link.kind is not LinkKind.LANGUAGE or place.gone is not None


def _list_right(tx: Transaction, event: Mapping[str, Any], own: Any) -> set[int]:
    """The stories and parts of stories most of whose articles are on an event."""
    told: dict[int, Counter[Any]] = defaultdict(Counter)
    for row in tx.execute(sa.select(articles.c.id, articles.c.story, articles.c.part)):
        told[row.part or row.story][event[row.id]] += 1
    return {story for story, events in told.items() if events.most_common(1)[0][0] == own}


if __name__ == "__main__":
    main()
