"""Text as every room reads it: folded forms with their way back, words, sentences, paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

HANGUL = "가-힣\u3131-\u318c\u1100-\u11ff"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005"

Span = tuple[int, int]


def _list_equals() -> dict[str, str]:
    """One character for each look-alike; NFKC is no choice, it breaks ㆍ and changes lengths."""
    rows = {
        "-": "‐‑‒–—―−⸺⸻﹘﹣",
        "'": "‘’‚‛′ʼ´`",
        '"': "“”„‟″«»〝〞",
        " ": "\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000\u3164",
        "·": "\u2027\u30fb\u318d\uff65\u22c5\u2219\u119e",
        "\n": "\r\u000b\u000c\u0085\u2028\u2029",
    }
    equals = {char: plain for plain, chars in rows.items() for char in chars}
    equals |= {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return equals


_EQUALS = _list_equals()
_RARE = re.compile("[" + re.escape("".join(_EQUALS)) + "]")
_ASCII_EQUALS = tuple(char for char in _EQUALS if char.isascii())
_UNSEEN_SET = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_UNSEEN = re.compile(f"[{_UNSEEN_SET}]")
_ASCII = bytes(range(128))
_SEEN = 200
_USUAL = re.compile("[\x00-\x7f가-힣]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in its one form; case is kept, lengths may differ from the original's.

    `starts` and `ends` give for each character the original's span, None where the two texts
    have the same length and each character stands where it stood. `unusual` are the characters of
    `text` that are neither ASCII nor Hangul syllables, each once.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    unusual: frozenset[str] = frozenset()

    def span(self, start: int, end: int) -> Span:
        """The code-point offsets in the original of `text[start:end]`."""
        if self.starts is None or self.ends is None:
            return (start, end)
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return (at, at)
        return (self.starts[start], self.ends[end - 1])


def fold(text: str) -> Folded:
    """NFC, full width to ASCII, one form for dashes, quotes and spaces; unseen characters dropped.

    A carriage return and the other line separators become line feeds, so that a CRLF is two.
    """
    unusual = _list_unusual(text)
    folded = _replace_each(text, unusual)
    if any(map(_may_compose, unusual)) and (
        _UNSEEN.search(text) or not unicodedata.is_normalized("NFC", folded)
    ):
        return _fold_slowly(text)
    plain = (_EQUALS.get(char, char) for char in unusual)
    return Folded(folded, unusual=frozenset(char for char in plain if not char.isascii()))


def _list_unusual(text: str) -> frozenset[str]:
    if text.isascii():
        return frozenset()
    begun = text[:_SEEN]
    if len(_cut_ascii(begun)) < len(begun) // 2:  # in Latin letters: what little is beyond them is soon read
        text = _cut_ascii(text).decode("utf-8", "surrogatepass")
    return frozenset("".join(_USUAL.split(text)))


def _cut_ascii(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII)


def _replace_each(text: str, unusual: Iterable[str]) -> str:
    """Look-alikes by their plain forms, one pass for each that is there: few are in any one text."""
    # str.translate costs 13 times as much on plain news text.
    for char in (*_ASCII_EQUALS, *unusual):
        if char in _EQUALS and char in text:
            text = text.replace(char, _EQUALS[char])
    return text


@lru_cache(maxsize=4096)
def _may_compose(char: str) -> bool:
    """Whether a character can be unseen, out of NFC, or one with what stands before it."""
    return (
        unicodedata.category(char)[0] in "MC"
        or "\u1100" <= char <= "\u11ff"
        or char > "\uffff"
        or not unicodedata.is_normalized("NFC", char)
    )


def _replace_rare(text: str) -> str:
    return _RARE.sub(lambda found: _EQUALS[found.group()], text)


def _fold_slowly(text: str) -> Folded:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _split_clusters(text):
        kept = unicodedata.normalize("NFC", _replace_rare(_UNSEEN.sub("", text[start:end])))
        chars.append(kept)
        starts.extend([start] * len(kept))
        ends.extend([end] * len(kept))
    folded = "".join(chars)
    return Folded(folded, tuple(starts), tuple(ends), _list_unusual(folded))


def _split_clusters(text: str) -> list[Span]:
    """A base character and what may compose with it, unseen characters in between included."""
    heads = [at for at, char in enumerate(text) if at == 0 or text[at - 1].isspace() or not _joins_left(char)]
    return list(zip(heads, [*heads[1:], len(text)], strict=True))


def _joins_left(char: str) -> bool:
    if char < "\u0300":
        return char == "\u00ad"
    if "\u1160" <= char <= "\u11ff":  # vowels and finals of decomposed Hangul
        return True
    return unicodedata.category(char) in ("Mn", "Mc") or bool(_UNSEEN.match(char))


def lower(text: str) -> str:
    """Lower case of the same length: `İ`, which would become two characters, stays."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def drop_case(text: str) -> str:
    """Every character by the one that expressions without case take for it; places are lost."""
    if text.isascii():
        return text.lower()
    # İ and ı are taken for i, and are two that no folding makes one.
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")


ABBREVIATION = r"(?<![^\W_])[A-Za-z](?:\.[A-Za-z])+(?![^\W_])\.?|(?<![^\W_])[Pp]h\.[Dd](?![^\W_])\.?"
_RUN = rf"[{HANGUL}]+|[{HAN}]+|[^\W_{HANGUL}{HAN}]+"
# The possessive is read and left out of the span.
_TOKEN = re.compile(rf"({ABBREVIATION}|{_RUN})(?:['’][sS](?![^\W_]))?")
# What stands between blanks; most is one run of letters between marks, which needs no second look.
_CHUNK = re.compile(r"(?<!\S)[^\w\s]*+([가-힣]+|[0-9A-Za-z]+)[^\w\s]*+(?!\S)|\S+")
_WORD_OR_CHUNK = re.compile(_CHUNK.pattern.removesuffix(r"\S+") + r"(\S+)")
_EAST = re.compile(f"[{HANGUL}{HAN}]")


