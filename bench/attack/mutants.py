"""Mutants of the code that decides: small faults put in one at a time, for the tests of its module to find.

    python bench/attack/mutants.py [--count 400] [--seed 1] [--only policy,guard] [--again FILE] [--out FILE]

A mutant is a module with one operator, number, truth value, condition or statement changed; the seed draws.
Each is tried in a copy of the tree with the test files of its module, within a time limit: one that hangs
counts as killed. Printed: how many were killed by module, and every survivor with its line and what stands
there instead; FILE has one JSON object a mutant. What survives is a hole in the tests, or the same program.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

TREE = Path(__file__).parents[2]
SHIPPED = ("alerts", "flows", "storage", "tests", "bench", "seeds", "docs")
FILES = ("pyproject.toml", "README.md", "CHANGELOG.md", "constraints.txt", "alembic.ini")
LEAST_LIMIT_S = 60.0
TIMES_AS_LONG = 8
"""A mutant whose tests take so many times as long as without it hangs, and counts as killed."""

POLICY = (
    "tests/alerts/decide/test_policy_edges.py",
    "tests/alerts/decide/test_alerts_surge.py",
    "tests/alerts/decide/test_alerts_policy.py",
    "tests/alerts/decide/test_alerts_echo.py",
    "tests/alerts/decide/test_gather.py",
    "tests/alerts/promise/test_alerts_tell.py",
)

TESTS = {
    "alerts/decide/policy/decide.py": POLICY,
    "alerts/decide/policy/moved.py": POLICY,
    "flows/judge/copies.py": (
        "tests/flows/judge/test_copies_edges.py",
        "tests/flows/judge/test_judge_copies.py",
        "tests/quality/test_quality_judge.py",
    ),
    "storage/promises/outbox.py": (
        "tests/storage/test_outbox_edges.py",
        "tests/storage/test_storage_outbox.py",
        "tests/alerts/promise/test_alerts_bundle.py",
        "tests/alerts/promise/test_alerts_gather.py",
        "tests/storage/test_clock_claims.py",
        "tests/storage/test_clock_outbox.py",
        "tests/alerts/send/test_alerts_sending.py",
    ),
    "storage/promises/outbox_held.py": (
        "tests/storage/test_held_edges.py",
        "tests/alerts/promise/test_alerts_bundle.py",
        "tests/alerts/channels/test_alerts_manners.py",
        "tests/storage/test_clock_outbox.py",
        "tests/storage/test_storage_outbox.py",
    ),
    "flows/fetch/guard.py": ("tests/flows/fetch/test_fetch_guard.py",),
    "flows/sources/health/pace.py": (
        "tests/flows/sources/test_sources_pace.py",
        "tests/flows/sources/test_sources_fortnight.py",
    ),
    "flows/judge/sighting.py": ("tests/flows/judge/test_judge_sighting.py",),
}

SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
}
Part = TypeVar("Part", bound=ast.AST)

NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One changed place of a module: `before` stood there, `after` stands there now."""

    path: str
    line: int
    before: str
    after: str
    source: str


