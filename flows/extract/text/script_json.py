"""The article's text in the data that a page's scripts build it from: Next, Nuxt, Apollo, Fusion, React."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import unquote

from lxml.html import HtmlElement

from flows.extract.text.blocks import STOPS
from flows.extract.text.fragment import extract_fragment
from flows.extract.text.lines import fold, says_title

MAX_BYTES = 4_000_000
MAX_SCRIPTS = 60
MAX_VALUES = 60_000
MAX_DEPTH = 60
MAX_STATES = 8
LEAST = 15
"""Characters of a paragraph."""

# `window.__NUXT__ = {…}`, `Fusion.globalContent={…}`, `__APOLLO_STATE__ = JSON.parse("…")`
STATE = re.compile(
    r"(?:__\w{2,40}__|\b(?:Fusion\.globalContent|\w{0,20}[sS]tate|\w{0,20}[dD]ata))[\"'\]]{0,2}\s{0,9}=\s{0,9}"
    r"(?:(?P<parse>JSON\.parse\(\s{0,9}(?:(?P<quoted>decodeURIComponent\()\s{0,9})?)(?=\")|(?=[{\[]))"
)
STREAM = re.compile(r"__next_f\.push\((?=\[)")
CHUNK = re.compile(r"(?m)^[0-9a-f]{1,6}:(?:T(?P<length>[0-9a-f]{1,6}),|(?=[\[{\"]))")
SPACED = re.compile(r"[ <]")
DATA_IDS = ("__NEXT_DATA__", "__NUXT_DATA__")
BLOCKS = frozenset(("p", "li", "h2", "h3", "h4", "blockquote"))
TITLES = ("title", "headline", "subject", "name", "headlines")
# Beside an article, what is not its text: other articles, what readers say, and what machines read.
ASIDE = re.compile(
    r"relat|recommend|comment|reply|next|prev|popular|trending|latest|more|ranking|author|reporter|byline|image"
    r"|photo|caption|credit|video|seo|meta|summary|descri|copyright|licen[cs]e|url|href|slug|^id$|^_?type|class"
    r"|style|section|categor|tags?$|keyword|ads?$|menu|nav|footer",
    re.IGNORECASE,
)


def read_script_text(tree: HtmlElement, titles: Iterable[str]) -> str:
    """The longest text under one of `titles` in the page's script data; empty where there is none.

    Bounded in bytes, values and depth; broken data gives nothing.
    """
    known = {fold(title) for title in titles if title}
    budget = _Budget(MAX_VALUES)
    best = ""
    for value in _read_states(tree):
        best = max(best, _find_text(value, known, budget), key=len)
    stream = _read_stream(tree)
    return max(best, _read_chunks(stream, known, budget), key=len) if stream else best


class _Budget:
    """How many values may still be looked at."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self) -> bool:
        self.left -= 1
        return self.left > 0


