"""A newsroom judged for real: articles of two years that go through the whole path, one after the other.

Half of them are Korean, a fifth copies; a dozen in a row share an event and its cast, and one name is in a
seventh of all, as in the news. One in twelve carries an example of a bundled watch. Each comes by one of 300
sources, whose polls of 90 days stand in the ledger.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import StringIO
from itertools import accumulate
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.scale.multiplied import insert_rows
from bench.speed.corpus import Tongue, make_tongue
from bench.speed.dense import make_text, read_names
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.keeping.new_article import keep_article
from flows.sources.results import Result
from flows.wiring import House, open_house
from storage.corpus.articles import read_articles
from storage.corpus.sources import keep_polls, register_sources
from storage.corpus.versions import add_version
from storage.database import Database, Transaction
from storage.promises.alerts import list_alerts
from storage.readers.judgements import keep_judgement
from storage.records import (
    Article,
    Coverage,
    Judgement,
    Opinion,
    Poll,
    Published,
    Sighting,
    TextFrom,
    VersionKind,
)
from storage.tables import articles, deliveries, entries, polls

YEARS = timedelta(days=730)
SOURCES, OUTLETS, EVENTS_PER, RECENT = 300, 120, 12, 400
COPIED, TOLD_OF = 0.2, 1 / 12
CHIEF = "Donald Trump"
KOREAN = re.compile("[가-힣]")
SEEN_AFTER, SENT_AFTER = timedelta(minutes=2), timedelta(seconds=5)
LEDGER = timedelta(days=90)
PACES = (timedelta(minutes=5), *[timedelta(minutes=20)] * 29)
"""How often each of thirty sources is polled, and so on for the others."""

CONFIG = """
[defaults]
sources = false
[desk]
listen = "127.0.0.1:{port}"
[[channel]]
id = "hook"
kind = "webhook"
url = "https://hook.example/in"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
[[channel]]
id = "mail"
kind = "email"
smtp = "smtp://mail.example:25"
from = "Hanmi Watch <watch@example.org>"
to = ["desk@example.org"]
"""


def write_config(folder: Path, port: int = 8787, url: str | None = None) -> Path:
    """The configuration of such a newsroom: its sources and two channels, the bundled watchlist.

    `url` is that of its database, None: SQLite in the folder.
    """
    path = folder / "hanmi.toml"
    made = (
        f'[[source]]\nid = "source-{n}"\nname = "Source {n}"\nurl = "https://source{n}.example/rss"\n'
        f'lang = "{"ko" if n % 2 else "en"}"\n'
        for n in range(SOURCES)
    )
    storage = f'[storage]\nurl = "{url}"\n' if url else ""
    path.write_text(CONFIG.format(port=port) + storage + "".join(made), encoding="utf-8")
    return path


def judge_newsroom(folder: Path, count: int, span: timedelta, until: datetime, seed: int = 1) -> None:
    """Bring so many articles, of this time up to `until`, into the corpus of a folder, and tell of them."""
    settings = load_settings(write_config(folder), folder)
    with open_house(settings, console=StringIO()) as house:
        examples = [example.text for watch in settings.watches for example in watch.must_match]
        for article in make_articles(count, span, until, examples, seed):
            keep_article(house, article, now=article.fetched_at)
        settle_newsroom(house, seed)


def make_articles(
    count: int, span: timedelta, until: datetime, examples: Sequence[str], seed: int
) -> Iterator[Article]:
    """The articles in the order of their coming; the same seed gives the same ones."""
    chance = random.Random(seed)
    casts = {lang: _Cast.of(lang, names, chance) for lang, names in read_names().items()}
    said = {"ko": [text for text in examples if KOREAN.search(text)]}
    said["en"] = [text for text in examples if text not in said["ko"]]
    events: list[tuple[str, list[str], list[str]]] = []
    recent: list[Article] = []
    for number in range(count):
        at = until - span + span * (number + chance.random()) / (count + 1)
        if recent and chance.random() < COPIED:
            of = chance.choice(recent)
            title, text, lang = of.title, of.text, of.lang
        else:
            if number % EVENTS_PER == 0:
                lang = chance.choice(("en", "ko"))
                topic = chance.choices(casts[lang].tongue.words[200:], k=30)
                events = [*events[-8:], (lang, casts[lang].draw(chance, 3), topic)]
            lang, cast, topic = chance.choice(events)
            title, text = make_text(casts[lang].tongue, chance, [*cast, *casts[lang].draw(chance, 2)], topic)
            if chance.random() < TOLD_OF:
                example = chance.choice(said[lang])
                title, text = example[:80], f"{example}\n\n{text}"
        source = chance.randrange(SOURCES)
        article = make_article(f"https://outlet{source % OUTLETS}.example/{number}", title, text, lang, at)
        article = replace(article, source=f"source-{source}", outlet=f"Outlet {source % OUTLETS}")
        recent = [*recent[1 - RECENT :], article]
        yield article


@dataclass(frozen=True, slots=True)
class _Cast:
    """A language's words and names, the names by how often they are in the news."""

    tongue: Tongue
    names: Sequence[str]
    weights: Sequence[float]

    @classmethod
    def of(cls, lang: str, names: list[str], chance: random.Random) -> _Cast:
        chance.shuffle(names)
        chief = CHIEF if lang == "en" else "트럼프"
        names = [chief, *(name for name in names if name != chief)]
        return cls(make_tongue(lang, chance), names, list(accumulate(1 / (n + 8) for n in range(len(names)))))

    def draw(self, chance: random.Random, many: int) -> list[str]:
        return chance.choices(self.names, cum_weights=self.weights, k=many)


