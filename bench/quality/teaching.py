"""What twenty judgements teach a new idea: `python -m bench.quality.teaching MADE UNSEEN …`, files by pairs.

MADE has what a reader begins with, `broad` and `sure` words and `[[example]]` tables, and `[[judgement]]`
tables with what came in later; UNSEEN has `[[text]]` tables, written by somebody else. Each has `id`, `on`,
`lang`, `published`, `title`, `text`. On each of four days another reader is asked about the five articles of
which the watch is least sure, as the product asks whoever makes one, and what they say is accepted.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from alerts.watch.ideas.teaching import A_DAY, choose_teaching
from alerts.watch.matcher import Watchlist, compile_watchlist
from bench.quality.ideas import make_article
from flows.config.loading.load import load_settings
from flows.inspect.rehearsing.new_idea import UNSURE, doubt
from flows.learning.examples import digest_lessons
from flows.learning.models import learn
from storage.records import Entity, Example, Judgement, Opinion, Watch

READERS = ("ahn", "baek", "cho", "doh")
"""Each judges on a day of their own."""

ASKED = min(UNSURE, A_DAY)

ZONE = "Asia/Seoul"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a watch makes of texts that it never saw."""

    told: int
    told_wrongly: int
    missed: int

    @property
    def f1(self) -> float:
        """Of precision and recall."""
        return 2 * self.told / (2 * self.told + self.told_wrongly + self.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A watch before and after its readers' judgements, which are those of `asked`, in their order."""

    before: Figures
    after: Figures
    asked: tuple[str, ...]


def teach_watch(name: str, made: dict[str, Any], unseen: Sequence[dict[str, Any]]) -> Taught:
    """Make a watch of what a reader begins with, have four readers judge, and try it on unseen texts."""
    entities, watch = load_settings().entities, make_watch(name, made)
    first = watchlist = _learn(watch, entities, ())
    judged: list[Judgement] = []
    asked: list[str] = []
    for day, by in enumerate(READERS):
        left = [text for text in made["judgement"] if text["id"] not in asked]
        chosen = choose_asked(watchlist, name, left)
        at = datetime(2026, 9, 1, 3, tzinfo=UTC) + timedelta(days=day)
        judged += [_judge(name, text, by, at) for text in chosen]
        asked += [text["id"] for text in chosen]
        watchlist = _learn(watch, entities, judged)
    return Taught(
        before=count_told(first, name, unseen), after=count_told(watchlist, name, unseen), asked=tuple(asked)
    )


def make_watch(name: str, made: dict[str, Any]) -> Watch:
    """The watch as its maker writes it."""
    sides: dict[bool, list[Example]] = {True: [], False: []}
    for one in made["example"]:
        sides[one["on"]].append(Example(text=f"{one['title']}\n{one['text'].strip()}", day=one["published"]))
    return Watch(
        id=name,
        name=name,
        query=" OR ".join(f'"{words}"' for words in made["sure"]),
        idea=" OR ".join(f'"{words}"' for words in made["broad"]),
        must_match=tuple(sides[True]),
        must_not_match=tuple(sides[False]),
    )


def choose_asked(watchlist: Watchlist, name: str, texts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The texts of which the watch is least sure; what its query tells is no question."""
    doubts = []
    for text in texts:
        reading = watchlist.read(make_article(text))
        weighed = reading.weigh(name)
        if weighed is not None and not reading.reader.meets(watchlist.queries[name]):
            doubts.append((doubt(weighed.chance), text["id"], text))
    return [text for _, _, text in sorted(doubts, key=lambda one: one[:2])[:ASKED]]


def count_told(watchlist: Watchlist, name: str, texts: Sequence[dict[str, Any]]) -> Figures:
    """How many texts are told, rightly and wrongly, and how many missed."""
    told = [any(m.watch == name for m in watchlist.read(make_article(one)).matches()) for one in texts]
    pairs = [(one["on"], is_told) for one, is_told in zip(texts, told, strict=True)]
    return Figures(
        told=pairs.count((True, True)),
        told_wrongly=pairs.count((False, True)),
        missed=pairs.count((True, False)),
    )


def _judge(name: str, text: dict[str, Any], by: str, at: datetime) -> Judgement:
    article = make_article(text)
    return Judgement(
        watch=name,
        article=text["id"],
        opinion=Opinion.ON_TOPIC if text["on"] else Opinion.OFF_TOPIC,
        by=by,
        at=at,
        title=article.title,
        text=article.text,
        lang=article.lang,
        published_at=article.published.at if article.published else None,
        accepted_at=at,
    )


def _learn(watch: Watch, entities: Sequence[Entity], judged: Sequence[Judgement]) -> Watchlist:
    taught = choose_teaching(judged, ZONE).teach
    model, _ = learn(watch, entities, taught, digest_lessons(watch, taught))
    return compile_watchlist(entities, [watch], {watch.id: model})


def read_made(path: Path) -> dict[str, Any]:
    """The tables of a file; a day is a day."""
    made = tomllib.loads(path.read_text(encoding="utf-8"))
    assert all(isinstance(one["published"], date) for one in made["example"])
    return made


def main() -> None:
    """Print the figures of each watch before and after."""
    paths = [Path(name) for name in sys.argv[1:]]
    for made_path, unseen_path in zip(paths[::2], paths[1::2], strict=True):
        name = made_path.stem.removesuffix("_made")
        unseen = tomllib.loads(unseen_path.read_text(encoding="utf-8"))["text"]
        taught = teach_watch(name, read_made(made_path), unseen)
        for when, of in (("before", taught.before), ("after", taught.after)):
            counts = f"{of.told} told, {of.told_wrongly} wrongly beside them, {of.missed} missed"
            print(f"{name:20} {when:7} F1 {of.f1:.3f}  ({counts})")


if __name__ == "__main__":
    main()
