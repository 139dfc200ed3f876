"""Figures as a reader knows them: `70 officials`, `$350 billion`, `관세 15%`, `Dec. 18`; not bare digits."""

from __future__ import annotations

from collections.abc import Iterable

from storage.language.figures import Figure, read_figures
from storage.language.patterns import compile_later
from storage.language.text import fold, read_words
from storage.records import Article

_MOST_CHARACTERS = 2_000
_NEAR = 40

_BEFORE = compile_later(
    r"(?:(?:[$€£¥₩]|US\$|USD |KRW )\s?"
    r"|\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.? "
    r"|(?<![가-힣])(?:\d{1,2}월 |[가-힣]{2,8} ))$"
)
"""A currency, a month, or the Korean noun that is counted."""
_UNIT = compile_later(
    r"\s?(?:%p?|percent(?:age points)?\b|per cent\b|-(?:year|month|day|member|nation|point)\b)"
)
_NOUN = compile_later(r"[ -]([A-Za-z][A-Za-z'’-]{1,20})")
_COUNTER = compile_later(r"[가-힣]{1,6}")
_PARTICLE = compile_later(
    r"(?<=[가-힣%])(?:으로|에서|에게|까지|부터|보다|이나|이라|은|는|이|가|을|를|의|에|로|과|와|도|만|씩|서)$"
)
_EMPTY = read_words("""
and or in on at for to from of the a an after by with as said is are was were that who which than if its it
his their has have had been will would more less over under into between during while when
""")
_PLAIN_BEFORE = compile_later(r"(?:은|는|이|가|을|를|의|에|로|서|도|과|와|며|고|해|다|한|된) $")
"""A Korean word that ends so is none that is counted."""
_MOST_NOUNS = 2


def name_figures(article: Article, values: Iterable[str]) -> tuple[str, ...]:
    """These figures, in plain digits, as headline or text write them first, each with what it counts."""
    text = f"{fold(article.title).text}\n{fold(article.text[:_MOST_CHARACTERS]).text}"
    written: dict[str, str] = {}
    for figure in read_figures(text):
        written.setdefault(figure.value, _name(text, figure))
    return tuple(written.get(value, value) for value in values)


def _name(text: str, figure: Figure) -> str:
    before = _BEFORE.search(text[max(0, figure.start - _NEAR) : figure.start])
    said = text[figure.start : figure.end].rstrip(",.")
    end = figure.start + len(said)
    if unit := _UNIT.match(text, end):
        said, end = said + unit[0], unit.end()
    head = before[0] if before and not _PLAIN_BEFORE.search(before[0]) else ""
    if counter := _COUNTER.match(text, end):
        return f"{head}{_PARTICLE.sub('', said + counter[0])}".strip()
    head = "" if _is_word_in_english(head, text, end) else head
    return f"{head}{said}{_read_nouns(text, end)}".strip(" .")


def _is_word_in_english(before: str, text: str, end: int) -> bool:
    """Whether a Korean word stands before a figure that English words follow."""
    return "가" <= before[:1] <= "힣" and _NOUN.match(text, end) is not None


def _read_nouns(text: str, at: int) -> str:
    """The words behind a figure up to one that counts nothing, two at most."""
    found = ""
    for _ in range(_MOST_NOUNS):
        word = _NOUN.match(text, at)
        if word is None or word[1].casefold() in _EMPTY:
            break
        found, at = found + word[0], word.end()
    return found
