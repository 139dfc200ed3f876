"""Where a text about many things speaks of what a watch asks for: the items of a list that met it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storage.language.patterns import compile_later
from storage.language.text import fold, sentences
from storage.records import Article, Evidence

MOST_LINES = 400
MOST_OF_LINE = 2000
"""Of a text, and of one of its lines, no more is read."""

_MOST_ITEMS = 24
_KEY = 50
_MARK = compile_later(r"(?:^|(?<=\s))(?=[▲△▶▷►■□◆◇●○◎※☞•①-⑳]\s?\S|[-*·]\s\S|\d{1,2}[.)]\s?[^\W\d])")
"""Where an item of a list begins."""
_LABEL = compile_later(r"(?:^|(?<=[.!?]\s))(?=[A-Z][A-Za-z&'’ /-]{1,24}\s?[:|]\s\S|[가-힣]{2,8}\s?[:|]\s\S)")
"""Where one begins with what it is about."""
_GOES_ON = compile_later(
    r"\W*(?:(?:It|He|She|They|This|That|These|Those|Its|His|Her|Their|But|Both|Officials|Aides)\b"
    r"|이는|이를|이에|이와|이번|이날|이로|이어|그는|그러|그 |또|당초|앞서|다만|하지만|양|두 나라|정부는)"
)
"""How a sentence begins that goes on with what the one before spoke of."""


def find_items(article: Article, evidence: Sequence[Evidence]) -> list[str]:
    """The items of a text that met a watch, in the order of the text; all that name its terms."""
    keys = [passage[:_KEY] for passage in read_passages(evidence)]
    terms = {squeeze(fold(term.text).text) for each in evidence for term in each.matches} - {""}
    found: dict[str, None] = {}
    for item in _cut_items(fold(article.text).text):
        if holds_one_of(item, keys) or any(term in item for term in terms):
            found[item] = None
    return list(found)[:_MOST_ITEMS]


def read_passages(evidence: Sequence[Evidence]) -> list[str]:
    """The passages that met a watch, folded and without line breaks."""
    return [plain for each in evidence if (plain := squeeze(fold(each.text).text))]


def holds_one_of(line: str, passages: Sequence[str]) -> bool:
    """Whether one of these passages begins in a line, or the line in it."""
    return any(each[:_KEY] in line or line[:_KEY] in each for each in passages)


def cut_sentences(line: str) -> Iterator[str]:
    """The sentences of a folded line."""
    return (line[start:end].strip() for start, end in sentences(line))


def _goes_on(sentence: str) -> bool:
    """Whether a sentence begins as one that goes on with what the one before spoke of."""
    return _GOES_ON.match(sentence) is not None


def squeeze(text: str) -> str:
    """A text in one line, with one space where there were several."""
    return " ".join(text.split())


def _cut_items(text: str) -> Iterator[str]:
    """The items of a folded text, by its marks, else its sentences; each with what goes on from it."""
    said = ""
    for line in text.split("\n")[:MOST_LINES]:
        plain = squeeze(line[:MOST_OF_LINE])
        parts = [part.strip() for each in _MARK.split(plain) for part in _LABEL.split(each) if part.strip()]
        is_marked = len(parts) > 1 or _LABEL.match(plain) or _MARK.match(plain)
        for part in parts if is_marked else cut_sentences(plain):
            is_more = said.endswith("?") or (not is_marked and _goes_on(part))
            if said and is_more and len(said) < MOST_OF_LINE:
                said = f"{said} {part}"
                continue
            if said:
                yield said
            said = part
    if said:
        yield said
