"""Every regular expression of the shipped code, and texts hard on each, made from its own parse tree."""

from __future__ import annotations

import ast
import importlib
import re
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, permutations
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from storage.language import patterns

ROOT = Path(__file__).parents[1]
PACKAGES = ("flows", "alerts", "storage")
VERBS = frozenset(("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"))
ANCHORED = frozenset(("match", "fullmatch"))

ALPHABET = " \n\ta0A가一<>\"'.,-/()[]{}=:;&@_%#|·”é!?~$*+\\^`ㄱぁя©\u3000\x00"
"""Characters tried for a class of them: of each kind that some expression tells from others."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression: where it is written, and what is asked of it."""

    where: str
    pattern: re.Pattern[Any]
    verbs: frozenset[str] = field(default=frozenset(("search",)), compare=False)


def find_expressions() -> tuple[dict[str, Expression], list[str]]:
    """All expressions by place, and the places of those that cannot be known without running the code."""
    parsed = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in _modules()}
    trees = {name: tree for name, tree in parsed.items() if _imports(tree) & {"re", "compile_later"}}
    found: dict[str, Expression] = {}
    hidden: list[str] = []
    used = _count_uses(trees)
    for name, tree in trees.items():
        module = importlib.import_module(name)
        own = {key: value for key, value in vars(module).items() if key not in _taken_in(tree)}
        for place, pattern in _in_values(own, name, set()):
            key = place.partition("[")[0]
            owner = getattr(module, key.rpartition(".")[2], None)
            verbs = used.get(key) if _as_compiled(owner) == pattern else None
            found[place] = Expression(place, pattern, frozenset(verbs or ("search",)))
        for call in _calls(tree):
            try:
                pattern = _evaluate(call, vars(module))
            except (NameError, TypeError, AttributeError, re.error):
                hidden.append(f"{name}: {ast.unparse(call.args[0])}")
                continue
            verb = _verb_of(call)
            place = f"{name}/{pattern.pattern!s:.60}"
            if verb != "compile":
                found[place] = Expression(place, pattern, frozenset((verb,)))
            elif not any(one.pattern == pattern for one in found.values()):
                found[place] = Expression(place, pattern)
    return found, hidden


def _modules() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def _imports(tree: ast.Module) -> set[str]:
    """The modules and names that a module imports."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {alias.name for node in imports for alias in node.names}


def _taken_in(tree: ast.Module) -> set[str]:
    """Names that a module has from another, where they are found already."""
    taken = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {alias.asname or alias.name for node in taken for alias in node.names}


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _verb_of(node) in VERBS | {"compile"}:
            yield node


def _verb_of(call: ast.Call) -> str:
    """What is called of `re`; empty for what is not. What is compiled later is compiled."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="re"), attr=verb):
            return verb
        case ast.Name(id="compile_later"):
            return "compile"
    return ""


def _as_compiled(value: Any) -> Any:
    """An expression that is compiled at first use, compiled; anything else as it is."""
    is_later = isinstance(value, patterns._Compiled)
    return re.compile(value.pattern, value._given) if is_later else value


