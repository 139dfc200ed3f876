"""What an idea has learned: signs with whole-number weights, and what they say of an article."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, KeysView, Mapping
from dataclasses import dataclass, field
from itertools import chain

from alerts.watch.ideas.signs import GENERATION, Passages, SignReader, cross_days, cut_pieces
from alerts.watch.scan.places import Occurrence

KINDS = {
    "w": "words",
    "k": "words",
    "c": "pieces",
    "t": "things",
    "n": "things",
    "h": "things",
    "p": "pairs",
    "x": "phases",
    "d": "days",
    "z": "sizes",
}
"""The kind of a sign by how its key begins."""

SHARED = frozenset({"words", "pieces"})
"""The kinds whose signs share one strength each, so that a long text says no more than a short one."""

UNIT = 1000
"""A weight of so much is 1 on the scale of log odds."""

SIZE_UNIT = 100

SIZE_BITS = 40
"""A weight and its size are one whole number: they are added at once, and held in a third of the memory."""

_SIZE = (1 << SIZE_BITS) - 1

MOST_KNOWN = 8192
"""Words whose pieces a model keeps at hand, the commonest among them again soon after they are let go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What becomes of the examples when each is judged by what the others teach."""

    told: int
    told_wrongly: int
    missed: int
    passed_over: int

    @property
    def precision(self) -> float:
        """The share of what is told that is on the idea; 1 where nothing is told."""
        told = self.told + self.told_wrongly
        return self.told / told if told else 1.0

    @property
    def recall(self) -> float:
        """The share of what is on the idea that is told; 1 where nothing is."""
        on = self.told + self.missed
        return self.told / on if on else 1.0


class Weights(Mapping[str, tuple[int, int]]):
    """A weight and a size by sign; `packed` has the two in one number each."""

    __slots__ = ("packed",)

    def __init__(self, pairs: Mapping[str, tuple[int, int]]) -> None:
        self.packed = {key: (weight << SIZE_BITS) + size for key, (weight, size) in pairs.items()}

    def __getitem__(self, key: str) -> tuple[int, int]:
        number = self.packed[key]
        return number >> SIZE_BITS, number & _SIZE

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)

    def keys(self) -> KeysView[str]:
        """Those of a dict, which are intersected at once."""
        return self.packed.keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights by sign: how much for the idea (below 0: against it), and the square of the sign's size.

    `bias` is what an article without a sign has. Both are of log odds, in thousandths; `left_out` says how
    well it does by language, `all` of all, and `digest` of what it learned.
    """

    digest: str
    bias: int
    weights: Mapping[str, tuple[int, int]] = field(repr=False)
    left_out: Mapping[str, LeftOut]
    generation: int = GENERATION
    _pieces: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Hold the weights packed, however they were given."""
        object.__setattr__(self, "weights", Weights(self.weights))

    def list_pieces(self, words: Iterable[str]) -> set[str]:
        """The pieces of these words that have weights."""
        if len(self._pieces) > MOST_KNOWN:  # another thread may be reading them
            object.__setattr__(self, "_pieces", {})
        known, asked = self._pieces, frozenset(words)
        for word in asked.difference(known):
            known[word] = tuple(self.weights.keys() & cut_pieces(word))
        return set().union(*map(known.__getitem__, asked))

    def share_strength(self, keys: Iterable[str]) -> float:
        """What the words weigh, or the pieces: each by its size among them."""
        assert isinstance(self.weights, Weights)
        added = sum(map(self.weights.packed.__getitem__, keys))
        size = added & _SIZE
        return (added >> SIZE_BITS) / math.sqrt(size / SIZE_UNIT) if size else 0.0

    def write(self) -> str:
        """The model as JSON, the same text for the same model."""
        return json.dumps(
            {
                "generation": self.generation,
                "digest": self.digest,
                "bias": self.bias,
                "left_out": {
                    lang: [one.told, one.told_wrongly, one.missed, one.passed_over]
                    for lang, one in sorted(self.left_out.items())
                },
                "weights": {key: list(pair) for key, pair in sorted(self.weights.items())},
            },
            ensure_ascii=False,
            indent=0,
        )


def read_model(written: str) -> Model | None:
    """A model as `write` had it; None where it is of another generation of signs, or is none.

    Whoever wrote it, its weights are whole numbers and its sizes none below 0, else it is none.
    """
    try:
        read = json.loads(written)
        if read["generation"] != GENERATION:
            return None
        left = {
            lang: LeftOut(told=t, told_wrongly=w, missed=m, passed_over=p)
            for lang, (t, w, m, p) in read["left_out"].items()
        }
        pairs = read["weights"]
        if not {*map(type, chain.from_iterable(pairs.values()))} <= {int}:
            return None
        if not all(0 <= size <= _SIZE for _, size in pairs.values()):
            return None
        return Model(digest=str(read["digest"]), bias=_whole(read["bias"]), weights=pairs, left_out=left)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value


@dataclass(frozen=True, slots=True)
class Standing:
    """A sign that an article has: what it weighs there, in thousandths of log odds, and where it stands."""

    key: str
    weight: float
    places: tuple[Occurrence, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An article weighed: the log odds that it is on the idea, and what each of its signs adds to them."""

    log_odds: float
    weights: Mapping[str, tuple[int, int]]
    keys: frozenset[str]
    days: Mapping[str, str]
    signs: SignReader
    passages: Passages

    @property
    def is_told(self) -> bool:
        """Whether it is told: at a half or more."""
        return self.log_odds >= 0

    @property
    def chance(self) -> float:
        """How likely it is on the idea, from 0 to 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.log_odds))))

    def list_standing(self) -> tuple[Standing, ...]:
        """The signs with where they stand, in the order of their keys."""
        shares, places = _share_out(self.weights, self.keys), defaultdict[str, list[Occurrence]](list)
        signs, passages = self.signs, self.passages
        for key, start, end in chain(signs.list_signs(passages), signs.find_pieces(passages)):
            if key in shares:
                places[key].append(Occurrence(start, end))
        for key, crossed in cross_days(tuple(places), self.days).items():
            if key in shares:
                places[key] = places[crossed]
        return tuple(
            Standing(key, share, tuple(places.get(key, ())), self.days.get(key, ""))
            for key, share in sorted(shares.items())
        )


def weigh_article(model: Model, signs: SignReader, asked: Iterable[Occurrence]) -> Weighed:
    """What a model says of an article; `asked` is where what the watch asks for stands."""
    passages = signs.choose_passages(asked)
    weights = model.weights
    keys, days = weights.keys() & signs.list_keys(passages), signs.list_whole()
    keys |= (cross_days(keys, days).keys() | days.keys()) & weights.keys()
    pieces = model.list_pieces(signs.list_words(passages))
    words = {key for key in keys if KINDS[key[0]] == "words"}
    # Whole numbers are added, so that their order is nothing.
    whole = model.bias + sum(weights[key][0] for key in keys - words)
    log_odds = math.fsum((whole, model.share_strength(words), model.share_strength(pieces))) / UNIT
    return Weighed(log_odds, weights, frozenset(keys | pieces), days, signs, passages)


def _share_out(weights: Mapping[str, tuple[int, int]], keys: Iterable[str]) -> dict[str, float]:
    """What each sign weighs: a word by its size among the words, a piece among the pieces, others in full."""
    kinds = {key: KINDS[key[0]] for key in keys}
    norms = {
        shared: math.sqrt(sum(weights[key][1] for key, kind in kinds.items() if kind == shared) / SIZE_UNIT)
        for shared in SHARED
    }
    return {key: weights[key][0] / norms.get(kind, 1.0) for key, kind in kinds.items()}


def read_keys(signs: SignReader, asked: Iterable[Occurrence]) -> frozenset[str]:
    """The signs of an example, for learning."""
    passages, days = signs.choose_passages(asked), signs.list_whole()
    keys = signs.list_keys(passages)
    pieces = (piece for word in signs.list_words(passages) for piece in cut_pieces(word))
    return frozenset((*keys, *pieces, *cross_days(keys, days), *days))
