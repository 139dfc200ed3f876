"""The article's text in the data that a page's scripts build it from: Next, Nuxt, Apollo, Fusion, React."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from lxml.html import HtmlElement

from flows.extract.text.blocks import STOPS
from flows.extract.text.fragment import extract_fragment
from flows.extract.text.lines import fold

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
        kind = (script.get("type") or "").lower()
        if kind == "application/json" or script.get("id") in ("__NEXT_DATA__", "__NUXT_DATA__"):
            yield _load(text)
        elif "json" not in kind:
            for match, _ in zip(STATE.finditer(text), range(MAX_STATES), strict=False):
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


def _find_text(value: Any, titles: set[str], budget: _Budget) -> str:
    """The text of the objects that have one of the titles."""
    best = ""
    stack: list[tuple[Any, int]] = [(value, 0)]
    while stack and budget.spend():
        item, depth = stack.pop()
        if depth > MAX_DEPTH:
            continue
        if isinstance(item, dict):
            if _has_title(item, titles):
                best = max(best, _text_of(item, value if isinstance(value, dict) else {}, budget), key=len)
            stack += [(child, depth + 1) for child in item.values() if isinstance(child, (dict, list))]
        elif isinstance(item, list):
            stack += [(child, depth + 1) for child in item if isinstance(child, (dict, list))]
    return best


def _has_title(item: dict[str, Any], titles: set[str]) -> bool:
    for name in TITLES:
        value = item.get(name)
        if isinstance(value, dict):
            value = value.get("basic") or value.get("rendered")
        if not isinstance(value, str) or not 4 < len(value) < 400:
            continue
        said = fold(value)
        if said in titles or (len(said) > 8 and any(title.startswith(said) for title in titles)):
            return True
    return False


def _text_of(item: dict[str, Any], root: dict[str, Any], budget: _Budget) -> str:
    """The longest text that one field of an article's object holds."""
    fields = (child for name, child in item.items() if not ASIDE.search(name))
    return max(("\n".join(_paragraphs(child, root, budget)) for child in fields), key=len, default="")


def _paragraphs(value: Any, root: dict[str, Any], budget: _Budget) -> Iterator[str]:
    """The paragraphs in a value, in order; what Apollo keeps elsewhere is looked up in `root`."""
    stack: list[tuple[Any, int]] = [(value, 0)]
    while stack and budget.spend():
        item, depth = stack.pop()
        if depth > MAX_DEPTH:
            continue
        if isinstance(item, str):
            yield from _lines_of(item)
        elif isinstance(item, list):
            stack += [(child, depth + 1) for child in reversed(item)]
        elif isinstance(item, dict):
            known = root.get(str(item["__ref"])) if "__ref" in item else item
            fields = known.items() if isinstance(known, dict) else ()
            stack += [(child, depth + 1) for name, child in reversed(fields) if not ASIDE.search(name)]


def _lines_of(text: str) -> list[str]:
    """The lines of a string that is prose, as text or as markup."""
    if len(text) < LEAST or (" " not in text and "<" not in text):
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
    stack: list[tuple[Any, int]] = [(value, 0)]
    while stack and budget.spend():
        item, depth = stack.pop()
        if depth > MAX_DEPTH:
            continue
        if isinstance(item, list) and len(item) == 4 and item[0] == "$" and item[1] in BLOCKS:
            words = " ".join(_words(item[3], budget).split())
            if len(words) >= LEAST and STOPS.search(words):
                yield words
        elif isinstance(item, list):
            stack += [(child, depth + 1) for child in reversed(item)]
        elif isinstance(item, dict):
            stack.append((item.get("children"), depth + 1))


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