def _evaluate(call: ast.Call, names: Mapping[str, Any]) -> re.Pattern[Any]:
    """The expression of a call, from constants and the module's own names."""
    flags = [word.value for word in call.keywords if word.arg == "flags"]
    verb = _verb_of(call)
    place = {"compile": 1, "search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2}.get(verb, 9)
    flags += call.args[place : place + 1]
    first, *rest = (
        eval(compile(ast.Expression(each), "", "eval"), dict(names)) for each in [call.args[0], *flags]
    )
    return re.compile(first, *rest)


def _in_values(values: Mapping[str, Any], name: str, seen: set[int]) -> Iterator[tuple[str, re.Pattern[Any]]]:
    for key, value in values.items():
        if not key.startswith("__"):
            yield from _within(value, f"{name}.{key}", seen, name)


def _within(value: Any, place: str, seen: set[int], name: str) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The expressions in a value, however deep in containers, records and classes of this module."""
    value = _as_compiled(value)
    if isinstance(value, re.Pattern):
        yield place, value
        return
    if id(value) in seen or isinstance(value, (str, bytes, int, float)):
        return
    seen.add(id(value))
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _within(each, f"{place}[{key!r:.40}]", seen, name)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for number, each in enumerate(value):
            yield from _within(each, f"{place}[{number}]", seen, name)
    elif getattr(value, "__module__", None) == name and not callable(value):
        slots = getattr(value, "__slots__", ()) or vars(value)
        for key in slots:
            yield from _within(getattr(value, key, None), f"{place}.{key}", seen, name)
    elif isinstance(value, type) and value.__module__ == name:
        for key, each in vars(value).items():
            if not key.startswith("__"):
                yield from _within(each, f"{place}.{key}", seen, name)


def _count_uses(trees: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    """How each module-level name is used as an expression: its verbs, or "search" where it is handed on."""
    uses: dict[str, set[str]] = {}
    for name, tree in trees.items():
        home = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        verbs = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                verb = verbs.get(id(node), "search")
                if verb in VERBS:
                    uses.setdefault(home.get(node.id, f"{name}.{node.id}"), set()).add(verb)
    return uses


# --- texts ---------------------------------------------------------------------------------------

Node = Any
MANY = 12
"""A repeat that may be this long is pumped."""


@dataclass(frozen=True, slots=True)
class Pump:
    """A text that grows: `head`, then `unit` again and again, then `tail`."""

    head: str
    unit: str
    tail: str

    def text(self, size: int) -> str:
        times = max(1, (size - len(self.head) - len(self.tail)) // len(self.unit))
        return self.head + self.unit * times + self.tail


UNITS = (
    *(
        " ",
        "\n",
        "a",
        "A",
        "0",
        "가",
        "<",
        '"',
        ".",
        ",",
        "(",
        "-",
        "'",
        "/",
        "a ",
        "가 ",
        "a.",
        "A.",
        "0,",
        "<a",
    ),
    *("<a ", '="', "a\n", " \n", "\t ", "http://", "&#", "[a", "A. B", "1.", "가.", "a,", "Aa ", "Aa"),
)
GENERIC = tuple(Pump("", unit, "\x00") for unit in UNITS)


def pumps(pattern: re.Pattern[Any]) -> list[Pump]:
    """Texts that are hard on this expression, if any are; the likeliest first."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    folds = bool(pattern.flags & re.IGNORECASE)
    ranked: dict[Pump, int] = {}
    for heads, item, rest in _repeats(list(tree), [""], folds):
        units = _samples([item], folds, 10)
        after = _samples(rest, folds, 2)[0]
        for rank, unit in enumerate(units):
            for head in heads[:3]:
                far = rank + 3 * heads.index(head)
                ranked.setdefault(Pump(head, unit, "\x00"), far)
                ranked.setdefault(Pump("", head + unit, "\x00"), far + 1)
                ranked.setdefault(Pump(head, unit + after, "\x00"), far + 2)
                ranked.setdefault(Pump(head, unit, after[:-1] + "\x01"), far + 3)
                ranked.setdefault(Pump(head, unit, "!\n"), far + 4)
            ranked.setdefault(Pump("", unit + after, "\x00"), rank + 3)
        for one, two in islice(permutations(units[:4], 2), 12):
            ranked.setdefault(Pump(heads[0], one + two, "\x00"), 4)
    for rank, whole in enumerate(_samples(list(tree), folds, 4)):
        for cut in (whole, whole[:-1], whole[: len(whole) // 2]):
            ranked.setdefault(Pump("", cut, "\x00"), 2 + rank)
    for rank, pump in enumerate(GENERIC):
        ranked.setdefault(pump, 1 + rank // 2)
    return [pump for pump in sorted(ranked, key=ranked.__getitem__) if pump.unit]


def _repeats(
    nodes: list[Node], heads: list[str], folds: bool
) -> Iterator[tuple[list[str], Node, list[Node]]]:
    """Each long repeat: what may stand before it, what is repeated, what follows it."""
    for number, (kind, value) in enumerate(nodes):
        before = [head + one for head in heads for one in _samples(nodes[:number], folds, 2)][:4]
        rest = nodes[number + 1 :]
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, item = value
            if most == op.MAXREPEAT or most >= MANY:
                yield before, (op.SUBPATTERN, (None, 0, 0, item)), rest
            yield from ((h, i, [*r, *rest]) for h, i, r in _repeats(list(item), before, folds))
        elif kind is op.SUBPATTERN:
            yield from ((h, i, [*r, *rest]) for h, i, r in _repeats(list(value[3]), before, folds))
        elif kind is op.ATOMIC_GROUP:
            yield from ((h, i, [*r, *rest]) for h, i, r in _repeats(list(value), before, folds))
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from ((h, i, [*r, *rest]) for h, i, r in _repeats(list(branch), before, folds))
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(list(value[1]), before, folds)


def _samples(nodes: Iterable[Node], folds: bool, most: int) -> list[str]:
    """A few texts that the nodes match, the plainest first."""
    found = [""]
    for node in nodes:
        parts = _sample(node, folds, most)
        found = [one + part for part in parts for one in found][: most * 2]
    return list(dict.fromkeys(found))[:most]


def _sample(node: Node, folds: bool, most: int) -> list[str]:
    kind, value = node
    if kind is op.LITERAL:
        return [chr(value)]
    if kind is op.NOT_LITERAL:
        return [each for each in ALPHABET if ord(each) != value][:most]
    if kind is op.ANY:
        return list(ALPHABET[:most])
    if kind is op.IN:
        return list(_members(tuple(value))[:most]) or ["a"]
    if kind is op.BRANCH:
        return [part for branch in value[1] for part in _samples(branch, folds, 2)][:most]
    if kind is op.SUBPATTERN:
        return _samples(value[3], folds, most)
    if kind is op.ATOMIC_GROUP:
        return _samples(value, folds, most)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, item = value
        each = _samples(item, folds, most)
        shortest = [one * least for one in each]
        return shortest if least else [*each[:1], "", *each[1:]]
    return [""]


def list_ways(pattern: re.Pattern[str]) -> list[str]:
    """A text for each way in which a part of an expression may stand; what it sees beside it is left out."""
    return _list_ways(list(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)))


def _list_ways(nodes: Iterable[Node]) -> list[str]:
    """Each node in each of its ways once, the others in their first."""
    each = [_list_ways_of(node) for node in nodes]
    first = [ways[0] for ways in each]
    found = [
        "".join((*first[:at], way, *first[at + 1 :])) for at, ways in enumerate(each) for way in ways[1:]
    ]
    return ["".join(first), *found]


def _list_ways_of(node: Node) -> list[str]:
    kind, value = node
    if kind is op.BRANCH:
        return [way for branch in value[1] for way in _list_ways(branch)]
    if kind is op.SUBPATTERN:
        return _list_ways(value[3])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, item = value
        return [way * least for way in _list_ways(item)] if least else ["", *_list_ways(item)]
    return list(_members(tuple(value))) if kind is op.IN else _sample(node, False, 1)


@cache
def _members(items: tuple[Node, ...]) -> tuple[str, ...]:
    """Characters of a class: those of the alphabet, and the first of each of its ranges."""
    negated = bool(items) and items[0][0] is op.NEGATE
    found = [each for each in ALPHABET if _is_in(items, each) is not negated]
    if not negated:
        found += [
            chr(value if kind is op.LITERAL else value[0])
            for kind, value in items
            if kind in (op.LITERAL, op.RANGE)
        ]
    return tuple(dict.fromkeys(found))


CATEGORIES = {
    op.CATEGORY_DIGIT: re.compile(r"\d"), op.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    op.CATEGORY_SPACE: re.compile(r"\s"), op.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    op.CATEGORY_WORD: re.compile(r"\w"), op.CATEGORY_NOT_WORD: re.compile(r"\W"),
}  # fmt: skip


def _is_in(items: Iterable[Node], char: str) -> bool:
    for kind, value in items:
        if kind is op.LITERAL and ord(char) == value:
            return True
        if kind is op.RANGE and value[0] <= ord(char) <= value[1]:
            return True
        if kind is op.CATEGORY and CATEGORIES[value].match(char):
            return True
    return False


# --- time ----------------------------------------------------------------------------------------


class Timeout(Exception):
    """A text took more than it may."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """End what takes more processor time: expressions look for signals now and then."""

    def stop(*_: object) -> None:
        raise Timeout

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def take_time(expression: Expression, *texts: str, most: float = 2.0) -> float:
    """Seconds to look for an expression in each of some texts, `most` where that was ended.

    By the thread's own clock, so that what else the machine does counts for nothing.
    """
    pattern = expression.pattern
    subjects: list[Any] = [
        text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace") for text in texts
    ]
    look = _looking(expression)
    began = time.thread_time()
    try:
        with cpu_limit(most):
            for subject in subjects:
                look(subject)
    except Timeout:
        return most
    return time.thread_time() - began


def _looking(expression: Expression) -> Callable[[Any], object]:
    """What looks for an expression as it is used."""
    pattern = expression.pattern
    if expression.verbs == {"fullmatch"}:
        return pattern.fullmatch
    if expression.verbs <= ANCHORED:
        return pattern.match
    return lambda subject: deque(pattern.finditer(subject), maxlen=0)


SMALL, MEDIUM, LARGE = 24, 1_000, 64_000
QUICK_S = 0.0004
"""What a text of MEDIUM characters may take without being looked at closer."""

LEAST_S = 0.01
"""Below it nothing is judged."""

MOST_S = 0.4
STEEP = 3.0
DOUBLINGS = 3


TOGETHER = 8
"""Texts that are timed at once: where all of them take less than one may, each does."""


def find_growth(expression: Expression, *, most: int | None, tidy: bool, effort: int) -> str | None:
    """A text for which an expression takes more than linear time, and the times; None where none is found.

    Where nothing longer than `most` reaches it, such a text may take LEAST_S. `tidy` texts are one line
    without runs of blanks. At most `effort` texts are tried.
    """
    watches = [Watch(expression, pump, tidy) for pump in pumps(expression.pattern)[:effort]]
    for size in (min(SMALL, most), most) if most else (SMALL,):
        for watch in _list_slow(watches, size, LEAST_S):
            return watch.say(size)
    if most is None:
        for watch in _list_slow(watches, MEDIUM, QUICK_S):
            if watch.is_steep():
                return watch.say()
    return None


def _list_slow(watches: Sequence[Watch], size: int, seconds: float) -> Iterator[Watch]:
    """Those whose text of a size takes that long: a few are timed together, and parted where slow."""
    for start in range(0, len(watches), TOGETHER):
        some = watches[start : start + TOGETHER]
        if take_time(some[0].expression, *(watch.text(size) for watch in some), most=MOST_S) >= seconds:
            yield from (watch for watch in some if watch.takes(size, seconds))


class Watch:
    """The times that one expression takes for one kind of text, by size."""

    def __init__(self, expression: Expression, pump: Pump, tidy: bool) -> None:
        self.expression, self._pump, self._tidy = expression, pump, tidy
        self._times: dict[int, float] = {}

    def text(self, size: int) -> str:
        """Its text of a size."""
        text = self._pump.text(size)
        return " ".join(text.split()) if self._tidy else text

    def takes(self, size: int, seconds: float) -> bool:
        """Whether the least of three times is that long; the first will mostly tell that it is not."""
        text = self.text(size)
        for _ in range(3):
            taken = take_time(self.expression, text, most=MOST_S)
            self._times[size] = min(taken, self._times.get(size, MOST_S))
            if self._times[size] < seconds:
                return False
        return True

    def is_steep(self) -> bool:
        """Whether the time grows threefold at three doublings in a row, or reaches the most."""
        size, steep = MEDIUM, 0
        while size < LARGE:
            before = self._times[size]
            size *= 2
            if self.takes(size, MOST_S):
                return True
            if before > LEAST_S / 8:
                steep = steep + 1 if self._grew(size, STEEP * before) else 0
            if steep == DOUBLINGS or (self._times[size] > LEAST_S / 2 and not steep):
                return steep == DOUBLINGS
        return False

    def _grew(self, size: int, beyond: float) -> bool:
        """Whether the least of four times is beyond that, the one taken already among them."""
        return self._times[size] > beyond and self.takes(size, beyond)

    def say(self, *sizes: int) -> str:
        took = ", ".join(f"{size:,}: {self._times[size] * 1000:.1f} ms" for size in sizes or self._times)
        return f"{self._pump.head!r} + {self._pump.unit!r} * n + {self._pump.tail!r} takes {took}"
