"""Learn what is likely on a story: `python -m bench.learn.stories [--write]`.

The weights are those of a conditional logit: which of the stories around an account it is on, or none of
them. Lessons are the accounts of the blind sets of stories that surely join none, met with the stories as
they should have become by then. So that crowded days are met too, sets are also laid into one week or two.
Printed is for each set how many accounts the lessons of all others put on their story, and on a wrong one;
with `--write` the weights that all teach are shipped.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from scipy.optimize import minimize

from alerts.watch.matcher import Watchlist, compile_watchlist
from bench.quality.stories import BEGAN, OWN_PAIRS, Told, keep_each, make_account, read_clusters, read_pairs
from flows.config.loading.load import load_settings
from flows.judge.likely import WEIGHTS, Rival, Weights, judge_likely, read_crowd
from flows.judge.placing import begin_part, find_rivals
from flows.judge.stories import Belonging
from flows.judge.verdict import JudgedArticle, judge_article, make_verdict
from storage.database import Transaction
from storage.judging.merging import read_id
from storage.records import Article, Mention
from storage.tables import articles

QUALITY = Path(__file__).parents[2] / "tests" / "quality"
BATCHES = ("en", "en2", "en3", "en4", "en5", "en6")
DAYS = ("oneday", "oneday_b", "oneday_c", "oneday_d", "oneday_e")
OWN = (11, 12, 13)
"""Seeds of the made-up month of our own field: all have one cast, and nothing is told twice in English."""

MONTH = 30.0
CROWDS = (
    (("en", "en3", "en5"), 2),
    (("en2", "en4", "en6"), 2),
    (("en", "en3", "en5"), 1),
    (("en2", "en4", "en6"), 1),
)
"""Sets that are laid into so many weeks."""

RIDGE = 3.0
"""How much a weight of one deviation costs, squared and halved."""

RIDGE_OF_NEW = 0.1
"""The same of what speaks for something new."""

WEEK = timedelta(days=7)
DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """An account by the sets that it comes from, with the stories around it and those that are on its event.

    `is_new` says that none was told of its event.
    """

    batches: frozenset[str]
    rivals: Sequence[Rival]
    right: frozenset[int]
    is_new: bool

    @property
    def stories(self) -> int:
        """How many stories are around it."""
        return len({rival.story for rival in self.rivals})

    @property
    def teaches(self) -> bool:
        """Whether there is something to choose from, the right one among it."""
        return bool(self.rivals) and (self.is_new or any(r.story in self.right for r in self.rivals))


Judge = Callable[[Sequence[Rival], Weights], int | None]
"""Which of its rivals an account is put on, by its number."""


def main() -> None:
    """Print what each set left out comes to; with `--write` ship the weights."""
    learn_or_print(__doc__, WEIGHTS, read_lessons, (*BATCHES, *DAYS), find_likely)


def find_likely(rivals: Sequence[Rival], weights: Weights) -> int | None:
    """The story that is likely."""
    likely = judge_likely(rivals, weights)
    return None if likely is None else likely.story


def learn_or_print(
    says: str | None, shipped: Path, read: Callable[[], list[Lesson]], sets: Sequence[str], judge: Judge
) -> None:
    """The command of a bench that learns from lessons: for each set what the others teach, or all shipped."""
    parser = argparse.ArgumentParser(description=says)
    parser.add_argument("--write", action="store_true")
    is_shipped = parser.parse_args().write
    lessons = read()
    if is_shipped:
        shipped.write_text(write(learn(lessons)), encoding="utf-8")
        return
    for batch in sets:
        weights = learn([one for one in lessons if batch not in one.batches])
        own = [one for one in lessons if one.batches == {batch}]
        print(batch, say([(judge(one.rivals, weights), one) for one in own]), flush=True)


def say(found: Sequence[tuple[int | None, Lesson]]) -> str:
    """How many accounts are put on their story, and on a wrong one."""
    right = sum(story in one.right for story, one in found)
    wrong = sum(story is not None for story, _ in found) - right
    return f"{right} of {sum(not one.is_new for _, one in found)}, {wrong} wrong"


def write(weights: Weights) -> str:
    """The weights as they are shipped."""
    shipped = {"new": weights.new, "signs": weights.signs}
    return json.dumps(shipped, indent=0, sort_keys=True) + "\n"


def read_lessons() -> list[Lesson]:
    """What the sets teach, each by itself and laid into weeks."""
    with tempfile.TemporaryDirectory() as folder:
        watchlist = compile_watchlist(load_settings(None, Path(folder)).entities, ())
    sets = {name: list(read_clusters(QUALITY / f"stories_blind_{name}.jsonl")) for name in (*BATCHES, *DAYS)}
    for seed in OWN:
        sets[f"own{seed}"] = list(read_pairs(OWN_PAIRS, MONTH, random.Random(seed)))
    lessons = [one for name, told in sets.items() for one in meet(told, watchlist, frozenset({name}))]
    for number, (names, weeks) in enumerate(CROWDS):
        chance = random.Random(number)
        crowd = [one for name in names for one in lay(name, sets[name], weeks, chance)]
        lessons += meet(crowd, watchlist, frozenset(names))
    return lessons


def lay(name: str, told: Sequence[Told], weeks: int, chance: random.Random) -> Iterator[Told]:
    """The accounts of a set within so many weeks, each on its own weekday and hour."""
    first: dict[Any, datetime] = {}
    for one in told:
        assert one.when is not None, "a set of accounts with dates"
        first[one.event] = min(first.get(one.event, one.when), one.when)
    moved = {
        event: WEEK * ((BEGAN - at) // WEEK + 1 + chance.randrange(weeks)) for event, at in first.items()
    }
    for one in told:
        assert one.when is not None, "a set of accounts with dates"
        event = f"{name}-{one.event}"
        yield replace(one, id=f"{name}-{one.id}", event=event, when=one.when + moved[one.event])


def meet(told: Sequence[Told], watchlist: Watchlist, batches: frozenset[str]) -> list[Lesson]:
    """What accounts teach that surely join no story, each put on its own before the next is met."""
    made = [make_account(one) for one in told]
    event = {article.id: one.event for article, one in zip(made, told, strict=True)}
    lessons = []

    def judge(tx: Transaction, article: Article, mentions: Sequence[Mention]) -> JudgedArticle:
        judged = judge_article(tx, article, mentions)
        if judged.weighed is None or not is_open(judged):
            return judged
        right = list_right(tx, article, event)
        rivals = find_rivals(tx, article, mentions, judged.weighed, judged.bridged)
        lessons.append(Lesson(batches=batches, rivals=rivals, right=right, is_new=not right))
        return put_right(tx, article, judged, right)

    with keep_each(made, watchlist, judge):
        return lessons


def is_open(judged: JudgedArticle) -> bool:
    """Whether an account surely belongs to no story, so that it is asked which is likely."""
    return judged.weighed is not None and (judged.place is None or not judged.place.is_sure)


def list_right(tx: Transaction, article: Article, event: Mapping[str, Any]) -> frozenset[int]:
    """The stories most of whose articles are on its event."""
    told: dict[int, Counter[Any]] = defaultdict(Counter)
    for row in tx.execute(sa.select(articles.c.id, articles.c.story)):
        told[row.story][event[row.id]] += 1
    own = event[article.id]
    return frozenset(story for story, events in told.items() if events.most_common(1)[0][0] == own)


def put_right(
    tx: Transaction, article: Article, judged: JudgedArticle, right: frozenset[int]
) -> JudgedArticle:
    """What was judged, with the account as a part of the story on its event, or founding that."""
    if not right:
        return replace(judged, place=None, verdict=make_verdict(article, judged.copies, None))
    story = min(right)
    own = Belonging(story=story, id=read_id(tx, story), score=1.0, is_sure=False, is_part=True)
    place = begin_part(article, own)
    return replace(judged, place=place, verdict=make_verdict(article, judged.copies, place))


def learn(lessons: Sequence[Lesson]) -> Weights:
    """What lessons teach: signs are weighed by their deviations, so that none costs more for its unit."""
    taught = [one for one in lessons if one.teaches]
    signs, new = sorted(taught[0].rivals[0].signs), sorted(read_crowd(0))
    table = np.array([[rival.signs[sign] for sign in signs] for one in taught for rival in one.rivals])
    spread = table.std(axis=0)
    asked = Asked.of_lessons(taught, table / spread, new)
    start = np.zeros(len(signs) + len(new))
    found = minimize(
        asked.measure, start, args=(len(signs),), jac=True, method="L-BFGS-B", options={"maxiter": 800}
    )
    weights, of_new = found.x[: len(signs)] / spread, found.x[len(signs) :]
    return Weights(signs=_round(signs, weights), new=_round(new, of_new))


def _round(names: Sequence[str], weights: Any) -> dict[str, float]:
    return {name: round(float(weight), DIGITS) for name, weight in zip(names, weights, strict=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All lessons as arrays: `table` has a row for each rival `of` an account, `crowds` for each account."""

    table: Any
    crowds: Any
    of: Any
    first: Any
    is_right: Any
    is_new: Any

    @classmethod
    def of_lessons(cls, lessons: Sequence[Lesson], table: Any, new: Sequence[str]) -> Asked:
        """The lessons, with the signs of their rivals weighed by their deviations."""
        sizes = np.array([len(one.rivals) for one in lessons])
        crowds = [read_crowd(one.stories) for one in lessons]
        return cls(
            table=table,
            crowds=np.array([[crowd[sign] for sign in new] for crowd in crowds]),
            of=np.repeat(np.arange(len(lessons)), sizes),
            first=np.cumsum(sizes) - sizes,
            is_right=np.array([r.story in one.right for one in lessons for r in one.rivals]),
            is_new=np.array([one.is_new for one in lessons]),
        )

    def measure(self, weights: Any, signs: int) -> tuple[float, Any]:
        """How improbable what is right is by these weights, first those of `signs`, and its slope."""
        odds, new = self.table @ weights[:signs], self.crowds @ weights[signs:]
        highest = np.maximum(np.maximum.reduceat(odds, self.first), new)
        each, none = np.exp(odds - highest[self.of]), np.exp(new - highest)
        whole = np.add.reduceat(each, self.first) + none
        hit = np.where(self.is_right, each, 0.0)
        right = np.where(self.is_new, none, np.add.reduceat(hit, self.first))
        too_much = each / whole[self.of] - np.where(self.is_new[self.of], 0.0, hit / right[self.of])
        too_new = none / whole - self.is_new
        slope = np.concatenate([self.table.T @ too_much, self.crowds.T @ too_new])
        ridge = np.where(np.arange(len(weights)) < signs, RIDGE, RIDGE_OF_NEW)
        cost = float(np.log(whole / right).sum() + (ridge * weights**2).sum() / 2)
        return cost, slope + ridge * weights


if __name__ == "__main__":
    main()