def runs(text: str) -> list[Span]:
    """Spans of letters or digits of one script, abbreviations (`U.S.`) whole, possessives left out."""
    return [found.span(1) for found in _TOKEN.finditer(text)]


def words(text: str) -> list[Span]:
    """Spans of words: a run of letters or digits; where a word holds Hangul or Hanja, an eojeol.

    An eojeol is what stands between spaces, less the punctuation at its edges.
    """
    if text.isascii() or not _EAST.search(text):
        return runs(text)
    return list(_walk_words(text))


def split_words(text: str) -> list[str]:
    """The words of a text themselves, as `words` finds them."""
    if text.isascii() or not _EAST.search(text):
        return _TOKEN.findall(text)
    found: list[str] = []
    for word, chunk in _WORD_OR_CHUNK.findall(text):
        found += [word] if word else [chunk[start:end] for start, end in _walk_words(chunk)]
    return found


def first_words(text: str, many: int) -> list[Span]:
    """The first so many of a text's words; the rest is not read."""
    return list(islice(_walk_words(text), many))


def _walk_words(text: str) -> Iterator[Span]:
    for chunk in _CHUNK.finditer(text):
        if chunk.lastindex:
            yield chunk.span(1)
            continue
        begin, piece = chunk.start(), chunk.group()
        parts = [(begin + start, begin + end) for start, end in runs(piece)]
        if parts and _EAST.search(piece):
            yield parts[0][0], parts[-1][1]
        else:
            yield from parts


_LINE = re.compile(r"[^\n\r\u000b\u000c\u0085\u2028\u2029]+")


def paragraphs(text: str) -> list[Span]:
    """Spans of the lines that hold anything, without the blanks around them."""
    return list(_walk_paragraphs(text))


def _walk_paragraphs(text: str) -> Iterator[Span]:
    for found in _LINE.finditer(text):
        if (span := _trim(text, *found.span())) is not None:
            yield span


def _trim(text: str, start: int, end: int) -> Span | None:
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    right = len(part.rstrip())
    return (start + left, start + right) if left < right else None


def read_words(listed: str) -> frozenset[str]:
    """The words of a list written in lines, as the tables of this program have them."""
    return frozenset(listed.split())


_CLOSERS = "\"'”’»)\\]』」》〉"
_OPENERS = "\"'“‘«(\\[『「《〈"
_STOP = re.compile(
    rf"(?P<mark>[.!?。！？]{{1,12}})(?P<close>[{_CLOSERS}]{{0,6}})"
    rf"(?P<gap>\s+|(?<=[다요죠까]\.)(?=[{_OPENERS}]?[가-힣A-Z])|(?<=[。！？])(?=\S))"
)
_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*|\d+)\.$")
_NEXT_WORD = re.compile(rf"[{_OPENERS}\s]*([^\W\d_]+|\d+)?")
_TITLES = read_words(
    "mr mrs ms dr gen lt col sgt maj capt cmdr adm brig pvt cpl sen rep gov prof st rev hon amb pres vs mt ft"
    " no nos art vol fig dept asst assoc supt"
)
_MONTHS = read_words("jan feb mar apr jun jul aug sept sep oct nov dec")
_TAILS = read_words("jr sr inc corp co ltd etc bros")
_STARTERS = read_words(
    "the a an in on at he she it they but and this that these those we i there however meanwhile after before"
    " as if when while for since some his her their its our according"
)
_QUOTED_ON = re.compile(r"(?:이?라고|이?라며|이?라면서|이?라는|고|며)(?![가-힣])")


def sentences(text: str) -> list[Span]:
    """Spans of sentences, English and Korean; a line break always ends one."""
    return list(_walk_sentences(text))


def first_sentences(text: str, many: int) -> list[Span]:
    """The first so many of a text's sentences; the rest is not read."""
    return list(islice(_walk_sentences(text), many))


@lru_cache(maxsize=64)  # whoever decides on an article asks for its beginning
def read_lead(text: str, many: int, characters: int) -> str:
    """The first sentences of a text, folded, of so many characters at most: where a report says its news."""
    head = fold(text[:characters]).text
    spans = first_sentences(head, many)
    return head[: spans[-1][1]] if spans else ""


def _walk_sentences(text: str) -> Iterator[Span]:
    for start, end in _walk_paragraphs(text):
        begin = start
        for stop in _STOP.finditer(text, start, end):
            if _ends_sentence(text, begin, stop, end):
                yield begin, stop.end("close")
                begin = stop.end()
        if begin < end:
            yield begin, end


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    following = _NEXT_WORD.match(text, stop.end(), end)
    word = (following.group(1) if following else None) or ""
    if word and _QUOTED_ON.match(text, stop.end()):
        return False  # "…다." 라고 말했다: the speech is part of the sentence
    if word[:1].islower():
        return False
    if stop.group("mark") != ".":
        return not (set(stop.group("mark")) == {"."} and not word)
    return not _is_abbreviation(text, begin, stop, word)


def _is_abbreviation(text: str, begin: int, stop: re.Match[str], following: str) -> bool:
    last = _LAST_WORD.search(text, max(begin, stop.start() - 20), stop.end("mark"))
    if last is None or stop.group("close"):
        return False
    word = last.group(1).lower()
    if word in _TITLES:
        return True
    if word in _MONTHS:
        return following[:1].isdigit()
    if word.isdigit():
        return last.start() == begin  # "1. A list"
    if word in _TAILS or "." in word or len(word) == 1:
        return following.lower() not in _STARTERS
    return False