def make_article(address: str, title: str, text: str, lang: str, at: datetime) -> Article:
    """An article that its source announced when it was published, and that was read soon after."""
    return Article(
        key=address,
        url=address,
        title=title,
        text=text,
        lang=lang,
        fetched_at=at + SEEN_AFTER,
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        published=Published(at=at, by="feed"),
    )


def settle_newsroom(house: House, seed: int) -> None:
    """What follows on judging: the inbox is done, messages were sent but for one in a hundred, a few articles
    changed and a few alerts were judged by a reader."""
    chance = random.Random(seed)
    with house.db.writing() as tx:
        _fill_inbox(tx)
        _send_all(tx, chance)
        for alert in list_alerts(tx):
            if chance.random() < 0.05:
                _change_article(tx, alert.article)
            if chance.random() < 0.05:
                (kept,) = read_articles(tx, [alert.article])
                keep_judgement(
                    tx,
                    Judgement(
                        watch=alert.watch,
                        article=alert.article,
                        by="민지",
                        at=alert.created_at,
                        opinion=chance.choice(list(Opinion)),
                        alert=alert.id,
                        lang=kept.article.lang,
                        title=kept.article.title,
                        text=kept.article.text,
                    ),
                )


def _fill_inbox(tx: Transaction) -> None:
    names = ("key", "source", "url", "published_at", "fetched_at")
    rows = tx.execute(sa.select(*(articles.c[name] for name in names)).order_by(articles.c.number)).all()
    made = [
        {
            "key": row.key, "source": row.source, "url": row.url, "entry": {}, "state": "kept", "attempts": 0,
            "published_at": row.published_at, "announced_at": row.fetched_at, "announced_after": None,
            "next_attempt_at": None, "item": None, "last_error": None,
        }
        for row in rows
    ]  # fmt: skip
    tx.execute(entries.insert(), made)


def _send_all(tx: Transaction, chance: random.Random) -> None:
    for row in tx.execute(sa.select(deliveries.c.number, deliveries.c.created_at)).all():
        is_dead = chance.random() < 0.01
        values = (
            {"state": "dead", "attempts": 10, "failures": 10, "last_error": "503 Service Unavailable"}
            if is_dead
            else {"state": "sent", "attempts": 1, "sent_at": row.created_at + SENT_AFTER}
        )
        change = deliveries.update().where(deliveries.c.number == row.number)
        tx.execute(change.values(next_attempt_at=None, **values))


def _change_article(tx: Transaction, id_: str) -> None:
    number = tx.execute(sa.select(articles.c.number).where(articles.c.id == id_)).scalar_one()
    (kept,) = read_articles(tx, [id_])
    before = kept.article
    add_version(
        tx, number, before, read_at=before.fetched_at + timedelta(hours=1), kind=VersionKind.EXPANSION,
        title=before.title, text=f"{before.text}\nOne more paragraph.", differences=(),
    )  # fmt: skip


def fill_ledger(db: Database, settings: Settings, now: datetime) -> None:
    """The polls of 90 days up to now, and what is known of each source by them."""
    chance = random.Random(1)
    with db.writing() as tx:
        register_sources(tx, settings.sources, now)
    for number, source in enumerate(settings.sources):
        pace = PACES[number % len(PACES)]
        times = [now - pace * n for n in range(int(LEDGER / pace), 0, -1)]
        made = [Poll(source=source.id, at=at, next_poll_at=at + pace, **_draw_result(chance)) for at in times]
        with db.writing() as tx:
            _insert_polls(tx, made[:-1])
            keep_polls(tx, [(made[-1], Coverage(read_at=made[-1].at, read_entries=20))])


def _draw_result(chance: random.Random) -> dict[str, Any]:
    drawn = chance.random()
    if drawn < 0.02:
        return {"result": Result.SLOW.value, "is_ok": False, "why": "no answer within 20 s", "ms": 20_000}
    if drawn < 0.7:
        return {"result": Result.UNCHANGED.value, "is_ok": True, "status": 304, "ms": 80}
    found = (
        {"result": Result.NOTHING_NEW.value, "new": 0}
        if drawn < 0.9
        else {"result": Result.NEW.value, "new": 1}
    )
    return found | {"is_ok": True, "status": 200, "entries": 20, "ms": 240}


def _insert_polls(tx: Transaction, made: Iterable[Poll]) -> None:
    names = ("source", "at", "result", "status", "entries", "new", "ms", "why")
    insert_rows(tx, polls, [{name: getattr(poll, name) for name in names} for poll in made])
