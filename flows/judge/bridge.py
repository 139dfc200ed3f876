"""What an English and a Korean account of one event share: entities, figures, names as they sound, words.

Stories are linked by these, not articles: an account that finds no story in its own language is held against
those that have none in it (`flows.judge.linking`). Countries and broad words alone link nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from flows.judge.stories import Weighed, is_numbered_otherwise, measure_decay, weigh_figures
from flows.judge.terms import Topic, measure_rarity
from storage.judging.topics import StorySketch
from storage.language.bilingual import BROAD, EVERYWHERE

SIGNS = 1.0
"""What the shared terms must weigh together as signs of one event.

One sign is hardly enough: all that is written of one body within days would be one story, and of two stories
that are taken for one the second is told to nobody.
"""

ALIKE = 0.4
FEW_SIGNS = 0.7
"""Words alone are signs enough from so much on, where accounts are so alike: the probe of the drones."""

RARE_FIGURE = 0.3
"""Share of their likeness that a rare figure which both give adds: hardly another story of a day has it."""

MOST_FIGURES = 2
"""Figures that add so much."""

BESIDE = 0.14
"""What stands beside the strongest sign, or it costs in proportion: of one body much is written in a week."""

BRIDGE_TERMS = 160
"""Terms kept of an account."""

_SOUNDS = 0.6
"""Share of the weight of a name of five sounds that each sound fewer leaves."""

_WEIGHTS = {"@": 1.0, "=": 0.9, "~": 0.8, "#": 0.7, "^": 1.0, "%": 0.2}
# Most words that are spelled as they are spoken are no names: they are light, so that no story is found by
# them in the place of what it is about, and where both have one it counts in full.
_SPOKEN = 12.0


def weigh_bridge(topic: Topic, known: Mapping[int, int], counted: int, *, is_cjk: bool) -> Weighed:
    """Weigh an account's terms against those of the corpus; `known` and `counted` from `read_term_counts`.

    The terms have length 1 without the sounds of Korean words: most of them are no names.
    """
    weighed = sorted(
        (
            (-_weigh_term(term, count) * _measure_rarity(term, known.get(key, 0), counted), key, term)
            for (term, count), key in zip(topic.counts.items(), topic.keys.values(), strict=True)
        ),
    )[:BRIDGE_TERMS]
    sure = [weight for weight, _, term in weighed if term[0] != "%" and not (is_cjk and term[0] == "^")]
    length = math.hypot(*sure) or 1.0
    terms = {key: -weight / length for weight, key, _ in weighed}
    return Weighed(topic=topic, terms=terms, names={}, counted=counted)


def measure_bridge(article: Weighed, when: datetime, sketch: StorySketch) -> float:
    """How much an article belongs to a story that another language tells, 0 to 1."""
    shared = list_shared(article, sketch)
    signs = math.fsum(map(weigh_sign, shared))
    if signs < FEW_SIGNS or is_numbered_otherwise(article.topic.numbered, sketch.numbered):
        return 0.0
    products = sorted(multiply_shared(shared, article, sketch))
    alike = math.fsum(products)
    if signs < SIGNS and alike < ALIKE:
        return 0.0
    alike *= 1 + RARE_FIGURE * min(MOST_FIGURES, sum(map(is_rare_figure, shared)))
    figures = weigh_figures(article.topic.numbered, sketch.numbered)
    beside = min(1.0, math.fsum(products[:-1]) / BESIDE)
    return min(1.0, alike * figures) * beside * measure_decay(when, sketch)


def is_rare_figure(term: str) -> bool:
    """Whether a term is a figure that hardly another story of a day has."""
    return term[0] == "#" and weigh_sign(term) == 1.0


def measure_across(article: Weighed, sketch: StorySketch) -> float:
    """How alike an account and a story are in terms of no language, whatever their time."""
    return math.fsum(multiply_shared(list_shared(article, sketch), article, sketch))


def multiply_shared(shared: Iterable[str], article: Weighed, sketch: StorySketch) -> list[float]:
    """How much each shared term makes an article and a story alike."""
    keys = ((term, article.topic.keys[term]) for term in shared)
    return [
        (_SPOKEN if term[0] == "%" else 1.0) * article.terms[key] * sketch.terms[key] / sketch.articles
        for term, key in keys
    ]


def weigh_signs(article: Weighed, sketch: StorySketch) -> float:
    """What all that an article and a story share says."""
    return math.fsum(map(weigh_sign, list_shared(article, sketch)))


def list_shared(article: Weighed, sketch: StorySketch) -> list[str]:
    """The terms that an article and a story both have."""
    keys = article.topic.keys
    return [term for term, key in keys.items() if key in sketch.terms and key in article.terms]


def weigh_sign(term: str) -> float:
    """What sharing this term says: 1 for an entity that does not stand everywhere, and for a rare figure.

    Years and small whole numbers stand in many texts; a short name may be another that sounds like it, or a
    word that is none.
    """
    match term[0]:
        case "@":
            return 0.0 if term in EVERYWHERE else 1.0
        case "^":
            return min(1.0, 0.5 + 0.25 * (len(term) - 4))
        case "%":
            return min(0.9, 0.4 + 0.2 * (len(term) - 5))
        case "=":
            return 0.5
        case "~":
            return 0.1 if term[1:] in BROAD else 0.4
    return _weigh_figure(term[1:])


def _weigh_figure(key: str) -> float:
    if not key[-1].isdigit():
        return 0.3
    value = Decimal(key)
    is_rare = value != value.to_integral_value() or (value >= 100 and not 1900 <= value <= 2100)
    return 1.0 if is_rare else 0.4


def _weigh_term(term: str, count: int) -> float:
    weight = _WEIGHTS[term[0]] * (1 + math.log(count))
    return weight * min(1.0, _SOUNDS ** (5 - len(term[1:]))) if term[0] == "^" else weight


def _measure_rarity(term: str, known: int, counted: int) -> float:
    is_broad = term in EVERYWHERE or (term[0] == "~" and term[1:] in BROAD)
    return measure_rarity(term, known, counted, is_broad=is_broad)
