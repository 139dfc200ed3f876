"""Two libraries of near-duplicate search on the articles of `bench/speed/judge.py`: datasketch and rensa.

Both hold MinHash signatures (128 permutations, bands for a Jaccard of 0.5) in memory and answer with
candidates; nothing is stored, compared word by word, or explained. `pip install datasketch rensa`.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import Any

from bench.speed.corpus import Made, make_wire
from flows.judge.fingerprints import read_tokens

LARGEST = 100_000
"""Articles up to which they are measured: datasketch takes 11 kB of memory for each."""
PROBES = 400
PERMUTATIONS = 128
JACCARD = 0.5


def cut_shingles(text: str) -> list[str]:
    """Shingles of five words or nine syllables, as ours."""
    tokens = read_tokens(text)
    size = 9 if any("가" <= token[0] <= "힣" for token in tokens[:20]) else 5
    return [" ".join(tokens[start : start + size]) for start in range(max(1, len(tokens) - size + 1))]


def open_datasketch() -> Callable[[str, str], Sequence[str]]:
    """Judge with datasketch: what is like a text, which is then added."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS)

    def judge(id: str, text: str) -> Sequence[str]:
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in cut_shingles(text)])
        found: list[str] = lsh.query(sketch)
        lsh.insert(id, sketch)
        return found

    return judge


def open_rensa() -> Callable[[str, str], Sequence[str]]:
    """The same with rensa, whose keys are numbers."""
    from rensa import RMinHash, RMinHashLSH

    lsh = RMinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS, num_bands=32)
    ids: list[str] = []

    def judge(id: str, text: str) -> Sequence[str]:
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(cut_shingles(text))
        found = [ids[number] for number in lsh.query(sketch)]
        lsh.insert(len(ids), sketch)
        ids.append(id)
        return found

    return judge


PEERS: dict[str, Callable[[], Callable[[str, str], Sequence[str]]]] = {
    "datasketch": open_datasketch,
    "rensa": open_rensa,
}


def measure_peers(sizes: Sequence[int]) -> None:
    """Print a line for each size and library: time to sketch, ask and add, memory, and copies found."""
    for name, opened in PEERS.items():
        if find_spec(name) is None:
            print(f"{name} is not installed: pip install {name}")
            continue
        before, wire, judge, have = _resident(), make_wire(), opened(), 0
        for size in (size for size in sizes if size <= LARGEST):
            for made in islice(wire, size - have):
                judge(made.article.id, made.article.text)
            _print_line(name, size, _probe(judge, islice(wire, PROBES)), (_resident() - before) / size)
            have = size + PROBES


def _probe(judge: Callable[[str, str], Sequence[str]], wire: Iterator[Made]) -> tuple[float, ...]:
    taken, found, copies, busy = [], 0, 0, time.process_time()
    for made in list(wire):
        began = time.perf_counter()
        like: Sequence[Any] = judge(made.article.id, made.article.text)
        taken.append(1000 * (time.perf_counter() - began))
        copies += made.of is not None
        found += made.of is not None and bool(like)
    busy = 1000 * (time.process_time() - busy) / PROBES
    return statistics.median(taken), sorted(taken)[int(0.95 * len(taken))], busy, found / max(1, copies)


def _print_line(name: str, size: int, figures: Sequence[float], bytes_each: float) -> None:
    line = (f"{size}", name, *(f"{figure:.2f}" for figure in figures[:3]), f"{bytes_each:.0f}")
    print("".join(f"{cell:>14}" for cell in (*line, f"{figures[3]:.3f}")), flush=True)


def _resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