def find_mutants(path: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    source = (TREE / path).read_text(encoding="utf-8")
    tree = ast.parse(source)
    same = ast.dump(tree)
    for node in _code(tree):
        for changed in _change(node):
            before = ast.get_source_segment(source, node) or ""
            after = changed if isinstance(changed, str) else f"({ast.unparse(changed)})"
            mutated = _replace(source, node, after)
            if _parses(mutated) and ast.dump(ast.parse(mutated)) != same:
                yield Mutant(path=path, line=node.lineno, before=before, after=after, source=mutated)


def _code(tree: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """What runs: without annotations, docstrings, format strings, assertions, and lines of the log."""
    for field, value in ast.iter_fields(tree):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or isinstance(node, (ast.JoinedStr, ast.Assert)):
                continue
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                continue
            if isinstance(node, ast.Expr) and (
                isinstance(node.value, ast.Constant) or ast.unparse(node).startswith("log.")
            ):
                continue
            if isinstance(node, (ast.expr, ast.stmt)):
                yield node
            yield from _code(node)


def _change(node: ast.expr | ast.stmt) -> Iterator[ast.AST | str]:
    """What may stand in a node's place: each with one fault."""
    match node:
        case ast.Compare(ops=[op]):
            for swap in SWAPS[type(op)]:
                yield _with(node, ops=[swap()])
        case ast.BoolOp() | ast.BinOp():
            for swap in SWAPS.get(type(node.op), ()):
                yield _with(node, op=swap())
            if isinstance(node, ast.BoolOp):
                for left_out in range(len(node.values)):
                    rest = [value for place, value in enumerate(node.values) if place != left_out]
                    yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.UnaryOp(op=ast.Not() | ast.Invert() | ast.USub()):
            yield node.operand
        case ast.Constant(value=bool()):
            yield _with(node, value=not node.value)
        case ast.Constant(value=int() | float() as number):
            yield _with(node, value=number + 1)
            yield _with(node, value=number - 1 if number > 1 else number / 2)
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            yield _with(node, func=ast.Name(id=NAMES[name]))
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.GeneratorExp() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            for place, part in enumerate(node.generators):
                if part.ifs:
                    parts = list(node.generators)
                    parts[place] = _with(part, ifs=[])
                    yield _with(node, generators=parts)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, (ast.Constant, ast.Name)):
            yield "return None"
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Break():
            yield "pass"


def _with(node: Part, **fields: object) -> Part:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _replace(source: str, node: ast.expr | ast.stmt, after: str) -> str:
    """The source with other text in a node's place; columns of the tree are bytes."""
    lines = source.encode().splitlines(keepends=True)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    head = b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    tail = lines[node.end_lineno - 1][node.end_col_offset :] + b"".join(lines[node.end_lineno :])
    return (head + after.encode() + tail).decode()


def _parses(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def try_tests(tree: Path, tests: tuple[str, ...], limit_s: float) -> str:
    """`killed`, `survived` or `timeout`: what the tests make of the tree as it stands."""
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        *tests,
    ]
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        words,
        cwd=tree,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        try:
            status = running.wait(limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, 9)
            return "timeout"
    return "survived" if status == 0 else "killed"


def main() -> None:
    """Draw, try and tell."""
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--count", type=int, default=400)
    read.add_argument("--seed", type=int, default=1)
    read.add_argument("--only", default="", help="parts of modules' names, comma-separated")
    read.add_argument("--again", type=Path, help="only those that survived in this FILE of a run before")
    read.add_argument("--out", type=Path)
    asked = read.parse_args()
    everything = [mutant for path in TESTS for mutant in find_mutants(path)]
    drawn = random.Random(asked.seed).sample(everything, min(asked.count, len(everything)))
    if asked.again:
        earlier = [json.loads(line) for line in asked.again.read_text(encoding="utf-8").splitlines()]
        alive = {
            (each["path"], each["before"], each["after"]) for each in earlier if each["fate"] == "survived"
        }
        drawn = [each for each in everything if (each.path, each.before, each.after) in alive]
    names = [name for name in asked.only.split(",") if name]
    drawn = [each for each in drawn if not names or any(name in each.path for name in names)]
    drawn.sort(key=lambda each: (each.path, each.line))
    print(f"{len(drawn)} of {len(everything)} mutants, seed {asked.seed}")
    with tempfile.TemporaryDirectory() as folder:
        limits = _copy(Path(folder), drawn)
        fates = [(each, _try(Path(folder), each, limits[each.path], asked.out)) for each in drawn]
    _tell(fates)


def _copy(tree: Path, drawn: list[Mutant]) -> dict[str, float]:
    """Copy the tree and run its tests as it is; for each module how long they may take with a mutant."""
    limits = {}
    for name in SHIPPED:
        shutil.copytree(TREE / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        if (TREE / name).exists():
            shutil.copy(TREE / name, tree / name)
    for path in dict.fromkeys(each.path for each in drawn):
        began = time.monotonic()
        if try_tests(tree, TESTS[path], 20 * LEAST_LIMIT_S) != "survived":
            raise SystemExit(f"{path}: its tests fail without a mutant")
        took_s = time.monotonic() - began
        print(f"{path}: its tests take {took_s:.1f} s", flush=True)
        limits[path] = max(LEAST_LIMIT_S, TIMES_AS_LONG * took_s)
    return limits


def _try(tree: Path, mutant: Mutant, limit_s: float, out: Path | None) -> str:
    place = tree / mutant.path
    whole = place.read_text(encoding="utf-8")
    place.write_text(mutant.source, encoding="utf-8")
    began = time.monotonic()
    try:
        fate = try_tests(tree, TESTS[mutant.path], limit_s)
    finally:
        place.write_text(whole, encoding="utf-8")
    if out:
        line = {"path": mutant.path, "line": mutant.line, "before": mutant.before, "after": mutant.after}
        with out.open("a", encoding="utf-8") as file:
            took_s = round(time.monotonic() - began, 1)
            file.write(json.dumps(line | {"fate": fate, "took_s": took_s}, ensure_ascii=False) + "\n")
    return fate


def _tell(fates: list[tuple[Mutant, str]]) -> None:
    counts = Counter((mutant.path, fate == "survived") for mutant, fate in fates)
    for path in TESTS:
        alive, dead = counts[path, True], counts[path, False]
        if alive + dead:
            print(f"{path}: {dead} of {alive + dead} killed")
    killed = sum(fate != "survived" for _, fate in fates)
    print(f"in all: {killed} of {len(fates)} killed ({killed / max(1, len(fates)):.3f})")
    for mutant, fate in fates:
        if fate == "survived":
            print(f"\n{mutant.path}:{mutant.line}\n  - {mutant.before}\n  + {mutant.after}")


if __name__ == "__main__":
    main()