def _scripts(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    left = MAX_BYTES
    for number, script in enumerate(tree.iter("script")):
        text = script.text or ""
        left -= len(text)
        if number >= MAX_SCRIPTS or left < 0:
            return
        if len(text) > LEAST:
            yield script, text


def _read_states(tree: HtmlElement) -> Iterator[Any]:
    for script, text in _scripts(tree):
        kind = script.get("type", "").lower()
        if kind == "application/json" or script.get("id") in DATA_IDS:
            yield _load(text)
        elif "json" not in kind:
            yield from _read_assigned(text)


def _read_assigned(text: str) -> Iterator[Any]:
    """The values that a script assigns to what frameworks build their page from."""
    for match in islice(STATE.finditer(text), MAX_STATES):
        value = _decode_at(text, match.end())
        if match["parse"] and isinstance(value, str):
            value = _load(unquote(value) if match["quoted"] else value)
        yield value


def _load(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _decode_at(text: str, position: int) -> Any:
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, position)[0]
    except (ValueError, RecursionError):
        return None


def _walk(value: Any, list_inside: Callable[[Any], Sequence[Any]], budget: _Budget) -> Iterator[Any]:
    """A value and all that is inside, each before what it holds; the last that is listed comes first."""
    stack: list[tuple[Any, int]] = [(value, 0)]
    while stack and budget.spend():
        item, depth = stack.pop()
        if depth <= MAX_DEPTH:
            yield item
            stack += [(child, depth + 1) for child in list_inside(item)]


def _find_text(value: Any, titles: set[str], budget: _Budget) -> str:
    """The longest text of the objects that have one of the titles."""
    root = value if isinstance(value, dict) else {}
    named = (
        item
        for item in _walk(value, _list_holders, budget)
        if isinstance(item, dict) and _has_title(item, titles)
    )
    return max((_text_of(item, root, budget) for item in named), key=len, default="")


def _list_holders(item: Any) -> list[Any]:
    """The objects and lists that one holds."""
    if not isinstance(item, (dict, list)):
        return []
    inside = item.values() if isinstance(item, dict) else item
    return [child for child in inside if isinstance(child, (dict, list))]


def _has_title(item: dict[str, Any], titles: set[str]) -> bool:
    return any(_is_title(item.get(name), titles) for name in TITLES)


def _is_title(value: Any, titles: set[str]) -> bool:
    if isinstance(value, dict):
        value = value.get("basic") or value.get("rendered")
    return isinstance(value, str) and 4 < len(value) < 400 and says_title(value, titles)


def _text_of(item: dict[str, Any], root: dict[str, Any], budget: _Budget) -> str:
    """The longest text that one field of an article's object holds."""
    fields = (child for name, child in item.items() if not ASIDE.search(name))
    return max(("\n".join(_paragraphs(child, root, budget)) for child in fields), key=len, default="")


def _paragraphs(value: Any, root: dict[str, Any], budget: _Budget) -> Iterator[str]:
    """The paragraphs in a value, in order; what Apollo keeps elsewhere is looked up in `root`."""
    for item in _walk(value, partial(_list_fields, root), budget):
        if isinstance(item, str):
            yield from _lines_of(item)


def _list_fields(root: dict[str, Any], item: Any) -> list[Any]:
    """What an item holds that may be of its text, the last first."""
    if isinstance(item, list):
        return item[::-1]
    known = _look_up(item, root)
    fields = list(known.items()) if isinstance(known, dict) else []
    return [child for name, child in reversed(fields) if not ASIDE.search(name)]


def _look_up(item: Any, root: dict[str, Any]) -> Any:
    is_reference = isinstance(item, dict) and "__ref" in item
    return root.get(str(item["__ref"])) if is_reference else item


def _lines_of(text: str) -> list[str]:
    """The lines of a string that is prose, as text or as markup."""
    if len(text) < LEAST or not SPACED.search(text):
        return []
    lines = extract_fragment(text.replace("\n", "<br>")).split("\n")
    return [line for line in lines if len(line) >= LEAST and (STOPS.search(line) or "<p" in text)]


def _read_stream(tree: HtmlElement) -> str:
    """What React streams into the page, in pieces."""
    pieces: list[str] = []
    for _, text in _scripts(tree):
        if match := STREAM.search(text):
            value = _decode_at(text, match.end())
            if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
                pieces.append(value[1])
    return "".join(pieces)


def _read_chunks(stream: str, titles: set[str], budget: _Budget) -> str:
    lines: list[str] = []
    best = ""
    position = 0
    while (match := CHUNK.search(stream, position)) and budget.spend():
        position = match.end()
        if match["length"]:
            size = int(match["length"], 16)
            text = stream[position : position + size].encode()[:size].decode("utf-8", "ignore")
            best = max(best, "\n".join(_lines_of(text)), key=len)
            position += len(text)
            continue
        value = _decode_at(stream, position)
        best = max(best, _find_text(value, titles, budget), key=len)
        lines += _elements(value, budget)
    return max(best, "\n".join(lines), key=len)


def _elements(value: Any, budget: _Budget) -> Iterator[str]:
    """The words of the blocks among React's elements (`["$", "p", key, {"children": …}]`), in order."""
    for item in _walk(value, _list_elements, budget):
        words = " ".join(_words(item[3], budget).split()) if _is_block(item) else ""
        if len(words) >= LEAST and STOPS.search(words):
            yield words


def _list_elements(item: Any) -> list[Any]:
    """What an item holds in which blocks may stand, the last first."""
    if isinstance(item, dict):
        return [item.get("children")]
    return item[::-1] if isinstance(item, list) and not _is_block(item) else []


def _is_block(item: Any) -> bool:
    return isinstance(item, list) and len(item) == 4 and item[0] == "$" and str(item[1]) in BLOCKS


def _words(value: Any, budget: _Budget) -> str:
    words: list[str] = []
    stack = [value]
    while stack and budget.spend():
        item = stack.pop()
        if isinstance(item, str):
            words.append(item)
        elif isinstance(item, dict):
            stack.append(item.get("children"))
        elif isinstance(item, list):
            stack += reversed(item[3:] if item[:1] == ["$"] else item)
    return "".join(words)
