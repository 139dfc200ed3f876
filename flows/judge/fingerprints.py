"""The sketch of a text: its words, and the few fingerprints that two texts with a shared passage share.

Winnowing after Schleimer, Wilkerson and Aiken (SIGMOD 2003): of every window of shingles the smallest
hash is kept, so that any shared passage of a window and a shingle leaves a fingerprint in both texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count, repeat
from operator import add, sub

import xxhash

SHINGLE = 5
"""Words in a shingle."""

SHINGLE_CJK = 9
"""Syllables in a shingle where most tokens are Hangul, kana or Han: nine are about three words."""

WINDOW = 16
"""Shingles of which one fingerprint is kept."""

WINDOW_SHORT = 4
"""Shingles of a teaser of which one fingerprint is kept: every sixteenth would leave nothing. Windows nest:
the fingerprints that a long text keeps of a passage are among those that a short one keeps of it."""

TEASER = 60
"""Tokens under which a text is a teaser: too short to say by itself what it is a copy of."""

_CJK = "぀-ヿ㐀-䶿一-鿿가-힣"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_NO_SYLLABLE = re.compile(f"[^{_CJK}]+")
_DROPPED = re.compile("['’‘ʼ`´\u00ad\u200b-\u200f\u2060\ufeff]")  # apostrophes and what cannot be seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is kept of a text for finding its copies.

    `fingerprints` are positive 48-bit numbers in ascending order; `text_hash` is that of all tokens, a
    signed 64-bit number, None for a text without any; `is_cjk` says that most tokens are syllables.
    """

    fingerprints: tuple[int, ...]
    text_hash: int | None
    is_cjk: bool
    tokens: tuple[str, ...] = field(repr=False)

    @property
    def is_teaser(self) -> bool:
        """Whether the text is too short to be told apart by its words alone."""
        return len(self.tokens) < TEASER


def read_tokens(text: str) -> tuple[str, ...]:
    """The words of a text, folded; every syllable of Hangul, kana and Han is a token of its own.

    Spaces and punctuation leave no trace, so Korean spacing and quotes of any make compare equal.
    """
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return tuple(_TOKEN.findall(_DROPPED.sub("", text).casefold()))


def read_sketch(text: str) -> Sketch:
    """The sketch of a text; the same on every machine and in every version."""
    tokens = read_tokens(text)
    is_cjk = 2 * len(_NO_SYLLABLE.sub("", "".join(tokens))) > len(tokens)
    joined = " ".join(tokens).encode("utf-8", "surrogatepass")
    kept = _winnow(
        _hash_shingles(joined, SHINGLE_CJK if is_cjk else SHINGLE),
        WINDOW_SHORT if len(tokens) < TEASER else WINDOW,
    )
    return Sketch(
        fingerprints=tuple(sorted({mark >> 16 for mark in kept})),
        text_hash=_hash_all(joined),
        is_cjk=is_cjk,
        tokens=tokens,
    )


def _hash_shingles(joined: bytes, size: int) -> list[int]:
    """The 64-bit hashes of every run of `size` words; in C throughout, since it is done for every word."""
    if not joined:
        return []
    lengths = map(len, joined.split(b" "))
    starts = list(map(add, accumulate(lengths, initial=0), count()))
    ends = map(sub, starts[size:] or starts[-1:], repeat(1))
    return list(map(xxhash.xxh3_64_intdigest, map(joined.__getitem__, map(slice, starts, ends))))


def _winnow(hashes: Sequence[int], window: int) -> set[int]:
    """The smallest hash of every window; of all, where there is less than a window."""
    if len(hashes) <= window:
        return {min(hashes)} if hashes else set()
    smallest = min(hashes[:window])
    at = hashes.index(smallest)
    kept = {smallest}
    for index in range(window, len(hashes)):
        if hashes[index] <= smallest:
            smallest, at = hashes[index], index
        elif at <= index - window:  # it left: the only time that a window is read anew
            inside = hashes[index - window + 1 : index + 1]
            smallest = min(inside)
            at = index - window + 1 + inside.index(smallest)
        else:
            continue
        kept.add(smallest)
    return kept


def _hash_all(joined: bytes) -> int | None:
    if not joined:
        return None
    unsigned = xxhash.xxh3_64_intdigest(joined)
    return unsigned - (1 << 64) if unsigned >= 1 << 63 else unsigned
