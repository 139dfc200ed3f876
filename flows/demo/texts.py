"""Made-up articles by the hundred: seeded, plausible, and no two alike.

Between two slots of a sentence stand fewer words than a shingle of the duplicate index has, and the
names are coined for each article, so that neither copies nor stories are found where none are.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from flows.demo.piece import Piece

_ONSETS = ("b", "br", "c", "d", "dr", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "r", "s", "st", "t")
_VOWELS = ("a", "e", "i", "o", "u", "ae", "ei", "ou")
_CODAS = ("l", "n", "r", "s", "t", "nd", "lm", "rk", "ck", "th")
_SYLLABLES = (
    "가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추기니디리미비시이지치"
    "강난달람말별산온정찬"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordlist:
    """One language's material, as `words.toml` explains it."""

    headlines: tuple[str, ...]
    forms: tuple[str, ...]
    ncg: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]
    topics: tuple[tuple[str, ...], ...]


def made_up_piece(
    number: int,
    *,
    published: datetime | None,
    lang: str = "en",
    paragraphs: int = 7,
    extra: tuple[str, ...] = (),
) -> Piece:
    """The article of this number: always the same text, which shares next to nothing with any other.

    `lang` is `en` or `ko`; `extra` sentences become paragraphs of their own, evenly among the others.
    """
    chance = _chance("piece", lang, number)
    words = _read_words(lang)
    coined = _coin_names(chance, lang)
    topic = words.topics[number % len(words.topics)]
    forms = _draw_forms(chance, words, paragraphs * 3)
    sentences = [_fill(form, chance, words, coined, topic) for form in forms]
    body = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    for count, sentence in enumerate(extra):
        body.insert(min(len(body), 2 + 2 * count), sentence)
    return Piece(
        slug=f"{lang}-{number:05d}",
        title=_fill(chance.choice(words.headlines), chance, words, coined, topic),
        paragraphs=tuple(body),
        published=published,
        authors=(coined["writer"],),
        lang=lang,
    )


def ncg_sentence(number: int, lang: str = "en") -> str:
    """A sentence that names the Nuclear Consultative Group, another for every number."""
    chance = _chance("ncg", lang, number)
    words = _read_words(lang)
    return _fill(
        chance.choice(words.ncg), chance, words, _coin_names(chance, lang), chance.choice(words.topics)
    )


@cache
def _read_words(lang: str) -> Wordlist:
    table = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))[lang]
    return Wordlist(
        headlines=tuple(table["headlines"]),
        forms=tuple(table["forms"]),
        ncg=tuple(table["ncg"]),
        slots={slot: tuple(choices) for slot, choices in table["slots"].items()},
        topics=tuple(tuple(topic) for topic in table["topics"]),
    )


def _chance(*what: object) -> random.Random:
    return random.Random(" ".join(map(str, what)))  # noqa: S311 - repeatable text, not a secret


def _draw_forms(chance: random.Random, words: Wordlist, count: int) -> list[str]:
    """Sentence forms, each used again only after all others were."""
    drawn: list[str] = []
    while len(drawn) < count:
        drawn += chance.sample(words.forms, len(words.forms))
    return drawn[:count]


def _fill(
    form: str, chance: random.Random, words: Wordlist, coined: dict[str, str], topic: tuple[str, ...]
) -> str:
    drawn = {slot: chance.choice(choices) for slot, choices in words.slots.items()}
    things = dict(zip(("thing", "thing2"), chance.sample(topic, 2), strict=True))
    numbers = {"n": str(chance.randint(11, 989)), "n2": str(chance.randint(11, 989))}
    sentence = form.format_map({**drawn, **things, **numbers, **coined})
    return sentence[:1].upper() + sentence[1:]


def _coin_names(chance: random.Random, lang: str) -> dict[str, str]:
    """Names for one article's people, places and bodies."""
    coin = _coin_english if lang == "en" else _coin_korean
    people = ("person", "person2", "writer")
    return {name: coin(chance, name in people) for name in (*people, "city", "city2", "body", "body2")}


def _coin_english(chance: random.Random, is_person: bool) -> str:
    name = _coin_word(chance)
    return f"{_coin_word(chance)} {name}" if is_person else name


def _coin_word(chance: random.Random) -> str:
    syllables = [chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(chance.choice((1, 2)))]
    last = chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)
    return "".join((*syllables, last)).capitalize()


def _coin_korean(chance: random.Random, is_person: bool) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(3 if is_person else 4))
