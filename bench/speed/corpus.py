"""An endless made-up wire for measurements: Korean and English, near copies, footers, names.

Words come by Zipf's law, a quarter of the articles are near copies of the last two thousand, each of 200
outlets has its footer, and a thousand articles are published a day. The same seed gives the same wire.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from storage.records import Article, Mention, Published, Sighting, TextFrom

START = datetime(2026, 1, 1, tzinfo=UTC)
A_DAY = 1000
OUTLETS = 200
COPIED = 0.25
RECENT = 2000
ENTITIES = 370


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An article, the id of the one that it was copied from (None: an original), and what it names."""

    article: Article
    of: str | None
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language's words, the commonest first, and how long its paragraphs are in words."""

    lang: str
    words: Sequence[str]
    weights: Sequence[float]
    paragraph: int


def make_articles(seed: int = 1) -> Iterator[Article]:
    """The wire in English only, as plain articles."""
    return (made.article for made in make_wire(seed, langs=("en",)))


def make_wire(seed: int = 1, langs: Sequence[str] = ("en", "ko")) -> Iterator[Made]:
    """The endless wire, its languages in equal shares."""
    chance = random.Random(seed)
    tongues = {lang: make_tongue(lang, chance) for lang in langs}
    footers = [make_paragraph(tongues[langs[n % len(langs)]], chance, ()) for n in range(OUTLETS)]
    recent: list[tuple[str, str, list[str]]] = []
    for number in range(10**9):
        of = None
        if recent and chance.random() < COPIED:
            of, lang, paragraphs = chance.choice(recent)
            paragraphs = [p if chance.random() > 0.2 else p[: len(p) // 2] + "." for p in paragraphs]
        else:
            lang = chance.choice(langs)
            paragraphs = make_paragraphs(tongues[lang], chance)
        outlet = chance.randrange(OUTLETS)
        article = make_article(f"outlet{outlet}.example/{number}", lang, paragraphs, footers[outlet], number)
        recent = [*recent[1 - RECENT :], (article.id, lang, paragraphs)]
        yield Made(article=article, of=of, mentions=make_mentions(chance))


def make_tongue(lang: str, chance: random.Random) -> Tongue:
    """Forty thousand words of a language's make."""
    if lang == "ko":
        syllables = [chr(code) for code in range(0xAC00, 0xD7A4, 11)]
        lengths, paragraph = (2, 4), 22
    else:
        syllables = [a + b for a in "bcdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "on")]
        lengths, paragraph = (1, 4), 40
    words = ["".join(chance.choices(syllables, k=chance.randint(*lengths))) for _ in range(40_000)]
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    return Tongue(lang, words, weights, paragraph)


def make_paragraphs(tongue: Tongue, chance: random.Random) -> list[str]:
    """A text on one topic."""
    topic = chance.choices(tongue.words[200:], k=30)
    return [make_paragraph(tongue, chance, topic) for _ in range(chance.randint(3, 12))]


def make_paragraph(tongue: Tongue, chance: random.Random, topic: Sequence[str]) -> str:
    """A paragraph, a quarter of whose words are the topic's."""
    words = chance.choices(tongue.words, cum_weights=tongue.weights, k=tongue.paragraph)
    return " ".join(words + chance.choices(topic or words, k=tongue.paragraph * 3 // 10)) + "."


def make_article(key: str, lang: str, paragraphs: Sequence[str], footer: str, number: int) -> Article:
    """The article of this place on the wire."""
    at = START + timedelta(days=number / A_DAY)
    return Article(
        key=key,
        title=" ".join(paragraphs[0].split()[:9]),
        text="\n".join([*paragraphs, footer]),
        lang=lang,
        fetched_at=at,
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        published=Published(at=at, by="feed"),
    )


def make_mentions(chance: random.Random) -> tuple[Mention, ...]:
    """Up to four entities, few of them in much of the news."""
    named = {int(ENTITIES * chance.random() ** 3) for _ in range(chance.randint(0, 4))}
    return tuple(Mention(entity=f"entity-{n}", count=1, in_title=False) for n in sorted(named))
