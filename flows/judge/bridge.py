"""What an English and a Korean account of one event share: entities, numbers, abbreviations, a few words.

Stories are linked by these, not articles: an account that finds no story in its own language is held against
those that have none in it. Countries and plain words alone link nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from flows.judge.bilingual import BRIDGED, ENGLISH_OF, EVERYWHERE
from flows.judge.stories import Belonging, Weighed, measure_decay, measure_likeness
from flows.judge.terms import BODY_CHARACTERS, Topic, fold_plural, term_key
from storage.records import Mention
from storage.topics import Script, StorySketch

LINKS = 0.35
"""Score from which on two accounts are linked."""

CLEARLY = 0.9
"""The second best story may reach no more of the best one's score, or none is linked."""

SHARED = 4
SIGNS = 2.0
"""Terms that must be shared, and what they must weigh together as signs of one event.

One sign is not enough: all that is written of one body within days would be one story, and of two stories
that are taken for one the second is told to nobody.
"""

_KOREAN = re.compile("|".join(sorted(map(re.escape, ENGLISH_OF), key=len, reverse=True)))
_ENGLISH = re.compile(r"[a-z]+")
_CAPITALS = re.compile(r"(?<![A-Za-z0-9])(?=[A-Z0-9-]*[A-Z])[A-Z0-9](?:[A-Z0-9]|-(?=[A-Z0-9]))+(?![a-z0-9])")
_ENGLISH_NUMBER = re.compile(
    r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)(?:[ -]?(thousand|million|billion|trillion))?", re.IGNORECASE
)
_KOREAN_NUMBER = re.compile(
    r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:\s?[조억만천]{1,2}\s?\d[\d,]*)*(?:\s?[조억만천]{1,2})?"
)
_PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?([조억만천]{0,2})")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_UNITS = {"조": 10**12, "억": 10**8, "만": 10**4, "천": 10**3, "천만": 10**7, "천억": 10**11, "만천": 10**4}


def read_bridge(title: str, text: str, mentions: Iterable[Mention], *, is_cjk: bool) -> Topic:
    """What an article is about in terms that do not depend on its language.

    Entities are `@id`, numbers `#value`, abbreviations `=NCG`, words `~english`.
    """
    body = unicodedata.normalize("NFKC", f"{title}\n{text[:BODY_CHARACTERS]}")
    found = Counter(f"={word.replace('-', '')}" for word in _CAPITALS.findall(body) if len(word) < 8)
    found.update(f"#{value}" for value in read_numbers(body, is_cjk=is_cjk))
    found.update(f"~{word}" for word in _read_words(body, is_cjk=is_cjk))
    for mention in mentions:
        found[f"@{mention.entity}"] += mention.count + 2 * mention.in_title
    keys = {term: term_key(f"bridge {term}") for term in found}
    return Topic(counts=found, keys=keys, names={}, numbered={}, script=Script.BRIDGE)


def judge_bridge(article: Weighed, when: datetime, sketches: Iterable[StorySketch]) -> Belonging | None:
    """The story in another language that an article belongs to, None where there is none or more than one."""
    scored = [(measure_bridge(article, when, sketch), sketch) for sketch in sketches]
    scored = sorted((pair for pair in scored if pair[0] >= LINKS), key=lambda pair: (-pair[0], pair[1].story))
    if not scored or (len(scored) > 1 and scored[1][0] > CLEARLY * scored[0][0]):
        return None
    score, sketch = scored[0]
    return Belonging(story=sketch.story, id=sketch.id, score=score)


def measure_bridge(article: Weighed, when: datetime, sketch: StorySketch) -> float:
    """How much an article belongs to a story that another language tells, 0 to 1."""
    shared = [term for term, key in article.topic.keys.items() if key in sketch.terms]
    if len(shared) < SHARED or sum(map(weigh_sign, shared)) < SIGNS:
        return 0.0
    return measure_likeness(article, sketch) * measure_decay(when, sketch)


def weigh_sign(term: str) -> float:
    """What sharing this term says: 1 for an entity that does not stand everywhere and for a rare number.

    Years and small whole numbers stand in many texts, and an abbreviation is no sign beside its entity.
    """
    if term[0] == "@":
        return 0.0 if term in EVERYWHERE else 1.0
    if term[0] != "#":
        return 0.0
    value = Decimal(term[1:])
    is_rare = value != value.to_integral_value() or (value >= 100 and not 1900 <= value <= 2100)
    return 1.0 if is_rare else 0.5


def read_numbers(text: str, *, is_cjk: bool) -> list[str]:
    """The numbers of a text that say something, in plain digits: `1억1천만` and `110 million` alike."""
    values: list[Decimal] = []
    if is_cjk:
        for number in _KOREAN_NUMBER.findall(text):
            parts = (_scaled(digits, _UNITS.get(unit, 1)) for digits, unit in _PART.findall(number))
            values.append(sum(parts, Decimal(0)))
    else:
        values.extend(
            _scaled(digits, _SCALES.get(scale.casefold(), 1))
            for digits, scale in _ENGLISH_NUMBER.findall(text)
        )
    return [_plain(value) for value in values if value >= 10 or value != value.to_integral_value()]


def _scaled(digits: str, scale: int) -> Decimal:
    return Decimal(digits.replace(",", "")[:20].rstrip(".") or "0") * scale


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _read_words(text: str, *, is_cjk: bool) -> Sequence[str]:
    if is_cjk:
        return [ENGLISH_OF[word] for word in _KOREAN.findall(text)]
    return [word for token in _ENGLISH.findall(text.casefold()) if (word := fold_plural(token)) in BRIDGED]
