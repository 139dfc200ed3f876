"""Whether a page keeps the rest of its article for those who pay or log in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from flows.extract.facts.listed import as_list
from flows.extract.text.walk import walk_words
from storage.language.letters import count_hangul

SHORT = 1_500.0
"""Weight (`weigh_text`) below which an article is a brief or a teaser: some 250 words, or 600 syllables."""

ENOUGH = 4_000
"""Characters of a text that are weighed: with more it is not short."""

WHOLE = 0.8
"""A text of so many of the words that the page itself counts (`wordCount`) is all of it."""

PARTS = 5
VISIBLE = 400_000
"""Characters of a page's words that are looked through."""

ELLIPSES = ("…", "...", "…”", '..."', "(생략)", "(중략)", "[…]", "[...]")
FALSE = frozenset({"false", "0", "no", "http://schema.org/false", "https://schema.org/false"})
LOCKED = frozenset({"locked", "metered", "paid", "premium", "subscriber", "subscription"})
SILENT = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "svg"})
# One class or id; more of CSS could be made to cost what an attacker likes.
PART = re.compile(r"\s*(?:[a-z]{1,20})?([.#])([\w-]{1,80})\s*", re.IGNORECASE)

# What readers are told where an article stops, in the languages of the desk.
ASK = re.compile(
    r"(?:subscribe|sign (?:in|up)|log ?in|register|join|become an? \w{1,20}"
    r"|create (?:an?|your)(?: free)? account)\b[^.!?\n]{0,60}\bto (?:continue|keep|finish|start) reading"
    r"|to (?:continue|keep|finish) reading[^.!?\n]{0,80}"
    r"(?:subscri|sign (?:in|up)|log ?in|regist|member|account)"
    r"|(?:subscri\w{1,9}|sign (?:in|up)|log ?in|regist\w{1,9}|member\w{0,9}|account)\b[^.!?\n]{0,60}"
    r"\bto (?:read|access|view|see|unlock) (?:the |this )?(?:full|whole|entire|complete|rest of)"
    r"|(?:unlock|continue reading) this (?:article|story|post) (?:with|by|for)"
    r"|(?:this|the (?:full|rest of th\w{1,3})) (?:article|story|content|page|post|report|analysis)"
    r" (?:is|are) (?:only |exclusively |reserved |available |accessible |exclusive |limited |just )*"
    r"(?:for|to) (?:our )?(?:paid |paying |registered |premium |active )*(?:subscribers|members)"
    r"|(?:subscriber|member)s?[- ](?:only|exclusive) (?:article|content|story)"
    r"|for (?:paid |paying )?subscribers only"
    r"|you(?:'|’| ha)ve (?:reached|used|read)[^.!?\n]{0,40}\b(?:free|complimentary) (?:articles|stories)"
    r"|(?:기사|콘텐츠|컨텐츠|전문|본문|글)(?:은|는)[^\n.]{0,16}(?:구독자?|회원|멤버십|프리미엄|독자)(?!\s?가입)"
    r"[^\n.]{0,6}(?:전용|만 |에게만|께만)"
    r"|(?:유료|정기|프리미엄|멤버십)\s?(?:회원|구독자?|독자|가입자)[^\n.]{0,4}(?:전용|만 |에게만|께만|한해)"
    r"|(?:구독|로그인|회원\s?가입|결제)[^\n.]{0,8}(?:후에?|하시면|하면|하고|하셔야|해야)\s?[^\n.]{0,8}"
    r"(?:전문|전체|나머지|이어|계속|기사)[^\n.]{0,8}(?:읽|보실|볼 수|이용하|이용할|열람|확인하|확인할)"
    r"|(?:전문|전체 (?:기사|내용|글)|나머지 (?:기사|내용|글))(?:은|는|을|를)\s[^\n.]{0,16}"
    r"(?:구독|로그인|유료|회원|가입|결제)[^\n.]{0,14}(?:읽|볼 수|보실|이용하|이용할|열람|확인|가능|공개)",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a page states of who may read it.

    `is_paid`: it says that its article is not free (schema.org `isAccessibleForFree`, the `content_tier` of
    OpenGraph); `parts` are the classes and ids that it says hold what is paid for; `words` counts the whole
    article's, 0 where it does not say.
    """

    is_paid: bool = False
    parts: tuple[str, ...] = ()
    words: int = 0


FREE = Terms()


def read_access_terms(article: dict[str, Any], nodes: list[dict[str, Any]], tier: str) -> Terms:
    """The terms that the article's JSON-LD states, and the tier of its meta fields, empty where none.

    https://developers.google.com/search/docs/appearance/structured-data/paywalled-content has the form.
    """
    count = str(article.get("wordCount"))
    return Terms(
        is_paid=_is_false(article.get("isAccessibleForFree")) or tier.strip().lower() in LOCKED,
        parts=_read_parts(nodes),
        words=int(count) if count.isdecimal() and len(count) < 7 else 0,
    )


def _read_parts(nodes: list[dict[str, Any]]) -> tuple[str, ...]:
    """The classes and ids under which what is not free is said to stand."""
    stated: list[Any] = []
    for node in nodes:
        if _is_false(node.get("isAccessibleForFree")):
            stated += as_list(node.get("cssSelector"))
    return tuple(part for part in stated if isinstance(part, str) and PART.fullmatch(part))[:PARTS]


def is_teaser(tree: HtmlElement, terms: Terms, text: str) -> bool:
    """Whether a text is only the part of its page's article that all may read.

    The page states that it is paid for, or asks its readers to subscribe or log in where the article stops;
    and its text is short, or breaks off. Many pages that state it send the whole text and hide it by script.
    """
    if not _may_be_part(text, terms.words) or _holds_parts(tree, terms.parts):
        return False
    return terms.is_paid or ASK.search(_visible_text(tree)) is not None


def _may_be_part(text: str, words: int) -> bool:
    """Whether a text has fewer words than its page counts, or breaks off or is short where it counts none."""
    if words:
        return len(text.split()) < WHOLE * words
    return text.rstrip().endswith(ELLIPSES) or weigh_text(text[:ENOUGH]) < SHORT


def weigh_text(text: str) -> float:
    """How much a text says: its letters and digits, a syllable of Hangul counted two and a half times."""
    return sum(map(str.isalnum, text)) + 1.5 * count_hangul(text)


def _is_false(value: Any) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() in FALSE)


def _holds_parts(tree: HtmlElement, parts: tuple[str, ...]) -> bool:
    """Whether the paywalled text is in the page anyway."""
    return any(weigh_text(_words_of(element)) >= SHORT for part in parts for element in _find(tree, part))


def _find(tree: HtmlElement, part: str) -> Iterator[HtmlElement]:
    found = PART.fullmatch(part)
    assert found is not None, "only such parts are read"
    attribute = "class" if found[1] == "." else "id"
    for element in tree.iter(etree.Element):
        value = element.get(attribute, "")
        if found[2] in (value.split() if attribute == "class" else [value]):
            yield element
            return


def _words_of(element: HtmlElement) -> str:
    return " ".join(str(text) for text in element.itertext())[:ENOUGH]


def _visible_text(tree: HtmlElement) -> str:
    """The page's words as readers see them, without scripts; one line."""
    parts: list[str] = []
    length = 0
    for _, text in walk_words(tree, SILENT):
        parts.append(text)
        length += len(text)
        if length > VISIBLE:
            break
    return " ".join(" ".join(parts).split())
